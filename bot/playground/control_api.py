"""The face for tests and benches, also under /people: faults, rates, counters, the clock, redelivery."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from starlette.routing import BaseRoute

from bot.playground.asked import Asked, route
from bot.playground.bot_api import BotApi
from bot.playground.errors import PeopleError
from bot.playground.faults import Fault
from bot.playground.rates import Limits

Json = dict[str, Any]


def routes(api: BotApi, set_clock: Callable[[datetime], None]) -> list[BaseRoute]:
    """Everything that is not a person's doing."""
    world = api.world
    table = [
        ("PATCH", "/bot", _change_bot),
        ("GET", "/updates", lambda _: {"pending": len(world.updates), "recent": world.updates.recent()}),
        ("POST", "/updates/{update_id}/redelivery", _redeliver),
        ("GET", "/counters", _counters),
        ("DELETE", "/counters", lambda _: world.counters.clear()),
        ("GET", "/faults", lambda _: [asdict(fault) for fault in api.faults.orders]),
        ("POST", "/faults", lambda asked: _order(api, asked)),
        ("DELETE", "/faults", lambda _: api.faults.clear()),
        ("GET", "/rates", lambda _: asdict(api.rates.limits) if api.rates.limits else None),
        ("PUT", "/rates", lambda asked: _set_rates(api, asked)),
        ("DELETE", "/rates", lambda _: api.rates.set(None)),
        ("PUT", "/clock", lambda asked: _set_clock(asked, set_clock)),
    ]
    return [route(world, method, path, action) for method, path, action in table]


def _change_bot(asked: Asked) -> Json:
    """BotFather's switches; privacy mode counts from now on, without adding the bot again."""
    profile = asked.world.profile
    profile.reads_all = bool(asked.get("can_read_all_group_messages", profile.reads_all))
    profile.can_join_groups = bool(asked.get("can_join_groups", profile.can_join_groups))
    return {"can_read_all_group_messages": profile.reads_all, "can_join_groups": profile.can_join_groups}


def _redeliver(asked: Asked) -> Json:
    if not asked.world.updates.redeliver(asked.number("update_id")):
        raise PeopleError(f"update {asked['update_id']} is not known any more")
    return {"redelivered": asked.number("update_id")}


def _counters(asked: Asked) -> Json:
    figures = asked.world.counters.as_json(with_chats=bool(asked.get("chats")))
    updates = asked.world.updates
    return figures | {"updates": updates.created, "pending_updates": len(updates)}


def _known(asked: Asked, kind: type[Any]) -> Json:
    names = {field.name for field in fields(kind)}
    if unknown := set(asked.fields).difference(names, {"seed"}):
        raise PeopleError(f"unknown fields {sorted(unknown)}; there are {sorted(names)}")
    return {name: value for name, value in asked.fields.items() if name in names}


def _order(api: BotApi, asked: Asked) -> Json:
    asked.text("kind")
    fault = Fault(**_known(asked, Fault))
    api.faults.order(fault, asked.get("seed"))
    return asdict(fault)


def _set_rates(api: BotApi, asked: Asked) -> Json:
    limits = Limits(**_known(asked, Limits))
    api.rates.set(limits)
    return asdict(limits)


def _set_clock(asked: Asked, set_clock: Callable[[datetime], None]) -> Json:
    try:
        moment = datetime.fromisoformat(asked.text("now"))
    except ValueError:
        raise PeopleError("'now' must be an ISO date and time") from None
    set_clock(moment)
    return {"now": asked.world.clock().isoformat()}
