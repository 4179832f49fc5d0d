"""Traps of notices: places where one asks for a ruling before its pack goes live.

A trap is settled by an entry under `doubts` whose `settles` names it: the quotes, our reading, the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import combinations, pairwise
from typing import NamedTuple

from knowledge.pack import Pack
from knowledge.schema.dates import InWindow, Window
from knowledge.schema.staff import BurdenAndTaxShare, PointsAndFunds


class Trap(NamedTuple):
    """`name` is what a doubt settles, `where` the keys of the data that show it, `what` one line for people."""

    name: str
    where: tuple[str | int, ...]
    what: str


def _window_at(pack: Pack, window: Window) -> tuple[str | int, ...]:
    return ("dates", "windows", pack.windows.index(window))


def _window_year(pack: Pack) -> Iterator[Trap]:
    """A window of a year and more, or one that begins long before the notice: a misprinted year."""
    issued = pack.documents[0].issued_on
    for window in pack.windows:
        long = (window.until - window.from_).days > 366
        early = issued is not None and (issued - window.from_).days > 183
        if long or early:
            yield Trap("window_year", _window_at(pack, window), f"window «{window.id}» has an odd year")


def _late_inside_window(pack: Pack) -> Iterator[Trap]:
    """Collection runs on while cover already starts late."""
    main = pack.main_window
    for index, entry in enumerate(pack.dates.entries):
        if entry.who or not isinstance(entry.when, InWindow):
            continue
        window = pack.window(entry.when.window)
        if main.from_ < window.from_ <= main.until and window.id != main.id:
            what = f"«{entry.id}» begins inside «{main.id}»: people still pay but are covered later"
            yield Trap("late_inside_window", ("dates", "entries", index), what)


def _ends_apart(pack: Pack) -> Iterator[Trap]:
    """Two windows of the same people that end a few days apart."""
    for one, other in combinations(pack.windows, 2):
        apart = abs((one.until - other.until).days)
        if one.groups == other.groups and 0 < apart <= 3:
            what = f"«{one.id}» and «{other.id}» end {apart} day(s) apart"
            yield Trap("ends_apart", _window_at(pack, other), what)


def _deadline_before_end(pack: Pack) -> Iterator[Trap]:
    """Staff have to be done a few days before people have to have paid."""
    end = pack.main_window.until
    for index, deadline in enumerate(pack.staff.deadlines):
        if end - timedelta(days=10) <= deadline.until < end:
            what = f"«{deadline.id}» is due before the window ends on {end}"
            yield Trap("deadline_before_window_end", ("staff", "deadlines", index), what)


def _touching_tiers(pack: Pack) -> Iterator[Trap]:
    rule = pack.staff.assessment
    if not isinstance(rule, PointsAndFunds):
        return
    where: tuple[str | int, ...] = ("staff", "assessment", "funds", "tiers")
    for index, (upper, lower) in enumerate(pairwise(rule.funds.tiers)):
        if lower.until_percent == upper.from_percent:
            what = f"two tiers touch at {upper.from_percent} %: to which does the border belong?"
            yield Trap("touching_tiers", (*where, index + 1), what)


def _open_assessment(pack: Pack) -> Iterator[Trap]:
    rule = pack.staff.assessment
    if isinstance(rule, PointsAndFunds):
        if rule.funds.late_head_yuan and rule.funds.late_heads_unpaid:
            what = "people after the window are both paid for and not paid for"
            yield Trap("late_heads", ("staff", "assessment", "funds", "late_head_yuan"), what)
        if rule.enrolment.none_below < rule.enrolment.full_from:
            what = "points between the limits have no printed start"
            yield Trap("points_start", ("staff", "assessment", "enrolment"), what)
    if isinstance(rule, BurdenAndTaxShare) and rule.below_percent < 100:
        what = "the required rate is below the task numbers: which of them is the task?"
        yield Trap("rate_below_target", ("staff", "assessment", "below_percent"), what)


def _missing_amount(pack: Pack) -> Iterator[Trap]:
    for index, category in enumerate(pack.categories):
        subsidy = category.subsidy
        unknown = subsidy.kind == "left_to_others" or (
            subsidy.kind == "pay_first" and subsidy.refund == "unstated"
        )
        if unknown:
            what = f"«{category.id}» has no figure in the notice"
            yield Trap("missing_amount", ("people", "categories", index), what)


def _missing_figures(pack: Pack) -> Iterator[Trap]:
    """One area without a figure that its neighbours have."""
    areas = pack.reporting_areas
    for name in ("headcount", "enrolled_elsewhere", "target"):
        without = [area for area in areas if getattr(area, name) is None]
        if without and len(without) < len(areas):
            what = f"{without[0].name} has no {name}"
            yield Trap("missing_figures", ("area_tree", "root", "children", areas.index(without[0])), what)


def _totals(pack: Pack) -> Iterator[Trap]:
    printed = pack.area_tree.printed_totals
    if printed is None:
        return
    children = pack.area_tree.root.children
    for name in ("target", "enrolled_last_year"):
        total = getattr(printed, name)
        ours = sum(getattr(child, name) or 0 for child in children)
        if total is not None and total != ours:
            what = f"the areas' {name} add up to {ours}, printed is {total}"
            yield Trap("totals", ("area_tree", "printed_totals", name), what)


def _number_year(pack: Pack) -> Iterator[Trap]:
    document = pack.documents[0]
    printed = re.search(r"〔\s*(\d{4})〕", document.number or "")
    if printed and document.issued_on and int(printed[1]) != document.issued_on.year:
        what = f"the number says {printed[1]}, the date {document.issued_on.year}"
        yield Trap("number_year", ("identity", "documents", 0, "number"), what)


_TRAPS: tuple[Callable[[Pack], Iterator[Trap]], ...] = (
    _window_year,
    _late_inside_window,
    _ends_apart,
    _deadline_before_end,
    _touching_tiers,
    _open_assessment,
    _missing_amount,
    _missing_figures,
    _totals,
    _number_year,
)


def traps_in(pack: Pack) -> Iterator[Trap]:
    """All traps of a pack, settled or not."""
    for find in _TRAPS:
        yield from find(pack)


def unsettled_traps(pack: Pack) -> Iterator[Trap]:
    """The traps for which no doubt gives a ruling."""
    settled = {name for doubt in pack.doubts for name in doubt.settles}
    for trap in traps_in(pack):
        if trap.name not in settled:
            yield trap
