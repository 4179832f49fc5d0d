"""The bulletin: the words of its picture, and its text of at most ten lines. Villages, never persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.drawing.bulletin import Sheet, Words, short_rate
from knowledge.pack import Pack
from knowledge.rules.simulation import pace
from knowledge.standing.progress import Light, Progress, required_percent
from knowledge.standing.trend import Point, forecast_line
from knowledge.standing.words import Voice, rate_words, together

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What a bulletin is about: the villages by rank, the township, its days so far."""

    villages: Sequence[Progress]
    township: Progress
    points: Sequence[Point]
    day: date


def sheet_of(bulletin: Bulletin, pack: Pack, voice: Voice) -> Sheet:
    """Everything that the picture shows."""
    last = bulletin.points[-1] if bulletin.points else Point(bulletin.day, bulletin.township.totals.persons)
    return Sheet(
        _words(bulletin, pack, voice),
        bulletin.villages,
        bulletin.township,
        required_percent(pack),
        bulletin.points,
        forecast_line(last, pack.main_window.until, bulletin.township.forecast),
        pack.main_window.until,
    )


def _words(bulletin: Bulletin, pack: Pack, voice: Voice) -> Words:
    township = bulletin.township
    villages = any(area.kind == "village" for area in pack.reporting_areas)
    percent = required_percent(pack)
    return Words(
        title=voice.say("bulletin.title", place=voice.place(pack.place), year=pack.year),
        subtitle=voice.say(
            "bulletin.subtitle",
            day=bulletin.day,
            weekday=voice.say("bulletin.weekdays")[bulletin.day.weekday()],
        ),
        facts=_facts(bulletin, pack, voice),
        bars_title=voice.say("bulletin.bars_title" if villages else "bulletin.bars_title_units"),
        bars_note=voice.say("bulletin.bars_note", percent=percent),
        trend_title=voice.say("bulletin.trend_title"),
        forecast=voice.say("bulletin.forecast", persons=township.forecast),
        target=voice.say("bulletin.target", target=township.target or 0),
        footer=_footer(pack, voice),
    )


def _facts(bulletin: Bulletin, pack: Pack, voice: Voice) -> list[tuple[str, str]]:
    township = bulletin.township

    def number(persons: int) -> str:
        return voice.say("bulletin.persons", persons=persons)

    facts = [(number(township.totals.persons), voice.say("bulletin.fact_paid"))]
    if township.rate is not None:
        facts.append((short_rate(township.rate), voice.say("bulletin.fact_rate")))
        facts.append((number(township.missing or 0), voice.say("bulletin.fact_missing")))
    else:
        facts.append((number(township.gained), voice.say("bulletin.fact_gained")))
    days = pace(pack, 0, 0, bulletin.day).days_left
    return [*facts, (str(days), voice.say("bulletin.fact_days"))]


def _footer(pack: Pack, voice: Voice) -> list[str]:
    lines = [voice.say("bulletin.footer_numbers")]
    clauses = together(dict.fromkeys(rate.clause for rate in pack.staff.rates if rate.group == "all"))
    if clauses:
        document = voice.place(pack.documents[0].name)
        lines.insert(0, voice.say("bulletin.footer_source", document=document, clauses=voice.place(clauses)))
    return lines


def bulletin_text(bulletin: Bulletin, pack: Pack, voice: Voice) -> str:
    """At most ten lines: the township, the week, the lights, who leads, who climbed."""
    township, villages = bulletin.township, bulletin.villages
    title = {"place": voice.place(pack.place), "year": pack.year}
    lines = [
        voice.say("bulletin.text_title", day=bulletin.day, **title),
        *_paid(township, voice),
        *_missing(bulletin, pack, voice),
        *_week(bulletin, pack, voice),
    ]
    if len(villages) > 1 and township.target is not None:
        lines += [_lights(villages, pack, voice), _first(villages, voice), *_climbed(villages, voice)]
    if len(villages) > 1:
        lines += _gained(villages, voice)
    if bulletin.day <= pack.main_window.until and township.missing != 0:
        lines.append(voice.say("bulletin.text_remind"))
    return "\n".join(lines)


def _paid(township: Progress, voice: Voice) -> list[str]:
    persons = township.totals.persons
    if township.target is None:
        return [voice.say("bulletin.text_paid_no_target", persons=persons)]
    rate = rate_words(township.rate)
    return [voice.say("bulletin.text_paid", persons=persons, target=township.target, rate=rate)]


def _missing(bulletin: Bulletin, pack: Pack, voice: Voice) -> list[str]:
    township = bulletin.township
    if township.missing is None:
        return []
    if not township.missing:
        return [voice.say("bulletin.text_done")]
    deadline = voice.day(pack.main_window.until)
    days = pace(pack, 0, 0, bulletin.day).days_left
    if not days:
        return [voice.say("bulletin.text_over", deadline=deadline, missing=township.missing)]
    return [
        voice.say(
            "bulletin.text_missing",
            missing=township.missing,
            deadline=deadline,
            days=days,
            needed=township.needed_a_day,
        )
    ]


def _week(bulletin: Bulletin, pack: Pack, voice: Voice) -> list[str]:
    township = bulletin.township
    if bulletin.day > pack.main_window.until:
        return []
    blanks = {"gained": township.gained, "forecast": township.forecast}
    if township.forecast_rate is None:
        return [voice.say("bulletin.text_week_no_target", **blanks)]
    return [voice.say("bulletin.text_week", rate=rate_words(township.forecast_rate), **blanks)]


def _lights(villages: Sequence[Progress], pack: Pack, voice: Voice) -> str:
    counts = {light.value: sum(village.light is light for village in villages) for light in Light}
    return voice.say("bulletin.text_lights", total=len(villages), percent=required_percent(pack), **counts)


def _first(villages: Sequence[Progress], voice: Voice) -> str:
    named = [
        voice.say("bulletin.text_village", village=voice.place(one.name), rate=rate_words(one.rate))
        for one in villages[:_NAMED]
    ]
    return voice.say("bulletin.text_first", villages=together(named))


def _climbed(villages: Sequence[Progress], voice: Voice) -> list[str]:
    climbers = sorted(
        (one for one in villages if (one.climbed or 0) > 0), key=lambda one: -(one.climbed or 0)
    )
    names = together(voice.place(one.name) for one in climbers[:_NAMED])
    return [voice.say("bulletin.text_climbed", villages=names)] if climbers else []


def _gained(villages: Sequence[Progress], voice: Voice) -> list[str]:
    busy = sorted((one for one in villages if one.gained > 0), key=lambda one: -one.gained)[:_NAMED]
    named = [
        voice.say("bulletin.text_village_gained", village=voice.place(one.name), gained=one.gained)
        for one in busy
    ]
    return [voice.say("bulletin.text_gained", villages=together(named))] if named else []
