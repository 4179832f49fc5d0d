"""Pasted tables: a line of column names, then a row for each village, group, category or day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.tally.figures import find_figures
from knowledge.tally.frames import Gathered, Part, PartKind
from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.tokens import Setting, tokenise
from knowledge.tally.vocabulary import Vocabulary

_RULE = re.compile(r"^[\s|:\-—=+_]+$")
_TITLE_AND_HEAD = re.compile(r"^([^\n,|()]+)\(([^\n()\d]+[,|][^\n()\d]+)\):?$", re.MULTILINE)
_REMARK = re.compile(r"[,;。!][^\d|]*$")  # behind the last figure


class Meaning(StrEnum):
    """What a column holds."""

    LABEL = "label"
    MEASURE = "measure"
    DEPOSIT = "deposit"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: for a measure what it counts, whether as running total, and of which category or channel."""

    meaning: Meaning
    unit: Unit = Unit.OTHER
    cumulative: bool = False
    kind: PartKind = PartKind.PLAIN
    key: str | None = None
    factor: int = 1


@dataclass(frozen=True)
class Table:
    """The cells of a table: the lines before its head, the columns, the rows."""

    title: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    roles: frozenset[Role]


def _cells(line: str) -> tuple[str, ...]:
    if "|" in line:
        return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
    if line.count(",") >= 1:
        return tuple(cell.strip() for cell in line.split(","))
    return tuple(line.split())


_UNITS = {
    Role.LABEL_PERSONS: Unit.PERSONS,
    Role.LABEL_HOUSEHOLDS: Unit.HOUSEHOLDS,
    Role.LABEL_YUAN: Unit.YUAN,
}
_LABEL_WORDS = re.compile(
    r"^(?:村|村居|村\(居\)|村名|村\(社区\)|村社|社区|居|行政村|村别|单位|填报单位|单位名称|名称|日期|时间|组|组别|村组|小组|序号|编号|no|"
    r"项目|类别|人员类别|对象|渠道|方式|缴费方式|缴费渠道|缴纳方式|备注|说明|姓名|代征员|经办人|填报人|负责人|包村干部|星期|)$"
)


def _column(cell: str, setting: Setting) -> Column | None:
    """The meaning of a column name, None where it is none."""
    if _LABEL_WORDS.match(cell):
        return Column(Meaning.LABEL)
    tokens = [t for t in tokenise(cell, setting) if t.role not in (Role.FILLER, Role.OPENING, Role.CLOSING)]
    roles = {token.role for token in tokens}
    if not tokens or any(t.role is Role.FIGURE for t in tokens):
        return None
    if roles & {Role.TARGET, Role.SHORTFALL, Role.COMPARE, Role.FEE, Role.UNDEPOSITED} or re.search(
        "率|比|%|名次|排名", cell
    ):
        return Column(Meaning.IGNORED)
    if Role.ACTIVITY in roles and not roles & {Role.COLLECT, Role.INSURANCE}:
        return Column(Meaning.IGNORED)
    if Role.DEPOSIT in roles:
        return Column(Meaning.DEPOSIT, Unit.YUAN)
    return _measure(cell, tokens, roles)


def _measure(cell: str, tokens: Sequence[Token], roles: set[Role]) -> Column | None:
    unit = next((_UNITS[t.role] for t in reversed(tokens) if t.role in _UNITS), None)
    key = next((t.key for t in tokens if t.key), None)
    kind = PartKind.PLAIN
    if key or Role.ORDINARY in roles or Role.REST in roles:
        kind = PartKind.CATEGORY
    elif roles & {Role.CHANNEL, Role.PART}:
        kind = PartKind.CHANNEL
    if unit is None and (
        kind is not PartKind.PLAIN
        or Role.CUMULATIVE in roles
        or roles <= {Role.COLLECT, Role.DAY, Role.INSURANCE, Role.REPORT}
    ):
        unit = Unit.PERSONS
    if unit is None:
        return Column(Meaning.IGNORED) if Role.ACTIVITY in roles else None
    factor = 10_000 if "万元" in cell else 1
    return Column(Meaning.MEASURE, unit, Role.CUMULATIVE in roles, kind, key, factor)


