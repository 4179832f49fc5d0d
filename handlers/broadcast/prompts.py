"""What the bot asks while a broadcast is being made, and the buttons under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from handlers.broadcast.recipients import audience_words, count_words
from handlers.context import House
from handlers.talks import Rows, button
from knowledge.broadcasting.caution import first_slice, minutes_for, needs_second_person
from knowledge.broadcasting.draft import Awaiting, Draft
from knowledge.broadcasting.model import Who
from knowledge.broadcasting.templates import templates_for
from storage.dialogues import Dialogue

_ROW = 3
# more villages than this do not fit into a keyboard: their names are typed
_MOST_BUTTONS = 60
_OFFERED = (Who.GROUPS, Who.RESIDENTS, Who.UNPAID, Who.CLERKS, Who.SILENT_CLERKS)
NOW = "now"


@dataclass(frozen=True, slots=True)
class Prompts:
    """The questions of the talk for one author."""

    house: House
    locale: str
    dialogue: Dialogue

    def say(self, key: str, **blanks: object) -> str:
        """A sentence about broadcasts."""
        return self.house.library.phrases.say(f"broadcast.{key}", self.locale, **blanks)

    def ask(self, draft: Draft, step: Awaiting, count: int = 0) -> tuple[str, Rows]:
        """The question of a step and its buttons; `count` recipients for the last one."""
        match step:
            case Awaiting.WHO:
                return self.say("ask_who"), self._who()
            case Awaiting.AREAS:
                return self._areas_text(), self.areas(draft)
            case Awaiting.CONTENT:
                return self._content_text(draft, count), self._templates(draft)
            case Awaiting.TIME:
                return self.say("ask_time"), self._times()
            case Awaiting.CHECK:
                return self.check_text(draft, count), self._check(draft, count)

    def _button(self, key: str, action: str, value: str | int = "", **blanks: object) -> tuple[str, str]:
        return button(self.dialogue, self.say(key, **blanks), action, value)

    def _cancel(self) -> list[tuple[str, str]]:
        return [self._button("cancel", "cancel")]

    def _who(self) -> Rows:
        rows = [[self._button(f"who.{who}", "who", who)] for who in _OFFERED]
        return [*rows, [self._button("history", "history")], self._cancel()]

    @property
    def _are_few_areas(self) -> bool:
        return len(self.house.pack.reporting_areas) <= _MOST_BUTTONS

    def _areas_text(self) -> str:
        return self.say("ask_areas" if self._are_few_areas else "ask_areas_typed")

    def areas(self, draft: Draft) -> Rows:
        """The villages, those that are chosen with a tick."""
        chosen = draft.areas or frozenset()
        buttons = []
        if self._are_few_areas:
            for place, area in enumerate(self.house.pack.reporting_areas):
                label = f"✓{area.name}" if area.id in chosen else area.name
                buttons.append(button(self.dialogue, label, "area", place))
        rows = [buttons[start : start + _ROW] for start in range(0, len(buttons), _ROW)]
        done = [[self._button("areas_done", "areas", "done", count=len(chosen))]] if chosen else []
        return [[self._button("all_areas", "areas", "all")], *rows, *done, self._cancel()]

    def _content_text(self, draft: Draft, count: int) -> str:
        if draft.who is Who.SAME:
            return self.say("ask_correction", number=draft.corrects_id, count=count)
        return self.say("ask_content")

    def _templates(self, draft: Draft) -> Rows:
        assert draft.who is not None
        offered = templates_for(self.house.pack, draft.who)
        buttons = [button(self.dialogue, template.label, "template", template.id) for template in offered]
        return [*(buttons[start : start + 2] for start in range(0, len(buttons), 2)), self._cancel()]

    def _times(self) -> Rows:
        now = self.house.now()
        moments = [
            button(self.dialogue, self.say("at", moment=moment), "time", moment.strftime("%Y-%m-%dT%H%M"))
            for moment in _suggested(now, self.house.plan.quiet.ends)
        ]
        return [[self._button("now", "time", NOW)], moments, self._cancel()]

    def when(self, starts_at: datetime | None) -> str:
        """现在就发, or the moment."""
        if starts_at is None:
            return self.say("now")
        return self.say("at", moment=starts_at.astimezone(self.house.now().tzinfo))

    def check_text(self, draft: Draft, count: int) -> str:
        """Who, how many, when, how long, and what has to happen before."""
        if not count:
            return self.say("check_nobody")
        text = self.say(
            "check",
            audience=audience_words(self.house, draft.audience, self.locale),
            count=count_words(self.house, draft.audience.kind, count, self.locale),
            when=self.when(draft.starts_at),
            minutes=minutes_for(count),
        )
        return "\n".join([text, *self._care(draft.audience.kind, count)])

    def _care(self, kind: Who, count: int) -> Iterator[str]:
        caution = self.house.caution
        if needs_second_person(kind, count, caution):
            yield self.say("check_second")
        if (few := first_slice(count, caution)) is not None:
            yield self.say("check_look", count=few)

    def _check(self, draft: Draft, count: int) -> Rows:
        receipt = "receipt_off" if draft.wants_receipt else "receipt_on"
        changes = [
            self._button("change_time", "change", "time"),
            self._button("change_content", "change", "content"),
        ]
        if draft.who is not Who.SAME:
            changes.append(self._button("change_who", "change", "who"))
        confirm = [[self._button("confirm", "confirm", count)]] if count else []
        return [
            *confirm,
            [self._button("rehearse", "rehearse")],
            [self._button(receipt, "receipt")],
            changes,
            self._cancel(),
        ]


def _suggested(now: datetime, morning: int) -> list[datetime]:
    """This evening and tomorrow morning, as far as they are still to come."""
    tomorrow = now.date() + timedelta(days=1)
    moments = [
        datetime.combine(now.date(), time(18), now.tzinfo),
        datetime.combine(tomorrow, time(morning), now.tzinfo),
        datetime.combine(tomorrow, time(18), now.tzinfo),
    ]
    return [moment for moment in moments if moment > now]
