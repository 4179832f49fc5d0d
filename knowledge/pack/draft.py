"""Next year's pack from this year's: the same shape, every value on a list of what must be reviewed.

Facts do not travel between packs. What has to be new is left out (the fee, the notice's number, the doubts);
what keeps its shape is moved (days by whole years) and stands on the review list with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.pack import Pack
from knowledge.pack.reading import FILES

_DAY = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_LABELS = {
    "fees.yaml": "今年的个人标准、财政补助",
    "dates.yaml": "每个时间段、每条办理时限、从哪天起能报",
    "people.yaml": "哪些人有资助、资助多少",
    "payment.yaml": "还有哪些缴费渠道",
    "staff.yaml": "参保率、报表、现金、考核",
    "areas.yaml": "各村的人数和任务数",
    "answers.yaml": "每条答复和条款",
    "cases.yaml": "每类办件的步骤、材料、谁来办、几天",
    "pack.yaml": "通知的名称、文号、日期，哪些没有写",
}
EXAMPLES = """# 每个例子：什么人、哪天、按通知应该是多少。make test 会逐个验。
# - name: 我家五口，一个低保
#   on: {year}-10-01
#   members: [普通, 普通, 普通, 普通, 低保户]
#   total: "0.00"
#   clause: 二（三）
[]
"""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One value to hold against the new notice."""

    file: str
    line: int
    text: str


def year_of_id(pack_id: str, last_year: int) -> int:
    """The year at the end of a pack's id, else the year after the last."""
    match = re.search(r"(20\d\d)$", pack_id)
    return int(match[1]) if match else last_year + 1


def _moved(text: str, years: int) -> str:
    """The text with its days moved by whole years; the 29th of February becomes the 28th."""
    moved = _DAY.sub(lambda m: f"{int(m[1]) + years}-{m[2]}-{m[3]}", text)
    return re.sub(r"(20\d\d)-02-29", r"\1-02-28", moved)


def _without_section(text: str, key: str) -> str:
    """A YAML text without a top-level key and all below it."""
    return re.sub(rf"^{key}:.*?(?=^\S|\Z)", "", text, flags=re.MULTILINE | re.DOTALL)


def _head(text: str, pack: Pack, pack_id: str, year: int) -> str:
    text = _without_section(text, "doubts")
    text = re.sub(r"^id: .*$", f"id: {pack_id}", text, flags=re.MULTILINE)
    text = re.sub(
        r"^year: .*$", f"year: {year}\ndraft: true # 核对完 REVIEW.md 后删掉这一行", text, flags=re.MULTILINE
    )
    text = re.sub(r"^ +(?:number|issued_on): .*\n", "", text, flags=re.MULTILINE)
    name = f"{pack.place}{year}年度通知（待核对）"
    return re.sub(r"^(  - name: ).*$", rf"\g<1>{name}", text, count=1, flags=re.MULTILINE)


def drafted(texts: Mapping[str, str], pack: Pack, pack_id: str) -> dict[str, str]:
    """The files of the draft, by name, from the texts of `pack`'s files."""
    year = year_of_id(pack_id, pack.year)
    files = {}
    for name in FILES.values():
        moved = _moved(texts[name], year - pack.year)
        files[name] = _head(moved, pack, pack_id, year) if name == "pack.yaml" else moved
    files["examples.yaml"] = EXAMPLES.format(year=year - 1)
    return files


def review_items(files: Mapping[str, str]) -> Iterator[ReviewItem]:
    """Every line of a draft that states a fact of the old notice."""
    for name, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"clauses?:|target:|headcount:|amount:", line):
                yield ReviewItem(name, number, line.strip())


def review_page(pack_id: str, source: str, items: list[ReviewItem]) -> str:
    """REVIEW.md: a list to tick off, file by file."""
    lines = [
        f"# {pack_id}：照新通知逐条核对",
        "",
        f"由 {source} 起稿。每一条都要在新通知里找到，改数、改条款；没有写的就删掉。",
        "",
    ]
    for name, label in _LABELS.items():
        own = [item for item in items if item.file == name]
        lines.append(f"## {name}：{label}")
        lines += [f"- [ ] {item.file}:{item.line} `{item.text}`" for item in own] or ["- [ ] 整个文件"]
        lines.append("")
    lines += [
        "## 最后",
        "- [ ] 新通知前后矛盾的地方写进 pack.yaml 的 doubts",
        "- [ ] `canbao pack check` 没有问题",
        "",
    ]
    return "\n".join(lines)
