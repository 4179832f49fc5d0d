"""The exports by name, in the order of the menu."""

from __future__ import annotations

from handlers.exports import cases, posting, progress, receipts, tallies, unpaid
from handlers.exports.source import Export

_ALL = (progress.EXPORT, tallies.EXPORT, unpaid.EXPORT, posting.EXPORT, receipts.EXPORT, cases.EXPORT)
EXPORTS: dict[str, Export] = {export.name: export for export in _ALL}
