"""What the bot asks while a case is being told, and the buttons under it."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.cases.wording import Words
from handlers.talks import Rows, button
from knowledge.cases.catalogue import Catalogue, load_catalogue
from knowledge.cases.draft import Awaiting, Draft, Step, step_before, steps_of
from storage.dialogues import Dialogue

_VILLAGES_A_ROW = 3
_SHORT_LABEL = 7


@dataclass(frozen=True, slots=True)
class Prompt:
    """A message with rows of buttons."""

    text: str
    rows: Rows


def prompt(words: Words, draft: Draft, step: Step, dialogue: Dialogue, kinds: tuple[str, ...] = ()) -> Prompt:
    """The question of a step. `kinds` are those to choose from, all if none are given."""
    match step.awaiting:
        case Awaiting.KIND:
            return _kinds(words, draft, dialogue, kinds)
        case Awaiting.VILLAGE:
            return _asked(
                words, draft, step, dialogue, words.say("case.ask.village"), _villages(words, dialogue)
            )
        case Awaiting.QUESTION:
            return _question(words, draft, step, dialogue)
        case Awaiting.PAPER:
            return _paper(words, draft, step, dialogue)
        case Awaiting.SUMMARY:
            return Prompt(summary(words, draft), _summary_buttons(words, dialogue))


def _kinds(words: Words, draft: Draft, dialogue: Dialogue, kinds: tuple[str, ...]) -> Prompt:
    key = "case.pick_under" if kinds else "case.pick_for_other" if draft.for_other else "case.pick"
    offered = kinds or tuple(load_catalogue().kinds)
    rows = [[button(dialogue, words.kind(kind), "kind", kind)] for kind in offered]
    return Prompt(words.say(key), [*rows, [button(dialogue, words.say("case.cancel"), "cancel")]])


def _question(words: Words, draft: Draft, step: Step, dialogue: Dialogue) -> Prompt:
    question = load_catalogue().questions[step.name]
    labels = words.options(question) if question.expects == "choice" else []
    choices = [button(dialogue, label, "pick", place) for place, label in enumerate(labels)]
    rows = _filled(choices, 2 if all(len(label) <= _SHORT_LABEL for label in labels) else 1)
    if question.source:
        rows.append([button(dialogue, words.say("case.other_option"), "type")])
    return _asked(words, draft, step, dialogue, words.say(f"case.ask.{step.name}"), rows)


def _paper(words: Words, draft: Draft, step: Step, dialogue: Dialogue) -> Prompt:
    assert draft.kind is not None
    text = words.say(
        "case.ask.paper", paper=words.paper_named(draft.kind, step.name), counter=words.counter()
    )
    if draft.files_of(step.name):
        return _asked(words, draft, step, dialogue, text, _paper_buttons(words, dialogue))
    rows = [
        [
            button(dialogue, words.say("case.paper_counter"), "counter"),
            button(dialogue, words.say("case.paper_none"), "skip"),
        ]
    ]
    if early := len(draft.files_of("")):
        rows.insert(0, [button(dialogue, words.say("case.paper_early", count=early), "early")])
    return _asked(words, draft, step, dialogue, text, rows, can_skip=False)


def _paper_buttons(words: Words, dialogue: Dialogue) -> list[list[tuple[str, str]]]:
    return [
        [button(dialogue, words.say("case.paper_done"), "done")],
        [button(dialogue, words.say("case.paper_anew"), "anew")],
    ]


def more_photos(words: Words, dialogue: Dialogue) -> Prompt:
    """A photo of the paper has come; there may be more."""
    return Prompt(words.say("case.ask.paper_more"), _paper_buttons(words, dialogue))


def _asked(
    words: Words,
    draft: Draft,
    step: Step,
    dialogue: Dialogue,
    text: str,
    rows: Rows,
    *,
    can_skip: bool = True,
) -> Prompt:
    """A step's question with its place, the way back and the way out."""
    ways = []
    if step_before(draft, step, load_catalogue(), words.house.pack.cases) is not None:
        ways.append(button(dialogue, words.say("case.back"), "back"))
    if can_skip:
        ways.append(button(dialogue, words.say("case.skip"), "skip"))
    out = [
        button(dialogue, words.say("case.why"), "why"),
        button(dialogue, words.say("case.cancel"), "cancel"),
    ]
    return Prompt(_place(words, draft, step) + text, [*rows, *([ways] if ways else []), out])


