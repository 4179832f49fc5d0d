"""Each kind of case end to end, with the steps of each of the five packs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import product

import pytest
import pytest_asyncio

from knowledge.cases.catalogue import load_catalogue
from knowledge.facts import filled
from knowledge.library import load_library
from tests.support.cases import Teller, the_case
from tests.support.running import Town, running_town

# a morning within each pack's window
MORNINGS = {
    "xiyan-2022": datetime(2021, 11, 23, 9),
    "ligao-2018": datetime(2017, 12, 19, 9),
    "songming-2018": datetime(2017, 10, 31, 9),
    "liancheng-2018": datetime(2017, 10, 31, 9),
    "kaijiang-2020": datetime(2019, 10, 29, 9),
}
pytestmark = pytest.mark.asyncio(loop_scope="module")

EVERY = list(product(MORNINGS, load_catalogue().kinds))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town_of(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """The town of a pack."""
    folder = tmp_path_factory.mktemp(request.param)
    async with running_town(folder, now=MORNINGS[request.param], pack=request.param) as town:
        yield town


@pytest.mark.parametrize(("town_of", "kind"), EVERY, indirect=["town_of"])
async def test_from_the_first_words_to_the_closing_message(town_of: Town, kind: str) -> None:
    town = town_of
    pack = load_library().pack(town.bot.house.pack.id)
    village = pack.reporting_areas[0].name
    resident = await town.resident("李大妈")
    clerk = await town.clerk("专干", village)
    teller = Teller(town, resident, kind, village)
    await teller.tells_all()
    await resident.presses("确认提交")
    done = await resident.hears("交上去了")
    for step in pack.cases.kinds[kind].steps:
        assert filled(step, pack) in done.text
    if not pack.cases.kinds[kind].is_stated:
        assert "通知没有写" in done.text
        assert pack.offices.residents in done.text
    number = done.text[1:5]

    card = await clerk.hears(f"【{number}】")
    assert village in card.text
    await clerk.presses("我来办")
    await clerk.sees_edit("在办")
    await resident.hears("有工作人员接手了")
    for _ in pack.cases.kinds[kind].photos:
        photo = await clerk.hears(f"【{number}】")
        assert "photo" in photo.raw
    await clerk.presses("办好了")
    closing = await resident.hears("办好了")
    solved = pack.cases.kinds[kind].solved
    if solved:
        assert filled(solved, pack) in closing.text
    await resident.presses("满意")
    case = await the_case(town, number)
    assert (case.kind, case.state.value, case.rating) == (kind, "solved", 1)
