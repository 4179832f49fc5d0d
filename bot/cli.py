"""The command `canbao`: puts the commands of contract.md together; each lives in bot/commands/.

Modules of commands are imported only when their command runs, so that a quick one starts quickly.
"""

from __future__ import annotations

import gc
import importlib
import sys
from typing import Any

import click
import typer
from typer._click.exceptions import ClickException as TyperUsageError  # typer carries its own click
from typer.main import get_command

from bot.errors import BotError
from knowledge.errors import KnowledgeError
from storage.errors import StorageError

COLLECTED_AFTER = (50_000, 20, 20)
"""Hundreds of modules and the packs stay for good: Python's own thresholds look at them again and again while they
are loaded, a tenth of the start."""

# command: (module in bot/commands, what it does)
COMMANDS = {
    "run": ("run", "Run the bot on Telegram (or on CANBAO_API_URL)"),
    "demo": ("demo", "Start the playground: chat with the bot in the browser"),
    "ask": ("ask", "Ask a question as a resident would"),
    "fee": ("fee", "What a household pays"),
    "tally": ("tally", "Read a clerk's message"),
    "assess": ("assess", "Figures of the villages under a notice's own rules"),
    "handout": ("handout", "An answer for the loudspeaker, as a poster, as a text message"),
    "pack": ("pack", "Policy packs: list, check, new, show"),
    "roster": ("roster", "Import the township's roster"),
    "payments": ("payments", "Import the tax system's payments"),
    "export": ("export", "Spreadsheets of progress, unpaid, tallies, cases"),
    "sample": ("sample", "Make a sample township"),
    "gaps": ("gaps", "Questions without an answer"),
    "reminders": ("reminders", "Preview the reminders of a day"),
    "purge": ("purge", "Remove a past year's personal data"),
    "backup": ("backup", "Copy the database while it is in use"),
    "config": ("config", "Print the settings"),
    "doctor": ("doctor", "Say what is missing or wrong"),
}


class _Commands(click.Group):
    """Finds a command's module by its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"bot.commands.{COMMANDS[cmd_name][0]}")
        app: typer.Typer = module.app
        command: Any = get_command(app)
        command.name = cmd_name
        return command  # type: ignore[no-any-return]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Commands, help="参保：乡镇城乡居民医保征缴期的聊天助手")
@click.version_option(package_name="canbao")
def canbao() -> None:
    """The group of all commands."""


def main() -> None:
    """Entry point: expected errors become one line on stderr and exit code 2."""
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        canbao.main(prog_name="canbao", standalone_mode=False)
    except (BotError, KnowledgeError, StorageError) as error:
        sys.stderr.write(f"canbao: {error}\n")
        sys.exit(2)
    except (click.exceptions.Exit, typer.Exit) as stop:
        sys.exit(stop.exit_code)
    except (click.ClickException, TyperUsageError) as error:
        what = " ".join(error.format_message().replace("Value error, ", "").split())
        sys.stderr.write(f"canbao: {what}\n")
        sys.exit(2)
    except (click.Abort, typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
