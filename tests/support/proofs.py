"""How much of a heavy proof is run: CANBAO_PROOF_SHARE between 0 and 1 (CI runs a tenth, `make proof` all)."""

from __future__ import annotations

import os


def part_of(whole: int) -> int:
    """So many of `whole` repetitions, at least one."""
    return max(1, round(whole * float(os.environ.get("CANBAO_PROOF_SHARE", "1"))))
