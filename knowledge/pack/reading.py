"""From a pack's folder to a Pack: every complaint with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.errors import DataError
from knowledge.pack import Pack
from knowledge.yaml_files import line_of, read_yaml

# part of the Pack: the file that holds it
FILES = {
    "identity": "pack.yaml",
    "fees": "fees.yaml",
    "people": "people.yaml",
    "dates": "dates.yaml",
    "payment": "payment.yaml",
    "staff": "staff.yaml",
    "area_tree": "areas.yaml",
    "answers": "answers.yaml",
    "cases": "cases.yaml",
}

_MESSAGES = {
    "missing": "the key is missing",
    "extra_forbidden": "this key is not known here",
}


def fault_at(folder: Path, location: tuple[str | int, ...], what: str) -> DataError:
    """A complaint about the part of a pack under `location` (part, then keys)."""
    path = folder / FILES.get(str(location[0]), "pack.yaml")
    keys = location[1:]
    named = ".".join(str(key) for key in keys)
    line = line_of(path, keys) if path.exists() else None
    return DataError(str(path), f"{named}: {what}" if named else what, line)


def read_parts(folder: Path) -> dict[str, Any]:
    """The raw content of a pack's files by part."""
    parts = {part: read_yaml(folder / name) for part, name in FILES.items()}
    for part, content in parts.items():
        if not isinstance(content, dict):
            raise DataError(str(folder / FILES[part]), "the file holds no keys", 1)
    return parts


def _keys_only(location: tuple[int | str, ...], content: Any) -> tuple[int | str, ...]:
    """The location without the tags that pydantic adds for unions and keys."""
    kept: list[int | str] = []
    for step in location:
        if isinstance(content, dict):
            key = next((k for k in content if str(k) == str(step)), None)
            if key is None:
                if step != location[-1]:
                    continue
                kept.append(step)
                break
            kept.append(step)
            content = content[key]
        elif isinstance(content, list) and isinstance(step, int) and step < len(content):
            kept.append(step)
            content = content[step]
    return tuple(kept)


def faults_of(error: ValidationError, parts: dict[str, Any], folder: Path) -> list[DataError]:
    """pydantic's complaints in one line each, with file and line."""
    faults = []
    for detail in error.errors(include_url=False):
        what = _MESSAGES.get(detail["type"], detail["msg"].removeprefix("Value error, "))
        faults.append(fault_at(folder, _keys_only(detail["loc"], parts), what))
    return faults


def read_pack(folder: Path) -> Pack:
    """The pack in `folder`; `DataError` for the first fault of its shape."""
    parts = read_parts(folder)
    try:
        return Pack.model_validate(parts)
    except ValidationError as error:
        raise faults_of(error, parts, folder)[0] from error
