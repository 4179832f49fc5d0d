"""Every private message to somebody who chose a secret word carries it: what comes without it is not from the bot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.constants import MessageLimit
from telegram.ext import ExtBot
from telegram.helpers import escape_markdown

from knowledge.phrasebook import Phrasebook

# what carries words, and how many characters of them Telegram takes
_ROOM = {
    "text": MessageLimit.MAX_TEXT_LENGTH,
    "caption": MessageLimit.CAPTION_LENGTH,
}
_SENDING = ("send", "editMessage", "copyMessage")
_CAPTIONED = ("photo", "document", "video", "audio", "animation", "voice")


class SigningBot(ExtBot[Any]):
    """python-telegram-bot's bot; `words` is looked at when a message goes out: user id → word."""

    def __init__(self, words: Mapping[int, str], phrases: Phrasebook, **settings: Any) -> None:
        super().__init__(**settings)
        self._words = words
        self._phrases = phrases

    async def _do_post(self, endpoint: str, data: dict[str, Any], **timeouts: Any) -> Any:
        if endpoint.startswith(_SENDING) and data.get("chat_id") in self._words:
            data = signed(data, self._phrases.say("verify.signature", word=self._words[data["chat_id"]]))
        return await super()._do_post(endpoint, data, **timeouts)


def signed(data: dict[str, Any], signature: str) -> dict[str, Any]:
    """The parameters of a method with the signature as the last line of what is said; a long text is cut for it."""
    name = "text" if "text" in data else "caption"
    if name == "caption" and "caption" not in data and not any(kind in data for kind in _CAPTIONED):
        return data
    parse_mode = str(data.get("parse_mode") or "").lower()
    if parse_mode.startswith("markdown"):
        signature = escape_markdown(signature, version=2 if parse_mode.endswith("v2") else 1)
    said = str(data.get(name) or "")
    room = _ROOM[name] - len(signature) - 1
    return {**data, name: f"{said[:room]}\n{signature}".lstrip("\n")}
