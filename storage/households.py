"""Households: what a resident sees of their own, what a clerk sees of a village, who must still pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from knowledge.roster.values import PersonState
from storage import tables
from storage.database import Connection
from storage.errors import NotFound
from storage.types import Yuan

_HOUSEHOLDS = tables.households
_PERSONS = tables.persons
_PAYMENTS = tables.payments
_HISTORY = tables.person_history


@dataclass(frozen=True, slots=True)
class Household:
    """A household: `group` is its 组, `number` its 家庭编号, `head` its head's name."""

    id: int
    area_id: str
    group: str | None
    number: str | None
    head: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member as of now. `paid` is what was paid for the year less refunds, `paid_on` the last day of that;
    `event_on` when an employer's insurance ended (断保).
    """

    person_id: int
    name: str
    relation: str | None
    tail: str
    born_on: date
    category: str
    state: PersonState
    paid: Decimal
    paid_on: date | None
    event_on: date | None = None


@dataclass(frozen=True, slots=True)
class HouseholdStatus:
    """A household and its members, the head first."""

    household: Household
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A person who must still pay `missing` yuan for the year that was asked about."""

    person_id: int
    name: str
    category: str
    missing: Decimal
    household_id: int
    area_id: str
    group: str | None
    head: str


_HOUSEHOLD_COLUMNS = (
    _HOUSEHOLDS.c.id,
    _HOUSEHOLDS.c.area_id,
    _HOUSEHOLDS.c.group_name,
    _HOUSEHOLDS.c.number,
    _HOUSEHOLDS.c.head,
)


def _left_employer() -> ScalarSelect[date]:
    """The day on which the employer's insurance of somebody who is here now ended."""
    return (
        select(func.max(_HISTORY.c.until))
        .where(
            _HISTORY.c.person_id == _PERSONS.c.id,
            _HISTORY.c.state == PersonState.EMPLOYEE.value,
            _HISTORY.c.until == _PERSONS.c.since,
        )
        .scalar_subquery()
    )


# one statement, made once: every resident who opens the chat asks it
_STATUS = (
    select(
        *(column.label(f"household_{column.name}") for column in _HOUSEHOLD_COLUMNS),
        _PERSONS.c.id.label("person_id"),
        _PERSONS.c.name,
        _PERSONS.c.relation,
        _PERSONS.c.tail,
        _PERSONS.c.born_on,
        _PERSONS.c.category,
        _PERSONS.c.state,
        func.coalesce(func.sum(_PAYMENTS.c.amount, type_=Yuan), literal(Decimal(0), Yuan)).label("paid"),
        func.max(_PAYMENTS.c.paid_on).label("paid_on"),
        _left_employer().label("event_on"),
    )
    .select_from(
        _HOUSEHOLDS.join(_PERSONS).outerjoin(
            _PAYMENTS,
            and_(
                _PAYMENTS.c.person_id == _PERSONS.c.id,
                _PAYMENTS.c.year == bindparam("year"),
                _PAYMENTS.c.voided_at.is_(None),
            ),
        )
    )
    .where(_HOUSEHOLDS.c.id == bindparam("household_id"))
    .group_by(_HOUSEHOLDS.c.id, _PERSONS.c.id)
    .order_by(_PERSONS.c.id)
)


async def get_household(connection: Connection, household_id: int) -> Household:
    """The household; `NotFound` where there is none of this id."""
    query = select(*_HOUSEHOLD_COLUMNS).where(_HOUSEHOLDS.c.id == household_id)
    row = (await connection.execute(query)).first()
    if row is None:
        raise NotFound(f"there is no household {household_id}")
    return Household(*row)


async def list_households(connection: Connection, area_id: str, head: str | None = None) -> list[Household]:
    """A village's households in the order of their groups; only those of a head's name if one is given."""
    query = select(*_HOUSEHOLD_COLUMNS).where(_HOUSEHOLDS.c.area_id == area_id)
    if head is not None:
        query = query.where(_HOUSEHOLDS.c.head == head)
    return [Household(*row) for row in await connection.execute(query.order_by(*_by_place()))]


