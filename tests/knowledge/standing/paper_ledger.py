"""A ledger on paper: applies the plans of `supersession` to rows in memory, as the database would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from knowledge.standing.model import Draft, Figures, Kind, LedgerRow, Origin, Totals
from knowledge.standing.supersession import edited_rows, new_rows, undone_rows
from knowledge.standing.totals import add_up

NOON = datetime(2021, 11, 1, 12, tzinfo=UTC)


def draft(values: dict[str, Any]) -> Draft:
    """A row from a scenario's short hand."""
    only_banked = values.get("deposit") is not None and "persons" not in values and "amount" not in values
    kind = Kind.RUNNING if values.get("running") else Kind.DEPOSIT if only_banked else Kind.DAY
    money = {name: Decimal(values[name]) for name in ("amount", "deposit") if name in values}
    figures = Figures(
        values.get("persons"), values.get("households"), money.get("amount"), money.get("deposit")
    )
    day = date(2021, 11, values["day"])
    return Draft(values.get("area", "v"), day, kind, figures, values.get("fix", False))


class PaperLedger:
    """Rows in the order of booking."""

    def __init__(self) -> None:
        self.rows: list[LedgerRow] = []

    def current(self) -> list[LedgerRow]:
        """The rows that nothing supersedes, voids apart."""
        return [row for row in self.heads() if row.kind is not Kind.VOID]

    def heads(self) -> list[LedgerRow]:
        """The rows that nothing supersedes."""
        gone = {row.supersedes_id for row in self.rows}
        return [row for row in self.rows if row.id not in gone]

    def say(self, message: int, drafts: Sequence[Draft]) -> None:
        """A fresh message."""
        self._add(message, new_rows(drafts, self.current()))

    def edit(self, message: int, drafts: Sequence[Draft]) -> None:
        """An edited message."""
        earlier = [row for row in self.rows if row.origin.message_id == message]
        roots = {row.root_id for row in earlier}
        heads = [row for row in self.heads() if row.root_id in roots]
        self._add(message, edited_rows(drafts, earlier, heads, self.current()))

    def undo(self, message: int) -> None:
        """Takes back what the message's last revision booked."""
        of_message = [row for row in self.rows if row.origin.message_id == message]
        last = max(row.origin.revision for row in of_message)
        booked = [row for row in of_message if row.origin.revision == last]
        self._add(message, undone_rows(booked, {row.id: row for row in self.rows}))

    def totals(self, area: str) -> Totals:
        """What a village's rows add up to."""
        days = add_up(row for row in self.current() if row.area_id == area)
        return days[-1].totals if days else Totals()

    def _add(self, message: int, drafts: Sequence[Draft]) -> None:
        revisions = [row.origin.revision for row in self.rows if row.origin.message_id == message]
        origin = Origin(-1, message, max(revisions, default=-1) + 1)
        for position, one in enumerate(drafts):
            number = len(self.rows) + 1
            root = number if one.root_id is None else one.root_id
            self.rows.append(
                LedgerRow(
                    number,
                    root,
                    origin,
                    position,
                    one.area_id,
                    one.day,
                    one.kind,
                    one.figures,
                    one.is_correction,
                    one.supersedes_id,
                    7,
                    NOON,
                    None,
                )
            )
