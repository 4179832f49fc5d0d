"""Special groups (特殊人群) that a notice wants insured to the last: who is missing, village by village.

Counted are those who pay a part themselves: whether the wholly subsidised are enrolled, payments do not show.
"""

from __future__ import annotations

from datetime import datetime

from handlers.areas import area_of
from handlers.context import House
from knowledge.pack import Pack
from knowledge.reminding.deadlines import general_end
from knowledge.reminding.due import free_categories
from knowledge.reminding.wording import Words
from storage import owing, staff
from storage.database import Connection
from storage.outbox import Outgoing, add_message


def special_categories(pack: Pack) -> frozenset[str]:
    """Categories that are helped and still pay something."""
    helped = {c.id for c in pack.categories if c.subsidy.kind not in ("none", "not_enrolled")}
    return frozenset(helped) - free_categories(pack)


def must_be_complete(pack: Pack) -> bool:
    """Whether the notice asks for all of them."""
    return any(rate.group == "special" and rate.percent >= 100 for rate in pack.staff.rates)


async def missing_by_village(connection: Connection, pack: Pack) -> dict[str, dict[str, int]]:
    """Persons of special groups who have not paid, by village and category."""
    areas = {area.id for area in pack.reporting_areas}
    return await owing.count_by_category(connection, pack.year, special_categories(pack), areas)


async def list_text(connection: Connection, words: Words) -> str:
    """The township's list: the sum, then each village with its clerks by name and its categories."""
    missing = await missing_by_village(connection, words.pack)
    if not missing:
        return words.say("special_none")
    clerks = await staff.list_names(connection)
    total = sum(number for found in missing.values() for number in found.values())
    lines = [words.say("special_head", count=total)]
    for area_id, found in missing.items():
        lines += _village(words, area_id, found, clerks.get(area_id, []))
    return "\n".join([*lines, words.say("special_foot")])


def _village(words: Words, area_id: str, found: dict[str, int], names: list[str]) -> list[str]:
    charge = words.say("special_clerk", names="、".join(names)) if names else words.say("special_no_clerk")
    village, count = area_of(words.pack, area_id).name, sum(found.values())
    first = words.say("special_village", village=village, count=count, clerks=charge)
    keys = {category.id: category.key for category in words.pack.categories}
    groups = [
        words.say("special_group", category=keys.get(category, category), count=number)
        for category, number in found.items()
    ]
    return [first, words.say("special_groups", groups="、".join(groups))]


async def tell_township(house: House, connection: Connection, now: datetime) -> None:
    """On the late days of the plan, each of the township staff gets the list, once a day."""
    pack, today = house.pack, now.date()
    if not must_be_complete(pack) or (today - general_end(pack)).days not in house.plan.late_days:
        return
    text = await list_text(connection, Words(house.library.phrases, pack))
    for user_id in sorted({*await staff.list_staff(connection, staff.TOWNSHIP), *house.admins}):
        key = f"special:{user_id}:{today.isoformat()}"
        await add_message(connection, Outgoing(key, user_id, {"text": text}), now)
