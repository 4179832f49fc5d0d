"""The spellings under which the villages of a township are known: official names, short forms, halves of long ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge.model import Area
from knowledge.text import normalise

SUFFIXES = (
    "村民委员会", "社区居委会", "社区居民委员会", "居民委员会", "村委会", "居委会", "村委", "居委", "村部", "社区", "村", "居",
)  # fmt: skip

_TOWNSHIPS = ("街道", "镇", "乡", "县")  # the areas that report where a notice is a county's


@dataclass(frozen=True, slots=True)
class Mention:
    """A village named in a text: its official name; several where it is ambiguous, none where unknown."""

    start: int
    end: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class VillageIndex:
    """The spellings under which villages are found. `stems` are official names without 村, 社区 ..."""

    spellings: Mapping[str, tuple[str, ...]]
    by_first: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, str]
    official: Mapping[str, str]


def stem_of(name: str) -> str:
    """The name without what says that it is a village: 华升社区 is 华升."""
    for suffix in (*SUFFIXES, *_TOWNSHIPS):
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


def _halves(name: str) -> Iterator[str]:
    """杨家 and 三村 of 杨家三村."""
    if len(stem_of(name)) >= 3:
        yield name[:2]
        if name.endswith(("村", "场")):
            yield name[-2:]


def _written_forms(form: str) -> Iterator[str]:
    """3合 for 三合."""
    yield form
    if form.startswith("三") or (len(form) > 3 and "三" in form):
        yield form.replace("三", "3")


def _short_names(areas: tuple[Area, ...]) -> dict[str, set[str]]:
    """Names without 村 and the aliases, with the villages that they may stand for."""
    short: dict[str, set[str]] = {}
    for area in areas:
        forms = {stem_of(normalise(area.name)), *(normalise(alias) for alias in area.aliases)}
        for form in forms:
            short.setdefault(form, set()).add(area.name)
    return short


def _free_halves(areas: tuple[Area, ...], short: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Halves of long names that no other village and no township shares."""
    owners: dict[str, set[str]] = {}
    for area in areas:
        for half in _halves(normalise(area.name)):
            owners.setdefault(half, set()).add(area.name)
    parents = {area.parent or "" for area in areas}
    for half, named in owners.items():
        if len(named) == 1 and half not in short and not any(half in parent for parent in parents):
            yield half, next(iter(named))


def _spellings(areas: tuple[Area, ...]) -> dict[str, tuple[str, ...]]:
    """Every spelling with the villages it may stand for; a full name stands for its own village only."""
    short = _short_names(areas)
    found = {form: tuple(sorted(owners)) for form, owners in short.items()}
    found |= {half: (owner,) for half, owner in _free_halves(areas, short)}
    found |= {normalise(area.name): (area.name,) for area in areas}
    return {written: owners for form, owners in found.items() for written in _written_forms(form)}


@lru_cache(maxsize=32)
def village_index(areas: tuple[Area, ...]) -> VillageIndex:
    """The index of a township's villages (areas of the kinds that report)."""
    spellings = _spellings(areas)
    by_first: dict[str, list[str]] = {}
    for spelling in sorted(spellings, key=len, reverse=True):
        by_first.setdefault(spelling[0], []).append(spelling)
    return VillageIndex(
        spellings,
        {first: tuple(forms) for first, forms in by_first.items()},
        {stem_of(normalise(area.name)): area.name for area in areas},
        {normalise(area.name): area.name for area in areas},
    )
