"""Figures of cases."""

from __future__ import annotations

from datetime import date

from knowledge.cases.figures import CaseFacts, Figures, figures_by, figures_of
from knowledge.cases.states import CaseState

TODAY = date(2021, 11, 30)


def case(
    state: CaseState,
    opened: int,
    due: int,
    closed: int | None = None,
    rating: int | None = None,
    kind: str = "first_time",
) -> CaseFacts:
    day = {number: date(2021, 11, number) for number in range(1, 31)}
    return CaseFacts(kind, "华升社区", state, day[opened], day[due], day.get(closed or 0), rating)


def test_figures_of_a_group() -> None:
    cases = [
        case(CaseState.SOLVED, 1, 4, 3, rating=1),  # 2 days
        case(CaseState.REFUSED, 1, 4, 11, rating=3),  # 10 days
        case(CaseState.SOLVED, 20, 25, 25),  # 5 days
        case(CaseState.WITHDRAWN, 1, 4, 28),  # not the staff's doing
        case(CaseState.TAKEN, 20, 25),  # late
        case(CaseState.ASKED, 20, 25),  # the resident's turn
        case(CaseState.NEW, 29, 30),
    ]
    assert figures_of(cases, TODAY) == Figures(
        count=7, open=3, overdue=1, median_days=5, rated=2, satisfied=1
    )


def test_figures_of_nothing() -> None:
    assert figures_of([], TODAY) == Figures(0, 0, 0, None, 0, 0)


def test_figures_by_kind() -> None:
    cases = [case(CaseState.NEW, 29, 30), case(CaseState.NEW, 29, 30, kind="refund")]
    groups = figures_by(cases, lambda one: one.kind, TODAY)
    assert {kind: figures.count for kind, figures in groups.items()} == {"first_time": 1, "refund": 1}
