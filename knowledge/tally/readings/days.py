"""到昨天, 11月25日前, 今天总数: limits, deadlines and totals of a day."""

from __future__ import annotations

from knowledge.tally.readings.place import Place
from knowledge.tally.roles import Role, Unit

_LONGEST_MONTH = 31
_LIMITS = ("截", "为止", "到目前", "到现在", "目前为止", "止")
_DEADLINES = ("前", "之前", "以前", "内", "以内", "前要", "前必须")
_STARTS = ("以来", "起", "开始", "至今")
_TOTALS_OF_A_DAY = ("总数", "总人数", "总户数", "总收")


def hour_of_today(place: Place) -> Role | None:
    """截至下午5点今天收了38人: until that hour, of today's."""
    token = place.token
    if token.role is not Role.CUMULATIVE or not token.text.startswith(_LIMITS):
        return None
    if place.start and place.tokens[place.start - 1].role is Role.OPENING:
        said = {t.role for t in place.tokens[place.start : place.end]}
        return Role.FILLER if said <= {Role.CUMULATIVE, Role.IDENTIFIER, Role.FILLER} else None
    upto = next((i for i, t in enumerate(place.later) if t.is_count), len(place.later))
    today = [i for i, t in enumerate(place.later[:upto]) if t.role is Role.DAY and t.day == place.sent_on]
    return Role.FILLER if today and (today[0] or token.text in ("止", "为止")) else None


def total_of_day(place: Place) -> Role | None:
    """今天总数是四十个, 今日累计38总累计1241: the day's, not the running total."""
    text = place.token.text
    if text.startswith("累计") and place.before is not None and place.before.role is Role.DAY:
        again = any(t.text.startswith("总累") for t in place.tokens[place.position :])
        return Role.TOTAL if again else None
    if place.token.role is not Role.CUMULATIVE or not text.startswith(_TOTALS_OF_A_DAY):
        return None
    kept = any(t.role is Role.UNCHANGED for t in place.later)  # 今天：低保不是2人是3人，总人数25人不变
    named = any(t.role is Role.DAY for t in (place.tokens[: place.position] if kept else place.earlier))
    return Role.TOTAL if named and not any(t.is_count for t in place.earlier) else None


def _is_until_now(place: Place) -> bool:
    """到今天收了1310人; 昨天到今天早上 is a time of its own."""
    hour = place.later[1].role in (Role.PART, Role.IDENTIFIER) if len(place.later) > 1 else True
    return not hour and not any(t.role is Role.DAY or t.text == "从" for t in place.earlier)


def limit(place: Place) -> Role | None:
    """到昨天总共688人: up to a day."""
    if place.token.text not in ("到", "至") or place.after is None or place.after.role is not Role.DAY:
        return None
    if place.after.day == place.sent_on and _is_until_now(place):
        return Role.CUMULATIVE
    summed = (t.role in (Role.TOTAL, Role.CUMULATIVE) or t.text.startswith("已") for t in place.later)
    return Role.CUMULATIVE if any(summed) else None


def deadline(place: Place) -> Role | None:
    """11月25日前: what follows is to be done by then, or was (已)."""
    if place.before is None or place.before.role is not Role.DAY or place.token.text not in _DEADLINES:
        return None
    clause = place.tokens[place.start : place.end]
    done = any(t.text.startswith("已") or t.role in (Role.CUMULATIVE, Role.TOTAL) for t in clause)
    return Role.CUMULATIVE if done else Role.FORECAST


def start_of_period(place: Place) -> Role | None:
    """从9月1号到现在, 9月1日以来: the day on which counting began."""
    if place.token.role is not Role.DAY:
        return None
    if place.after is not None and place.after.text.startswith(_STARTS):
        return Role.CUMULATIVE
    if place.before is None or place.before.text not in ("从", "自"):
        return None
    until = any(t.role is Role.CUMULATIVE or t.text in ("到", "至") for t in place.later)
    return Role.CUMULATIVE if until else None


def that_day(place: Place) -> Role | None:
    """12月19日进度：三水村当日缴费44人: the day that was named."""
    if place.token.role is not Role.DAY or place.token.text not in ("当日", "当天"):
        return None
    named = any(t.role is Role.DAY and t.text not in ("当日", "当天") for t in place.tokens[: place.position])
    return Role.FILLER if named else None


def heads_days(place: Place) -> Role | None:
    """补报三天的：11.20 8人，11.21 …: the days themselves follow."""
    if place.token.role is not Role.PERIOD:
        return None
    colon = next((i for i, t in enumerate(place.later) if t.role is Role.COLON), None)
    dated = colon is not None and any(t.role is Role.DAY for t in place.later[colon:])
    return Role.FILLER if dated and not any(t.is_count for t in place.later[:colon]) else None


def ought_to_be(place: Place) -> Role | None:
    """昨天的累计应该是1310: a new figure for a day that was reported."""
    if place.token.text not in ("应该是", "应该为") or place.token.role is not Role.MAYBE_CORRECT:
        return None
    past = any(t.day is not None and t.day < place.sent_on for t in place.earlier)
    counted = any(t.is_count for t in place.later) and not any(t.is_count for t in place.earlier)
    return Role.CORRECT if past and counted else None


def no_such_day(place: Place) -> Role | None:
    """争取31号之前: a day that the month does not have, and no figure."""
    token, after = place.token, place.after
    if not token.is_count or token.unit is not Unit.BARE or after is None or after.text != "号":
        return None
    return Role.NOISE if 0 < token.value <= _LONGEST_MONTH else None
