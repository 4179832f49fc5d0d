"""The routing table: one ordered list, with a reason where order matters; before it, what talks are waiting for."""

from __future__ import annotations

from handlers import (
    ask,
    broadcast,
    bulletin,
    calls,
    cases,
    desk,
    exporting,
    gaps,
    groups,
    households,
    idcards,
    joining,
    ledger,
    naming,
    progress,
    receipts,
    reminding,
    report_buttons,
    staff_menu,
    talks,
    verify,
    welcome,
)
from handlers.talks import Groups, Routes

# python-telegram-bot's group of the table itself; lower groups look at an update first, higher ones afterwards
TABLE = 0


def routes() -> Groups:
    """All handlers by group."""
    return {
        **idcards.routes(),
        **talks.routes(
            [
                *cases.TALKS,
                *households.TALKS,
                *broadcast.TALKS,
                naming.Naming(),
                verify.Verify(),
                gaps.Gaps(),
            ],
            cases.LISTENERS,
            cases.EDITORS,
        ),
        TABLE: table(),
    }


def table() -> Routes:
    """The first handler that claims an update gets it."""
    return [
        *groups.routes(),
        *welcome.routes(),
        *joining.routes(),
        *staff_menu.routes(),
        *broadcast.routes(),
        *reminding.routes(),
        *calls.routes(),
        *households.routes(),  # lists that are sent, before other files
        *cases.routes(),
        *verify.routes(),
        *report_buttons.routes(),
        *progress.routes(),
        *bulletin.routes(),
        *exporting.routes(),
        *gaps.routes(),
        *desk.routes(),
        *receipts.routes(),
        *ledger.routes(),  # a text with a number is tried as a report, then handed on to the questions
        *ask.routes(),  # last: it claims every text that nobody else does
    ]
