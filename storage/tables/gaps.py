"""Questions without an answer, and what the township ruled on them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.tables.base import metadata
from storage.types import Moment

rulings = Table(
    "rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pack_id", String(64), nullable=False),
    Column("topic", String(64)),  # either the questions belong to this topic
    Column("text", Text),  # or this is the township's own answer; neither: they are nothing for the bot
    Column("author", String(128), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pack_id", String(64), nullable=False),
    Column("words", String(200), nullable=False),  # the question as it is compared
    Column("text", Text, nullable=False),  # as it was typed, personal data removed
    Column("times", Integer, nullable=False, default=1),
    Column("last_at", Moment, nullable=False),
    Column("ruling_id", ForeignKey("rulings.id")),
    UniqueConstraint("pack_id", "words"),
    Index("ix_gaps_open", "pack_id", "ruling_id"),
)
