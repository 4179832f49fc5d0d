"""docs/writing-a-pack.md, followed to the letter: the invented township answers at the end."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from knowledge.answer import answer
from knowledge.pack import Pack
from knowledge.pack.check import faults_of_folder
from knowledge.pack.examples import example_faults, read_examples
from knowledge.pack.reading import FILES
from knowledge.pack.traps import _TRAPS, traps_in
from tests.knowledge.packs import LIBRARY, PACK_IDS, pack

PAGE = Path(__file__).parents[2] / "docs" / "writing-a-pack.md"
SNIPPET = re.compile(r"```yaml file=(\S+)\n(.*?)```", re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The page's files, written down as it says."""
    made = tmp_path / "yunxi-2023"
    made.mkdir()
    for name, text in SNIPPET.findall(PAGE.read_text(encoding="utf-8")):
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def yunxi(folder: Path) -> Pack:
    return LIBRARY.pack(folder)


def test_the_page_shows_every_file(folder):
    assert {path.name for path in folder.iterdir()} == {*FILES.values(), "examples.yaml"}


def test_the_invented_township_is_without_fault(folder, yunxi):
    assert faults_of_folder(folder, LIBRARY.topics) == []
    assert example_faults(LIBRARY, yunxi, folder) == []
    assert len(read_examples(folder)) == 4


@pytest.mark.parametrize(
    ("topic", "question", "says"),
    [
        ("fee_amount", None, "2023年度每人交350元。"),
        ("fee_amount", None, "比去年多30元。"),
        ("fee_calculation", "我家四口，一个五保户，一个低保", "你家4口人，一共交840元。"),
        ("pay_window", None, "2022年9月10日到2022年12月20日交。"),
        ("newborn", "娃9月20号生的", "最晚到2022年11月19日"),
        ("fee_subsidized", None, "孤儿能返多少，通知没有写数。"),
        ("cash_deposit_rule", None, "收满10,000元或满3天就要存。"),
        ("card_use", None, "云溪镇2023年度的通知没有写这一条。"),
    ],
)
def test_it_answers(yunxi, topic, question, says):
    text = answer(LIBRARY, yunxi, topic, date(2022, 10, 1), question).text
    assert says in text
    if topic in yunxi.answers:
        assert "依据：云溪镇2023年度通知（云政发〔2022〕8号）" in text


def test_the_page_lists_every_trap():
    listed = set(re.findall(r"^\| ([a-z_]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    known = {trap.name for pack_id in PACK_IDS for trap in traps_in(pack(pack_id))}
    assert known <= listed
    assert len(listed) >= len(_TRAPS)
