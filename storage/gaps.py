"""Questions without an answer, and the township's rulings on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from knowledge.model import Gap, Ruling
from storage import tables
from storage.database import Connection
from storage.writing import insert

_GAPS, _RULINGS = tables.gaps, tables.rulings


async def record_gap(connection: Connection, pack_id: str, text: str, words: str, at: datetime) -> None:
    """Keeps a question; the same one again is counted."""
    statement = insert(connection, _GAPS).values(pack_id=pack_id, text=text, words=words, times=1, last_at=at)
    again = {"times": _GAPS.c.times + 1, "last_at": at}
    await connection.execute(statement.on_conflict_do_update(index_elements=["pack_id", "words"], set_=again))


async def list_open(connection: Connection, pack_id: str) -> list[Gap]:
    """The questions that nobody has ruled on, the oldest first."""
    rows = await connection.execute(
        select(_GAPS).where(_GAPS.c.pack_id == pack_id, _GAPS.c.ruling_id.is_(None)).order_by(_GAPS.c.id)
    )
    return [Gap(row.id, row.text, row.words, row.times) for row in rows]


async def rule(
    connection: Connection,
    gap_ids: Sequence[int],
    pack_id: str,
    author: tuple[int, str],
    at: datetime,
    *,
    topic: str | None = None,
    text: str | None = None,
) -> bool:
    """Settles questions together: a topic, the township's own answer, or neither (nothing for the bot).

    `author` is (user id, name). False where somebody else has settled one of them meanwhile.
    """
    ruling_id = (
        await connection.execute(
            insert(connection, _RULINGS)
            .values(
                pack_id=pack_id, topic=topic, text=text, author_id=author[0], author=author[1], made_at=at
            )
            .returning(_RULINGS.c.id)
        )
    ).scalar_one()
    settled = await connection.execute(
        update(_GAPS).where(_GAPS.c.id.in_(gap_ids), _GAPS.c.ruling_id.is_(None)).values(ruling_id=ruling_id)
    )
    return settled.rowcount == len(gap_ids)


async def list_rulings(connection: Connection, pack_id: str, zone: ZoneInfo) -> list[Ruling]:
    """Each question that a topic or an answer was given to, with it; the newest first."""
    rows = await connection.execute(
        select(_GAPS.c.words, _GAPS.c.text.label("question"), _RULINGS)
        .join(_RULINGS, _GAPS.c.ruling_id == _RULINGS.c.id)
        .where(_GAPS.c.pack_id == pack_id)
        .order_by(_RULINGS.c.id.desc(), _GAPS.c.id)
    )
    return [_ruling(row, zone) for row in rows if row.topic or row.text]


async def list_tied_questions(connection: Connection, pack_id: str) -> list[tuple[str, str]]:
    """(topic, question) of everything that was tied to a topic, for the next pack's wordings."""
    rows = await connection.execute(
        select(_RULINGS.c.topic, _GAPS.c.text)
        .join(_RULINGS, _GAPS.c.ruling_id == _RULINGS.c.id)
        .where(_GAPS.c.pack_id == pack_id, _RULINGS.c.topic.is_not(None))
        .order_by(_RULINGS.c.topic, _GAPS.c.id)
    )
    return [(row.topic, row.text) for row in rows]


def _ruling(row: Any, zone: ZoneInfo) -> Ruling:
    return Ruling(row.id, row.words, row.topic, row.text, row.author, row.made_at.astimezone(zone).date())
