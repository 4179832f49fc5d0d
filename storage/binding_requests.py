"""Residents without a code ask for a household; a clerk of the village decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select, update

from storage import tables
from storage.bindings import bind
from storage.database import Connection

_REQUESTS = tables.binding_requests
_LONGEST_HEAD = 40
_LONGEST_SAID = 100


class RequestState(StrEnum):
    """What became of a request."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class BindingRequest:
    """A user says that the household of `head` in `area_id` is theirs; `said` is who they say they are.

    Both are None once it is decided; `household_id` is the one that the clerk chose.
    """

    id: int
    user_id: int
    area_id: str
    head: str | None
    said: str | None
    household_id: int | None
    state: RequestState
    asked_at: datetime


_COLUMNS = [_REQUESTS.c[name] for name in BindingRequest.__slots__]


async def add_request(
    connection: Connection, user_id: int, area_id: str, head: str, said: str, now: datetime
) -> int:
    """The user asks to be bound; the request's id. It takes the place of an open one of the same user."""
    await connection.execute(
        update(_REQUESTS)
        .where(_REQUESTS.c.user_id == user_id, _REQUESTS.c.state == RequestState.OPEN.value)
        .values(state=RequestState.WITHDRAWN.value, decided_at=now, head=None, said=None)
    )
    values = {
        "user_id": user_id,
        "area_id": area_id,
        "head": head[:_LONGEST_HEAD],
        "said": said[:_LONGEST_SAID],
        "state": RequestState.OPEN.value,
        "asked_at": now,
    }
    inserted = await connection.execute(_REQUESTS.insert().values(**values).returning(_REQUESTS.c.id))
    return int(inserted.scalar_one())


async def approve_request(
    connection: Connection, request_id: int, household_id: int, by: int, now: datetime
) -> BindingRequest | None:
    """Binds the asker to a household; None where the request was decided before."""
    request = await _decided(connection, request_id, RequestState.APPROVED, by, now, household_id)
    if request is not None:
        await bind(connection, request.user_id, household_id, by, now)
    return request


async def refuse_request(
    connection: Connection, request_id: int, by: int, now: datetime
) -> BindingRequest | None:
    """The asker is not bound; None where the request was decided before."""
    return await _decided(connection, request_id, RequestState.REFUSED, by, now, None)


async def _decided(
    connection: Connection,
    request_id: int,
    state: RequestState,
    by: int,
    now: datetime,
    household_id: int | None,
) -> BindingRequest | None:
    decided = await connection.execute(
        update(_REQUESTS)
        .where(_REQUESTS.c.id == request_id, _REQUESTS.c.state == RequestState.OPEN.value)
        .values(
            state=state.value,
            decided_by=by,
            decided_at=now,
            household_id=household_id,
            head=None,
            said=None,
        )
    )
    return await find_request(connection, request_id) if decided.rowcount else None


async def find_request(connection: Connection, request_id: int) -> BindingRequest | None:
    """The request, whatever became of it; None where there is none of this id."""
    row = (await connection.execute(select(*_COLUMNS).where(_REQUESTS.c.id == request_id))).first()
    return _request(row) if row else None


async def list_open_requests(connection: Connection, area_ids: Collection[str]) -> list[BindingRequest]:
    """What waits for a clerk of these villages, the oldest first."""
    query = (
        select(*_COLUMNS)
        .where(_REQUESTS.c.state == RequestState.OPEN.value, _REQUESTS.c.area_id.in_(area_ids))
        .order_by(_REQUESTS.c.id)
    )
    return [_request(row) for row in await connection.execute(query)]


async def forget_user(connection: Connection, user_id: int) -> None:
    """Removes a user's requests."""
    await connection.execute(delete(_REQUESTS).where(_REQUESTS.c.user_id == user_id))


def _request(row: object) -> BindingRequest:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    return BindingRequest(**values | {"state": RequestState(values["state"])})
