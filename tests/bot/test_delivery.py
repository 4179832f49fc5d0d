"""The outbox reaches people once, in order, and survives what servers do."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery import MAX_ATTEMPTS, Again, Decision, Follow, GiveUp, decide
from bot.pace import Allowance, Bucket
from storage import outbox
from storage.outbox import Attachment, Lane, Outgoing, Waiting, add_message, cancel_waiting
from tests.support.bot_api import picture
from tests.support.delivering import Post, post_office


async def drained(post: Post, count: int, within: float = 10) -> None:
    """Waits until so many messages have reached the server and are written down."""
    await post.api.happens(lambda: post.delivered() >= count, within)
    async with asyncio.timeout(within):
        while (await post.states()).keys() & {"waiting", "sending"}:
            await asyncio.sleep(0.01)


async def hurried(post: Post, within: float = 10) -> None:
    """Like `drained`, but the clock does not wait for what was put off."""
    async with asyncio.timeout(within):
        while open_rows := (await post.states()).keys() & {"waiting", "sending"}:
            if open_rows == {"waiting"}:
                post.api.set_now(post.delivery.now() + timedelta(seconds=5))
                post.delivery.wake()
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("error", "attempts", "expected"),
    [
        (RetryAfter(7), 1, Again(timedelta(seconds=7))),
        (RetryAfter(timedelta(seconds=7)), 5, Again(timedelta(seconds=7))),
        (ChatMigrated(-100123), 1, Follow(-100123)),
        (Forbidden("Forbidden: bot was blocked by the user"), 1, GiveUp(chat_gone=True)),
        (Forbidden("Forbidden: user is deactivated"), 1, GiveUp(chat_gone=True)),
        (BadRequest("Chat not found"), 1, GiveUp(chat_gone=True)),
        (BadRequest("Message text is empty"), 1, GiveUp(chat_gone=False)),
        (TimedOut(), 1, Again(timedelta(seconds=2))),  # 2 s × 2⁰ × (½ + jitter 1 / 2)
        (NetworkError("Bad Gateway"), 3, Again(timedelta(seconds=8))),  # 2 s × 2²
        (NetworkError("Bad Gateway"), MAX_ATTEMPTS, GiveUp(chat_gone=False)),
    ],
    ids=lambda value: repr(value) if isinstance(value, TelegramError) else None,
)  # fmt: skip
def test_what_an_error_means(error: TelegramError, attempts: int, expected: Decision) -> None:
    assert decide(error, attempts, jitter=1.0) == expected


def test_jitter_at_most_halves_the_wait() -> None:
    assert decide(TimedOut(), 1, jitter=0.0) == Again(timedelta(seconds=1))


def test_a_bucket_makes_the_impatient_wait_in_line() -> None:
    bucket = Bucket.full(rate=2, burst=1, now=0)
    assert [bucket.spend(0), bucket.spend(0), bucket.spend(0), bucket.spend(1)] == [0, 0.5, 1.0, 0.5]


def test_600_take_at_most_3_percent_longer_than_30_a_second_allow() -> None:
    bucket, now = Bucket.full(Allowance().per_second, 1, 0), 0.0
    for _ in range(600):
        now += bucket.spend(now)
    assert now <= 600 / 30 * 1.03


def test_no_minute_sees_more_than_twenty_in_a_group() -> None:
    allowed, now, sent = Allowance(), 0.0, []
    bucket = Bucket.full(allowed.group_per_minute / 60, allowed.group_burst, now)
    for _ in range(100):
        now += bucket.spend(now)
        sent.append(now)
    assert min(later - earlier for earlier, later in zip(sent, sent[20:], strict=False)) >= 60


def test_a_refused_bucket_gives_nothing_for_so_long() -> None:
    bucket = Bucket.full(rate=1, burst=3, now=0)
    bucket.hold(0, 10)
    assert bucket.spend(4) == pytest.approx(7)


async def test_each_key_is_sent_once_however_often_it_is_decided(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        chats = post.api.crowd(5)
        for _ in range(3):
            await post.queue(chats)
        await drained(post, 5)
        assert post.delivered() == 5


async def test_a_chat_hears_its_messages_in_order(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        anna = await post.api.user("李大妈")
        for number in range(20):
            await post.queue([anna.id], text=f"第{number}条", key=f"n{number}", lane=Lane.NOTICE)
        assert [(await anna.hears()).text for _ in range(20)] == [f"第{n}条" for n in range(20)]


async def test_a_refusal_keeps_the_order_within_the_chat(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        anna = await post.api.user("李大妈")
        post.api.breaks("sendMessage", "429", times=1)
        for number in range(4):
            await post.queue([anna.id], text=f"第{number}条", key=f"n{number}")
        assert [(await anna.hears()).text for _ in range(4)] == [f"第{n}条" for n in range(4)]


SLOW = Allowance(private_per_second=0.001, private_burst=1)


async def test_who_waits_for_a_slow_chat_holds_up_nobody_else(tmp_path: Path) -> None:
    async with post_office(tmp_path, allowance=SLOW) as post:
        anna, berta = await post.api.user("李大妈"), await post.api.user("王大爷")
        for number in range(100):
            await post.queue([anna.id], key=f"n{number}", lane=Lane.NOTICE)
        await anna.hears()
        await post.queue([berta.id], lane=Lane.NOTICE)
        await berta.hears()


async def test_a_stop_does_not_wait_for_anybodys_turn(tmp_path: Path) -> None:
    async with post_office(tmp_path, allowance=SLOW) as post:
        anna = await post.api.user("李大妈")
        for number in range(3):
            await post.queue([anna.id], key=f"n{number}")
        await anna.hears()
        async with asyncio.timeout(5):  # its next turn is a quarter of an hour away
            await post.stops()
        assert await post.states() == {"sent": 1, "waiting": 2}


async def test_what_is_cancelled_while_it_waits_for_its_turn_stays_unsent(tmp_path: Path) -> None:
    unhurried = Allowance(private_per_second=5, private_burst=1)
    async with post_office(tmp_path, allowance=unhurried) as post:
        anna = await post.api.user("李大妈")
        for number in range(2):
            await post.queue([anna.id], key=f"n{number}")
        await anna.hears()
        async with post.database.transaction() as connection:
            assert await cancel_waiting(connection, anna.id, [Lane.BROADCAST]) == 1
        await anna.hears_nothing(within=0.4)


async def test_a_broadcast_that_is_refused_delays_no_answer(tmp_path: Path) -> None:
    """The server refuses a broadcast's message; a reply to the very same resident goes out meanwhile."""
    async with post_office(tmp_path) as post:
        anna = await post.api.user("李大妈")
        post.api.breaks("sendMessage", "429", times=1, retry_after=600)
        await post.queue([anna.id], text="群发")
        async with asyncio.timeout(5):
            while not post.api.calls("sendMessage", "fault 429"):
                await asyncio.sleep(0.01)
        await post.queue([anna.id], text="答复", key="r", lane=Lane.REPLY)
        await anna.hears("答复")


