"""Fees: cases beside the packs' examples, and what holds for every household."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.members import Member, person_of
from knowledge.rules.fees import HouseholdFee, household_fee
from tests.knowledge.packs import KAIJIANG, LIANCHENG, LIGAO, PACK_IDS, SONGMING, XIYAN, pack

D = date.fromisoformat


def fee_of(pack_id: str, on: date | datetime, *members: str | Member) -> HouseholdFee:
    known = pack(pack_id)
    day = on.date() if isinstance(on, datetime) else on
    given_members = [Member(m) if isinstance(m, str) else m for m in members]
    return household_fee(known, [person_of(known, member, day) for member in given_members], on)


def keys(fee: HouseholdFee) -> list[str]:
    return [remark.key for line in fee.lines for remark in line.remarks]


@pytest.mark.parametrize(
    ("pack_id", "word", "reason"),
    [
        (XIYAN, "脱贫户", "fees.open_category"),
        (XIYAN, "火星人", "fees.unknown_category"),
        (XIYAN, "低保户(正在申请)", "fees.not_yet_recognised"),
        (KAIJIANG, "低保户", "fees.left_to_others"),
        (LIANCHENG, "二女结扎户", "fees.left_to_others"),
        (LIGAO, "低保户", "fees.open_category"),
        (SONGMING, "刑满释放人员", "fees.unknown_category"),
        (LIANCHENG, "外来务工(无居住证)", "fees.not_eligible"),
        (KAIJIANG, "职工医保", "fees.open_category"),
    ],
)
def test_what_is_not_settled_says_why(pack_id, word, reason):
    fee = fee_of(pack_id, pack(pack_id).main_window.from_, word)
    assert fee.total is None
    assert fee.due_now is None
    assert not fee.stated
    assert reason in keys(fee)


@pytest.mark.parametrize(
    ("on", "reason"),
    [("2022-01-01", "fees.closed"), ("2023-01-01", "fees.year_over")],
)
def test_who_cannot_pay_any_more_hears_why(on, reason):
    assert keys(fee_of(XIYAN, D(on), "普通")) == [reason]


def test_a_way_of_its_own_says_what_it_asks_for():
    fee = fee_of(XIYAN, D("2022-03-10"), "职工医保断保(90天内)")
    assert keys(fee) == ["fees.full", "fees.entry", "fees.note"]
    assert fee.lines[0].remarks[-1].blanks == {"note": "带上职工医保的参保凭证"}


def test_the_printed_hour_of_the_last_day_counts():
    before = fee_of(SONGMING, datetime(2018, 2, 23, 16, 59), "普通")
    after = fee_of(SONGMING, datetime(2018, 2, 23, 17, 0), "普通")
    assert before.total == 180
    assert "fees.closing_hour" in keys(before)
    assert after.total is None


def test_villagers_whose_own_weeks_are_over_hear_where_to_go():
    assert "fees.own_window_over" in keys(fee_of(SONGMING, D("2017-11-11"), "农村居民"))
    assert "fees.own_window_over" not in keys(fee_of(SONGMING, D("2017-11-10"), "农村居民"))


@pytest.mark.parametrize(
    ("paid", "total", "due"),
    [
        (D("2021-10-08"), 320, 0),
        (D("2021-11-20"), 320, 320),  # means to pay later: payable today all the same
        (True, 320, 0),
        (False, 320, 320),
        (Decimal(100), 320, 220),
        (Decimal(500), 320, 0),
    ],
)
def test_what_a_member_has_paid_is_not_due(paid, total, due):
    fee = fee_of(XIYAN, D("2021-11-01"), Member("普通", paid=paid))
    assert (fee.total, fee.due_now) == (total, due)


def test_the_fee_is_that_of_the_day_of_payment():
    assert fee_of(XIYAN, D("2022-03-01"), Member("普通", paid=D("2021-12-31"))).total == 320
    assert fee_of(XIYAN, D("2021-12-01"), Member("新生儿", D("2021-11-03"), D("2022-03-01"))).total is None


def test_paid_for_sure_but_nobody_knows_when():
    fee = fee_of(XIYAN, D("2022-03-01"), Member("普通", paid=True))
    assert (fee.total, fee.due_now) == (320, 0)


def test_a_baby_of_a_subsidised_family_pays_the_subsidised_fee():
    assert fee_of(XIYAN, D("2022-03-01"), Member("低保户", D("2022-01-15"))).total == 160


def test_confirmed_after_the_window_a_monitored_household_gets_no_subsidy():
    assert fee_of(XIYAN, D("2022-03-01"), "监测户(2022年2月认定)").total == 320
    assert fee_of(XIYAN, D("2022-03-01"), "监测户").total == 160


def test_a_newborn_late_on_all_counts_is_the_same_sum_however_old():
    """Ligao lets babies in before and after three months at one price, so the birthday does not matter."""
    assert fee_of(LIGAO, D("2018-09-01"), "新生儿").total == 180


def test_every_line_of_a_known_category_has_a_clause():
    for pack_id in PACK_IDS:
        known = pack(pack_id)
        words = [category.name for category in known.categories]
        fee = fee_of(pack_id, known.main_window.from_ + timedelta(days=1), *words)
        assert all(line.clauses for line in fee.lines)


WORDS = {
    pack_id: [word for category in pack(pack_id).categories for word in (category.name, *category.words)]
    for pack_id in PACK_IDS
}


@st.composite
def households(draw: st.DrawFn) -> tuple[str, date, list[str]]:
    pack_id = draw(st.sampled_from(PACK_IDS))
    known = pack(pack_id)
    on = draw(
        st.dates(known.dates.covers_from - timedelta(days=40), known.dates.covers_until + timedelta(days=40))
    )
    words = draw(st.lists(st.sampled_from([*WORDS[pack_id], "火星人"]), min_size=1, max_size=7))
    return pack_id, on, words


@given(households(), st.randoms())
@settings(max_examples=200, deadline=None)
def test_the_order_of_members_changes_nothing(household, random):
    pack_id, on, words = household
    shuffled = list(words)
    random.shuffle(shuffled)
    one, other = fee_of(pack_id, on, *words), fee_of(pack_id, on, *shuffled)
    assert (one.total, one.due_now, one.refund_later) == (other.total, other.due_now, other.refund_later)


@given(households(), st.integers(0, 7))
@settings(max_examples=200, deadline=None)
def test_splitting_a_household_changes_no_sum(household, at):
    pack_id, on, words = household
    whole = fee_of(pack_id, on, *words)
    parts = [fee_of(pack_id, on, *part) for part in (words[:at], words[at:]) if part]
    if whole.total is None:
        assert any(part.total is None for part in parts)
    else:
        assert whole.total == sum(part.total or 0 for part in parts)
        assert whole.due_now == sum(part.due_now or 0 for part in parts)


@given(households())
@settings(max_examples=300, deadline=None)
def test_nothing_is_ever_negative_and_nothing_above_the_full_fee(household):
    pack_id, on, words = household
    fee = fee_of(pack_id, on, *words)
    known = pack(pack_id)
    for line in fee.lines:
        assert line.amount is None or 0 <= line.amount <= known.fee
        assert line.due_now is None or 0 <= line.due_now <= (line.amount or 0)
        assert line.refund is None or 0 <= line.refund <= known.fee
    if fee.total is not None and fee.due_now is not None:
        assert 0 <= fee.due_now <= fee.total
        assert fee.refund_later is None or fee.refund_later <= fee.total


@given(households(), st.data())
@settings(max_examples=200, deadline=None)
def test_any_day_of_one_window_gives_the_same_sum(household, data):
    pack_id, _, words = household
    window = pack(pack_id).main_window
    days = st.dates(window.from_, window.until)
    first, second = data.draw(days), data.draw(days)
    assert fee_of(pack_id, first, *words).total == fee_of(pack_id, second, *words).total


@given(st.sampled_from(PACK_IDS), st.lists(st.sampled_from(["普通"]), min_size=1, max_size=9))
def test_before_the_window_nothing_is_due(pack_id, words):
    fee = fee_of(pack_id, pack(pack_id).dates.covers_from - timedelta(days=1), *words)
    assert fee.due_now == 0
    assert fee.total == pack(pack_id).fee * len(words)
