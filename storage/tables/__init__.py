"""Every table, a module for each thing that is remembered. Constraints are named.

Ids of areas, categories and topics are those of the policy pack; chat, user and message ids are Telegram's.
The steps of migrations/ add up to this (tested).
"""

from __future__ import annotations

from storage.tables.base import metadata
from storage.tables.broadcasts import broadcast_receipts, broadcasts, calls, contacts, reminders, unsubscribed
from storage.tables.cases import case_events, case_files, case_posts, cases, dialogues, secret_words
from storage.tables.chat import answers, chat_migrations, chats, handled_updates, kept_updates, marks, users
from storage.tables.desk import deadlines_met, receipt_events
from storage.tables.gaps import gaps, rulings
from storage.tables.households import (
    audit,
    binding_requests,
    binding_tries,
    bindings,
    household_codes,
    households,
    payments,
    person_history,
    persons,
)
from storage.tables.ledger import ledger, tally_readings, village_days
from storage.tables.outbox import outbox, outbox_contents
from storage.tables.staff import invitations, staff

__all__ = [
    "answers",
    "audit",
    "binding_requests",
    "binding_tries",
    "bindings",
    "broadcast_receipts",
    "broadcasts",
    "calls",
    "case_events",
    "case_files",
    "case_posts",
    "cases",
    "chat_migrations",
    "chats",
    "contacts",
    "deadlines_met",
    "dialogues",
    "gaps",
    "handled_updates",
    "household_codes",
    "households",
    "invitations",
    "kept_updates",
    "ledger",
    "marks",
    "metadata",
    "outbox",
    "outbox_contents",
    "payments",
    "person_history",
    "persons",
    "receipt_events",
    "reminders",
    "rulings",
    "secret_words",
    "staff",
    "tally_readings",
    "unsubscribed",
    "users",
    "village_days",
]
