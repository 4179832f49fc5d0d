"""What holds for every topic of every pack: short, sourced, honest, in our own words, with its own figures."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, timedelta

import pytest

from knowledge.answer import answer
from knowledge.numbers import foreign_numbers, known_numbers, numbers_in
from tests.knowledge.notice_shingles import SHINGLES, hashes_of, plain_text
from tests.knowledge.packs import LIBRARY, PACK_IDS, XIYAN, pack

EVERY = [
    pytest.param(pack_id, topic, id=f"{pack_id}-{topic}")
    for pack_id in PACK_IDS
    for topic in LIBRARY.topics
    if topic != "smalltalk"
]


def in_season(pack_id: str) -> date:
    return pack(pack_id).main_window.from_ + timedelta(days=20)


def body(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("依据："))


@pytest.mark.parametrize(("pack_id", "topic"), EVERY)
def test_first_line_is_short_and_the_whole_fits_a_message(pack_id, topic):
    text = answer(LIBRARY, pack(pack_id), topic, in_season(pack_id)).text
    assert len(text.splitlines()[0]) < 40
    assert len(text) <= 4096
    assert "{" not in text


@pytest.mark.parametrize(("pack_id", "topic"), EVERY)
def test_names_place_year_and_clause_or_says_that_nothing_is_stated(pack_id, topic):
    known = pack(pack_id)
    given = answer(LIBRARY, known, topic, in_season(pack_id))
    assert known.place in given.text
    assert str(known.year) in given.text
    if given.stated:
        last = given.text.splitlines()[-1]
        assert last.startswith(f"依据：{known.documents[0].name}")
        assert all(source.clause in last for source in given.sources)
    else:
        assert "没有写" in given.text
        assert known.offices.residents in given.text or known.offices.staff in given.text


@pytest.mark.parametrize(("pack_id", "topic"), EVERY)
def test_says_no_figure_that_is_not_the_packs(pack_id, topic):
    text = body(answer(LIBRARY, pack(pack_id), topic, in_season(pack_id)).text)
    assert foreign_numbers(pack(pack_id), text) == set()


@pytest.mark.parametrize(("pack_id", "topic"), EVERY)
def test_is_not_copied_from_a_notice(pack_id, topic):
    text = body(answer(LIBRARY, pack(pack_id), topic, in_season(pack_id)).text)
    for line in text.splitlines():
        copied = [run for run, digest in hashes_of(plain_text(line)) if digest in SHINGLES]
        assert copied == []


@pytest.mark.parametrize(("pack_id", "topic"), EVERY)
def test_out_of_its_year_it_says_so_first(pack_id, topic):
    known = pack(pack_id)
    over = answer(LIBRARY, known, topic, known.dates.covers_until + timedelta(days=1)).text
    early = answer(LIBRARY, known, topic, known.dates.covers_from - timedelta(days=1)).text
    for text in (over, early):
        first = text.splitlines()[0]
        assert first.startswith("注意：")
        assert f"{known.year}年度" in first
        assert len(first) < 40


@pytest.mark.parametrize("pack_id", PACK_IDS)
def test_the_next_season_has_its_own_notice(pack_id):
    known = pack(pack_id)
    day = date(known.year, known.main_window.from_.month, known.main_window.from_.day)
    assert answer(LIBRARY, known, "fee_amount", day).text.startswith("注意：这是")


@pytest.mark.parametrize(("pack_id", "topic"), EVERY)
def test_every_doubt_that_touches_a_topic_is_said(pack_id, topic):
    known = pack(pack_id)
    text = answer(LIBRARY, known, topic, in_season(pack_id)).text
    for doubt in known.doubts:
        if topic in doubt.topics and topic in known.answers:
            assert doubt.say is not None
            assert doubt.say in text


def test_the_shingles_find_what_is_copied():
    """The check above could fail: a sentence with this run of a notice is caught."""
    printed = "城乡居民按年度一次性缴纳基本"
    assert any(digest in SHINGLES for _, digest in hashes_of(printed))


def test_a_foreign_number_is_found():
    assert foreign_numbers(pack(XIYAN), "每人交380元") == {380}
    assert 320 in known_numbers(pack(XIYAN))


def test_steps_and_annexes_are_no_figures():
    assert numbers_in("1. 先登记\n2. 再交320元") == {320}
    assert foreign_numbers(pack(XIYAN), "见附件77") == set()


@pytest.mark.parametrize(
    ("pack_id", "fee", "rate", "areas", "total"),
    [
        ("xiyan-2022", 320, 95, 28, 42180),
        ("ligao-2018", 180, 97, 1, None),
        ("songming-2018", 180, 96, 1, None),
        ("liancheng-2018", 180, 98, 17, 276927),
        ("kaijiang-2020", 250, 98, 20, 513080),
    ],
)
def test_the_figures_of_the_notices(pack_id, fee, rate, areas, total):
    known = pack(pack_id)
    assert known.fee == fee
    assert next(r.percent for r in known.staff.rates if r.id == "required") == rate
    assert len(known.reporting_areas) == areas
    targets = [area.target for area in known.reporting_areas if area.target is not None]
    assert (sum(targets) or None) == total


def test_one_pack_says_nothing_of_another():
    """Xiyan's state share and Liancheng's August day stay where they are printed."""
    for topic in LIBRARY.topics:
        text = answer(LIBRARY, pack("ligao-2018"), topic, in_season("ligao-2018")).text
        assert "580" not in text
        assert "8月31日" not in text


def test_traditional_characters_for_zh_hant():
    text = answer(LIBRARY, pack(XIYAN), "fee_amount", in_season(XIYAN), locale="zh_Hant").text
    assert "2022年度每人交320元" in text
    assert "監測戶" in text
    assert not re.search("[监测户岁儿]", text)


def test_contacts_of_the_deployment_replace_the_general_wording():
    known = pack(XIYAN)
    text = answer(LIBRARY, known, "claim_deadline", in_season(XIYAN), contacts="镇政府一楼医保窗口").text
    assert "请问镇政府一楼医保窗口" in text
    assert known.offices.residents not in text
    apart = {"residents": "村部", "staff": "镇社保站二楼"}
    assert "请问村部" in answer(LIBRARY, known, "claim_deadline", in_season(XIYAN), contacts=apart).text


def test_loading_a_pack_is_quick():
    """Start-up counts: one pack, checked, in a fresh process."""
    code = (
        "import json, time; from knowledge.library import load_library; library = load_library();"
        "start = time.process_time(); library.pack('xiyan-2022');"
        "print(json.dumps(time.process_time() - start))"
    )
    best = min(
        json.loads(
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        )
        for _ in range(3)
    )
    assert best < 0.15  # seconds of CPU; about 0.05 here
