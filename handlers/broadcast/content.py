"""The author's message as the content of a broadcast, or why it cannot be one."""

from __future__ import annotations

from telegram import Message

from handlers.broadcast.message import CAPTION_LIMIT, TEXT_LIMIT
from knowledge.broadcasting.blanks import has_blanks
from knowledge.broadcasting.draft import Draft
from knowledge.broadcasting.model import Content, ContentKind, Who
from knowledge.privacy import has_id_number


class Refusal(Exception):
    """The message cannot be sent to many: the sentence that says so, and its blanks."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(key)
        self.key = key
        self.blanks = blanks


def content_of(message: Message, draft: Draft) -> Content:
    """Text, a photo or a document with its caption; `Refusal` for anything else."""
    content = _content(message)
    limit = TEXT_LIMIT if content.kind is ContentKind.TEXT else CAPTION_LIMIT
    if len(content.text) > limit:
        raise Refusal("too_long", limit=TEXT_LIMIT, caption=CAPTION_LIMIT)
    if has_id_number(content.text):
        raise Refusal("has_number")
    if draft.who is Who.SAME and has_blanks(content.text):
        raise Refusal("no_blanks")
    return content


def _content(message: Message) -> Content:
    caption = message.caption or ""
    if message.photo:
        return Content(ContentKind.PHOTO, caption, message.photo[-1].file_id)
    if message.document:
        return Content(ContentKind.DOCUMENT, caption, message.document.file_id)
    if message.text:
        return Content(ContentKind.TEXT, message.text)
    raise Refusal("not_sendable")
