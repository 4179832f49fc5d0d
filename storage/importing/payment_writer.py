"""Payments of an export into the database: each once, refunds only against what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from knowledge.roster.values import PaymentRow, Reason
from storage import tables
from storage.bulk import insert_many, last_id, lock_for_import, settle_ids
from storage.database import Connection
from storage.importing.payment_matching import PersonMatcher
from storage.importing.payment_verdicts import Confirms, Known, New, reference_of, verdict_on
from storage.importing.result import Findings
from storage.keys import Keys
from storage.payments import Payment, Source, list_payments
from storage.persons import PersonRow

_PAYMENTS = tables.payments
_WRITTEN = (_PAYMENTS,)
Matched = tuple[PaymentRow, PersonRow]


class PaymentWriter:
    """Writes one import inside its transaction: `begin`, `write` for each batch, `finish`.

    Refunds wait for `finish`: an export may name them before what they give back.
    """

    def __init__(
        self,
        connection: Connection,
        keys: Keys,
        findings: Findings,
        by: int | None,
        at: datetime,
        source: Source = Source.IMPORT,
    ) -> None:
        self._connection = connection
        self._findings = findings
        self._by, self._at, self._source = by, at, source
        self._matcher = PersonMatcher(connection, keys)
        self._refunds: list[tuple[str, Matched]] = []
        self._last_id = 0

    async def begin(self) -> None:
        """Takes the table for itself."""
        await lock_for_import(self._connection, _WRITTEN)
        self._last_id = await last_id(self._connection, _PAYMENTS)

    async def write(self, sheet: str, rows: Sequence[PaymentRow]) -> None:
        """Writes a batch of one sheet's rows."""
        payments: list[Matched] = []
        for row, person in zip(rows, await self._matcher.match(rows), strict=True):
            if isinstance(person, Reason):
                self._findings.reject(sheet, row.row, row.name, person)
            elif row.amount < 0:
                self._refunds.append((sheet, (row, person)))
            else:
                payments.append((row, person))
        await self._settle(sheet, payments)

    async def finish(self) -> None:
        """Settles the refunds, sheet by sheet."""
        for sheet in dict.fromkeys(sheet for sheet, _ in self._refunds):
            await self._settle(sheet, [matched for own, matched in self._refunds if own == sheet])
        await settle_ids(self._connection, _WRITTEN)

    async def _settle(self, sheet: str, matched: Sequence[Matched]) -> None:
        """Compares with what is recorded and writes what is new."""
        recorded = await self._recorded(matched)
        new: list[Payment] = []
        confirmed: list[dict[str, Any]] = []
        for row, person in matched:
            there = recorded.setdefault((person.id, row.year), [])
            match verdict_on(row, there):
                case Reason() as reason:
                    self._findings.reject(sheet, row.row, row.name, reason)
                case Known():
                    self._findings.counts["unchanged"] += 1
                case Confirms(payment_id):
                    confirmed.append(_confirmation(payment_id, row))
                    there[:] = [
                        replace(payment, reference=reference_of(row)) if payment.id == payment_id else payment
                        for payment in there
                    ]
                case New(remark):
                    payment = self._made(row, person)
                    there.append(payment)
                    new.append(payment)
                    if remark is not None:
                        self._findings.note(sheet, row.row, row.name, remark)
        await self._insert(new)
        await self._confirm(confirmed)

    async def _recorded(self, matched: Sequence[Matched]) -> dict[tuple[int, int], list[Payment]]:
        """By person and year, what is recorded."""
        persons = sorted({person.id for _, person in matched})
        recorded: dict[tuple[int, int], list[Payment]] = {}
        for payment in await list_payments(self._connection, persons, {row.year for row, _ in matched}):
            recorded.setdefault((payment.person_id, payment.year), []).append(payment)
        return recorded

    def _made(self, row: PaymentRow, person: PersonRow) -> Payment:
        self._last_id += 1
        return Payment(
            self._last_id,
            person.id,
            row.year,
            row.amount,
            row.paid_on,
            row.channel,
            reference_of(row),
            self._source,
            self._by,
            self._at,
            is_void=False,
        )

    async def _insert(self, payments: Sequence[Payment]) -> None:
        if not payments:
            return
        names = [field.name for field in fields(Payment) if field.name != "is_void"]
        columns = {name: [getattr(payment, name) for payment in payments] for name in names}
        await insert_many(self._connection, _PAYMENTS, columns)
        refunds = sum(payment.amount < 0 for payment in payments)
        self._findings.counts["added"] += len(payments) - refunds
        self._findings.counts["refunds"] += refunds

    async def _confirm(self, confirmations: Sequence[dict[str, Any]]) -> None:
        if not confirmations:
            return
        written = {name: bindparam(f"{name}_to", type_=_PAYMENTS.c[name].type) for name in _CONFIRMED}
        statement = update(_PAYMENTS).where(_PAYMENTS.c.id == bindparam("key")).values(**written)
        await self._connection.execute(statement, list(confirmations))
        self._findings.counts["confirmed"] += len(confirmations)


_CONFIRMED = ("reference", "channel", "paid_on")


def _confirmation(payment_id: int, row: PaymentRow) -> dict[str, Any]:
    """What the export knows better than the clerk."""
    return {
        "key": payment_id,
        "reference_to": reference_of(row),
        "channel_to": row.channel,
        "paid_on_to": row.paid_on,
    }
