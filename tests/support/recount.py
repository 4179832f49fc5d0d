"""What a season's raw messages add up to, worked out a second time: own reading, own rules, plain integers.

Shares no code with the bot. A village is a list of statements in the order in which they took their place; each
edit, correction and undo is carried out on the list itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tests.support.season import DIGITS, Event

Statement = dict[str, Any]
_DATE = re.compile(r"(\d+)月(\d+)号")
_NUMBERS = {**{digit: value for value, digit in enumerate(DIGITS)}, "十": 10}


def read(event: Event) -> Statement:
    """The figures of a message: persons, households, yuan, banked, for which day, running or correcting."""
    text = event.text
    said = _DATE.search(text)
    day = event.sent_on
    if said:
        day = date(event.sent_on.year, int(said[1]), int(said[2]))
    elif text.startswith("昨天"):
        day -= timedelta(days=1)
    return {
        "message": event.message,
        "day": day,
        "persons": _persons(text),
        "households": _figure(r"(\d+)户", text),
        "yuan": _yuan(text),
        "banked": _figure(r"存了(\d+)元", text),
        "running": "累计" in text,
        "corrects": "更正" in text,
    }


def _figure(pattern: str, text: str) -> int | None:
    found = re.search(pattern, text)
    return int(found[1]) if found else None


def _persons(text: str) -> int | None:
    if "没有收到" in text:
        return 0
    spoken = re.search(r"收了([零一二三四五六七八九十])个人", text)
    if spoken:
        return _NUMBERS[spoken[1]]
    return _figure(r"(\d+)人", text)


def _yuan(text: str) -> int | None:
    return _figure(r"(\d+)元", re.sub(r"存了\d+元", "", text))


class Recount:
    """`dropped` are the messages and edits (by place in the log) that a clerk answered with 取消."""

    def __init__(self) -> None:
        self._villages: dict[str, list[Statement]] = {}
        self._before: dict[int, list[Statement]] = {}
        self._last_read: dict[int, Statement] = {}
        self._history: dict[int, list[Statement]] = {}

    def apply(self, event: Event, *, dropped: bool) -> None:
        """One more event of the log."""
        if event.kind == "undo":
            self._undo(event)
        elif event.kind == "say" and event.message not in self._last_read:
            self._state(event, dropped, edited=False)
        elif event.kind == "edit" and read(event) != self._last_read.get(event.message):
            self._state(event, dropped, edited=True)

    def _state(self, event: Event, dropped: bool, *, edited: bool) -> None:
        statement = read(event)
        self._last_read[event.message] = statement
        if dropped:
            return
        village = self._villages.setdefault(event.village, [])
        self._before = {event.message: list(village)}  # statements are replaced, never changed
        if edited and self._history.get(event.message):
            self._replace(village, statement)
        else:
            self._place(village, statement)
        self._history.setdefault(event.message, []).append(statement)

    def _undo(self, event: Event) -> None:
        """The village is again what it was before the message's last booking (nothing came in between)."""
        if event.message in self._before:
            self._villages[event.village] = self._before.pop(event.message)
            self._history[event.message].pop()

    def _place(self, village: list[Statement], new: Statement) -> None:
        if not new["corrects"]:
            village.append(dict(new))
            return
        old = [
            one
            for one in village
            if one["day"] == new["day"] and one["running"] == new["running"] and not _only_banked(one)
        ]
        if not old:
            village.append(dict(new))
            return
        merged = _carried_over(new, old)
        village[village.index(old[0])] = merged
        for one in old[1:]:
            village.remove(one)

    def _replace(self, village: list[Statement], new: Statement) -> None:
        """An edit: in the place of the message's own statement, else as the newest word on its day."""
        own = [one for one in village if one["message"] == new["message"]]
        fitting = [one for one in own if _sort(one) == _sort(new)]
        same_day = [one for one in fitting if one["day"] == new["day"]]
        for one in own:
            if one not in (same_day or fitting)[:1]:
                village.remove(one)
        if fitting:
            place = (same_day or fitting)[0]
            merged = _carried_over(new, [place]) if new["corrects"] else dict(new)
            village[village.index(place)] = merged
        elif not own and self._was_corrected(new):
            self._place(village, {**new, "corrects": True})
        else:
            self._place(village, new)

    def _was_corrected(self, new: Statement) -> bool:
        said_before = self._history[new["message"]]
        return any((one["day"], _sort(one)) == (new["day"], _sort(new)) for one in said_before)

    def totals(self, village: str) -> tuple[int, int, int, int]:
        """Persons, households, yuan and banked yuan of a village at the end."""
        total = [0, 0, 0, 0]
        statements = self._villages.get(village, [])
        order = sorted(range(len(statements)), key=lambda place: (statements[place]["day"], place))
        for place in order:
            one = statements[place]
            for index, measure in enumerate(("persons", "households", "yuan")):
                if one[measure] is not None:
                    total[index] = one[measure] if one["running"] else total[index] + one[measure]
            total[3] += one["banked"] or 0
        return total[0], total[1], total[2], total[3]


def _only_banked(one: Statement) -> bool:
    return one["banked"] is not None and one["persons"] is None and one["yuan"] is None


def _sort(one: Statement) -> str:
    return "banked" if _only_banked(one) else "running" if one["running"] else "day"


def _carried_over(new: Statement, old: Iterable[Statement]) -> Statement:
    """What a correction does not name stays; other people leave their yuan open."""
    before = {
        measure: _sum(one[measure] for one in old) for measure in ("persons", "households", "yuan", "banked")
    }
    merged = dict(new)
    for measure in ("persons", "households", "banked"):
        if merged[measure] is None:
            merged[measure] = before[measure]
    if merged["yuan"] is None and new["persons"] in (None, before["persons"]):
        merged["yuan"] = before["yuan"]
    return merged


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
