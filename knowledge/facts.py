"""A pack's facts by name, to fill the blanks of its answers: text and data cannot drift apart.

`{fee}` and a few short names, and every value of the data files by its path, list items by their id:
`{dates.windows.regular.until}`, `{staff.rates.all.percent}`. After a day, `:md` leaves the year out and `:ym`
the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from knowledge.pack import Pack
from knowledge.phrasebook import day, money
from knowledge.rules.subsidies import pays

_BLANK = re.compile(r"\{([\w.]+)(?::(md|ym))?\}")


def _flattened(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _flattened(getattr(value, name), f"{path}.{name.rstrip('_')}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flattened(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for position, item in enumerate(value, 1):
            yield from _flattened(item, f"{path}.{getattr(item, 'id', position)}")
    elif value is not None and not isinstance(value, bool):
        yield path, value


def _short_names(pack: Pack) -> Iterator[tuple[str, Any]]:
    yield "fee", pack.fee
    yield "year", pack.year
    yield "last_year", pack.year - 1
    yield "next_year", pack.year + 1
    yield "place", pack.place
    yield "county", pack.county
    yield "window_start", pack.main_window.from_
    yield "window_end", pack.main_window.until
    fee_before = pack.fees.individual.amount_of(pack.year - 1)
    if fee_before is not None:
        yield "fee_rise", pack.fee - fee_before
    for category in pack.categories:
        amount = pays(pack, category)
        if amount is not None:
            yield f"pays.{category.id}", amount
    yield "areas", len(pack.reporting_areas)
    targets = [area.target for area in pack.reporting_areas if area.target is not None]
    if targets:
        yield "total_target", sum(targets)


@lru_cache(maxsize=8)
def facts_of(pack: Pack) -> Mapping[str, Any]:
    """Every fact of a pack by its name: Decimal for yuan, int for counts, days and percent, date for days."""
    facts: dict[str, Any] = {}
    for part in ("fees", "people", "dates", "payment", "staff"):
        facts.update(_flattened(getattr(pack, part), part))
    facts.update(_short_names(pack))
    return facts


def written(value: Any, form: str | None = None) -> str:
    """A fact as it stands in an answer; `form` shortens a day."""
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, date):
        full = day(value)
        return {"md": full.partition("年")[2], "ym": full.partition("月")[0] + "月"}.get(form or "", full)
    return str(value)


def blanks_in(text: str) -> list[str]:
    """The names of the blanks of an answer's text."""
    return [match[1] for match in _BLANK.finditer(text)]


def filled(text: str, pack: Pack) -> str:
    """The text with its blanks filled from the pack; KeyError names an unknown one."""
    facts = facts_of(pack)
    return _BLANK.sub(lambda match: written(facts[match[1]], match[2]), text)
