"""How well questions are understood, beside rapidfuzz alone and BM25 with the same wordings."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from benchmarks.baselines import BM25, WRatio
from benchmarks.held_out import Reader, Result, Tally, answered_rightly, false_answers, read_questions, rows
from knowledge.library import load_library
from knowledge.model import PreviousTurn
from knowledge.reply import reply_to
from knowledge.understand import Understander, load_understander
from knowledge.understand.follow_ups import follow_up
from knowledge.understand.twofold import two_questions
from knowledge.understand.wordings import load_wordings

_PACK, _ON = "xiyan-2022", date(2021, 11, 22)


def main() -> None:
    """Prints the tables."""
    started = time.perf_counter()
    understander = load_understander()
    loaded = time.perf_counter() - started
    wordings = load_wordings()
    _say(f"{len(wordings)} wordings; the model loads in {loaded * 1000:.0f} ms")
    readers: dict[str, Reader] = {
        "canbao": ranked_by(understander),
        "WRatio": WRatio(wordings),
        "BM25": BM25(wordings),
    }
    _say(f"{'':10}{'top-1':>8}{'in three':>10}{'µs median':>11}")
    results = {}
    for name, reader in readers.items():
        results[name] = read_questions(reader)
        first, three = results[name].first.share, results[name].within_three.share
        _say(f"{name:10}{first:8.1%}{three:10.1%}{_microseconds(reader):11.0f}")
    _say_styles(results)
    _say(f"taken for another: {_pairs(results['canbao'])}")
    _say_group(understander)
    _say(f"two questions in one: {two_answered(understander).share:.1%} get both answers")
    _say(f"follow-ups: {followed(understander).share:.1%} right")


def ranked_by(understander: Understander) -> Reader:
    """The bot's topics for a message in private, best first."""

    def ranked(text: str) -> list[str | None]:
        reading = understander.read(text, _PACK)
        return [reading.topic, *reading.alternatives]

    return ranked


def answer_in_group(understander: Understander) -> Callable[[str], str | None]:
    """The topic that the bot answers when a message is said in a group to nobody."""
    library = load_library()
    pack = library.pack(_PACK)

    def answer(text: str) -> str | None:
        return reply_to(library, pack, understander, text, _ON, group=True).topic

    return answer


def two_answered(understander: Understander) -> Tally:
    """Messages with two questions that get both answers."""
    tally = Tally()
    for row in rows("pairs"):
        found = two_questions(understander, row["q"])
        topics = {question.reading.topic for question in found or ()}
        tally.count("pairs", len(topics) == 2 and all(topics & set(accept) for accept in row["accept"]))
    return tally


def followed(understander: Understander) -> Tally:
    """Follow-ups that are read rightly in the light of the first question."""
    tally = Tally()
    for row in rows("followups"):
        first = understander.read(row["first"]).topic
        previous = PreviousTurn(row["first"], (first,) if first else ())
        reading = follow_up(understander, row["then"], previous) or understander.read(row["then"])
        tally.count("followups", reading.topic in row["accept"])
    return tally


def _microseconds(reader: Reader) -> float:
    """The median time of a question."""
    times = []
    for row in rows("questions")[:150]:
        started = time.perf_counter()
        reader(row["q"])
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1e6


def _say_styles(results: dict[str, Result]) -> None:
    styles = results["canbao"].first.by_group()
    _say(f"{'top-1 by style':16}" + "".join(f"{name:>10}" for name in results))
    for style in styles:
        cells = (result.first.by_group()[style] for result in results.values())
        _say(f"  {style:14}" + "".join(f"{cell:>10}" for cell in cells))


def _say_group(understander: Understander) -> None:
    answer = answer_in_group(understander)
    wrong = false_answers(lambda text: answer(text) is not None)
    right = answered_rightly(answer)
    _say(f"chatter answered: {wrong.share:.2%} {wrong.by_group()}")
    _say(f"questions answered rightly in a group: {right.share:.1%} {right.by_group()}")


def _pairs(result: Result) -> str:
    return ", ".join(f"{wanted}→{got} {times}" for (wanted, got), times in result.confused.most_common(10))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
