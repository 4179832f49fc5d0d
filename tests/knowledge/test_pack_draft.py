"""Next year's pack: the shape stays, the values wait for review."""

from __future__ import annotations

from knowledge.library import PACKS
from knowledge.pack.draft import drafted, review_items, review_page, year_of_id
from knowledge.pack.page import page
from knowledge.pack.reading import FILES
from tests.knowledge.packs import LIBRARY, PACK_IDS, XIYAN, pack


def draft() -> dict[str, str]:
    texts = {name: (PACKS / XIYAN / name).read_text(encoding="utf-8") for name in FILES.values()}
    return drafted(texts, pack(XIYAN), "xiyan-2023")


def test_days_move_by_a_year_and_the_fee_stays_behind():
    files = draft()
    assert "from: 2022-09-01" in files["dates.yaml"]
    assert "2021-09-01" not in files["dates.yaml"]
    assert "    2022: {amount: 320" in files["fees.yaml"]


def test_the_head_is_a_draft_without_last_years_number_and_doubts():
    head = draft()["pack.yaml"]
    assert "id: xiyan-2023" in head
    assert "year: 2023\ndraft: true" in head
    assert "29号" not in head
    assert "doubts" not in head


def test_the_29th_of_february_becomes_the_28th():
    texts = dict.fromkeys(FILES.values(), "day: 2020-02-29\n")
    assert drafted(texts, pack("kaijiang-2020"), "kaijiang-2021")["dates.yaml"] == "day: 2021-02-28\n"


def test_every_clause_stands_on_the_review_list():
    files = draft()
    items = list(review_items(files))
    assert len(items) > 150
    item = next(item for item in items if item.file == "fees.yaml")
    assert item.text in files["fees.yaml"].splitlines()[item.line - 1]
    review = review_page("xiyan-2023", XIYAN, items)
    assert f"- [ ] fees.yaml:{item.line} " in review


def test_the_year_of_an_id():
    assert year_of_id("xiyan-2030", 2022) == 2030
    assert year_of_id("new-town", 2022) == 2023


def test_the_page_of_a_pack_reads_through():
    for pack_id in PACK_IDS:
        known = pack(pack_id)
        text = page(known, dict(LIBRARY.topics))
        assert text.startswith(f"# {known.documents[0].name}")
        assert all(doubt.reading in text for doubt in known.doubts)
        assert all(category.name in text for category in known.categories)
    assert "150元 变成 180元" in page(pack("ligao-2018"), dict(LIBRARY.topics))
