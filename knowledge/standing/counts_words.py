"""The three counts in words: what does not agree, and what to look at first."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.phrasebook import money
from knowledge.standing.counts import Comparison, Tolerance, shown_per_mille
from knowledge.standing.words import Voice

FIRST = 3
_LISTED = 30


def counts_words(compared: Sequence[Comparison], tolerance: Tolerance | None, voice: Voice) -> str:
    """The counts of villages, the largest difference first."""
    apart = [one for one in compared if one.per_mille]
    lines = [voice.say("counts.title", day=voice.day(voice.now.date()))]
    lines += [_line(one, voice) for one in apart[:_LISTED]]
    agreeing = len(compared) - len(apart)
    if not apart:
        lines.append(voice.say("counts.agree"))
    elif agreeing:
        lines.append(voice.say("counts.agree_count", count=agreeing))
    if tolerance:
        lines.append(voice.say("counts.tolerance", tolerance=tolerance.per_mille, clause=tolerance.clause))
    hints = [hint for one in apart if one.within is not True and (hint := _hint(one, voice))]
    if hints:
        lines += [voice.say("counts.first"), *hints[:FIRST]]
    return "\n".join(lines)


def _line(one: Comparison, voice: Voice) -> str:
    counts, unknown = one.counts, voice.say("counts.unknown")
    entered, banked = counts.entered_persons, counts.banked_amount
    return voice.say(
        "counts.line",
        village=voice.place(counts.name),
        reported=counts.reported_persons,
        entered=unknown if entered is None else voice.say("counts.persons", persons=entered),
        banked=unknown if banked is None else money(banked, voice.locale),
        verdict=voice.say("counts.apart", per_mille=shown_per_mille(one.per_mille)),
    )


def _hint(one: Comparison, voice: Voice) -> str | None:
    if one.look_at is None:
        return None
    return voice.say(
        f"counts.{one.look_at}",
        village=voice.place(one.counts.name),
        persons=abs(one.persons_apart or 0),
        amount=abs(one.amount_apart or 0),
    )
