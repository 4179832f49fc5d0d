"""What a notice makes of the villages' results: one function a kind of assessment (考核).

Rates are exact fractions; nothing is rounded before it is compared with a limit. What the notice leaves open
is None, and a remark says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from knowledge.model import Area
from knowledge.pack import Pack
from knowledge.rules.person import Remark
from knowledge.schema import staff as schema
from knowledge.schema.staff import EnrolmentPoints, FundTier, PointsAndFunds, WorkFunds

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Result:
    """A village's people: paid inside the window and after it; special groups where they are known."""

    village: str
    paid_in_window: int
    paid_after: int = 0
    special_target: int | None = None
    special_paid: int | None = None

    @property
    def paid(self) -> int:
        return self.paid_in_window + self.paid_after


@dataclass(frozen=True, slots=True)
class Assessed:
    """A village's figures under its notice; yuan as Decimal, None where the notice leaves it open."""

    village: str
    target: int | None
    paid: int
    rate: Fraction | None
    points: int | None = None
    work_funds: Decimal | None = None
    bonus: Decimal | None = None
    penalty: Decimal | None = None
    rank: int | None = None
    remarks: tuple[Remark, ...] = ()


def rate_of(paid: int, target: int | None) -> Fraction | None:
    """Paid people to target, None without a target."""
    return Fraction(paid, target) if target else None


def as_percent(rate: Fraction) -> Decimal:
    """A rate in percent with two places, cut off, so that 99.999 % never reads as 100 %."""
    return Decimal(int(rate * 10_000)) / 100


def full_points_beyond(rate: Fraction, percent: int) -> int:
    """Full percentage points by which a rate exceeds a limit; 0 below it."""
    return max(int(rate * 100) - percent, 0)


def enrolment_points(rule: EnrolmentPoints, rate: Fraction) -> int | None:
    """Points for enrolment; None between the limits where the notice gives no start and none was ruled."""
    if rate * 100 >= rule.full_from:
        return rule.full
    if rate * 100 < rule.none_below:
        return 0
    if rule.start is None:
        return None
    return min(rule.start + rule.per_percent * full_points_beyond(rate, rule.none_below), rule.full)


def _points_ruling(rule: EnrolmentPoints, rate: Fraction) -> tuple[Remark, ...]:
    """Where points between the limits rest on a ruling, it is said."""
    if not rule.none_below <= rate * 100 < rule.full_from:
        return ()
    key = "assess.points_open" if rule.start is None else "assess.points_ruled"
    blanks = {"low": rule.none_below, "high": rule.full_from, "start": rule.start}
    return (Remark(key, blanks),)


def _in_tier(rule: WorkFunds, tier: FundTier, percent: Fraction) -> bool:
    upper_border = rule.tier_at_border == "upper"
    above = (
        percent >= tier.from_percent if upper_border or not tier.from_percent else percent > tier.from_percent
    )
    if tier.until_percent is None:
        return above
    return above and (percent < tier.until_percent if upper_border else percent <= tier.until_percent)


def head_rate(rule: WorkFunds, completion: Fraction) -> Decimal:
    """Yuan per head: the tier's, and more for each full percentage point beyond 100 %."""
    percent = completion * 100
    tier = next(tier for tier in rule.tiers if _in_tier(rule, tier, percent))
    return tier.yuan_per_head + rule.extra_per_percent * full_points_beyond(completion, 100)


def funds_in_window(rule: WorkFunds, paid: int, target: int) -> Decimal:
    """Work funds for the people of the window less the deduction for missing heads; may come out negative."""
    missing = max(target - paid, 0)
    return head_rate(rule, Fraction(paid, target)) * paid - rule.missing_head_yuan * missing


def _work_funds(rule: WorkFunds, result: Result, target: int) -> tuple[Decimal | None, tuple[Remark, ...]]:
    earned = funds_in_window(rule, result.paid_in_window, target)
    late = rule.late_head_yuan * result.paid_after if rule.late_heads != "unpaid" else NOTHING
    if result.paid_after and rule.late_heads is None:
        blanks = {
            "heads": result.paid_after,
            "yuan": rule.late_head_yuan,
            "with_late": max(earned + late, NOTHING),
            "without": max(earned, NOTHING),
        }
        return None, (Remark("assess.late_heads_open", blanks),)
    total = earned + late
    if total < 0:
        return NOTHING, (Remark("assess.funds_below_zero", {"shortfall": -total}),)
    return total, ()


def _penalty(
    rule: schema.Penalty, rate: Fraction, result: Result
) -> tuple[Decimal | None, tuple[Remark, ...]]:
    if rate * 100 < rule.below_percent:
        return rule.amount, (Remark("assess.below_rate", {"percent": rule.below_percent}),)
    if result.special_target is None or result.special_paid is None:
        return None, (Remark("assess.special_unknown"),)
    if result.special_paid * 100 < result.special_target * rule.special_below_percent:
        missing = result.special_target - result.special_paid
        return rule.amount, (Remark("assess.special_missing", {"missing": missing}),)
    return NOTHING, ()


def _plausibility(area: Area | None, result: Result) -> tuple[Remark, ...]:
    if area and area.headcount is not None and result.paid > area.headcount:
        return (Remark("assess.above_headcount", {"headcount": area.headcount}),)
    return ()


def _start(area: Area | None, result: Result) -> Assessed:
    target = area.target if area else None
    rate = rate_of(result.paid, target)
    return Assessed(result.village, target, result.paid, rate, remarks=_plausibility(area, result))


