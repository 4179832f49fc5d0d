"""Words about cases in one reader's language: kinds, villages, days, the pack's steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers.areas import area_of
from handlers.context import House
from knowledge.cases.case_numbers import number_of
from knowledge.cases.catalogue import Question
from knowledge.facts import filled
from knowledge.phrasebook import SOURCE_LOCALE, moment
from knowledge.phrasebook import day as whole_day
from knowledge.render import in_script, source_line
from knowledge.schema.cases import CaseRule, Paper
from storage import chats
from storage.cases import Case
from storage.database import Connection

PIECE = 3500  # characters of a person's words that fit into one message of ours


@dataclass(frozen=True, slots=True)
class Words:
    """The phrasebook and the pack for one reader."""

    house: House
    locale: str = SOURCE_LOCALE

    def say(self, key: str, **blanks: Any) -> str:
        """A sentence of the phrasebook."""
        return self.house.library.phrases.say(key, self.locale, **blanks)

    def of_pack(self, text: str) -> str:
        """A text of the pack with its facts, in the reader's script."""
        return in_script(filled(text, self.house.pack), self.locale)

    def rule(self, kind: str) -> CaseRule:
        """What the pack says on a kind."""
        return self.house.pack.cases.kinds[kind]

    def kind(self, kind: str) -> str:
        """A kind's name."""
        return self.say(f"case.kind.{kind}")

    def area(self, area_id: str | None) -> str:
        """A village's name; what stands for one that nobody said."""
        if not area_id:
            return self.say("case.card.no_area")
        return in_script(area_of(self.house.pack, area_id).name, self.locale)

    def day(self, value: date) -> str:
        """A day of this season: 11月25日."""
        return whole_day(value, self.locale).partition("年")[2] or whole_day(value, self.locale)

    def moment(self, value: datetime) -> str:
        """A moment of this season in the deployment's time zone."""
        return moment(value.astimezone(self.house.now().tzinfo), self.locale)

    def office(self) -> str:
        """Whom to ask."""
        return in_script(self.house.contact or self.house.pack.offices.residents, self.locale)

    def acts(self, kind: str) -> str:
        """Who works on a kind."""
        return in_script(self.rule(kind).acts or self.house.pack.offices.residents, self.locale)

    def counter(self) -> str:
        """Where papers can be brought."""
        return in_script(self.house.pack.cases.counter, self.locale)

    def paper(self, paper: Paper) -> str:
        """A paper's name."""
        return in_script(paper.label, self.locale)

    def paper_named(self, kind: str, paper_id: str) -> str:
        """The name of a kind's paper by its id; "" for an id that it does not have."""
        return next((self.paper(paper) for paper in self.rule(kind).papers if paper.id == paper_id), "")

    def steps(self, kind: str) -> str:
        """The steps of a kind, numbered, with where they stand; general ones where the notice says nothing."""
        rule = self.rule(kind)
        if rule.is_stated:
            lines = [self.of_pack(step) for step in rule.steps]
        else:
            lines = [self.say("case.general_step.1"), self.say("case.general_step.2", office=self.office())]
        numbered = [f"{place}. {line}" for place, line in enumerate(lines, 1)]
        if rule.is_stated:
            source = self.house.pack.source(*rule.clauses)
            numbered.append(source_line(self.house.library.phrases, (source,), self.locale))
        return "\n".join(numbered)

    def options(self, question: Question) -> list[str]:
        """The labels of a choice."""
        pack = self.house.pack
        if question.source == "channels":
            return [in_script(channel.label, self.locale) for channel in pack.channels]
        if question.source == "categories":
            return [
                in_script(category.key, self.locale)
                for category in pack.categories
                if category.subsidy.kind not in ("none", "not_enrolled")
            ]
        return [self.say(f"case.option.{option}") for option in question.options]

    def case(self, key: str, case: Case, **blanks: Any) -> str:
        """A sentence on a case: number, kind and due day are filled in."""
        return self.say(
            key, number=number_of(case.id), kind=self.kind(case.kind), due=self.day(case.due_on), **blanks
        )


async def words_for(connection: Connection, house: House, user_id: int) -> Words:
    """The words for a person who is written to without having just spoken."""
    return Words(house, await chats.find_locale(connection, user_id) or SOURCE_LOCALE)


def pieces(text: str) -> list[str]:
    """A long text in pieces that fit into messages of ours."""
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)] or [""]
