"""Who speaks to the bot, where, and what was already dealt with."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, String, Table, Text

from storage.tables.base import metadata
from storage.types import Moment

users = Table(
    "users",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("locale", String(16)),  # None: as the Telegram client says
    Column("first_seen_at", Moment, nullable=False),
    Column("unreachable_since", Moment),  # blocked the bot or deleted the account
)

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),  # group, supergroup
    Column("area_id", String(64)),  # the village whose group it is
    Column("is_staff", Boolean, nullable=False, default=False),
    Column("added_by", BigInteger),
    Column("joined_at", Moment, nullable=False),
    Column("left_at", Moment),
)

# A group that became a supergroup keeps its history: the old id leads to the new one.
chat_migrations = Table(
    "chat_migrations",
    metadata,
    Column("old_chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("new_chat_id", BigInteger, nullable=False),
    Column("migrated_at", Moment, nullable=False),
)

handled_updates = Table(
    "handled_updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("handled_at", Moment, nullable=False, index=True),
)

# Received and not yet handled: Telegram forgets an update before the bot is done with it.
kept_updates = Table(
    "kept_updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("content", JSON, nullable=False),  # gone as soon as the update is handled
    Column("received_at", Moment, nullable=False),
)

# What was answered to which message: for edits, for follow-ups, and for not repeating a topic in a group.
answers = Table(
    "answers",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("question_message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("answer_message_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("topics", String(200), nullable=False),  # ids with blanks between; empty: a menu or an offer
    Column("question", Text, nullable=False),  # with personal numbers removed; gone after three days
    Column("answered_at", Moment, nullable=False),
    Index("ix_answers_recent", "chat_id", "answered_at"),
)

marks = Table(
    "marks",  # single remembered facts, such as the last moment at which the bot was alive
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
