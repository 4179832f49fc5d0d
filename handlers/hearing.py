"""A clerk's message in the light of who sends it: whose figures they are, and what has to be asked first.

No Telegram here: text and role in, a Hearing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from handlers.access import Role
from knowledge.model import Area, TallyEntry
from knowledge.pack import Pack
from knowledge.standing.doubts import Fees
from knowledge.tally.entries import fees_of
from knowledge.tally.terms import paid_categories, read_with_pack
from knowledge.tally.villages import find_villages, village_index
from knowledge.text import normalise

UNTOLD = ""  # the village of an entry that the message does not say
AMBIGUOUS = "ambiguous_village"
_BARE_NUMBER = re.compile(r"[\d\W]*")


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a message reports. `choices` are the official names among which to ask; entries of UNTOLD get the answer.

    `foreign` are villages that are named but not the sender's.
    """

    entries: tuple[TallyEntry, ...] = ()
    choices: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def is_report(self) -> bool:
        """Whether the message is a tally at all."""
        return bool(self.entries)

    def for_village(self, name: str) -> tuple[TallyEntry, ...]:
        """The entries once the open village is told."""
        return settled(self.entries, name)


def settled(entries: Iterable[TallyEntry], name: str) -> tuple[TallyEntry, ...]:
    """Entries with the village that was chosen for those that named none."""
    return tuple(replace(e, village=name) if e.village == UNTOLD else e for e in entries)


@lru_cache(maxsize=8)
def fees_by_key(pack: Pack) -> Fees:
    """Yuan a head by category key; None is the ordinary person."""
    return fees_of(paid_categories(pack), pack.fee)


def hear(
    pack: Pack, text: str, sent_on: date, role: Role, *, forwarded: bool = False, own: str | None = None
) -> Hearing:
    """What a message of this sender reports.

    `own` is the village that an earlier revision was booked for. Without it the sender's only village stands
    for one that is not named; somebody with several is asked, and a forwarded report is always asked about.
    """
    mine = [area.name for area in pack.reporting_areas if role.may(area.id)]
    stand_in = own or (mine[0] if mine and _may_leave_village_out(role, text) else None)
    reading = read_with_pack(pack, text, sent_on, stand_in)
    if AMBIGUOUS in reading.warnings and not reading.entries:
        return _heard_ambiguous(pack, text, sent_on, role, stand_in)
    if not reading.entries:
        return Hearing()
    entries = reading.entries
    if own is None and (len(mine) > 1 or forwarded):
        named = read_with_pack(pack, text, sent_on, None).entries
        entries = tuple(e if e in named else replace(e, village=UNTOLD) for e in entries)
    return _offered(pack, role, entries, mine, forwarded=forwarded)


def _may_leave_village_out(role: Role, text: str) -> bool:
    """A clerk may; the township, which has every village, not with a bare number."""
    return bool(role.areas) or not _BARE_NUMBER.fullmatch(text)


def _offered(
    pack: Pack, role: Role, entries: tuple[TallyEntry, ...], mine: Sequence[str], *, forwarded: bool
) -> Hearing:
    told = list(dict.fromkeys(e.village for e in entries if e.village != UNTOLD))
    foreign = tuple(name for name in told if not role.may(id_of(pack, name)))
    if foreign:
        return Hearing(entries, foreign=foreign)
    if any(e.village == UNTOLD for e in entries):
        return Hearing(entries, tuple(mine))
    if forwarded and len(told) == 1:
        return Hearing(tuple(replace(e, village=UNTOLD) for e in entries), tuple(told))
    return Hearing(entries)


def _heard_ambiguous(pack: Pack, text: str, sent_on: date, role: Role, stand_in: str | None) -> Hearing:
    """联村 may be three villages: the message is read as if the first were meant, and asked about."""
    plain = normalise(text)
    open_ones = [m for m in find_villages(plain, village_index(pack.reporting_areas)) if len(m.names) > 1]
    if not open_ones:
        return Hearing()
    mention = open_ones[0]
    meant = plain[: mention.start] + mention.names[0] + plain[mention.end :]
    reading = read_with_pack(pack, meant, sent_on, stand_in)
    choices = tuple(name for name in mention.names if role.may(id_of(pack, name)))
    entries = tuple(
        replace(e, village=UNTOLD) if e.village == mention.names[0] else e for e in reading.entries
    )
    if not choices:
        return Hearing(entries, foreign=mention.names)
    return Hearing(entries, choices)


def id_of(pack: Pack, name: str) -> str:
    """A village's id by its official name."""
    return area_by_name(pack)[name].id


@lru_cache(maxsize=8)
def area_by_name(pack: Pack) -> dict[str, Area]:
    """The areas that report, by official name."""
    return {area.name: area for area in pack.reporting_areas}
