"""A request of the page or of a test, read: who acts, where, and with what. And how it is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.playground import people
from bot.playground.actors import Chat, User
from bot.playground.errors import ApiError, PeopleError
from bot.playground.http import as_upload
from bot.playground.schema import Upload
from bot.playground.world import World

Json = dict[str, Any]


class Asked:
    """Fields of the path, the query and the body (JSON or multipart) together; `files` are the uploads."""

    def __init__(self, world: World, fields: Json, files: list[Upload]) -> None:
        self.world = world
        self.fields = fields
        self.files = files

    @classmethod
    async def read(cls, world: World, request: Request) -> Asked:
        """Raises PeopleError for a body that is no JSON object."""
        fields: Json = dict(request.query_params)
        files: list[Upload] = []
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            async with request.form() as form:
                for name, value in form.multi_items():
                    if isinstance(value, UploadFile):
                        files.append(await as_upload(value))
                    else:
                        fields[name] = value
        elif await request.body():
            fields |= _object(await _json(request))
        return cls(world, fields | request.path_params, files)

    def __getitem__(self, name: str) -> Any:
        if name not in self.fields:
            raise PeopleError(f"{name!r} is missing")
        return self.fields[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A field that may be missing."""
        return self.fields.get(name, default)

    def text(self, name: str) -> str:
        """A field that must be a text."""
        if not isinstance(self[name], str):
            raise PeopleError(f"{name!r} must be a text")
        return cast(str, self[name])

    def number(self, name: str) -> int:
        """A field that must be a whole number, such as an id."""
        try:
            return int(self[name])
        except (TypeError, ValueError):
            raise PeopleError(f"{name!r} must be a number") from None

    def optional(self, name: str) -> int | None:
        """A number that may be missing."""
        return None if self.get(name) in (None, "") else self.number(name)

    def user(self, name: str = "by") -> User:
        """Somebody by id; `by` is who acts."""
        return people.user(self.world, self.number(name))

    def chat(self, name: str = "chat_id") -> Chat:
        """A chat that `by` is in."""
        return people.chat_for(self.world, self.number(name), self.user())


async def _json(request: Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        raise PeopleError("the body is no JSON") from None


def _object(body: Any) -> Json:
    if not isinstance(body, dict):
        raise PeopleError("the body must be a JSON object")
    return body


def route(world: World, method: str, path: str, action: Callable[[Asked], Any]) -> Route:
    """An endpoint that answers with what `action` returns, or 400 and `{"error": …}`."""

    async def endpoint(request: Request) -> JSONResponse:
        try:
            return JSONResponse(action(await Asked.read(world, request)))
        except PeopleError as error:
            return JSONResponse({"error": str(error)}, 400)
        except ApiError as error:
            return JSONResponse({"error": error.description}, 400)

    return Route(path, endpoint, methods=[method])
