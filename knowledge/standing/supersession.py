"""How a message, its edit, a correction and an undo become rows: which row takes the place of which.

Nothing is ever taken out of the ledger, so each of these is a list of new rows, decided here from the rows
that count at the moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from knowledge.model import TallyEntry
from knowledge.standing.model import Draft, Figures, Kind, LedgerRow
from knowledge.standing.totals import summed, without_deposit


def draft_of(entry: TallyEntry, area_id: str) -> Draft:
    """A read figure as a row for an area."""
    figures = Figures(entry.persons, entry.households, entry.amount, entry.deposit, dict(entry.by_category))
    return Draft(area_id, entry.date, _kind_of(entry), figures, entry.correction)


def _kind_of(entry: TallyEntry) -> Kind:
    if entry.cumulative:
        return Kind.RUNNING
    only_banked = entry.persons is None and entry.households is None and entry.amount is None
    return Kind.DEPOSIT if only_banked and entry.deposit is not None else Kind.DAY


def new_rows(drafts: Iterable[Draft], current: Sequence[LedgerRow]) -> list[Draft]:
    """Rows for a fresh message; a correction takes the place of all that stood for its village, day and kind."""
    return [row for draft in drafts for row in _placed(draft, current)]


def _placed(draft: Draft, current: Sequence[LedgerRow]) -> list[Draft]:
    targets = replaced_by(draft, current)
    if not targets:
        return [draft]
    if draft.kind is Kind.DEPOSIT:
        return _deposit_moved(draft, targets)
    return [_instead(draft, targets), *map(void, targets[1:])]


def replaced_by(draft: Draft, current: Sequence[LedgerRow]) -> list[LedgerRow]:
    """The current rows that a correction replaces, the first booked first."""
    if not draft.is_correction:
        return []
    found = (row for row in current if (row.area_id, row.day) == (draft.area_id, draft.day))
    return sorted((row for row in found if _corrects(draft, row)), key=lambda row: row.order)


def _corrects(draft: Draft, row: LedgerRow) -> bool:
    if row.kind is Kind.VOID:
        return False
    if draft.kind is Kind.DEPOSIT:
        return row.figures.deposit is not None
    names_bank = draft.figures.deposit is not None and row.kind is Kind.DEPOSIT
    return row.kind is draft.kind or names_bank


def _instead(draft: Draft, targets: Sequence[LedgerRow]) -> Draft:
    figures = completed(draft.figures, summed(row.figures for row in targets))
    return _in_place(replace(draft, figures=figures), targets[0])


def completed(named: Figures, before: Figures) -> Figures:
    """A correction's figures: what it does not name stays, but other people leave their yuan open.

    更正 应为33人 keeps the households and what was banked; the yuan of 30 people are not those of 33.
    """
    same_people = named.persons is None or named.persons == before.persons
    return Figures(
        before.persons if named.persons is None else named.persons,
        before.households if named.households is None else named.households,
        before.amount if named.amount is None and same_people else named.amount,
        before.deposit if named.deposit is None else named.deposit,
        before.by_category if not named.by_category and same_people else named.by_category,
    )


def _deposit_moved(draft: Draft, targets: Sequence[LedgerRow]) -> list[Draft]:
    """Another sum was banked: the first row takes it, the others keep all but theirs."""
    first, *others = targets
    banked = replace(first.figures, deposit=draft.figures.deposit)
    changed = _in_place(replace(draft, kind=first.kind, figures=banked), first)
    return [changed, *(_without_deposit(row) for row in others)]


def _without_deposit(row: LedgerRow) -> Draft:
    if row.kind is Kind.DEPOSIT:
        return void(row)
    kept = without_deposit(row.figures)
    return _in_place(Draft(row.area_id, row.day, row.kind, kept, is_correction=True), row)


def edited_rows(
    drafts: Sequence[Draft],
    earlier: Sequence[LedgerRow],
    heads: Sequence[LedgerRow],
    current: Sequence[LedgerRow],
) -> list[Draft]:
    """Rows for an edited message. `heads` stand at the end of the chains of its `earlier` rows.

    A figure that another message has corrected since is the newest word on its day: it corrects in its turn.
    """
    left = own_heads(earlier, heads)
    rows: list[Draft] = []
    for draft in drafts:
        head = _counterpart(draft, left)
        if head is not None:
            left.remove(head)
            rows.append(_instead(draft, [head]) if draft.is_correction else _in_place(draft, head))
        elif corrected_since(draft, earlier, heads):
            of_kind = [
                row for row in current if row.kind is draft.kind
            ]  # others' deposits stay what they are
            rows += _placed(replace(draft, is_correction=True), of_kind)
        else:
            rows += _placed(draft, current)
    return rows + [void(head) for head in left if head.kind is not Kind.VOID]


def own_heads(earlier: Sequence[LedgerRow], heads: Sequence[LedgerRow]) -> list[LedgerRow]:
    """The rows of a message itself that nobody has superseded."""
    own = {row.id for row in earlier}
    return [head for head in heads if head.id in own]


def corrected_since(draft: Draft, earlier: Sequence[LedgerRow], heads: Sequence[LedgerRow]) -> bool:
    """Whether another message has corrected what the edited one stated for that village, day and kind."""
    own = {row.id for row in earlier}
    of_others = {head.root_id for head in heads if head.id not in own}
    place = (draft.area_id, draft.day, draft.kind)
    return any((row.area_id, row.day, row.kind) == place and row.root_id in of_others for row in earlier)


def _counterpart(draft: Draft, heads: Sequence[LedgerRow]) -> LedgerRow | None:
    """The row that the edited figure stood in: of its village and kind, best of its day.

    What was taken back in between has no place any more: said again, it is said anew.
    """
    fitting = [row for row in heads if (row.area_id, row.kind) == (draft.area_id, draft.kind)]
    of_day = [row for row in fitting if row.day == draft.day]
    return next(iter(of_day + fitting), None)


def undone_rows(booked: Sequence[LedgerRow], superseded: Mapping[int, LedgerRow]) -> list[Draft]:
    """Rows that take a booking back: what it had replaced stands again. `superseded` by its row's id."""
    return [_restored(row, superseded.get(row.supersedes_id or 0)) for row in booked]


def _restored(row: LedgerRow, before: LedgerRow | None) -> Draft:
    if before is None:
        return void(row)
    again = Draft(before.area_id, before.day, before.kind, before.figures, before.is_correction)
    return _in_place(again, row)


def void(row: LedgerRow) -> Draft:
    """A row that takes another back."""
    return _in_place(Draft(row.area_id, row.day, Kind.VOID), row)


def _in_place(draft: Draft, row: LedgerRow) -> Draft:
    return replace(draft, supersedes_id=row.id, root_id=row.root_id)
