"""The page's own files, held in memory: some forty small ones, asked for anew at every opening."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "page"
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class PageFile:
    """What a file holds and what it is."""

    content: bytes
    media_type: str


@lru_cache(maxsize=1)
def page_files() -> Mapping[str, PageFile]:
    """The files by their paths below `page/`."""
    return {
        path.relative_to(FOLDER).as_posix(): PageFile(
            path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        )
        for path in FOLDER.rglob("*")
        if path.is_file()
    }


async def page_file(request: Request) -> Response:
    """GET /page/{path}; the browser asks every time, so that nobody sees last week's page."""
    found = page_files().get(request.path_params["path"])
    if found is None:
        return Response(status_code=404)
    return Response(found.content, media_type=found.media_type, headers={"cache-control": "no-cache"})
