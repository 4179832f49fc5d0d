"""`canbao reminders`: what would go out on a day, as things stand now."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import typer

from bot.jsonl import dumps
from bot.offline import JsonOption, OnOption, chosen_day, existing_database
from bot.settings import Settings, read_settings
from handlers.due_reminders import Office
from handlers.reminder_views import Preview, next_day, preview
from knowledge.library import load_library
from knowledge.reminding.due import Reminder
from knowledge.reminding.wording import Words
from knowledge.roster.names import masked_name
from storage.database import open_database

app = typer.Typer(add_completion=False)

_SHOWN = 3


async def _preview(settings: Settings, office: Office, on: date) -> Preview:
    database = await open_database(existing_database(settings.database))
    try:
        async with database.reading() as connection:
            return await preview(connection, office, on)
    finally:
        await database.close()


def _row(reminder: Reminder) -> dict[str, Any]:
    """A household's reminder without names."""
    deadline = reminder.deadline
    return {
        "household": reminder.household.id,
        "village": reminder.household.area_id,
        "stage": reminder.stage.code,
        "owing": len(reminder.owing),
        "total": None if reminder.total is None else f"{reminder.total:.2f}",
        "deadline": deadline.day.isoformat() if deadline else None,
    }


def _as_json(shown: Preview) -> dict[str, Any]:
    group = shown.group_reminder
    return {
        "on": shown.day.isoformat(),
        "households": [_row(reminder) for reminder in shown.reminders],
        "messages": shown.messages,
        "groups": shown.groups,
        "group_stage": group.stage.code if group and shown.groups else None,
        "group_text": shown.group_example,
        "to_call": shown.without_app,
    }


def _printed(shown: Preview, office: Office) -> str:
    """The preview for people: counts, the first few households, one group's text."""
    words = office.words(None)
    lines = [f"{shown.day.isoformat()}  {office.pack.place}"]
    for stage, number in sorted(shown.stages.items(), key=lambda item: item[0].urgency):
        lines.append(f"  {words.stage(stage)}：{number}户")
    lines.append(f"私聊：{shown.households}户，{shown.messages}条")
    lines += [f"  {_line(reminder, words)}" for reminder in shown.reminders[:_SHOWN]]
    if shown.households > _SHOWN:
        lines.append(f"  ……还有{shown.households - _SHOWN}户")
    if shown.group_reminder is not None:
        lines.append(f"村群：{shown.groups}个（{words.stage(shown.group_reminder.stage)}）")
    if shown.group_example:
        lines += [f"  {line}" for line in shown.group_example.splitlines()]
    lines.append(f"没绑定手机、要打电话的：{shown.without_app}户")
    if upcoming := next_day(office, shown.day):
        lines.append(f"下一个到期的日子：{upcoming.isoformat()}")
    return "\n".join(lines)


def _line(reminder: Reminder, words: Words) -> str:
    head = masked_name(reminder.household.head)
    total = "算不出来" if reminder.total is None else f"{reminder.total:.2f}元"
    return f"{reminder.household.area_id} {head}家：{len(reminder.owing)}人，{total}（{words.stage(reminder.stage)}）"


@app.command()
def reminders(on: OnOption = None, as_json: JsonOption = False) -> None:
    """Preview the reminders of a day; nothing is sent."""
    settings = read_settings()
    library = load_library()
    office = Office(library.phrases, library.pack(settings.pack), settings.plan, settings.contact)
    shown = asyncio.run(_preview(settings, office, chosen_day(on)))
    typer.echo(dumps(_as_json(shown)) if as_json else _printed(shown, office))
