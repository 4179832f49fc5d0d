"""Calls: the households that no message reaches and somebody still has to pay for, who called them, whom to call.

A household without the app is one that has nobody who may be written to (see storage/subscriptions.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, case, func, select

from knowledge.roster.values import Phone
from storage import tables
from storage.database import Connection
from storage.keys import Keys
from storage.owing import owes
from storage.subscriptions import may_be_written_to
from storage.writing import insert

_HOUSEHOLDS = tables.households
_CALLS = tables.calls
_CONTACTS = tables.contacts


class Outcome(StrEnum):
    """What came of a call."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG = "wrong"  # the number is somebody else's
    VISITED = "visited"  # went there instead

    @property
    def counts(self) -> bool:
        """Whether the household has heard."""
        return self in (Outcome.REACHED, Outcome.VISITED)


@dataclass(frozen=True, slots=True)
class ToCall:
    """A household on the list, with its last call."""

    household_id: int
    area_id: str
    group: str | None
    head: str
    called_at: datetime | None
    called_by: int | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Contact:
    """A relative to be called instead."""

    name: str
    relation: str | None
    phone: Phone


@dataclass(frozen=True, slots=True)
class Reach:
    """Households that owe: reached by the bot, by a clerk's call or visit, by nobody yet."""

    bot: int = 0
    clerk: int = 0
    nobody: int = 0


def _has_app() -> Exists:
    bindings = tables.bindings
    return (
        select(bindings.c.user_id)
        .where(bindings.c.household_id == _HOUSEHOLDS.c.id, may_be_written_to())
        .exists()
    )


def _to_be_called(
    year: int, free_categories: Collection[str], area_ids: Collection[str]
) -> ColumnElement[bool]:
    in_areas = _HOUSEHOLDS.c.area_id.in_(area_ids)
    return and_(in_areas, owes(_HOUSEHOLDS.c.id, year, free_categories), ~_has_app())


async def count_without_app(
    connection: Connection, year: int, free_categories: Collection[str], area_ids: Collection[str]
) -> int:
    """How many households are on the list."""
    query = (
        select(func.count()).select_from(_HOUSEHOLDS).where(_to_be_called(year, free_categories, area_ids))
    )
    return int((await connection.execute(query)).scalar_one())


async def count_by_group(
    connection: Connection, year: int, free_categories: Collection[str], area_id: str
) -> dict[str | None, int]:
    """Households on a village's list by 组, those without one last."""
    query = (
        select(_HOUSEHOLDS.c.group_name, func.count().label("number"))
        .where(_to_be_called(year, free_categories, [area_id]))
        .group_by(_HOUSEHOLDS.c.group_name)
        .order_by(*_by_group())
    )
    return {row.group_name: row.number for row in await connection.execute(query)}


def _by_group() -> tuple[ColumnElement[Any], ...]:
    """Groups by number, then named ones, then none."""
    group = _HOUSEHOLDS.c.group_name
    return group.is_(None), func.length(group), group


async def list_to_call(
    connection: Connection,
    year: int,
    free_categories: Collection[str],
    area_id: str,
    group: str | None,
    limit: int,
    offset: int = 0,
) -> list[ToCall]:
    """A group's households, those nobody has called first."""
    last = (
        select(_CALLS.c.id)
        .where(_CALLS.c.household_id == _HOUSEHOLDS.c.id)
        .order_by(_CALLS.c.called_at.desc(), _CALLS.c.id.desc())
        .limit(1)
        .correlate(_HOUSEHOLDS)
        .scalar_subquery()
    )
    query = (
        select(_HOUSEHOLDS, _CALLS.c.called_at, _CALLS.c.called_by, _CALLS.c.outcome)
        .outerjoin(_CALLS, _CALLS.c.id == last)
        .where(
            _to_be_called(year, free_categories, [area_id]),
            _HOUSEHOLDS.c.group_name == group if group is not None else _HOUSEHOLDS.c.group_name.is_(None),
        )
        .order_by(_CALLS.c.called_at.is_not(None), _CALLS.c.called_at, _HOUSEHOLDS.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [
        ToCall(
            row.id,
            row.area_id,
            row.group_name,
            row.head,
            row.called_at,
            row.called_by,
            Outcome(row.outcome) if row.outcome else None,
        )
        for row in await connection.execute(query)
    ]


async def record_call(
    connection: Connection, household_id: int, outcome: Outcome, by: int, at: datetime
) -> None:
    """Somebody of the staff called, or went there."""
    await connection.execute(
        _CALLS.insert().values(household_id=household_id, called_by=by, called_at=at, outcome=outcome.value)
    )


async def list_phones(connection: Connection, keys: Keys, household_id: int) -> list[tuple[str, Phone]]:
    """The members here with a number, by name."""
    table = tables.persons
    query = (
        select(table.c.name, table.c.phone)
        .where(table.c.household_id == household_id, table.c.state == "here", table.c.phone.is_not(None))
        .order_by(table.c.id)
    )
    return [(row.name, keys.unseal(row.phone)) for row in await connection.execute(query)]


async def set_contact(
    connection: Connection, keys: Keys, household_id: int, contact: Contact, by: int, at: datetime
) -> None:
    """Names a relative, in the place of an earlier one."""
    values = {
        "name": contact.name,
        "relation": contact.relation,
        "phone": keys.seal(contact.phone),
        "named_by": by,
        "named_at": at,
    }
    statement = insert(connection, _CONTACTS).values(household_id=household_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["household_id"], set_=values))


async def find_contact(connection: Connection, keys: Keys, household_id: int) -> Contact | None:
    """The relative who was named, None where nobody was."""
    query = select(_CONTACTS).where(_CONTACTS.c.household_id == household_id)
    row = (await connection.execute(query)).first()
    return Contact(row.name, row.relation, keys.unseal(row.phone)) if row else None


async def count_reach(
    connection: Connection, year: int, free_categories: Collection[str], area_ids: Collection[str]
) -> dict[str, Reach]:
    """By village: households that owe, by who has reached them."""
    heard = [outcome.value for outcome in Outcome if outcome.counts]
    called = (
        select(_CALLS.c.id)
        .where(_CALLS.c.household_id == _HOUSEHOLDS.c.id, _CALLS.c.outcome.in_(heard))
        .exists()
    )
    way = case((_has_app(), "bot"), (called, "clerk"), else_="nobody").label("way")
    query = (
        select(_HOUSEHOLDS.c.area_id, way, func.count().label("number"))
        .where(_HOUSEHOLDS.c.area_id.in_(area_ids), owes(_HOUSEHOLDS.c.id, year, free_categories))
        .group_by(_HOUSEHOLDS.c.area_id, way)
    )
    counts: dict[str, dict[str, int]] = {}
    for row in await connection.execute(query):
        counts.setdefault(row.area_id, {})[row.way] = row.number
    return {area_id: Reach(**found) for area_id, found in counts.items()}
