"""The documented rates on a clock of the test's, and faults that hit a share of all calls."""

from __future__ import annotations

import pytest

from bot.playground.faults import Fault, Faults
from bot.playground.rates import Limits, Rates

ANNA, GROUP = 7, -7


def test_a_burst_passes_then_one_a_second() -> None:
    rates = Rates(Limits(chat_burst=3))
    assert [rates.take(ANNA, 1, group=False, now=0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert [rates.take(ANNA, 1, group=False, now=1.0) for _ in range(2)] == [0, 1]


def test_a_group_takes_twenty_a_minute() -> None:
    rates = Rates(Limits())
    # 20 at once, then one every three seconds
    assert [rates.take(GROUP, 1, group=True, now=0.0) for _ in range(21)] == [0] * 20 + [3]
    assert rates.take(GROUP, 1, group=True, now=3.0) == 0


def test_thirty_a_second_over_all_chats() -> None:
    rates = Rates(Limits())
    assert [rates.take(chat, 1, group=False, now=0.0) for chat in range(31)] == [0] * 30 + [1]
    assert sum(rates.take(chat, 1, group=False, now=1.0) == 0 for chat in range(100, 140)) == 30


def test_what_is_refused_does_not_count() -> None:
    rates = Rates(Limits(chat_burst=1))
    assert rates.take(ANNA, 1, group=False, now=0.0) == 0
    assert [rates.take(ANNA, 1, group=False, now=0.5) for _ in range(10)] == [1] * 10
    assert rates.take(ANNA, 1, group=False, now=1.0) == 0


def test_an_album_counts_each_picture() -> None:
    rates = Rates(Limits(chat_burst=5))
    assert rates.take(ANNA, 4, group=False, now=0.0) == 0
    assert rates.take(ANNA, 4, group=False, now=0.0) == 3  # one left, three more needed
    assert rates.take(ANNA, 10, group=False, now=60.0) == 0  # more than a burst passes a full bucket


def test_switched_off() -> None:
    rates = Rates(None)
    assert {rates.take(ANNA, 1, group=False, now=0.0) for _ in range(1000)} == {0}


def test_the_same_seed_hits_the_same_calls() -> None:
    def hits(seed: int) -> list[int]:
        faults = Faults()
        faults.order(Fault("500", times=None, share=0.1), seed)
        return [number for number in range(1000) if faults.strike("sendMessage", 1)]

    assert hits(3) == hits(3) != hits(4)
    assert len(hits(3)) == pytest.approx(100, abs=40)


@pytest.mark.parametrize(
    ("method", "chat", "hit"),
    [
        ("sendMessage", 1, True),
        ("SENDMESSAGE", "1", True),
        ("sendPhoto", 1, False),
        ("sendMessage", 2, False),
    ],
)
def test_only_the_calls_meant(method: str, chat: int | str, hit: bool) -> None:
    faults = Faults()
    faults.order(Fault("500", "sendMessage", chat_id=1))
    assert (faults.strike(method, chat) is not None) is hit


def test_so_many_times_and_no_more() -> None:
    faults = Faults()
    faults.order(Fault("429", times=2))
    assert [faults.strike("getMe", None) is not None for _ in range(4)] == [True, True, False, False]
