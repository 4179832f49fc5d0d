"""The bot goes down and comes up in the middle: at every step of every conversation, in every state of a case."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest
import pytest_asyncio

from handlers.cases.changes import Actor, Deed, perform
from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.draft import Awaiting, Draft, Step, steps_of
from knowledge.cases.states import CaseEvent, CaseState
from knowledge.library import load_library
from knowledge.yaml_files import read_yaml
from tests.support.cases import Teller, nothing_waits, opened, replays, the_case
from tests.support.people import Person
from tests.support.running import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

PACK = load_library().pack("xiyan-2022")
VILLAGES = cycle([area.name for area in PACK.reporting_areas])
EVERY_STEP = [
    (kind, step.code)
    for kind in load_catalogue().kinds
    for step in steps_of(Draft(kind=kind, fixed_kind=True), load_catalogue(), PACK.cases)
]
TRANSITIONS = read_yaml(Path(__file__).parents[2] / "knowledge" / "cases" / "transitions.yaml")


@pytest_asyncio.fixture(loop_scope="module")
async def resident(shared_town: Town) -> Person:
    return await shared_town.resident("李大妈")


@pytest.fixture
def village() -> str:
    """A village whose clerks are few, though the town is shared by many tests."""
    return next(VILLAGES)


@pytest_asyncio.fixture(loop_scope="module")
async def clerk(shared_town: Town, village: str) -> Person:
    return await shared_town.clerk("专干", village)


@pytest.mark.parametrize(("kind", "code"), EVERY_STEP, ids=lambda part: part)
async def test_at_every_step_of_telling(shared_town: Town, resident: Person, kind: str, code: str) -> None:
    teller = Teller(shared_town, resident, kind)
    await teller.begins()
    for step in teller.steps():
        if step.code == code:
            await shared_town.restarts()
        await teller.takes(step)
    if code == str(Awaiting.SUMMARY):
        await shared_town.restarts()
    case = await the_case(shared_town, await teller.confirms())
    assert case.kind == kind
    assert set(case.answers) == set(load_catalogue().kinds[kind].questions)
    await nothing_waits(shared_town)


async def test_while_the_kind_is_chosen(shared_town: Town, resident: Person) -> None:
    await resident.says("/case")
    await resident.hears("要办哪件事")
    await shared_town.restarts()
    await resident.presses("第一次参保")
    await resident.hears("户口在哪里")


# a case in every state


PATHS: dict[CaseState, tuple[CaseEvent, ...]] = {
    CaseState.NEW: (),
    CaseState.TAKEN: (CaseEvent.TAKE,),
    CaseState.ASKED: (CaseEvent.TAKE, CaseEvent.ASK),
    CaseState.AT_COUNTY: (CaseEvent.TAKE, CaseEvent.HAND_OVER),
    CaseState.SOLVED: (CaseEvent.TAKE, CaseEvent.SOLVE),
    CaseState.REFUSED: (CaseEvent.TAKE, CaseEvent.REFUSE),
    CaseState.WITHDRAWN: (CaseEvent.WITHDRAW,),
}
# what the holder and the resident press, and what they then write
BY_BUTTON = {
    "take": ("cs", "take", None),
    "hand_over": ("cs", "hand_over", None),
    "return": ("cs", "return", None),
    "solve": ("cs", "solve", None),
    "ask": ("cs", "ask", "哪天交的？"),
    "tell": ("cs", "tell", "查到了"),
    "need_paper": ("cs", "need_paper", "户口本"),
    "refuse": ("cs", "refuse", "不符合"),
    "withdraw": ("co", "withdraw_yes", None),
    "reopen": ("co", "reopen", None),
    "rate": ("co", "rate1", None),
}
CLOSED_WITHOUT_HOLDER = {("withdrawn", "reopen"): "new"}
EVERY_EVENT = [
    (state, event, CLOSED_WITHOUT_HOLDER.get((state, event), became))
    for event in BY_BUTTON
    for state, became in TRANSITIONS[event].items()
    # on a closed case the card has no buttons; a reply to it is another test
    if not (event == "tell" and CaseState(state).is_closed)
]


async def brought_to(town: Town, number: str, state: CaseState, clerk: Person, resident: Person) -> int:
    """The case's id, after what leads to the state has happened."""
    case = await the_case(town, number)
    for event in PATHS[state]:
        person = resident if event is CaseEvent.WITHDRAW else clerk
        async with town.bot.database.transaction() as connection:
            done = await perform(
                connection, town.bot.house, case.id, Actor(person.id, person.name), Deed(event, "因为")
            )
            assert done.refused is None
    town.bot.house.wake_delivery()
    return case.id


