"""`canbao ask`: a question as a resident would type it, and what the bot would say."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated, Any

import typer

from bot.errors import BadInput
from bot.jsonl import Row, RowError, dumps, work_through
from bot.offline import (
    JsonlOption,
    JsonOption,
    OnOption,
    PackOption,
    chosen_day,
    chosen_pack,
    day_from,
    row_day,
    row_pack,
)
from knowledge.answer import answer
from knowledge.library import Library, load_library
from knowledge.model import Reply, ReplyKind
from knowledge.pack import Pack
from knowledge.phrasebook import SOURCE_LOCALE
from knowledge.reply import reply_to
from knowledge.understand import load_understander

app = typer.Typer(add_completion=False)


def reply_row(reply: Reply, pack: Pack, on: date, library: Library) -> Row:
    """A reply as the contract writes it. In private the topic is the best guess, also where the bot asks back."""
    answers = reply.answers
    if not answers and reply.topic:
        answers = (answer(library, pack, reply.topic, on),)
    return {
        "topic": reply.topic,
        "confidence": reply.confidence,
        "asks_back": reply.kind is ReplyKind.ASK_BACK,
        "answer": "\n\n".join(found.text for found in answers) or None,
        "sources": [
            {"document": document, "clause": clause}
            for document, clause in dict.fromkeys(
                (source.document, clause)
                for found in answers
                for source in found.sources
                for clause in source.clause.split("、")
            )
        ],
        "alternatives": list(reply.alternatives),
        "stated": all(found.stated for found in answers),
    }


def _asked(library: Library, pack: Pack, question: str, on: date, group: bool) -> Reply:
    return reply_to(library, pack, load_understander(), question, on, group=group)


def _row_text(row: Row, name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise RowError(f"{name}: a text is missing")
    return value


def _row_flag(row: Row, name: str, default: bool) -> bool:
    value: Any = row.get(name, default)
    if not isinstance(value, bool):
        raise RowError(f"{name}: «{value}» is neither true nor false")
    return value


def _for_people(reply: Reply, library: Library, row: Row) -> str:
    if reply.topic is None:
        silent = reply.kind is ReplyKind.SILENT
        return "（不出声）" if silent else library.phrases.say("welcome.unsure", SOURCE_LOCALE)
    if row["asks_back"]:
        offered = (reply.topic, *reply.alternatives)
        labels = "\n".join(f"［{library.topic_label(topic, SOURCE_LOCALE)}］" for topic in offered)
        return f"{library.phrases.say('answer.offer', SOURCE_LOCALE)}\n{labels}"
    return str(row["answer"])


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="the question, in any words")] = None,
    pack: PackOption = None,
    on: OnOption = None,
    group: Annotated[bool, typer.Option("--group", help="said in a group, to nobody")] = False,
    as_json: JsonOption = False,
    jsonl: JsonlOption = False,
) -> None:
    """Answer a question as the bot would, in private or in a group."""
    library = load_library()

    def work(row: Row) -> Row:
        row_policy = row_pack(library, row, pack)
        day = row_day(row, day_from(on) if on else None)
        reply = _asked(library, row_policy, _row_text(row, "q"), day, _row_flag(row, "group", group))
        return reply_row(reply, row_policy, day, library)

    if jsonl:
        work_through(sys.stdin, sys.stdout, work)
        return
    if question is None:
        raise BadInput("ask what? canbao ask 今年交多少钱")
    policy, day = chosen_pack(library, pack), chosen_day(on)
    reply = _asked(library, policy, question, day, group)
    row = reply_row(reply, policy, day, library)
    typer.echo(dumps(row) if as_json else _for_people(reply, library, row))
