"""A pack as a page that a clerk can hold beside the notice and read through: Markdown, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.facts import filled
from knowledge.model import Topic
from knowledge.pack import Pack
from knowledge.phrasebook import day, money
from knowledge.rules.subsidies import pays
from knowledge.rules.year_on_year import fee_change
from knowledge.schema.dates import Window


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _head(pack: Pack) -> Iterator[str]:
    document = pack.documents[0]
    yield f"# {document.name}"
    yield ""
    yield f"{document.issuer}：{document.title}"
    yield ""


def _fees(pack: Pack) -> Iterator[str]:
    yield "## 交多少"
    rows = [
        ("个人缴费" if series is pack.fees.individual else "财政补助", str(year),
         money(value.amount) if value.amount is not None else "通知没有写数", value.clause)
        for series in (pack.fees.individual, pack.fees.subsidy) if series
        for year, value in series.values.items()
    ]  # fmt: skip
    yield from _table(("项目", "年度", "每人", "条款"), rows)
    change = fee_change(pack)
    if change and isinstance(change.before, type(pack.fee)):
        yield f"比上一年：{money(change.before)} 变成 {money(pack.fee)}；{change.reason or '为什么变，通知没有写'}。"
        yield ""


def _people(pack: Pack) -> Iterator[str]:
    yield "## 什么人"
    rows = []
    for category in pack.categories:
        amount = pays(pack, category)
        paid = money(amount) if amount is not None else "通知没有写数"
        rows.append(
            (category.name, category.key, paid, category.condition or category.note or "", category.clause)
        )
    yield from _table(("类别", "简称", "自己交", "条件", "条款"), rows)
    for group in pack.people.open_words:
        yield f"- {'、'.join(group.words)}：{group.reason}{f'（{group.clause}）' if group.clause else ''}"
    yield ""


def _span(window: Window) -> str:
    hour = f" {window.until_hour}点" if window.until_hour else ""
    return f"{day(window.from_)}到{day(window.until)}{hour}"


def _dates(pack: Pack) -> Iterator[str]:
    yield "## 什么时候"
    yield from _table(("时间段", "起止", "条款"), [(w.label, _span(w), w.clause) for w in pack.windows])
    yield from _table(
        ("谁能办", "按什么交", "条款"),
        [
            (entry.label, "个人标准" if entry.charge == "individual" else "筹资标准", entry.clause)
            for entry in pack.dates.entries
        ],
    )


def _staff(pack: Pack) -> Iterator[str]:
    yield "## 工作人员"
    yield from _table(
        ("参保率", "至少", "条款"), [(r.label, f"{r.percent}%", r.clause) for r in pack.staff.rates]
    )
    yield from _table(
        ("期限", "最迟", "谁", "条款"),
        [(d.label, day(d.until), d.who, d.clause) for d in pack.staff.deadlines],
    )
    yield from _table(
        ("报表和公示", "谁报", "报给谁", "条款"),
        [(r.label, r.who, r.to, r.clause) for r in pack.staff.reports],
    )


def _areas(pack: Pack) -> Iterator[str]:
    areas = [area for area in pack.reporting_areas if area.target is not None]
    if not areas:
        return
    yield f"## 任务数（{pack.area_tree.clause}）"
    rows = [
        (area.name, "" if area.headcount is None else str(area.headcount), str(area.target)) for area in areas
    ]
    yield from _table(("地方", "系统人数", "任务数"), rows)


def _answers(pack: Pack, topics: dict[str, Topic]) -> Iterator[str]:
    yield "## 答复"
    for topic_id, answer in pack.answers.items():
        yield f"### {topics[topic_id].label}（{topic_id}）"
        yield filled(answer.text, pack).rstrip()
        yield f"依据：{'、'.join(answer.clauses)}"
        yield ""
    yield "## 通知没有写"
    for topic_id in pack.unstated:
        yield f"- {topics[topic_id].label}（{topic_id}）"
    yield ""


def _doubts(pack: Pack) -> Iterator[str]:
    if not pack.doubts:
        return
    yield "## 通知里拿不准的地方"
    for doubt in pack.doubts:
        quotes = "；".join(f"{quote.clause}“{quote.words}”" for quote in doubt.quotes)
        yield f"- {quotes}。我们的理解：{doubt.reading}理由：{doubt.reason}"
    yield ""


def page(pack: Pack, topics: dict[str, Topic]) -> str:
    """The whole pack as Markdown."""
    parts = (_head(pack), _fees(pack), _people(pack), _dates(pack), _staff(pack), _areas(pack))
    lines = [line for part in parts for line in part]
    lines += [*_doubts(pack), *_answers(pack, topics)]
    return "\n".join(lines).rstrip() + "\n"