def ranks(rates: Sequence[Fraction | None]) -> list[int | None]:
    """Places by rate, the highest first; equal rates share a place."""
    # a float tells any two rates of targets below ten million apart, and compares forty times as fast
    floats = [None if rate is None else float(rate) for rate in rates]
    first: dict[float, int] = {}
    for place, rate in enumerate(sorted((r for r in floats if r is not None), reverse=True), start=1):
        first.setdefault(rate, place)
    return [None if rate is None else first[rate] for rate in floats]


def _ranked(rows: list[Assessed]) -> list[Assessed]:
    places = ranks([row.rate for row in rows])
    return [replace(row, rank=place) for row, place in zip(rows, places, strict=True)]


def _with_prize(rule: schema.Prizes, row: Assessed, rows: list[Assessed]) -> Assessed:
    reached = row.rate is not None and row.rate * 100 >= rule.from_percent
    places = {prize.place: prize.amount for prize in rule.places}
    if not reached or row.rank is None or row.rank > max(places):
        return replace(row, bonus=NOTHING)
    if sum(other.rank == row.rank for other in rows) > 1:
        tied = Remark("assess.tied", {"place": row.rank})
        return replace(row, bonus=None, remarks=(*row.remarks, tied))
    return replace(row, bonus=places[row.rank])


def _points_and_funds(
    pack: Pack, rule: PointsAndFunds, results: list[Result], areas: list[Area | None]
) -> list[Assessed]:
    rows = []
    for result, area in zip(results, areas, strict=True):
        row = _start(area, result)
        if row.rate is None or row.target is None:
            rows.append(replace(row, remarks=(*row.remarks, Remark("assess.no_target"))))
            continue
        funds, funds_remarks = _work_funds(rule.funds, result, row.target)
        penalty, penalty_remarks = _penalty(rule.penalty, row.rate, result)
        points = enrolment_points(rule.enrolment, row.rate)
        ruled = _points_ruling(rule.enrolment, row.rate)
        remarks = (*row.remarks, *ruled, *funds_remarks, *penalty_remarks)
        rows.append(replace(row, points=points, work_funds=funds, penalty=penalty, remarks=remarks))
    ranked = _ranked(rows)
    return [_with_prize(rule.prizes, row, ranked) for row in ranked]


def _burden(pack: Pack, rule: schema.BurdenAndTaxShare, row: Assessed) -> Assessed:
    least = rule.funds_per_head_at_least * row.paid * rule.funds_share_percent / 100
    funds = Remark("assess.funds_at_least", {"least": least.quantize(NOTHING)})
    if row.rate is None:
        return replace(row, remarks=(*row.remarks, Remark("assess.no_target"), funds))
    percent = as_percent(row.rate)
    if row.rate * 100 >= rule.below_percent:
        return replace(row, penalty=NOTHING, remarks=(*row.remarks, funds))
    blanks = {
        "percent": rule.below_percent,
        "points": f"{rule.below_percent - percent}",
        "target": row.target,
    }
    return replace(row, remarks=(*row.remarks, Remark("assess.burden", blanks), funds))


def _last_places(rule: schema.BurdenAndTaxShare, rows: list[Assessed]) -> list[Assessed]:
    """Marks who would be in the list's last places this month."""
    places = rule.last_places[0].places
    known = sorted(row.rate for row in rows if row.rate is not None)
    border = known[places - 1] if len(known) > places else None
    marked = Remark("assess.last_places", {"places": places})
    return [
        replace(row, remarks=(*row.remarks, marked))
        if border is not None and row.rate is not None and row.rate <= border
        else row
        for row in rows
    ]


def _burden_and_tax_share(
    pack: Pack, rule: schema.BurdenAndTaxShare, results: list[Result], areas: list[Area | None]
) -> list[Assessed]:
    rows = [_burden(pack, rule, _start(area, result)) for result, area in zip(results, areas, strict=True)]
    return _last_places(rule, _ranked(rows))


def _against_required(pack: Pack, result: Result, row: Assessed) -> tuple[Remark, ...]:
    """How the village stands to the required rates, for notices that attach no sum to them."""
    remarks = []
    required = next(rate for rate in pack.staff.rates if rate.group == "all")
    if row.rate is None:
        remarks.append(Remark("assess.no_target"))
    elif row.rate * 100 < required.percent:
        remarks.append(Remark("assess.below_rate", {"percent": required.percent}))
    special = next((rate for rate in pack.staff.rates if rate.group == "special"), None)
    if special and result.special_target is not None and result.special_paid is not None:
        missing = result.special_target - result.special_paid
        if missing > 0:
            remarks.append(Remark("assess.special_missing", {"missing": missing}))
    return tuple(remarks)


def _praise_and_blame(
    pack: Pack, rule: schema.PraiseAndBlame, results: list[Result], areas: list[Area | None]
) -> list[Assessed]:
    rows = []
    for result, area in zip(results, areas, strict=True):
        row = _start(area, result)
        remarks = (*row.remarks, *_against_required(pack, result, row), Remark("assess.no_sums"))
        rows.append(replace(row, remarks=remarks))
    return rows


_KINDS: dict[str, Callable[[Pack, Any, list[Result], list[Area | None]], list[Assessed]]] = {
    "points_and_funds": _points_and_funds,
    "burden_and_tax_share": _burden_and_tax_share,
    "praise_and_blame": _praise_and_blame,
}


def assess(pack: Pack, results: Sequence[Result]) -> list[Assessed]:
    """Each village's figures in the order given; places are among the villages given.

    A village that the pack does not list has no target.
    """
    by_name = {area.name: area for area in pack.areas}
    areas = [by_name.get(result.village) for result in results]
    rule = pack.staff.assessment
    return _KINDS[rule.kind](pack, rule, list(results), areas)
