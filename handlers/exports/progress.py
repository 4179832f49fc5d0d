"""The progress workbook: where each village stands, how reliably it reports, whether the three counts agree."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from handlers.exports.cases import figures_sheet
from handlers.exports.source import Export, Source
from handlers.reconciling import comparisons
from handlers.standing import reliabilities, standing
from knowledge.rules.assessment import as_percent
from knowledge.standing.counts import Comparison
from knowledge.standing.progress import Progress
from knowledge.standing.reporting import Reliability
from storage.spreadsheets.writing import Cell, SheetContent


async def build(source: Source) -> list[SheetContent]:
    """Sheets: progress, reports, counts, and how the cases stand."""
    today = source.now.date()
    found = await standing(source.connection, source.pack, today)
    rows = [_row(village) for village in found.villages]
    rows.append(_row(found.township))
    sheets = [SheetContent(source.say("progress"), source.headings("progress"), rows, (6, 14))]
    reports = await reliabilities(source.connection, source.pack, source.now)
    names = {area.id: area.name for area in source.pack.reporting_areas}
    if reports:
        sheets.append(
            SheetContent(
                source.say("reports"),
                source.headings("reports"),
                [_report_row(names[report.area_id], report) for report in reports],
                (14,),
            )
        )
    compared = await comparisons(source.connection, source.pack, today)
    sheets.append(
        SheetContent(source.say("counts"), source.headings("counts"), _count_rows(compared, source), (14,))
    )
    annex = await figures_sheet(source)
    return [*sheets, annex] if annex else sheets


def _percent(rate: Fraction | None) -> Cell:
    return None if rate is None else as_percent(rate)


def _row(village: Progress) -> list[Cell]:
    return [
        village.rank,
        village.name,
        village.target,
        village.totals.persons,
        _percent(village.rate),
        village.missing,
        village.missing_to_required,
        village.gained,
        village.rank_before,
        village.needed_a_day,
        village.forecast,
        _percent(village.forecast_rate),
        village.totals.households,
        village.totals.amount,
        village.totals.deposit,
    ]


def _report_row(name: str, report: Reliability) -> list[Cell]:
    return [name, report.expected, report.given, report.in_time, report.completeness, report.timeliness]


def _count_rows(compared: Sequence[Comparison], source: Source) -> list[list[Cell]]:
    return [
        [
            one.counts.name,
            one.counts.reported_persons,
            one.counts.entered_persons,
            one.persons_apart,
            one.counts.reported_amount,
            one.counts.entered_amount,
            one.counts.banked_amount,
            one.amount_apart,
            one.per_mille.quantize(as_percent(Fraction(1))),
            None if one.within is None else source.say("within" if one.within else "apart"),
        ]
        for one in compared
    ]


EXPORT = Export("progress", build)
