"""What the bot says, in the reader's language.

The source sentences (zh_Hans) stand in phrases/*.yaml, key by key; they go through gettext catalogues
(locales/<locale>/LC_MESSAGES/canbao.po, the key as context). A sentence that zh_Hant does not translate is
converted by opencc; one that en does not translate stays Chinese. Blanks are `{name}`; a Decimal blank is
written as money, a date or datetime as a day or moment, both by Babel.
"""

from __future__ import annotations

import io
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from knowledge.errors import DataError
from knowledge.text import traditional
from knowledge.yaml_files import read_yaml

SOURCE_LOCALE = "zh_Hans"
LOCALES = (SOURCE_LOCALE, "zh_Hant", "en")
HERE = Path(__file__).parent

_DAY = {"zh_Hans": "y年M月d日", "zh_Hant": "y年M月d日", "en": "d MMMM y"}
_MOMENT = {"zh_Hans": "M月d日 HH:mm", "zh_Hant": "M月d日 HH:mm", "en": "d MMM HH:mm"}
_YUAN = {"zh_Hans": "元", "zh_Hant": "元", "en": " yuan"}


def money(amount: Decimal, locale: str = SOURCE_LOCALE) -> str:
    """Decimal yuan for reading: 320元, 12,160元, 0.90元."""
    pattern = "#,##0" if amount == amount.to_integral_value() else "#,##0.00"
    return format_decimal(amount, format=pattern, locale=locale) + _YUAN[locale]


def day(value: date, locale: str = SOURCE_LOCALE) -> str:
    """A day with its year: 2021年12月31日."""
    return format_date(value, format=_DAY[locale], locale=locale)


def moment(value: datetime, locale: str = SOURCE_LOCALE) -> str:
    """A moment of the season: 12月3日 09:30."""
    return format_datetime(value, format=_MOMENT[locale], locale=locale)


def _written(value: Any, locale: str) -> Any:
    match value:
        case Decimal():
            return money(value, locale)
        case datetime():
            return moment(value, locale)
        case date():
            return day(value, locale)
    return value


def blanks_of(sentence: str) -> frozenset[str]:
    """The names of a sentence's blanks."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


@cache
def _catalogue(locale: str) -> Translations | None:
    path = HERE / "locales" / locale / "LC_MESSAGES" / "canbao.po"
    if not path.exists():
        return None
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def translated(key: str, source: str, locale: str) -> str:
    """A Chinese source text in `locale`, by the catalogue under `key`; traditional characters by opencc."""
    if locale == SOURCE_LOCALE:
        return source
    catalogue = _catalogue(locale)
    text = str(catalogue.upgettext(key, source)) if catalogue else source
    return traditional(source) if text == source and locale == "zh_Hant" else text


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Every sentence of the bot by key."""

    sentences: Mapping[str, str]

    def say(self, key: str, locale: str = SOURCE_LOCALE, **blanks: Any) -> str:
        """The sentence under `key` in `locale` with its blanks filled; KeyError names an unknown key."""
        sentence = translated(key, self.sentences[key], locale)
        return sentence.format(**{name: _written(value, locale) for name, value in blanks.items()})


def load_phrasebook(folder: Path = HERE / "phrases") -> Phrasebook:
    """All sentences of phrases/*.yaml; a key that stands in two files is refused."""
    sentences: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, sentence in (read_yaml(path) or {}).items():
            if key in sentences:
                raise DataError(str(path), f"key «{key}» stands in another file too")
            if not isinstance(sentence, str):
                raise DataError(str(path), f"«{key}» is not a sentence")
            sentences[key] = sentence.rstrip("\n")
    return Phrasebook(sentences)
