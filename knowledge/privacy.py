"""Personal numbers in free text: finding them and taking them out."""

from __future__ import annotations

import re

# 18-digit resident identity numbers, also with blanks or hyphens between the groups
ID_NUMBER = re.compile(r"(?<!\d)\d{6}[ -]?(?:19|20)\d{2}[ -]?\d{4}[ -]?\d{3}[\dXx](?![\dXx])")
PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1\d{2}[ -]?\d{4}[ -]?\d{4}(?!\d)")
CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")


def has_id_number(text: str) -> bool:
    """Whether a text carries something that looks like an ID number."""
    return bool(ID_NUMBER.search(text))


def without_personal_numbers(text: str) -> str:
    """The text with ID, bank card and phone numbers replaced by ＊."""
    for pattern in (ID_NUMBER, CARD, PHONE):
        text = pattern.sub("＊", text)
    return text
