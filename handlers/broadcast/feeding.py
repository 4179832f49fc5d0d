"""Feeds the broadcast lane: when it runs low, the next slice of recipients gets its rows, in one transaction.

The slice and how far the broadcast is are written together, so that a crash in between goes on where it was; the
queue never holds more than a slice or two, so that pausing, cancelling and unsubscribing are quick.
"""

from __future__ import annotations

from handlers.broadcast.message import METHODS, Variant, payload_for, variant_of
from handlers.broadcast.recipients import next_recipients
from handlers.context import House
from knowledge.broadcasting.caution import deletable_since, first_slice
from knowledge.broadcasting.model import Broadcast
from storage import broadcasts, outbox
from storage.audiences import Recipient
from storage.broadcasts import DELETE
from storage.database import Connection
from storage.outbox import Lane, Outgoing

SLICE = 500


async def feed(house: House) -> bool:
    """Writes the next slice of whatever is to go out or to be taken back; False where there is nothing."""
    async with house.database.reading() as connection:
        waiting = await broadcasts.find_to_feed(connection, house.now())
        withdrawn = await broadcasts.find_to_withdraw(connection)
    if withdrawn is not None:
        async with house.database.transaction() as connection:
            if await _withdraw(connection, house):
                return True
    if waiting is None or house.plan.quiet.covers(house.now()):
        return False
    async with house.database.transaction() as connection:
        # read again: it may have been paused meanwhile
        broadcast = await broadcasts.find_to_feed(connection, house.now())
        if broadcast is None:
            return False
        await _queue(connection, house, broadcast)
    return True


async def _queue(connection: Connection, house: House, broadcast: Broadcast) -> None:
    """The rows of the next recipients; the first few only, as long as their author has not looked."""
    few = None if broadcast.looked_at else first_slice(broadcast.expected, house.caution)
    limit = SLICE if few is None else max(0, few - broadcast.queued)
    recipients = await next_recipients(
        connection,
        house,
        broadcast.audience,
        limit + 1,
        author_id=broadcast.author_id,
        after=broadcast.cursor,
        broadcast_id=broadcast.id,
    )
    now_queued, more = recipients[:limit], len(recipients) > limit
    await _add_rows(connection, house, broadcast, now_queued)
    await broadcasts.record_slice(
        connection,
        broadcast.id,
        cursor=now_queued[-1].chat_id if now_queued else broadcast.cursor,
        added=len(now_queued),
        is_last=not more,
        looks=more and few is not None,
    )


async def _add_rows(
    connection: Connection, house: House, broadcast: Broadcast, recipients: list[Recipient]
) -> None:
    contents: dict[Variant, int] = {}
    messages = []
    for recipient in recipients:
        variant = variant_of(broadcast.content, recipient.area_id, recipient.locale)
        if variant not in contents:
            contents[variant] = await _content(connection, house, broadcast, variant)
        messages.append(
            Outgoing(
                key=f"broadcast:{broadcast.id}:{recipient.chat_id}",
                chat_id=recipient.chat_id,
                payload={},
                method=METHODS[broadcast.content.kind],
                lane=Lane.BROADCAST,
                content_id=contents[variant],
                broadcast_id=broadcast.id,
            )
        )
    await outbox.add_messages(connection, messages, house.now())


async def _content(connection: Connection, house: House, broadcast: Broadcast, variant: Variant) -> int:
    payload = await payload_for(
        connection,
        house,
        broadcast.content,
        variant,
        broadcast.audience.kind,
        receipt_for=broadcast.id if broadcast.wants_receipt else None,
    )
    key = f"broadcast:{broadcast.id}:{variant.area_id or ''}:{variant.locale}"
    return await outbox.content_for(connection, key, payload)


async def _withdraw(connection: Connection, house: House) -> bool:
    """The next deletions; False while a message is still in the air, which would be missed."""
    found = await broadcasts.find_to_withdraw(connection)
    if found is None or await broadcasts.has_open_rows(connection, found[0]):
        return False
    broadcast_id, cursor = found
    arrived = await broadcasts.list_arrived(connection, broadcast_id, cursor, SLICE)
    oldest = deletable_since(house.now())
    deletions = [
        Outgoing(
            key=f"withdraw:{row_id}",
            chat_id=chat_id,
            payload={"message_id": message_id},
            method=DELETE,
            lane=Lane.BROADCAST,
            broadcast_id=broadcast_id,
        )
        for row_id, chat_id, message_id, sent_at in arrived
        if sent_at > oldest
    ]
    await outbox.add_messages(connection, deletions, house.now())
    last = arrived[-1][0] if arrived else cursor
    await broadcasts.record_withdrawn(connection, broadcast_id, last, is_last=len(arrived) < SLICE)
    return True
