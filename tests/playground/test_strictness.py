"""What Telegram refuses, the playground refuses in the same words: one test per case of strictness.yaml."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.playground.conftest import MORNING, BotCalls
from tests.support.bot_api import LocalBotApi, picture

Json = dict[str, Any]
CASES: list[Json] = yaml.safe_load(Path(__file__).with_name("strictness.yaml").read_text(encoding="utf-8"))


async def prepared(api: LocalBotApi, bot: BotCalls) -> Json:
    """People, groups and messages that the cases name; time is then three days later."""
    anna = await api.user("李大妈")
    neighbour = await api.user("王大爷", started=False)
    stranger = await api.user("过路人", started=False)
    other_bot = api.playground.world.add_user("别的机器人", username="other_bot", is_bot=True)
    deleted = await api.user("已注销")
    blocker = await api.user("拉黑的人")
    await blocker.blocks()
    group = await api.group("上村", anna, neighbour)
    kicked_from = await api.group("下村", anna)
    await anna.removes(None, kicked_from)
    migrated = await api.group("老群", anna)
    await anna.migrates(migrated)
    supergroup = await api.group("大群", anna, supergroup=True)
    quiet = await api.group("禁言群", anna)
    quiet.chat.permissions = frozenset()
    foreign = await api.group("外村", anna, with_bot=False)

    old = await bot("sendMessage", chat_id=anna.id, text="三天前")
    buttons = {"inline_keyboard": [[{"text": "按", "callback_data": "press"}]]}
    await bot("sendMessage", chat_id=anna.id, text="按钮", reply_markup=buttons)
    await anna.presses("按", answered=False)
    api.set_now(MORNING + timedelta(days=3))
    deleted.user.deactivated = True
    keyboard = {"keyboard": [[{"text": "甲"}]]}
    photo = await bot("sendPhoto", chat_id=anna.id, photo=await _uploaded(anna, "photo"))
    return {
        "anna": anna.id,
        "neighbour": neighbour.id,
        "stranger": stranger.id,
        "other_bot": other_bot.id,
        "deleted": deleted.id,
        "blocker": blocker.id,
        "group": group.id,
        "supergroup": supergroup.id,
        "kicked_from": kicked_from.id,
        "migrated": migrated.id,
        "quiet": quiet.id,
        "foreign": foreign.id,
        "hers": await anna.says("我的话"),
        "theirs": await anna.says("群里的话", supergroup),
        "text": (await bot("sendMessage", chat_id=anna.id, text="原文"))["message_id"],
        "with_keyboard": (await bot("sendMessage", chat_id=anna.id, text="键盘", reply_markup=keyboard))[
            "message_id"
        ],
        "protected": (await bot("sendMessage", chat_id=anna.id, text="保密", protect_content=True))[
            "message_id"
        ],
        "photo": photo["message_id"],
        "photo_id": photo["photo"][-1]["file_id"],
        "document_id": await _uploaded(anna, "document"),
        "three_days_old": old["message_id"],
        "old_press": next(iter(api.playground.world.queries)),
        "101 buttons": {"inline_keyboard": [[{"text": str(n), "callback_data": str(n)}] for n in range(101)]},
        "101 numbers": list(range(1, 102)),
        "101 commands": [{"command": f"c{n}", "description": "命令"} for n in range(101)],
    }


async def _uploaded(anna: Any, kind: str) -> str:
    await (anna.sends_photo() if kind == "photo" else anna.sends_document("a.txt", b"a"))
    shown = anna.history[-1][kind]
    file_id: str = (shown[-1] if kind == "photo" else shown)["file_id"]
    return file_id


def filled(value: Any, names: Json) -> Any:
    """A case's value with its names and repetitions filled in."""
    if isinstance(value, dict):
        return {key: filled(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, names) for item in value]
    if isinstance(value, str) and value[:1] == "{" and value[-1:] == "}":
        return names[value[1:-1]]
    if isinstance(value, str) and (repeated := re.fullmatch(r"(.)\*(\d+)", value)):
        return repeated[1] * int(repeated[2])
    return value


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
async def test_refused(api: LocalBotApi, bot: BotCalls, case: Json) -> None:
    names = await prepared(api, bot)
    before = {chat.id: dict(chat.messages) for chat in api.playground.world.chats.values()}
    answer = await bot.answer(case["call"], **filled(case["with"], names))
    assert not answer["ok"]
    assert (answer["error_code"], answer["description"][: len(case["says"])]) == (case["code"], case["says"])
    after = {chat.id: chat.messages for chat in api.playground.world.chats.values()}
    assert after == before, "a refused call changes nothing"


async def test_a_migrated_group_names_its_successor(api: LocalBotApi, bot: BotCalls) -> None:
    anna = await api.user("李大妈")
    group = await api.group("上村", anna)
    successor = await anna.migrates(group)
    answer = await bot.answer("sendMessage", chat_id=group.id, text="好")
    assert answer["parameters"] == {"migrate_to_chat_id": successor.id}


@pytest.mark.parametrize(
    ("token", "code", "says"),
    [("1000000:wrong", 401, "Unauthorized"), ("nonsense", 404, "Not Found")],
)
async def test_wrong_token(
    api: LocalBotApi, client: httpx.AsyncClient, token: str, code: int, says: str
) -> None:
    answer = await client.get(f"{api.url}/bot{token}/getMe")
    assert (answer.status_code, answer.json()["description"]) == (code, says)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (picture(8)[:30], "Bad Request: IMAGE_PROCESS_FAILED"),
    ],
    ids=["empty", "no picture", "cut off"],
)
async def test_bad_photos(api: LocalBotApi, client: httpx.AsyncClient, content: bytes, says: str) -> None:
    anna = await api.user("李大妈")
    answer = await client.post(
        f"{api.url}/bot{api.token}/sendPhoto",
        data={"chat_id": anna.id},
        files={"photo": ("a.png", content, "image/png")},
    )
    assert (answer.status_code, answer.json()["description"]) == (400, says)


@pytest.mark.parametrize(
    ("method", "with_"),
    [
        ("sendMessage", {"text": "x" * 4096}),
        ("sendMessage", {"text": "😀" * 2048}),
        ("sendMessage", {"text": "<b>" + "好" * 4096 + "</b>", "parse_mode": "HTML"}),
        ("SENDMESSAGE", {"text": "大小写不论"}),
        (
            "sendMessage",
            {
                "text": "好",
                "reply_markup": {"inline_keyboard": [[{"text": "好", "callback_data": "x" * 64}]]},
            },
        ),
        (
            "sendMessage",
            {"text": "好", "reply_parameters": {"message_id": 9999, "allow_sending_without_reply": True}},
        ),
        ("sendMessage", {"text": "好", "reply_markup": {}}),
    ],
    ids=[
        "4096 characters",
        "2048 emoji",
        "4096 within tags",
        "capitals",
        "64 bytes",
        "reply may be gone",
        "no markup",
    ],
)
async def test_just_allowed(api: LocalBotApi, bot: BotCalls, method: str, with_: Json) -> None:
    anna = await api.user("李大妈")
    assert (await bot.answer(method, chat_id=anna.id, **with_))["ok"]
