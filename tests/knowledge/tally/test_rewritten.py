"""The same report in another dress reads the same: greetings, script, width, punctuation, other villages' names."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from knowledge.library import load_library
from knowledge.tally.village_names import stem_of
from knowledge.text import normalise, traditional
from tests.knowledge.tally.reports import Report, comparable, other_hand, own_reports, read

OWN, OTHERS = (
    [report for report in reports if not re.search(r"[\t|]", report.message)]
    for reports in (own_reports(), other_hand("tallies_practice"))
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

REWRITINGS: dict[str, Callable[[str], str]] = {
    "named first": lambda m: "@王姐 " + m,
    "thanks after": lambda m: m + "。谢谢",
    "kind words after": lambda m: m + "，辛苦了！",
    "a request after": lambda m: m + "，请登记",
    "an answer asked for": lambda m: m + "，收到请回复",
    "roses after": lambda m: m + "🌹🌹",
    "traditional": traditional,
    "full width": lambda m: m.translate(FULL_WIDTH),
    "half width commas": lambda m: m.replace("，", ","),
    "今日": lambda m: m.replace("今天", "今日"),
    "块钱": lambda m: re.sub(r"(\d)元", r"\1块钱", m),
    "个人": lambda m: re.sub(r"(\d)人", r"\1个人", m),
    "fen": lambda m: re.sub(r"(?<=\d)(?<!\.\d)(?<!\.\d\d)元", ".00元", m),
    "收到": lambda m: m.replace("收了", "收到"),
}


@pytest.mark.parametrize("rewriting", REWRITINGS)
def test_rewritten(rewriting: str) -> None:
    rewrite = REWRITINGS[rewriting]
    reports = (
        OWN + OTHERS[list(REWRITINGS).index(rewriting) % 4 :: 4]
    )  # each takes another quarter of the others'
    changed = [(r, rewrite(r.message)) for r in reports if rewrite(r.message) != r.message]
    wrong = [m for r, m in changed if comparable(read(r, m).entries) != comparable(r.entries)]
    assert changed
    assert wrong == []


OTHER_VILLAGES = [a.name for a in load_library().pack("xiyan-2022").reporting_areas if a.name != "花桥村"]
ONLY_HUAQIAO = [
    report
    for report in own_reports()
    if report.sender == "花桥村" and "花桥" in report.message and "花桥小学" not in report.message
    and all(entry.village == "花桥村" for entry in report.entries) and "太塘" not in report.message
    and "三合" not in report.message
]  # fmt: skip


@pytest.mark.parametrize("village", OTHER_VILLAGES)
def test_of_another_village(village: str) -> None:
    """联合, 落水, 三水 and 杨家三村 are words or numbers too."""
    short = {"杨家三村": "杨家", "西岩农场": "农场"}.get(village, stem_of(normalise(village)))
    wrong = []
    for report in ONLY_HUAQIAO:
        message = report.message.replace("花桥村", village).replace("花桥", short)
        moved = Report(report.kind, message, village, report.sent_on, ())
        got = [entry.replace("碧雲居", village) for entry in comparable(read(moved).entries)]
        if got != [entry.replace("花桥村", village) for entry in comparable(report.entries)]:
            wrong.append(message)
    assert wrong == []
