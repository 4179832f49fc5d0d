"""A case that is being told (开办件): which step comes next, what was said, going back, skipping, changing.

A draft is a value; every step gives a new one. `as_json` and `draft_from` carry it through a restart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from knowledge.cases.batch import names_in
from knowledge.cases.catalogue import Catalogue, Question
from knowledge.schema.cases import Cases


class Awaiting(StrEnum):
    """What a step waits for."""

    KIND = "kind"
    VILLAGE = "village"
    QUESTION = "question"
    PAPER = "paper"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Step:
    """A step: `name` is the question's or the paper's id."""

    awaiting: Awaiting
    name: str = ""

    @property
    def code(self) -> str:
        """As it stands in a dialogue's state: question:who."""
        return f"{self.awaiting}:{self.name}" if self.name else str(self.awaiting)


def step_of(code: str) -> Step:
    """The step of a code."""
    awaiting, _, name = code.partition(":")
    return Step(Awaiting(awaiting), name)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, and the message in which it was given: an edit of that message changes it."""

    text: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A photo or a document as Telegram names it; `paper` is what it shows, "" where nobody said."""

    kind: str
    file_id: str
    unique_id: str
    paper: str = ""
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known so far. `area_id` "" means that the resident would not say; None: not asked yet.

    `fixed_village` where the village is known without asking. `for_other` where a clerk opens it for somebody.
    `passed` are the codes of steps that need not be asked, `to_counter` those of papers brought to the counter.
    """

    kind: str | None = None
    area_id: str | None = None
    fixed_village: bool = False
    fixed_kind: bool = False
    for_other: bool = False
    answers: Mapping[str, Said] = field(default_factory=dict)
    passed: frozenset[str] = frozenset()
    to_counter: frozenset[str] = frozenset()
    files: tuple[File, ...] = ()
    remarks: tuple[Said, ...] = ()

    def said(self, question: str) -> str:
        """The answer's text, "" where there is none."""
        return self.answers[question].text if question in self.answers else ""

    def files_of(self, paper: str) -> tuple[File, ...]:
        """The files that show a paper."""
        return tuple(file for file in self.files if file.paper == paper)

    @property
    def names(self) -> tuple[str, ...]:
        """The people it is about."""
        return tuple(name for question in ("who", "baby") for name in names_in(self.said(question)))


def as_json(draft: Draft) -> dict[str, Any]:
    """The draft as plain JSON values."""
    return asdict(draft) | {"passed": sorted(draft.passed), "to_counter": sorted(draft.to_counter)}


def draft_from(data: Mapping[str, Any]) -> Draft:
    """The draft that `as_json` wrote down."""
    return Draft(
        **{
            **data,
            "answers": {name: Said(**said) for name, said in data["answers"].items()},
            "passed": frozenset(data["passed"]),
            "to_counter": frozenset(data["to_counter"]),
            "files": tuple(File(**file) for file in data["files"]),
            "remarks": tuple(Said(**said) for said in data["remarks"]),
        }
    )


def steps_of(draft: Draft, catalogue: Catalogue, cases: Cases) -> list[Step]:
    """All steps of the talk as far as they are known: one thing at a time, the summary last."""
    steps = [] if draft.fixed_kind else [Step(Awaiting.KIND)]
    if draft.kind is None:
        return steps
    if not draft.fixed_village:
        steps.append(Step(Awaiting.VILLAGE))
    steps += [Step(Awaiting.QUESTION, name) for name in catalogue.kinds[draft.kind].questions]
    steps += [Step(Awaiting.PAPER, paper.id) for paper in cases.kinds[draft.kind].photos]
    return [*steps, Step(Awaiting.SUMMARY)]


def is_settled(draft: Draft, step: Step) -> bool:
    """Whether a step needs not be asked any more."""
    match step.awaiting:
        case Awaiting.KIND:
            return draft.kind is not None
        case Awaiting.VILLAGE:
            return draft.area_id is not None
        case Awaiting.QUESTION:
            return step.name in draft.answers or step.code in draft.passed
        case Awaiting.PAPER:
            return step.code in draft.passed
        case Awaiting.SUMMARY:
            return False


def next_step(draft: Draft, catalogue: Catalogue, cases: Cases) -> Step:
    """The first step that is not settled."""
    return next(step for step in steps_of(draft, catalogue, cases) if not is_settled(draft, step))


