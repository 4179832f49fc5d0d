"""What the bot knows: topics, sentences and policy packs. Opens its files once; packs when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from knowledge.errors import DataError, UnknownPack, UnknownTopic
from knowledge.model import Audience, Topic
from knowledge.pack import Pack
from knowledge.pack.check import faults_in
from knowledge.pack.reading import read_pack
from knowledge.phrasebook import Phrasebook, load_phrasebook, translated
from knowledge.yaml_files import line_of, read_yaml

HERE = Path(__file__).parent
PACKS = HERE / "packs"
CATALOGUE = HERE / "topics" / "catalogue.yaml"


@dataclass(frozen=True)
class Library:
    """`topics` by id, `phrases`, and the packs by id or path."""

    topics: Mapping[str, Topic]
    phrases: Phrasebook
    pack_ids: tuple[str, ...]
    _packs: dict[Path, Pack] = field(default_factory=dict, repr=False, compare=False)

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id; `UnknownTopic` where the catalogue has none."""
        if topic_id not in self.topics:
            raise UnknownTopic(f"no topic «{topic_id}»; see knowledge/topics/catalogue.yaml")
        return self.topics[topic_id]

    def topic_label(self, topic_id: str, locale: str) -> str:
        """The text of a topic's button."""
        return translated(f"topic.{topic_id}", self.topic(topic_id).label, locale)

    def pack(self, id_or_path: str | Path) -> Pack:
        """The checked pack of an id, or in a folder; `UnknownPack`, or `DataError` with file and line."""
        folder = self.pack_folder(id_or_path)
        if folder not in self._packs:
            pack = read_pack(folder)
            for fault in faults_in(pack, folder, tuple(self.topics)):
                raise fault
            self._packs[folder] = pack
        return self._packs[folder]

    def pack_folder(self, id_or_path: str | Path) -> Path:
        """Where a pack's files are."""
        if str(id_or_path) in self.pack_ids:
            return PACKS / str(id_or_path)
        folder = Path(id_or_path)
        if (folder / "pack.yaml").is_file():
            return folder.resolve()
        known = ", ".join(self.pack_ids)
        raise UnknownPack(f"no policy pack «{id_or_path}»: give one of {known}, or a folder with a pack.yaml")


def _topics(path: Path) -> dict[str, Topic]:
    topics = {}
    for topic_id, row in read_yaml(path).items():
        try:
            topics[topic_id] = Topic(topic_id, Audience(row["audience"]), row["label"], row["covers"])
        except (KeyError, TypeError, ValueError) as error:
            what = f"«{topic_id}» needs audience, label and covers ({error})"
            raise DataError(str(path), what, line_of(path, (topic_id,))) from error
    return topics


@cache
def load_library() -> Library:
    """The library that comes with the bot."""
    pack_ids = tuple(sorted(folder.parent.name for folder in PACKS.glob("*/pack.yaml")))
    return Library(_topics(CATALOGUE), load_phrasebook(), pack_ids)
