"""`canbao tally`: flags and rows as the contract has them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.commands.tally import app
from bot.errors import BadInput

TALLY = ["--pack", "xiyan-2022", "--on", "2021-11-22"]
FIELDS = {
    "village", "date", "persons", "households", "amount", "cumulative", "correction", "deposit", "by_category",
}  # fmt: skip


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(app, [*TALLY, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(*lines: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(app, [*TALLY, "--jsonl"], input="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_has_the_fields_of_the_contract() -> None:
    row = json.loads(
        printed("--json", "--village", "华升", "今天收了12户38人 11840元 其中低保2人，存了12000")
    )
    assert row.keys() == {"entries", "warnings"}
    (entry,) = row["entries"]
    assert entry.keys() == FIELDS
    assert entry == {
        "village": "华升社区", "date": "2021-11-22", "persons": 38, "households": 12, "amount": "11840.00",
        "cumulative": False, "correction": False, "deposit": "12000.00", "by_category": {"低保": 2},
    }  # fmt: skip
    assert row["warnings"] == []


def test_for_people_it_shows_expected_and_stated() -> None:
    text = printed("--village", "华升社区", "今天收了38人12060元")
    assert "华升社区" in text
    assert "12,160元" in text
    assert "12,060元" in text
    assert "{" not in text


def test_no_tally_for_people() -> None:
    assert "不是报数" in printed("明天下午3点开会")


def test_running_total_and_correction_for_people() -> None:
    text = printed("--village", "华升", "累计更正为1239人")
    assert "累计更正" in text
    assert "1,239人" in text


def test_rows_keep_their_order_and_id() -> None:
    first, second, third = rows(
        '{"id": "a", "m": "38", "sent_on": "2021-11-20", "sender_village": "花桥村"}',
        '{"id": "b", "m": "38", "sent_on": "2021-11-20", "sender_village": null}',
        '{"id": "c", "m": "金石今天-2人"}',
    )
    assert (first["id"], first["entries"][0]["date"]) == ("a", "2021-11-20")  # type: ignore[index]
    assert (second["id"], second["entries"]) == ("b", [])
    assert (third["id"], third["warnings"]) == ("c", ["implausible"])


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("38", "object"),
        ("{", "JSON"),
        ('{"id": 1}', "m"),
        ('{"id": 1, "m": 3}', "m"),
        ('{"id": 1, "m": "38", "sent_on": "yesterday"}', "sent_on"),
        ('{"id": 1, "m": "38", "sender_village": "桃花村"}', "sender_village"),
        ('{"id": 1, "m": "38", "pack": "nowhere-2022"}', "nowhere-2022"),
    ],
)
def test_a_bad_row_is_told_and_the_run_goes_on(line: str, names: str) -> None:
    bad, good = rows(line, '{"id": 2, "m": "花桥38人"}')
    assert names in str(bad["error"])
    assert good["entries"]


@pytest.mark.parametrize(
    ("arguments", "names"), [(["--village", "桃花村", "38人"], "桃花村"), (["--json"], "message")]
)
def test_bad_input_is_one_line(arguments: list[str], names: str) -> None:
    result = CliRunner().invoke(app, [*TALLY, *arguments])
    assert isinstance(result.exception, BadInput)
    assert names in str(result.exception)
    assert "\n" not in str(result.exception)
