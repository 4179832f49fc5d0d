"""A draft: which step comes next, back, skip, change, and there and back through JSON."""

from __future__ import annotations

import json

import pytest

from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.draft import (
    Awaiting,
    Draft,
    File,
    Said,
    Step,
    as_json,
    draft_from,
    next_step,
    step_before,
    step_of,
    steps_of,
    with_answer,
    with_early_files,
    with_edit,
    with_file,
    with_kind,
    with_paper_to_counter,
    with_remark,
    with_step_open,
    with_step_passed,
    with_village,
)
from knowledge.library import load_library

CATALOGUE = load_catalogue()
CASES = load_library().pack("xiyan-2022").cases
SLIP = Step(Awaiting.PAPER, "slip")
FULL = with_step_passed(
    with_answer(
        with_answer(
            with_village(Draft(kind="wrong_county", fixed_kind=True), "华升社区"), "who", Said("张三", 7)
        ),
        "paid_to",
        Said("邵阳县", 8),
    ),
    SLIP,
)


def codes(draft: Draft) -> list[str]:
    return [step.code for step in steps_of(draft, CATALOGUE, CASES)]


def upcoming(draft: Draft) -> str:
    return next_step(draft, CATALOGUE, CASES).code


def test_one_thing_at_a_time() -> None:
    draft = Draft()
    seen = [upcoming(draft)]
    draft = with_kind(draft, "wrong_county", CATALOGUE)
    seen.append(upcoming(draft))
    draft = with_village(draft, "华升社区")
    seen.append(upcoming(draft))
    draft = with_answer(draft, "who", Said("张三"))
    seen.append(upcoming(draft))
    draft = with_step_passed(draft, Step(Awaiting.QUESTION, "paid_to"))
    seen.append(upcoming(draft))
    draft = with_file(draft, File("photo", "f", "u", "slip"))
    assert upcoming(draft) == "paper:slip"  # until 发完了
    draft = with_step_passed(draft, SLIP)
    seen.append(upcoming(draft))
    assert seen == ["kind", "village", "question:who", "question:paid_to", "paper:slip", "summary"]


def test_what_is_known_is_not_asked() -> None:
    known = Draft(kind="first_time", fixed_kind=True, area_id="华升社区", fixed_village=True)
    assert codes(known) == ["question:who", "paper:household_register", "paper:id_card", "summary"]


@pytest.mark.parametrize("step", steps_of(FULL, CATALOGUE, CASES)[:-1], ids=lambda step: step.code)
def test_back_to_a_step_asks_it_and_only_it_again(step: Step) -> None:
    assert upcoming(with_step_open(FULL, step)) == step.code


@pytest.mark.parametrize("step", steps_of(FULL, CATALOGUE, CASES)[1:], ids=lambda step: step.code)
def test_back_leads_one_step_back(step: Step) -> None:
    steps = steps_of(FULL, CATALOGUE, CASES)
    assert step_before(FULL, step, CATALOGUE, CASES) == steps[steps.index(step) - 1]


def test_nothing_is_before_the_first_step() -> None:
    assert step_before(FULL, Step(Awaiting.VILLAGE), CATALOGUE, CASES) is None


@pytest.mark.parametrize("step", steps_of(FULL, CATALOGUE, CASES)[:-1], ids=lambda step: step.code)
def test_every_step_can_be_skipped(step: Step) -> None:
    assert upcoming(with_step_passed(with_step_open(FULL, step), step)) == "summary"


def test_another_kind_keeps_the_answers_it_asks_for_and_asks_for_its_own_papers() -> None:
    changed = with_kind(FULL, "not_showing", CATALOGUE)
    assert changed.said("who") == "张三"
    assert not changed.said("paid_to")
    assert upcoming(changed) == "question:paid_on"
    done = with_answer(with_answer(changed, "paid_on", Said("x")), "paid_by", Said("y"))
    assert upcoming(done) == "paper:slip"


def test_an_edit_changes_the_answer_it_was_given_in() -> None:
    changed = with_edit(FULL, 7, "张三、李四")
    assert changed is not None
    assert changed.names == ("张三", "李四")
    assert upcoming(changed) == "summary"


def test_an_edit_of_a_remark() -> None:
    changed = with_edit(with_remark(FULL, Said("急", 9)), 9, "不急")
    assert changed is not None
    assert [said.text for said in changed.remarks] == ["不急"]


@pytest.mark.parametrize(("message_id", "text"), [(7, "张三"), (99, "别的")])
def test_an_edit_that_changes_nothing(message_id: int, text: str) -> None:
    assert with_edit(FULL, message_id, text) is None


def test_the_same_photo_twice_is_one() -> None:
    photo = File("photo", "f", "u", "slip")
    assert len(with_file(with_file(FULL, photo), photo).files) == 1


def test_early_photos_become_the_paper() -> None:
    draft = with_early_files(with_file(Draft(kind="wrong_county"), File("photo", "f", "u")), SLIP)
    assert [file.paper for file in draft.files] == ["slip"]
    assert SLIP.code in draft.passed


def test_a_draft_survives_json() -> None:
    draft = with_paper_to_counter(
        with_remark(with_file(FULL, File("photo", "f", "u", "slip", 3)), Said("急", 9)), SLIP
    )
    assert draft_from(json.loads(json.dumps(as_json(draft)))) == draft


@pytest.mark.parametrize("kind", CATALOGUE.kinds)
def test_every_step_survives_its_code(kind: str) -> None:
    for step in steps_of(Draft(kind=kind), CATALOGUE, CASES):
        assert step_of(step.code) == step
