"""Telling a case through the chat, step by step, as the catalogue and the pack have it.

    teller = Teller(town, resident, "wrong_county")
    await teller.begins()                       # /case, then the kind
    for step in teller.steps(): await teller.takes(step)
    number = await teller.confirms()            # 1010

What the person hears on the way is checked: every step's own question.
"""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.playground.world import CallbackQuery
from knowledge.cases.case_numbers import case_id_of
from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.draft import Awaiting, Draft, Step, steps_of
from knowledge.pack import Pack
from storage import cases, tables
from storage.cases import Case
from tests.support.people import WITHIN, Heard, Person, Place, Toast
from tests.support.running import Town

TUESDAY = datetime(2021, 11, 23, 9)  # no day of the pack's calendar: nothing else is sent
VILLAGE = "华升社区"
ANSWERS = {
    "who": "张三",
    "baby": "张小宝",
    "paid_to": "邵阳县",
    "right": "张珊，珊瑚的珊",
    "paid_on": "昨天",
    "born_on": "前天",
    "where": "三组，小学旁边",
    "what": "想请人看一下",
}


class Teller:
    """A person who tells a problem of a kind."""

    def __init__(self, town: Town, person: Person, kind: str, village: str = VILLAGE) -> None:
        self.town = town
        self.person = person
        self.kind = kind
        self.village = village
        self.heard: Heard | None = None

    @property
    def pack(self) -> Pack:
        """The pack of the running bot."""
        return self.town.bot.house.pack

    def say(self, key: str, **blanks: Any) -> str:
        """A sentence of the bot."""
        return self.town.bot.house.library.phrases.say(key, **blanks)

    def steps(self) -> list[Step]:
        """The steps after the kind, the summary apart."""
        fixed = len(self.pack.reporting_areas) == 1
        draft = Draft(kind=self.kind, fixed_kind=True, fixed_village=fixed)
        return steps_of(draft, load_catalogue(), self.pack.cases)[:-1]

    async def begins(self) -> Heard:
        """/case and the kind; hears the first question."""
        await self.person.says("/case")
        self.heard = await self.person.hears()
        if self.say("case.own.list") in self.heard.text:
            self.heard = await self.person.hears()
        assert self.say("case.pick") in self.heard.text, self.heard.text
        await self.person.presses(self.say(f"case.kind.{self.kind}"))
        return await self.hears_question(self.steps()[0])

    async def hears_question(self, step: Step) -> Heard:
        """The next message asks this step."""
        self.heard = await self.person.hears(self.question(step))
        return self.heard

    def question(self, step: Step) -> str:
        """What a step asks."""
        if step.awaiting is Awaiting.PAPER:
            papers = self.pack.cases.kinds[self.kind].papers
            return next(paper.label for paper in papers if paper.id == step.name)
        if step.awaiting is Awaiting.SUMMARY:
            return self.say("case.summary")
        return self.say(f"case.ask.{step.name or step.awaiting}")

    async def takes(self, step: Step) -> Heard:
        """Answers a step and hears the next question."""
        steps = [*self.steps(), Step(Awaiting.SUMMARY)]
        await self.answers(step)
        return await self.hears_question(steps[steps.index(step) + 1])

    async def answers(self, step: Step) -> None:
        """Answers a step."""
        if step.awaiting is Awaiting.VILLAGE:
            await self.person.presses(self.village)
        elif step.awaiting is Awaiting.PAPER:
            await self.person.sends_photo()
            await self.person.hears(self.say("case.ask.paper_more"))
            await self.person.presses(self.say("case.paper_done"))
        elif load_catalogue().questions[step.name].expects == "choice":
            assert self.heard is not None
            await self.person.presses(self.heard.labels[0])
        else:
            await self.person.says(ANSWERS[step.name])

    async def tells_all(self) -> None:
        """Everything up to the summary."""
        await self.begins()
        for step in self.steps():
            await self.takes(step)

    async def confirms(self) -> str:
        """Hands it in; the case's number."""
        await self.person.presses(self.say("case.confirm"))
        done = await self.person.hears("交上去了")
        return number_in(done)


def number_in(heard: Heard) -> str:
    """The number at the head of a message about a case."""
    found = re.match(r"【(\d+)】", heard.text)
    assert found, f"no case number in {heard.text!r}"
    return found[1]


async def opened(town: Town, person: Person, kind: str = "wrong_county", village: str = VILLAGE) -> str:
    """A case that was just handed in; its number."""
    teller = Teller(town, person, kind, village)
    await teller.tells_all()
    return await teller.confirms()


async def the_case(town: Town, number: str) -> Case:
    """The case as the database has it."""
    case_id = case_id_of(number)
    assert case_id is not None
    async with town.bot.database.reading() as connection:
        case = await cases.find_case(connection, case_id)
    assert case is not None
    return case


async def nothing_waits(town: Town) -> None:
    """Every message that was decided arrives."""
    async with asyncio.timeout(WITHIN):
        while await _is_something_due(town):
            await asyncio.sleep(0.02)


async def _is_something_due(town: Town) -> bool:
    async with town.bot.database.reading() as connection:
        states = (tables.outbox.c.state.in_(["waiting", "sending"])) & (
            tables.outbox.c.due_at <= town.bot.clock()
        )
        return (await connection.execute(select(tables.outbox.c.id).where(states))).first() is not None


async def replays(person: Person, place: Place, data: str) -> Toast:
    """Presses a button that the app does not show (any more): forwarded, old, or another's."""
    world = person.api.playground.world
    message = next(message for message in reversed(place.history) if message["from"]["id"] == world.bot.id)
    number = str(world.next_id("query", 4_000_000_000_000_001))
    world.queries[number] = CallbackQuery(number, person.user, place.chat, world.clock())
    query = {
        "id": number,
        "from": person.user.as_json(),
        "message": message,
        "chat_instance": "1",
        "data": data,
    }
    world.updates.add("callback_query", query)
    return await person.api.answer_to(number, person.name, WITHIN)
