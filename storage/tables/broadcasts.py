"""Broadcasts, reminders, calls: what was decided to be said to many, and who was reached in which way."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from storage.tables.base import metadata
from storage.types import Moment

# `cursor`: the last recipient that has a row in the outbox; recipients get theirs slice by slice, in its order.
broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pack_id", String(64), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("who", String(24), nullable=False),
    Column("areas", JSON, nullable=False),  # of which villages; empty: of all
    Column("corrects_id", Integer, ForeignKey("broadcasts.id")),  # goes to exactly those who had that one
    Column("audience_kind", String(24), nullable=False),  # `who`; for a correction that of what it corrects
    Column("kind", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("file_id", String(200)),
    Column("wants_receipt", Boolean, nullable=False, default=False),
    Column("state", String(12), nullable=False),
    Column("expected", Integer, nullable=False),  # recipients when it was confirmed
    Column("made_at", Moment, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("approved_by", BigInteger),  # None: it needed no second person
    Column("looked_at", Moment),  # since when more than the first few may go out
    Column("cursor", BigInteger),
    Column("queued", Integer, nullable=False, default=0),
    Column("is_all_queued", Boolean, nullable=False, default=False),
    Column("withdraws", Boolean, nullable=False, default=False),  # what was sent is being deleted
    Column("withdraw_cursor", Integer),  # id of the last row of the outbox whose message is to be deleted
    Column("finished_at", Moment),
    Column("board_message_id", BigInteger),  # the author's message that shows how far it is
    Column("board_text", Text),
    CheckConstraint(
        "state IN ('asked', 'sending', 'looking', 'paused', 'done', 'cancelled', 'refused')", name="state"
    ),
    CheckConstraint("kind IN ('text', 'photo', 'document')", name="kind"),
    Index("ix_broadcasts_state", "state", "starts_at"),
)

broadcast_receipts = Table(
    "broadcast_receipts",  # who pressed 收到
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.id"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("received_at", Moment, nullable=False),
)

unsubscribed = Table(
    "unsubscribed",  # residents who want neither reminders nor broadcasts
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
)

# A reminder of a household (in private, or by a clerk's call), or of a village (in its group: no household).
reminders = Table(
    "reminders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pack_id", String(64), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("area_id", String(64), nullable=False),
    Column("household_id", ForeignKey("households.id", ondelete="CASCADE")),
    Column("stage", String(16), nullable=False),  # before:7, late:14 …
    Column("day", Date, nullable=False),
    Column("counts_until", Date, nullable=False),  # payments up to that day count as its effect
    Column("owed", Integer, nullable=False),  # persons who owed then
    CheckConstraint("channel IN ('private', 'group', 'call')", name="channel"),
    Index("ix_reminders_household", "household_id", "day"),
    Index("uq_reminders_once", "household_id", "channel", "day", unique=True),
    Index("ix_reminders_area", "pack_id", "area_id", "channel", "day"),
)

# Who of the staff called which household, and what came of it.
calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("household_id", ForeignKey("households.id", ondelete="CASCADE"), nullable=False),
    Column("called_by", BigInteger, nullable=False),
    Column("called_at", Moment, nullable=False),
    Column("outcome", String(12), nullable=False),
    CheckConstraint("outcome IN ('reached', 'no_answer', 'wrong', 'visited')", name="outcome"),
    Index("ix_calls_household", "household_id", "called_at"),
)

# Whom to call instead: the relatives of those who work elsewhere.
contacts = Table(
    "contacts",
    metadata,
    Column("household_id", ForeignKey("households.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(40), nullable=False),
    Column("relation", String(20)),
    Column("phone", LargeBinary, nullable=False),  # sealed
    Column("named_by", BigInteger, nullable=False),
    Column("named_at", Moment, nullable=False),
)
