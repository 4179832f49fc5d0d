"""Greeting, menu, help, language, privacy, invitations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.running import NOW, Town


async def test_the_first_word_brings_a_menu_of_large_plain_labels(town: Town) -> None:
    anna = await town.api.user("李大妈", started=False)
    await anna.starts()
    await anna.hears("西岩镇的医保小助手")
    labels = [label for row in anna.keyboard for label in row]
    assert labels == ["交多少钱", "怎么交", "什么时候交", "查我家交了没", "交错了、出问题", "找人工"]


@pytest.mark.parametrize(
    ("label", "hears"),
    [("交多少钱", "320元"), ("怎么交", "湘税社保"), ("什么时候交", "12月31日"), ("找人工", "依据")],
)
async def test_each_label_of_the_menu_works(label: str, hears: str, town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.starts()
    await anna.hears("您好")
    await anna.presses(label)
    await anna.hears(hears)


async def test_the_language_can_be_chosen_and_is_kept(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("/lang")
    await anna.hears("文字")
    await anna.presses("繁體中文")
    await anna.sees_edit("繁體中文")
    await anna.hears("醫保")
    await town.restarts()
    await anna.says("今年交多少钱")
    await anna.hears("依據")


async def test_english_is_there(town: Town) -> None:
    anna = await town.resident("Anna")
    await anna.says("/lang")
    await anna.hears()
    await anna.presses("English")
    await anna.sees_edit("English")


@pytest.mark.parametrize(
    ("command", "hears"),
    [("/help", "/status"), ("/privacy", "不存原文"), ("/cancel", "没有正在办的事")],
)
async def test_commands_of_everybody(command: str, hears: str, town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says(command)
    await anna.hears(hears)


@pytest.mark.parametrize(("button", "hears"), [("确认删除", "删好了"), ("取消", "没有删")])
async def test_forgetting_is_asked_first(button: str, hears: str, town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("/forget")
    await anna.hears("删掉")
    await anna.presses(button)
    await anna.sees_edit(hears)


async def test_an_invitation_makes_a_clerk_once(town: Town) -> None:
    await town.officer.says("/invite 华升")
    link = (await town.officer.hears("华升社区")).text
    token = link.split("start=")[1].split()[0]
    clerk, other = await town.resident("华升专干"), await town.resident("路人")
    await clerk.starts(token)
    await clerk.hears("华升社区的医保专干")
    await other.starts(token)
    await other.hears("用过")
    await clerk.says("/help")
    await clerk.hears("华升社区")


async def test_an_invitation_expires(town: Town) -> None:
    await town.officer.says("/invite 华升")
    token = (await town.officer.hears()).text.split("start=")[1].split()[0]
    town.set_now(NOW + timedelta(days=8))
    clerk = await town.resident("华升专干")
    await clerk.starts(token)
    await clerk.hears("过期")


async def test_villages_can_be_chosen_from_buttons(town: Town) -> None:
    await town.officer.says("/invite")
    await town.officer.hears("邀请谁")
    await town.officer.presses("金石社区")
    await town.officer.hears("金石社区")


async def test_only_the_township_invites(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("/invite 华升")
    await anna.hears("工作人员")


async def test_commands_are_shown_by_scope(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await town.api.happens(lambda: town.api.calls("setMyCommands") >= 6)
    shown = town.api.playground.world.profile.commands
    scopes = {key if isinstance(key, str) else str(key) for key in shown}
    assert any(str(clerk.id) in scope for scope in scopes)
