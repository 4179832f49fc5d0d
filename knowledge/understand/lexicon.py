"""Words that mean the same here: 啷个, 咋个 and 点样 are all 怎么; 老汉儿 is one of 父母.

The data are lexicon/*.yaml: a class and its words, separated by blanks; a class whose value is a list gathers
other classes into a wider one. Unseen words of a known class so keep their meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.errors import DataError
from knowledge.yaml_files import read_yaml

FOLDER = Path(__file__).parents[1] / "lexicon"

Classes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A known word with its classes (the first is its main one), or a single character without any."""

    word: str
    classes: Classes = ()

    @property
    def name(self) -> str:
        """The main class in angle brackets, or the character itself."""
        return f"<{self.classes[0]}>" if self.classes else self.word


@dataclass(frozen=True)
class Lexicon:
    """`words`: a word to its classes; `wider`: a class to the wider classes that it belongs to."""

    words: Mapping[str, Classes]
    wider: Mapping[str, Classes]
    _lengths: Mapping[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[0], set()).add(len(word))
        longest_first = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        object.__setattr__(self, "_lengths", longest_first)

    def tokens(self, text: str) -> list[Token]:
        """A compact text cut into known words, longest first, and single characters."""
        found = []
        at = 0
        while at < len(text):
            token = self._token_at(text, at)
            found.append(token)
            at += len(token.word)
        return found

    def _token_at(self, text: str, at: int) -> Token:
        for length in self._lengths.get(text[at], ()):
            word = text[at : at + length]
            if word in self.words:
                return Token(word, self.words[word])
        return Token(text[at])


def load_lexicon(folder: Path = FOLDER) -> Lexicon:
    """The lexicon of all YAML files of a folder; `DataError` where a gathered class is unknown."""
    words: dict[str, Classes] = {}
    wider: dict[str, Classes] = {}
    named: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        for name, members in read_yaml(path).items():
            if isinstance(members, list):
                for member in members:
                    wider[member] = (*wider.get(member, ()), name)
                continue
            named.add(name)
            for word in members.lower().split():
                words[word] = tuple(dict.fromkeys((*words.get(word, ()), name)))
    if unknown := wider.keys() - named:
        raise DataError(str(folder), f"gathers classes that no file has: {'、'.join(sorted(unknown))}")
    return Lexicon(words, wider)
