"""Clerks' messages with their expected readings: our own (messages/*.yaml) and another hand's (tests/data)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from knowledge.library import load_library
from knowledge.model import TallyEntry, TallyReading
from knowledge.tally.terms import read_with_pack
from knowledge.yaml_files import read_yaml

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
SENDER, SENT_ON = "花桥村", "2021-11-22"  # of our own messages, where they do not say; a Monday


@dataclass(frozen=True, slots=True)
class Report:
    """A message: who sent it when, what it reports, and the warning that it must get."""

    kind: str
    message: str
    sender: str | None
    sent_on: date
    entries: tuple[TallyEntry, ...]
    flag: str | None = None


def _entry(row: Mapping[str, Any], village: str | None, day: str) -> TallyEntry:
    """An entry from a row in the contract's words; what it leaves out is null."""

    def yuan(value: Any) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    return TallyEntry(
        row.get("village", village) or "",
        date.fromisoformat(str(row.get("date", day))),
        row.get("persons"),
        row.get("households"),
        yuan(row.get("amount")),
        row.get("cumulative", False),
        row.get("correction", False),
        yuan(row.get("deposit")),
        row.get("by_category", {}),
    )


_SHORT = {"day": "date", "total": "cumulative", "corrects": "correction", "by": "by_category"}


def _own(path: Path) -> Iterator[Report]:
    for row in read_yaml(path):
        sender, sent_on = row.get("from", SENDER), str(row.get("sent", SENT_ON))
        reads = [{_SHORT.get(key, key): value for key, value in entry.items()} for entry in row["reads"]]
        entries = tuple(_entry(entry, sender, sent_on) for entry in reads)
        day = date.fromisoformat(sent_on)
        yield Report(path.stem, str(row["m"]), sender, day, entries, row.get("flag"))


def own_reports() -> list[Report]:
    """Our own messages: every one is read exactly."""
    return [report for path in sorted((HERE / "messages").glob("*.yaml")) for report in _own(path)]


def other_hand(name: str) -> list[Report]:
    """A set of tests/data, written and labelled by a hand that did not write the reader."""
    rows = map(json.loads, (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Report(
            row["kind"],
            row["m"],
            row["sender_village"],
            date.fromisoformat(row["sent_on"]),
            tuple(_entry(entry, None, row["sent_on"]) for entry in row["expect"]),
            row.get("flag"),
        )
        for row in rows
    ]


def read(report: Report, message: str | None = None) -> TallyReading:
    """How the message (or another in its place) is read."""
    pack = load_library().pack("xiyan-2022")
    return read_with_pack(pack, message or report.message, report.sent_on, report.sender)


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def comparable(entries: tuple[TallyEntry, ...]) -> list[str]:
    """The entries in one spelling, without regard to their order."""
    return sorted(
        str(
            (
                *(e.village, e.date.isoformat(), e.persons, e.households, _plain(e.amount)),
                *(e.cumulative, e.correction, _plain(e.deposit), sorted(e.by_category.items())),
            )
        )
        for e in entries
    )


def is_read_exactly(report: Report) -> bool:
    """Whether the entries are the expected ones."""
    return comparable(read(report).entries) == comparable(report.entries)
