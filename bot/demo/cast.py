"""Who appears in the demonstration (cast.yaml), with the blanks filled from the pack in use."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.playground.scene import Suggestion
from knowledge.pack import Pack
from knowledge.yaml_files import read_yaml

FILE = Path(__file__).with_name("cast.yaml")
GROUP = "group"
# of its target a village collects about so much on a good day
GOOD_DAY = 0.009
USUAL_TARGET = 2_000
PERSONS_IN_HOUSEHOLD = 3


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CastColumn(_Data):
    """Screens side by side; `screens` are keys of people, or `group`."""

    title: str
    screens: tuple[str, ...]


class Labelled(_Data):
    """A command with plain words on its button."""

    label: str
    text: str


Ask = str | Labelled


class Home(_Data):
    """The household that somebody gets: its size, its head's surname, a category (the ordinary one if empty)."""

    surname: str
    people: int
    category: str = ""


class Persona(_Data):
    """A person with a phone; `asks` are questions that a tap sends."""

    name: str
    role: str
    about: str
    asks: tuple[Ask, ...]
    home: Home | None = None


class GroupAsk(_Data):
    """A question that a tap sends to the group, as one of its members."""

    by: str
    text: str


class CastGroup(_Data):
    """The one group; the officer owns it, the bot is in it."""

    title: str
    role: str
    about: str
    members: tuple[str, ...]
    asks: tuple[GroupAsk, ...]


class Cast(_Data):
    """Everybody, ready to appear."""

    columns: tuple[CastColumn, ...]
    special: tuple[str, ...]
    people: dict[str, Persona]
    group: CastGroup
    clerks: dict[str, dict[str, str]]
    officers: dict[str, dict[str, str]]


def cast_for(pack: Pack, bot_username: str) -> Cast:
    """The cast of a pack's place."""
    raw = read_yaml(FILE)
    return Cast.model_validate(_filled(raw, _blanks(raw, pack) | {"bot": bot_username}))


def _blanks(raw: dict[str, Any], pack: Pack) -> dict[str, str]:
    area = pack.reporting_areas[0]
    categories = {category.id: category for category in pack.categories}
    persons = round((area.target or USUAL_TARGET) * GOOD_DAY)
    special = next((categories[key] for key in raw["special"] if key in categories), pack.ordinary)
    return {
        "place": pack.place,
        "area": area.name,
        "fee": _plain(pack.fee),
        "special": special.key,
        "special_id": special.id,
        "persons": str(persons),
        "fewer_persons": str(persons - 2),
        "households": str(persons // PERSONS_IN_HOUSEHOLD),
        "yuan": _plain(pack.fee * persons),
        **raw["clerks"].get(area.kind, raw["clerks"]["village"]),
        **raw["officers"].get(pack.areas[0].kind, raw["officers"]["county"]),
    }


def _plain(yuan: Decimal) -> str:
    return f"{yuan.normalize():f}"


def _filled(value: Any, blanks: dict[str, str]) -> Any:
    """The same structure with `{blank}` replaced in every text."""
    if isinstance(value, str):
        return value.format_map(blanks)
    if isinstance(value, list):
        return [_filled(one, blanks) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, blanks) for key, one in value.items()}
    return value


def suggestion(ask: Ask) -> Suggestion:
    """A persona's question for the page."""
    return Suggestion(ask) if isinstance(ask, str) else Suggestion(ask.text, ask.label)
