"""Reports put together from the words of many hands, in any order, mean what they were put together from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model import TallyEntry
from tests.knowledge.tally.reports import Report, comparable, read

TODAY = date(2021, 11, 22)
GREETINGS = (
    "",
    "领导好，",
    "书记您好，",
    "报告，",
    "汇报一下：",
    "报数：",
    "王姐，",
    "@李主任 ",
    "不好意思报晚了，",
)
ENDINGS = (
    "",
    "。",
    "！",
    "，请登记",
    "，完毕",
    "，辛苦了",
    "，就这些",
    "，收到请回复",
    "😊",
    "，明天继续",
    "，天冷人少",
)
VILLAGES = ("花桥", "花桥村", "我村", "我们村", "本村", "", "我们花桥")
DAYS = (
    ("", 0), ("今天", 0), ("今日", 0), ("本日", 0), ("昨天", 1), ("昨日", 1), ("前天", 2), ("11月20日", 2), ("20号", 2),
    ("周六", 2), ("上周五", 3), ("今天上午", 0), ("今晚", 0),
)  # fmt: skip
VERBS = (
    "收", "收了", "收到", "收缴", "缴费", "交了", "参保", "收取", "征收", "实收", "共收", "一共收了", "收医保", "医保收了",
    "入库", "完成缴费", "",
)  # fmt: skip
HOUSEHOLDS = ("{}户", "户数{}", "{}户人家", "涉及{}户")
PERSONS = ("{}人", "{}个人", "{}个", "{}名", "{}位", "人数{}", "{}口人")
AMOUNTS = (
    "{}元",
    "{}块",
    "{}块钱",
    "共{}元",
    "计{}元",
    "金额{}元",
    "合计{}元",
    "￥{}",
    "共计{}元",
    "收款{}元",
    "费用合计{}元",
)
CATEGORIES = ("其中低保{}人", "含低保{}人", "有{}个低保", "内有低保户{}人", "里面低保{}个", "低保{}")
TOTALS = (
    "累计{}人",
    "累计收{}人",
    "总累计{}人",
    "截至目前共{}人",
    "到目前为止{}人",
    "至今已交{}人",
    "累计{}",
)
MISSING = ("还差{}人", "还有{}人没交", "离任务还差{}人", "未缴{}人", "剩{}人")
DEPOSITS = ("已存{}元", "存了{}", "存银行{}元", "已存入税务账户{}元", "缴存{}元", "存款{}元")


@dataclass(frozen=True, slots=True)
class Composed:
    """A message and what it was put together from."""

    message: str
    entries: tuple[TallyEntry, ...]


@st.composite
def composed(draw: st.DrawFn) -> Composed:
    """A day's figure with what clerks put around it."""

    def one(words: tuple[str, ...], value: object = "") -> str:
        return draw(st.sampled_from(words)).format(value)

    persons = draw(st.integers(3, 90))
    poor = draw(st.integers(0, 2))
    households = draw(st.none() | st.just(max(1, persons // 3)))
    amount = draw(st.none() | st.just(320 * persons - 160 * poor))
    word, before = draw(st.sampled_from(DAYS))
    figures = [one(PERSONS, persons)]
    if households is not None:
        figures.insert(draw(st.integers(0, 1)), one(HOUSEHOLDS, households))
    if amount is not None:
        figures.append(one(AMOUNTS, amount))
    if poor:
        figures.append(one(CATEGORIES, poor))
    tail = []
    if deposit := amount is not None and draw(st.booleans()):
        tail.append(one(DEPOSITS, amount))
    total = draw(st.none() | st.integers(300, 1500))
    if total is not None:
        tail.append(one(TOTALS, total))
    if draw(st.booleans()):
        tail.append(one(MISSING, draw(st.integers(100, 900))))
    separator = draw(st.sampled_from(("，", "、", " ", "；")))
    message = one(GREETINGS) + one(VILLAGES) + word + one(VERBS) + separator.join(figures)
    message += "".join(one(("，", "；", "。", " ")) + part for part in tail) + one(ENDINGS)
    day = TODAY - timedelta(days=before)
    money = None if amount is None else Decimal(amount)
    entry = TallyEntry(
        "花桥村", day, persons, households, money,
        deposit=money if deposit else None, by_category={"低保": poor} if poor else {},
    )  # fmt: skip
    running = (TallyEntry("花桥村", day, total, None, None, cumulative=True),) if total is not None else ()
    return Composed(message, (entry, *running))


@given(composed())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_composed(report: Composed) -> None:
    reading = read(Report("composed", report.message, "花桥村", TODAY, ()))
    assert comparable(reading.entries) == comparable(report.entries)
