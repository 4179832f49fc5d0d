"""Who still owes, as a condition of queries and in numbers: here, in a category that pays, and nothing paid."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import ColumnElement, Exists, FromClause, and_, func, select

from knowledge.roster.values import PersonState
from storage import tables
from storage.database import Connection

NOTHING = Decimal(0)


def has_paid(person_id: ColumnElement[int], year: int) -> ColumnElement[bool]:
    """Whether more was paid for a person than was given back."""
    payments = tables.payments
    paid = (
        select(func.coalesce(func.sum(payments.c.amount), NOTHING))
        .where(payments.c.person_id == person_id, payments.c.year == year, payments.c.voided_at.is_(None))
        .scalar_subquery()
    )
    return paid > NOTHING


def counts_here(persons: FromClause, free_categories: Collection[str]) -> ColumnElement[bool]:
    """Whether a person has to pay here at all; `free_categories` are those that pay nothing."""
    here = persons.c.state == PersonState.HERE.value
    return and_(here, persons.c.category.not_in(free_categories)) if free_categories else here


def owes(household_id: ColumnElement[int], year: int, free_categories: Collection[str]) -> Exists:
    """Whether somebody of a household still owes."""
    persons = tables.persons
    return (
        select(persons.c.id)
        .where(
            persons.c.household_id == household_id,
            counts_here(persons, free_categories),
            ~has_paid(persons.c.id, year),
        )
        .exists()
    )


async def count_by_category(
    connection: Connection, year: int, categories: Collection[str], area_ids: Collection[str]
) -> dict[str, dict[str, int]]:
    """Persons of these categories who owe, by village and category."""
    persons, households = tables.persons, tables.households
    query = (
        select(households.c.area_id, persons.c.category, func.count().label("number"))
        .join_from(persons, households)
        .where(
            counts_here(persons, ()),
            persons.c.category.in_(categories),
            households.c.area_id.in_(area_ids),
            ~has_paid(persons.c.id, year),
        )
        .group_by(households.c.area_id, persons.c.category)
        .order_by(households.c.area_id, persons.c.category)
    )
    found: dict[str, dict[str, int]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.area_id, {})[row.category] = row.number
    return found
