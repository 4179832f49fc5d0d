"""What the bot can call: a name in lower case to the function that carries it out.

A function takes a checked Call and returns the result as the Bot API writes it, or raises ApiError. Methods of
the Bot API that stand in no table here are answered honestly: the playground does not imitate them.
"""

from __future__ import annotations

from bot.playground.call import Method
from bot.playground.methods import chats, editing, forwarding, media, members, profile, sending

METHODS: dict[str, Method] = {
    **sending.METHODS,
    **media.METHODS,
    **forwarding.METHODS,
    **editing.METHODS,
    **chats.METHODS,
    **members.METHODS,
    **profile.METHODS,
}
# what the documented rates count; getUpdates, getMe … cost nothing
COUNTED = frozenset(name for name in METHODS if name.startswith(("send", "forward", "copy"))) - {
    "sendchataction"
}
