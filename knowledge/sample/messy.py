"""A roster as townships have it, to try the import on: three sheets in three fashions, with every usual fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from knowledge.roster.roster_rows import HEAD
from knowledge.sample.people import SampleHousehold, SampleMember
from knowledge.sample.plan import SamplePlan

HOUSEHOLDS_IN_SHEET = 40
_SHEETS = 3
_CHINESE = "零一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

# rows from, to; columns from, to: from 0, all included
Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class MessySheet:
    """A sheet's cells, and which of them are merged into one."""

    name: str
    rows: Sequence[Sequence[str | int | float]]
    merges: Sequence[Merge]


@dataclass(slots=True)
class _Soiling:
    """Spoils a cell here and there; the same plan spoils the same ones."""

    random: Random
    words: dict[str, str]  # category id: everyday word

    def name(self, member: SampleMember) -> str:
        if len(member.name) == 2 and self.random.random() < 0.4:
            return f"{member.name[0]}　{member.name[1]}"
        return f" {member.name}" if self.random.random() < 0.1 else member.name

    def id_number(self, member: SampleMember) -> str | float:
        number, draw = member.id_number.reveal(), self.random.random()
        if draw < 0.02:
            return float(number[:17] + "0")  # typed as a number: the last digits are gone
        if draw < 0.04:
            return number[:-1] + ("0" if number[-1] != "0" else "1")
        if draw < 0.05:
            return number[:-1]
        if draw < 0.06:
            return ""
        if draw < 0.12:
            return number.translate(_FULL_WIDTH)
        return f"{number[:6]} {number[6:14]} {number[14:]}" if draw < 0.18 else number.replace("X", "x")

    def phone(self, member: SampleMember) -> str | int:
        if member.phone is None:
            return "无" if self.random.random() < 0.1 else ""
        number = member.phone.reveal()
        return int(number) if self.random.random() < 0.5 else f"{number[:3]}-{number[3:7]}-{number[7:]}"

    def category(self, member: SampleMember) -> str:
        word = self.words[member.category]
        if self.random.random() < 0.01:
            return "优秀村民"
        return word if member.category != next(iter(self.words)) or self.random.random() < 0.3 else ""

    def remark(self, member: SampleMember) -> str:
        return {"elsewhere": "在外参合", "employee": "职工医保"}.get(member.state.value, "")


def messy_sheets(plan: SamplePlan, households: Iterable[SampleHousehold]) -> Iterator[MessySheet]:
    """Sheets for the first villages of a sample township."""
    words = {category_id: word for word, category_id in plan.categories.items()}
    soiling = _Soiling(Random(plan.seed + 2), words)
    fashions = (_with_numbers, _in_order, _by_head)
    villages = [
        (area.name, list(group)[:HOUSEHOLDS_IN_SHEET])
        for area, group in groupby(households, key=lambda household: household.area)
    ]
    for (village, some), fashion in zip(villages[:_SHEETS], fashions, strict=False):
        yield fashion(village, some, plan.year, soiling)
    yield MessySheet("填表说明", [["一、姓名要和户口簿一致。"], ["二、身份证号码请填18位。"]], [])


def _with_numbers(
    village: str, households: Sequence[SampleHousehold], year: int, soiling: _Soiling
) -> MessySheet:
    """Title and who filled it in above; merged cells for each household; a sum and a note below."""
    headings = ["序号", "村(居)", "组", "家庭编号", "户主姓名", "姓名", "与户主关系", "身份证号码（18位）", "人员类别", "联系电话", "备注"]  # fmt: skip
    rows: list[list[str | int | float]] = [
        [f"{year}年度城乡居民基本医疗保险参保花名册"],
        ["填报单位：", "", "", "", "", "", "", "", "填报日期："],
        list(headings),
    ]
    merges: list[Merge] = [(0, 0, 0, len(headings) - 1)]
    count = 0
    for household in households:
        first = len(rows)
        for member in household.members:
            count += 1
            is_first = len(rows) == first
            rows.append(
                [
                    count,
                    village if is_first else "",
                    f"第{_CHINESE[int(household.group)]}组" if is_first else "",
                    household.number if is_first else "",
                    household.members[0].name if is_first else "",
                    soiling.name(member),
                    "本人" if member.relation == HEAD else member.relation,
                    soiling.id_number(member),
                    soiling.category(member),
                    soiling.phone(member),
                    soiling.remark(member),
                ]
            )
        if len(rows) - first > 1:
            merges.extend((first, column, len(rows) - 1, column) for column in range(1, 5))
    rows.append(list(rows[5]))  # somebody twice
    rows.append(["合计", "", "", "", "", count])
    rows.append(["注：本表一式两份，村、镇各存一份。"])
    return MessySheet("总表", rows, merges)


def _in_order(
    village: str, households: Sequence[SampleHousehold], year: int, soiling: _Soiling
) -> MessySheet:
    """The village stands in the title, headings take two rows, each head begins a household."""
    rows: list[list[str | int | float]] = [
        [f"{village}{year}年参保人员登记表"],
        [],
        ["序号", "参保人信息", "", "", "组别", "类别", "手机", "说明"],
        ["", "参保人", "证件号码", "与户主关系", "", "", "", ""],
    ]
    merges: list[Merge] = [
        (0, 0, 0, 7),
        (2, 1, 2, 3),
        *((2, column, 3, column) for column in (0, 4, 5, 6, 7)),
    ]
    for number, household in enumerate(households, 1):
        for member in household.members:
            rows.append(
                [
                    number,
                    soiling.name(member),
                    soiling.id_number(member),
                    member.relation,
                    int(household.group),
                    soiling.category(member),
                    soiling.phone(member),
                    soiling.remark(member),
                ]
            )
    rows.append(["", f"共{len(households)}户", "", "", "", "", "", ""])
    return MessySheet("Sheet2", rows, merges)


def _by_head(village: str, households: Sequence[SampleHousehold], year: int, soiling: _Soiling) -> MessySheet:
    """The sheet is called as the village; households by their head's name; sums for each group."""
    rows: list[list[str | int | float]] = [
        ["组", "户主", "家庭成员姓名", "公民身份号码", "人员身份", "电话号码"]
    ]
    for group, of_group in groupby(households, key=lambda household: household.group):
        count = 0
        for household in of_group:
            for member in household.members:
                count += 1
                rows.append(
                    [
                        f"{group}组",
                        household.members[0].name,
                        soiling.name(member),
                        soiling.id_number(member),
                        soiling.category(member),
                        soiling.phone(member),
                    ]
                )
        rows.append([f"{group}组小计", "", count, "", "", ""])
    return MessySheet(village, rows, [])
