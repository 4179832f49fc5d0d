"""`parse_mode=HTML`: tagged text to plain text and entities, refusing what Telegram refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from bot.playground.entities import utf16_length
from bot.playground.errors import ApiError, bad_request

Json = dict[str, Any]

_KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
# the only named entities that Telegram knows
_ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)(?=[\s>])))?""")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities; raises ApiError 400 "can't parse entities: …"."""
    out = _Writer()
    opened: list[_Open] = []
    position = 0
    while position < len(source):
        bracket = source.find("<", position)
        if bracket < 0:
            bracket = len(source)
        out.write(_unescaped(source[position:bracket]))
        if bracket == len(source):
            break
        if source.startswith("</", bracket):
            position = _close(source, bracket, opened, out)
        else:
            position = _open(source, bracket, opened, out)
    if opened:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    return out.text, sorted(out.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def text_link(url: str) -> Json | None:
    """The entity's own fields for a link: to a person, to an address, or None where Telegram drops it."""
    if user := _USER_LINK.fullmatch(url):
        user_id = int(user[1])
        return {
            "type": "text_mention",
            "user": {"id": user_id, "is_bot": False, "first_name": str(user_id)},
        }
    if re.match(r"(?:https?|tg|ton|tonsite)://\S", url, re.IGNORECASE):
        return {"type": "text_link", "url": url}
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/:?#]|$)", url):
        return {"type": "text_link", "url": f"http://{url}/" if "/" not in url else f"http://{url}"}
    return None


class _Writer:
    """The text so far, its length in UTF-16 units, and the entities closed so far."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.offset = 0
        self.entities: list[Json] = []

    def write(self, piece: str) -> None:
        self.parts.append(piece)
        self.offset += utf16_length(piece)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def _cannot(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _byte(source: str, position: int) -> int:
    return len(source[:position].encode())


def _unescaped(piece: str) -> str:
    return _ESCAPE.sub(lambda m: unescape(m[0] if m[0].endswith(";") else m[0] + ";"), piece)


def _open(source: str, start: int, opened: list[_Open], out: _Writer) -> int:
    """Reads a start tag; the position after it."""
    name = re.compile(r"[^\s>]*").match(source, start + 1)
    position = name.end() if name else start + 1
    if position >= len(source):
        raise _cannot(f"Unclosed start tag at byte offset {_byte(source, start)}")
    tag = source[start + 1 : position].lower()
    if tag not in _KINDS:
        raise _cannot(f'Unsupported start tag "{tag}" at byte offset {_byte(source, start)}')
    attributes, position = _attributes(source, position, tag, start)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {_byte(source, start)}')
    opened.append(_Open(tag, attributes, out.offset, len(out.parts)))
    return position


def _attributes(source: str, position: int, tag: str, start: int) -> tuple[dict[str, str], int]:
    attributes: dict[str, str] = {}
    while not (end := re.compile(r"\s*>").match(source, position)):
        found = _ATTRIBUTE.match(source, position)
        if found is None:
            if not source[position:].strip():
                raise _cannot(f'Unclosed start tag "{tag}" at byte offset {_byte(source, start)}')
            raise _cannot(f'Empty attribute name in the tag "{tag}" at byte offset {_byte(source, start)}')
        value = next((group for group in found.groups()[1:] if group is not None), "")
        attributes[found[1]] = _unescaped(value)
        position = found.end()
    return attributes, end.end()


def _close(source: str, start: int, opened: list[_Open], out: _Writer) -> int:
    """Reads an end tag and closes the innermost start tag; the position after it."""
    if not opened:
        raise _cannot(f"Unexpected end tag at byte offset {_byte(source, start)}")
    found = re.compile(r"</([^\s>]*)\s*>").match(source, start)
    if found is None:
        raise _cannot(f"Unclosed end tag at byte offset {_byte(source, start)}")
    innermost = opened.pop()
    tag = found[1].lower()
    if tag and tag != innermost.tag:
        raise _cannot(
            f"Unmatched end tag at byte offset {_byte(source, start)},"
            f' expected "</{innermost.tag}>", found "</{tag}>"'
        )
    if length := out.offset - innermost.offset:
        entity = _entity(innermost, "".join(out.parts[innermost.start :]))
        if entity is not None:
            _add(out.entities, {"offset": innermost.offset, "length": length, **entity})
    return found.end()


def _entity(opened: _Open, inside: str) -> Json | None:
    kind = _KINDS[opened.tag]
    if kind == "text_link":
        return text_link(opened.attributes.get("href") or inside)
    if kind == "custom_emoji":
        emoji = opened.attributes.get("emoji-id", "")
        if not emoji.isdecimal():
            raise _cannot("Invalid custom emoji identifier specified")
        return {"type": kind, "custom_emoji_id": emoji}
    if kind == "date_time":
        return None  # shown as its plain text
    if kind == "blockquote" and "expandable" in opened.attributes:
        return {"type": "expandable_blockquote"}
    language = opened.attributes.get("class", "")
    if kind == "code" and language.startswith("language-"):
        return {"type": kind, "language": language.removeprefix("language-")}
    return {"type": kind}


def _add(entities: list[Json], entity: Json) -> None:
    """`<pre><code class="language-x">` is one entity with a language; elsewhere code has none."""
    last = entities[-1] if entities else {}
    same_place = last and (last["offset"], last["length"]) == (entity["offset"], entity["length"])
    if entity["type"] == "pre" and same_place and last["type"] == "code" and "language" in last:
        last["type"] = "pre"
        return
    if last.get("type") == "code":
        last.pop("language", None)
    entities.append(entity)
