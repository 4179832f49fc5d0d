"""What can go wrong with the data that the bot knows.

    KnowledgeError
    ├── DataError      a data file is damaged: says file, line (or key), what is wrong and what to do
    ├── UnknownPack    no pack of that id or path
    └── UnknownTopic   no topic of that id in the catalogue

Expected outcomes (an unstated fact, a closed window, an unknown category) are values, never exceptions.
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of this room's errors; its text is one line fit for the person at the keyboard."""


class DataError(KnowledgeError):
    """A data file cannot be read as what it should be."""

    def __init__(self, where: str, what: str, line: int | None = None) -> None:
        self.where = where
        self.what = what
        self.line = line
        super().__init__(f"{where}:{line}: {what}" if line else f"{where}: {what}")


class UnknownPack(KnowledgeError):
    """There is no policy pack of this id or path."""


class UnknownTopic(KnowledgeError):
    """The catalogue of topics does not have this id."""
