"""The page in a real browser: Debian's chromium, driven by playwright; skipped where it is missing."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.page.village import Village
    from tests.page.visitor import Visitor

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 720}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One chromium for all tests of a worker."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("chromium is not installed, so the page cannot be tried: apt-get install chromium")
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def village(browser: Browser) -> AsyncIterator[Village]:
    """A village with a bot that shows everything a bot can show."""
    from tests.page.village import running_village

    async with running_village() as running:
        yield running


Opens = Callable[..., Awaitable["Visitor"]]


@pytest_asyncio.fixture(loop_scope="session")
async def opens(browser: Browser, village: Village) -> AsyncIterator[Opens]:
    """Opens the page; `viewport` and whatever else playwright's new_context takes. Fails on any script error."""
    from tests.page.visitor import opened

    visitors = []

    async def open_page(root: str | None = None, **details: object) -> Visitor:
        visitor = await opened(browser, root or village.root, **{"viewport": DESKTOP, **details})
        visitors.append(visitor)
        return visitor

    yield open_page
    for visitor in visitors:
        await visitor.leaves()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(opens: Opens) -> Visitor:
    """Somebody at a desktop screen."""
    return await opens()


@pytest_asyncio.fixture(loop_scope="session")
async def phone_visitor(opens: Opens) -> Visitor:
    """Somebody with a small phone in the hand."""
    return await opens(viewport=PHONE, is_mobile=True, has_touch=True)
