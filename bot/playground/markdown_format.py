"""`parse_mode=MarkdownV2` and the older `Markdown`, refusing what Telegram refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.playground.entities import utf16_length
from bot.playground.errors import ApiError, bad_request
from bot.playground.html_format import text_link

Json = dict[str, Any]

_RESERVED = "_*[]()~`>#+-=|{}.!\n"
# longest marks first; the name is the one in Telegram's error message
_MARKS = (
    ("```", "pre", "Pre"),
    ("__", "underline", "Underline"),
    ("||", "spoiler", "Spoiler"),
    ("*", "bold", "Bold"),
    ("_", "italic", "Italic"),
    ("~", "strikethrough", "Strikethrough"),
    ("`", "code", "Code"),
    ("![", "custom_emoji", "CustomEmoji"),
    ("[", "text_link", "TextUrl"),
)
_NAMES = {kind: name for _, kind, name in _MARKS} | {"blockquote": "BlockQuote"}
_ENDS = {kind: mark for mark, kind, _ in _MARKS} | {"text_link": "]", "custom_emoji": "]"}
_LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
_URL = re.compile(r"\(((?:\\[\x01-\x7e]|[^)])*)\)")
_OLD = re.compile(
    r"\\([_*`\[])|```(?:([^\s`]+)(?=\s))?(?:\r\n|\n\r|\n|\r)?(.*?)```|`([^`]*)`|\*([^*]*)\*|_([^_]*)_"
    r"|\[([^\]]*)\](?:\(([^)]*)\))?|([_*`\[])",
    re.DOTALL,
)


@dataclass(slots=True)
class _Open:
    """A mark that waits for its end."""

    kind: str
    offset: int
    start: int  # where it stands in the source
    first: int  # index of its first piece
    language: str = ""


def _cannot(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def parse_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities; raises ApiError 400 "can't parse entities: …"."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.offset = 0
        self.opened: list[_Open] = []
        self.entities: list[Json] = []
        self.line_starts = True
        self.quoting = False

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step(self.source[self.at])
        if self.quoting:
            self._end_quote()
        if self.opened:
            raise self._unended(self.opened[-1])
        entities = sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), entities

    def _step(self, sign: str) -> None:
        following = self.source[self.at + 1 : self.at + 2]
        inner = self.opened[-1].kind if self.opened else ""
        reserved = "`" if inner in ("code", "pre") else _RESERVED
        if sign == "\\" and following and "\x00" < following <= "\x7e":
            self._write(following)
            self.at += 2
        elif sign not in reserved:
            self._write(sign)
            self.at += 1
        elif self.quoting and sign == "\n" and following != ">":
            self._end_quote()
            self._write(sign)
            self.at += 1
        elif inner and self._ends(inner):
            self._close(self.opened.pop())
        else:
            self._start(sign)

    def _write(self, piece: str) -> None:
        self.parts.append(piece)
        self.offset += utf16_length(piece)
        if piece != "\r":
            self.line_starts = piece == "\n"

    def _ends(self, kind: str) -> bool:
        if kind == "blockquote":
            return False
        if kind == "italic" and self.source.startswith("__", self.at):
            return False
        return self.source.startswith(_ENDS[kind], self.at)

    def _start(self, sign: str) -> None:
        if sign == "\n":
            self._write(sign)
            self.at += 1
            return
        if sign == ">" and self.line_starts:
            self._start_quote()
            return
        found = next(((m, kind) for m, kind, _ in _MARKS if self.source.startswith(m, self.at)), None)
        if found is None:
            raise _cannot(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")
        mark, kind = found
        begun = _Open(kind, self.offset, self.at, len(self.parts))
        self.at += len(mark)
        if kind == "pre":
            self._start_pre(begun)
        self.opened.append(begun)

    def _start_pre(self, begun: _Open) -> None:
        if language := _LANGUAGE.match(self.source, self.at):
            begun.language = language[1]
            self.at = language.end()
        if line := re.compile(r"\r\n|\n\r|\n|\r").match(self.source, self.at):
            self.at = line.end()

    def _start_quote(self) -> None:
        if not self.quoting:
            self.quoting = True
            self.opened.append(_Open("blockquote", self.offset, self.at, len(self.parts)))
        self.at += 1
        self.line_starts = False

    def _end_quote(self) -> None:
        kind = "blockquote"
        innermost = self.opened.pop()
        if innermost.kind == "spoiler" and innermost.offset == self.offset and self.opened:
            kind = "expandable_blockquote"
            innermost = self.opened.pop()
        if innermost.kind != "blockquote":
            raise self._unended(innermost)
        self.quoting = False
        self._add(innermost, {"type": kind})

    def _close(self, done: _Open) -> None:
        self.at += len(_ENDS[done.kind])
        entity: Json | None = {"type": done.kind}
        if done.kind == "pre" and done.language:
            entity = {"type": "pre", "language": done.language}
        elif done.kind == "text_link":
            entity = text_link(self._url() or "".join(self.parts[done.first :]))
        elif done.kind == "custom_emoji":
            entity = self._emoji()
        if entity is not None:
            self._add(done, entity)

    def _url(self) -> str:
        if not self.source.startswith("(", self.at):
            return ""
        found = _URL.match(self.source, self.at)
        if found is None:
            raise _cannot(f"Can't find end of a URL at byte offset {self._byte(self.at + 1)}")
        self.at = found.end()
        return re.sub(r"\\([\x01-\x7e])", r"\1", found[1])

    def _emoji(self) -> Json:
        if not self.source.startswith("(", self.at):
            raise _cannot("The entity must contain a tg://emoji or tg://time URL")
        found = re.fullmatch(r"tg://emoji\?id=(\d+)", self._url())
        if found is None:
            raise _cannot("Invalid tg://emoji or tg://time URL specified")
        return {"type": "custom_emoji", "custom_emoji_id": found[1]}

    def _add(self, done: _Open, entity: Json) -> None:
        if length := self.offset - done.offset:
            self.entities.append({"offset": done.offset, "length": length, **entity})

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _unended(self, opened: _Open) -> ApiError:
        name = "PreCode" if opened.language else _NAMES[opened.kind]
        return _cannot(f"Can't find end of {name} entity at byte offset {self._byte(opened.start)}")


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """The older mode: no nesting, nothing else reserved."""
    parts: list[str] = []
    entities: list[Json] = []
    offset = position = 0
    for match in _OLD.finditer(source):
        if match[9]:
            start = len(source[: match.start()].encode())
            raise _cannot(f"Can't find end of the entity starting at byte offset {start}")
        before = source[position : match.start()]
        inside, entity = _old_entity(match)
        offset += utf16_length(before)
        length = utf16_length(inside)
        if entity and length:
            entities.append({"offset": offset, "length": length, **entity})
        offset += length
        parts += [before, inside]
        position = match.end()
    return "".join([*parts, source[position:]]), entities


def _old_entity(match: re.Match[str]) -> tuple[str, Json | None]:
    escaped, language, pre, code, bold, italic, label, url, _ = match.groups()
    if escaped:
        return escaped, None
    if pre is not None:
        return pre, {"type": "pre", "language": language} if language else {"type": "pre"}
    if label is not None:
        return label, text_link(url or label)
    for text, kind in ((code, "code"), (bold, "bold"), (italic, "italic")):
        if text is not None:
            return text, {"type": kind}
    return "", None
