"""A random walk over the conversations: no exception, no case in an undefined state, no message lost."""

from __future__ import annotations

import pytest

from tests.support.proofs import part_of
from tests.support.running import Town
from tests.support.walk import Walk


@pytest.mark.proof
async def test_a_walk_of_twenty_thousand_steps(town: Town) -> None:
    steps = part_of(20_000)
    walk = Walk(town, seed=7)
    await walk.settles()
    await walk.goes(steps)
    await walk.rests()
    assert await walk.faults() == []
    assert sum((await walk.counts()).values()) >= steps // 200
