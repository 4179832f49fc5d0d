"""Makes methods.json from a description of the whole Bot API (PaulSonOfLars/telegram-bot-api-spec, MIT).

    python bot/playground/extract_methods.py api.json

Keeps what is needed to check a call: methods and the types that they take, each with its fields' types.
A `!` after a name marks a required field; `|` separates the types of a field that may have several.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

# answers are made from these, no method takes them as a parameter
ANSWER_TYPES = ("ChatAdministratorRights", "ChatPermissions")
SOURCE = {"source": "PaulSonOfLars/telegram-bot-api-spec", "licence": "MIT, see methods.LICENSE"}


def _field_type(names: list[str]) -> str:
    """`Array of InputMediaPhoto | Array of InputMediaVideo` is an `Array of InputMedia`."""
    if len(names) > 1 and all(name.startswith("Array of InputMedia") for name in names):
        return "Array of InputMedia"
    return "|".join(names)


def _fields(entry: Json) -> dict[str, str]:
    return {
        field["name"] + ("!" if field["required"] else ""): _field_type(field["types"])
        for field in entry.get("fields", [])
    }


def _type_names(fields: dict[str, str]) -> Iterator[str]:
    for names in fields.values():
        for name in names.split("|"):
            yield name.replace("Array of ", "")


def _variant(api: Json, subtype: str) -> tuple[str, str] | None:
    """The field and the value that tell a subtype, e.g. ("type", "photo")."""
    for field in api["types"][subtype].get("fields", []):
        found = re.search(r"(?:must be|always) [\"“]?(\w+)", field["description"])
        if field["name"] in ("type", "status", "source") and found:
            return field["name"], found[1]
    return None


def extract(api: Json) -> Json:
    """The compact description; only types that some method takes."""
    methods = {name: _fields(method) for name, method in sorted(api["methods"].items())}
    wanted = [name for fields in methods.values() for name in _type_names(fields)] + list(ANSWER_TYPES)
    types: dict[str, dict[str, str]] = {}
    variants: dict[str, dict[str, str]] = {}
    while wanted:
        name = wanted.pop()
        if name in types or name in variants or name not in api["types"]:
            continue
        if subtypes := api["types"][name].get("subtypes"):
            told = {subtype: _variant(api, subtype) for subtype in subtypes}
            variants[name] = {
                f"{found[0]}={found[1]}": subtype for subtype, found in sorted(told.items()) if found
            }
            wanted.extend(subtypes)
        else:
            types[name] = _fields(api["types"][name])
            wanted.extend(_type_names(types[name]))
    emoji_field = next(f for f in api["types"]["ReactionTypeEmoji"]["fields"] if f["name"] == "emoji")
    return {
        **SOURCE,
        "version": api["version"],
        "reactions": re.findall(r"[\"“]([^\"”]+)[\"”]", emoji_field["description"]),
        "methods": methods,
        "types": dict(sorted(types.items())),
        "variants": dict(sorted(variants.items())),
    }


def write(compact: Json, path: Path) -> None:
    """One method or type a line, so that a new version of the Bot API shows as a readable difference."""
    parts = []
    for key, value in compact.items():
        if isinstance(value, dict):
            rows = [f"    {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items()]
            parts.append(f"  {json.dumps(key)}: {{\n" + ",\n".join(rows) + "\n  }")
        else:
            parts.append(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    described = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    write(extract(described), Path(__file__).with_name("methods.json"))
