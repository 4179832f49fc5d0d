"""Who may do what to a case. Staff are the clerks of its village and the township; everybody else is nobody."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.cases.states import CaseEvent, CaseState


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to a case: `is_staff` for its village (the township for all), its holder, its resident."""

    is_staff: bool = False
    is_township: bool = False
    is_holder: bool = False
    is_resident: bool = False


RESIDENTS = frozenset(
    {CaseEvent.ANSWER, CaseEvent.WRITE, CaseEvent.WITHDRAW, CaseEvent.REOPEN, CaseEvent.RATE}
)
STAFFS = frozenset(CaseEvent) - {
    CaseEvent.OPEN,
    CaseEvent.ANSWER,
    CaseEvent.WRITE,
    CaseEvent.WITHDRAW,
    CaseEvent.RATE,
}


def may(standing: Standing, event: CaseEvent, state: CaseState) -> bool:
    """Whether this person may make this happen in this state (whether it can happen at all, states.py says)."""
    if event in RESIDENTS and standing.is_resident:
        return True
    if event not in STAFFS or not standing.is_staff:
        return False
    if event is CaseEvent.TAKE_OVER:
        return standing.is_township and not standing.is_holder
    if event in (CaseEvent.TAKE, CaseEvent.LISTED):
        return True
    return standing.is_holder or standing.is_township


def may_see(standing: Standing) -> bool:
    """Whether the case may be shown to this person."""
    return standing.is_staff or standing.is_resident


def may_see_papers(standing: Standing) -> bool:
    """Whether the photos may be sent to this person: only to who works on the case."""
    return standing.is_staff and (standing.is_holder or standing.is_township)
