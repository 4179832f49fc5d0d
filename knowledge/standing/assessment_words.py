"""The assessment in words: each figure with its arithmetic and its clause."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from knowledge.pack import Pack
from knowledge.phrasebook import money
from knowledge.rules.assessment import Assessed, Result, full_points_beyond, head_rate
from knowledge.schema.staff import PointsAndFunds
from knowledge.standing.words import Voice, rate_words


def assessment_lines(row: Assessed, result: Result, when: str, pack: Pack, voice: Voice) -> list[str]:
    """One village at one time: points, funds, bonus, penalty, then what the notice leaves open."""
    heading = voice.say("assess.heading", when=when, paid=row.paid, rate=rate_words(row.rate))
    lines = [heading]
    rule = pack.staff.assessment
    if isinstance(rule, PointsAndFunds) and row.rate is not None:
        lines += [_points(row, rule, voice), _funds(row, result, rule, voice)]
        lines += [
            _sum("assess.bonus", row.bonus, rule.prizes.clause, voice),
            _sum("assess.penalty", row.penalty, rule.penalty.clause, voice),
        ]
    if row.rank is not None:
        lines.append(voice.say("assess.rank", rank=row.rank))
    return lines + [voice.say("assess.remark", text=voice.remark(remark)) for remark in row.remarks]


def _points(row: Assessed, rule: PointsAndFunds, voice: Voice) -> str:
    of, rate = rule.enrolment, row.rate
    assert rate is not None
    if row.points is None:
        return voice.say("assess.points_unknown", clause=of.clause)
    if rate * 100 >= of.full_from:
        why = voice.say("assess.points_full", percent=of.full_from)
    elif rate * 100 < of.none_below:
        why = voice.say("assess.points_none", percent=of.none_below)
    else:
        steps = full_points_beyond(rate, of.none_below)
        why = voice.say("assess.points_steps", percent=of.none_below, steps=steps, per=of.per_percent)
    return voice.say("assess.points", points=row.points, why=why, clause=of.clause)


def _funds(row: Assessed, result: Result, rule: PointsAndFunds, voice: Voice) -> str:
    of = rule.funds
    if row.work_funds is None or row.target is None:
        return voice.say("assess.funds_unknown", clause=of.clause)
    return voice.say(
        "assess.funds",
        total=row.work_funds,
        heads=result.paid_in_window,
        per_head=head_rate(of, Fraction(result.paid_in_window, row.target)),
        missing=max(row.target - result.paid_in_window, 0),
        per_missing=of.missing_head_yuan,
        clause=of.clause,
    )


def _sum(key: str, amount: Decimal | None, clause: str, voice: Voice) -> str:
    if amount is None:
        return voice.say(f"{key}_unknown", clause=clause)
    return voice.say(key, amount=amount, clause=clause)


def assessment_list(rows: Sequence[Assessed], pack: Pack, voice: Voice) -> list[str]:
    """All villages, a line each, the best first."""
    ordered = sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))
    if not isinstance(pack.staff.assessment, PointsAndFunds):
        return [_plain_line(row, voice) for row in ordered]
    return [
        voice.say(
            "assess.line",
            rank=row.rank or "—",
            village=voice.place(row.village),
            rate=rate_words(row.rate),
            points="—" if row.points is None else row.points,
            funds=_short(row.work_funds, voice),
            bonus=_short(row.bonus, voice),
            penalty=_short(row.penalty, voice),
        )
        for row in ordered
    ]


def _plain_line(row: Assessed, voice: Voice) -> str:
    village, rate = voice.place(row.village), rate_words(row.rate)
    return voice.say("assess.line_plain", rank=row.rank or "—", village=village, rate=rate)


def _short(amount: Decimal | None, voice: Voice) -> str:
    return voice.say("assess.open") if amount is None else money(amount, voice.locale)
