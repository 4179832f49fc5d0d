"""Which users may see which household: one-time codes, bindings, consent, and how often somebody tries.

Codes are kept as keyed hashes: who reads the database cannot bind with what is in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from storage import tables
from storage.database import Connection
from storage.keys import Keys
from storage.writing import insert

CODES_VALID_FOR = timedelta(days=60)
# without the signs that people mistake for one another; 31^8 codes
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 8

_CODES = tables.household_codes
_BINDINGS = tables.bindings
_TRIES = tables.binding_tries


@dataclass(frozen=True, slots=True)
class Binding:
    """A user who may see a household. `bound_by` made the code or approved; `consented_at` is None until asked."""

    user_id: int
    household_id: int
    bound_at: datetime
    bound_by: int
    consented_at: datetime | None


@dataclass(frozen=True, slots=True)
class BindingFigures:
    """How far villages are: households in all, those that somebody is bound to, bindings, codes not used yet."""

    households: int
    bound: int
    bindings: int
    codes: int


async def add_codes(
    connection: Connection, keys: Keys, household_ids: Sequence[int], made_by: int, now: datetime
) -> dict[int, str]:
    """A new one-time code for each household; unused earlier ones are revoked. Only here are they in clear."""
    codes = {household_id: _new_code() for household_id in household_ids}
    await revoke_codes(connection, household_ids, now)
    if codes:
        await connection.execute(
            _CODES.insert(),
            [
                {
                    "code_hash": keys.code_hash(code),
                    "household_id": household_id,
                    "made_by": made_by,
                    "made_at": now,
                    "expires_at": now + CODES_VALID_FOR,
                }
                for household_id, code in codes.items()
            ],
        )
    return codes


def _new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def written_code(text: str) -> str:
    """A code as people type it: lower case, with blanks or hyphens."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


