"""A list that is sent to the bot: looked at, confirmed, imported, its bad rows sent back."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from storage import tables
from tests.support.cases import replays
from tests.support.lists import cells_of, csv_of, number, xlsx_of
from tests.support.people import Heard, Person
from tests.support.running import Town

ROSTER = (
    "村|组|户编号|姓名|证件号码|与户主关系|人员类别|备注",
    "华升社区|3|A1|张 三|#1|户主|普通|",
    "华升社区|3|A1|李四|#2|妻|低保|",
    "金石社区|1|B1|王五|#3|户主|普通|",
    "金石社区|1|B1|王小五|110101199001011111|子|普通|校验位不对",
    "火星村|1|B2|赵六|#5|户主|普通|",
)
PAYMENTS = (
    "姓名,身份证号码,缴费金额,缴费日期,缴费渠道,订单号,年度",
    f"张三,{number(1)},320,2021-11-03,微信,X1,2022",
    f"李四,{number(2)},160,2021-11-03,微信,X2,2022",
    f"李四,{number(2)},-160,2021-11-05,微信,X3,2022",
    f"查无此人,{number(9)},320,2021-11-03,微信,X4,2022",
)


async def count(town: Town, table: object) -> int:
    async with town.bot.database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())  # type: ignore[arg-type]


async def states(town: Town) -> dict[str, str]:
    """Persons' states by name."""
    async with town.bot.database.reading() as connection:
        rows = await connection.execute(select(tables.persons.c.name, tables.persons.c.state))
        return {row.name: row.state for row in rows}


async def imports(officer: Person, name: str, content: bytes, button: str = "确认导入") -> None:
    """Sends and confirms."""
    await officer.sends_document(name, content)
    await officer.hears("这样导入对吗")
    await officer.presses(button)


