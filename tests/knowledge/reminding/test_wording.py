"""What a household and a group read; nobody's name in clear, nothing of a household in a group."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.library import load_library
from knowledge.reminding.due import group_reminder_for, reminder_for
from knowledge.reminding.plan import Plan
from knowledge.reminding.values import Household, Member, VillageFigures
from knowledge.reminding.wording import Words

LIBRARY = load_library()
PLAN = Plan()
ADULT = date(1980, 5, 5)


def read(pack_id: str, on: date, *members: tuple[str, str, date], locale: str = "zh_Hans") -> list[str]:
    """The lines of a household's reminder."""
    pack = LIBRARY.pack(pack_id)
    people = tuple(Member(n, name, category, born) for n, (name, category, born) in enumerate(members))
    reminder = reminder_for(pack, Household(1, "a", members[0][0], people), on, PLAN)
    assert reminder is not None
    return Words(LIBRARY.phrases, pack, locale).household(reminder).splitlines()


def test_before_the_deadline() -> None:
    assert read(
        "xiyan-2022", date(2021, 12, 24), ("张三丰", "ordinary", ADULT), ("李四", "minimum_living", ADULT)
    ) == [
        "居民医保还有7天截止：2021年12月31日。",
        "张*丰家还有2人没交2022年度居民医保：",
        "・张*丰　320元",
        "・李*　160元（低保）",
        "一共480元。",
        "怎么交：微信小程序、湘税社保APP、手机银行。",
        "手机不方便的：银行柜台、村（居）医保专干代缴。",
        "依据：西岩镇2022年度通知（西政发〔2021〕29号）二（五）",
        "已经交过的，点“已经交了”；不想收提醒，点“不再提醒”。",
    ]


@pytest.mark.parametrize(
    ("pack", "on", "category", "line"),
    [
        ("xiyan-2022", date(2021, 12, 31), "ordinary", "今天是居民医保最后一天（2021年12月31日）。"),
        ("songming-2018", date(2018, 2, 23), "ordinary", "今天17点居民医保截止（2018年2月23日）。"),
        ("songming-2018", date(2017, 11, 3), "villager", "“农村和“农转城”居民由村里统一办理”还有7天：到2017年11月10日。"),
        ("songming-2018", date(2017, 11, 3), "villager", "现在到村（居）委会、村小组交。"),
        ("ligao-2018", date(2018, 2, 21), "ordinary", "2017年12月31日截止的缴费期已经过了。“集中征缴时间”还有7天：到2018年2月28日。"),
        ("ligao-2018", date(2018, 2, 21), "ordinary", "・王*明　180元，今天交，2018年3月1日起能报"),
        ("ligao-2018", date(2018, 2, 21), "ordinary", "这里要全家一起交，漏一个人都交不成。"),
        ("kaijiang-2020", date(2019, 12, 28), "ordinary", "・王*明　250元，今天交，2020年1月27日起能报"),
        ("xiyan-2022", date(2022, 1, 3), "ordinary", "・王*明　通知没有写还能补交"),
        ("xiyan-2022", date(2022, 1, 3), "monitored", "・王*明　160元（监测户），今天交，2022年1月3日起能报"),
        ("xiyan-2022", date(2022, 1, 3), "graduate", "能不能交、交多少，没写明的问镇社保站或本村（居）的医保专干。"),
    ],
)  # fmt: skip
def test_a_line(pack: str, on: date, category: str, line: str) -> None:
    assert line in read(pack, on, ("王大明", category, ADULT))


def test_a_babys_own_deadline_stands_beside_it() -> None:
    lines = read(
        "xiyan-2022",
        date(2021, 12, 24),
        ("王大明", "ordinary", ADULT),
        ("王小宝", "newborn", date(2021, 11, 20)),
    )
    assert "・王*宝　320元（新生儿）（新生儿出生90天内，2022年2月18日截止）" in lines


def test_traditional_characters() -> None:
    lines = read("xiyan-2022", date(2021, 12, 24), ("王大明", "ordinary", ADULT), locale="zh_Hant")
    assert lines[0] == "居民醫保還有7天截止：2021年12月31日。"


def test_english() -> None:
    """What residents read is translated; names of groups and ways to pay stay the notice's."""
    members = [("王大明", "ordinary", ADULT), ("王小二", "minimum_living", ADULT)]
    assert read("xiyan-2022", date(2021, 12, 24), *members, locale="en")[:5] == [
        "Residents' medical insurance: 7 days left, until 31 December 2021. ",
        "2 people of 王*明's household have not paid for 2022 yet:",
        "· 王*明　320 yuan",
        "· 王*二　160 yuan (低保)",
        "480 yuan in all.",
    ]


@pytest.mark.parametrize(
    ("figures", "line"),
    [
        (VillageFigures("华升社区", 1530, 2082), "应交2082人，已交1530人，还差552人。"),
        (VillageFigures("华升社区", 2090, 2082), "应交2082人，已经交齐，谢谢大家。"),
        (VillageFigures("新村", 12, None), "已交12人。"),
    ],
)
def test_a_groups_figures(figures: VillageFigures, line: str) -> None:
    pack = LIBRARY.pack("xiyan-2022")
    reminder = group_reminder_for(pack, date(2021, 12, 24), PLAN)
    assert reminder is not None
    assert line in Words(LIBRARY.phrases, pack).group(reminder, figures).splitlines()
