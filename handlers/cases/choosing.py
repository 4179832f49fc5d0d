"""What a press or a word means at a step: the draft afterwards. Pure but for the words."""

from __future__ import annotations

from datetime import date

from handlers.cases.wording import Words
from handlers.context import House
from handlers.talks import number_in
from knowledge.cases import draft as drafts
from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.draft import Awaiting, Draft, Said, Step
from knowledge.spoken_dates import find_days
from knowledge.text import normalise

_SAID = {
    "跳过": "skip",
    "上一步": "back",
    "返回": "back",
    "取消": "cancel",
    "不办了": "cancel",
    "发完了": "done",
    "确认": "confirm",
    "确认提交": "confirm",
    "提交": "confirm",
    "对": "confirm",
    "对的": "confirm",
}
_ASKING = (Awaiting.VILLAGE, Awaiting.QUESTION, Awaiting.PAPER)


def meant_by(text: str, step: Step) -> str | None:
    """The button that a word stands for at this step, None for any other text."""
    meant = _SAID.get(text)
    places = {"confirm": (Awaiting.SUMMARY,), "done": (Awaiting.PAPER,), "skip": _ASKING}
    return meant if meant and step.awaiting in places.get(meant, Awaiting) else None


def day_in(text: str, today: date) -> date | None:
    """The day that an answer names, None where it names none."""
    found = [spoken for spoken in find_days(normalise(text), today, "past") if spoken.precision == "day"]
    return found[0].day if found else None


def paper_for(draft: Draft, step: Step, house: House) -> str:
    """The paper that a photo shows: the one asked for, else the first that has none, else the last."""
    if step.awaiting is Awaiting.PAPER:
        return step.name
    if draft.kind is None:
        return ""
    photos = [paper.id for paper in house.pack.cases.kinds[draft.kind].photos]
    missing = [paper for paper in photos if not draft.files_of(paper)]
    return next(iter([*missing, *photos[-1:]]), "")


def chosen(
    words: Words, draft: Draft, step: Step, action: str, value: str, aside: Said | None
) -> tuple[Draft, str] | None:
    """The draft after a press that settles the step, and what was chosen in words; None where it makes no sense.

    `aside` is what was said last and left to others.
    """
    if step.awaiting is Awaiting.PAPER or (action == "skip" and step.awaiting in _ASKING):
        return _at_any_step(words, draft, step, action)
    at = number_in(value, -1)
    catalogue, pack = load_catalogue(), words.house.pack
    match action, step.awaiting:
        case "kind", Awaiting.KIND if value in catalogue.kinds:
            return drafts.with_kind(draft, value, catalogue), words.kind(value)
        case "village", Awaiting.VILLAGE if 0 <= at < len(pack.reporting_areas):
            area = pack.reporting_areas[at]
            return drafts.with_village(draft, area.id), words.area(area.id)
        case "pick", Awaiting.QUESTION:
            # kept as the staff reads it
            labels = Words(words.house).options(catalogue.questions[step.name])
            if 0 <= at < len(labels):
                return drafts.with_answer(draft, step.name, Said(labels[at])), labels[at]
        case "aside", Awaiting.QUESTION if aside is not None:
            return drafts.with_answer(draft, step.name, aside), aside.text
        case "to", Awaiting.SUMMARY:
            steps = drafts.steps_of(draft, catalogue, pack.cases)[:-1]
            if 0 <= at < len(steps):
                return drafts.with_step_open(draft, steps[at]), words.say("case.change")
    return None


def _at_any_step(words: Words, draft: Draft, step: Step, action: str) -> tuple[Draft, str] | None:
    match action:
        case "skip":
            return drafts.with_step_passed(draft, step), words.say("case.skipped")
        case "counter":
            return drafts.with_paper_to_counter(draft, step), words.say("case.paper_counter")
        case "done":
            return drafts.with_step_passed(draft, step), words.say("case.paper_done")
        case "early":
            return drafts.with_early_files(draft, step), words.say("case.paper_done")
        case "anew":
            return drafts.without_files(draft, step.name), words.say("case.paper_anew")
    return None
