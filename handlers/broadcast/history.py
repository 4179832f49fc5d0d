"""The last broadcasts with what came of them, each with its board."""

from __future__ import annotations

from handlers import keyboards
from handlers.broadcast.board import CONTROL, WITHDRAW, figures, state_words
from handlers.broadcast.recipients import audience_words
from handlers.context import Context
from storage import broadcasts

SHOWN = 5


async def show(context: Context) -> None:
    """The last few, and a button to take back what has arrived."""
    house, locale = context.house, await context.locale()
    say = house.library.phrases.say
    rows, lines = [], [say("broadcast.history_head", locale)]
    async with house.database.reading() as connection:
        recent = await broadcasts.list_recent(connection, house.pack.id, SHOWN)
        tallies = [await broadcasts.tally_of(connection, broadcast.id) for broadcast in recent]
    for broadcast, tally in zip(recent, tallies, strict=True):
        lines.append(
            say(
                "broadcast.history_row",
                locale,
                number=broadcast.id,
                moment=broadcast.made_at.astimezone(context.now.tzinfo),
                audience=audience_words(house, broadcast.audience, locale),
                state=state_words(house, broadcast, tally, locale),
                figures=figures(house, tally, locale),
            )
        )
        if tally.sent and not (broadcast.withdraws or tally.withdrawn or tally.to_withdraw):
            label = f"{say('broadcast.button.withdraw', locale)} {broadcast.id}"
            rows.append([(label, keyboards.packed(CONTROL, WITHDRAW, broadcast.id))])
    if not recent:
        lines = [say("broadcast.history_none", locale)]
    user = context.origin.effective_user if context.origin else None
    assert user is not None
    await context.bot.send_message(
        user.id, "\n".join(lines), reply_markup=keyboards.inline(rows) if rows else None
    )
