"""The wordings that teach the bot: knowledge/topics/<topic>.yaml and distractors.yaml.

A file says style (or kind of distractor), then the hand that wrote the wordings: whole hands are held out when
the model is calibrated, since nobody's own words predict how other people speak.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from knowledge.errors import DataError
from knowledge.understand.lexicon import FOLDER as LEXICON
from knowledge.yaml_files import read_yaml

TOPICS = Path(__file__).parents[1] / "topics"
NOTHING = "none"
"""The class of what the bot is not about."""

_CATALOGUE = "catalogue.yaml"
_DISTRACTORS = "distractors.yaml"


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence: its topic (or `NOTHING`), its style or kind, the hand that wrote it."""

    text: str
    topic: str
    style: str
    hand: str


def _wordings_of(path: Path, topic: str) -> Iterator[Wording]:
    for style, hands in read_yaml(path).items():
        for hand, texts in hands.items():
            for text in texts:
                if not isinstance(text, str):
                    raise DataError(str(path), f"«{text}» ({style}, {hand}) needs quotes to be a sentence")
                yield Wording(text, topic, style, hand)


def load_wordings(folder: Path = TOPICS) -> list[Wording]:
    """All wordings of a folder, topic by topic, then the distractors."""
    found: list[Wording] = []
    for topic in read_yaml(folder / _CATALOGUE):
        found += _wordings_of(folder / f"{topic}.yaml", topic)
    found += _wordings_of(folder / _DISTRACTORS, NOTHING)
    return found


def digest(topics: Path = TOPICS, lexicon: Path = LEXICON) -> str:
    """A fingerprint of all that the model is trained from; differs where it must be trained again."""
    sum_of_all = sha256()
    for path in (*sorted(topics.glob("*.yaml")), *sorted(lexicon.glob("*.yaml"))):
        if path.name != _CATALOGUE:
            sum_of_all.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sum_of_all.hexdigest()