async def ends(officer: Person, words: str) -> Heard:
    """The report of an import, when the message with the progress has come to rest."""
    report = await officer.hears(words)
    while "导入做完了" not in (await officer.sees_edit()).text:
        pass
    return report


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gb18030"])
async def test_a_roster(town: Town, kind: str) -> None:
    officer = town.officer
    cells = [cells_of(row) for row in ROSTER]
    content = {
        "xlsx": lambda: xlsx_of({"Sheet1": [["西岩镇2022年参保花名册"], *cells]}),
        "csv": lambda: csv_of(*ROSTER),
        "gb18030": lambda: csv_of(*ROSTER, encoding="gb18030"),
    }[kind]()
    await officer.sends_document("花名册.xlsx" if kind == "xlsx" else "花名册.csv", content)
    shown = await officer.hears("看着是花名册")
    assert "户编号→家庭编号" in shown.text
    assert "证件号码→身份证号码" in shown.text
    assert shown.labels == ["确认导入", "确认导入，表里没有的人算离开", "取消"]
    assert await count(town, tables.persons) == 0
    await officer.presses("确认导入")
    done = await ends(officer, "读了5行：新增3人，更新0人，没变0人，退回2行")
    assert done.file_name == "退回和要留意的行.xlsx"
    sheet = load_workbook(io.BytesIO(done.file()))["没有导入的行"]
    reasons = [(row[1], row[-1]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [reason for _, reason in reasons] == [
        "身份证号码的校验位对不上，多半有一位写错了",
        "没有叫“火星村”的村",
    ]
    assert await states(town) == {"张三": "here", "李四": "here", "王五": "here"}


async def test_a_second_time_changes_nothing(town: Town) -> None:
    content = csv_of(*ROSTER[:4])
    await imports(town.officer, "花名册.csv", content)
    first = await ends(town.officer, "新增3人")
    assert not first.file_name
    await imports(town.officer, "花名册.csv", content)
    await town.officer.hears("新增0人，更新0人，没变3人，退回0行")


async def test_who_is_not_in_a_complete_list_has_left(town: Town) -> None:
    officer = town.officer
    await imports(officer, "花名册.csv", csv_of(*ROSTER[:4]))
    await ends(officer, "新增3人")
    shorter = csv_of(ROSTER[0], ROSTER[1], ROSTER[3])
    await imports(officer, "花名册.csv", shorter, "确认导入，表里没有的人算离开")
    asked = await officer.hears("名单里没有的1人会标为离开")
    assert asked.labels == ["确认导入，这些人算离开", "取消"]
    assert (await states(town))["李四"] == "here"
    await officer.presses("确认导入，这些人算离开")
    await officer.hears("标为离开1人")
    assert await states(town) == {"张三": "here", "李四": "left", "王五": "here"}


async def test_payments_and_refunds(town: Town) -> None:
    officer = town.officer
    await imports(officer, "花名册.csv", csv_of(*ROSTER[:4]))
    await ends(officer, "新增3人")
    content = "\r\n".join(PAYMENTS).encode()
    await officer.sends_document("缴费明细.csv", content)
    shown = await officer.hears("看着是缴费明细")
    assert shown.labels[0] == "确认导入"
    assert "表里没有的人算离开" not in str(shown.labels)
    await officer.presses("确认导入")
    done = await ends(officer, "读了4行：新记2笔，退费1笔")
    sheet = load_workbook(io.BytesIO(done.file()))["没有导入的行"]
    assert "花名册里没有这个人" in str([list(row) for row in sheet.iter_rows(values_only=True)])
    await officer.says("/unpaid 华升")
    await officer.hears("华升社区还有1人没交")
    await imports(officer, "缴费明细.csv", content)
    await officer.hears("新记0笔，退费0笔，核实村里先记的0笔，早就有的3笔")


async def test_what_the_clerk_noted_is_confirmed_not_doubled(town: Town) -> None:
    officer = town.officer
    await imports(officer, "花名册.csv", csv_of(*ROSTER[:4]))
    await ends(officer, "新增3人")
    await officer.says("/paid 张三 320 现金")
    await officer.hears("记下了")
    await imports(officer, "缴费明细.csv", "\r\n".join(PAYMENTS[:2]).encode())
    await officer.hears("核实村里先记的1笔")
    assert await count(town, tables.payments) == 1
    toast = await officer.presses("撤销")
    assert toast is not None
    assert "税务那边已经有这笔了" in toast.text


async def test_it_is_dropped(town: Town) -> None:
    await imports(town.officer, "花名册.csv", csv_of(*ROSTER), "取消")
    dropped = await town.officer.sees_edit("取消了，什么都没有改")
    assert not dropped.labels
    assert await count(town, tables.persons) == 0


async def test_confirmed_twice_it_is_imported_once(town: Town) -> None:
    await town.officer.sends_document("花名册.csv", csv_of(*ROSTER[:4]))
    shown = await town.officer.hears("这样导入对吗")
    data = shown.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await town.officer.presses_data(shown, data)
    toast = await replays(town.officer, town.officer, data)
    assert toast.text
    await town.officer.hears("新增3人")
    await town.officer.hears_nothing()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("花名册.xlsx", b"PK\x03\x04 nothing", "这个文件坏了"),
        ("花名册.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "请"),
        ("花名册.csv", "姓名,年龄\r\n张三,40\r\n".encode(), "看不出这是花名册还是缴费明细"),
        ("花名册.csv", "姓名,身份证号\r\n张三,=A1\r\n".encode(), "看不出是哪个村的"),
    ],
)
async def test_bad_files(town: Town, name: str, content: bytes, words: str) -> None:
    await town.officer.sends_document(name, content)
    await town.officer.hears(words)
    assert await count(town, tables.persons) == 0


async def test_only_for_the_township(town: Town, clerk: Person) -> None:
    resident = await town.resident("李大妈")
    for person in (clerk, resident):
        await person.sends_document("花名册.csv", csv_of(*ROSTER))
        await person.hears("由镇里的工作人员导入")
    await town.officer.sends_document("花名册.csv", csv_of(*ROSTER))
    shown = await town.officer.hears("这样导入对吗")
    toast = await replays(clerk, clerk, shown.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
    assert "不是给您的" in toast.text
    assert await count(town, tables.persons) == 0


async def test_in_a_group_a_list_is_left_alone(town: Town) -> None:
    group = await town.api.group("医保工作群", town.officer)
    await group.hears("大家好")
    await town.officer.sends_document("花名册.csv", csv_of(*ROSTER), group)
    await group.hears_nothing()
    await town.officer.hears_nothing()
