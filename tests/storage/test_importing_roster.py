"""Rosters into the database: once, again, changed, complete, strictly; on SQLite and PostgreSQL."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from storage import tables
from storage.database import Database
from storage.importing.result import ImportOptions
from storage.keys import Keys
from storage.persons import FROM_THE_BEGINNING
from tests.support.lists import TODAY, Office, cells_of, csv_of, number, reasons, say, xlsx_of

HEADING = "村|组|家庭编号|姓名|身份证号|与户主关系|人员类别|电话|备注"
FAMILY = (
    "太塘村|三组|7|张三|#1|户主||10012345678|",
    "太塘村|三组|7|李四|#2|配偶|||",
    "太塘村|三组|7|张小五|#3|子|低保||",
    "太塘村|1组|8|王一|#4|户主|||在外参合",
)
LATER = date(2021, 12, 6)


@pytest.fixture
def office(any_database: Database, keys: Keys) -> Office:
    return Office(any_database, keys)


async def test_first_import(office: Office, keys: Keys) -> None:
    result = await office.roster(csv_of(HEADING, *FAMILY))
    assert result.written
    assert (result.counts["rows"], result.counts["added"], result.counts["households_added"]) == (4, 4, 2)
    households = await office.rows(tables.households)
    assert [(row["area_id"], row["group_name"], row["number"], row["head"]) for row in households] == [
        ("太塘村", "3", "7", "张三"),
        ("太塘村", "1", "8", "王一"),
    ]
    persons = await office.rows(tables.persons)
    assert [(row["name"], row["relation"], row["category"], row["state"]) for row in persons] == [
        ("张三", "户主", "ordinary", "here"),
        ("李四", "配偶", "ordinary", "here"),
        ("张小五", "子", "minimum_living", "here"),
        ("王一", "户主", "ordinary", "elsewhere"),
    ]
    assert {row["since"] for row in persons} == {FROM_THE_BEGINNING}
    assert keys.unseal(persons[0]["phone"]).reveal() == "10012345678"
    assert persons[0]["tail"] == number(1)[-4:]


async def test_no_personal_number_in_clear(office: Office) -> None:
    await office.roster(csv_of(HEADING, *FAMILY))
    everything = repr(await office.everything())
    assert number(1) not in everything
    assert "10012345678" not in everything


async def test_the_same_file_again_changes_nothing(office: Office) -> None:
    file = csv_of(HEADING, *FAMILY)
    await office.roster(file)
    before = await office.everything()
    result = await office.roster(file, LATER)
    assert (result.counts["unchanged"], result.counts["added"], result.counts["updated"]) == (4, 0, 0)
    assert await office.everything() == before


@pytest.mark.parametrize("heading", ["户主|姓名|身份证号", "姓名|身份证号|与户主关系", "姓名|身份证号"])
async def test_households_without_numbers_are_found_again(office: Office, heading: str) -> None:
    rows = {
        "户主|姓名|身份证号": ("张三|张三|#1", "张三|李四|#2", "王一|王一|#3"),
        "姓名|身份证号|与户主关系": ("张三|#1|户主", "李四|#2|配偶", "王一|#3|户主"),
        "姓名|身份证号": ("张三|#1", "李四|#2", "王一|#3"),
    }[heading]
    await office.roster(csv_of(heading, *rows))
    before = await office.everything()
    await office.roster(csv_of(heading, *rows), LATER)
    assert await office.everything() == before


async def test_a_newborn_joins_the_household_even_from_the_top_of_the_list(office: Office) -> None:
    await office.roster(csv_of("户主|姓名|身份证号", "张三|张三|#1", "张三|李四|#2"))
    await office.roster(csv_of("户主|姓名|身份证号", "张三|张小五|#9", "张三|张三|#1", "张三|李四|#2"), LATER)
    persons = await office.rows(tables.persons)
    assert {row["household_id"] for row in persons} == {1}
    assert [row["since"] for row in persons] == [FROM_THE_BEGINNING, FROM_THE_BEGINNING, LATER]


async def test_what_changed_is_updated_with_its_history(office: Office, keys: Keys) -> None:
    await office.roster(csv_of(HEADING, *FAMILY))
    changed = "太塘村|三组|7|张小五|#3|子|残疾|10087654321|"
    result = await office.roster(csv_of(HEADING, *FAMILY[:2], changed, FAMILY[3]), LATER)
    assert (result.counts["updated"], result.counts["unchanged"]) == (1, 3)
    child = (await office.rows(tables.persons))[2]
    assert (child["category"], child["since"]) == ("disabled", LATER)
    assert keys.unseal(child["phone"]).reveal() == "10087654321"
    [past] = await office.rows(tables.person_history)
    assert (past["person_id"], past["category"], past["since"], past["until"]) == (
        child["id"],
        "minimum_living",
        FROM_THE_BEGINNING,
        LATER,
    )
    assert [row.reason.key for row in result.noted] == ["roster.category_changed"]


async def test_a_list_without_categories_leaves_them(office: Office) -> None:
    await office.roster(csv_of(HEADING, *FAMILY))
    result = await office.roster(csv_of("家庭编号|姓名|身份证号", "7|张小五|#3"), LATER)
    assert result.counts["unchanged"] == 1


async def test_somebody_moves_to_another_village(office: Office) -> None:
    await office.roster(csv_of(HEADING, *FAMILY))
    result = await office.roster(csv_of(HEADING, "联心村|2组|7|张小五|#3|户主|低保||"), LATER)
    assert [row.reason.key for row in result.noted] == ["roster.moved"]
    households = await office.rows(tables.households)
    assert [row["area_id"] for row in households] == ["太塘村", "太塘村", "联心村"]
    assert (await office.rows(tables.persons))[2]["household_id"] == 3
    assert [row["household_id"] for row in await office.rows(tables.person_history)] == [1]


async def test_a_name_may_be_corrected_but_not_exchanged(office: Office) -> None:
    await office.roster(csv_of("姓名|身份证号", "张小五|#1", "李四|#2"))
    result = await office.roster(csv_of("姓名|身份证号", "张晓五|#1", "王一|#2"), LATER)
    assert reasons(result) == [(3, "roster.other_name")]
    assert [row["name"] for row in await office.rows(tables.persons)] == ["张晓五", "李四"]


async def test_doubles_inside_a_file(office: Office) -> None:
    result = await office.roster(csv_of("姓名|身份证号", "张三|#1", "李四|#2", "张三|#1", "赵六|#1"))
    assert reasons(result) == [(4, "roster.double"), (5, "roster.double")]
    assert result.rejected[0].reason.blanks["row"] == 2
    assert result.counts["added"] == 2


async def test_doubles_across_sheets(office: Office) -> None:
    heading = ["姓名", "身份证号"]
    file = xlsx_of(
        {
            "太塘村": [heading, ["张三", number(1)]],
            "联心村": [heading, ["张三", number(1)], ["李四", number(2)]],
        }
    )
    result = await office.roster(file, name="名单.xlsx")
    assert [(row.sheet, row.row, row.reason.blanks["sheet"]) for row in result.rejected] == [
        ("联心村", 2, "太塘村")
    ]
    assert [row["area_id"] for row in await office.rows(tables.households)] == ["太塘村", "联心村"]


@pytest.mark.parametrize(
    "options", [ImportOptions(dry_run=True), ImportOptions(strict=True)], ids=["dry", "strict"]
)
@pytest.mark.parametrize("is_first", [True, False], ids=["into nothing", "into something"])
async def test_nothing_is_kept(office: Office, options: ImportOptions, is_first: bool) -> None:
    if not is_first:
        await office.roster(csv_of("姓名|身份证号", "王一|#9"))
    before = await office.everything()
    result = await office.roster(csv_of("姓名|身份证号", "张三|#1", "李四|1"), LATER, options)
    assert not result.written
    assert (result.counts["added"], reasons(result)) == (1, [(3, "roster.id_length")])
    assert await office.everything() == before


async def test_strict_keeps_a_list_without_faults(office: Office) -> None:
    result = await office.roster(csv_of("姓名|身份证号", "张三|#1"), options=ImportOptions(strict=True))
    assert result.written


async def test_who_is_missing_from_a_complete_list_has_left(office: Office) -> None:
    await office.roster(csv_of(HEADING, *FAMILY, "联心村|1组|9|赵六|#5|户主|||"))
    result = await office.roster(csv_of(HEADING, *FAMILY[:2]), LATER, ImportOptions(complete=True))
    # 王一 is insured elsewhere and stays so; 赵六 lives in a village that the list says nothing of
    assert [row["state"] for row in await office.rows(tables.persons)] == [
        "here",
        "here",
        "left",
        "elsewhere",
        "here",
    ]
    assert result.counts["left"] == 1
    assert [(row.name, row.reason.key) for row in result.noted] == [("张小五", "roster.left")]


async def test_an_incomplete_list_marks_nobody(office: Office) -> None:
    await office.roster(csv_of(HEADING, *FAMILY))
    result = await office.roster(csv_of(HEADING, *FAMILY[:2]), LATER)
    assert {row["state"] for row in await office.rows(tables.persons)} == {"here", "elsewhere"}
    assert result.counts["left"] == 0


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("left", "here"), ("moved_out", "here"), ("died", "died"), ("elsewhere", "elsewhere")],
)
async def test_who_is_listed_again(office: Office, was: str, becomes: str) -> None:
    await office.roster(csv_of("姓名|身份证号", "张三|#1"))
    async with office.database.transaction() as connection:
        await connection.execute(tables.persons.update().values(state=was))
    await office.roster(csv_of("姓名|身份证号", "张三|#1"), LATER)
    assert [row["state"] for row in await office.rows(tables.persons)] == [becomes]


async def test_indexes_are_there_after_a_first_import(office: Office) -> None:
    await office.roster(csv_of("姓名|身份证号", "张三|#1"))
    from sqlalchemy import inspect

    async with office.database.engine.connect() as connection:
        names = await connection.run_sync(
            lambda sync: {index["name"] for index in inspect(sync).get_indexes("persons")}
        )
    assert names == {"uq_persons_fingerprint", "ix_persons_household_id"}


async def test_persons_can_be_added_after_an_import(office: Office) -> None:
    """Ids that the import gave out are not given out again by the server."""
    await office.roster(csv_of("姓名|身份证号", "张三|#1", "李四|#2"))
    async with office.database.transaction() as connection:
        values = {"area_id": "太塘村", "head": "王一"}
        added = await connection.execute(
            tables.households.insert().values(**values).returning(tables.households.c.id)
        )
        assert added.scalar_one() == 3


async def test_the_report_names_every_rejected_row(office: Office) -> None:
    file = xlsx_of(
        {
            "太塘村": [
                ["姓名", "身份证号"],
                ["张三", 999900198001010132],  # a number: Excel keeps fifteen figures
                ["张3", number(1)],
                ["李四", number(2)],
            ]
        }
    )
    result = await office.roster(file, name="名单.xlsx")
    book = load_workbook(io.BytesIO(result.report(say)))
    rows = list(book["lists.rejected_sheet"].iter_rows(min_row=2, values_only=True))
    assert rows == [("太塘村", 2, "张三", "roster.id_spoiled"), ("太塘村", 3, "张3", "roster.name_odd")]


async def test_the_report_holds_no_formula(office: Office) -> None:
    result = await office.roster(csv_of("姓名|身份证号", "=HYPERLINK(1)|#1", "+1+1|#2", "@SUM(1)|#3"))
    sheet = load_workbook(io.BytesIO(result.report(say)))["lists.rejected_sheet"]
    assert [cell.data_type for cell in sheet["C"][1:]] == ["s", "s", "s"]


async def test_batches_hang_together(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.importing.roster.BATCH_ROWS", 1)
    await office.roster(
        csv_of("家庭编号|姓名|身份证号|与户主关系", "7|李四|#2|配偶", "7|张三|#1|户主", "8|王一|#3|户主")
    )
    households = await office.rows(tables.households)
    assert [(row["number"], row["head"]) for row in households] == [("7", "张三"), ("8", "王一")]
    assert [row["household_id"] for row in await office.rows(tables.persons)] == [1, 1, 2]


async def test_progress_is_told(office: Office) -> None:
    from storage.importing.preview import preview_list
    from storage.importing.roster import import_roster
    from storage.spreadsheets.opening import open_spreadsheet
    from tests.support.lists import moment, words

    heard: list[tuple[int, int]] = []
    file = csv_of("姓名|身份证号", "张三|#1", "李四|#2")
    with open_spreadsheet(file, "太塘村.csv") as spreadsheet:
        preview = preview_list(spreadsheet, "roster", words().places)
        await import_roster(
            office.database,
            office.keys,
            preview,
            words(),
            moment(TODAY),
            progress=lambda done, of: heard.append((done, of)),
        )
    assert heard[-1][0] == 2
    assert heard[-1][1] >= 2


def test_cells_of_a_row() -> None:
    assert cells_of("张三|#1") == ["张三", number(1)]
