"""Cases with their papers, what was said in them, where they were announced; unfinished talks; secret words."""

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
    Text,
    UniqueConstraint,
)

from storage.tables.base import metadata
from storage.types import Moment

# The number that people say is made from the id; see knowledge/cases/case_numbers.py.
cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pack_id", String(64), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("area_id", String(64)),  # None: the resident would not say
    Column("state", String(12), nullable=False),
    Column("resident_id", BigInteger),  # None: a clerk opened it for somebody without the app
    Column("opened_by", BigInteger, nullable=False),
    Column("holder_id", BigInteger),
    Column("holder_name", String(80)),  # as the staff's own colleagues see it
    Column("names", JSON, nullable=False),  # of the people it is about
    Column("listed", JSON, nullable=False),  # those of them that are on the county's list
    Column("answers", JSON, nullable=False),  # question: answer
    Column("opened_at", Moment, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("asked_on", Date),  # since when the resident is asked; None in other states
    Column("closed_at", Moment),
    Column("outcome", String(500)),  # the reason of a refusal
    Column("rating", Integer),  # 1 satisfied, 2 so-so, 3 not
    Column("reopened", Integer, nullable=False, default=0),
    Column("forgotten_at", Moment),  # since when names, answers, papers and messages are gone
    CheckConstraint(
        "state IN ('new', 'taken', 'asked', 'at_county', 'solved', 'refused', 'withdrawn')", name="state"
    ),
    CheckConstraint("state NOT IN ('taken', 'asked', 'at_county') OR holder_id IS NOT NULL", name="held"),
    CheckConstraint("(state IN ('solved', 'refused', 'withdrawn')) = (closed_at IS NOT NULL)", name="closed"),
    CheckConstraint("(state = 'asked') = (asked_on IS NOT NULL)", name="asked"),
    Index("ix_cases_state", "pack_id", "state", "area_id"),
    Index("ix_cases_resident_id", "resident_id"),
    Index("ix_cases_opened_by", "opened_by"),
)

# Photos and documents, only by Telegram's file ids: the bytes are never here.
case_files = Table(
    "case_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("file_id", String(200), nullable=False),
    Column("unique_id", String(64), nullable=False),
    Column("paper", String(40), nullable=False),  # the paper's id; empty: nobody said what it shows
    Column("added_at", Moment, nullable=False),
    CheckConstraint("kind IN ('photo', 'document')", name="kind"),
)

# What happened and what was said, in order. Only ever inserted into, until the case is forgotten.
case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("event", String(12), nullable=False),
    Column("actor_id", BigInteger),  # None: the bot itself, by the clock
    Column("text", Text),  # without ID and card numbers
    Column("chat_id", BigInteger),  # the message that said it, so that its edit is noticed
    Column("message_id", BigInteger),
    Column("at", Moment, nullable=False),
    Index("ix_case_events_message", "chat_id", "message_id"),
)

# Which rows of the outbox speak of which case: cards to be kept up to date, and what goes when it is forgotten.
case_posts = Table(
    "case_posts",
    metadata,
    Column("outbox_key", String(120), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("is_card", Boolean, nullable=False),
    Index("ix_case_posts_case_id", "case_id", "chat_id"),
)

# Unfinished talks of anybody, one of each kind in each chat. They survive a restart.
dialogues = Table(
    "dialogues",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("state", String(80), nullable=False),
    Column("data", JSON, nullable=False),
    Column("turn", Integer, nullable=False),  # grows with every step: old buttons are told by it
    Column("updated_at", Moment, nullable=False),
    Column("reminded_at", Moment),
    Column("is_aside", Boolean, nullable=False, default=False),  # set aside: free text is not for it
    UniqueConstraint("user_id", "chat_id", "kind"),
    Index("ix_dialogues_silence", "kind", "updated_at"),
    sqlite_autoincrement=True,  # an id never comes back: buttons and messages of a finished talk stay its own
)

# The word that every genuine private message to its owner carries.
secret_words = Table(
    "secret_words",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("word", String(40), nullable=False),
    Column("set_at", Moment, nullable=False),
)
