"""What a household owes on a day: member by member, then summed; never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.pack import Pack
from knowledge.rules.dates import Access, Moment, WaysIn, day_of, is_open, last_day, ways_in
from knowledge.rules.person import Person, Remark, full_years
from knowledge.rules.subsidies import NOTHING, Charge, charge_of
from knowledge.schema.dates import Entry
from knowledge.schema.people import Category


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One member's part, yuan; None where the notice does not settle it, `remarks` say why."""

    word: str
    category: Category | None
    amount: Decimal | None
    due_now: Decimal | None
    refund: Decimal | None
    remarks: tuple[Remark, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HouseholdFee:
    """`total` before refunds, `due_now` payable on the day, `refund_later` of the total; None as in the lines."""

    total: Decimal | None
    due_now: Decimal | None
    refund_later: Decimal | None
    lines: tuple[FeeLine, ...]

    @property
    def stated(self) -> bool:
        """Whether the notice settles what the household pays."""
        return self.total is not None


def _too_young_or_old(category: Category, person: Person, on: Moment) -> bool:
    """True where the known age for sure lies outside the category's."""
    if person.born is None:
        return False
    oldest, youngest = (full_years(day, day_of(on)) for day in (person.born.earliest, person.born.latest))
    return bool(
        (category.age_from is not None and oldest < category.age_from)
        or (category.age_below is not None and youngest >= category.age_below)
    )


def _provisos(category: Category) -> tuple[Remark, ...]:
    condition = (Remark("fees.condition", {"condition": category.condition}),) if category.condition else ()
    note = (Remark("fees.note", {"note": category.note}),) if category.note else ()
    return condition + note


def _individual_charge(pack: Pack, person: Person, on: Moment) -> Charge:
    """The fee less the subsidy that this person really has."""
    assert person.category is not None
    category = person.category
    if category.subsidy.kind == "none" and person.voided:
        remark = Remark("fees.not_eligible", {"name": category.name, "condition": category.condition})
        return Charge(None, NOTHING, (remark,), (category.clause,))
    if category.subsidy.kind != "none":
        lost = person.voided or _too_young_or_old(category, person, on)
        if lost:
            full = charge_of(pack, pack.ordinary, person)
            lost_remark = Remark(
                "fees.condition_missed", {"name": category.name, "condition": category.condition}
            )
            return Charge(
                full.amount, full.refund, (lost_remark, *full.remarks), (category.clause, *full.clauses)
            )
    charge = charge_of(pack, category, person)
    return replace(charge, remarks=(*charge.remarks, *_provisos(category)))


def _financing_charge(pack: Pack, entry: Entry) -> Charge:
    """Fee and state's share in full (筹资标准); unknown where the notice leaves the share's figure open."""
    subsidy = pack.fees.subsidy
    share = subsidy.amount_of(pack.year) if subsidy else None
    value = subsidy.values.get(pack.year) if subsidy else None
    clauses = (entry.clause, pack.fee_clause, *((value.clause,) if value else ()))
    if share is None:
        remark = Remark("fees.financing_unknown", {"fee": pack.fee, "year": pack.year})
        return Charge(None, NOTHING, (remark,), clauses)
    remark = Remark("fees.financing", {"fee": pack.fee, "share": share, "amount": pack.fee + share})
    return Charge(pack.fee + share, NOTHING, (remark,), clauses)


def _way_remarks(entry: Entry) -> tuple[Remark, ...]:
    """By which special way somebody pays, and what that way asks for."""
    asks = (Remark("fees.note", {"note": entry.remark}),) if entry.remark else ()
    return (Remark("fees.entry", {"label": entry.label}), *asks)


def _charge_by(pack: Pack, entry: Entry, person: Person, on: Moment) -> Charge:
    if entry.charge == "financing":
        return _financing_charge(pack, entry)
    charge = _individual_charge(pack, person, on)
    extra = _way_remarks(entry) if entry.who else ()
    clauses = (*charge.clauses, entry.clause) if entry.who else charge.clauses
    return Charge(charge.amount, charge.refund, (*charge.remarks, *extra), clauses)


def _closed(pack: Pack, person: Person, on: Moment) -> Charge:
    day = day_of(on)
    key = "fees.year_over" if day > pack.dates.covers_until else "fees.closed"
    blanks = {"day": day, "window_end": last_day(pack), "year": pack.year}
    return Charge(None, NOTHING, (Remark(key, blanks),), (pack.main_window.clause,))


def _charge(pack: Pack, person: Person, ways: WaysIn, on: Moment) -> Charge:
    """What the ways that are open make of the fee; unknown where they differ."""
    if ways.access is Access.EARLY:
        return _individual_charge(pack, person, on)
    if ways.access is Access.CLOSED:
        # who has paid was let in on some earlier day
        return _individual_charge(pack, person, on) if person.paid else _closed(pack, person, on)
    charges = [_charge_by(pack, entry, person, on) for entry in ways.entries]
    if len(charges) == 1 and ways.access is Access.OPEN:
        return charges[0]
    clauses = tuple(clause for charge in charges for clause in charge.clauses)
    if ways.access is Access.DEPENDS or len({charge.amount for charge in charges}) > 1:
        return Charge(None, None, (Remark("fees.depends", {"label": ways.entries[0].label}),), clauses)
    return replace(_individual_charge(pack, person, on), clauses=clauses)


def _due(person: Person, access: Access, charge: Charge, on: Moment) -> Decimal | None:
    if charge.amount is None:
        return None
    if access is Access.EARLY or person.paid or (person.paid_on and person.paid_on <= day_of(on)):
        return NOTHING
    return max(charge.amount - (person.paid_yuan or NOTHING), NOTHING)


def _timing_remarks(pack: Pack, person: Person, access: Access, on: Moment) -> tuple[Remark, ...]:
    if access is Access.EARLY:
        return (Remark("fees.early", {"window_start": pack.main_window.from_}),)
    if person.paid or (person.paid_on and person.paid_on <= day_of(on)):
        return (Remark("fees.already_paid"),)
    if access is not Access.OPEN:
        return ()
    return (*_own_window_over(pack, person, on), *_closing_hour(pack, on))


def _own_window_over(pack: Pack, person: Person, on: Moment) -> tuple[Remark, ...]:
    """Where the group's own window is over and the general one still open: where to go now."""
    group = person.category.group if person.category else None
    own = [window for window in pack.windows if group in window.groups and day_of(on) > window.until]
    place = next((w.where for w in pack.windows if not w.groups and w.where), None)
    if not own or place is None:
        return ()
    return (Remark("fees.own_window_over", {"label": own[0].label, "day": own[0].until, "place": place}),)


def _closing_hour(pack: Pack, on: Moment) -> tuple[Remark, ...]:
    """The printed hour on the last day."""
    window = pack.main_window
    if day_of(on) != window.until or window.until_hour is None or not is_open(window, on):
        return ()
    return (Remark("fees.closing_hour", {"hour": window.until_hour}),)


def fee_line(pack: Pack, person: Person, on: Moment) -> FeeLine:
    """One member's line. The amount is by the day of payment where one is given, what is due by `on`."""
    if person.category is None:
        assert person.unknown is not None
        return FeeLine(person.word, None, None, None, None, (person.unknown,), person.near)
    if person.category.subsidy.kind == "not_enrolled":
        charge = charge_of(pack, person.category, person)
        return FeeLine(
            person.word, person.category, charge.amount, NOTHING, NOTHING, charge.remarks, charge.clauses
        )
    paying_on = person.paid_on or on
    charge = _charge(pack, person, ways_in(pack, person, paying_on), paying_on)
    today = ways_in(pack, person, on)
    later = person.paid_on is not None and person.paid_on > day_of(on)
    now = _charge(pack, person, today, on) if later else charge
    remarks = (*charge.remarks, *_timing_remarks(pack, person, today.access, on))
    due = _due(person, today.access, now, on)
    return FeeLine(person.word, person.category, charge.amount, due, charge.refund, remarks, charge.clauses)


def _sum(parts: Iterable[Decimal | None]) -> Decimal | None:
    known = list(parts)
    if any(part is None for part in known):
        return None
    return sum((part for part in known if part is not None), NOTHING)


def household_fee(pack: Pack, members: Sequence[Person], on: Moment) -> HouseholdFee:
    """The household's fee on a day; one unsettled member leaves the sums unsettled."""
    lines = tuple(fee_line(pack, person, on) for person in members)
    total = _sum(line.amount for line in lines)
    due_now = _sum(line.due_now for line in lines) if total is not None else None
    return HouseholdFee(total, due_now, _sum(line.refund for line in lines), lines)
