"""A list that was sent to the bot: fetched from Telegram, and told apart: roster or payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.context import Context
from knowledge.roster.roster_rows import ListWords
from knowledge.roster.values import Reason
from storage.errors import BadFile
from storage.importing.preview import Kind, Preview, preview_list
from storage.spreadsheets.opening import open_spreadsheet

# as much as a bot may fetch
MOST_BYTES = 20_000_000
_KINDS: tuple[Kind, ...] = ("payments", "roster")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file by Telegram's id; `kind` None until it is known."""

    file_id: str
    name: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds; `other_kind` where it could be read as that too."""

    preview: Preview
    other_kind: Kind | None

    @property
    def kind(self) -> Kind:
        """Roster or payments."""
        return self.preview.kind


async def fetched(context: Context, listed: Listed) -> bytes:
    """The file's bytes."""
    file = await context.bot.get_file(listed.file_id)
    return bytes(await file.download_as_bytearray())


def looked_at(context: Context, listed: Listed, content: bytes, today: date) -> Found:
    """What the file holds: payments where it has sums and days, else a roster. `BadFile` where it is neither.

    Slow for large files: called in a thread.
    """
    words = ListWords.of(context.house.pack, today)
    fits: dict[Kind, Preview] = {}
    faults: dict[Kind, BadFile] = {}
    for kind in _KINDS:
        with open_spreadsheet(content, listed.name) as spreadsheet:
            try:
                fits[kind] = preview_list(spreadsheet, kind, words.places)
            except BadFile as fault:
                faults[kind] = fault
    chosen = listed.kind if listed.kind in fits else next(iter(fits), None)
    if chosen is None:
        raise _fault(faults)
    return Found(fits[chosen], next((kind for kind in fits if kind != chosen), None))


def _fault(faults: dict[Kind, BadFile]) -> BadFile:
    """The fault of the kind that the file comes nearest to."""
    for kind in reversed(_KINDS):
        if faults[kind].reason.key != f"files.no_table_{kind}":
            return faults[kind]
    return BadFile(Reason("home.import_no_table"))
