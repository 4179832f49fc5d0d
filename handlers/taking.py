"""Taking a report: booked at once where it is plain, asked about where it is not; what is said goes to the outbox.

No Telegram here: an open transaction, the pack and a voice. Whatever is said about a booked fact is written in the
transaction that books it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers import booking, cards
from handlers.access import Role
from handlers.cards import Said
from handlers.doubting import doubts_of
from handlers.hearing import UNTOLD, Hearing, hear
from handlers.standing import standings_of
from knowledge.model import TallyEntry
from knowledge.pack import Pack
from knowledge.standing.model import Origin
from knowledge.standing.words import Voice
from storage import outbox, readings
from storage.database import Connection
from storage.readings import Asks, Reading, State


@dataclass(frozen=True, slots=True)
class Report:
    """A message of somebody who may report. `sent_on` is what 今天 means in it; in a group it is quoted."""

    chat_id: int
    message_id: int
    text: str
    role: Role
    sent_on: date
    forwarded: bool = False
    in_group: bool = False


async def take(connection: Connection, pack: Pack, report: Report, hearing: Hearing, voice: Voice) -> None:
    """A fresh message."""
    origin = Origin(report.chat_id, report.message_id)
    await _take(connection, pack, report, origin, hearing, voice)


def hear_edited(pack: Pack, report: Report, newest: Reading) -> Hearing | None:
    """What an edited message reports now; None where it is what was read last, `newest`."""
    own = _village_of(newest)
    hearing = hear(pack, report.text, report.sent_on, report.role, forwarded=report.forwarded, own=own)
    if own in hearing.choices:
        hearing = Hearing(hearing.for_village(own or ""))
    return None if hearing.entries == newest.entries else hearing


def _village_of(reading: Reading) -> str | None:
    """The village that a message was for, if it is one."""
    villages = {entry.village for entry in reading.entries}
    return villages.pop() if len(villages) == 1 and UNTOLD not in villages else None


async def take_edited(
    connection: Connection, pack: Pack, report: Report, newest: Reading, hearing: Hearing, voice: Voice
) -> None:
    """Another text in the place of one that was taken before; `newest` is what was read of it last."""
    revision = await booking.next_revision(connection, report.chat_id, report.message_id)
    await _withdraw_card(connection, newest, voice)
    origin = Origin(report.chat_id, report.message_id, revision)
    await _take(connection, pack, report, origin, hearing, voice)


async def _take(
    connection: Connection, pack: Pack, report: Report, origin: Origin, hearing: Hearing, voice: Voice
) -> None:
    """A revision that is known already changes nothing."""
    entries, doubts = hearing.entries, []
    if entries and not hearing.choices:
        doubts = await doubts_of(connection, pack, origin, entries, report.sent_on)
    asks = Asks.VILLAGE if hearing.choices else Asks.DOUBT if doubts else None
    reading_id = await readings.add_reading(
        connection,
        pack.id,
        origin,
        report.role.user_id,
        report.sent_on,
        entries,
        voice.now,
        [doubt.key for doubt in doubts],
        hearing.choices,
        asks,
    )
    if reading_id is None:
        return
    said: Said | None
    if asks is Asks.VILLAGE:
        choices, forwarded = hearing.choices, report.forwarded
        said = cards.village_card(reading_id, entries, choices, pack, voice, forwarded=forwarded)
    elif asks is Asks.DOUBT:
        said = cards.doubt_card(reading_id, entries, doubts, voice)
    else:
        said = await book_and_say(connection, pack, origin, entries, report.role.user_id, voice)
    if said is not None:
        quoted = report.message_id if report.in_group else None
        message = cards.new_message(_key(origin), report.chat_id, said, quoted)
        await outbox.add_message(connection, message, voice.now)


async def book_and_say(
    connection: Connection,
    pack: Pack,
    origin: Origin,
    entries: Sequence[TallyEntry],
    booked_by: int,
    voice: Voice,
    confirmed_by: int | None = None,
) -> Said | None:
    """Books figures and says what was booked and where the village stands now; None where nothing changed."""
    booked = await booking.book(connection, pack, origin, entries, booked_by, voice.now, confirmed_by)
    if not booked.rows:
        return None
    areas = {row.area_id for row in booked.rows}
    standings = await standings_of(connection, pack, areas, voice.now.date())
    return cards.booked_line(pack, booked, standings, voice, undoable=origin)


async def confirm(
    connection: Connection,
    pack: Pack,
    reading: Reading,
    entries: Sequence[TallyEntry],
    confirmed_by: int,
    voice: Voice,
) -> Said | None:
    """Books what a card asked about; None where it was answered before."""
    if not await readings.settle(connection, reading.id, State.CONFIRMED, confirmed_by, voice.now):
        return None
    return await book_and_say(connection, pack, reading.origin, entries, reading.user_id, voice, confirmed_by)


async def _withdraw_card(connection: Connection, reading: Reading, voice: Voice) -> None:
    """A card whose message was edited asks nothing any more."""
    if not await readings.settle(connection, reading.id, State.REPLACED, reading.user_id, voice.now):
        return
    card_id = await outbox.find_sent_message_id(connection, _key(reading.origin))
    if card_id is not None:
        said = Said(voice.say("ledger.card_replaced"))
        key = f"{_key(reading.origin)}:replaced"
        message = cards.changed_message(key, reading.origin.chat_id, card_id, said)
        await outbox.add_message(connection, message, voice.now)


def _key(origin: Origin) -> str:
    return f"tally:{origin.chat_id}:{origin.message_id}:{origin.revision}"
