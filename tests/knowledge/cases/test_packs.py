"""Every pack's cases: each kind can be told, claims only with clauses, fits into the chat."""

from __future__ import annotations

from itertools import product

import pytest
from pydantic import ValidationError

from knowledge.cases.catalogue import load_catalogue
from knowledge.facts import filled
from knowledge.library import load_library
from knowledge.schema.cases import CaseRule

LIBRARY = load_library()
CATALOGUE = load_catalogue()
EVERY = list(product(LIBRARY.pack_ids, CATALOGUE.kinds))
# what the notices of these five places say themselves; on the others they are silent
STATED = {
    "xiyan-2022": set(CATALOGUE.kinds) - {"refund", "other"},
    "ligao-2018": set(CATALOGUE.kinds) - {"wrong_county", "refund", "other"},
    "songming-2018": {
        "wrong_category_unpaid",
        "wrong_category_paid",
        "first_time",
        "wrong_information",
        "home_visit",
    },
    "liancheng-2018": set(CATALOGUE.kinds) - {"wrong_county", "refund", "other"},
    "kaijiang-2020": set(CATALOGUE.kinds) - {"wrong_county", "household_change", "refund", "other"},
}


@pytest.mark.parametrize(("pack_id", "kind"), EVERY)
def test_a_kind_is_stated_where_the_notice_speaks_of_it(pack_id: str, kind: str) -> None:
    rule = LIBRARY.pack(pack_id).cases.kinds[kind]
    assert rule.is_stated == (kind in STATED[pack_id])
    assert bool(rule.steps) == rule.is_stated


@pytest.mark.parametrize(("pack_id", "kind"), EVERY)
def test_steps_are_short_and_filled(pack_id: str, kind: str) -> None:
    pack = LIBRARY.pack(pack_id)
    for step in pack.cases.kinds[kind].steps:
        text = filled(step, pack)
        assert len(text) <= 45, text
        assert "{" not in text


def test_photos_are_asked_for_only_where_the_notice_speaks_of_them() -> None:
    asked = {
        (pack_id, kind): [paper.id for paper in LIBRARY.pack(pack_id).cases.kinds[kind].photos]
        for pack_id, kind in EVERY
        if LIBRARY.pack(pack_id).cases.kinds[kind].photos
    }
    assert asked == {
        ("xiyan-2022", "wrong_county"): ["slip"],
        ("xiyan-2022", "wrong_category_paid"): ["slip"],
        ("xiyan-2022", "first_time"): ["household_register", "id_card"],
        ("xiyan-2022", "not_showing"): ["slip"],
    }


@pytest.mark.parametrize("kind", CATALOGUE.kinds)
def test_topics_of_a_kind_exist(kind: str) -> None:
    assert set(CATALOGUE.kinds[kind].topics) <= set(LIBRARY.topics)


@pytest.mark.parametrize("name", CATALOGUE.questions)
def test_a_question_has_its_words(name: str) -> None:
    sentences = LIBRARY.phrases.sentences
    assert {f"case.ask.{name}", f"case.why.{name}", f"case.label.{name}"} <= set(sentences)
    assert len(sentences[f"case.why.{name}"]) <= 200  # Telegram's limit for a note above the chat
    for option in CATALOGUE.questions[name].options:
        assert f"case.option.{option}" in sentences


@pytest.mark.parametrize("claim", [{"steps": ["x"]}, {"solved": "x"}, {"warning": "x"}, {"acts": "x"}])
def test_a_claim_without_a_clause_does_not_load(claim: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="without a clause nothing may be claimed"):
        CaseRule.model_validate({"target_days": 3, **claim})


def test_clauses_without_steps_do_not_load() -> None:
    with pytest.raises(ValidationError, match="no steps"):
        CaseRule.model_validate({"target_days": 3, "clauses": ["二（三）"]})
