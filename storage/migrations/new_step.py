"""`python -m storage.migrations.new_step "what it does"`: writes the next step from the difference to tables.py.

Read what it wrote: alembic sees tables, columns, indexes and constraints, not data.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config

from storage.migrations import HERE, head


def _render(kind: str, value: object, _context: AutogenContext) -> str | bool:
    """Our column types are written as what they are in the database."""
    if kind == "type" and isinstance(value, sa.TypeDecorator):
        return f"sa.{value.impl_instance!r}"
    return False


def main(message: str) -> None:
    """Writes storage/migrations/versions/NNNN_message.py."""
    steps = [path.name for path in (HERE / "versions").glob("[0-9]*_*.py")]
    number = f"{int(head()) + 1:04d}" if steps else "0001"
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with tempfile.TemporaryDirectory() as folder:
        engine = sa.create_engine(f"sqlite:///{Path(folder) / 'steps.sqlite3'}")
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            config.attributes["render_item"] = _render
            command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main(sys.argv[1])
