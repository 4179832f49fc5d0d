"""Invented people: reproducible, numbers that nobody has, shares that a township could have."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from knowledge.errors import DataError
from knowledge.roster.id_numbers import IdNumbers
from knowledge.roster.values import IdNumber, PersonState
from knowledge.sample.messy import messy_sheets
from knowledge.sample.payments import sample_payments
from knowledge.sample.people import SampleHousehold, sample_households
from knowledge.sample.plan import SamplePlan
from tests.knowledge.packs import PACK_IDS, XIYAN, pack

# 中华人民共和国行政区划代码 GB/T 2260, first two digits; 83 is on residence permits, 91 on those from abroad
PROVINCES = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66),
    71, 81, 82, 83, 91,
}  # fmt: skip


def plan(pack_id: str = XIYAN, persons: int | None = 3000, seed: int = 1) -> SamplePlan:
    """A plan two thirds into the pack's window."""
    chosen = pack(pack_id)
    window = chosen.main_window
    return SamplePlan.of(
        chosen, window.from_ + (window.until - window.from_) * 2 // 3, persons=persons, seed=seed
    )


PLAN = plan()
HOUSEHOLDS = list(sample_households(PLAN))
MEMBERS = [member for household in HOUSEHOLDS for member in household.members]


def printed(households: list[SampleHousehold]) -> list[str]:
    return [
        member.name + member.id_number.reveal() for household in households for member in household.members
    ]


def test_as_many_as_asked_for_in_every_village() -> None:
    assert len(MEMBERS) == 3000
    assert {household.area.id for household in HOUSEHOLDS} == {
        area.id for area in pack(XIYAN).reporting_areas
    }


def test_all_of_the_notice_if_not_said() -> None:
    assert sum(plan(persons=None).sizes.values()) == 51188  # 附件1，系统人数合计


def test_the_same_seed_gives_the_same_people() -> None:
    assert printed(list(sample_households(PLAN))) == printed(HOUSEHOLDS)
    assert printed(list(sample_households(plan(seed=2)))) != printed(HOUSEHOLDS)


def test_numbers_pass_the_check_and_are_nobodys() -> None:
    numbers = [member.id_number.reveal() for member in MEMBERS]
    read = IdNumbers(PLAN.on).read_many(numbers)
    assert all(isinstance(number, IdNumber) for number in read)
    assert len(set(numbers)) == len(numbers)
    assert {int(number[:2]) for number in numbers}.isdisjoint(PROVINCES)


def test_telephones_are_nobodys() -> None:
    phones = [member.phone.reveal() for member in MEMBERS if member.phone]
    assert {phone[:3] for phone in phones} == {"100"}
    assert len(set(phones)) == len(phones)


def test_households_have_one_head_and_sizes_of_people() -> None:
    assert {[member.relation for member in household.members].count("户主") for household in HOUSEHOLDS} == {
        1
    }
    assert 2.8 < len(MEMBERS) / len(HOUSEHOLDS) < 4


@pytest.mark.parametrize(
    ("category", "least", "most"),
    [("ordinary", 0.85, 0.97), ("minimum_living", 0.02, 0.06), ("destitute", 0.0002, 0.01)],
)
def test_categories_are_as_in_a_township(category: str, least: float, most: float) -> None:
    share = Counter(member.category for member in MEMBERS)[category] / len(MEMBERS)
    assert least <= share <= most


def test_some_are_insured_elsewhere() -> None:
    shares = Counter(member.state for member in MEMBERS)
    assert 0.08 < shares[PersonState.ELSEWHERE] / len(MEMBERS) < 0.2


@pytest.mark.parametrize("pack_id", PACK_IDS)
def test_every_pack_has_its_sample(pack_id: str) -> None:
    made = plan(pack_id, persons=200)
    households = list(sample_households(made))
    assert sum(len(household.members) for household in households) == 200
    assert list(sample_payments(made, households))


def test_payments_are_right_and_in_progress() -> None:
    payments = list(sample_payments(PLAN, HOUSEHOLDS))
    due = {"ordinary": Decimal(320), "minimum_living": Decimal(160), "monitored": Decimal(160)}
    assert {(payment.member.category, payment.amount) for payment in payments} <= set(due.items())
    assert max(payment.paid_on for payment in payments) <= PLAN.on
    must = [member for member in MEMBERS if member.state is PersonState.HERE and PLAN.due[member.category]]
    assert 0.4 < len(payments) / len(must) < 0.9


def test_only_some_villages() -> None:
    few = SamplePlan.of(pack(XIYAN), date(2021, 11, 1), villages=["太塘村", "联心村"])
    assert [area.id for area in few.sizes] == ["太塘村", "联心村"]


def test_villages_that_the_notice_does_not_name() -> None:
    with pytest.raises(DataError, match="月亮村"):
        SamplePlan.of(pack(XIYAN), date(2021, 11, 1), villages=["月亮村"])


def test_the_messy_list_is_messy() -> None:
    sheets = list(messy_sheets(PLAN, HOUSEHOLDS))
    cells = [cell for sheet in sheets for row in sheet.rows for cell in row]
    assert len(sheets) == 4
    assert any(sheet.merges for sheet in sheets)
    assert any(isinstance(cell, float) for cell in cells)
    assert any(isinstance(cell, str) and "　" in cell for cell in cells)
    assert any(isinstance(cell, str) and cell[:1] == "９" for cell in cells)
