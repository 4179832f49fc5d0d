"""What clerks reported: messages as they were read, the append-only ledger, and what it adds up to by day."""

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
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.base import metadata
from storage.types import Moment, Yuan

# Each revision of a clerk's message once, with what became of it; a doubt waits here through a restart.
tally_readings = Table(
    "tally_readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pack_id", String(64), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("sent_on", Date, nullable=False),  # the day that 今天 means in it
    Column("entries", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("choices", JSON, nullable=False),  # official names of the villages that the card offers
    Column("asks", String(12)),  # what the card asks: doubt, village; None where nothing was asked
    Column("state", String(12), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("settled_by", BigInteger),
    Column("settled_at", Moment),
    CheckConstraint("state IN ('booked', 'waiting', 'confirmed', 'cancelled', 'replaced')", name="state"),
    UniqueConstraint("chat_id", "message_id", "revision"),
    Index("ix_tally_readings_state", "state", "made_at"),
)

# Only ever inserted into. A row counts while no other supersedes it; root_id leads a chain's rows to its first.
ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pack_id", String(64), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("area_id", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("persons", Integer),
    Column("households", Integer),
    Column("amount", Yuan),
    Column("deposit", Yuan),
    Column("by_category", JSON, nullable=False),
    Column("is_correction", Boolean, nullable=False),
    Column("supersedes_id", Integer, ForeignKey("ledger.id"), unique=True),
    Column("root_id", Integer, ForeignKey("ledger.id"), index=True),  # None: the row is its chain's first
    Column("booked_by", BigInteger, nullable=False),
    Column("booked_at", Moment, nullable=False),
    Column("confirmed_by", BigInteger),
    CheckConstraint("kind IN ('day', 'running', 'deposit', 'void')", name="kind"),
    UniqueConstraint("chat_id", "message_id", "revision", "position"),
    Index("ix_ledger_area_day", "pack_id", "area_id", "day"),
)

# Derived from the ledger in the transaction that adds to it, so that progress need not add up a season.
village_days = Table(
    "village_days",
    metadata,
    Column("pack_id", String(64), primary_key=True),
    Column("area_id", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("persons", Integer),
    Column("households", Integer),
    Column("amount", Yuan),
    Column("deposit", Yuan),
    Column("total_persons", Integer, nullable=False),
    Column("total_households", Integer, nullable=False),
    Column("total_amount", Yuan, nullable=False),
    Column("total_deposit", Yuan, nullable=False),
    sqlite_with_rowid=False,  # stored in the order of its key, by which it is always read
)
