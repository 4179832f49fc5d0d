"""From what the rules decided to text: remarks through the phrasebook, pack texts through opencc."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.model import Source
from knowledge.phrasebook import Phrasebook
from knowledge.rules.person import Remark
from knowledge.text import traditional


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed result: its lines, the first the short answer, and where its facts stand.

    `complete` where nothing of the topic's general text has to follow; `settled` is False where a part of it
    stayed open.
    """

    lines: tuple[str, ...]
    clauses: tuple[str, ...]
    complete: bool = False
    settled: bool = True


def said(phrases: Phrasebook, remark: Remark, locale: str) -> str:
    """A remark as a sentence in the reader's language."""
    return phrases.say(remark.key, locale, **remark.blanks)


def in_script(text: str, locale: str) -> str:
    """A pack's Chinese text in the reader's script; for other languages as it is."""
    return traditional(text) if locale == "zh_Hant" else text


def lines_of(*parts: str | None) -> str:
    """Parts one below the other, without empty ones."""
    return "\n".join(part.strip("\n") for part in parts if part)


def source_line(phrases: Phrasebook, sources: Iterable[Source], locale: str) -> str:
    """依据：… with every source."""
    return "\n".join(
        phrases.say("answer.source", locale, document=in_script(s.document, locale), clause=s.clause)
        for s in sources
    )
