"""What somebody hears to whom no household is bound: the ways to get there."""

from __future__ import annotations

from handlers import keyboards
from handlers.context import Context
from handlers.households.pressing import Shown

HOME = "home"
SHOW, ASK, UNBIND = "show", "ask", "off"


async def how_to_bind(context: Context) -> Shown:
    """For somebody without a household."""
    return Shown(await context.say("home.unbound"), [[await ask_button(context)]])


async def ask_button(context: Context) -> tuple[str, str]:
    """没有码，请专干核对."""
    return await context.say("home.button_ask"), keyboards.packed(HOME, ASK)
