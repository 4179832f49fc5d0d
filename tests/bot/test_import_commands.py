"""`canbao roster|payments import`, `sample`, `purge`: from the shell, in a folder of their own."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import cli
from tests.support.lists import csv_of, number


class Shell:
    """A shell in an empty folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._capsys = capsys
        self._patch = patch

    def runs(self, *args: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        self._patch.setattr("sys.argv", ["canbao", *args])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = self._capsys.readouterr()
        return code, out, err

    def has(self, name: str, *rows: str) -> str:
        """Writes a CSV file; its name."""
        (self.folder / name).write_bytes(csv_of(*rows))
        return name

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with sqlite3.connect(self.folder / "data" / "canbao.sqlite3") as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANBAO_DATABASE", "sqlite+aiosqlite:///data/canbao.sqlite3")
    monkeypatch.setenv("CANBAO_NOW", "2021-11-22T09:00")
    return Shell(tmp_path, capsys, monkeypatch)


def test_a_roster(shell: Shell) -> None:
    file = shell.has("名单.csv", "村|姓名|身份证号|性别", "太塘村|张三|#1|男", "太塘村|李四|12|女")
    code, out, err = shell.runs("roster", "import", file)
    assert (code, err) == (0, "")
    assert "身份证号 → 身份证号码" in out
    assert "没用到的列：性别" in out
    assert "新增1人" in out
    assert shell.count("persons") == 1
    report = shell.folder / "名单-report.xlsx"
    assert report.stat().st_mode & 0o777 == 0o600
    assert [cell.value for cell in load_workbook(report).worksheets[0][2]] == [
        "名单",
        3,
        "李四",
        "身份证号码是2位，应该是18位",
    ]


def test_a_roster_twice(shell: Shell) -> None:
    file = shell.has("太塘村.csv", "姓名|身份证号", "张三|#1")
    shell.runs("roster", "import", file)
    code, out, _ = shell.runs("roster", "import", file)
    assert (code, shell.count("persons")) == (0, 1)
    assert "没变1人" in out
    assert not list(shell.folder.glob("*-report.xlsx"))


def test_a_village_said_at_the_command_line(shell: Shell) -> None:
    file = shell.has("名单.csv", "姓名|身份证号", "张三|#1")
    assert shell.runs("roster", "import", file)[0] == 2
    assert shell.runs("roster", "import", file, "--village", "太塘")[0] == 0
    assert shell.runs("roster", "import", file, "--village", "月亮村")[0] == 2


def test_dry_run_and_strict(shell: Shell) -> None:
    file = shell.has("太塘村.csv", "姓名|身份证号", "张三|#1", "李四|12")
    code, out, _ = shell.runs("roster", "import", file, "--dry-run")
    assert (code, shell.count("persons")) == (0, 0)
    assert "什么都没有改" in out
    code, _, err = shell.runs("roster", "import", file, "--strict")
    assert (code, shell.count("persons")) == (2, 0)
    assert err == "canbao: 有退回的行，按要求一行都没有导入。\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [("没有.csv", None), ("空.csv", b""), ("图.png", b"\x89PNG\r\n\x1a\n"), ("信.csv", "你好\n".encode())],
)
def test_bad_files_are_one_line(shell: Shell, name: str, content: bytes | None) -> None:
    if content is not None:
        (shell.folder / name).write_bytes(content)
    code, out, err = shell.runs("roster", "import", name)
    assert (code, out) == (2, "")
    assert err.startswith("canbao: ")
    assert err.count("\n") == 1


def test_payments(shell: Shell) -> None:
    shell.runs("roster", "import", shell.has("太塘村.csv", "姓名|身份证号", "张三|#1"))
    file = shell.has(
        "明细.csv", "姓名|身份证号|金额|缴费日期|订单号", "张三|#1|320|20211003|A1", "赵六|#9|320|20211003|A2"
    )
    code, out, _ = shell.runs("payments", "import", file)
    assert (code, shell.count("payments")) == (0, 1)
    assert "新记1笔" in out
    assert "退回1行" in out
    assert "早就有的1笔" in shell.runs("payments", "import", file)[1]


def test_a_sample_and_its_messy_list(shell: Shell) -> None:
    code, out, _ = shell.runs("sample", "--persons", "120", "--villages", "太塘村，联心村")
    assert (code, shell.count("persons")) == (0, 120)
    assert "都是编的" in out
    assert shell.runs("sample", "--persons", "120", "--messy-excel", "乱.xlsx")[0] == 0
    assert shell.runs("roster", "import", "乱.xlsx", "--dry-run")[0] == 0


def test_a_year_that_is_over_is_purged(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.runs("roster", "import", shell.has("太塘村.csv", "姓名|身份证号", "张三|#1"))
    shell.runs(
        "payments", "import", shell.has("明细.csv", "身份证号|姓名|金额|缴费日期", "#1|张三|320|20211003")
    )
    code, _, err = shell.runs("purge", "--year", "2022")
    assert (code, shell.count("payments")) == (2, 1)
    assert "only a year that is over" in err
    monkeypatch.setenv("CANBAO_NOW", "2023-03-01T09:00")
    code, out, _ = shell.runs("purge", "--year", "2022")
    assert (code, shell.count("payments"), shell.count("persons")) == (0, 0, 1)
    assert "payments: 1" in out


def test_a_lost_key_is_one_line(shell: Shell) -> None:
    file = shell.has("太塘村.csv", "姓名|身份证号", "张三|#1")
    shell.runs("roster", "import", file)
    (shell.folder / "data" / "canbao.key").unlink()
    code, _, err = shell.runs("roster", "import", file)
    assert code == 2
    assert "canbao.key is missing" in err
    assert err.count("\n") == 1


def test_nothing_personal_is_printed(shell: Shell) -> None:
    file = shell.has("太塘村.csv", "姓名|身份证号|电话", "张三|#1|10012345678", f"{number(2)}|#3|")
    _, out, err = shell.runs("roster", "import", file)
    report = b"".join(path.read_bytes() for path in shell.folder.glob("*-report.xlsx"))
    cells = [cell.value for row in load_workbook(io.BytesIO(report)).worksheets[0] for cell in row]
    for secret in (number(1), number(2), number(3), "10012345678"):
        assert secret not in out + err + repr(cells)