async def status_of(connection: Connection, household_id: int, year: int) -> HouseholdStatus:
    """Who belongs to the household and what was paid for whom; `NotFound` where there is no such household."""
    rows = (await connection.execute(_STATUS, {"household_id": household_id, "year": year})).all()
    if not rows:
        return HouseholdStatus(await get_household(connection, household_id), ())
    household = Household(*rows[0][: len(_HOUSEHOLD_COLUMNS)])
    members = sorted(map(_member, rows), key=lambda member: member.name != household.head)
    return HouseholdStatus(household, tuple(members))


def _member(row: Any) -> Member:
    values = {field.name: getattr(row, field.name) for field in fields(Member)}
    return Member(**{**values, "state": PersonState(row.state)})


def _standings(on: date) -> Subquery:
    """Household, category and state of every person on a day: what is true now, and what was true then."""
    now = select(
        _PERSONS.c.id.label("person_id"), _PERSONS.c.household_id, _PERSONS.c.category, _PERSONS.c.state
    ).where(_PERSONS.c.since <= on)
    then = select(_HISTORY.c.person_id, _HISTORY.c.household_id, _HISTORY.c.category, _HISTORY.c.state).where(
        _HISTORY.c.since <= on, _HISTORY.c.until > on
    )
    return union_all(now, then).subquery("standings")


def _unpaid(
    year: int, on: date, area_ids: Iterable[str], due: Mapping[str, Decimal], group: str | None
) -> Select[Any]:
    standings = _standings(on)
    paid = (
        select(func.coalesce(func.sum(_PAYMENTS.c.amount, type_=Yuan), literal(Decimal(0), Yuan)))
        .where(
            _PAYMENTS.c.person_id == standings.c.person_id,
            _PAYMENTS.c.year == year,
            _PAYMENTS.c.voided_at.is_(None),
        )
        .scalar_subquery()
    )
    owed: ColumnElement[Decimal] = case(
        *((standings.c.category == category, literal(amount, Yuan)) for category, amount in due.items()),
        else_=literal(Decimal(0), Yuan),
    )
    missing = type_coerce(owed - paid, Yuan).label("missing")
    query = (
        select(
            standings.c.person_id,
            _PERSONS.c.name,
            standings.c.category,
            missing,
            _HOUSEHOLDS.c.id.label("household_id"),
            _HOUSEHOLDS.c.area_id,
            _HOUSEHOLDS.c.group_name,
            _HOUSEHOLDS.c.head,
        )
        .select_from(standings)
        .join(_HOUSEHOLDS, _HOUSEHOLDS.c.id == standings.c.household_id)
        .join(_PERSONS, _PERSONS.c.id == standings.c.person_id)
        .where(
            _HOUSEHOLDS.c.area_id.in_(list(area_ids)),
            standings.c.state == PersonState.HERE.value,
            missing > literal(Decimal(0), Yuan),
        )
    )
    return query if group is None else query.where(_HOUSEHOLDS.c.group_name == group)


async def list_unpaid(
    connection: Connection,
    year: int,
    on: date,
    area_ids: Iterable[str],
    due: Mapping[str, Decimal],
    *,
    group: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Unpaid]:
    """Who, as things stood on the day `on`, must still pay for `year`: by village, group, household.

    `due` is what each category pays in yuan, by its id (one that is not named pays nothing). Those count who were
    here on that day and for whom less than that is paid by now.
    """
    query = _unpaid(year, on, area_ids, due, group)
    rows = await connection.execute(query.order_by(*_by_place(), _PERSONS.c.id).limit(limit).offset(offset))
    return [Unpaid(*row) for row in rows]


async def count_unpaid(
    connection: Connection, year: int, on: date, area_ids: Iterable[str], due: Mapping[str, Decimal]
) -> dict[tuple[str, str | None], int]:
    """How many must still pay, by village and group; groups without any are left out. See `list_unpaid`."""
    unpaid = _unpaid(year, on, area_ids, due, None).subquery()
    query = select(unpaid.c.area_id, unpaid.c.group_name, func.count()).group_by(
        unpaid.c.area_id, unpaid.c.group_name
    )
    return {(area_id, group): count for area_id, group, count in await connection.execute(query)}


def _by_place() -> tuple[ColumnElement[Any], ...]:
    """Villages, then groups: by number, then named ones, then none."""
    group = _HOUSEHOLDS.c.group_name
    return (_HOUSEHOLDS.c.area_id, group.is_(None), func.length(group), group, _HOUSEHOLDS.c.id)
