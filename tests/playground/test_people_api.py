"""The page's side over real HTTP: JSON endpoints, the stream of events, faults and figures on order."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.playground.conftest import BotCalls
from tests.support.bot_api import LocalBotApi, picture

Json = dict[str, Any]


class Page:
    """Requests of the page; fails with the server's own words."""

    def __init__(self, api: LocalBotApi, client: httpx.AsyncClient) -> None:
        self.root = f"{api.url}/people"
        self.client = client

    async def __call__(self, method: str, path: str, /, **body: Any) -> Any:
        request: Json = {"params": body} if method == "GET" else {"json": body}
        response = await self.client.request(method, self.root + path, **request)
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture
async def page(api: LocalBotApi, client: httpx.AsyncClient) -> Page:
    return Page(api, client)


async def test_a_talk(page: Page, bot: BotCalls) -> None:
    anna = (await page("POST", "/users", first_name="李大妈", language_code="zh"))["id"]
    await page("POST", f"/users/{anna}/start", payload="h_1")
    await bot("setMyCommands", commands=[{"command": "help", "description": "帮助"}])
    markup = {"inline_keyboard": [[{"text": "确认", "callback_data": "yes"}]]}
    sent = await bot("sendMessage", chat_id=anna, text="对吗", reply_markup=markup)
    await bot("sendMessage", chat_id=anna, text="或者", reply_markup={"keyboard": [["甲", "乙"]]})
    pressed = await page("POST", f"/chats/{anna}/presses", by=anna, message_id=sent["message_id"], data="yes")
    await page("POST", f"/chats/{anna}/taps", by=anna, label="乙")
    updates = await bot.updates()
    assert updates[1]["callback_query"]["id"] == pressed["callback_query_id"]
    assert updates[2]["message"]["text"] == "乙"
    seen = await page("GET", f"/chats/{anna}/history", by=anna)
    assert [message["text"] for message in seen["messages"]] == ["/start h_1", "对吗", "或者", "乙"]
    assert seen["keyboard"]["keyboard"] == [[{"text": "甲"}, {"text": "乙"}]]
    assert seen["commands"] == [{"command": "help", "description": "帮助"}]
    older = await page("GET", f"/chats/{anna}/history", by=anna, limit=1, before=sent["message_id"])
    assert [message["text"] for message in older["messages"]] == ["/start h_1"]


async def test_groups_from_the_page(page: Page, bot: BotCalls, api: LocalBotApi) -> None:
    anna, uncle = [(await page("POST", "/users", first_name=name))["id"] for name in ("李大妈", "王大爷")]
    robot = api.playground.world.bot.id
    group = (await page("POST", "/groups", by=anna, title="上村", member_ids=[uncle, robot]))["id"]
    await page("PUT", f"/chats/{group}/members/{uncle}/rights", by=anna, rights=["can_pin_messages"])
    await page("PATCH", f"/chats/{group}", by=anna, title="上村群")
    new = await page("POST", f"/chats/{group}/migration", by=anna)
    await page("POST", f"/chats/{new['id']}/messages", by=uncle, text="/help")
    await page("DELETE", f"/chats/{new['id']}/members/{uncle}", by=uncle)
    chats = await page("GET", f"/users/{anna}/chats")
    assert [(chat["type"], chat.get("title")) for chat in chats] == [
        ("private", None),
        ("supergroup", "上村群"),
    ]
    assert {member["user"]["id"] for member in chats[1]["members"]} == {anna, robot}
    assert (await bot("getChat", chat_id=new["id"]))["title"] == "上村群"


async def test_files_from_the_page(page: Page, api: LocalBotApi, client: httpx.AsyncClient) -> None:
    anna = (await page("POST", "/users", first_name="李大妈"))["id"]
    files = [("file", (f"{n}.png", picture(50 + n), "image/png")) for n in range(2)]
    answer = await client.post(
        f"{page.root}/chats/{anna}/files", data={"by": anna, "kind": "photo", "caption": "凭证"}, files=files
    )
    sent = answer.json()
    assert [message.get("caption") for message in sent] == ["凭证", None]
    assert sent[0]["media_group_id"] == sent[1]["media_group_id"]
    shown = await client.get(f"{page.root}/files/{sent[0]['photo'][-1]['file_id']}")
    assert (shown.headers["content-type"], shown.content[:2]) == ("image/jpeg", b"\xff\xd8")


async def test_an_uploaded_page_does_not_open_in_the_page(page: Page, client: httpx.AsyncClient) -> None:
    anna = (await page("POST", "/users", first_name="李大妈"))["id"]
    answer = await client.post(
        f"{page.root}/chats/{anna}/files",
        data={"by": anna, "kind": "document"},
        files={"file": ("a.html", b"<script>alert(1)</script>", "text/html")},
    )
    file_id = answer.json()[0]["document"]["file_id"]
    shown = await client.get(f"{page.root}/files/{file_id}")
    assert shown.headers["content-disposition"] == "attachment"


