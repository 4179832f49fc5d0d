"""A household's status in words: for its own people with masked names, for staff with full ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from knowledge.household.status import HomeStatus, MemberStatus, Standing
from knowledge.pack import Pack
from knowledge.phrasebook import SOURCE_LOCALE, Phrasebook
from knowledge.reminding.deadlines import Deadline
from knowledge.render import in_script, lines_of, said, source_line
from knowledge.roster.names import masked_name
from knowledge.rules.guard import guard

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class HomeWords:
    """The phrasebook in one language, with the pack it speaks about; `masked` for residents, in full for staff."""

    phrases: Phrasebook
    pack: Pack
    locale: str = SOURCE_LOCALE
    masked: bool = True

    def say(self, key: str, **blanks: Any) -> str:
        """A sentence; texts of the pack among its blanks come in the reader's script."""
        scripted = {
            name: in_script(value, self.locale) if isinstance(value, str) else value
            for name, value in blanks.items()
        }
        return self.phrases.say(f"home.{key}", self.locale, **scripted)

    def name(self, name: str) -> str:
        """A person's name as this reader may see it."""
        return masked_name(name) if self.masked else name

    def place(self, area_name: str, group: str | None) -> str:
        """华升社区3组; without a group the village."""
        return self.say("place", area=area_name, group=group) if group else in_script(area_name, self.locale)

    def text(self, home: HomeStatus, head: str, place: str) -> str:
        """Everything about a household on a day: the answer first, then member by member."""
        warning = guard(self.pack, home.on)
        opening = lines_of(
            said(self.phrases, warning, self.locale) if warning else None,
            self.say("head", head=self.name(head), place=place, year=self.pack.year),
            *self._answer(home),
        )
        members = "\n".join(self.member(member, home) for member in home.members)
        return "\n\n".join(part for part in (opening, members, lines_of(*self._notes(home))) if part)

    def member(self, member: MemberStatus, home: HomeStatus) -> str:
        """A member's line: ❌ 李*（低保）　没交，要交160元."""
        key = f"member_{member.standing}"
        if member.standing is Standing.EARLY and member.amount is None:
            key = "member_early_open"
        line = self.say(key, who=self._who(member), **_figures(member))
        return (
            line + self._paid_on(member) + self._over(member) + self._refund(member) + self._own(member, home)
        )

    def standing(self, member: MemberStatus) -> str:
        """没交，要交160元: where a member stands, without the name."""
        return self.say(f"standing_{member.standing}", **_figures(member)) + self._paid_on(member)

    def _answer(self, home: HomeStatus) -> Iterator[str]:
        if not home.members:
            yield self.say("nobody")
        elif home.is_settled:
            yield self.say("all_paid")
        yield from self._owed(home)
        if home.ended_on:
            yield self.say("late", ended=home.ended_on)
        if home.deadline:
            yield self._countdown(home.deadline, home)

    def _owed(self, home: HomeStatus) -> Iterator[str]:
        count, total, open_count = len(home.must_pay), home.total, home.open_count
        if closed := sum(member.standing is Standing.CLOSED for member in home.members):
            yield self.say("closed", count=closed)
        if not count:
            return
        if not open_count:
            yield self.say("owes", count=count, total=total)
        elif total:
            yield self.say("owes_part", count=count, total=total, open=open_count)
        else:
            yield self.say("owes_open", count=count)

    def _countdown(self, deadline: Deadline, home: HomeStatus) -> str:
        days = (deadline.day - home.on).days
        if deadline.own or deadline.day != self.pack.main_window.until:
            key = "own_deadline" if days else "own_last_day"
            return self.say(key, label=deadline.label, deadline=deadline.day, days=days)
        if days:
            return self.say("deadline", deadline=deadline.day, days=days)
        if deadline.until_hour:
            return self.say("last_hour", hour=deadline.until_hour, deadline=deadline.day)
        return self.say("last_day", deadline=deadline.day)

    def _who(self, member: MemberStatus) -> str:
        name = self.name(member.member.name)
        category = member.line.category if member.line else None
        if category is None or category is self.pack.ordinary:
            return name
        return self.say("who", name=name, category=category.key)

    def _paid_on(self, member: MemberStatus) -> str:
        paid_on = member.member.paid_on
        if member.standing is not Standing.PAID or paid_on is None:
            return ""
        return self.say("paid_on", month=paid_on.month, day=paid_on.day)

    def _over(self, member: MemberStatus) -> str:
        return self.say("over", amount=member.amount, over=member.over) if member.over else ""

    def _refund(self, member: MemberStatus) -> str:
        if member.line is None or member.standing in (Standing.FREE, Standing.CLOSED, Standing.OPEN):
            return self._reason(member) if member.standing is Standing.OPEN else ""
        refund = member.line.refund
        if refund is None:
            return self.say("refund_open") if member.amount is not None else ""
        return self.say("refund", refund=refund) if refund else ""

    def _reason(self, member: MemberStatus) -> str:
        """Why there is no figure: the first thing that the fee rules remark."""
        assert member.line is not None, "who has to pay has a line"
        remarks = [said(self.phrases, remark, self.locale) for remark in member.line.remarks[:1]]
        return self.say("reason", reason=remarks[0]) if remarks else ""

    def _own(self, member: MemberStatus, home: HomeStatus) -> str:
        """Where members' deadlines differ, each has its own."""
        if member.deadline is None or member.deadline == home.deadline:
            return ""
        return self.say("own_until", label=member.deadline.label, deadline=member.deadline.day)

    def _notes(self, home: HomeStatus) -> Iterator[str]:
        unity = home.unity
        if unity.required and unity.held_up and home.must_pay:
            yield self.say("whole_household", count=unity.held_up)
        if home.deadline and home.deadline.where:
            yield self.say("pay_at", where=home.deadline.where)
        if self.masked and any(member.over for member in home.members):
            yield self.say("over_note")
        if self.masked and home.must_pay:
            yield self.say("just_paid")
        if clauses := tuple(self._clauses(home)):
            yield source_line(self.phrases, (self.pack.source(*clauses),), self.locale)

    def _clauses(self, home: HomeStatus) -> Iterator[str]:
        for member in home.members:
            if member.line and (member.standing is not Standing.PAID or member.over):
                yield from member.line.clauses
        if home.deadline:
            yield home.deadline.clause
        if home.unity.required and home.unity.clause and home.must_pay:
            yield home.unity.clause


def _figures(member: MemberStatus) -> dict[str, Decimal | None]:
    return {"paid": member.member.paid, "amount": member.amount, "due": member.due}
