"""Progress in words: a village on a few lines, the township as a list that reads well on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.pack import Pack
from knowledge.rules.simulation import next_tier, pace
from knowledge.standing.progress import Light, Progress, required_percent
from knowledge.standing.words import Voice, rate_words

LIGHTS = {Light.GREEN: "🟢", Light.AMBER: "🟡", Light.RED: "🔴"}
_LISTED = 40  # villages that fit on one message; of more, the first and the last


def village_words(progress: Progress, pack: Pack, voice: Voice) -> str:
    """A village: paid, target, rate, missing, needed a day, forecast, the week, the next step of its funds."""
    today = voice.now.date()
    lines = [
        voice.say("progress.village", village=voice.place(progress.name), day=voice.day(today)),
        *_paid(progress, voice),
        *_missing(progress, pack, voice),
        *_deadline(progress, pack, voice, today),
        _week(progress, voice),
        *_next_tier(progress, pack, voice),
    ]
    return "\n".join(lines)


def _paid(progress: Progress, voice: Voice) -> list[str]:
    persons, target = progress.totals.persons, progress.target
    if target is None:
        return [voice.say("progress.paid_no_target", persons=persons)]
    return [
        voice.say("progress.paid", persons=persons, target=target, rate=rate_words(progress.rate)),
        *_amount(progress, voice),
    ]


def _amount(progress: Progress, voice: Voice) -> list[str]:
    amount = progress.totals.amount
    return [voice.say("progress.amount", amount=amount)] if amount else []


def _missing(progress: Progress, pack: Pack, voice: Voice) -> list[str]:
    if progress.missing is None:
        return []
    if not progress.missing:
        return [voice.say("progress.done")]
    key = "progress.missing" if progress.missing_to_required else "progress.missing_only"
    blanks = {"percent": required_percent(pack), "to_required": progress.missing_to_required}
    return [voice.say(key, missing=progress.missing, **blanks)]


def _deadline(progress: Progress, pack: Pack, voice: Voice, today: date) -> list[str]:
    deadline = voice.day(pack.main_window.until)
    days = pace(pack, 0, 0, today).days_left
    if not days:
        return [voice.say("progress.deadline_past", deadline=deadline)]
    if progress.target is None:
        return [voice.say("progress.forecast_no_target", persons=progress.forecast)]
    if not progress.missing:
        return []
    percent = required_percent(pack)
    reached = progress.light is not Light.RED
    verdict = voice.say("progress.reaches" if reached else "progress.falls_short", percent=percent)
    return [
        voice.say("progress.needed", deadline=deadline, days=days, needed=progress.needed_a_day),
        voice.say(
            "progress.forecast",
            persons=progress.forecast,
            rate=rate_words(progress.forecast_rate),
            verdict=verdict,
        ),
    ]


def _week(progress: Progress, voice: Voice) -> str:
    words = voice.say("progress.week", gained=progress.gained)
    if progress.rank is not None:
        climbed = progress.climbed or 0
        key = "progress.rank_up" if climbed > 0 else "progress.rank_down" if climbed < 0 else "progress.rank"
        words += voice.say(key, rank=progress.rank, places=abs(climbed))
    return words + voice.say("progress.stop")


def _next_tier(progress: Progress, pack: Pack, voice: Voice) -> list[str]:
    if progress.target is None or progress.rank is None or not progress.missing:
        return []
    tier = next_tier(pack, progress.target, progress.totals.persons)
    if tier is None or tier.worth <= 0:
        return []
    return [voice.say("progress.tier", more=tier.more, percent=tier.percent, worth=tier.worth)]


def special_words(target: int, paid: int, voice: Voice) -> str:
    """The special groups of a village against 100 %."""
    key = "progress.special" if paid < target else "progress.special_done"
    return voice.say(key, target=target, paid=paid, missing=target - paid)


def township_words(township: Progress, villages: Sequence[Progress], pack: Pack, voice: Voice) -> str:
    """The township, then its villages by rank with lights and the change since last week."""
    shown = list(villages)
    left_out = []
    if len(shown) > _LISTED:
        half = _LISTED // 2
        left_out = [voice.say("progress.left_out", count=len(shown) - _LISTED)]
        shown, last = shown[:half], shown[-half:]
    else:
        last = []
    lines = [village_words(township, pack, voice), ""]
    lines += [_line(village, voice) for village in shown]
    lines += left_out
    lines += [_line(village, voice) for village in last]
    if township.target is not None:
        lines += ["", voice.say("progress.legend", percent=required_percent(pack))]
    return "\n".join(lines)


def _line(village: Progress, voice: Voice) -> str:
    name, persons, gained = voice.place(village.name), village.totals.persons, _gained(village, voice)
    if village.rank is None or village.light is None:
        return voice.say("progress.line_no_target", village=name, persons=persons, gained=gained)
    climbed = village.climbed or 0
    arrow = (
        voice.say("progress.up" if climbed > 0 else "progress.down", places=abs(climbed)) if climbed else ""
    )
    return voice.say(
        "progress.line",
        light=LIGHTS[village.light],
        rank=village.rank,
        village=name,
        persons=persons,
        target=village.target,
        rate=rate_words(village.rate),
        gained=gained,
        climbed=arrow,
    )


def _gained(village: Progress, voice: Voice) -> str:
    return voice.say("progress.gained", persons=village.gained) if village.gained else ""


def group_words(township: Progress, villages: Sequence[Progress], pack: Pack, voice: Voice) -> str:
    """For groups: the township and its villages as the notice lists them, without places: nobody is shamed."""
    order = {area.id: place for place, area in enumerate(pack.reporting_areas)}
    lines = [village_words(township, pack, voice)]
    if len(villages) > _LISTED:
        return lines[0]
    lines.append("")
    for village in sorted(villages, key=lambda village: order[village.area_id]):
        name, persons = voice.place(village.name), village.totals.persons
        if village.target is None:
            line = voice.say("progress.line_no_target", village=name, persons=persons, gained="")
        else:
            rate = rate_words(village.rate)
            line = voice.say(
                "progress.line_group", village=name, persons=persons, target=village.target, rate=rate
            )
        lines.append(line)
    return "\n".join(lines)
