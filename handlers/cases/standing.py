"""Who is who to a case, as the database has it now."""

from __future__ import annotations

from handlers.access import Role, role_in
from handlers.context import House
from knowledge.cases.rights import Standing
from storage import chats, staff
from storage.cases import Case
from storage.database import Connection


def standing(case: Case, role: Role) -> Standing:
    """How somebody stands to a case. One of no known village is the township's."""
    return Standing(
        is_staff=role.may(case.area_id) if case.area_id else role.is_township,
        is_township=role.is_township,
        is_holder=case.holder_id == role.user_id,
        is_resident=case.speaker_id == role.user_id,
    )


async def standing_in(connection: Connection, house: House, case: Case, user_id: int) -> Standing:
    """How a user stands to a case."""
    return standing(case, await role_in(connection, house, user_id))


async def colleagues(connection: Connection, house: House, case: Case) -> list[int]:
    """The staff that a case concerns: the clerks of its village, and the township."""
    people = set(await staff.list_staff(connection, staff.TOWNSHIP)) | house.admins
    if case.area_id:
        people |= set(await staff.list_staff(connection, case.area_id))
    return sorted(people)


async def staff_groups(connection: Connection, case: Case) -> list[int]:
    """The staff groups in which a case is announced."""
    groups = await chats.list_staff_groups(connection)
    return [group.chat_id for group in groups if group.area_id in (None, case.area_id)]
