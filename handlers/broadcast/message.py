"""What one recipient gets: the author's words in the recipient's script, the village's figures, the buttons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from handlers import keyboards
from handlers.areas import area_of
from handlers.context import House
from handlers.due_reminders import STOP
from handlers.standing import standings_of
from knowledge.broadcasting.blanks import filled_for, has_blanks
from knowledge.broadcasting.model import Audience, Content, ContentKind, Who
from knowledge.model import Area
from knowledge.phrasebook import LOCALES, SOURCE_LOCALE
from knowledge.reminding.values import VillageFigures
from knowledge.render import in_script
from storage.database import Connection

RECEIVED = "got"
METHODS = {
    ContentKind.TEXT: "send_message",
    ContentKind.PHOTO: "send_photo",
    ContentKind.DOCUMENT: "send_document",
}
# room for traditional characters, figures and a secret word
TEXT_LIMIT, CAPTION_LIMIT = 3800, 900


@dataclass(frozen=True, slots=True)
class Variant:
    """What two recipients have in common who get the very same message; `area_id` only where that matters."""

    area_id: str | None
    locale: str


def variant_of(content: Content, area_id: str | None, locale: str | None) -> Variant:
    """The variant of a recipient."""
    known = locale if locale in LOCALES else SOURCE_LOCALE
    return Variant(area_id if has_blanks(content.text) else None, known or SOURCE_LOCALE)


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as a recipient of `area` will see it."""

    method: str
    payload: Mapping[str, Any]
    area: Area


async def preview_of(
    connection: Connection, house: House, audience: Audience, content: Content, *, wants_receipt: bool
) -> Preview:
    """The message exactly as it will look; with villages' figures, as the first of them will see it."""
    area = first_area(house, audience.areas)
    payload = await payload_for(
        connection,
        house,
        content,
        variant_of(content, area.id, None),
        audience.kind,
        receipt_for=0 if wants_receipt else None,
    )
    return Preview(METHODS[content.kind], payload, area)


def first_area(house: House, areas: Collection[str]) -> Area:
    """The first of some villages, of all where none are given."""
    return next(area for area in house.pack.reporting_areas if not areas or area.id in areas)


async def figures_of(connection: Connection, house: House, area_id: str | None) -> VillageFigures | None:
    """A village's figures of today."""
    if area_id is None:
        return None
    standings = await standings_of(connection, house.pack, [area_id], house.now().date())
    standing = standings.get(area_id)
    if standing is None:
        return None
    return VillageFigures(area_of(house.pack, area_id).name, standing.totals.persons, standing.target)


async def payload_for(
    connection: Connection,
    house: House,
    content: Content,
    variant: Variant,
    kind: Who,
    *,
    receipt_for: int | None,
) -> Mapping[str, Any]:
    """The parameters of the method; `receipt_for` is the broadcast that 收到 counts for (0: a preview)."""
    text = content.text
    if has_blanks(text):
        text = filled_for(text, await figures_of(connection, house, variant.area_id))
    said = in_script(text, variant.locale)
    payload: dict[str, Any] = {"text" if content.kind is ContentKind.TEXT else "caption": said}
    if content.kind is not ContentKind.TEXT:
        payload[content.kind.value] = content.file_id
    if rows := _buttons(house, variant.locale, kind, receipt_for):
        payload["reply_markup"] = keyboards.inline(rows).to_dict()
    return payload


def _buttons(house: House, locale: str, kind: Who, receipt_for: int | None) -> list[list[tuple[str, str]]]:
    say = house.library.phrases.say
    rows = []
    if receipt_for is not None:
        rows.append([(say("broadcast.received_button", locale), keyboards.packed(RECEIVED, receipt_for))])
    if kind.is_public:
        rows.append([(say("broadcast.stop_button", locale), keyboards.packed(STOP))])
    return rows
