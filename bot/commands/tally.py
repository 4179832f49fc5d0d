"""`canbao tally`: reads a clerk's message as the bot would."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer

from bot.errors import BadInput
from bot.jsonl import Row, RowError, dumps, work_through
from bot.offline import (
    JsonlOption,
    JsonOption,
    OnOption,
    PackOption,
    chosen_day,
    chosen_pack,
    day_from,
    row_pack,
    today,
)
from knowledge.areas import area_named
from knowledge.library import Library, load_library
from knowledge.model import TallyEntry, TallyReading
from knowledge.pack import Pack
from knowledge.tally.checks import amount_fits, expected_amount
from knowledge.tally.entries import fees_of
from knowledge.tally.terms import paid_categories, read_with_pack

app = typer.Typer(add_completion=False)


def _yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def entry_row(entry: TallyEntry) -> Row:
    """An entry as the contract writes it."""
    return {
        "village": entry.village,
        "date": entry.date.isoformat(),
        "persons": entry.persons,
        "households": entry.households,
        "amount": _yuan(entry.amount),
        "cumulative": entry.cumulative,
        "correction": entry.correction,
        "deposit": _yuan(entry.deposit),
        "by_category": dict(entry.by_category),
    }


def reading_row(reading: TallyReading) -> Row:
    """A reading as the contract writes it."""
    return {"entries": [entry_row(entry) for entry in reading.entries], "warnings": list(reading.warnings)}


def _village(pack: Pack, name: str | None) -> str | None:
    """The official name of the sender's village; `BadInput` where the pack has none of that name."""
    if not name:
        return None
    area = area_named(pack, name)
    if area is None:
        raise BadInput(f"«{name}» is no village of {pack.place}; see canbao pack show {pack.id}")
    return area.name


def _sent_on(row: Row, default: date | None) -> date:
    if row.get("sent_on") is None:
        return default or today()
    try:
        return day_from(row["sent_on"])
    except BadInput as error:
        raise RowError(f"sent_on: {error}") from error


def _worked(
    library: Library, row: Row, default_pack: str | None, day: date | None, village: str | None
) -> Row:
    message: Any = row.get("m")
    if not isinstance(message, str):
        raise RowError("m: the message is missing")
    pack = row_pack(library, row, default_pack)
    try:
        sender = _village(pack, row.get("sender_village") or village)
    except BadInput as error:
        raise RowError(f"sender_village: {error}") from error
    return reading_row(read_with_pack(pack, message, _sent_on(row, day), sender))


def _figures(library: Library, entry: TallyEntry) -> str:
    say = library.phrases.say
    parts = []
    if entry.households is not None:
        parts.append(say("tally.households", households=entry.households))
    if entry.persons is not None:
        parts.append(say("tally.persons", persons=entry.persons))
    if entry.amount is not None:
        parts.append(say("tally.amount", amount=entry.amount))
    if entry.by_category:
        named = [say("tally.category", name=key, persons=n) for key, n in entry.by_category.items()]
        parts.append(say("tally.among", categories="、".join(named)))
    if entry.deposit is not None:
        parts.append(say("tally.deposit", deposit=entry.deposit))
    return "，".join(parts) or say("tally.nothing")


def _doubt(library: Library, pack: Pack, entry: TallyEntry) -> str | None:
    """What the people of an entry should have paid, where the money differs."""
    fees = fees_of(paid_categories(pack), pack.fee)
    expected = expected_amount(entry, fees)
    if amount_fits(entry, fees) or expected is None:
        return None
    return library.phrases.say("tally.expected", expected=expected, stated=entry.amount)


def _printed(library: Library, pack: Pack, reading: TallyReading) -> str:
    """The reading for people."""
    say = library.phrases.say
    lines = [] if reading.entries else [say("tally.none")]
    for entry in reading.entries:
        kind = (say("tally.cumulative") if entry.cumulative else "") + (
            say("tally.correction") if entry.correction else ""
        )
        figures = _figures(library, entry)
        lines.append(say("tally.entry", village=entry.village, day=entry.date, kind=kind, figures=figures))
        if doubt := _doubt(library, pack, entry):
            lines.append("  " + doubt)
    lines += [say(f"tally.warning.{warning}") for warning in reading.warnings]
    return "\n".join(lines)


@app.command()
def tally(
    message: Annotated[str | None, typer.Argument(help="a clerk's message")] = None,
    pack: PackOption = None,
    on: OnOption = None,
    village: Annotated[str | None, typer.Option("--village", help="the sender's village")] = None,
    as_json: JsonOption = False,
    jsonl: JsonlOption = False,
) -> None:
    """Read a clerk's message: village, day, people, households, money."""
    library = load_library()
    if jsonl:
        day = day_from(on) if on else None
        work_through(sys.stdin, sys.stdout, lambda row: _worked(library, row, pack, day, village))
        return
    if not message:
        raise BadInput("give a message, like 华升今天收了12户38人12160元")
    known = chosen_pack(library, pack)
    reading = read_with_pack(known, message, chosen_day(on), _village(known, village))
    typer.echo(dumps(reading_row(reading)) if as_json else _printed(library, known, reading))
