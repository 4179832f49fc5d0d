"""The cast and its village, for every pack."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.demo.cast import GROUP, Cast, Labelled, cast_for
from bot.demo.opening import opening_moment
from knowledge.library import load_library
from knowledge.pack import Pack

SHANGHAI = ZoneInfo("Asia/Shanghai")
PACKS = load_library().pack_ids


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_library().pack(request.param)


@pytest.fixture
def cast(pack: Pack) -> Cast:
    return cast_for(pack, "canbao_bot")


def _texts(cast: Cast) -> list[str]:
    asks = [ask for persona in cast.people.values() for ask in persona.asks]
    texts = [ask.text if isinstance(ask, Labelled) else ask for ask in asks]
    return [*texts, *(ask.text for ask in cast.group.asks), cast.group.title]


def test_no_blank_stays_open(cast: Cast) -> None:
    assert [text for text in _texts(cast) if "{" in text or "}" in text] == []


def test_everybody_has_a_screen_and_every_screen_somebody(cast: Cast) -> None:
    screens = [key for column in cast.columns for key in column.screens]
    assert sorted(screens) == sorted([GROUP, *cast.people])


def test_group_members_and_speakers_are_people_of_the_cast(cast: Cast) -> None:
    members = set(cast.group.members)
    assert members <= set(cast.people)
    assert {ask.by for ask in cast.group.asks} <= members


def test_the_amounts_are_the_packs(pack: Pack, cast: Cast) -> None:
    assert any(f"{pack.fee:g}块" in text for text in _texts(cast))
    tally = next(text for text in _texts(cast) if text.startswith("今天收了"))
    persons, yuan = re.search(r"户(\d+)人 (\d+)元", tally).groups()  # type: ignore[union-attr]
    assert int(persons) * pack.fee == int(yuan)


def test_it_opens_on_a_working_morning_in_the_window(pack: Pack) -> None:
    opens: datetime = opening_moment(pack, SHANGHAI)
    assert pack.main_window.from_ < opens.date() < pack.main_window.until
    assert opens.weekday() < 5
    assert opens.hour == 9
    issued = pack.documents[0].issued_on
    assert issued is None or opens.date() > issued
