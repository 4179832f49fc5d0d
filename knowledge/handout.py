"""The same facts off the chat: a script for the village loudspeaker, a text message, the words of a poster."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge.answer import Contacts, Parts, ask_office, parts_of
from knowledge.library import Library
from knowledge.pack import Pack
from knowledge.render import in_script, lines_of, source_line

SMS_LIMIT = 210  # three parts of 70 characters

_STEP = re.compile(r"^(\d)\. ")
_ORDINALS = "零一二三四五六七八九"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a poster or leaflet, from top to bottom."""

    banner: str
    title: str
    warning: str | None
    headline: str
    lines: tuple[str, ...]
    office: str
    source: str


@dataclass(frozen=True, slots=True)
class Handout:
    """An answer to be taken out of the chat."""

    library: Library
    pack: Pack
    topic_id: str
    on: date
    locale: str = "zh_Hans"
    contacts: Contacts = None

    def _parts(self) -> Parts:
        return parts_of(
            self.library, self.pack, self.topic_id, self.on, locale=self.locale, contacts=self.contacts
        )

    def _say(self, key: str) -> str:
        place = in_script(self.pack.place, self.locale)
        return self.library.phrases.say(key, self.locale, place=place, year=self.pack.year)

    def _office(self) -> str:
        topic = self.library.topic(self.topic_id)
        return ask_office(self.library, self.pack, topic, self.locale, self.contacts)

    def _lines(self, parts: Parts) -> list[str]:
        text = lines_of(parts.body, parts.doubts)
        return [line for line in text.splitlines() if line]

    def loudspeaker(self) -> str:
        """A script to be read aloud: short sentences, no brackets' clutter, the main point twice."""
        parts = self._parts()
        lines = [_spoken(line) for line in self._lines(parts)]
        return lines_of(
            self._say("handout.loudspeaker_start"),
            parts.warning,
            *lines,
            self._say("handout.loudspeaker_again"),
            lines[0],
            self._office(),
            source_line(self.library.phrases, parts.sources, self.locale),
        )

    def sms(self) -> str:
        """One text message: whole lines as long as they fit, then the notice's doubts, whom to ask, the source."""
        parts = self._parts()
        sources = source_line(self.library.phrases, parts.sources, self.locale)
        head = self._say("handout.sms_start") + (parts.warning or "")
        doubts = (parts.doubts or "").replace("\n", "")
        tail = doubts + self._office() + sources
        text = head
        for line in filter(None, parts.body.splitlines()):
            if len(text) + len(line) + len(tail) > SMS_LIMIT and text != head:
                break
            text += line
        return text + tail

    def sheet(self) -> Sheet:
        """The words of a poster or leaflet."""
        parts = self._parts()
        headline, *lines = self._lines(parts)
        return Sheet(
            banner=self._say("handout.banner"),
            title=in_script(self.library.topic(self.topic_id).label, self.locale),
            warning=parts.warning,
            headline=headline,
            lines=tuple(lines),
            office=self._office(),
            source=source_line(self.library.phrases, parts.sources, self.locale),
        )


def _spoken(line: str) -> str:
    """A line as it is read aloud: steps counted in words, no comma inside a number."""
    line = _STEP.sub(lambda match: f"第{_ORDINALS[int(match[1])]}，", line)
    return _THOUSANDS.sub("", line)
