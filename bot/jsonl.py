"""The `--jsonl` convention of the offline commands: an object a line in, an object a line out, in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TextIO

Row = dict[str, Any]


class RowError(ValueError):
    """A row cannot be worked on; the text is one clear line for its sender."""


def dumps(row: Row) -> str:
    """One line of JSON with Chinese left readable."""
    return json.dumps(row, ensure_ascii=False)


def _worked(line: str, work: Callable[[Row], Row]) -> Row:
    row_id: Any = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise RowError("a line must be a JSON object")
        row_id = row.get("id")
        return {"id": row_id, **work(row)}
    except json.JSONDecodeError as error:
        return {"id": None, "error": f"not JSON: {error.msg} at character {error.pos + 1}"}
    except RowError as error:
        return {"id": row_id, "error": str(error)}


def work_through(lines: Iterable[str], out: TextIO, work: Callable[[Row], Row]) -> None:
    """Writes `work`'s result for each line; a bad line becomes {"id", "error"} and the run goes on."""
    for line in lines:
        if line.strip():
            out.write(dumps(_worked(line, work)) + "\n")
            out.flush()
