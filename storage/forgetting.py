"""Everything that a user can have removed (/forget), wherever it is kept. Cases go their own way: see cases.py."""

from __future__ import annotations

from storage import binding_requests, bindings, chats, dialogues, outbox, secret_words
from storage.database import Connection


async def forget_user(connection: Connection, user_id: int) -> None:
    """Language, questions, bindings, requests, unfinished talks, the secret word, and what was sent to the user."""
    await bindings.forget_user(connection, user_id)
    await binding_requests.forget_user(connection, user_id)
    await dialogues.forget_user(connection, user_id)
    await secret_words.remove_word(connection, user_id)
    await outbox.forget_chat(connection, user_id)
    await chats.forget_user(connection, user_id)