async def test_stream_shows_what_was_missed_and_what_comes(
    page: Page, bot: BotCalls, api: LocalBotApi, client: httpx.AsyncClient
) -> None:
    anna, uncle = await api.user("李大妈"), await api.user("王大爷")
    await bot("sendMessage", chat_id=anna.id, text="错过的")
    async with client.stream("GET", f"{page.root}/events", params={"by": anna.id, "after": 0}) as stream:
        lines = stream.aiter_lines()

        async def next_event() -> Json:
            async for line in lines:
                if line.startswith("data: "):
                    event: Json = json.loads(line.removeprefix("data: "))
                    return event
            raise AssertionError("the stream has ended")

        assert (await next_event())["message"]["text"] == "错过的"
        await bot("sendMessage", chat_id=uncle.id, text="不关她的事")
        await bot("sendChatAction", chat_id=anna.id, action="typing")
        event = await next_event()
        assert (event["type"], event["action"]) == ("chat_action", "typing")


async def test_faults_rates_and_figures(page: Page, bot: BotCalls, api: LocalBotApi) -> None:
    anna = await api.user("李大妈")
    await page("POST", "/faults", kind="429", method="sendMessage", times=2, retry_after=7)
    refused = await bot.answer("sendMessage", chat_id=anna.id, text="一")
    assert refused["parameters"] == {"retry_after": 7}
    await page("DELETE", "/faults")
    await page("PUT", "/rates", chat_burst=1)
    assert (await bot.answer("sendMessage", chat_id=anna.id, text="二"))["ok"]
    assert (await bot.answer("sendMessage", chat_id=anna.id, text="三"))["error_code"] == 429
    await page("DELETE", "/rates")
    figures = await page("GET", "/counters", chats=1)
    assert figures["calls"]["sendMessage"] == {"fault 429": 1, "ok": 1, "429": 1}
    assert figures["deliveries"] == {str(anna.id): 1}


async def test_clock_and_crowd(page: Page, bot: BotCalls) -> None:
    ids = (await page("POST", "/users", count=500, first_name="村民"))["ids"]
    now = (await page("PUT", "/clock", now="2021-12-31T23:59:00+08:00"))["now"]
    sent = await bot("sendMessage", chat_id=ids[-1], text="最后一天")
    assert (len(set(ids)), now[:16]) == (500, "2021-12-31T23:59")
    assert sent["date"] in range(1640966340, 1640966400)


async def test_redelivery_from_the_page(page: Page, bot: BotCalls, api: LocalBotApi) -> None:
    await (await api.user("李大妈")).says("一")
    (update,) = await bot.updates()
    await bot.updates(offset=update["update_id"] + 1)
    assert (await page("GET", "/updates"))["recent"] == [update]
    await page("POST", f"/updates/{update['update_id']}/redelivery")
    assert await bot.updates() == [update]


REFUSED = [
    ("POST", "/users", {}, "'first_name' is missing"),
    ("POST", "/users/5/start", {}, "there is no user 5"),
    ("POST", "/chats/1/messages", {"by": "{anna}", "text": "好"}, "user {anna} is in no chat 1"),
    ("POST", "/chats/{anna}/messages", {"by": "{anna}", "text": " "}, "a text must not be empty"),
    ("POST", "/chats/{anna}/messages", {"by": "x", "text": "好"}, "'by' must be a number"),
    (
        "POST",
        "/chats/{anna}/presses",
        {"by": "{anna}", "message_id": 9, "data": "a"},
        "there is no message 9",
    ),
    ("POST", "/chats/{anna}/taps", {"by": "{anna}", "label": "甲"}, "no button '甲' below"),
    ("POST", "/chats/{anna}/files", {"by": "{anna}"}, "there is no file"),
    ("POST", "/faults", {"kind": "earthquake"}, "unknown kind of fault 'earthquake'"),
    ("POST", "/faults", {"kind": "429", "tims": 2}, "unknown fields ['tims']"),
    ("PUT", "/rates", {"chat_brust": 2}, "unknown fields ['chat_brust']"),
    ("PUT", "/clock", {"now": "tomorrow"}, "'now' must be an ISO date and time"),
    ("POST", "/updates/7/redelivery", {}, "update 7 is not known any more"),
]


@pytest.mark.parametrize(("method", "path", "body", "says"), REFUSED, ids=[row[3] for row in REFUSED])
async def test_people_are_told_what_is_wrong(
    api: LocalBotApi, client: httpx.AsyncClient, method: str, path: str, body: Json, says: str
) -> None:
    anna = str((await api.user("李大妈")).id)
    filled = json.loads(json.dumps(body).replace("{anna}", anna))
    answer = await client.request(method, f"{api.url}/people{path.replace('{anna}', anna)}", json=filled)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(says.replace("{anna}", anna))
