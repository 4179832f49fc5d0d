"""fee, assess, pack and handout from the command line, as the contract has them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bot import cli


class Ran:
    """What a command printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def canbao(monkeypatch, capsys, tmp_path):
    """Runs the command as a shell would."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str, stdin: str = "") -> Ran:
        monkeypatch.setattr("sys.argv", ["canbao", *args])
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def test_fee_as_json(canbao):
    ran = canbao(
        "fee",
        "--pack",
        "xiyan-2022",
        "--on",
        "2021-10-01",
        "--member",
        "普通x4",
        "--member",
        "低保户",
        "--json",
    )
    row = json.loads(ran.out)
    assert (ran.code, row["total"], row["due_now"], row["refund_later"]) == (0, "1440.00", "1440.00", "0.00")
    assert row["stated"] is True
    assert row["lines"][-1] == {
        "category": "低保户",
        "amount": "160.00",
        "due_now": "160.00",
        "note": "低保对象：个人标准320元，资助50%，自己交160元",
        "source": {"document": "西岩镇2022年度通知（西政发〔2021〕29号）", "clause": "二（三）、二（四）"},
    }


def test_fee_for_people(canbao):
    ran = canbao(
        "fee", "--pack", "liancheng-2018", "--on", "2017-11-01", "--member", "低保户(8月31日前未确定)"
    )
    assert "一共：180元" in ran.out
    assert "以后退回：180元" in ran.out


def test_fee_rows_in_order_and_bad_ones_go_on(canbao):
    rows = [
        {"id": "a", "pack": "kaijiang-2020", "on": "2019-10-01", "members": [{"category": "低保户"}]},
        {"id": "b", "pack": "xiyan-2022", "on": "2021-10-01", "members": []},
        {"id": "c", "pack": "xiyan-2022", "on": "yesterday", "members": [{"category": "普通"}]},
        {"id": "d", "pack": "xiyan-1999", "on": "2021-10-01", "members": [{"category": "普通"}]},
        {"id": "e", "pack": "xiyan-2022", "on": "2021-10-01", "members": [{"category": "新生儿", "born": "3.11"}]},
        {"id": "f", "pack": "songming-2018", "on": "2018-02-23T17:30", "members": [{"category": "普通"}]},
        {"id": "g", "pack": "xiyan-2022", "on": "2021-11-01",
         "members": [{"category": "普通", "paid": "2021-10-01"}, {"category": "普通", "paid": False}]},
        {"id": "h", "pack": "xiyan-2022", "on": "2022-03-01", "members": [{"category": "新生儿", "born": "2022-01-01"}]},
    ]  # fmt: skip
    lines = [json.dumps(row) for row in rows]
    ran = canbao("fee", "--jsonl", stdin="\n".join([*lines[:2], "no json", *lines[2:]]) + "\n")
    out = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["id"] for row in out] == ["a", "b", None, "c", "d", "e", "f", "g", "h"]
    assert ["error" in row for row in out] == [False, True, True, True, True, True, False, False, False]
    by_id = {row["id"]: row for row in out}
    assert by_id["a"]["total"] is None
    assert "市里的规定" in by_id["a"]["lines"][0]["note"]
    assert by_id["f"]["total"] is None
    assert (by_id["g"]["total"], by_id["g"]["due_now"]) == ("640.00", "320.00")
    assert by_id["h"]["total"] == "320.00"


@pytest.mark.parametrize(
    "args",
    [
        ("fee", "--pack", "xiyan-2022"),
        ("fee", "--pack", "nowhere", "--member", "普通"),
        ("fee", "--pack", "xiyan-2022", "--on", "31.12.2021", "--member", "普通"),
        ("assess", "--pack", "xiyan-2022", "missing.csv"),
        ("pack", "check", "nowhere"),
        ("pack", "show", "nowhere"),
        ("pack", "new", "西岩", "--from", "xiyan-2022"),
        ("handout", "weather", "--as", "sms", "--pack", "xiyan-2022"),
        ("handout", "fee_amount", "--as", "poster", "--pack", "xiyan-2022", "--out", "poster.gif"),
        ("handout", "fee_amount", "--as", "sms", "--pack", "xiyan-2022", "--locale", "fr"),
        ("handout", "fee_amount", "--as", "song", "--pack", "xiyan-2022"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(canbao, args):
    ran = canbao(*args)
    assert ran.code == 2
    assert ran.err.startswith("canbao: ")
    assert ran.err.count("\n") == 1
    assert ran.out == ""


CSV = "village,paid_in_window,paid_after,special_target,special_paid\n"


def test_assess_as_json(canbao):
    ran = canbao(
        "assess", "--pack", "xiyan-2022", "--json", "-", stdin=CSV + "华升,2124,0,30,30\n合计,1,1,1,1\n"
    )
    (row,) = json.loads(ran.out)
    assert row == {
        "village": "华升社区", "target": 2082, "paid": 2124, "rate": 1.0202, "points": 30, "work_funds": "2548.80",
        "bonus": "2000.00", "penalty": "0.00", "rank": 1, "notes": [],
    }  # fmt: skip


def test_assess_reads_a_spreadsheets_csv(canbao, tmp_path):
    file = tmp_path / "十一月.csv"
    file.write_text("\ufeff" + CSV + "新宁镇,73639,,,\n", encoding="utf-8")
    (row,) = json.loads(canbao("assess", "--pack", "kaijiang-2020", "--json", str(file)).out)
    assert (row["rate"], row["points"], row["penalty"]) == (1.0, None, None)


def test_assess_never_rounds_up_to_a_hundred_percent(canbao):
    (row,) = json.loads(
        canbao("assess", "--pack", "kaijiang-2020", "--json", "-", stdin=CSV + "新宁镇,73638,0,,\n").out
    )
    assert row["rate"] == 0.9999


def test_assess_for_people(canbao):
    out = canbao("assess", "--pack", "xiyan-2022", "-", stdin=CSV + "华升社区,2082,0,1,1\n").out
    assert "华升社区" in out
    assert "2082.00" in out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("village,paid\n华升,1\n", ":1: the header needs"),
        (CSV + "火星村,1,0,0,0\n", ":2: «火星村» is no area"),
        (CSV + "华升,一百,0,0,0\n", ":2: paid_in_window «一百»"),
        (CSV + "华升,-5,0,0,0\n", ":2: paid_in_window «-5»"),
        (CSV + "华升,,0,0,0\n", ":2: paid_in_window is empty"),
        (CSV + "华升,1,0,0,0\n华升社区,2,0,0,0\n", ":3: «华升社区» stands twice"),
        (CSV, "no row with figures"),
    ],
)
def test_assess_names_the_line_that_is_wrong(canbao, text, says):
    ran = canbao("assess", "--pack", "xiyan-2022", "-", stdin=text)
    assert ran.code == 2
    assert says in ran.err


def test_pack_list_and_check(canbao):
    listed = canbao("pack", "list").out
    assert [line.split("\t")[0] for line in listed.splitlines()] == [
        "kaijiang-2020", "liancheng-2018", "ligao-2018", "songming-2018", "xiyan-2022",
    ]  # fmt: skip
    assert canbao("pack", "check").code == 0


def test_a_new_pack_is_a_draft_until_it_is_reviewed(canbao, tmp_path):
    made = canbao("pack", "new", "xiyan-2023", "--from", "xiyan-2022")
    assert made.code == 0
    assert "- [ ] fees.yaml:" in made.out
    ran = canbao("pack", "check", "xiyan-2023")
    assert ran.code == 2
    assert "xiyan-2023/fees.yaml:1: individual: no fee for 2023" in ran.out
    assert "still a draft" in ran.out
    assert canbao("fee", "--pack", str(tmp_path / "xiyan-2023"), "--member", "普通").code == 2
    assert canbao("pack", "new", "xiyan-2023", "--from", "xiyan-2022").code == 2


def test_pack_show(canbao):
    assert canbao("pack", "show", "kaijiang-2020").out.startswith("# 开江县2020年筹资通知")


def test_handout_texts(canbao, tmp_path):
    args = ("handout", "pay_window", "--pack", "xiyan-2022", "--on", "2021-10-01")
    assert "再说一遍" in canbao(*args, "--as", "loudspeaker").out
    assert canbao(*args, "--as", "sms", "--out", "sms.txt").out == ""
    assert (tmp_path / "sms.txt").read_text(encoding="utf-8").startswith("【西岩镇医保】")
    assert "请问村部" in canbao(*args, "--as", "sms", "--contact", "村部").out


@pytest.mark.parametrize(("name", "start"), [("a.png", b"\x89PNG"), ("a.pdf", b"%PDF")])
@pytest.mark.parametrize("form", ["poster", "leaflet"])
def test_a_sheet_is_drawn_by_its_files_name(canbao, tmp_path: Path, name, start, form):
    ran = canbao(
        "handout", "pay_channels", "--pack", "xiyan-2022", "--on", "2021-10-01", "--as", form, "--out", name,
        "--link", "https://example.org/bot",
    )  # fmt: skip
    assert ran.code == 0
    assert (tmp_path / name).read_bytes().startswith(start)
