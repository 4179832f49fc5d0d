"""staff.yaml: what the notice asks of those who collect."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from knowledge.schema.base import Clause, Data, Fact, NamedFact, Percent, Yuan


class RequiredRate(NamedFact):
    """A rate to be reached. `of` says in our words what it is measured against."""

    percent: Percent
    group: Literal["all", "special"]
    of: str | None = None


class StaffDeadline(NamedFact):
    """What has to be done by a day, and by whom."""

    until: date
    who: str


class Report(NamedFact):
    """What is reported or posted, by whom, to whom, how often. `weekday` is 1 (Monday) to 7."""

    every: Literal["week", "month", "irregular", "once"]
    weekday: int | None = Field(None, ge=1, le=7)
    who: str
    to: str


class CashLimit(Fact):
    """Cash has to be banked when either limit is reached."""

    amount: Yuan
    days: int = Field(gt=0)


class CashRule(NamedFact):
    """A duty of those who take cash, in our words."""


class Cash(Data):
    """`taken`: whether the notice lets staff take cash at all, with its clause."""

    taken: Literal["yes", "last_resort", "no", "unstated"]
    clause: Clause | None = None
    limit: CashLimit | None = None
    rules: tuple[CashRule, ...] = ()


class FundTier(Data):
    """Work funds per head from `from_percent` of the target up; without `until_percent` there is no upper end."""

    from_percent: Percent
    until_percent: Percent | None = None
    yuan_per_head: Yuan


class EnrolmentPoints(Fact):
    """参保任务落实: `full` points from `full_from` percent, none below `none_below`, between by `per_percent`."""

    full: int
    full_from: Percent
    none_below: Percent
    per_percent: int
    start: int | None = None


class PointsItem(NamedFact):
    """A part of the score that people judge, with its maximum and its deduction in our words.

    `tolerance_per_mille`: the error rate up to which nothing is deducted, where the notice prints one.
    """

    points: int
    deduction: str
    tolerance_per_mille: int | None = Field(None, ge=0)


class WorkFunds(Fact):
    """工作经费 by tier; `tier_at_border` rules to which of two touching tiers a border belongs.

    `late_head_yuan` and `late_heads_unpaid` are the two things that the notice says about people collected
    after the window; `late_heads` is the township's ruling, None while it is open.
    """

    tiers: tuple[FundTier, ...] = Field(min_length=1)
    tier_at_border: Literal["upper", "lower"]
    extra_per_percent: Yuan
    missing_head_yuan: Yuan
    late_head_yuan: Yuan
    late_heads_unpaid: bool
    late_heads: Literal["paid", "unpaid"] | None = None


class Prize(Data):
    """The sum of a place among the villages that reached `Prizes.from_percent`."""

    place: int = Field(gt=0)
    amount: Yuan


class Prizes(Fact):
    """奖励 for the first places."""

    from_percent: Percent
    places: tuple[Prize, ...]


class Penalty(Fact):
    """罚款 below one of the required rates."""

    below_percent: Percent
    special_below_percent: Percent
    amount: Yuan


class PointsAndFunds(Data):
    """Scores, work funds, prizes and a penalty (西岩 annex 3)."""

    kind: Literal["points_and_funds"]
    enrolment: EnrolmentPoints
    items: tuple[PointsItem, ...]
    funds: WorkFunds
    prizes: Prizes
    penalty: Penalty


class LastPlaces(Fact):
    """What being among the last `places` in `times` monthly lists in a row brings."""

    places: int
    times: int
    consequence: str


class BurdenAndTaxShare(Data):
    """Who misses the rate bears the county's matching funds and loses tax share by the points missing (连城)."""

    kind: Literal["burden_and_tax_share"]
    below_percent: Percent
    clause: Clause
    last_places: tuple[LastPlaces, ...]
    funds_per_head_at_least: Yuan
    funds_share_percent: Percent
    funds_clause: Clause


class PraiseAndBlame(Data):
    """Praised or criticised, without a sum."""

    kind: Literal["praise_and_blame"]
    clause: Clause
    ranked: bool = False


Assessment = Annotated[
    PointsAndFunds | BurdenAndTaxShare | PraiseAndBlame,
    Field(discriminator="kind"),
]


class Staff(Data):
    """Everything for clerks and township staff."""

    rates: tuple[RequiredRate, ...] = Field(min_length=1)
    deadlines: tuple[StaffDeadline, ...] = ()
    reports: tuple[Report, ...] = ()
    cash: Cash
    assessment: Assessment
