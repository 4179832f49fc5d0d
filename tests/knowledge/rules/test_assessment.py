"""Assessment: annex 3 of 西岩 line by line, 连城's burden, and silence where a notice is silent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.rules.assessment import (
    Assessed,
    Result,
    as_percent,
    assess,
    enrolment_points,
    funds_in_window,
    head_rate,
    ranks,
)
from knowledge.schema.staff import PointsAndFunds
from tests.knowledge.packs import KAIJIANG, LIANCHENG, LIGAO, SONGMING, XIYAN, pack

HUASHENG = "华升社区"  # target 2082
JINSHI = "金石社区"  # target 1213


def rule() -> PointsAndFunds:
    known = pack(XIYAN).staff.assessment
    assert isinstance(known, PointsAndFunds)
    return known


def assessed(
    pack_id: str, village: str, paid: int, after: int = 0, special: tuple[int, int] | None = (1, 1)
) -> Assessed:
    target, done = special or (None, None)
    return assess(pack(pack_id), [Result(village, paid, after, target, done)])[0]


def keys(row: Assessed) -> set[str]:
    return {remark.key for remark in row.remarks}


@pytest.mark.parametrize(
    ("percent", "points"),
    [
        ("94.99", 0), ("95", 0), ("95.99", 0), ("96", 2), ("97.5", 4), ("98", 6), ("99.99", 8), ("100", 30),
        ("107", 30),
    ],
)  # fmt: skip
def test_points_for_enrolment(percent, points):
    """附件3二（二）1: full from 100 %, none below 95 %, 2 for each full point above; started at 0 by our ruling."""
    assert enrolment_points(rule().enrolment, Fraction(percent) / 100) == points


def test_without_the_ruling_the_points_between_stay_open():
    open_rule = rule().enrolment.model_copy(update={"start": None})
    assert enrolment_points(open_rule, Fraction(97, 100)) is None
    assert enrolment_points(open_rule, Fraction(1)) == 30


@pytest.mark.parametrize(
    ("percent", "yuan"),
    [
        ("0", "0.50"), ("89.99", "0.50"), ("90", "0.60"), ("94.99", "0.60"), ("95", "0.80"), ("96.99", "0.80"),
        ("97", "0.90"), ("99.99", "0.90"), ("100", "1.00"), ("100.99", "1.00"), ("101", "1.10"), ("103.5", "1.30"),
    ],
)  # fmt: skip
def test_yuan_a_head_by_tier(percent, yuan):
    """附件3三（一）; a border belongs to the upper tier; each full point beyond 100 % adds 0.1."""
    assert head_rate(rule().funds, Fraction(percent) / 100) == Decimal(yuan)


@pytest.mark.parametrize(
    ("paid", "funds"),
    [
        (2082, "2082.00"),  # 100 %: 1 yuan
        (2124, "2548.80"),  # 102.01 %: 1.2 × 2124
        (2081, "1870.90"),  # 99.95 %: 0.9 × 2081 − 2 × 1
        (1978, "1374.40"),  # 95.004 %: 0.8 × 1978 − 2 × 104
    ],
)
def test_work_funds(paid, funds):
    assert assessed(XIYAN, HUASHENG, paid).work_funds == Decimal(funds)


def test_work_funds_end_at_nothing():
    row = assessed(XIYAN, HUASHENG, 1000)  # 0.5 × 1000 − 2 × 1082
    assert row.work_funds == 0
    assert "assess.funds_below_zero" in keys(row)


def test_people_after_the_window_leave_the_funds_open():
    """附件3三（一） pays 0.5 a head for them and pays nothing for them."""
    row = assessed(XIYAN, HUASHENG, 2082, after=40)
    assert row.work_funds is None
    remark = next(r for r in row.remarks if r.key == "assess.late_heads_open")
    assert (remark.blanks["with_late"], remark.blanks["without"]) == (Decimal(2102), Decimal(2082))


@pytest.mark.parametrize(("ruling", "funds"), [("paid", "2102.00"), ("unpaid", "2082.00")])
def test_the_townships_ruling_settles_people_after_the_window(ruling, funds):
    known = pack(XIYAN)
    ruled = rule().funds.model_copy(update={"late_heads": ruling})
    staff = known.staff.model_copy(update={"assessment": rule().model_copy(update={"funds": ruled})})
    row = assess(known.model_copy(update={"staff": staff}), [Result(HUASHENG, 2082, 40, 1, 1)])[0]
    assert row.work_funds == Decimal(funds)


@pytest.mark.parametrize(
    ("paid", "special", "penalty"),
    [
        (2082, (30, 30), 0),
        (2082, (0, 0), 0),
        (2082, (30, 29), 1000),
        (1970, (30, 30), 1000),  # 94.6 %
        (1970, (30, 29), 1000),  # once, not twice
        (1978, (30, 30), 0),  # 95.004 %
        (1970, None, 1000),
        (2082, None, None),
    ],
)
def test_penalty(paid, special, penalty):
    """附件3三（二）: below 95 %, or special groups below 100 %."""
    assert assessed(XIYAN, HUASHENG, paid, special=special).penalty == penalty


def test_prizes_go_to_the_first_three_at_a_hundred_percent():
    rows = assess(
        pack(XIYAN),
        [
            Result("青界山", 380, 0, 0, 0),  # 100.53 %
            Result("源水村", 600, 0, 0, 0),  # 107.53 %
            Result("长康村", 640, 0, 0, 0),  # 103.56 %
            Result("小石村", 774, 0, 0, 0),  # 100 %
            Result("落水村", 950, 0, 0, 0),  # 99.48 %
        ],
    )
    assert [row.rank for row in rows] == [3, 1, 2, 4, 5]
    assert [row.bonus for row in rows] == [1000, 2000, 1500, 0, 0]


def test_places_below_a_hundred_percent_win_nothing():
    rows = assess(pack(XIYAN), [Result("青界山", 377), Result("源水村", 500)])
    assert [row.bonus for row in rows] == [0, 0]


def test_a_tie_leaves_the_prize_open():
    rows = assess(pack(XIYAN), [Result("青界山", 378), Result("源水村", 558), Result("长康村", 618)])
    assert [row.rank for row in rows] == [1, 1, 1]
    assert [row.bonus for row in rows] == [None, None, None]
    assert all("assess.tied" in keys(row) for row in rows)


def test_the_village_without_a_figure_elsewhere_still_has_its_target():
    assert assessed(XIYAN, "青界山", 189).rate == Fraction(1, 2)


def test_more_people_than_the_system_knows_is_remarked():
    assert "assess.above_headcount" in keys(assessed(XIYAN, "青界山", 402))


def test_liancheng_counts_burden_and_tax_share_but_names_no_sum():
    low, high = assess(pack(LIANCHENG), [Result("莲峰镇", 37000, 0), Result("文亨镇", 26474, 0)])
    assert (low.penalty, high.penalty) == (None, 0)
    burden = next(remark for remark in low.remarks if remark.key == "assess.burden")
    assert burden.blanks["points"] == "0.66"  # 98 − 97.34
    assert (low.points, low.work_funds, low.bonus) == (None, None, None)
    assert (low.rank, high.rank) == (2, 1)


def test_liancheng_marks_the_last_three():
    towns = ["莲峰镇", "文亨镇", "朋口镇", "莒溪镇", "宣和乡"]
    rows = assess(pack(LIANCHENG), [Result(name, 4000 + 100 * i) for i, name in enumerate(towns)])
    assert sum("assess.last_places" in keys(row) for row in rows) == 3


@pytest.mark.parametrize(("pack_id", "name"), [(KAIJIANG, "新宁镇"), (SONGMING, "某镇"), (LIGAO, "某村")])
def test_notices_without_sums_give_none(pack_id, name):
    row = assessed(pack_id, name, 100, 5, (10, 9))
    assert (row.points, row.work_funds, row.bonus, row.penalty, row.rank) == (None, None, None, None, None)
    assert {"assess.no_sums", "assess.special_missing"} <= keys(row)


def test_without_a_target_there_is_no_rate():
    row = assessed(LIGAO, "某村", 100)
    assert (row.target, row.rate) == (None, None)
    assert "assess.no_target" in keys(row)


def test_percent_is_cut_never_rounded_up():
    assert as_percent(Fraction(99999, 100000)) == Decimal("99.99")


def test_ranks_share_places():
    assert ranks([Fraction(1), None, Fraction(2), Fraction(1)]) == [2, None, 1, 2]


@given(st.integers(1, 5000), st.integers(0, 6000))
def test_one_more_person_never_lowers_the_funds(target, paid):
    """A township that rewards collecting: more people in the window, no fewer yuan."""
    funds = rule().funds
    assert funds_in_window(funds, paid + 1, target) >= funds_in_window(funds, paid, target)


@given(st.permutations(["青界山", "源水村", "长康村", "小石村", "落水村"]))
def test_the_order_of_rows_changes_no_figure(order):
    paid = {"青界山": 380, "源水村": 600, "长康村": 500, "小石村": 774, "落水村": 950}
    rows = assess(pack(XIYAN), [Result(name, paid[name], 0, 0, 0) for name in order])
    again = assess(pack(XIYAN), [Result(name, paid[name], 0, 0, 0) for name in paid])
    assert {replace(row) for row in rows if not row.remarks} == {
        replace(row) for row in again if not row.remarks
    }
    assert {row.village: row.rank for row in rows} == {row.village: row.rank for row in again}
