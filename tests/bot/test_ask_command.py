"""`canbao ask`: flags and rows as the contract has them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.commands.ask import app

ASK = ["--pack", "xiyan-2022", "--on", "2021-11-22"]
FIELDS = {"topic", "confidence", "asks_back", "answer", "sources", "alternatives", "stated"}


def asked(*arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(app, [*ASK, "--json", *arguments])
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def rows(*lines: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(app, [*ASK, "--jsonl"], input="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_question_for_people_prints_the_answer_alone() -> None:
    result = CliRunner().invoke(app, [*ASK, "今年一个人交多少钱"])
    assert "320元" in result.stdout
    assert "{" not in result.stdout


def test_json_has_the_fields_of_the_contract() -> None:
    row = asked("今年一个人交多少钱")
    assert row.keys() == FIELDS
    assert row["topic"] == "fee_amount"
    assert row["sources"][0].keys() == {"document", "clause"}  # type: ignore[index]
    # one source a clause, as printed
    assert [source["clause"] for source in row["sources"]] == ["二（三）", "二（四）", "二（五）"]  # type: ignore[attr-defined]


def test_in_a_group_chatter_has_no_topic_and_no_answer() -> None:
    row = asked("--group", "谁家的猪跑到我菜地里了")
    assert (row["topic"], row["answer"], row["asks_back"]) == (None, None, False)


def test_a_topic_that_the_notice_is_silent_on_is_not_stated() -> None:
    assert asked("住院能报多少")["stated"] is False


def test_rows_keep_their_order_and_id() -> None:
    found = rows('{"id": 2, "q": "什么时候截止"}', '{"id": "b", "q": "大家早上好", "group": true}')
    assert [(row["id"], row["topic"]) for row in found] == [(2, "pay_window"), ("b", None)]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ('{"id": 1}', "q: a text is missing"),
        ('{"id": 1, "q": 3}', "q: a text is missing"),
        ('{"id": 1, "q": "怎么交", "group": "yes"}', "group:"),
        ('{"id": 1, "q": "怎么交", "pack": "nowhere"}', "nowhere"),
        ('{"id": 1, "q": "怎么交", "on": "tomorrow"}', "on:"),
    ],
)
def test_a_bad_row_says_why_and_the_run_goes_on(line: str, error: str) -> None:
    bad, good = rows(line, '{"id": 9, "q": "怎么交"}')
    assert error in str(bad["error"])
    assert good["topic"] == "pay_channels"
