"""Money and paper: what happened to each receipt, and which staff deadlines are met."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Integer, String, Table, UniqueConstraint

from storage.tables.base import metadata
from storage.types import Moment, Yuan

# Only ever added to: a receipt's last event is what it is now.
receipt_events = Table(
    "receipt_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pack_id", String(64), nullable=False),
    Column("area_id", String(64), nullable=False),
    Column("number", String(40), nullable=False),
    Column("event", String(8), nullable=False),
    Column("amount", Yuan),
    Column("day", Date, nullable=False),
    Column("recorded_by", BigInteger, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    CheckConstraint("event IN ('issued', 'void', 'lost', 'declared')", name="event"),
    UniqueConstraint("pack_id", "area_id", "number", "event"),
)

deadlines_met = Table(
    "deadlines_met",
    metadata,
    Column("pack_id", String(64), primary_key=True),
    Column("deadline_id", String(64), primary_key=True),
    Column("met_by", BigInteger, nullable=False),
    Column("met_at", Moment, nullable=False),
)
