"""Who may do what: resident, clerk of some villages, township staff."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update

from handlers.context import Context, House
from storage import staff
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Role:
    """What a person may see: the areas of a clerk, every area for the township."""

    user_id: int
    areas: frozenset[str] = frozenset()
    is_township: bool = False

    @property
    def is_staff(self) -> bool:
        """Clerk or township."""
        return self.is_township or bool(self.areas)

    def may(self, area_id: str) -> bool:
        """Whether a village is theirs."""
        return self.is_township or area_id in self.areas


async def role_of(context: Context, user_id: int) -> Role:
    """The person's role as of now; admins are township staff."""
    async with context.house.database.reading() as connection:
        return await role_in(connection, context.house, user_id)


async def role_in(connection: Connection, house: House, user_id: int) -> Role:
    """The person's role as an open transaction sees it."""
    if user_id in house.admins:
        return Role(user_id, is_township=True)
    member = await staff.find_staff_member(connection, user_id)
    if member is None:
        return Role(user_id)
    return Role(user_id, member.areas - {staff.TOWNSHIP}, member.is_township)


async def speaker(update: Update, context: Context) -> Role:
    """The role of the one who speaks or presses."""
    user = update.effective_user
    return await role_of(context, user.id) if user else Role(0)
