"""The ledger of tallies: rows are added and never changed; a row counts while no other supersedes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from knowledge.standing.model import Draft, Figures, Kind, LedgerRow, Origin
from storage import tables
from storage.database import Connection

_LEDGER = tables.ledger
_NEWER = _LEDGER.alias("newer")


async def add_rows(
    connection: Connection,
    pack_id: str,
    origin: Origin,
    drafts: Sequence[Draft],
    booked_by: int,
    at: datetime,
    confirmed_by: int | None = None,
) -> list[LedgerRow]:
    """Books a message's rows in order. The database refuses a second booking of the same revision."""
    rows = []
    for position, draft in enumerate(drafts):
        values = _values(pack_id, origin, position, draft, booked_by, at, confirmed_by)
        inserted = await connection.execute(_LEDGER.insert().values(**values).returning(_LEDGER.c.id))
        rows.append(_row({**values, "id": inserted.scalar_one()}))
    return rows


async def list_current(
    connection: Connection,
    pack_id: str,
    area_ids: Iterable[str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[LedgerRow]:
    """The rows that count (voids apart) for figures of the given days, in the order of their villages and days."""
    query = select(_LEDGER).where(_LEDGER.c.pack_id == pack_id, _LEDGER.c.kind != Kind.VOID, _is_head())
    if area_ids is not None:
        query = query.where(_LEDGER.c.area_id.in_(list(area_ids)))
    if since is not None:
        query = query.where(_LEDGER.c.day >= since)
    if until is not None:
        query = query.where(_LEDGER.c.day <= until)
    order = (_LEDGER.c.area_id, _LEDGER.c.day, func.coalesce(_LEDGER.c.root_id, _LEDGER.c.id))
    return await _rows(connection, query.order_by(*order))


async def list_of_message(connection: Connection, chat_id: int, message_id: int) -> list[LedgerRow]:
    """Every row that a message has brought about, its edits and its undo included."""
    query = select(_LEDGER).where(_LEDGER.c.chat_id == chat_id, _LEDGER.c.message_id == message_id)
    return await _rows(connection, query.order_by(_LEDGER.c.id))


async def list_heads(connection: Connection, root_ids: Iterable[int]) -> list[LedgerRow]:
    """The rows (voids too) at the end of the chains that begin with these."""
    roots = list(root_ids)
    of_chain = or_(_LEDGER.c.root_id.in_(roots), and_(_LEDGER.c.root_id.is_(None), _LEDGER.c.id.in_(roots)))
    return await _rows(connection, select(_LEDGER).where(of_chain, _is_head()).order_by(_LEDGER.c.id))


async def list_by_id(connection: Connection, row_ids: Iterable[int]) -> list[LedgerRow]:
    """Rows by their ids, whether they count or not."""
    return await _rows(connection, select(_LEDGER).where(_LEDGER.c.id.in_(list(row_ids))))


async def list_history(connection: Connection, pack_id: str) -> list[tuple[LedgerRow, int | None]]:
    """Every row ever booked, oldest first, with the id of the row that superseded it."""
    query = (
        select(_LEDGER, _NEWER.c.id.label("superseded_by"))
        .outerjoin(_NEWER, _NEWER.c.supersedes_id == _LEDGER.c.id)
        .where(_LEDGER.c.pack_id == pack_id)
        .order_by(_LEDGER.c.id)
    )
    return [(_row(row._mapping), row.superseded_by) for row in await connection.execute(query)]


async def find_last_revision(connection: Connection, chat_id: int, message_id: int) -> int | None:
    """The newest revision of a message in the ledger."""
    query = select(func.max(_LEDGER.c.revision)).where(
        _LEDGER.c.chat_id == chat_id, _LEDGER.c.message_id == message_id
    )
    newest: int | None = (await connection.execute(query)).scalar()
    return newest


def _is_head() -> ColumnElement[bool]:
    return ~select(_NEWER.c.id).where(_NEWER.c.supersedes_id == _LEDGER.c.id).exists()


def _values(
    pack_id: str,
    origin: Origin,
    position: int,
    draft: Draft,
    booked_by: int,
    at: datetime,
    confirmed_by: int | None,
) -> dict[str, Any]:
    figures = draft.figures
    return {
        "pack_id": pack_id,
        "chat_id": origin.chat_id,
        "message_id": origin.message_id,
        "revision": origin.revision,
        "position": position,
        "area_id": draft.area_id,
        "day": draft.day,
        "kind": draft.kind.value,
        "persons": figures.persons,
        "households": figures.households,
        "amount": figures.amount,
        "deposit": figures.deposit,
        "by_category": dict(figures.by_category),
        "is_correction": draft.is_correction,
        "supersedes_id": draft.supersedes_id,
        "root_id": draft.root_id,
        "booked_by": booked_by,
        "booked_at": at,
        "confirmed_by": confirmed_by,
    }


async def _rows(connection: Connection, query: Select[Any]) -> list[LedgerRow]:
    return [_row(row) for row in (await connection.execute(query)).mappings()]


def _row(values: Any) -> LedgerRow:
    return LedgerRow(
        values["id"],
        values["id"] if values["root_id"] is None else values["root_id"],
        Origin(values["chat_id"], values["message_id"], values["revision"]),
        values["position"],
        values["area_id"],
        values["day"],
        Kind(values["kind"]),
        Figures(
            values["persons"],
            values["households"],
            values["amount"],
            values["deposit"],
            values["by_category"],
        ),
        values["is_correction"],
        values["supersedes_id"],
        values["booked_by"],
        values["booked_at"],
        values["confirmed_by"],
    )
