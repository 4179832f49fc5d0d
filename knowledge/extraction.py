"""Babel's extraction method for phrases/*.yaml: the sentence is the message, its key the context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from knowledge.yaml_files import parse_yaml


def extract_phrases(
    file: IO[bytes], keywords: Mapping[str, Any], tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Every sentence of a phrases file, as Babel wants it: (line, function, (context, message), comments)."""
    text = file.read().decode("utf-8")
    lines = {line.split(":")[0]: number for number, line in enumerate(text.splitlines(), start=1)}
    for key, sentence in (parse_yaml(text, "phrases") or {}).items():
        yield lines.get(key, 1), "pgettext", (key, sentence.rstrip("\n")), []


def extract_labels(
    file: IO[bytes], keywords: Mapping[str, Any], tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """The buttons' texts of topics/catalogue.yaml."""
    for topic_id, row in parse_yaml(file.read().decode("utf-8"), "catalogue").items():
        yield 1, "pgettext", (f"topic.{topic_id}", row["label"]), []
