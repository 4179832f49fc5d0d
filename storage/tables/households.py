"""Who lives where, who has paid, who may ask: households, persons with their history, payments, bindings, audit.

ID numbers are here only as keyed hashes (`fingerprint`), phone numbers only sealed; see storage/keys.py.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from storage.tables.base import metadata
from storage.types import Moment, Yuan

households = Table(
    "households",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("area_id", String(64), nullable=False),
    Column("group_name", String(20)),  # 组: its number as text, or its name
    Column("number", String(40)),  # 家庭编号, where the township's list has one
    Column("head", String(40), nullable=False),  # the head's name
    Index("uq_households_area_id_number", "area_id", "number", unique=True),
)

# A person as of now. What was before stands in person_history. Few columns: there are half a million rows.
persons = Table(
    "persons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("household_id", ForeignKey("households.id"), nullable=False),
    Column("name", String(40), nullable=False),
    Column("relation", String(20)),  # to the head: 户主, 配偶, 子 …
    Column("fingerprint", LargeBinary(16), nullable=False),  # of the ID number
    Column("tail", String(4), nullable=False),  # its last four, for display
    Column("born_on", Date, nullable=False),
    Column("category", String(64), nullable=False),
    Column("phone", LargeBinary),  # sealed
    Column("state", String(12), nullable=False),
    Column("since", Date, nullable=False),  # from when household, category and state hold; see households.py
    # the first comparison spares half a million rows the list
    CheckConstraint(
        "state = 'here' OR state IN ('elsewhere', 'employee', 'moved_out', 'died', 'left')", name="state"
    ),
    # indexes rather than constraints: a large import builds them last
    Index("uq_persons_fingerprint", "fingerprint", unique=True),
    Index("ix_persons_household_id", "household_id"),
)

person_history = Table(
    "person_history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("household_id", Integer, nullable=False),
    Column("category", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),  # exclusive
    Column("changed_by", BigInteger),  # None: at the command line
    Column("changed_at", Moment, nullable=False),
    Index("ix_person_history_person_id", "person_id"),
)

# `reference` tells doubles: the order number, else the day as day:2021-10-03; None for what a clerk marked and
# no export has confirmed yet. One order may pay for a whole family.
payments = Table(
    "payments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("year", Integer, nullable=False),  # the insurance year
    Column("amount", Yuan, nullable=False),  # negative: a refund
    Column("paid_on", Date, nullable=False),
    Column("channel", String(64)),
    Column("reference", String(80)),
    Column("source", String(12), nullable=False),
    Column("recorded_by", BigInteger),  # None: at the command line
    Column("recorded_at", Moment, nullable=False),
    Column("voided_at", Moment),
    Column("voided_by", BigInteger),
    Column("void_reason", String(200)),
    CheckConstraint("source IN ('import', 'clerk', 'sample')", name="source"),
    Index("ix_payments_person_id_year", "person_id", "year"),
    Index("uq_payments_reference", "reference", "person_id", "year", "amount", unique=True),
)

household_codes = Table(
    "household_codes",  # one-time codes that a clerk hands out
    metadata,
    Column("code_hash", LargeBinary(16), primary_key=True),
    Column("household_id", ForeignKey("households.id"), nullable=False, index=True),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", BigInteger),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)

bindings = Table(
    "bindings",  # which users may see which household; several each way
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("household_id", ForeignKey("households.id"), primary_key=True, index=True),
    Column("bound_at", Moment, nullable=False),
    Column("bound_by", BigInteger, nullable=False),  # the clerk who made the code or approved
    Column("consented_at", Moment),  # to what is kept and why; None: not asked yet
)

# `head` and `said` are the asker's own words, gone once it is decided; `household_id` is what the clerk chose.
binding_requests = Table(
    "binding_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("area_id", String(64), nullable=False),
    Column("head", String(40)),
    Column("said", String(100)),
    Column("household_id", ForeignKey("households.id"), index=True),
    Column("state", String(12), nullable=False, default="open"),
    Column("asked_at", Moment, nullable=False),
    Column("decided_by", BigInteger),
    Column("decided_at", Moment),
    CheckConstraint("state IN ('open', 'approved', 'refused', 'withdrawn')", name="state"),
    Index("ix_binding_requests_user_id", "user_id"),
    Index("ix_binding_requests_area_id", "area_id", "state"),
)

# Wrong codes and refused requests: too many, and the user or the household has to wait.
binding_tries = Table(
    "binding_tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("household_id", Integer),  # None: a code that leads nowhere
    Column("tried_at", Moment, nullable=False),
    Index("ix_binding_tries_user_id", "user_id", "tried_at"),
    Index("ix_binding_tries_household_id", "household_id", "tried_at"),
)

# Who of the staff looked at or changed which household, when and why. Rows outlive what they speak of.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("user_id", BigInteger),  # None: at the command line
    Column("household_id", Integer, index=True),  # None: a whole area, or everything
    Column("area_id", String(64)),
    Column("action", String(40), nullable=False),
    Column("reason", String(200)),
)
