"""Somebody at the page: types, taps and looks as people do. Waiting is playwright's own."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

WITHIN = 8_000  # milliseconds that the page may take for anything


class Phone:
    """One of the phones on the page."""

    def __init__(self, visitor: Visitor, key: str) -> None:
        self.page = visitor.page
        self.node = visitor.page.locator(f"#phone-{key}")
        self.input = self.node.locator("textarea")
        self.scroller = self.node.locator(".scroller")

    async def says(self, text: str) -> None:
        """Types a text and presses Enter."""
        await self.input.fill(text)
        await self.input.press("Enter")

    def bubble(self, text: str) -> Locator:
        """The newest message that contains a text."""
        return self.node.locator(".bubble", has_text=text).last

    def own(self, text: str) -> Locator:
        """The newest own message that contains a text."""
        return self.node.locator(".unit.mine", has_text=text).last

    def theirs(self, text: str) -> Locator:
        """The newest message of somebody else that contains a text."""
        return self.node.locator(".unit.theirs", has_text=text).last

    def button(self, name: str) -> Locator:
        """The newest button of that name."""
        return self.node.get_by_role("button", name=name, exact=True).last

    async def sees(self, text: str) -> Locator:
        """A message that contains a text is there and in sight."""
        found = self.bubble(text)
        await expect(found).to_be_visible(timeout=WITHIN)
        return found

    async def chooses(self, unit: Locator, action: str) -> None:
        """Opens the menu of a message and takes an entry."""
        await unit.hover()
        await unit.locator(".more").click()
        await self.page.get_by_role("menuitem", name=action).click()


class Visitor:
    """A browser window with the page; collects what the page's scripts complain about."""

    def __init__(self, page: Page, root: str) -> None:
        self.page = page
        self.root = root
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.set_default_timeout(WITHIN)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def phone(self, key: str) -> Phone:
        """The phone of a screen: aunt, uncle, group, clerk, officer."""
        return Phone(self, key)

    def switch(self, key: str) -> Locator:
        """The button that brings a phone to the front, wherever it is shown."""
        return self.page.locator(f'[data-phone="{key}"]:visible').first

    async def notes(self, text: str) -> None:
        """A short note appears."""
        await expect(self.page.locator(".note")).to_contain_text(text, timeout=WITHIN)

    async def leaves(self) -> None:
        """Closes the window; fails if the page's scripts have failed meanwhile."""
        await self.page.context.close()
        assert self.complaints == []


async def opened(browser: Browser, root: str, **details: Any) -> Visitor:
    """The page, loaded and ready."""
    context = await browser.new_context(locale="zh-CN", reduced_motion="reduce", **details)
    visitor = Visitor(await context.new_page(), root)
    await visitor.page.goto(root)
    await visitor.page.wait_for_selector("body.is-ready")
    return visitor
