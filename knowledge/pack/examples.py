"""Runs a pack's own examples: what the notice says about a household or a question on a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from knowledge.answer import answer
from knowledge.errors import DataError
from knowledge.library import Library
from knowledge.members import Member, person_of
from knowledge.pack import Pack
from knowledge.rules.fees import household_fee
from knowledge.schema.examples import Example, ExampleMember, Examples
from knowledge.yaml_files import line_of, read_yaml

FILE = "examples.yaml"
Sum = Literal["total", "due_now", "refund_later"]
SUMS: tuple[Sum, ...] = ("total", "due_now", "refund_later")


def read_examples(folder: Path) -> tuple[Example, ...]:
    """The examples of a pack's folder; `DataError` with file and line for the first that is misshapen."""
    path = folder / FILE
    rows = read_yaml(path) or []
    try:
        return Examples.model_validate({"examples": rows}).examples
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        keys = tuple(step for step in detail["loc"][1:])
        what = detail["msg"].removeprefix("Value error, ")
        raise DataError(str(path), f"{'.'.join(map(str, keys))}: {what}", line_of(path, keys)) from error


def _member(given: str | ExampleMember) -> Member:
    if isinstance(given, str):
        return Member(given)
    return Member(given.category, given.born, given.paid)


def _clause_missing(example: Example, clauses: str) -> Iterator[str]:
    if example.clause and example.clause not in clauses.split("、"):
        yield f"the clause {example.clause} is not among {clauses or 'no clauses'}"


def _household_failures(pack: Pack, example: Example) -> Iterator[str]:
    people = [person_of(pack, _member(given), example.day) for given in example.members]
    fee = household_fee(pack, people, example.day)
    for which in SUMS:
        expected, got = example.expected(which), getattr(fee, which)
        if expected is None:
            continue
        if got != (None if expected == "unknown" else expected):
            yield f"{which} is {'unknown' if got is None else got}, not {expected}"
    clauses = pack.source(*(clause for line in fee.lines for clause in line.clauses)).clause
    yield from _clause_missing(example, clauses)


def _question_failures(library: Library, pack: Pack, example: Example) -> Iterator[str]:
    assert example.topic is not None
    given = answer(library, pack, example.topic, example.day, example.question)
    for words in example.says:
        if words not in given.text:
            yield f"does not say «{words}»: {given.text!r}"
    for words in example.never_says:
        if words in given.text:
            yield f"says «{words}»: {given.text!r}"
    if example.stated is not None and given.stated is not example.stated:
        yield f"stated is {given.stated}"
    yield from _clause_missing(example, "、".join(source.clause for source in given.sources))


def failures_of(library: Library, pack: Pack, example: Example) -> list[str]:
    """What an example expects and the pack does not give; empty where it holds."""
    if example.members:
        return list(_household_failures(pack, example))
    return list(_question_failures(library, pack, example))


def example_faults(library: Library, pack: Pack, folder: Path) -> list[DataError]:
    """Every example of a folder that does not hold, with its line; the first fault of their shape."""
    path = folder / FILE
    if not path.exists():
        return []
    try:
        examples = read_examples(folder)
    except DataError as error:
        return [error]
    faults: list[DataError] = []
    for index, example in enumerate(examples):
        keys: tuple[Any, ...] = (index,)
        faults += [
            DataError(str(path), f"{example.name}: {what}", line_of(path, keys))
            for what in failures_of(library, pack, example)
        ]
    return faults
