"""Photos, documents and other files; albums; getFile."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from bot.playground.call import Call, Method
from bot.playground.checks import caption_of, chat_of, check_may_send
from bot.playground.errors import bad_request
from bot.playground.files import MAX_DOWNLOAD_BYTES, File, Kind, media_json
from bot.playground.methods.sending import deliver
from bot.playground.schema import Upload

Json = dict[str, Any]

KINDS: tuple[Kind, ...] = (
    "photo",
    "document",
    "video",
    "audio",
    "voice",
    "animation",
    "sticker",
    "video_note",
)
ALBUM = range(2, 11)
_ALBUM_KINDS = ("photo", "video", "document", "audio")


def stored(call: Call, kind: Kind, given: Upload | str) -> tuple[File, ...]:
    """An upload kept, or a file_id found; raises ApiError 400."""
    file = call.file(given)
    if isinstance(file, Upload):
        return call.world.files.add(kind, file.name, file.content, file.media_type)
    if not file:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if file.startswith(("http://", "https://")):
        # no network here, and Telegram says this where an address cannot be fetched
        raise bad_request("failed to get HTTP URL content")
    return call.world.files.reused(kind, file)


def send_file(kind: Kind, call: Call) -> Json:
    """sendPhoto, sendDocument and their like."""
    caption = caption_of(call.params)
    chat = chat_of(call)
    check_may_send(call, chat, kind)
    files = stored(call, kind, call.params[kind])
    above = {"show_caption_above_media": call.get("show_caption_above_media")}
    return deliver(
        call, chat, media_json(files) | caption, has_media_spoiler=call.get("has_spoiler"), **above
    )


def send_media_group(call: Call) -> list[Json]:
    """sendMediaGroup: 2 to 10 photos and videos, or documents, or audios."""
    items: list[Json] = call.params["media"]
    if len(items) not in ALBUM:
        raise bad_request(f"there must be between {ALBUM[0]} and {ALBUM[-1]} media to send as an album")
    _check_mixture([item["type"] for item in items])
    chat = chat_of(call)
    contents = [media_content(call, item) for item in items]
    for item in items:
        check_may_send(call, chat, item["type"])
    album = str(call.world.next_id("album", 13_000_000_000_001))
    return [deliver(call, chat, content, media_group_id=album) for content in contents]


def media_content(call: Call, item: Json) -> Json:
    """An InputMedia as the part of a Message that shows it."""
    if item["type"] not in KINDS:
        raise bad_request(f'can\'t parse InputMedia: type "{item["type"]}" is unsupported')
    if not call.file(item["media"]):
        raise bad_request("can't parse InputMedia: media not found")
    return media_json(stored(call, cast(Kind, item["type"]), item["media"])) | caption_of(item)


def _check_mixture(kinds: list[str]) -> None:
    for kind in kinds:
        if kind not in _ALBUM_KINDS:
            raise bad_request(f"can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup")
    lonely = {"document", "audio"}
    if lonely.intersection(kinds) and len(set(kinds)) > 1:
        raise bad_request(
            f"{'document' if 'document' in kinds else 'audio'} can't be mixed with other media types"
        )


def get_file(call: Call) -> Json:
    """getFile."""
    file = call.world.files.by_id(call.params["file_id"])
    if file.size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {**file.as_json(), "file_size": len(file.content), "file_path": file.path}


METHODS: dict[str, Method] = {
    **{f"send{kind.replace('_', '')}": partial(send_file, kind) for kind in KINDS},
    "sendmediagroup": send_media_group,
    "getfile": get_file,
}
