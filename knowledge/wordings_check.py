"""No wording may teach two topics: a phrase claimed twice is a fault of both files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.errors import DataError
from knowledge.text import normalise
from knowledge.yaml_files import line_of, read_yaml

Keys = tuple[str | int, ...]


def _phrases(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Every phrase of a topic's file with its keys."""
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _phrases(inner, (*keys, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _phrases(inner, (*keys, position))


def doubly_claimed(folder: Path) -> Iterator[DataError]:
    """The phrases that stand in two files of a folder of topics, with both places."""
    seen: dict[str, tuple[Path, Keys]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "catalogue.yaml":
            continue
        for keys, phrase in _phrases(read_yaml(path)):
            first, first_keys = seen.setdefault(re.sub(r"\W+", "", normalise(phrase)), (path, keys))
            if first != path:
                other = f"{first.name}:{line_of(first, first_keys)}"
                yield DataError(str(path), f"«{phrase}» is claimed by {other} too", line_of(path, keys))
