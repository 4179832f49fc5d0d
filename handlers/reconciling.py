"""Three counts side by side: what was reported, what is in the system, what is in the bank."""

from __future__ import annotations

from datetime import date

from knowledge.pack import Pack
from knowledge.standing.counts import Comparison, Counts, compared, tolerance_of, worst_first
from knowledge.standing.model import Totals
from storage import entered, village_days
from storage.database import Connection


async def comparisons(connection: Connection, pack: Pack, today: date) -> list[Comparison]:
    """All villages, what to look at first in front."""
    totals = await village_days.list_totals(connection, pack.id, today)
    in_system = await entered.count_entered(connection, pack.year)
    tolerance = tolerance_of(pack)
    banking = any(found.deposit for found in totals.values())
    rows = []
    for area in pack.reporting_areas:
        reported = totals.get(area.id, Totals())
        found = in_system.get(area.id, entered.NOTHING) if in_system else None
        counts = Counts(
            area.id,
            area.name,
            reported.persons,
            reported.amount,
            found.persons if found else None,
            found.amount if found else None,
            reported.deposit if banking else None,
        )
        rows.append(compared(counts, tolerance))
    return worst_first(rows)
