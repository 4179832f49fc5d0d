"""What all files of a pack have in common: frozen data, facts with clauses, money without floats."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

_ORDINAL = "[一二三四五六七八九十]+"
_CLAUSE = re.compile(rf"(附件\d*)?({_ORDINAL})?(（{_ORDINAL}）)?(\d+)?(（\d+）)?(第\d+条)?|标题|文号")


class Data(BaseModel):
    """Base of all parts of a pack."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _printed(clause: str) -> str:
    if not clause or not _CLAUSE.fullmatch(clause):
        raise ValueError(f"«{clause}» is no clause: write it as printed, like 二（三） or 附件2第1条")
    return clause


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        return str(value)
    return value


Clause = Annotated[str, AfterValidator(_printed)]
Name = Annotated[str, Field(min_length=1)]
Yuan = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, decimal_places=2)]
Percent = Annotated[int, Field(ge=0, le=200)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Fact(Data):
    """Something that the notice states, with the place where it stands."""

    clause: Clause


class NamedFact(Fact):
    """A fact of a list: `id` for programs, `label` in the notice's or everyday words for people."""

    id: Id
    label: Name
