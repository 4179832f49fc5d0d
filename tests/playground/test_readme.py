"""README.md of the playground names every endpoint and every method that is imitated has its documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.routing import Route

import bot.playground
from bot.playground import control_api, people_api
from bot.playground.methods import METHODS
from bot.playground.schema import methods
from bot.playground.server import Playground

README = Path(bot.playground.__file__).with_name("README.md").read_text(encoding="utf-8")


def endpoints() -> list[str]:
    playground = Playground()
    routes = [
        *people_api.routes(playground.world, playground.bot_api.closing),
        *control_api.routes(playground.bot_api, playground.clock.set),
    ]
    return [
        f"{method} {route.path}"
        for route in routes
        if isinstance(route, Route)
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


@pytest.mark.parametrize("endpoint", endpoints())
def test_documented(endpoint: str) -> None:
    assert re.search(rf"{re.escape(endpoint)}(?=[ ,])", README)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_imitates_only_what_exists(name: str) -> None:
    assert name in methods()
