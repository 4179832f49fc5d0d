"""Everything that can be wrong with a pack beyond its shape, each fault with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from knowledge.errors import DataError
from knowledge.facts import blanks_in, facts_of, filled
from knowledge.numbers import foreign_numbers
from knowledge.pack import Pack
from knowledge.pack.facts_check import FACT_CHECKS, Check, Fault, Where, doubled
from knowledge.pack.reading import fault_at, faults_of, read_parts
from knowledge.pack.traps import unsettled_traps

# topics that no notice is about
GENERAL_TOPICS = frozenset({"smalltalk"})
TELEGRAM_LIMIT = 4096
FIRST_LINE_LIMIT = 40

_PERSONAL = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)")


def _identity(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    if pack.identity.draft:
        yield ("identity", "draft"), "still a draft: go through REVIEW.md, then delete this line"
    for name in doubled(doubt.id for doubt in pack.doubts):
        yield ("identity", "doubts"), f"doubt «{name}» stands twice"
    for index, doubt in enumerate(pack.doubts):
        for topic in doubt.topics:
            if topic not in topics:
                yield ("identity", "doubts", index, "topics"), f"no topic «{topic}» in the catalogue"
        if doubt.topics and not doubt.say:
            yield ("identity", "doubts", index), "touches topics but has no `say`: the reply would hide it"


def _coverage(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    for topic in sorted(topics - GENERAL_TOPICS):
        if topic not in pack.answers and topic not in pack.unstated:
            yield ("answers",), f"topic «{topic}» has no answer and is not listed as unstated"
        if topic in pack.answers and topic in pack.unstated:
            yield ("identity", "unstated", topic), f"topic «{topic}» is answered and unstated at once"
    for topic in pack.answers:
        if topic not in topics:
            yield ("answers", topic), f"no topic «{topic}» in the catalogue"
    for topic in pack.unstated:
        if topic not in topics:
            yield ("identity", "unstated", topic), f"no topic «{topic}» in the catalogue"


def _texts(pack: Pack) -> Iterator[tuple[Where, str]]:
    """Every text of ours that reaches people, with its place."""
    for topic, answer in pack.answers.items():
        yield ("answers", topic, "text"), answer.text
    for topic, hint in pack.unstated.items():
        if hint and hint.nearby:
            yield ("identity", "unstated", topic, "nearby"), hint.nearby
    for index, doubt in enumerate(pack.doubts):
        if doubt.say:
            yield ("identity", "doubts", index, "say"), doubt.say
    yield from _case_texts(pack)


def _case_texts(pack: Pack) -> Iterator[tuple[Where, str]]:
    for kind, rule in pack.cases.kinds.items():
        for key, texts in (("steps", rule.steps), ("warning", [rule.warning]), ("solved", [rule.solved])):
            for text in texts:
                if text:
                    yield ("cases", "kinds", kind, key), text
    for key, canned in (("replies", pack.cases.replies), ("refusals", pack.cases.refusals)):
        for index, sentence in enumerate(canned):
            yield ("cases", key, index, "text"), sentence.text


def _wordings(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    facts = facts_of(pack)
    for where, text in _texts(pack):
        unknown = [name for name in blanks_in(text) if name not in facts]
        for name in unknown:
            yield where, f"no fact «{name}» in this pack"
        if unknown:
            continue
        said = filled(text, pack)
        if "{" in said or "}" in said:
            yield where, "a brace that is no blank"
        foreign = foreign_numbers(pack, said)
        if foreign:
            listed = ", ".join(str(number) for number in sorted(foreign))
            yield where, f"says {listed}, which is not in the pack's data"
        if _PERSONAL.search(said):
            yield where, "looks like a phone or ID number: contacts are a setting of the deployment"


def _answers(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    facts = facts_of(pack)
    for topic, answer in pack.answers.items():
        if any(name not in facts for name in blanks_in(answer.text)):
            continue
        said = filled(answer.text, pack)
        first = said.splitlines()[0]
        if len(first) >= FIRST_LINE_LIMIT:
            what = f"the first line has {len(first)} characters; under {FIRST_LINE_LIMIT} are wanted"
            yield ("answers", topic, "text"), what
        if len(said) > TELEGRAM_LIMIT:
            yield ("answers", topic, "text"), f"{len(said)} characters; Telegram takes {TELEGRAM_LIMIT}"
        if not answer.clauses:
            yield ("answers", topic, "clauses"), "an answer needs the clauses of its facts"
        for related in answer.related:
            if related not in topics or related == topic:
                yield ("answers", topic, "related"), f"«{related}» is no other topic of the catalogue"


def _groundwork(pack: Pack) -> Iterator[Fault]:
    """What all other checks stand on."""
    if pack.fees.individual.amount_of(pack.year) is None:
        yield ("fees", "individual"), f"no fee for {pack.year}"
    if pack.dates.main_window not in {window.id for window in pack.windows}:
        yield ("dates", "main_window"), f"no window «{pack.dates.main_window}»"


_CHECKS: tuple[Check, ...] = (_identity, _coverage, *FACT_CHECKS, _wordings, _answers)


def faults_in(pack: Pack, folder: Path, topics: Iterable[str]) -> Iterator[DataError]:
    """All faults of a pack that has the right shape; once it has none, every trap that waits for a ruling."""
    known = frozenset(topics)
    if folder.name != pack.id and folder.parent.name == "packs":
        yield fault_at(folder, ("identity", "id"), f"the folder is called «{folder.name}»")
    groundless = list(_groundwork(pack))
    checks = (_identity,) if groundless else _CHECKS
    faults = [*groundless, *(fault for check in checks for fault in check(pack, known))]
    for where, what in faults:
        yield fault_at(folder, where, what)
    if faults:
        return
    for trap in unsettled_traps(pack):
        what = f"{trap.what}: settle it under `doubts` (settles: [{trap.name}])"
        yield fault_at(folder, trap.where, what)


def faults_of_folder(folder: Path, topics: Iterable[str]) -> list[DataError]:
    """Every fault of a pack's folder: of its YAML, of its shape, of its content."""
    try:
        parts = read_parts(folder)
    except DataError as error:
        return [error]
    try:
        pack = Pack.model_validate(parts)
    except ValidationError as error:
        return faults_of(error, parts, folder)
    return list(faults_in(pack, folder, topics))
