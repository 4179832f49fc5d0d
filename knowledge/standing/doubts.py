"""What makes a report doubtful in the light of the notice and of the village's own ledger.

A doubt is a remark for the card that asks; nothing here decides what is booked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.model import Area, TallyEntry
from knowledge.rules.person import Remark
from knowledge.standing.model import Figures, Kind, LedgerRow, Totals, VillageDay
from knowledge.standing.totals import summed
from knowledge.tally.checks import amount_fits, expected_amount

Fees = Mapping[str | None, Decimal | None]

PATTERN_DAYS = 5  # fewer earlier days make no pattern
PATTERN_TIMES = 3  # so many times the best day is far outside it
PATTERN_LEAST = 30  # a small figure is never far outside
LARGEST = 1_000_000  # no township has more people; a longer figure is a slip of the finger
MOST_YUAN = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class History:
    """What a village's ledger knows: its days in order, and the rows that count on the report's day.

    `replaced` are the rows that the report would take the place of (a correction, an edit).
    """

    days: Sequence[VillageDay] = ()
    on_the_day: Sequence[LedgerRow] = ()
    replaced: Sequence[LedgerRow] = ()

    def totals_on(self, day: date) -> Totals:
        """The totals at the end of a day."""
        past = [known.totals for known in self.days if known.day <= day]
        return past[-1] if past else Totals()

    @property
    def latest(self) -> Totals:
        """The totals of the last day with figures."""
        return self.days[-1].totals if self.days else Totals()

    @property
    def replaced_persons(self) -> int:
        """People who would no longer be counted."""
        return summed(row.figures for row in self.replaced if row.kind is Kind.DAY).persons or 0


def is_impossible(entry: TallyEntry) -> bool:
    """Whether no village on earth can mean it: it is not booked even if somebody insists."""
    numbers = (entry.persons, entry.households, *entry.by_category.values())
    sums = (entry.amount, entry.deposit)
    return any(n is not None and not 0 <= n <= LARGEST for n in numbers) or any(
        yuan is not None and not 0 <= yuan <= MOST_YUAN for yuan in sums
    )


def doubts_about(
    entry: TallyEntry, area: Area, fees: Fees, history: History, window_from: date, sent_on: date
) -> list[Remark]:
    """Why to ask before booking an entry, the weightiest first; empty where it is plain."""
    return [
        *_amount(entry, fees),
        *_day(entry, window_from, sent_on),
        *_people(entry, area, history),
        *_pattern(entry, history),
        *_repetition(entry, history),
    ]


def _amount(entry: TallyEntry, fees: Fees) -> Iterator[Remark]:
    if entry.amount is None or amount_fits(entry, fees):
        return
    expected = expected_amount(entry, fees)
    if expected is None:
        yield Remark("doubt.amount_odd", {"stated": entry.amount})
        return
    apart = entry.amount - expected
    key = "doubt.amount_more" if apart > 0 else "doubt.amount_less"
    yield Remark(key, {"expected": expected, "stated": entry.amount, "apart": abs(apart)})


def _day(entry: TallyEntry, window_from: date, sent_on: date) -> Iterator[Remark]:
    if entry.date > sent_on:
        yield Remark("doubt.future", {"day": entry.date})
    elif entry.date < window_from:
        yield Remark("doubt.before_window", {"day": entry.date, "starts_on": window_from})


def _people(entry: TallyEntry, area: Area, history: History) -> Iterator[Remark]:
    if entry.persons is None:
        return
    if area.headcount is not None and entry.persons > area.headcount:
        yield Remark("doubt.above_headcount", {"persons": entry.persons, "headcount": area.headcount})
    elif entry.cumulative:
        yield from _falling(entry, history)
    elif area.headcount is not None:
        left = area.headcount - (history.latest.persons - history.replaced_persons)
        if entry.persons > left:
            yield Remark("doubt.more_than_left", {"persons": entry.persons, "left": max(left, 0)})


def _falling(entry: TallyEntry, history: History) -> Iterator[Remark]:
    before = history.totals_on(entry.date).persons
    if not entry.correction and not history.replaced and entry.persons is not None and entry.persons < before:
        yield Remark("doubt.falling", {"persons": entry.persons, "before": before})


def _pattern(entry: TallyEntry, history: History) -> Iterator[Remark]:
    earlier = [day.figures.persons for day in history.days if day.figures.persons and day.day != entry.date]
    if entry.cumulative or entry.persons is None or len(earlier) < PATTERN_DAYS:
        return
    best = max(earlier)
    if entry.persons >= PATTERN_LEAST and entry.persons > PATTERN_TIMES * best:
        yield Remark("doubt.unusual", {"persons": entry.persons, "best": best})


def _repetition(entry: TallyEntry, history: History) -> Iterator[Remark]:
    if entry.correction:
        if not history.replaced:
            yield Remark("doubt.nothing_to_correct", {"day": entry.date})
        return
    replaced = {row.id for row in history.replaced}
    others = (row for row in history.on_the_day if row.id not in replaced)
    same = next((row for row in others if _states_the_same(entry, row)), None)
    if same:
        yield Remark("doubt.same_again", {"at": same.booked_at})


def _states_the_same(entry: TallyEntry, row: LedgerRow) -> bool:
    """Whether a row of that day holds the same figures.

    Nothing collected twice is no repetition, and a running total may be said as often as one likes.
    """
    if not (entry.persons or entry.amount or entry.deposit) or Kind.RUNNING in (row.kind, _kind(entry)):
        return False
    stated = Figures(entry.persons, entry.households, entry.amount, entry.deposit)
    booked = row.figures
    return (stated.persons, stated.households, stated.amount, stated.deposit) == (
        booked.persons,
        booked.households,
        booked.amount,
        booked.deposit,
    )


def _kind(entry: TallyEntry) -> Kind:
    return Kind.RUNNING if entry.cumulative else Kind.DAY


def only_first(remarks: Iterable[Remark], most: int = 3) -> list[Remark]:
    """The first few different remarks: a card is read, a list is not."""
    return list({(remark.key, str(remark.blanks)): remark for remark in remarks}.values())[:most]
