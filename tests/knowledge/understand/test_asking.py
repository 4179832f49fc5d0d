"""The form of a question."""

from __future__ import annotations

import pytest

from knowledge.understand.asking import asks
from knowledge.understand.lexicon import load_lexicon

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    "words",
    [
        "今年交多少",
        "啷个交",
        "现在交得不",
        "交得无",
        "报不报",
        "在学校交还是在家交",
        "娃儿办得成咩",
        "点哪个",
        "收几块",
    ],
)
def test_questions_ask(words: str) -> None:
    assert asks(words, LEXICON)


@pytest.mark.parametrize("words", ["我交了医保了", "收到", "大家抓紧", "今天存了一万八", "谢谢书记"])
def test_statements_do_not(words: str) -> None:
    assert not asks(words, LEXICON)
