"""Messages about a case: rows of the outbox, each noted with the case so that it goes when the case is forgotten."""

from __future__ import annotations

from typing import Any

from handlers import keyboards
from handlers.context import House
from handlers.talks import Rows
from knowledge.cases.case_numbers import number_of
from knowledge.cases.draft import File
from storage import cases
from storage.database import Connection
from storage.outbox import Lane, Outgoing, add_message

_SENDS = {"photo": "send_photo", "document": "send_document"}


async def post(
    connection: Connection,
    house: House,
    case_id: int,
    chat_id: int,
    suffix: str,
    payload: dict[str, Any],
    *,
    method: str = "send_message",
    is_card: bool = False,
    lane: Lane = Lane.NOTICE,
) -> None:
    """Puts a message about a case into the outbox; `suffix` tells it from the case's other ones to this chat."""
    key = f"case:{case_id}:{suffix}:{chat_id}"
    await add_message(connection, Outgoing(key, chat_id, payload, method, lane), house.now())
    await cases.add_post(connection, case_id, key, chat_id, is_card=is_card)


def text_payload(text: str, rows: Rows = ()) -> dict[str, Any]:
    """The parameters of a text with buttons."""
    return {"text": text, "reply_markup": keyboards.inline(rows).to_dict()} if rows else {"text": text}


async def post_file(
    connection: Connection,
    house: House,
    case_id: int,
    chat_id: int,
    suffix: str,
    file: File,
    caption: str,
    *,
    protected: bool,
) -> None:
    """Sends a photo or document by its Telegram id; a protected one cannot be forwarded or saved."""
    payload = {file.kind: file.file_id, "caption": caption, "protect_content": protected}
    await post(connection, house, case_id, chat_id, suffix, payload, method=_SENDS[file.kind])


def head(case_id: int) -> str:
    """How every message about a case begins: who replies to it is heard in the case."""
    return f"【{number_of(case_id)}】"
