"""Reminders in words: for a household in private with masked names, for a village group with figures only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.model import Source
from knowledge.pack import Pack
from knowledge.phrasebook import SOURCE_LOCALE, Phrasebook
from knowledge.reminding.deadlines import Deadline, general_end
from knowledge.reminding.due import GroupReminder, Owing, Phase, Reminder, Stage
from knowledge.reminding.values import VillageFigures
from knowledge.render import in_script, lines_of, said, source_line
from knowledge.roster.names import masked_name
from knowledge.rules.dates import covered_from

_ONLINE = ("phone", "web")
_OFFLINE = ("cash", "counter", "agent")
_SHOWN_ONLINE = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The phrasebook in one language, with the pack it speaks about."""

    phrases: Phrasebook
    pack: Pack
    locale: str = SOURCE_LOCALE
    office: str | None = None

    def say(self, key: str, **blanks: Any) -> str:
        """A sentence; texts of the pack among its blanks come in the reader's script."""
        scripted = {
            name: in_script(value, self.locale) if isinstance(value, str) else value
            for name, value in blanks.items()
        }
        return self.phrases.say(f"reminder.{key}", self.locale, **scripted)

    def household(self, reminder: Reminder) -> str:
        """The text for a household's own people."""
        return lines_of(
            self._opening(reminder),
            self._owes(reminder),
            *(self._member(one, reminder) for one in reminder.owing),
            self._total(reminder),
            self.say("whole_household") if self.pack.people.whole_household else None,
            *self._ways(reminder),
            self._source(reminder),
            self.say("foot"),
        )

    def group(self, reminder: GroupReminder, figures: VillageFigures) -> str:
        """The text for a village's group: no names, and no household's affairs."""
        late = reminder.stage.phase is Phase.LATE
        return lines_of(
            self._group_opening(reminder, figures.name),
            self._figures(figures),
            None if late else self.say("group_fee", year=self.pack.year, fee=self.pack.fee),
            *([] if late else self.how_to_pay()),
            self.say("group_foot"),
        )

    def stage(self, stage: Stage) -> str:
        """A stage as staff read it."""
        if stage.phase is Phase.BEFORE:
            return self.say("stage_before", days=stage.days) if stage.days else self.say("stage_last")
        return self.say(f"stage_{stage.phase}", days=stage.days)

    def how_to_pay(self) -> Iterator[str]:
        """The notice's ways to pay, those by phone first."""
        labels = {
            kind: [c.label for c in self.pack.channels if c.kind == kind] for kind in _ONLINE + _OFFLINE
        }
        online = "、".join([label for kind in _ONLINE for label in labels[kind]][:_SHOWN_ONLINE])
        # one of each kind: two counters help nobody who needs somebody to do it
        offline = "、".join(labels[kind][0] for kind in _OFFLINE if labels[kind])
        if online:
            yield self.say("how", online=online)
        if offline:
            yield self.say("how_offline" if online else "how_offline_only", offline=offline)

    def _opening(self, reminder: Reminder) -> str:
        ended = max((one.terms.ended_on for one in reminder.owing if one.terms.ended_on), default=None)
        late = self.say("late", ended=ended) if ended else ""
        deadline = reminder.deadline
        named = bool(ended) or (deadline is not None and deadline.day != self.pack.main_window.until)
        return late + (self._countdown(deadline, reminder, named=named) if deadline else "")

    def _countdown(self, deadline: Deadline, reminder: Reminder, *, named: bool) -> str:
        """How long it still goes; what is not the end of the window that everybody means is named."""
        days = (deadline.day - reminder.on).days
        if deadline.own or named:
            key = "own_deadline" if days else "own_last_day"
            return self.say(key, label=deadline.label, days=days, deadline=deadline.day)
        if days:
            return self.say("days_left", days=days, deadline=deadline.day)
        if deadline.until_hour:
            return self.say("last_hour", hour=deadline.until_hour, deadline=deadline.day)
        return self.say("last_day", deadline=deadline.day)

    def _owes(self, reminder: Reminder) -> str:
        key = "owes" if len(reminder.owing) > 1 else "owes_one"
        head = masked_name(reminder.household.head)
        return self.say(key, head=head, count=len(reminder.owing), year=self.pack.year)

    def _member(self, one: Owing, reminder: Reminder) -> str:
        name = masked_name(one.member.name)
        if one.terms.phase is Phase.CLOSED:
            return self.say("member_closed", name=name)
        return self._price(one, name) + self._cover(one, reminder) + self._own_until(one, reminder)

    def _price(self, one: Owing, name: str) -> str:
        if one.terms.amount is None:
            return self.say("member_unknown", name=name, reason=self._reason(one))
        category = one.terms.person.category
        if category is None or category is self.pack.ordinary:
            return self.say("member", name=name, amount=one.terms.amount)
        return self.say("member_category", name=name, amount=one.terms.amount, category=category.key)

    def _reason(self, one: Owing) -> str:
        """Why there is no figure: the first thing that the fee rules remark."""
        remarks = [said(self.phrases, remark, self.locale) for remark in one.terms.line.remarks[:1]]
        return remarks[0] if remarks else self.say("amount_open")

    def _cover(self, one: Owing, reminder: Reminder) -> str:
        """The waiting time, which is what late payment costs."""
        if one.terms.phase is not Phase.LATE or one.terms.entry is None or one.terms.amount is None:
            return ""
        start = covered_from(one.terms.entry, one.terms.person, reminder.on)
        return self.say("covered", day=start.day) if start.day else ""

    def _own_until(self, one: Owing, reminder: Reminder) -> str:
        """Where members' deadlines differ, each has its own."""
        if one.terms.deadline is None or one.terms.deadline == reminder.deadline:
            return ""
        return self.say("own_until", label=one.terms.deadline.label, deadline=one.terms.deadline.day)

    def _total(self, reminder: Reminder) -> str | None:
        payable = [one for one in reminder.owing if one.terms.phase is not Phase.CLOSED]
        if len(payable) < 2 or reminder.total is None:
            return None
        return self.say("total", amount=reminder.total)

    def _ways(self, reminder: Reminder) -> Iterator[str]:
        """How to pay, and whom to ask where the notice leaves somebody without an answer."""
        if any(one.terms.amount is not None for one in reminder.owing):
            if (deadline := reminder.deadline) and deadline.where:
                yield self.say("pay_at", where=deadline.where)
            yield from self.how_to_pay()
        if any(one.terms.amount is None for one in reminder.owing):
            yield self.say("ask", office=self.office or self.pack.offices.residents)

    def _source(self, reminder: Reminder) -> str:
        clauses = [
            one.terms.deadline.clause if one.terms.deadline else self.pack.main_window.clause
            for one in reminder.owing
        ]
        entries = [one.terms.entry.clause for one in reminder.owing if one.terms.entry]
        sources: list[Source] = [self.pack.source(*clauses, *entries)]
        return source_line(self.phrases, sources, self.locale)

    def _group_opening(self, reminder: GroupReminder, village: str) -> str:
        deadline = reminder.deadline
        if reminder.stage.phase is Phase.LATE or deadline is None:
            return self.say("group_late", village=village, ended=general_end(self.pack))
        blanks = {"village": village, "deadline": deadline.day, "label": deadline.label}
        if reminder.stage.days:
            return self.say("group_days_left", days=reminder.stage.days, **blanks)
        if deadline.until_hour:
            return self.say("group_last_hour", hour=deadline.until_hour, **blanks)
        return self.say("group_last_day", **blanks)

    def _figures(self, figures: VillageFigures) -> str | None:
        if figures.target is None:
            return self.say("group_paid", paid=figures.paid) if figures.paid else None
        missing = max(0, figures.target - figures.paid)
        if not missing:
            return self.say("group_done", target=figures.target)
        return self.say("group_figures", target=figures.target, paid=figures.paid, missing=missing)
