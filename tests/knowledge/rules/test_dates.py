"""May I pay on this day, by which rule, and from which day am I covered: the notices' own borders."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.rules.dates import Access, covered_from, last_day, ways_in
from knowledge.rules.person import DayRange, Elapsed, Person, first_of_next_month, full_years, months_later
from tests.knowledge.packs import KAIJIANG, LIANCHENG, LIGAO, PACK_IDS, SONGMING, XIYAN, pack

D = date.fromisoformat


def person(pack_id: str, situation: str | None = None, **known: object) -> Person:
    return Person("", pack(pack_id).ordinary, situation=situation, **known)  # type: ignore[arg-type]


def born(day: str) -> DayRange:
    return DayRange.exactly(D(day))


# (pack, who, what is known, day of payment, entry or access, first covered day)
CASES = [
    (XIYAN, None, {}, "2021-08-31", Access.EARLY, None),
    (XIYAN, None, {}, "2021-09-01", "regular", None),
    (XIYAN, None, {}, "2021-12-31", "regular", None),
    (XIYAN, None, {}, "2022-01-01", Access.CLOSED, None),
    (XIYAN, "newborn", {"born": born("2021-11-03")}, "2022-02-01", "newborn", "2021-11-03"),  # day 90
    (XIYAN, "newborn", {"born": born("2021-11-03")}, "2022-02-02", "special", "2022-03-01"),  # day 91
    (XIYAN, "newborn", {"born": born("2021-05-01")}, "2021-10-01", "regular", None),
    (XIYAN, "newborn", {}, "2022-02-01", "newborn", None),
    (XIYAN, "left_employee_insurance", {"event": born("2022-01-10")}, "2022-04-10", "left_employee_insurance", "2022-01-10"),
    (XIYAN, "left_employee_insurance", {"event": born("2022-01-10")}, "2022-04-11", "special", "2022-05-01"),
    (XIYAN, "demobilised", {}, "2022-03-10", "special", "2022-04-01"),
    (XIYAN, "demobilised", {}, "2022-12-31", "special", "2023-01-01"),
    (XIYAN, "demobilised", {}, "2023-01-01", Access.CLOSED, None),
    (XIYAN, "monitored", {}, "2022-06-06", "monitored", "2022-06-06"),
    (LIGAO, None, {}, "2017-12-31", "regular", "2018-01-01"),
    (LIGAO, None, {}, "2018-01-01", "late", "2018-02-01"),
    (LIGAO, None, {}, "2018-06-30", "late", "2018-07-01"),
    (LIGAO, None, {}, "2018-07-01", Access.CLOSED, None),
    (LIGAO, "newborn", {"born": born("2018-01-31")}, "2018-04-30", "newborn", "2018-01-31"),  # no 31 April
    (LIGAO, "newborn", {"born": born("2018-01-31")}, "2018-05-01", "newborn_late", "2018-06-01"),
    (SONGMING, None, {}, "2017-10-08", Access.EARLY, None),
    (SONGMING, None, {}, "2018-02-23", "regular", "2018-01-01"),
    (SONGMING, None, {}, "2018-02-24", Access.CLOSED, None),
    (SONGMING, "left_employee_insurance", {"event": born("2018-03-05")}, "2018-05-05", "left_employee_insurance", None),
    (SONGMING, "left_employee_insurance", {"event": born("2018-03-05")}, "2018-05-06", Access.CLOSED, None),
    (LIANCHENG, "newborn", {"born": born("2017-12-01")}, "2018-01-31", "december_newborn", None),
    (LIANCHENG, "newborn", {"born": born("2017-12-31")}, "2018-02-01", Access.CLOSED, None),
    (LIANCHENG, "newborn", {"born": born("2017-11-30")}, "2018-01-01", Access.CLOSED, None),
    (LIANCHENG, "newborn", {}, "2018-01-15", Access.DEPENDS, None),
    (LIANCHENG, None, {}, "2017-12-31", "regular", "2018-01-01"),
    (KAIJIANG, None, {"renewed": True}, "2019-12-25", "regular", "2020-01-01"),
    (KAIJIANG, None, {"renewed": False}, "2019-12-25", "regular", "2020-02-01"),
    (KAIJIANG, None, {}, "2019-12-25", "regular", None),
    (KAIJIANG, None, {}, "2019-12-26", "late", "2020-01-25"),  # 30 days later
    (KAIJIANG, "demobilised", {}, "2020-03-01", "special", "2020-03-31"),
    (KAIJIANG, "newborn", {"born": born("2020-03-01")}, "2020-05-30", "newborn", "2020-03-01"),  # day 90
    (KAIJIANG, "newborn", {"born": born("2020-03-01")}, "2020-05-31", "newborn_late", "2020-06-30"),
    # 参加出生当年居民医保: who is born in 2019 pays here for 2020
    (KAIJIANG, "newborn", {"born": born("2019-12-01")}, "2019-12-20", "regular", None),
    (KAIJIANG, "newborn", {"born": born("2019-12-01")}, "2020-01-20", "late", "2020-02-19"),
    (KAIJIANG, "newborn", {"born": born("2019-05-01")}, "2019-12-20", "regular", None),
    (KAIJIANG, "newborn", {"elapsed": Elapsed(2, "month", "exact")}, "2020-08-01", "newborn", None),
    (KAIJIANG, "newborn", {"elapsed": Elapsed(2, "month", "exact")}, "2019-12-01", "regular", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pack_id", "who", "known", "paid", "way", "covered"),
    CASES,
    ids=[f"{case[0]}-{case[1] or 'anyone'}-{case[3]}-{case[4]}" for case in CASES],
)
def test_way_in_and_first_covered_day(pack_id, who, known, paid, way, covered):
    someone = person(pack_id, who, **known)
    ways = ways_in(pack(pack_id), someone, D(paid))
    if isinstance(way, Access):
        assert ways.access is way
        return
    assert ways.entries[0].id == way
    start = covered_from(ways.entries[0], someone, D(paid))
    assert start.day == (D(covered) if covered else None)
    assert start.clauses


@pytest.mark.parametrize(
    ("elapsed", "access", "first"),
    [
        (Elapsed(90, "day", "within"), Access.OPEN, "newborn"),
        (Elapsed(60, "day", "exact"), Access.OPEN, "newborn"),
        (Elapsed(3, "month", "within"), Access.OPEN, "newborn"),
        (Elapsed(90, "day", "beyond"), Access.OPEN, "special"),
        (Elapsed(60, "day", "beyond"), Access.OPEN, "newborn"),  # may be either: both are listed
        (Elapsed(6, "month", "within"), Access.OPEN, "newborn"),
    ],
)
def test_an_age_in_words(elapsed, access, first):
    ways = ways_in(pack(XIYAN), person(XIYAN, "newborn", elapsed=elapsed), D("2022-03-01"))
    assert ways.access is access
    assert ways.entries[0].id == first


def test_a_vague_age_leaves_both_ways_open():
    ways = ways_in(
        pack(XIYAN), person(XIYAN, "newborn", elapsed=Elapsed(60, "day", "beyond")), D("2022-03-01")
    )
    assert [entry.id for entry in ways.entries] == ["newborn", "special"]


@pytest.mark.parametrize(
    ("pack_id", "day"),
    [(XIYAN, "2021-12-31"), (LIGAO, "2018-06-30"), (SONGMING, "2018-02-23"), (LIANCHENG, "2017-12-31"),
     (KAIJIANG, "2020-12-31")],
)  # fmt: skip
def test_last_day_for_everybody(pack_id, day):
    assert last_day(pack(pack_id)) == D(day)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2018-01-31", 3, "2018-04-30"), ("2020-01-31", 1, "2020-02-29"), ("2018-12-31", 1, "2019-01-31"),
     ("2018-03-31", -1, "2018-02-28"), ("2018-12-01", 1, "2019-01-01")],
)  # fmt: skip
def test_months_later(day, months, later):
    assert months_later(D(day), months) == D(later)


@pytest.mark.parametrize(
    ("birth", "on", "years"), [("2000-03-01", "2018-02-28", 17), ("2000-03-01", "2018-03-01", 18)]
)
def test_full_years(birth, on, years):
    assert full_years(D(birth), D(on)) == years


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_the_first_of_the_next_month_is_the_nearest_first_to_come(day):
    first = first_of_next_month(day)
    assert first.day == 1
    assert day < first <= day + timedelta(days=31)


@given(st.sampled_from(PACK_IDS), st.dates(date(2017, 1, 1), date(2023, 12, 31)))
def test_open_exactly_while_the_pack_covers_the_day(pack_id, day):
    """Nobody pays before the pack's time or after it, whatever the way."""
    known = pack(pack_id)
    for situation in {None, *(category.situation for category in known.categories)}:
        access = ways_in(known, person(pack_id, situation), day).access
        if day < known.dates.covers_from:
            assert access is Access.EARLY
        elif day > known.dates.covers_until:
            assert access is Access.CLOSED
        else:
            assert access is not Access.EARLY
