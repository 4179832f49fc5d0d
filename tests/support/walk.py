"""A random walk over conversations about cases: everybody says, sends, presses, edits and replies at random.

    walk = Walk(town, seed=7)
    await walk.settles()                 # residents, clerks, a staff group
    await walk.goes(20_000)              # raises AssertionError where somebody is left without an answer
    await walk.rests()                   # everything that was decided has arrived

What may not happen is asked afterwards: `walk.faults()`.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.playground import people
from bot.playground.world import CallbackQuery
from knowledge.cases.states import CaseEvent, CaseState, after
from knowledge.yaml_files import read_yaml
from storage import cases, tables
from storage.cases import Case
from tests.support.cases import nothing_waits
from tests.support.people import WITHIN, Group, Heard, Person, Place
from tests.support.running import Town

WORDS: dict[str, list[str]] = read_yaml(Path(__file__).with_name("walk_words.yaml"))
FIRST_UPDATE = 100_000
RECENT = 12  # buttons of the last messages are pressed more often than old ones


class Walk:
    """The people, and what they do."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self.dice = random.Random(seed)
        self.residents: list[Person] = []
        self.staff: list[Person] = []
        self.group: Group | None = None
        self.pressed: list[str] = []  # button data that was seen once: later pressed by others
        self.done = 0

    async def settles(self) -> None:
        """Three residents, two clerks of a village and one of another, the township, their group."""
        town = self.town
        self.residents = [await town.resident(name) for name in ("李大妈", "王大爷", "张阿姨")]
        for person in self.residents:
            await person.starts()
            await person.hears()
        clerks = [await town.clerk(name, "华升社区") for name in ("华升专干", "华升副专干")]
        clerks.append(await town.clerk("金石专干", "金石社区"))
        self.staff = [*clerks, town.officer]
        self.group = await town.api.group("医保工作群", town.officer, *clerks)
        await self.group.hears()

    async def goes(self, steps: int) -> None:
        """So many steps."""
        kinds = list(self._steps())
        weights = [weight for _, weight in kinds]
        for _ in range(steps):
            step = self.dice.choices(kinds, weights)[0][0]
            await step()
            self.done += 1

    def _steps(self) -> list[tuple[Callable[[], Awaitable[None]], float]]:
        return [
            (self._goes_on, 40),
            (self._resident_says, 8),
            (self._works, 22),
            (self._staff_says, 6),
            (self._presses, 16),
            (self._presses_what_is_not_there, 5),
            (self._sends_files, 8),
            (self._replies, 6),
            (self._edits, 5),
            (self._deletes, 1),
            (self._time_passes, 0.6),
            (self._redelivers, 3),
            (self._restarts, 0.4),
        ]

    # what people do

    async def _goes_on(self) -> None:
        """A resident who wants to get through: presses what leads on, or says what is asked."""
        person = self.dice.choice(self.residents)
        shown = [message for message in person.history[-6:] if any(_inline(message))]
        leading = [
            button["callback_data"]
            for message in shown[-1:]
            for button in people.inline_buttons(message)
            if "callback_data" in button and not any(word in button["text"] for word in WORDS["leads_back"])
        ]
        if not shown:
            await self._and_is_answered(person, person.says("/case"))
        elif leading and self.dice.random() < 0.6:
            await person.presses_data(Heard(shown[-1], person), self.dice.choice(leading))
        else:
            await self._and_is_answered(person, person.says(self.dice.choice(WORDS["answers"])))

    async def _works(self) -> None:
        """Somebody of the staff at one of the cards; where words are asked for, they follow."""
        person = self.dice.choice(self.staff)
        cards = [m for m in person.history if any(data.startswith("cs:") for data in _inline(m))]
        if not cards:
            return
        card = self.dice.choice(cards[-RECENT:])
        person.forgets()
        await person.presses_data(Heard(card, person), self.dice.choice(_inline(card)))
        if self.dice.random() < 0.6:
            await self._and_is_answered(person, person.says(self.dice.choice(WORDS["staff"])))

    async def _resident_says(self) -> None:
        person = self.dice.choice(self.residents)
        text = self.dice.choice(WORDS[self.dice.choice(("answers", "orders", "questions", "commands"))])
        await self._and_is_answered(person, person.says(text))

    async def _staff_says(self) -> None:
        person = self.dice.choice(self.staff)
        text = self.dice.choice(WORDS[self.dice.choice(("staff", "staff_commands", "orders"))])
        if self.dice.random() < 0.1 and self.group is not None:
            await person.says(text, self.group)
        else:
            await self._and_is_answered(person, person.says(text))

    async def _and_is_answered(self, person: Person, said: Awaitable[Any]) -> None:
        """In private nobody is left without an answer."""
        person.forgets()
        number = await said
        try:
            await self.town.api.happens(lambda: person.is_told, WITHIN)
        except TimeoutError:
            last = [(m["from"]["first_name"], m.get("text")) for m in person.history[-5:]]
            raise AssertionError(
                f"step {self.done}: {person.name} hears nothing on {number}: {last}"
            ) from None

    async def _presses(self) -> None:
        person = self.dice.choice([*self.residents, *self.staff])
        place: Place = self.group if self.group and self.dice.random() < 0.1 else person
        shown = [message for message in place.history if any(_inline(message))]
        if not shown:
            return
        recent = self.dice.random() < 0.85
        message = self.dice.choice(shown[-RECENT:] if recent else shown)
        data = self.dice.choice(_inline(message))
        self.pressed = [*self.pressed[-500:], data]
        await person.presses_data(Heard(message, place), data)

    async def _presses_what_is_not_there(self) -> None:
        """Somebody else's button, forwarded or forged."""
        person = self.dice.choice([*self.residents, *self.staff])
        world = person.api.playground.world
        shown = [message for message in person.history if message["from"]["id"] == world.bot.id]
        if not shown or not self.pressed:
            return
        number = str(world.next_id("query", 4_000_000_000_000_001))
        world.queries[number] = CallbackQuery(number, person.user, person.chat, world.clock())
        query = {
            "id": number,
            "from": person.user.as_json(),
            "message": self.dice.choice(shown),
            "chat_instance": "1",
            "data": self.dice.choice(self.pressed),
        }
        world.updates.add("callback_query", query)
        await person.api.answer_to(number, person.name, WITHIN)

    async def _sends_files(self) -> None:
        person = self.dice.choice([*self.residents, *self.residents, *self.staff])
        match self.dice.randrange(4):
            case 0:
                await person.sends_album(self.dice.randint(2, 4))
            case 1:
                await person.sends_document("存根.pdf", b"%PDF-1.4 slip")
            case _:
                await person.sends_photo()
        await self.town.api.settled()

    async def _replies(self) -> None:
        person = self.dice.choice([*self.residents, *self.staff])
        bot = person.api.playground.world.bot.id
        heard = [message for message in person.history if message["from"]["id"] == bot]
        if heard:
            text = self.dice.choice(WORDS["answers"])
            target = self.dice.choice(heard[-30:])["message_id"]
            await self._and_is_answered(person, person.says(text, reply_to=target))

    async def _edits(self) -> None:
        person = self.dice.choice([*self.residents, *self.staff])
        own = [m for m in person.history if m["from"]["id"] == person.id and "text" in m]
        if own:
            number = self.dice.choice(own[-20:])["message_id"]
            await person.edits(number, self.dice.choice(WORDS["answers"]))

    async def _deletes(self) -> None:
        person = self.dice.choice(self.residents)
        own = [m for m in person.history if m["from"]["id"] == person.id]
        if own:
            await person.deletes(self.dice.choice(own[-20:])["message_id"])

    async def _time_passes(self) -> None:
        now = self.town.bot.clock()
        self.town.set_now((now + timedelta(hours=self.dice.choice((1, 3, 8)))).replace(tzinfo=None))
        await self.town.ticks()

    async def _redelivers(self) -> None:
        """A lost confirmation: the bot gets an update again that it has handled."""
        known = self.town.api.playground.world.updates
        known.redeliver(FIRST_UPDATE + known.created - 1 - self.dice.randrange(40))

    async def _restarts(self) -> None:
        await self._notes_failures()
        await self.town.restarts()

    # what may not happen

    async def rests(self) -> None:
        """Every update is handled, every message has gone out."""
        await self.town.api.settled()
        await nothing_waits(self.town)
        await self._notes_failures()

    async def _notes_failures(self) -> None:
        failed = self.town.bot.house.reported_failures
        assert not failed, f"by step {self.done}: {failed}"

    async def faults(self) -> list[str]:
        """Cases in a state that their history does not lead to, and messages that were not delivered."""
        async with self.town.bot.database.reading() as connection:
            listed = await cases.list_cases(connection, self.town.bot.house.pack.id)
            found = [
                fault
                for case in listed
                for fault in _faults_of(case, [e.event for e in await cases.list_events(connection, case.id)])
            ]
            outbox = tables.outbox
            lost = select(outbox.c.key, outbox.c.error).where(outbox.c.state == "failed")
            rows = (await connection.execute(lost)).all()
            # a card that says already what it should say is as good as edited
            found += [f"{key}: {error}" for key, error in rows if "not modified" not in error]
        return found

    async def counts(self) -> dict[CaseState, int]:
        """How many cases there are in each state: a walk that opens none proves nothing."""
        async with self.town.bot.database.reading() as connection:
            listed = await cases.list_cases(connection, self.town.bot.house.pack.id)
        return {state: sum(case.state is state for case in listed) for state in CaseState}


def _inline(message: dict[str, Any]) -> list[str]:
    return [button["callback_data"] for button in people.inline_buttons(message) if "callback_data" in button]


def _faults_of(case: Case, history: list[CaseEvent]) -> list[str]:
    state, held = CaseState.NEW, False
    for event in history:
        if event is CaseEvent.OPEN:
            continue
        became = after(state, event, held=held)
        if became is None:
            return [f"case {case.id}: {event} in state {state}"]
        held = held or event in (CaseEvent.TAKE, CaseEvent.TAKE_OVER)
        state = became
    expected = {
        "state": (case.state, state),
        "holder": (case.holder_id is not None, held),
        "asked": (case.asked_on is not None, state is CaseState.ASKED),
        "closed": (case.closed_at is not None, state.is_closed),
    }
    return [
        f"case {case.id}: {name} {is_}, not {ought}"
        for name, (is_, ought) in expected.items()
        if is_ != ought
    ]
