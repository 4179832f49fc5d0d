"""The kinds of cases and what each asks, from catalogue.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError, model_validator

from knowledge.errors import DataError
from knowledge.schema.base import Data, Id
from knowledge.yaml_files import line_of, read_yaml

PATH = Path(__file__).parent / "catalogue.yaml"


class Question(Data):
    """One thing asked. A choice has its own `options`, or the pack's people or ways to pay as `source`."""

    expects: Literal["names", "text", "day", "choice"]
    options: tuple[Id, ...] = ()
    source: Literal["categories", "channels"] | None = None

    @model_validator(mode="after")
    def _has_choices(self) -> Question:
        if (self.expects == "choice") != bool(self.options or self.source):
            raise ValueError("a choice, and only a choice, needs options or a source")
        return self


class KindOutline(Data):
    """A kind of case: the topics under whose answers it is offered, and its questions in order."""

    topics: tuple[Id, ...]
    questions: tuple[Id, ...]


class Catalogue(Data):
    """All kinds by id, in the order in which they are offered."""

    questions: Mapping[Id, Question]
    kinds: Mapping[Id, KindOutline]

    @model_validator(mode="after")
    def _questions_known(self) -> Catalogue:
        asked = {name for kind in self.kinds.values() for name in kind.questions}
        if unknown := asked - set(self.questions):
            raise ValueError(f"no question {', '.join(sorted(unknown))}")
        return self

    def kinds_under(self, topic: str) -> tuple[str, ...]:
        """The kinds that are offered under a topic's answer."""
        return tuple(name for name, kind in self.kinds.items() if topic in kind.topics)


@cache
def load_catalogue(path: Path = PATH) -> Catalogue:
    """The catalogue; `DataError` with file and line where it is damaged."""
    content = read_yaml(path)
    try:
        return Catalogue.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = tuple(step for step in first["loc"] if isinstance(step, str | int))
        raise DataError(
            str(path), f"{'.'.join(map(str, where))}: {first['msg']}", line_of(path, where)
        ) from error
