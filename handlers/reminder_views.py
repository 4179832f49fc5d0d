"""What staff see of reminders: a day's preview, and what they brought."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.due_reminders import Office, due_slice, group_texts, village_groups
from knowledge.phrasebook import day as whole_day
from knowledge.reminding.due import GroupReminder, Phase, Reminder, Stage, free_categories, group_reminder_for
from knowledge.reminding.wording import Words
from storage import calls, reminder_effect
from storage.database import Connection
from storage.reminders import GROUP, PRIVATE

SLICE = 500
_FAR = 400  # days ahead that are searched for the next reminder
_CHANNELS = (PRIVATE, GROUP, "call")


@dataclass(slots=True)
class Preview:
    """What would go out on a day: households by stage, messages, groups with what one of them is told."""

    day: date
    stages: Counter[Stage] = field(default_factory=Counter)
    messages: int = 0
    group_reminder: GroupReminder | None = None
    groups: int = 0
    group_example: str | None = None
    without_app: int = 0
    reminders: list[Reminder] = field(default_factory=list)

    @property
    def households(self) -> int:
        """Households that would be reminded in private."""
        return self.stages.total()


async def preview(connection: Connection, office: Office, on: date) -> Preview:
    """What would go out on a day as things stand now; nothing is written."""
    shown = Preview(on, group_reminder=group_reminder_for(office.pack, on, office.plan))
    after = 0
    while (found := await due_slice(connection, office, on, None, after, SLICE)) is not None:
        after = found.last_id
        for reminder, readers in found.due:
            shown.stages[reminder.stage] += 1
            shown.messages += len(readers)
            shown.reminders.append(reminder)
    if shown.group_reminder is not None:
        groups = await village_groups(connection, office.pack)
        texts = await group_texts(connection, office, groups[:1], shown.group_reminder, on)
        shown.groups, shown.group_example = len(groups), next(iter(texts.values()), None)
    pack = office.pack
    areas = [area.id for area in pack.reporting_areas]
    shown.without_app = await calls.count_without_app(connection, pack.year, free_categories(pack), areas)
    return shown


async def preview_text(connection: Connection, office: Office, words: Words, on: date, today: date) -> str:
    """A day's preview for the township."""
    shown = await preview(connection, office, on)
    lines = [words.say("preview_head", day=_md(on, words))]
    if shown.households:
        lines.append(words.say("preview_private", households=shown.households, messages=shown.messages))
        for stage, number in sorted(shown.stages.items(), key=lambda item: item[0].urgency):
            lines.append(words.say("preview_stage", stage=words.stage(stage), households=number))
    if shown.group_reminder and shown.groups:
        stage_words = words.stage(shown.group_reminder.stage)
        lines.append(words.say("preview_groups", groups=shown.groups, stage=stage_words))
    if len(lines) == 1:
        lines.append(words.say("preview_none"))
    if shown.group_example:
        lines += [words.say("preview_example"), shown.group_example]
    if upcoming := next_day(office, max(on, today)):
        lines.append(words.say("preview_next", day=_md(upcoming, words)))
    if shown.without_app:
        lines.append(words.say("preview_calls", households=shown.without_app))
    return "\n".join([*lines, words.say("preview_stats")])


def _md(value: date, words: Words) -> str:
    """A day of this season: 12月24日."""
    written = whole_day(value, words.locale)
    return written.partition("年")[2] or written


def next_day(office: Office, after: date) -> date | None:
    """The next day on which village groups, and so most households, are reminded."""
    for number in range(1, _FAR):
        day = after + timedelta(days=number)
        if group_reminder_for(office.pack, day, office.plan):
            return day
    return None


async def stats_text(connection: Connection, words: Words, today: date) -> str:
    """Who paid within seven days of which reminder, by channel."""
    effects = await reminder_effect.list_effects(connection, words.pack.id, words.pack.year)
    if not effects:
        return words.say("stats_none")
    lines = [words.say("stats_head", day=_md(today, words))]
    for channel in _CHANNELS:
        rows = sorted((e for e in effects if e.channel == channel), key=lambda e: stage_of(e.stage).urgency)
        if rows:
            lines.append(words.say("stats_channel", channel=words.say(f"channel_{channel}")))
        for effect in rows:
            percent = effect.paid * 100 // effect.owed if effect.owed else 0
            stage = words.stage(stage_of(effect.stage))
            lines.append(
                words.say("stats_row", stage=stage, owed=effect.owed, paid=effect.paid, percent=percent)
            )
    return "\n".join([*lines, words.say("stats_note")])


def stage_of(code: str) -> Stage:
    """The stage of a record: before:7."""
    phase, _, days = code.partition(":")
    return Stage(Phase(phase), int(days))