@pytest.mark.parametrize(("state", "event", "became"), EVERY_EVENT, ids=lambda part: part)
async def test_in_every_state_of_a_case(
    shared_town: Town,
    resident: Person,
    clerk: Person,
    village: str,
    state: str,
    event: str,
    became: str,
) -> None:
    number = await opened(shared_town, resident, "refund", village)
    case_id = await brought_to(shared_town, number, CaseState(state), clerk, resident)
    assert (await the_case(shared_town, number)).state == state
    await shared_town.restarts()
    prefix, action, words = BY_BUTTON[event]
    person = clerk if prefix == "cs" else resident
    await replays(person, person, f"{prefix}:{case_id}:{action}")
    if words:
        await nothing_waits(shared_town)
        await shared_town.restarts()  # while the words are awaited
        clerk.forgets()
        await clerk.says(words)
        await clerk.hears("发给群众了")
    assert (await the_case(shared_town, number)).state == became
    await nothing_waits(shared_town)


async def test_while_the_resident_is_asked(
    shared_town: Town, resident: Person, clerk: Person, village: str
) -> None:
    number = await opened(shared_town, resident, "refund", village)
    await brought_to(shared_town, number, CaseState.ASKED, clerk, resident)
    await resident.hears("接手了")
    await resident.hears("工作人员问您")
    await shared_town.restarts()
    await resident.says("上个礼拜天")
    await resident.hears("告诉工作人员了")
    assert (await the_case(shared_town, number)).state is CaseState.TAKEN


@pytest.mark.parametrize("restart_before", ["names", "confirmation"])
async def test_while_the_countys_list_is_awaited(
    shared_town: Town, resident: Person, restart_before: str
) -> None:
    name = {"names": "欧阳春", "confirmation": "欧阳秋"}[restart_before]
    teller = Teller(shared_town, resident, "first_time")
    await teller.begins()
    await teller.takes(Step(Awaiting.VILLAGE))
    await resident.says(name)
    for _ in range(2):
        await resident.hears("拍张照")
        await resident.presses("没有这个")
    await resident.hears("请看一看")
    number = await teller.confirms()
    officer = shared_town.officer
    officer.forgets()
    await officer.says("/cases 名单")
    await _hears(officer, "贴给我")
    if restart_before == "names":
        await shared_town.restarts()
    await officer.says(name)
    await _hears(officer, "对上了1件")
    if restart_before == "confirmation":
        await shared_town.restarts()
    await officer.presses("确认，通知他们")
    await _hears(officer, "办结1件")
    assert (await the_case(shared_town, number)).state is CaseState.SOLVED


async def _hears(person: Person, words: str) -> None:
    """The officer of a busy town hears other things too."""
    while words not in (await person.hears()).text:
        pass


async def test_while_a_loose_photo_waits(shared_town: Town, resident: Person) -> None:
    await resident.sends_photo()
    await resident.hears("这是要办什么事")
    await shared_town.restarts()
    await resident.presses("办一件新的事")
    await resident.hears("要办哪件事")


@pytest.mark.parametrize("awaited", ["person", "word"])
async def test_while_somebody_is_looked_up(shared_town: Town, resident: Person, awaited: str) -> None:
    await resident.says("/verify")
    await resident.hears("转发给我")
    if awaited == "word":
        await resident.presses("设一个暗号")
        await resident.hears("想用什么暗号")
    await shared_town.restarts()
    if awaited == "word":
        await resident.says("苹果树")
        await resident.hears("（暗号：苹果树）")
        await shared_town.restarts()
        await resident.says("/privacy")
        await resident.hears("（暗号：苹果树）")
    else:
        stranger = await shared_town.resident("外人")
        message = await stranger.says("我是镇里的")
        await resident.forwards(message, stranger)
        await resident.hears("名单上没有这个人")
