"""What a person's message is to a talk about a case: words without numbers, a file, or something else altogether."""

from __future__ import annotations

import re

from telegram import Message

from handlers.context import Context, House
from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.draft import Awaiting, Draft, File, Step
from knowledge.privacy import CARD, ID_NUMBER
from knowledge.spoken_dates import find_days
from knowledge.text import normalise

# from this confidence on, a message in the middle of a talk counts as a question of its own
CLEAR = 0.9
_SPREADSHEETS = (".xlsx", ".xls", ".csv", ".et")
_NOT_A_MATTER = (None, "none", "smalltalk")
_BESIDE_A_DAY = 4


_ASKING = re.compile("多少|怎么|怎样|咋|什么|啥|几时|几号|哪|吗|[?？]|能不能|是不是|要不要|可不可以")
_NAMED = r"(?:(?:公民)?身份证|证件|银行卡|存折|卡)?(?:号码|号)?(?:是|为)?[:：\s]*"
_NUMBER = re.compile(rf"{_NAMED}(?:{ID_NUMBER.pattern}|{CARD.pattern})")


def clean(text: str) -> tuple[str, bool]:
    """The words without ID and card numbers, which are never kept; and whether there were any."""
    without = _NUMBER.sub("", text)
    return without.strip(" \t\n，,：:；;"), without != text


def file_of(message: Message, paper: str = "") -> File:
    """The photo or document of a message, by Telegram's ids."""
    if message.photo:
        largest = message.photo[-1]
        return File("photo", largest.file_id, largest.file_unique_id, paper, message.message_id)
    document = message.document
    assert document is not None, "only messages with a photo or a document come here"
    return File("document", document.file_id, document.file_unique_id, paper, message.message_id)


def is_spreadsheet(message: Message) -> bool:
    """Lists of people never go into a talk by mistake: they are for the imports."""
    name = (message.document.file_name or "").lower() if message.document else ""
    return name.endswith(_SPREADSHEETS)


def clear_topic(text: str, house: House) -> str | None:
    """The topic that a text clearly asks about, None for anything else."""
    reading = house.understander.read(text)
    if reading.topic in _NOT_A_MATTER or reading.confidence < CLEAR:
        return None
    if _ASKING.search(text):
        return reading.topic
    return reading.topic if reading.is_question and not _is_hardly_more_than_a_day(text, house) else None


def _is_hardly_more_than_a_day(text: str, house: House) -> bool:
    """十一月三号交的 answers when something was paid; to the bot alone it asks what that day means."""
    plain = normalise(text)
    days = find_days(plain, house.now().date())
    return bool(days) and len(plain) - sum(day.end - day.start for day in days) <= _BESIDE_A_DAY


def is_about_something_else(text: str, step: Step, draft: Draft, context: Context) -> bool:
    """Whether a text is a clear question to the bot rather than what the step waits for.

    Where a problem is told in one's own words, a topic that cases are about is part of the story.
    """
    topic = clear_topic(text, context.house)
    if topic is None:
        return False
    catalogue = load_catalogue()
    tells = step.awaiting is not Awaiting.QUESTION or catalogue.questions[step.name].expects == "text"
    return not (tells and catalogue.kinds_under(topic))