async def revoke_codes(connection: Connection, household_ids: Sequence[int], now: datetime) -> None:
    """Unused codes of these households are worth nothing any more."""
    await connection.execute(
        update(_CODES)
        .where(
            _CODES.c.household_id.in_(household_ids),
            _CODES.c.used_at.is_(None),
            _CODES.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


async def revoke_code(connection: Connection, keys: Keys, code: str, now: datetime) -> None:
    """An unused code that others have seen is worth nothing any more."""
    await connection.execute(
        update(_CODES)
        .where(
            _CODES.c.code_hash == keys.code_hash(written_code(code)),
            _CODES.c.used_at.is_(None),
            _CODES.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


async def use_code(connection: Connection, keys: Keys, code: str, user_id: int, now: datetime) -> int | None:
    """Binds the user to the code's household; its id, None where the code is unknown, used, revoked or too old."""
    code_hash = keys.code_hash(written_code(code))
    taken = await connection.execute(
        update(_CODES)
        .where(
            _CODES.c.code_hash == code_hash,
            _CODES.c.used_at.is_(None),
            _CODES.c.revoked_at.is_(None),
            _CODES.c.expires_at > now,
        )
        .values(used_by=user_id, used_at=now)
        .returning(_CODES.c.household_id, _CODES.c.made_by)
    )
    row = taken.first()
    if row is None:
        return None
    await bind(connection, user_id, row.household_id, row.made_by, now)
    return int(row.household_id)


async def find_codes_household(connection: Connection, keys: Keys, code: str) -> int | None:
    """The household that a code was made for, whatever became of the code; None for one that never was."""
    query = select(_CODES.c.household_id).where(_CODES.c.code_hash == keys.code_hash(written_code(code)))
    return (await connection.execute(query)).scalar()


async def bind(connection: Connection, user_id: int, household_id: int, by: int, now: datetime) -> None:
    """The user may see the household from now on; a second time changes nothing."""
    statement = insert(connection, _BINDINGS).values(
        user_id=user_id, household_id=household_id, bound_at=now, bound_by=by
    )
    await connection.execute(statement.on_conflict_do_nothing())


async def unbind(connection: Connection, user_id: int, household_id: int | None = None) -> int:
    """Takes the right to see a household (or all) away; how many there were."""
    query = delete(_BINDINGS).where(_BINDINGS.c.user_id == user_id)
    if household_id is not None:
        query = query.where(_BINDINGS.c.household_id == household_id)
    return int((await connection.execute(query)).rowcount)


async def give_consent(connection: Connection, user_id: int, now: datetime) -> None:
    """The user has read what is kept and why, and agrees."""
    await connection.execute(
        update(_BINDINGS)
        .where(_BINDINGS.c.user_id == user_id, _BINDINGS.c.consented_at.is_(None))
        .values(consented_at=now)
    )


async def list_bindings(
    connection: Connection, *, user_id: int | None = None, household_ids: Sequence[int] | None = None
) -> list[Binding]:
    """The bindings of a user, of households, or both, in the order in which they came."""
    query = select(_BINDINGS).order_by(_BINDINGS.c.bound_at, _BINDINGS.c.household_id)
    if user_id is not None:
        query = query.where(_BINDINGS.c.user_id == user_id)
    if household_ids is not None:
        query = query.where(_BINDINGS.c.household_id.in_(household_ids))
    return [Binding(*row) for row in await connection.execute(query)]


async def may_see(connection: Connection, user_id: int, household_id: int) -> bool:
    """Whether the user is bound to the household."""
    query = select(_BINDINGS.c.user_id).where(
        _BINDINGS.c.user_id == user_id, _BINDINGS.c.household_id == household_id
    )
    return (await connection.execute(query)).first() is not None


async def has_made_codes(connection: Connection, user_id: int, area_id: str, since: datetime) -> bool:
    """Whether a clerk has made codes for several of a village's households since a moment."""
    households = tables.households
    query = (
        select(_CODES.c.household_id)
        .join_from(_CODES, households)
        .where(households.c.area_id == area_id, _CODES.c.made_by == user_id, _CODES.c.made_at > since)
        .limit(2)
    )
    return len((await connection.execute(query)).all()) > 1


async def count_in(connection: Connection, area_ids: Collection[str], now: datetime) -> BindingFigures:
    """How far these villages are."""
    households = tables.households
    here = households.c.area_id.in_(area_ids)
    bound = (
        select(func.count(_BINDINGS.c.household_id.distinct()), func.count())
        .join_from(_BINDINGS, households)
        .where(here)
    )
    codes = (
        select(func.count())
        .join_from(_CODES, households)
        .where(here, _CODES.c.used_at.is_(None), _CODES.c.revoked_at.is_(None), _CODES.c.expires_at > now)
    )
    total = (await connection.execute(select(func.count()).select_from(households).where(here))).scalar_one()
    bound_households, bindings = (await connection.execute(bound)).one()
    return BindingFigures(
        int(total), int(bound_households), int(bindings), int((await connection.execute(codes)).scalar_one())
    )


async def list_bound_households(
    connection: Connection, area_ids: Collection[str], limit: int, offset: int = 0
) -> list[int]:
    """Ids of households of these villages that somebody is bound to, the latest binding first."""
    households = tables.households
    query = (
        select(_BINDINGS.c.household_id)
        .join_from(_BINDINGS, households)
        .where(households.c.area_id.in_(area_ids))
        .group_by(_BINDINGS.c.household_id)
        .order_by(func.max(_BINDINGS.c.bound_at).desc(), _BINDINGS.c.household_id)
    )
    return list((await connection.execute(query.limit(limit).offset(offset))).scalars())


async def record_try(
    connection: Connection, user_id: int, household_ids: Collection[int], now: datetime
) -> None:
    """A wrong code or a request, once, whatever number of households it may have meant (none included)."""
    meant: list[int | None] = [*household_ids] or [None]
    rows = [{"user_id": user_id, "household_id": one, "tried_at": now} for one in meant]
    await connection.execute(_TRIES.insert(), rows)


async def count_tries_by(connection: Connection, user_id: int, since: datetime) -> int:
    """How often a user has tried since a moment."""
    query = select(func.count(_TRIES.c.tried_at.distinct())).where(
        _TRIES.c.user_id == user_id, _TRIES.c.tried_at >= since
    )
    return int((await connection.execute(query)).scalar_one())


async def count_tries_for(connection: Connection, household_id: int, since: datetime) -> int:
    """How often anybody has tried for a household since a moment."""
    query = select(func.count()).where(_TRIES.c.household_id == household_id, _TRIES.c.tried_at >= since)
    return int((await connection.execute(query)).scalar_one())


async def forget_user(connection: Connection, user_id: int) -> None:
    """Removes a user's bindings and tries."""
    for table in (_BINDINGS, _TRIES):
        await connection.execute(delete(table).where(table.c.user_id == user_id))
    await connection.execute(update(_CODES).where(_CODES.c.used_by == user_id).values(used_by=None))
