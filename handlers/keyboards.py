"""Buttons: the menu, inline keyboards, and the one format of callback data.

Callback data is `kind:part:part…` in at most 64 bytes; it never carries personal data, only ids of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

LIMIT_BYTES = 64


def packed(kind: str, *parts: str | int) -> str:
    """Callback data of a kind; ValueError where it exceeds Telegram's 64 bytes."""
    data = ":".join([kind, *map(str, parts)])
    if len(data.encode()) > LIMIT_BYTES:
        raise ValueError(f"callback data over {LIMIT_BYTES} bytes: {data}")
    return data


def unpacked(data: str | None) -> list[str]:
    """The parts after the kind."""
    return (data or "").split(":")[1:]


def pattern(kind: str) -> str:
    """The regular expression that CallbackQueryHandler wants for a kind."""
    return rf"^{escape(kind)}(:|$)"


def inline(rows: Iterable[Sequence[tuple[str, str]]]) -> InlineKeyboardMarkup:
    """An inline keyboard of (label, callback data) rows."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


def column(buttons: Iterable[tuple[str, str]]) -> InlineKeyboardMarkup:
    """One button a row: labels stay large."""
    return inline([button] for button in buttons)


def link(label: str, url: str) -> InlineKeyboardMarkup:
    """A single button that opens an address."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, url=url)]])


def menu(labels: Sequence[str]) -> ReplyKeyboardMarkup:
    """The keyboard under the input line: two large plain labels a row."""
    rows = [[KeyboardButton(label) for label in labels[i : i + 2]] for i in range(0, len(labels), 2)]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)
