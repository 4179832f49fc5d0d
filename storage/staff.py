"""Who works for the collection: clerks by village, township staff everywhere; and their invitations.

An area id of "" stands for the whole township. Invitation tokens are kept as hashes: who reads the database
cannot join with what is in it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from storage import tables
from storage.database import Connection
from storage.writing import insert

TOWNSHIP = ""
VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person's place: the areas of a clerk, or the township."""

    user_id: int
    areas: frozenset[str]

    @property
    def is_township(self) -> bool:
        """Whether every village is theirs."""
        return TOWNSHIP in self.areas


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def add_invitation(connection: Connection, area_id: str, made_by: int, now: datetime) -> str:
    """A new one-use token for a clerk of `area_id` (or for township staff)."""
    token = secrets.token_urlsafe(12).replace("-", "x").replace("_", "y")
    await connection.execute(
        tables.invitations.insert().values(
            token_hash=_hash(token), area_id=area_id, made_by=made_by, expires_at=now + VALID_FOR
        )
    )
    return token


async def use_invitation(
    connection: Connection, token: str, user_id: int, now: datetime, name: str = ""
) -> str | None:
    """Joins the user under a name; the area id, None where the token is unknown, used or expired."""
    table = tables.invitations
    row = (await connection.execute(select(table).where(table.c.token_hash == _hash(token)))).first()
    if row is None or row.expires_at < now or row.used_by not in (None, user_id):
        return None
    taken = await connection.execute(
        update(table)
        .where(
            table.c.token_hash == row.token_hash, (table.c.used_by.is_(None)) | (table.c.used_by == user_id)
        )
        .values(used_by=user_id, used_at=now)
    )
    if taken.rowcount == 0:
        return None
    statement = insert(connection, tables.staff).values(
        user_id=user_id, area_id=row.area_id, joined_at=now, invited_by=row.made_by, name=name[:128]
    )
    joined = statement.on_conflict_do_update(index_elements=["user_id", "area_id"], set_={"name": name[:128]})
    await connection.execute(joined)
    return str(row.area_id)


async def find_staff_member(connection: Connection, user_id: int) -> StaffMember | None:
    """The person's areas, None for somebody who is not on the staff."""
    table = tables.staff
    areas = (
        (await connection.execute(select(table.c.area_id).where(table.c.user_id == user_id))).scalars().all()
    )
    return StaffMember(user_id, frozenset(areas)) if areas else None


async def list_staff(connection: Connection, area_id: str | None = None) -> list[int]:
    """The user ids of an area's staff; of all with None."""
    table = tables.staff
    query = select(table.c.user_id).distinct().order_by(table.c.user_id)
    if area_id is not None:
        query = query.where(table.c.area_id == area_id)
    return list((await connection.execute(query)).scalars())


async def list_by_area(connection: Connection) -> dict[str, list[int]]:
    """The clerks' user ids by area; township staff apart."""
    table = tables.staff
    query = select(table.c.area_id, table.c.user_id).where(table.c.area_id != TOWNSHIP)
    found: dict[str, list[int]] = {}
    for area_id, user_id in await connection.execute(query.order_by(table.c.area_id, table.c.user_id)):
        found.setdefault(area_id, []).append(user_id)
    return found


async def list_names(connection: Connection) -> dict[str, list[str]]:
    """The clerks' names by area, their user ids where no name is known."""
    table = tables.staff
    query = select(table.c.area_id, table.c.user_id, table.c.name).where(table.c.area_id != TOWNSHIP)
    found: dict[str, list[str]] = {}
    for row in await connection.execute(query.order_by(table.c.area_id, table.c.user_id)):
        found.setdefault(row.area_id, []).append(row.name or str(row.user_id))
    return found


async def remove_staff(connection: Connection, user_id: int, area_id: str | None = None) -> None:
    """Takes an area (or all) from a person."""
    table = tables.staff
    query = delete(table).where(table.c.user_id == user_id)
    await connection.execute(query if area_id is None else query.where(table.c.area_id == area_id))
