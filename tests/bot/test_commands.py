"""The command line: what goes wrong is one clear line and exit code 2, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]


def canbao(
    *arguments: str, folder: Path, given: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Runs the command in an empty folder with only these settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CANBAO_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), **settings},
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "settings", "says"),
    [
        (["run"], {}, "CANBAO_TOKEN"),
        (["run"], {"CANBAO_TOKEN": "1:x", "CANBAO_PACK": "atlantis-2022"}, "atlantis-2022"),
        (["run"], {"CANBAO_TOKEN": "1:x", "CANBAO_API_URL": "http://127.0.0.1:9"}, "Connection refused"),
        (["run"], {"CANBAO_TOKEN": "1:x", "CANBAO_API_URL": "ftp://x"}, "CANBAO_API_URL"),
        (["run"], {"CANBAO_TOKEN": "1:x", "CANBAO_TIMEZONE": "Asia/Xiyan"}, "CANBAO_TIMEZONE"),
        (["run"], {"CANBAO_TOKEN": "1:x", "CANBAO_ADMINS": "老李"}, "CANBAO_ADMINS"),
        (["run"], {"CANBAO_TOKEN": "1:x", "CANBAO_NOW": "昨天"}, "CANBAO_NOW"),
        (["run"], {"CANBAO_TOKEN": "1:x", "CANBAO_DATABASE": "mysql://x"}, "CANBAO_DATABASE"),
        (["run"], {"CANBAO_TOKEN": "1:x", "CANBAO_DATABASE": "sqlite+aiosqlite:////proc/nowhere/x.sqlite3"}, "/proc"),
        (["ask", "--pack", "atlantis-2022", "多少钱"], {}, "atlantis-2022"),
        (["ask", "--on", "2021-13-01", "多少钱"], {}, "2021-13-01"),
        (["fly"], {}, "fly"),
        (["backup", "copy.sqlite3"], {}, "no database"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)  # fmt: skip
def test_bad_input_is_one_clear_line(
    arguments: list[str], settings: dict[str, str], says: str, tmp_path: Path
) -> None:
    done = canbao(*arguments, folder=tmp_path, **settings)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_corrupt_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    damaged = tmp_path / "town.sqlite3"
    damaged.write_bytes(b"SQLite format 3\0" + b"rubbish" * 500)
    before = damaged.read_bytes()
    done = canbao(
        "run", folder=tmp_path, CANBAO_TOKEN="1:x", CANBAO_DATABASE=f"sqlite+aiosqlite:///{damaged}"
    )
    assert done.returncode == 2
    assert "town.sqlite3" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert damaged.read_bytes() == before


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE cows (name TEXT)")
    connection.close()
    done = canbao("run", folder=tmp_path, CANBAO_TOKEN="1:x", CANBAO_DATABASE=f"sqlite+aiosqlite:///{path}")
    assert done.returncode == 2
    assert "another program" in done.stderr


def test_config_masks_secrets(tmp_path: Path) -> None:
    done = canbao(
        "config",
        folder=tmp_path,
        CANBAO_TOKEN="12345:very-secret",
        CANBAO_DATABASE="postgresql+asyncpg://me:hidden@127.0.0.1/test",
        CANBAO_ADMINS="7, 8",
    )
    assert done.returncode == 0
    assert "very-secret" not in done.stdout
    assert "hidden" not in done.stdout
    assert "CANBAO_ADMINS=7,8" in done.stdout


def test_settings_come_from_a_dot_env_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CANBAO_PACK=ligao-2018\n", encoding="utf-8")
    assert "CANBAO_PACK=ligao-2018" in canbao("config", folder=tmp_path).stdout


def test_ask_answers_with_steps_and_source(tmp_path: Path) -> None:
    done = canbao("ask", "--json", "--on", "2021-11-22", "交到武冈市税务局去了怎么办", folder=tmp_path)
    found = json.loads(done.stdout)
    assert found["topic"] == "wrong_county"
    assert found["stated"] is True
    assert any("附件2" in source["clause"] for source in found["sources"])
    assert "拍照" in found["answer"]


def test_jsonl_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    lines = '{"id": 1, "q": "今年交多少钱"}\nrubbish\n[]\n{"id": 4}\n{"id": 5, "q": "谢谢"}\n'
    done = canbao("ask", "--jsonl", folder=tmp_path, given=lines)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [row["id"] for row in rows] == [1, None, None, 4, 5]
    assert ["error" in row for row in rows] == [False, True, True, True, False]


def test_doctor_says_what_is_wrong_in_plain_words(tmp_path: Path) -> None:
    done = canbao("doctor", folder=tmp_path, CANBAO_PACK="atlantis-2022")
    assert done.returncode == 2
    assert "[不行] 政策包" in done.stdout
    assert "[好] 字体" in done.stdout


def test_doctor_survives_bad_settings(tmp_path: Path) -> None:
    done = canbao("doctor", folder=tmp_path, CANBAO_TIMEZONE="nowhere")
    assert done.returncode == 2
    assert "CANBAO_TIMEZONE" in done.stdout


def test_backup_copies_a_live_database(tmp_path: Path) -> None:
    assert canbao("sample", "--persons", "50", folder=tmp_path).returncode == 0
    done = canbao("backup", "copy.sqlite3", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "copy.sqlite3").stat().st_size > 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["canbao", name, "--help"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    assert "Usage" in capsys.readouterr().out


def test_the_bot_stops_gracefully(tmp_path: Path) -> None:
    """SIGTERM: it says goodbye to the server and exits 0."""
    from tests.support.playground_process import playground_process

    with playground_process() as server:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CANBAO_TOKEN": server.token,
            "CANBAO_API_URL": server.url,
        }
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=tmp_path,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert bot.stderr is not None
        for line in bot.stderr:
            if "running" in line:
                break
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(timeout=20) == 0
        bot.stderr.close()
