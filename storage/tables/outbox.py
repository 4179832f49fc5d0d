"""Every message that is not an immediate reply is a row first."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from storage.tables.base import metadata
from storage.types import Moment

# What many messages have in common, once: text, buttons, a file's id.
outbox_contents = Table(
    "outbox_contents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("payload", JSON, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),  # (kind, person, day): deciding twice sends once
    Column("lane", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("method", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("content_id", Integer, ForeignKey("outbox_contents.id")),  # payload stands before what it says
    Column("attachment", LargeBinary),  # a file to be uploaded, under payload's "attach" parameter
    Column("broadcast_id", Integer, ForeignKey("broadcasts.id")),
    Column("state", String(12), nullable=False, default="waiting"),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("message_id", BigInteger),
    Column("error", String(200)),
    Column("is_gone", Boolean, nullable=False, default=False),  # failed for good: blocked, deleted, removed
    Column("made_at", Moment, nullable=False),
    Column("sent_at", Moment),
    CheckConstraint("state IN ('waiting', 'held', 'sending', 'sent', 'failed', 'cancelled')", name="state"),
    CheckConstraint("lane IN ('reply', 'notice', 'broadcast')", name="lane"),
    Index("ix_outbox_due", "state", "lane", "due_at", "id"),
    Index("ix_outbox_chat", "chat_id", "state"),
    Index("ix_outbox_broadcast", "broadcast_id", "method", "state", "is_gone"),
)