async def test_who_blocked_the_bot_is_given_up(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        anna, berta = await post.api.user("李大妈"), await post.api.user("王大爷")
        await anna.blocks()
        await post.queue([anna.id, berta.id])
        await berta.hears("通知")
        await drained(post, 1)
        assert await post.states() == {"failed": 1, "sent": 1}


async def test_a_group_that_became_a_supergroup_is_followed(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        owner = await post.api.user("村支书")
        group = await post.api.group("华升社区群", owner)
        new = await owner.migrates(group)
        await post.queue([group.id])
        await new.hears("通知")


async def test_cancelled_rows_stay_unsent(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        anna = await post.api.user("李大妈")
        async with post.database.transaction() as connection:
            later = post.delivery.now() + timedelta(seconds=0.4)
            await add_message(
                connection, Outgoing("later", anna.id, {"text": "晚点"}), post.delivery.now(), later
            )
            assert await cancel_waiting(connection, anna.id, [Lane.NOTICE]) == 1
        post.delivery.wake()
        await anna.hears_nothing(within=0.6)


async def test_a_message_waits_for_its_time(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        anna = await post.api.user("李大妈")
        now = post.delivery.now()
        async with post.database.transaction() as connection:
            await add_message(
                connection, Outgoing("later", anna.id, {"text": "到点了"}), now, now + timedelta(minutes=5)
            )
        post.delivery.wake()
        await anna.hears_nothing()
        post.api.set_now(now + timedelta(minutes=5, seconds=1))
        post.delivery.wake()
        await anna.hears("到点了")


async def test_a_row_that_makes_no_sense_fails_alone(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        anna, berta = await post.api.user("李大妈"), await post.api.user("王大爷")
        async with post.database.transaction() as connection:
            nonsense = Outgoing("nonsense", anna.id, {"no_such_parameter": "x"})
            await add_message(connection, nonsense, post.delivery.now())
        await post.queue([berta.id], lane=Lane.NOTICE)
        await berta.hears("通知")
        await drained(post, 1)
        assert await post.states() == {"failed": 1, "sent": 1}


async def test_a_database_that_fails_once_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, failed = outbox.list_due, []

    async def fails_once(*arguments: Any) -> list[Waiting]:
        if not failed:
            failed.append(1)
            raise OSError("the disk is away")
        return await whole(*arguments)

    async with post_office(tmp_path) as post:
        anna = await post.api.user("李大妈")
        monkeypatch.setattr(outbox, "list_due", fails_once)
        await post.queue([anna.id])
        await anna.hears("通知")
    assert failed


async def test_a_file_goes_with_its_message(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        anna = await post.api.user("李大妈")
        message = Outgoing(
            "bulletin",
            anna.id,
            {"caption": "通报"},
            method="send_document",
            attachment=Attachment("document", "b.png", picture()),
        )
        async with post.database.transaction() as connection:
            await add_message(connection, message, post.delivery.now())
        post.delivery.wake()
        assert (await anna.hears("通报")).file() == picture()


async def test_buttons_go_as_the_bot_api_writes_them(tmp_path: Path) -> None:
    async with post_office(tmp_path) as post:
        anna = await post.api.user("李大妈")
        markup = {"inline_keyboard": [[{"text": "怎么交", "callback_data": "topic:pay_channels"}]]}
        async with post.database.transaction() as connection:
            await add_message(
                connection,
                Outgoing("k", anna.id, {"text": "提醒", "reply_markup": markup}),
                post.delivery.now(),
            )
        post.delivery.wake()
        assert (await anna.hears("提醒")).labels == ["怎么交"]


@pytest.mark.parametrize("kind", ["429", "500", "502", "drop"])
async def test_all_arrive_through_a_faulty_server(kind: str, tmp_path: Path) -> None:
    """Two in a hundred calls go wrong before they are carried out: everybody gets it, nobody twice."""
    async with post_office(tmp_path) as post:
        chats = post.api.crowd(100)
        post.api.breaks("sendMessage", kind, times=None, share=0.02, retry_after=1, seed=3)  # type: ignore[arg-type]
        await post.queue(chats)
        await hurried(post, within=20)
        assert post.api.calls("sendMessage", f"fault {kind}")
        assert {post.api.playground.world.counters.deliveries[chat] for chat in chats} == {1}
