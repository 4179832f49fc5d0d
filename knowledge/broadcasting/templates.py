"""Texts to start a broadcast from, filled with the notice's own dates and figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge.broadcasting.model import Who
from knowledge.errors import DataError
from knowledge.facts import blanks_in, facts_of, filled
from knowledge.pack import Pack
from knowledge.schema.base import Data, Id, Name
from knowledge.yaml_files import read_yaml

PATH = Path(__file__).parent / "templates.yaml"


class Template(Data):
    """A text with blanks, offered for these audiences where the notice speaks of its `topic`."""

    id: Id
    label: Name
    topic: Id | None = None
    who: tuple[Who, ...]
    text: Name


@cache
def load_templates(path: Path = PATH) -> tuple[Template, ...]:
    """All templates; `DataError` where the file is damaged."""
    try:
        return TypeAdapter(tuple[Template, ...]).validate_python(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(str(path), f"{first['loc']}: {first['msg']}") from error


def templates_for(pack: Pack, who: Who) -> tuple[Template, ...]:
    """Those for an audience whose facts this notice states."""
    facts = facts_of(pack)
    return tuple(
        template
        for template in load_templates()
        if who in template.who
        and (template.topic is None or template.topic in pack.answers)
        and all(name in facts for name in blanks_in(template.text))
    )


def text_of(pack: Pack, template: Template) -> str:
    """The template's text with the notice's facts; what differs by village stays open."""
    return filled(template.text, pack).strip()
