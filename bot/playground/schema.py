"""Checks the parameters of a call against methods.json, in Telegram's words where it has words for it.

Stricter than Telegram in one respect: an unknown parameter or field is an error instead of being ignored,
because it is a slip of the caller.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from bot.playground.errors import ApiError, bad_request

Json = dict[str, Any]
Check = Callable[[str, Any], Any]  # (name of the field, value) to the value in its own type

# files never collide with parameters: they are parts of a multipart body with a file name
ATTACHED = "attach://"

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    **{
        kind: f"there is no {kind.replace('_', ' ')} in the request"
        for kind in ("animation", "audio", "document", "photo", "sticker", "video", "video_note", "voice")
    },
}
# documented as required, but empty has a meaning of its own
_MAY_BE_EMPTY = {("setWebhook", "url")}
_NOT_JSON = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "reply_parameters": "can't parse reply parameters JSON object",
    "link_preview_options": "can't parse link preview options JSON object",
    "scope": "can't parse BotCommandScope JSON object",
    "reaction": "can't parse reaction types JSON object",
}
_NO_OBJECT = {
    "reply_markup": "object expected as reply markup",
    "reply_parameters": "object expected as reply parameters",
    "link_preview_options": "object expected as link preview options",
    "permissions": "object expected as permissions",
}
_NO_ARRAY = {
    "message_ids": "expected an Array of message identifiers",
    "commands": "expected an Array of BotCommand",
    "media": "expected an Array of InputMedia",
    "reaction": "expected an Array of ReactionType",
    "inline_keyboard": 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    "keyboard": 'Field "keyboard" must be an Array of Arrays',
}
_NAMES_OF_PARTS = {
    "InlineKeyboardButton": "inline keyboard button",
    "KeyboardButton": "keyboard button",
    "InputMedia": "InputMedia",
    "ReactionType": "ReactionType",
    "BotCommand": "BotCommand",
    "BotCommandScope": "BotCommandScope",
    "MessageEntity": "MessageEntity",
}
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_MARKUPS = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}


@cache
def api() -> Json:
    """The contents of methods.json."""
    loaded: Json = json.loads(Path(__file__).with_name("methods.json").read_text(encoding="utf-8"))
    return loaded


def fields_of(type_name: str) -> list[str]:
    """The field names of a type, e.g. the rights of ChatAdministratorRights."""
    return [name.rstrip("!") for name in api()["types"][type_name]]


class _Fault(ValueError):
    """Something inside a JSON value; the text says what, the outermost part says where."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Bot API: its name as documented and the checks of its parameters."""

    name: str
    checks: Mapping[str, Check]
    required: tuple[str, ...]

    def params(self, given: Mapping[str, Any]) -> Json:
        """The parameters in their own types; raises ApiError 400 for unknown, missing or ill-typed ones."""
        params: Json = {}
        for name, value in given.items():
            check = self.checks.get(name)
            if check is None:
                if isinstance(value, Upload):
                    continue  # a file for some attach://name
                raise bad_request(f'unknown parameter "{name}"')
            if value is None or value == "":
                continue
            try:
                params[name] = check(name, value)
            except _Fault as fault:
                raise bad_request(str(fault)) from None
        for name in self.required:
            if name not in params:
                raise missing(name)
        return params


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    name: str
    content: bytes
    media_type: str


def missing(name: str) -> ApiError:
    """400 for a required parameter that is not there or empty."""
    return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))


@cache
def methods() -> dict[str, Method]:
    """Every method of the Bot API by its name in lower case: names are not case-sensitive."""
    return {name.lower(): _method(name, fields) for name, fields in api()["methods"].items()}


def _method(name: str, fields: dict[str, str]) -> Method:
    required = tuple(f[:-1] for f in fields if f.endswith("!") and (name, f[:-1]) not in _MAY_BE_EMPTY)
    checks = {field.rstrip("!"): _top_check(types) for field, types in fields.items()}
    return Method(name, checks, required)


def _top_check(types: str) -> Check:
    """A parameter: complex values arrive as JSON in a string."""
    names = types.split("|")
    check = _any_of(names)
    simple = {"String", "Integer", "Float", "Boolean", "InputFile"}
    return check if simple.intersection(names) else partial(_decoded, check)


