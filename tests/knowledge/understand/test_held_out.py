"""What was reached on questions and chatter by hands that taught nothing: it may not get worse."""

from __future__ import annotations

import pytest

from benchmarks.held_out import Result, answered_rightly, false_answers, read_questions
from benchmarks.understanding import answer_in_group, followed, ranked_by, two_answered
from knowledge.understand import load_understander

UNDERSTANDER = load_understander()

STYLES = {
    "plain": 0.94,
    "terse": 0.94,
    "typo": 0.94,
    "dialect": 0.95,
    "long": 0.95,
    "mixed": 0.94,
    "trad": 0.90,
    "indirect": 0.89,
}


@pytest.fixture(scope="module")
def result() -> Result:
    return read_questions(ranked_by(UNDERSTANDER))


def test_the_best_topic_is_right(result: Result) -> None:
    assert result.first.share >= 0.955, result.confused


def test_a_right_topic_is_offered(result: Result) -> None:
    assert result.within_three.share >= 0.99


@pytest.mark.parametrize(("style", "floor"), STYLES.items())
def test_every_style_is_understood(result: Result, style: str, floor: float) -> None:
    assert result.first.hits[style] / result.first.tries[style] >= floor


def test_chatter_is_left_alone() -> None:
    answer = answer_in_group(UNDERSTANDER)
    wrong = false_answers(lambda text: answer(text) is not None)
    assert wrong.share < 0.01, wrong.by_group()


def test_questions_in_a_group_are_answered() -> None:
    assert answered_rightly(answer_in_group(UNDERSTANDER)).share >= 0.855


def test_two_questions_get_two_answers() -> None:
    assert two_answered(UNDERSTANDER).share >= 0.75


def test_follow_ups_are_read_in_the_light_of_the_first() -> None:
    assert followed(UNDERSTANDER).share >= 0.90