def _place(words: Words, draft: Draft, step: Step) -> str:
    counted = [
        one
        for one in steps_of(draft, load_catalogue(), words.house.pack.cases)
        if one.awaiting not in (Awaiting.KIND, Awaiting.SUMMARY)
    ]
    if len(counted) < 2 or step not in counted:
        return ""
    return words.say("case.step", place=counted.index(step) + 1, total=len(counted)) + "\n"


def _villages(words: Words, dialogue: Dialogue) -> list[list[tuple[str, str]]]:
    areas = words.house.pack.reporting_areas
    buttons = [button(dialogue, words.area(area.id), "village", place) for place, area in enumerate(areas)]
    return _filled(buttons, _VILLAGES_A_ROW)


def _filled(buttons: list[tuple[str, str]], a_row: int) -> list[list[tuple[str, str]]]:
    return [buttons[start : start + a_row] for start in range(0, len(buttons), a_row)]


def opening_words(words: Words, draft: Draft) -> str:
    """Said once at the start: what it is about, and what must not be done meanwhile."""
    assert draft.kind is not None
    warning = words.rule(draft.kind).warning
    return "\n".join([words.kind(draft.kind), *([words.of_pack(warning)] if warning else [])])


def why(words: Words, draft: Draft, step: Step, files_kept_days: int) -> str:
    """Why a step asks; short enough for a note above the chat."""
    if step.awaiting is not Awaiting.PAPER:
        return words.say(f"case.why.{step.name or step.awaiting}")
    assert draft.kind is not None
    paper = next(paper for paper in words.rule(draft.kind).papers if paper.id == step.name)
    return words.say("case.why.paper", clause=paper.clause, days=files_kept_days)


def summary(words: Words, draft: Draft) -> str:
    """All that was said, to be looked over."""
    lines = [words.say("case.summary"), *_lines(words, draft, load_catalogue())]
    return "\n".join([*lines, "", words.say("case.summary_end")])


def _lines(words: Words, draft: Draft, catalogue: Catalogue) -> list[str]:
    assert draft.kind is not None

    def line(label: str, text: str) -> str:
        said = text or words.say("case.not_said")
        return words.say("case.label.colon", label=words.say(f"case.label.{label}"), text=said)

    lines = [line("kind", words.kind(draft.kind))]
    if draft.area_id:
        lines.append(line("village", words.area(draft.area_id)))
    lines += [line(question, draft.said(question)) for question in catalogue.kinds[draft.kind].questions]
    for paper in words.rule(draft.kind).photos:
        count = len(draft.files_of(paper.id))
        shown = words.say("case.files_count", count=count) if count else words.say("case.not_said")
        if not count and Step(Awaiting.PAPER, paper.id).code in draft.to_counter:
            shown = words.say("case.paper_to_counter", counter=words.counter())
        lines.append(words.say("case.label.colon", label=words.paper(paper), text=shown))
    if others := len(draft.files_of("")):
        lines.append(line("files", words.say("case.files_count", count=others)))
    if draft.remarks:
        lines.append(line("remarks", "；".join(said.text for said in draft.remarks)))
    return lines


def _summary_buttons(words: Words, dialogue: Dialogue) -> Rows:
    return [
        [button(dialogue, words.say("case.confirm"), "confirm")],
        [
            button(dialogue, words.say("case.change"), "change"),
            button(dialogue, words.say("case.cancel"), "cancel"),
        ],
    ]


def what_to_change(words: Words, draft: Draft, dialogue: Dialogue) -> Prompt:
    """Which step shall be asked again."""
    steps = steps_of(draft, load_catalogue(), words.house.pack.cases)[:-1]
    rows = [[button(dialogue, _name_of(words, draft, step), "to", place)] for place, step in enumerate(steps)]
    return Prompt(
        words.say("case.change_which"), [*rows, [button(dialogue, words.say("case.change_none"), "keep")]]
    )


def _name_of(words: Words, draft: Draft, step: Step) -> str:
    if step.awaiting is Awaiting.PAPER and draft.kind:
        return words.paper_named(draft.kind, step.name)
    return words.say(f"case.label.{step.name or step.awaiting}")
