"""docs/reminders.md says what the code does: its tables are worked out again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from bot import delivery
from bot.pace import Allowance
from bot.settings import Settings
from handlers.broadcast.feeding import SLICE
from knowledge.library import load_library
from knowledge.reminding.due import group_reminder_for, reminder_for
from knowledge.reminding.plan import Plan
from knowledge.reminding.values import Household, Member

PAGE = (Path(__file__).parents[2] / "docs" / "reminders.md").read_text(encoding="utf-8")
ORDINARY = Member(1, "王大明", "ordinary", date(1980, 5, 5))


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_the_mornings_are_those_on_which_something_goes_out() -> None:
    pack, plan = load_library().pack("xiyan-2022"), Plan()
    found, reminded_on = [], None
    day = date(2021, 11, 1)
    while day < date(2022, 3, 1):
        household = Household(1, "华升社区", "王大明", (ORDINARY,), reminded_on=reminded_on)
        private, group = reminder_for(pack, household, day, plan), group_reminder_for(pack, day, plan)
        if private or group:
            stage = (private or group).stage.code.replace("closed", "late")  # type: ignore[union-attr]
            found.append((day.isoformat(), stage, bool(private), bool(group)))
        if private:
            reminded_on = day
        day += timedelta(days=1)
    rows = table("Which reminder when")
    assert found == [
        (morning, stage, household == "yes", group == "yes") for morning, stage, household, group in rows
    ]


def test_the_settings_have_these_defaults() -> None:
    fields = Settings.model_fields
    for name, default, _ in table("How to change it"):
        value = fields[name.removeprefix("CANBAO_").lower()].default
        assert default == (",".join(map(str, value)) if isinstance(value, tuple) else str(value)), name


def test_lanes_and_errors_have_these_figures() -> None:
    pace = Allowance()
    said = " ".join(PAGE.split())
    for words in (
        f"Each has {delivery.IN_FLIGHT} messages in flight",
        f"{pace.per_second} messages a second overall",
        f"{pace.private_per_second:.0f} a second in a private chat after a burst of {pace.private_burst}",
        f"{pace.group_per_minute:.0f} a minute in a group after a burst of {pace.group_burst}",
        f"more than {pace.group_per_minute + pace.group_burst:.0f} in any minute",
        f"written {SLICE} at a time",
        f"at most {delivery.MAX_DELAY.seconds // 60} min; given up after {delivery.MAX_ATTEMPTS} attempts",
        f"again after {delivery.BASE_DELAY.seconds // 2}–{delivery.BASE_DELAY.seconds} s",
    ):
        assert words in said