def step_before(draft: Draft, step: Step, catalogue: Catalogue, cases: Cases) -> Step | None:
    """The step before this one, None at the beginning."""
    steps = steps_of(draft, catalogue, cases)
    place = steps.index(step) if step in steps else 0
    return steps[place - 1] if place else None


def with_kind(draft: Draft, kind: str, catalogue: Catalogue) -> Draft:
    """Another kind keeps the answers that it asks for too."""
    asked = catalogue.kinds[kind].questions
    answers = {name: said for name, said in draft.answers.items() if name in asked}
    return replace(draft, kind=kind, answers=answers, passed=frozenset(), to_counter=frozenset())


def with_village(draft: Draft, area_id: str) -> Draft:
    """The village was chosen; "" where the resident would not say."""
    return replace(draft, area_id=area_id)


def with_answer(draft: Draft, question: str, said: Said) -> Draft:
    """A question was answered; an earlier answer or skip is replaced."""
    passed = draft.passed - {Step(Awaiting.QUESTION, question).code}
    return replace(draft, answers={**draft.answers, question: said}, passed=passed)


def with_step_passed(draft: Draft, step: Step) -> Draft:
    """A question was skipped, or a paper is done (with or without photos)."""
    if step.awaiting is Awaiting.VILLAGE:
        return with_village(draft, "")
    answers = {name: said for name, said in draft.answers.items() if step != Step(Awaiting.QUESTION, name)}
    return replace(draft, answers=answers, passed=draft.passed | {step.code})


def with_paper_to_counter(draft: Draft, step: Step) -> Draft:
    """A paper will be brought to the counter instead of being sent."""
    return replace(with_step_passed(draft, step), to_counter=draft.to_counter | {step.code})


def with_step_open(draft: Draft, step: Step) -> Draft:
    """The step is asked again: back, or change. Photos stay until the step says otherwise."""
    match step.awaiting:
        case Awaiting.KIND:
            return replace(draft, kind=None)
        case Awaiting.VILLAGE:
            return replace(draft, area_id=None)
        case Awaiting.QUESTION:
            answers = {name: said for name, said in draft.answers.items() if name != step.name}
            return replace(draft, answers=answers, passed=draft.passed - {step.code})
        case _:
            code = {step.code}
            return replace(draft, passed=draft.passed - code, to_counter=draft.to_counter - code)


def with_file(draft: Draft, file: File) -> Draft:
    """A file was added; the same message twice is one file."""
    known = any(old.unique_id == file.unique_id and old.paper == file.paper for old in draft.files)
    return draft if known else replace(draft, files=(*draft.files, file))


def with_files(draft: Draft, files: Iterable[File]) -> Draft:
    """A draft with files that came before the talk."""
    for file in files:
        draft = with_file(draft, file)
    return draft


def with_early_files(draft: Draft, step: Step) -> Draft:
    """The files that came before anybody asked show this step's paper."""
    files = tuple(file if file.paper else replace(file, paper=step.name) for file in draft.files)
    return with_step_passed(replace(draft, files=files), step)


def without_files(draft: Draft, paper: str) -> Draft:
    """The photos of a paper shall be sent anew."""
    return replace(draft, files=tuple(file for file in draft.files if file.paper != paper))


def with_remark(draft: Draft, said: Said) -> Draft:
    """Something was said beside the questions."""
    return replace(draft, remarks=(*draft.remarks, said))


def with_edit(draft: Draft, message_id: int, text: str) -> Draft | None:
    """A message with an answer or a remark was edited; None where it was no such message or says the same."""
    for name, said in draft.answers.items():
        if said.message_id == message_id and said.text != text:
            return replace(draft, answers={**draft.answers, name: Said(text, message_id)})
    for place, said in enumerate(draft.remarks):
        if said.message_id == message_id and said.text != text:
            remarks = (*draft.remarks[:place], Said(text, message_id), *draft.remarks[place + 1 :])
            return replace(draft, remarks=remarks)
    return None


def current_question(step: Step, catalogue: Catalogue) -> Question | None:
    """The question of a step, None for other steps."""
    return catalogue.questions[step.name] if step.awaiting is Awaiting.QUESTION else None
