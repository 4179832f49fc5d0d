"""The life of a case: in which state what can happen to it, and what it becomes then."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType


class CaseState(StrEnum):
    """Where a case stands."""

    NEW = "new"  # nobody has taken it yet
    TAKEN = "taken"  # somebody is at it: the holder
    ASKED = "asked"  # the resident has been asked something; the clock stands still
    AT_COUNTY = "at_county"  # handed to the county
    SOLVED = "solved"
    REFUSED = "refused"  # with a reason
    WITHDRAWN = "withdrawn"  # by the resident

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do."""
        return self in CLOSED


CLOSED = frozenset({CaseState.SOLVED, CaseState.REFUSED, CaseState.WITHDRAWN})


class CaseEvent(StrEnum):
    """What can happen to a case."""

    OPEN = "open"  # how every case begins
    TAKE = "take"
    TAKE_OVER = "take_over"  # the township takes it from its holder
    ASK = "ask"  # ask back
    NEED_PAPER = "need_paper"
    ANSWER = "answer"  # the resident replies to what was asked
    TELL = "tell"  # a message of the staff that asks nothing
    WRITE = "write"  # a message of the resident that was not asked for
    HAND_OVER = "hand_over"  # to the county
    RETURN = "return"  # the county sends it back unfinished
    SOLVE = "solve"
    LISTED = "listed"  # its names are on the county's list
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    RATE = "rate"  # satisfied or not
    LOOK = "look"  # somebody of the staff was shown the papers


_S, _E = CaseState, CaseEvent
_AT_WORK = (_S.TAKEN, _S.ASKED, _S.AT_COUNTY)
_OPEN = (_S.NEW, *_AT_WORK)

_TRANSITIONS: dict[CaseEvent, dict[CaseState, CaseState]] = {
    _E.OPEN: {},
    _E.TAKE: {_S.NEW: _S.TAKEN},
    _E.TAKE_OVER: {state: state for state in _AT_WORK},
    _E.ASK: dict.fromkeys(_AT_WORK, _S.ASKED),
    _E.NEED_PAPER: dict.fromkeys(_AT_WORK, _S.ASKED),
    _E.ANSWER: {_S.ASKED: _S.TAKEN},
    _E.TELL: {state: state for state in CaseState if state is not _S.NEW},
    _E.WRITE: {state: state for state in CaseState},
    _E.HAND_OVER: {_S.TAKEN: _S.AT_COUNTY, _S.ASKED: _S.AT_COUNTY},
    _E.RETURN: {_S.AT_COUNTY: _S.TAKEN},
    _E.SOLVE: dict.fromkeys(_AT_WORK, _S.SOLVED),
    _E.LISTED: dict.fromkeys(_OPEN, _S.SOLVED),
    _E.REFUSE: dict.fromkeys(_AT_WORK, _S.REFUSED),
    _E.WITHDRAW: dict.fromkeys(_OPEN, _S.WITHDRAWN),
    _E.REOPEN: dict.fromkeys(CLOSED, _S.TAKEN),
    _E.LOOK: {state: state for state in CaseState},
    _E.RATE: {_S.SOLVED: _S.SOLVED, _S.REFUSED: _S.REFUSED},
}
TRANSITIONS = MappingProxyType(_TRANSITIONS)


def after(state: CaseState, event: CaseEvent, *, held: bool = True) -> CaseState | None:
    """The state after an event, None where it cannot happen then.

    `held` is whether somebody holds the case: one that nobody holds is reopened as a new one.
    """
    became = TRANSITIONS[event].get(state)
    if became is not None and event is CaseEvent.REOPEN and not held:
        return CaseState.NEW
    return became