def _decoded(check: Check, name: str, value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise _Fault(_NOT_JSON.get(name, f"can't parse {name} JSON object")) from None
    return check(name, value)


def _any_of(names: list[str]) -> Check:
    if "InlineKeyboardMarkup" in names and len(names) > 1:
        return _markup
    if "InputFile" in names:
        return _file_or_text
    if names == ["Integer", "String"]:
        return _integer_or_text
    return _check_of(names[0])


@cache
def _check_of(name: str) -> Check:
    if name.startswith("Array of "):
        inner = name.removeprefix("Array of ")
        return partial(_array, _check_of(inner), inner)
    if name in _SIMPLE:
        return _SIMPLE[name]
    if variants := api()["variants"].get(name):
        return partial(_variant, name, variants)
    return partial(_object, name) if name in api()["types"] else _anything


def _anything(_name: str, value: Any) -> Any:
    return value


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _Fault(f'Field "{name}" must be of type String')
    return value


def _integer(name: str, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(value) if isinstance(value, str) else _no_number(name)
    except ValueError:
        return _no_number(name)


def _float(name: str, value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        return float(value) if isinstance(value, str) else _no_number(name)
    except ValueError:
        return _no_number(name)


def _no_number(name: str) -> int:
    raise _Fault(f'Field "{name}" must be a Number')


def _boolean(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _BOOLEANS:
        return _BOOLEANS[value.lower()]
    raise _Fault(f'Field "{name}" must be of type Boolean')


def _integer_or_text(name: str, value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = _text(name, value)
    return int(text) if text.lstrip("-").isdecimal() and text.isascii() else text


def _file_or_text(name: str, value: Any) -> Upload | str:
    return value if isinstance(value, Upload) else _text(name, value)


_SIMPLE: dict[str, Check] = {
    "String": _text,
    "Integer": _integer,
    "Float": _float,
    "Boolean": _boolean,
}


def _array(check: Check, inner: str, name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Fault(_NO_ARRAY.get(name, f'Field "{name}" must be of type Array'))
    part = _NAMES_OF_PARTS.get(inner)
    if part is None:
        return [check(name, item) for item in value]
    try:
        return [check(part, item) for item in value]
    except _Fault as fault:
        raise _Fault(f"can't parse {part}: {fault}") from None


def _object(type_name: str, name: str, value: Any) -> Json:
    if type_name == "KeyboardButton" and isinstance(value, str):
        return {"text": value}
    if not isinstance(value, dict):
        raise _Fault(_NO_OBJECT.get(name, "expected an Object"))
    checks, required = _shape(type_name)
    checked: Json = {}
    for key, item in value.items():
        check = checks.get(key)
        if check is None:
            raise _Fault(f'unknown field "{key}"')
        if item is not None:
            checked[key] = check(key, item)
    for key in required:
        if key not in checked:
            raise _Fault(f'Can\'t find field "{key}"')
    return checked


@cache
def _shape(type_name: str) -> tuple[dict[str, Check], tuple[str, ...]]:
    fields: dict[str, str] = api()["types"][type_name]
    required = tuple(field[:-1] for field in fields if field.endswith("!"))
    return {field.rstrip("!"): _any_of(types.split("|")) for field, types in fields.items()}, required


def _variant(type_name: str, variants: dict[str, str], name: str, value: Any) -> Json:
    if not isinstance(value, dict):
        raise _Fault("expected an Object")
    by = next(iter(variants)).split("=")[0]
    if by not in value:
        raise _Fault(f'Can\'t find field "{by}"')
    subtype = variants.get(f"{by}={value[by]}")
    if subtype is None:
        raise _Fault(_unsupported(type_name, value[by]))
    return _object(subtype, name, value)


def _unsupported(type_name: str, kind: Any) -> str:
    if type_name == "ReactionType":
        return "invalid reaction type specified"
    if type_name == "InputMedia":
        return f'type "{kind}" is unsupported'
    return "Unsupported type specified"


def _markup(name: str, value: Any) -> Json:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise _Fault(_NOT_JSON["reply_markup"]) from None
    if not isinstance(value, dict):
        raise _Fault(_NO_OBJECT["reply_markup"])
    if not value:
        return {}
    kind = next((type_name for key, type_name in _MARKUPS.items() if key in value), None)
    if kind is None:
        raise _Fault("unknown kind of reply markup")
    return _object(kind, name, value)
