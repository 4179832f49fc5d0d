"""Words and their classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import DataError
from knowledge.understand.lexicon import Lexicon, load_lexicon

LEXICON = load_lexicon()

SAME_CLASS = [
    ("啷个", "怎么"),
    ("样般", "怎么"),
    ("几多钱", "多少钱"),
    ("好多钱", "多少钱"),
    ("老汉儿", "父母"),
    ("堂客", "配偶"),
    ("崽", "孩子"),
    ("毛毛", "新生儿"),
    ("合作医疗", "医保"),
    ("一保", "医保"),
    ("包销", "报销"),
    ("结止", "截止"),
    ("武冈", "近县"),
]


@pytest.mark.parametrize(("word", "name"), SAME_CLASS, ids=[word for word, _ in SAME_CLASS])
def test_dialect_old_names_and_homophones_have_the_class_of_the_plain_word(word: str, name: str) -> None:
    assert name in LEXICON.words[word]


def test_the_longest_word_is_taken() -> None:
    lexicon = Lexicon({"医": ("a",), "医保": ("b",), "医保卡": ("c",)}, {})
    assert [token.word for token in lexicon.tokens("医保卡医保新")] == ["医保卡", "医保", "新"]


def test_a_character_without_class_keeps_its_name() -> None:
    assert [token.name for token in Lexicon({"交": ("交",)}, {}).tokens("交齐")] == ["<交>", "齐"]


def test_a_word_in_two_files_has_both_classes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("甲: 码\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("乙: 码 卡\n丙: [甲, 乙]\n", encoding="utf-8")
    lexicon = load_lexicon(tmp_path)
    assert lexicon.words["码"] == ("甲", "乙")
    assert lexicon.wider == {"甲": ("丙",), "乙": ("丙",)}


def test_gathering_an_unknown_class_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("甲: 码\n丙: [甲, 丁]\n", encoding="utf-8")
    with pytest.raises(DataError, match="丁"):
        load_lexicon(tmp_path)
