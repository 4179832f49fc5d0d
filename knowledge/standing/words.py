"""Reports and standings in words: values in, sentences of the phrasebook out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from knowledge.model import TallyEntry
from knowledge.phrasebook import Phrasebook, money
from knowledge.render import in_script
from knowledge.rules.assessment import as_percent
from knowledge.rules.person import Remark
from knowledge.standing.model import Figures, Kind, LedgerRow, Totals
from knowledge.standing.progress import Progress

_SPOKEN_DAYS = ("today", "yesterday", "before_yesterday")
_COMMA = "、"


@dataclass(frozen=True, slots=True)
class Voice:
    """The phrasebook in one reader's language, at one moment."""

    phrases: Phrasebook
    locale: str
    now: datetime

    def say(self, key: str, **blanks: Any) -> str:
        """A sentence with its blanks filled."""
        return self.phrases.say(key, self.locale, **blanks)

    def remark(self, remark: Remark) -> str:
        """What a rule remarked, its moments in local time."""
        blanks = {
            name: value.astimezone(self.now.tzinfo) if isinstance(value, datetime) else value
            for name, value in remark.blanks.items()
        }
        return self.say(remark.key, **blanks)

    def place(self, name: str) -> str:
        """A village's name in the reader's script."""
        return in_script(name, self.locale)

    def day(self, day: date) -> str:
        """今天, 昨天, 前天, else 11月20日."""
        ago = (self.now.date() - day).days
        if 0 <= ago < len(_SPOKEN_DAYS):
            return self.say(f"ledger.day.{_SPOKEN_DAYS[ago]}")
        return self.say("ledger.day.other", month=day.month, number=day.day)


def rate_words(rate: Fraction | None) -> str:
    """A rate with two places, cut off; a dash where there is none."""
    return "—" if rate is None else f"{as_percent(rate)}%"


def figure_words(figures: Figures, voice: Voice) -> str:
    """38人、12户、12,160元（低保2人）."""
    parts = []
    if figures.persons is not None:
        parts.append(voice.say("ledger.persons", persons=figures.persons))
    if figures.households is not None:
        parts.append(voice.say("ledger.households", households=figures.households))
    if figures.amount is not None:
        parts.append(money(figures.amount, voice.locale))
    if figures.deposit is not None:
        parts.append(voice.say("ledger.deposit", deposit=figures.deposit))
    words = _COMMA.join(parts) or voice.say("ledger.nothing")
    if not figures.by_category:
        return words
    groups = _COMMA.join(
        voice.say("ledger.category", name=voice.place(name), persons=persons)
        for name, persons in figures.by_category.items()
    )
    return voice.say("ledger.with_categories", figures=words, categories=groups)


def entry_words(entry: TallyEntry, voice: Voice) -> str:
    """华升社区今天38人、12,160元; with 哪个村 where the message does not say."""
    figures = Figures(entry.persons, entry.households, entry.amount, entry.deposit, entry.by_category)
    village = voice.place(entry.village) if entry.village else voice.say("ledger.open_village")
    return _what(village, entry.date, figures, voice, running=entry.cumulative)


def row_words(row: LedgerRow, village: str, voice: Voice) -> str:
    """A booked row like an entry."""
    return _what(voice.place(village), row.day, row.figures, voice, running=row.kind is Kind.RUNNING)


def _what(village: str, day: date, figures: Figures, voice: Voice, *, running: bool) -> str:
    key = "ledger.running" if running else "ledger.figures"
    return voice.say(key, village=village, day=voice.day(day), figures=figure_words(figures, voice))


def standing_words(progress: Progress, voice: Voice) -> str:
    """一共512人，24.59%，还差1,570人。"""
    persons = progress.totals.persons
    if progress.rate is None or progress.missing is None:
        return voice.say("ledger.standing_no_target", persons=persons)
    key = "ledger.standing" if progress.missing else "ledger.standing_done"
    return voice.say(key, persons=persons, rate=rate_words(progress.rate), missing=progress.missing)


def banked_words(totals: Totals, voice: Voice) -> str:
    """一共存了19,800元，还有3,000元没存。"""
    held = totals.amount - totals.deposit
    key = "ledger.banked" if held > 0 else "ledger.banked_all"
    return voice.say(key, deposit=totals.deposit, held=held)


def together(parts: Iterable[str]) -> str:
    """Several things in one sentence."""
    return _COMMA.join(parts)
