"""The page on screens of several sizes, for eyes and fingers of every age."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.page.conftest import PHONE, Opens
from tests.page.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SMALL_TYPE = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility() && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
  .filter((node) => !node.classList.contains("avatar") && parseFloat(getComputedStyle(node).fontSize) < 16)
  .map((node) => node.outerHTML.slice(0, 80))"""
SMALL_TARGETS = """() => [...document.querySelectorAll("button, a, textarea, [role=option]")]
  .filter((node) => node.checkVisibility() && !node.closest(".text") && !node.classList.contains("more"))
  .filter((node) => node.getBoundingClientRect().height < 43.5)
  .map((node) => node.outerHTML.slice(0, 80))"""
NAMELESS = """() => [...document.querySelectorAll("button, a, input:not([hidden]), textarea, dialog, [role=log]")]
  .filter((node) => node.checkVisibility())
  .filter((node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.length))
  .map((node) => node.outerHTML.slice(0, 80))"""
# text against the nearest background that is not see-through; WCAG's 4.5 for ordinary text
FAINT_TEXT = """() => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const solid = (colours) => {
    paint.clearRect(0, 0, 1, 1);
    for (const colour of colours) { paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); }
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
    return layers;
  };
  const contrast = (node) => {
    const layers = behind(node);
    const ground = light(solid(layers));
    const ink = light(solid([...layers, getComputedStyle(node).color]));
    return (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
  };
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.checkVisibility() && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
    .filter((node) => !node.disabled && !node.closest(".spoiler") && contrast(node) < 4.5)
    .map((node) => `${contrast(node).toFixed(1)} ${node.outerHTML.slice(0, 80)}`);
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def _full_of_everything(visitor: Visitor, key: str) -> None:
    phone = visitor.phone(key)
    for text in ("图", "相册", "文件", "格式", "按钮", "引用", "置顶"):
        await phone.says(text)
    await expect(phone.node.locator(".theirs")).to_have_count(8, timeout=8_000)


async def test_a_desktop_screen_shows_four_phones_side_by_side(visitor: Visitor) -> None:
    for key in ("aunt", "group", "clerk", "officer"):
        box = await visitor.phone(key).node.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1440
        assert box["height"] > 600
    await expect(visitor.phone("uncle").node).to_be_hidden()
    assert await visitor.page.evaluate(OVERFLOW) == 0


async def test_a_phone_screen_shows_one_chat_and_a_switcher(phone_visitor: Visitor) -> None:
    await expect(phone_visitor.page.locator(".phone:visible")).to_have_count(1)
    box = await phone_visitor.phone("aunt").node.bounding_box()
    assert box
    assert box["width"] == PHONE["width"]
    assert await phone_visitor.page.evaluate(OVERFLOW) == 0


async def test_one_switches_between_people_on_a_phone(phone_visitor: Visitor) -> None:
    await phone_visitor.switch("clerk").tap()
    await expect(phone_visitor.phone("aunt").node).to_be_hidden()
    clerk = phone_visitor.phone("clerk")
    await clerk.button("今天收了12户38人").tap()
    await clerk.sees("您说的是：今天收了12户38人")


async def test_on_a_phone_the_clock_unfolds(phone_visitor: Visitor) -> None:
    forward = phone_visitor.page.get_by_role("button", name="前进一天")
    await expect(forward).to_be_hidden()
    await phone_visitor.page.locator(".clock-toggle").tap()
    await forward.tap()
    await expect(phone_visitor.page.locator(".date")).to_contain_text("10月21日")


async def test_when_the_phones_own_keyboard_is_open_the_messages_keep_some_room(opens: Opens) -> None:
    visitor = await opens(viewport={"width": 360, "height": 380}, is_mobile=True, has_touch=True)
    aunt = visitor.phone("aunt")
    await aunt.says("还看得见吗")
    await aunt.sees("您说的是：还看得见吗")
    box = await aunt.scroller.bounding_box()
    assert box
    assert box["height"] > 150


async def test_on_a_tablet_every_phone_can_be_reached(opens: Opens) -> None:
    visitor = await opens(viewport={"width": 900, "height": 1100})
    await expect(visitor.phone("aunt").input).to_be_in_viewport()
    await visitor.switch("officer").click()
    await expect(visitor.phone("officer").input).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("key", ["aunt", "group"])
@pytest.mark.parametrize("width", [360, 1440])
async def test_type_targets_names_and_contrast_suit_old_eyes(opens: Opens, width: int, key: str) -> None:
    visitor = await opens(viewport={"width": width, "height": 900}, has_touch=width < 720)
    await visitor.switch("aunt").click()
    if width < 720:
        await visitor.switch(key).click()
    if key == "aunt":
        await _full_of_everything(visitor, key)
    assert await visitor.page.evaluate(SMALL_TYPE) == []
    assert await visitor.page.evaluate(SMALL_TARGETS) == []
    assert await visitor.page.evaluate(NAMELESS) == []
    assert await visitor.page.evaluate(FAINT_TEXT) == []
    assert await visitor.page.evaluate(OVERFLOW) == 0


async def test_nothing_is_fetched_from_elsewhere(visitor: Visitor) -> None:
    await _full_of_everything(visitor, "aunt")
    foreign = [url for url in visitor.requests if not url.startswith((visitor.root, "blob:", "data:"))]
    assert foreign == []
