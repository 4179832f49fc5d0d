"""What the village of the matrix holds: households, codes, payments, reports, cases, talks; see matrix.py."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from handlers import booking
from handlers.households.card import _stamp
from knowledge.broadcasting.draft import Draft as BroadcastDraft
from knowledge.broadcasting.model import Audience, Content, ContentKind, State, Who
from knowledge.cases.case_numbers import number_of
from knowledge.cases.draft import Draft, as_json
from knowledge.cases.states import CaseState
from knowledge.model import TallyEntry
from knowledge.standing.model import Origin
from storage import (
    binding_requests,
    bindings,
    broadcasts,
    cases,
    dialogues,
    payments,
    readings,
    receipts,
    staff,
)
from storage.broadcasts import Order
from storage.cases import NewCase
from storage.database import Connection
from storage.readings import Asks
from storage.receipts import Event, Receipt
from tests.support.homes import Home, Homes

if TYPE_CHECKING:
    from tests.support.matrix import Stage

VILLAGE, OTHER_VILLAGE = "华升社区", "金石社区"
DEBT_DAY = date(2021, 11, 3)
# nobody else is called so, in full and as residents see it; the last is the head of a household without a phone
NAMES = ("欧阳试一", "欧阳试二", "欧阳试三", "诸葛试一")
MASKED_NAMES = ("欧**一", "欧**二", "欧**三", "诸**一")
# every kind of talk: whose it is in the matrix, and what it waits for
TALKS = {
    "case": ("resident", "kind"),
    "case_reply": ("resident", "told"),
    "case_write": ("clerk", "ask"),
    "case_batch": ("township", "pick"),
    "case_offer": ("resident", "offered"),
    "bind_ask": ("resident", "head"),
    "list_import": ("township", "looked"),
    "broadcast": ("township", "who"),
    "call_contact": ("clerk", "name"),
    "verify": ("resident", "person"),
    "gaps": ("township", "choosing"),
}


async def settle(stage: Stage) -> tuple[Home, Home]:
    """The resident's household and one that no message reaches; a neighbour has one, too."""
    homes = Homes(stage.town.bot.database)
    members = [(NAMES[0], "ordinary"), (NAMES[1], "minimum_living"), (NAMES[2], "ordinary")]
    home = await homes.add(VILLAGE, NAMES[0], members, users=[stage.people["resident"].id], group="3")
    unreached = await homes.add(VILLAGE, NAMES[3], [(NAMES[3], "ordinary")], group="4")
    neighbour = stage.people["neighbour"].id
    await homes.add(VILLAGE, "司马邻一", [("司马邻一", "ordinary")], users=[neighbour], group="4")
    return home, unreached


async def join(connection: Connection, stage: Stage) -> None:
    """The staff are staff again."""
    for role, area in (("clerk", VILLAGE), ("other_clerk", OTHER_VILLAGE), ("township", staff.TOWNSHIP)):
        token = await staff.add_invitation(connection, area, 1, stage.town.bot.clock())
        await staff.use_invitation(connection, token, stage.people[role].id, stage.town.bot.clock())


async def furnish(connection: Connection, stage: Stage) -> dict[str, object]:
    """What buttons are about; their ids."""
    bot, people = stage.town.bot, stage.people
    pack, now = bot.house.pack, bot.clock()
    home, clerk = stage.home, people["clerk"].id
    areas = [area.id for area in pack.reporting_areas]
    codes = await bindings.add_codes(connection, bot.house.keys, [home.id], clerk, now)
    payment = await payments.record_payment(
        connection, home.persons[0], pack.year, Decimal(320), DEBT_DAY, "现金", clerk, now
    )
    request = await binding_requests.add_request(
        connection, people["stranger"].id, areas[0], NAMES[0], "我是他表弟", now
    )
    bound = await bindings.list_bindings(connection, household_ids=[home.id])
    token = await staff.add_invitation(connection, areas[5], people["township"].id, now)
    return {
        "home": home.id,
        "unreached": stage.unreached.id,
        "deadline": pack.staff.deadlines[0].id,
        "person": home.persons[1],
        "payment": payment,
        "request": request,
        "code": codes[home.id],
        "head": NAMES[0],
        "stamp": _stamp(bound[0]),
        "area": areas.index(areas[0]),
        "area_id": areas[0],
        "token": token,
        "village": VILLAGE,
        **await _furnish_desk(connection, stage, now),
    }


async def _furnish_desk(connection: Connection, stage: Stage, now: datetime) -> dict[str, object]:
    """Reports, cases, receipts of the village's clerk and resident."""
    bot, people = stage.town.bot, stage.people
    pack, clerk = bot.house.pack, people["clerk"].id
    entry = TallyEntry(VILLAGE, now.date(), 38, 12, Decimal(12160))
    reading = await readings.add_reading(
        connection,
        pack.id,
        Origin(clerk, 9001, 0),
        clerk,
        now.date(),
        [entry],
        now,
        ["implausible"],
        (),
        Asks.DOUBT,
    )
    await booking.book(connection, pack, Origin(clerk, 9002, 0), [entry], clerk, now)
    village = pack.reporting_areas[0].id
    case = await cases.add_case(
        connection,
        NewCase(
            pack_id=pack.id,
            kind="wrong_county",
            area_id=village,
            resident_id=people["resident"].id,
            opened_by=people["resident"].id,
            names=(NAMES[0],),
            answers={"who": NAMES[0]},
            due_on=now.date(),
        ),
        now,
    )
    taken = await cases.add_case(
        connection,
        NewCase(
            pack_id=pack.id,
            kind="other",
            area_id=village,
            resident_id=people["resident"].id,
            opened_by=people["resident"].id,
            names=(NAMES[0],),
            answers={"what": NAMES[0]},
            due_on=now.date(),
        ),
        now,
    )
    await cases.record_change(connection, taken.id, state=CaseState.TAKEN, holder_id=clerk)
    lost = Receipt(village, "0012345", Event.LOST, None, now.date(), clerk, now)
    await receipts.add_event(connection, pack.id, lost)
    order = Order(
        pack.id,
        people["township"].id,
        Audience(Who.CLERKS),
        Content(ContentKind.TEXT, "开会"),
        wants_receipt=True,
        state=State.ASKED,
        expected=1,
        starts_at=now,
        looks_first=False,
    )
    broadcast = await broadcasts.add_broadcast(connection, order, now)
    return {
        "reading": reading,
        "case": case.id,
        "number": number_of(case.id),
        "taken": taken.id,
        "origin": f"{clerk}:9002:0",
        "receipt": "0:0012345",
        "broadcast": broadcast.id,
    }


async def furnish_talks(connection: Connection, stage: Stage, now: datetime) -> dict[str, object]:
    """An open talk of each kind, its owner's."""
    found: dict[str, object] = {}
    drafts = {"case": {"draft": as_json(Draft())}, "broadcast": BroadcastDraft().as_json()}
    for kind, (owner, state) in TALKS.items():
        user_id = stage.people[owner].id
        data = drafts.get(
            kind,
            {
                "name": "x.xlsx",
                "file_id": "none",
                "kind": "roster",
                "case": stage.blanks["taken"],
                "files": [],
            },
        )
        dialogue = await dialogues.begin(connection, user_id, user_id, kind, state, data, now)
        found[f"talk_{kind}"] = dialogue.id
    return found
