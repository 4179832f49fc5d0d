"""`canbao fee`: what a household pays, member by member."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
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
    row_day,
    row_pack,
)
from knowledge.library import Library, load_library
from knowledge.members import Member, person_of
from knowledge.pack import Pack
from knowledge.phrasebook import SOURCE_LOCALE, money
from knowledge.render import said
from knowledge.rules.dates import Moment, day_of
from knowledge.rules.fees import FeeLine, HouseholdFee, household_fee

app = typer.Typer(add_completion=False)

_TIMES = re.compile(r"^(.+?)\s*[×xX*]\s*(\d{1,2})$")


def _yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _note(library: Library, line: FeeLine) -> str:
    return "；".join(said(library.phrases, remark, SOURCE_LOCALE) for remark in line.remarks)


def _line_row(library: Library, pack: Pack, line: FeeLine) -> Row:
    source = pack.source(*line.clauses) if line.clauses else None
    return {
        "category": line.word,
        "amount": _yuan(line.amount),
        "due_now": _yuan(line.due_now),
        "note": _note(library, line),
        "source": {"document": source.document, "clause": source.clause} if source else None,
    }


def fee_row(library: Library, pack: Pack, fee: HouseholdFee) -> Row:
    """A household's fee as the contract writes it."""
    return {
        "total": _yuan(fee.total),
        "due_now": _yuan(fee.due_now),
        "refund_later": _yuan(fee.refund_later),
        "lines": [_line_row(library, pack, line) for line in fee.lines],
        "stated": fee.stated,
    }


def _paid(value: Any) -> date | bool | Decimal | None:
    """A payment as a row gives it: a day, yes or no, or a sum."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return day_from(value)
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise BadInput(f"paid: «{value}» is neither a day, true or false, nor a sum") from None


def member_from(value: Any) -> Member:
    """A member as a row gives one."""
    if isinstance(value, str):
        return Member(value)
    if not isinstance(value, dict) or not isinstance(value.get("category"), str) or not value["category"]:
        raise RowError('a member needs a category, like {"category": "低保户"}')
    try:
        born = day_from(value["born"]) if value.get("born") else None
        return Member(value["category"], born, _paid(value.get("paid")))
    except BadInput as error:
        raise RowError(f"{value['category']}: {error}") from error


def _moment(row: Row, default: date | None) -> Moment:
    """The day of a row, or its local moment where an hour is given."""
    text = row.get("on")
    if isinstance(text, str) and "T" in text:
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            raise RowError(f"on: «{text}» is no moment") from None
    return row_day(row, default)


def _worked(library: Library, row: Row, default_pack: str | None, default_day: date | None) -> Row:
    members = row.get("members")
    if not isinstance(members, list) or not members:
        raise RowError("members: a list with at least one member is needed")
    pack = row_pack(library, row, default_pack)
    on = _moment(row, default_day)
    people = [person_of(pack, member_from(member), day_of(on)) for member in members]
    return fee_row(library, pack, household_fee(pack, people, on))


def _members(words: list[str]) -> list[Member]:
    """The members of the command line; 普通x3 stands for three."""
    members: list[Member] = []
    for word in words:
        times = _TIMES.match(word)
        members.extend([Member(times[1])] * int(times[2]) if times else [Member(word)])
    return members


def _printed(library: Library, pack: Pack, on: date, fee: HouseholdFee) -> str:
    """The result for people."""
    rows = [f"{pack.documents[0].name}，{on.isoformat()}"]
    for line in fee.lines:
        amount = money(line.amount) if line.amount is not None else "算不出来"
        rows.append(f"  {line.word}：{amount}（{_note(library, line)}）")
    rows.append("一共：" + (money(fee.total) if fee.total is not None else "算不出来"))
    if fee.due_now is not None:
        rows.append(f"这一天要交：{money(fee.due_now)}")
    if fee.refund_later is None:
        rows.append("以后能退多少：不知道")
    elif fee.refund_later:
        rows.append(f"以后退回：{money(fee.refund_later)}")
    return "\n".join(rows)


@app.command()
def fee(
    member: Annotated[
        list[str] | None, typer.Option("--member", help="a member's category; repeat it")
    ] = None,
    pack: PackOption = None,
    on: OnOption = None,
    as_json: JsonOption = False,
    jsonl: JsonlOption = False,
) -> None:
    """What a household pays under a notice on a day."""
    library = load_library()
    if jsonl:
        day = day_from(on) if on else None
        work_through(sys.stdin, sys.stdout, lambda row: _worked(library, row, pack, day))
        return
    if not member:
        raise BadInput("give at least one --member, like --member 低保户")
    known, day = chosen_pack(library, pack), chosen_day(on)
    people = [person_of(known, given, day) for given in _members(member)]
    result = household_fee(known, people, day)
    typer.echo(dumps(fee_row(library, known, result)) if as_json else _printed(library, known, day, result))
