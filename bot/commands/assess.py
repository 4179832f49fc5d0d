"""`canbao assess`: the villages' figures under a notice's own rules."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.errors import BadInput
from bot.jsonl import Row
from bot.offline import JsonOption, PackOption, chosen_pack
from knowledge.areas import area_named
from knowledge.library import Library, load_library
from knowledge.pack import Pack
from knowledge.phrasebook import SOURCE_LOCALE
from knowledge.render import said
from knowledge.rules.assessment import Assessed, Result, as_percent, assess

app = typer.Typer(add_completion=False)

COLUMNS = ("village", "paid_in_window", "paid_after", "special_target", "special_paid")
_SUMS = {"合计", "总计", "小计"}


def _read(source: str) -> str:
    if source == "-":
        return sys.stdin.read()
    try:
        return Path(source).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"{source}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise BadInput(f"{source}: is not UTF-8 text; save it as CSV UTF-8") from None


def _count(row: dict[str, str | None], column: str, where: str) -> int | None:
    text = (row.get(column) or "").strip()
    if not text:
        return None
    if not text.isdigit():
        raise BadInput(f"{where}: {column} «{text}» is no whole number")
    return int(text)


def _village(pack: Pack, name: str, where: str) -> str:
    """The official name; any name where the notice lists no areas below its own."""
    if len(pack.areas) == 1:
        return name
    area = area_named(pack, name)
    if area is None or area.parent is None:
        raise BadInput(f"{where}: «{name}» is no area of {pack.id}")
    return area.name


def results_from(pack: Pack, text: str, source: str) -> Iterator[Result]:
    """The rows of a CSV text; `BadInput` names the line that cannot be used."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [column for column in COLUMNS[:2] if column not in (rows.fieldnames or ())]
    if missing:
        raise BadInput(f"{source}:1: the header needs {','.join(COLUMNS)}; {', '.join(missing)} is missing")
    seen: set[str] = set()
    for row in rows:
        where = f"{source}:{rows.line_num}"
        name = (row["village"] or "").strip()
        if not name or name in _SUMS:
            continue
        village = _village(pack, name, where)
        if village in seen:
            raise BadInput(f"{where}: «{village}» stands twice")
        seen.add(village)
        in_window = _count(row, "paid_in_window", where)
        if in_window is None:
            raise BadInput(f"{where}: paid_in_window is empty")
        yield Result(
            village,
            in_window,
            _count(row, "paid_after", where) or 0,
            _count(row, "special_target", where),
            _count(row, "special_paid", where),
        )


def _yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _fraction(rate: Fraction) -> float:
    """Four places; what is short of 100 % never reads as 1.0."""
    rounded = round(float(rate), 4)
    return 0.9999 if rounded >= 1 > rate else rounded


def assessed_row(library: Library, row: Assessed) -> Row:
    """A village's figures as the contract writes them; `rate` is a fraction, 1.0 for 100 %."""
    return {
        "village": row.village,
        "target": row.target,
        "paid": row.paid,
        "rate": None if row.rate is None else _fraction(row.rate),
        "points": row.points,
        "work_funds": _yuan(row.work_funds),
        "bonus": _yuan(row.bonus),
        "penalty": _yuan(row.penalty),
        "rank": row.rank,
        "notes": [said(library.phrases, remark, SOURCE_LOCALE) for remark in row.remarks],
    }


def _print_table(library: Library, pack: Pack, rows: list[Assessed]) -> None:
    table = Table(title=f"{pack.documents[0].name}：考核")
    for heading in ("名次", "地方", "任务数", "已缴", "参保率", "得分", "工作经费", "奖励", "罚款", "说明"):
        words = heading in ("地方", "说明")
        table.add_column(
            heading, justify="left" if words else "right", no_wrap=heading != "说明", overflow="fold"
        )
    for row in rows:
        shown = assessed_row(library, row)
        rate = "" if row.rate is None else f"{as_percent(row.rate)}%"
        cells = (row.rank, row.village, row.target, row.paid, rate, row.points)
        sums = (shown["work_funds"], shown["bonus"], shown["penalty"])
        table.add_row(
            *("" if cell is None else str(cell) for cell in (*cells, *sums)), "；".join(shown["notes"])
        )
    Console(width=max(Console().width, 120)).print(table)


@app.command(name="assess")
def run(
    file: Annotated[str, typer.Argument(help="CSV with a header, or - for standard input")],
    pack: PackOption = None,
    as_json: JsonOption = False,
) -> None:
    """Each village's figures under the notice's own rules."""
    library = load_library()
    known = chosen_pack(library, pack)
    results = list(results_from(known, _read(file), "standard input" if file == "-" else file))
    if not results:
        raise BadInput(f"{file}: no row with figures")
    rows = assess(known, results)
    if as_json:
        typer.echo(json.dumps([assessed_row(library, row) for row in rows], ensure_ascii=False, indent=1))
    else:
        _print_table(library, known, rows)
