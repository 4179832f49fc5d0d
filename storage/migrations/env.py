"""Alembic's entry: works on the connection that `upgrade` hands over."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=context.config.attributes.get("render_item", lambda *_: False),
)
with context.begin_transaction():
    context.run_migrations()
