"""How well and how fast clerks' tallies are read: our own messages, another hand's, and the held-out ones.

Of the held-out messages only scores are shown, so that nobody tunes to them.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge.model import TallyEntry
from tests.knowledge.tally.reports import Report, comparable, other_hand, own_reports, read

_FIELDS = (
    "village",
    "date",
    "persons",
    "households",
    "amount",
    "cumulative",
    "correction",
    "deposit",
    "by_category",
)


def main() -> None:
    """Prints speed, scores and the confusion."""
    sets = {
        "own": own_reports(),
        "practice": other_hand("tallies_practice"),
        "held out": other_hand("tallies_heldout"),
    }
    _say_speed(sets["own"])
    for name, reports in sets.items():
        _say_score(name, reports)
    _say_misses([report for name in ("own", "practice") for report in sets[name]])


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _seconds(reports: Sequence[Report]) -> Iterator[float]:
    for report in reports:
        started = time.process_time()
        read(report)
        yield time.process_time() - started


def _say_speed(reports: Sequence[Report]) -> None:
    list(_seconds(reports[:50]))  # word lists and names are loaded
    seconds = sorted(_seconds(reports))
    tenth = seconds[len(seconds) * 9 // 10]
    _say(
        f"{1 / statistics.mean(seconds):.0f} messages a second of CPU, "
        f"{statistics.median(seconds) * 1e6:.0f} µs median, {tenth * 1e6:.0f} µs for nine in ten"
    )


def _confusions(report: Report) -> list[str]:
    """What is wrong with the reading of a message, if anything."""
    got, wanted = read(report).entries, report.entries
    if comparable(got) == comparable(wanted):
        return []
    if not wanted:
        return ["booked what is no tally"]
    if len(got) != len(wanted):
        return ["entries missing" if len(got) < len(wanted) else "entries too many"]
    return sorted({field for pair in zip(got, wanted, strict=True) for field in _differences(*pair)})


def _differences(got: TallyEntry, wanted: TallyEntry) -> Iterator[str]:
    return (field for field in _FIELDS if getattr(got, field) != getattr(wanted, field))


def _say_score(name: str, reports: Sequence[Report]) -> None:
    wrong = [(report, found) for report in reports if (found := _confusions(report))]
    flagged = [report for report in reports if report.flag]
    told = sum(report.flag in read(report).warnings for report in flagged)
    right = len(reports) - len(wrong)
    _say(f"{name:10}{right}/{len(reports)} = {right / len(reports):.1%} exact; flagged {told}/{len(flagged)}")
    kinds = Counter(report.kind for report, _ in wrong)
    if wrong:
        _say("  by kind: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))


def _say_misses(reports: Sequence[Report]) -> None:
    for report in reports:
        if found := _confusions(report):
            _say(f"  {report.message!r}: {', '.join(found)}")


if __name__ == "__main__":
    main()
