"""The wordings: enough of them for every topic, read as what they are, apart from what tests the bot."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.held_out import rows
from knowledge.errors import DataError
from knowledge.library import load_library
from knowledge.text import normalise
from knowledge.understand.artefact import trained_from
from knowledge.understand.wordings import NOTHING, digest, load_wordings

WORDINGS = load_wordings()


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", normalise(text)) or text


@pytest.mark.parametrize("topic", load_library().topics)
def test_a_topic_has_forty_different_wordings_by_several_hands(topic: str) -> None:
    own = [wording for wording in WORDINGS if wording.topic == topic]
    assert len({bare(wording.text) for wording in own}) >= 40
    assert len({wording.hand for wording in own}) >= 3


@pytest.mark.parametrize("kind", ["daily", "other_fee", "medical", "statement", "spam", "addressed", "hard"])
def test_there_are_distractors_of_every_kind(kind: str) -> None:
    assert sum(wording.topic == NOTHING and wording.style == kind for wording in WORDINGS) >= 100


def test_no_sentence_teaches_two_topics() -> None:
    topics: dict[str, set[str]] = {}
    for wording in WORDINGS:
        topics.setdefault(bare(wording.text), set()).add(wording.topic)
    assert {text: found for text, found in topics.items() if len(found) > 1} == {}


def test_no_sentence_stands_twice() -> None:
    assert [text for text, times in Counter(bare(one.text) for one in WORDINGS).items() if times > 1] == []


@pytest.mark.parametrize(("name", "key"), [("questions", "q"), ("chatter", "m"), ("pairs", "q")])
def test_held_out_sentences_teach_nothing(name: str, key: str) -> None:
    taught = {bare(wording.text) for wording in WORDINGS}
    assert [row[key] for row in rows(name) if bare(row[key]) in taught] == []


def test_the_model_is_trained_from_these_wordings_and_this_lexicon() -> None:
    assert trained_from() == digest(), "wordings or lexicon have changed: run `make model`"


def test_a_wording_that_yaml_takes_for_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("a: {}\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("plain:\n  a:\n  - 320\n", encoding="utf-8")
    with pytest.raises(DataError, match="needs quotes"):
        load_wordings(tmp_path)
