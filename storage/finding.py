"""Names of people and where they live, for finding somebody by name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from knowledge.roster.values import PersonState
from storage import tables
from storage.database import Connection

_PERSONS = tables.persons
_HOUSEHOLDS = tables.households


class Named(NamedTuple):
    """A person by name, with the household to tell namesakes apart."""

    person_id: int
    name: str
    tail: str
    household_id: int
    head: str
    group: str | None
    area_id: str


def _query() -> Select[tuple[int, str, str, int, str, str | None, str]]:
    return (
        select(
            _PERSONS.c.id,
            _PERSONS.c.name,
            _PERSONS.c.tail,
            _HOUSEHOLDS.c.id,
            _HOUSEHOLDS.c.head,
            _HOUSEHOLDS.c.group_name,
            _HOUSEHOLDS.c.area_id,
        )
        .join_from(_PERSONS, _HOUSEHOLDS)
        .where(_PERSONS.c.state == PersonState.HERE.value)
        .order_by(_HOUSEHOLDS.c.area_id, _HOUSEHOLDS.c.id, _PERSONS.c.id)
    )


async def list_groups(connection: Connection, area_id: str) -> list[str]:
    """The names of a village's groups in their order; households without a group are left out."""
    group = _HOUSEHOLDS.c.group_name
    query = (
        select(group)
        .where(_HOUSEHOLDS.c.area_id == area_id, group.is_not(None))
        .group_by(group)
        .order_by(func.length(group), group)
    )
    return [name for name in (await connection.execute(query)).scalars() if name]


async def list_named(connection: Connection, area_ids: Collection[str]) -> list[Named]:
    """Everybody who is insured in these villages."""
    rows = await connection.execute(_query().where(_HOUSEHOLDS.c.area_id.in_(area_ids)))
    return [Named._make(row) for row in rows]


async def list_called(
    connection: Connection, names: Sequence[str], area_ids: Collection[str] | None, limit: int
) -> list[Named]:
    """Who has one of these names exactly; everywhere where `area_ids` is None."""
    return await _some(connection, _PERSONS.c.name.in_(names), area_ids, limit)


async def list_containing(
    connection: Connection, parts: Sequence[str], area_ids: Collection[str] | None, limit: int
) -> list[Named]:
    """Whose name has one of these characters in a row; everywhere where `area_ids` is None."""
    fits = or_(*(_PERSONS.c.name.contains(part, autoescape=True) for part in parts))
    return await _some(connection, fits, area_ids, limit)


async def _some(
    connection: Connection, fits: ColumnElement[bool], area_ids: Collection[str] | None, limit: int
) -> list[Named]:
    query = _query().where(fits).limit(limit)
    if area_ids is not None:
        query = query.where(_HOUSEHOLDS.c.area_id.in_(area_ids))
    return [Named._make(row) for row in await connection.execute(query)]
