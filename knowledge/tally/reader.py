"""A clerk's message read: which villages report how many people, households and yuan for which day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from knowledge.model import Area, TallyEntry, TallyReading
from knowledge.tally.banking_words import with_deposits_first
from knowledge.tally.checks import warnings_about
from knowledge.tally.corrections import without_old_figures
from knowledge.tally.cutting import cut
from knowledge.tally.entries import entry_of, fees_of
from knowledge.tally.families import without_families
from knowledge.tally.gathering import gather
from knowledge.tally.intents import Judged, judged
from knowledge.tally.pauses import with_pauses
from knowledge.tally.readings import Fees, settled
from knowledge.tally.roles import PaidCategory
from knowledge.tally.slips import without_slips
from knowledge.tally.spelling import spelled
from knowledge.tally.subjects import spelled_out
from knowledge.tally.tables import find_table, read_table
from knowledge.tally.tokens import Setting, tokenise
from knowledge.tally.villages import village_index
from knowledge.tally.vocabulary import vocabulary


def read_tally(
    message: str,
    villages: tuple[Area, ...],
    sent_on: date,
    sender_village: str | None,
    categories: tuple[PaidCategory, ...],
    ordinary_fee: Decimal,
) -> TallyReading:
    """The entries of a message and warnings about them; no entry where it is no tally.

    `villages` are the areas that report, `sender_village` the official name of the clerk's own (None: the
    sender has none), `categories` those who pay less than `ordinary_fee` (yuan a head).
    """
    fees = fees_of(categories, ordinary_fee)
    amounts = frozenset(fee for fee in fees.values() if fee is not None)
    setting = Setting(village_index(villages), vocabulary(categories), amounts, sent_on)
    text = spelled(message, amounts, setting.villages.stems)
    table = find_table(text, setting) if "\n" in text else None
    if table:
        gathered = read_table(table, sender_village, setting)
    else:
        gathered = gather(_judged(text, setting, ordinary_fee), sender_village, sent_on, amounts)
    entries = tuple(entry for frame in gathered.frames if (entry := entry_of(frame, fees)))
    entries = tuple(sorted(entries, key=lambda entry: _order(entry, entries)))
    warnings = (
        (*gathered.warnings, *warnings_about(entries, villages, fees, sent_on))
        if entries
        else tuple(gathered.warnings)
    )
    return TallyReading(entries, tuple(dict.fromkeys(warnings)))


def _judged(text: str, setting: Setting, ordinary_fee: Decimal) -> list[Judged]:
    on = setting.sent_on
    tokens = with_deposits_first(with_pauses(without_families(tokenise(text, setting))), on)
    tokens = settled(tokens, Fees(setting.fees, ordinary_fee), on)
    tokens = without_old_figures(without_slips(spelled_out(tokens, on)), on)
    return list(judged(cut(tokens), setting.fees, on))


def _order(entry: TallyEntry, entries: tuple[TallyEntry, ...]) -> tuple[int, bool]:
    """Villages and days as they were said; a day's figure before the running total of the same day."""
    first = next(
        i for i, other in enumerate(entries) if (other.village, other.date) == (entry.village, entry.date)
    )
    return first, entry.cumulative