def find_table(text: str, setting: Setting) -> Table | None:
    """The table in a text, None where it has no line of column names with a row under it."""
    text = _TITLE_AND_HEAD.sub(r"\1\n\2", text, count=1)
    lines = [line for line in text.split("\n") if not _RULE.match(line)]
    for number, line in enumerate(lines[:-1]):
        cells = _cells(line)
        columns = [_column(cell, setting) for cell in cells]
        if len(cells) < 2 or any(column is None for column in columns):
            continue
        known = tuple(column for column in columns if column is not None)
        if all(column.meaning is Meaning.LABEL for column in known):
            continue
        rows = [_cells(row) for row in lines[number + 1 :]]
        without_remark = _cells(_REMARK.sub("", lines[-1]))
        if len(without_remark) == len(cells) or len(rows[-1]) not in (len(cells), len(cells) + 1):
            rows[-1] = without_remark
        if len(rows[0]) == len(cells) + 1:
            known = (Column(Meaning.LABEL), *known)
        kept = tuple(row for row in rows if len(row) == len(known))
        if kept and any(ch.isdigit() for ch in "".join(kept[0])):
            roles = frozenset(t.role for part in (*lines[:number], line) for t in tokenise(part, setting))
            return Table(tuple(lines[:number]), known, kept, roles)
    return None


@dataclass(slots=True)
class _Place:
    villages: tuple[str, ...] | None
    day: date


def _number(cell: str, column: Column, words: Vocabulary) -> Decimal | None:
    figures = list(find_figures(cell, words))
    if len(figures) != 1 or figures[0].rough:
        return None
    return figures[0].value * column.factor


def _row_label(row: Sequence[str], columns: Sequence[Column], setting: Setting) -> list[Token]:
    labels = [cell for cell, column in zip(row, columns, strict=True) if column.meaning is Meaning.LABEL]
    return [token for cell in labels for token in tokenise(cell, setting)]


def _place(tokens: Sequence[Token], place: _Place) -> _Place:
    for token in tokens:
        if token.role is Role.VILLAGE:
            place = replace(place, villages=token.names)
        elif token.role is Role.DAY and token.day is not None:
            place = replace(place, day=token.day)
    return place


def _kind_of_row(tokens: Sequence[Token]) -> tuple[PartKind, str | None]:
    roles = {token.role for token in tokens}
    key = next((t.key for t in tokens if t.key), None)
    if key or Role.ORDINARY in roles or Role.REST in roles:
        return PartKind.CATEGORY, key
    return PartKind.CHANNEL, None


def read_table(table: Table, sender: str | None, setting: Setting) -> Gathered:
    """The frames of a table; none where it is about other money or holds no payments."""
    gathered = Gathered()
    measures = [c for c in table.columns if c.meaning in (Meaning.MEASURE, Meaning.DEPOSIT)]
    if not measures or table.roles & {Role.FEE, Role.EXAMPLE}:
        return gathered
    title = [token for line in table.title for token in tokenise(line, setting)]
    place = _place(title, _Place((sender,) if sender else None, setting.sent_on))
    about = {t.role for t in title}
    corrects = bool(about & {Role.CORRECT, Role.WRONG})
    if Role.ACTIVITY in about and Role.INSURANCE not in about and not corrects:
        return gathered
    if Role.CUMULATIVE in about and not any(c.cumulative for c in measures):
        table = replace(table, columns=tuple(replace(c, cumulative=True) for c in table.columns))
    for row in table.rows:
        label = _row_label(row, table.columns, setting)
        if any(t.role is Role.TOTAL for t in label) or any(t.role is Role.TOWNSHIP for t in label):
            continue
        here = _place(label, place)
        if here.villages is None or len(here.villages) != 1:
            gathered.warn("ambiguous_village" if here.villages else "unknown_village")
            continue
        _book_row(row, table.columns, label, here, setting.words, gathered)
    for frame in gathered.frames:
        frame.correction = corrects
    return gathered


def _book_row(
    row: Sequence[str],
    columns: Sequence[Column],
    label: Sequence[Token],
    place: _Place,
    words: Vocabulary,
    gathered: Gathered,
) -> None:
    named = any(t.role in (Role.VILLAGE, Role.DAY) for t in label)
    row_kind, row_key = (PartKind.PLAIN, None) if named else _kind_of_row(label)
    assert place.villages is not None
    parts: dict[tuple[bool, PartKind, str | None], Part] = {}
    for cell, column in zip(row, columns, strict=True):
        value = _number(cell, column, words) if column.meaning in (Meaning.MEASURE, Meaning.DEPOSIT) else None
        if value is None:
            continue
        frame = gathered.frame(place.villages[0], place.day, column.cumulative)
        if column.meaning is Meaning.DEPOSIT:
            frame.deposits.append(value)
            continue
        plain = column.kind is PartKind.PLAIN
        kind, key = (row_kind, row_key) if plain else (column.kind, column.key)
        slot = (column.cumulative, kind, key)
        if slot not in parts:
            parts[slot] = frame.part(Part(kind, key, included=not plain))
        parts[slot].put(column.unit, value)
