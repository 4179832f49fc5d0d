"""The county's list of names against the cases that wait for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.roster.names import read_name
from knowledge.text import simplified

_BETWEEN = re.compile(r"[\s、,，;；/|。.:：]+|(?<=[^\W\d_])\d+(?=\D|$)|(?<!\w)\d+")
_AND = re.compile(r"(?<=[^\x00-\x7f]{2})[和与及跟](?=[^\x00-\x7f]{2})")
_NOT_NAMES = frozenset(
    {"姓名", "名单", "序号", "合计", "以下", "如下", "返回", "退回", "县里", "县局", "处理好", "已处理"}
)


def names_in(text: str) -> tuple[str, ...]:
    """The names of a text as people write lists: 张三、李四，王五 or one a line, with or without numbers."""
    pieces = _BETWEEN.split(_AND.sub("、", simplified(text)))
    names = [read_name(piece) for piece in pieces if piece]
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name not in _NOT_NAMES))


@dataclass(frozen=True, slots=True)
class Match:
    """What a list means.

    `complete` and `partial` say which names are on the list for which case: complete where no name of the case
    is missing any more. `ambiguous` names fit several cases, `unknown` ones none.
    """

    complete: Mapping[int, tuple[str, ...]]
    partial: Mapping[int, tuple[str, ...]]
    ambiguous: Mapping[str, tuple[int, ...]]
    unknown: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the list changes nothing."""
        return not self.complete and not self.partial


def match(
    listed: Sequence[str], waiting: Mapping[int, Sequence[str]], listed_before: Mapping[int, Sequence[str]]
) -> Match:
    """Holds the list against the names of each waiting case; `listed_before` came with earlier lists.

    All names are as `names_in` gives them.
    """
    owners = {name: tuple(case for case, names in waiting.items() if name in names) for name in listed}
    found: dict[int, tuple[str, ...]] = {}
    for name, cases in owners.items():
        if len(cases) == 1:
            found[cases[0]] = (*found.get(cases[0], ()), name)
    missing = {
        case: set(waiting[case]) - set(names) - set(listed_before.get(case, ()))
        for case, names in found.items()
    }
    return Match(
        {case: names for case, names in found.items() if not missing[case]},
        {case: names for case, names in found.items() if missing[case]},
        {name: cases for name, cases in owners.items() if len(cases) > 1},
        tuple(name for name, cases in owners.items() if not cases),
    )
