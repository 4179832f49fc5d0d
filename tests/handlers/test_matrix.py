"""Every command and every button, by everybody, in every kind of chat: nobody sees or changes what is not theirs.

The rows are in matrix.yaml. What a row does not grant must neither change anything nor name anybody, wherever the
words are said and wherever the button hangs: forwarded, replayed, forged.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telegram.ext import CallbackQueryHandler, CommandHandler

import handlers
from handlers import broadcast, cases, households
from knowledge.yaml_files import read_yaml
from tests.support.matrix import CHATS, ROLES, Deed, Stage, staged
from tests.support.matrix_village import TALKS

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROWS: list[dict[str, Any]] = read_yaml(Path(__file__).with_name("matrix.yaml"))
STAFF = {"clerk", "other_clerk", "township"}
GRANTS = ("changes", "names", "masked", "looks")
Cell = tuple[str, str]  # chat and role


def cells(granted: list[str]) -> set[Cell]:
    """`clerk` is the clerk in private; `anywhere/clerk`, `staff_group/everyone` are what they say."""
    found: set[Cell] = set()
    for one in granted:
        where, _, who = one.rpartition("/")
        chats = CHATS if where == "anywhere" else (where or "private",)
        found |= set(product(chats, ROLES if who == "everyone" else (who,)))
    return found


def grants(row: dict[str, Any]) -> dict[str, set[Cell]]:
    """Who changes something, sees full names, masked names, and is in the audit log for it: staff who see names."""
    found = {grant: cells(row.get(grant, [])) for grant in GRANTS}
    if "looks" not in row:
        found["looks"] = {cell for cell in found["names"] if cell[1] in STAFF}
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with staged(tmp_path_factory.mktemp("matrix")) as there:
        yield there


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.get("say") or row["press"]))
async def test_row(stage: Stage, row: dict[str, Any]) -> None:
    deed, granted = Deed(row.get("say"), row.get("press")), grants(row)
    talks = deed.is_about_talk
    await stage.set_up(talks=talks)
    for chat in CHATS:
        acting = [role for role in ROLES if any((chat, role) in there for there in granted.values())]
        await nothing_happens(stage, deed, chat, [role for role in ROLES if role not in acting])
        for role in acting:  # what changes nothing leaves the stage as it is for the first of them
            await just_what_is_granted(stage, deed, (chat, role), granted)
            await stage.set_up(talks=talks)


async def nothing_happens(stage: Stage, deed: Deed, chat: str, roles: list[str]) -> None:
    """All at once: a change or a name is nobody's."""
    before = stage.state(talks=deed.is_about_talk)
    for role, shown in (await stage.does(deed, chat, *roles)).items():
        assert not shown.full_names, f"{role} in {chat} sees names: {shown.text}"
        assert not shown.masked_names, f"{role} in {chat} sees masked names: {shown.text}"
        assert "出了点毛病" not in shown.text, f"{role} in {chat}: {shown.text}"
    assert changed(before, stage.state(talks=deed.is_about_talk)) == [], f"{roles} in {chat} change something"


async def just_what_is_granted(stage: Stage, deed: Deed, cell: Cell, granted: dict[str, set[Cell]]) -> None:
    """Each alone; what is granted is there, so that no row passes because nothing works."""
    chat, role = cell
    before, looks = stage.state(talks=deed.is_about_talk), stage.looks(role)
    shown = (await stage.does(deed, chat, role))[role]
    tables = changed(before, stage.state(talks=deed.is_about_talk))
    found = {
        "changes": bool(tables),
        "names": shown.full_names,
        "masked": shown.masked_names,
        "looks": stage.looks(role) > looks,
    }
    assert found == {grant: cell in granted[grant] for grant in GRANTS}, f"{cell}: {tables}, {shown.text}"
    assert not shown.tells_a_group, f"{cell}: {shown.openly}"
    assert "出了点毛病" not in shown.text, f"{cell}: {shown.text}"


def changed(before: dict[str, int], after: dict[str, int]) -> list[str]:
    return [table for table in before if before[table] != after[table]]


async def test_every_command_and_button_has_a_row() -> None:
    """Whatever the routing table knows."""
    known = [handler for group in handlers.routes().values() for handler in group]
    commands = {name for one in known if isinstance(one, CommandHandler) for name in one.commands}
    said = {row["say"].split()[0].removeprefix("/") for row in ROWS if row.get("say", "").startswith("/")}
    assert commands - said == set()
    patterns = [one.pattern for one in known if isinstance(one, CallbackQueryHandler)]
    pressed = [row["press"] for row in ROWS if "press" in row]
    for pattern in patterns:
        assert any(pattern.match(data) for data in pressed), f"no row for {pattern.pattern}"  # type: ignore[union-attr]


async def test_every_talk_has_a_row() -> None:
    pressed = {
        row["press"].split(":")[1].strip("{}") for row in ROWS if row.get("press", "").startswith("t:")
    }
    assert pressed == {f"talk_{kind}" for kind in TALKS}
    assert {talk.kind for talk in (*cases.TALKS, *households.TALKS, *broadcast.TALKS)} <= TALKS.keys()
