"""Files that were sent: kept once per content, found again by file_id; photos in several sizes."""

from __future__ import annotations

import hashlib
import io
import mimetypes
from dataclasses import dataclass
from typing import Any, Literal

from PIL import Image, UnidentifiedImageError

from bot.playground.errors import bad_request

Json = dict[str, Any]
Kind = Literal["photo", "document", "video", "audio", "voice", "animation", "sticker", "video_note"]

# longest side in pixels of the sizes that Telegram keeps of a photo
PHOTO_SIDES = (90, 320, 800, 1280, 2560)
MAX_PHOTO_BYTES = 10 << 20
MAX_DOWNLOAD_BYTES = 20 << 20
MAX_UPLOAD_BYTES = 50 << 20
_KIND_NAMES = {"photo": "Photo", "document": "Document", "video": "Video", "audio": "Audio"}


@dataclass(slots=True)
class File:
    """One file as getFile knows it. A smaller size of a photo is rendered when somebody downloads it."""

    file_id: str
    unique_id: str
    kind: Kind
    path: str
    name: str
    media_type: str
    original: bytes
    width: int = 0
    height: int = 0
    _rendered: bytes = b""

    @property
    def content(self) -> bytes:
        """The bytes that a download gives."""
        if self.kind != "photo":
            return self.original
        if not self._rendered:
            self._rendered = _jpeg(self.original, self.width, self.height)
        return self._rendered

    @property
    def size(self) -> int:
        """Size in bytes; for a photo's size about what its download will have."""
        return len(self.original) if self.kind != "photo" else max(1, self.width * self.height // 6)

    def as_json(self) -> Json:
        """What every kind of file has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """Everything that was uploaded."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._by_content: dict[tuple[Kind, str, str], tuple[File, ...]] = {}
        self._together: dict[str, tuple[File, ...]] = {}

    def add(self, kind: Kind, name: str, content: bytes, media_type: str = "") -> tuple[File, ...]:
        """Keeps a file; several sizes, smallest first, for a photo. Raises ApiError 400 for a bad one."""
        if not content:
            raise bad_request("file must be non-empty")
        digest = hashlib.sha256(content).hexdigest()
        known = self._by_content.get((kind, digest, name))
        if known is None:
            known = (
                self._photo(content, digest)
                if kind == "photo"
                else self._plain(kind, name, content, media_type)
            )
            self._by_content[kind, digest, name] = known
            self._together.update((file.file_id, known) for file in known)
        return known

    def by_id(self, file_id: str) -> File:
        """Raises ApiError 400 for an id that nobody was given."""
        found = self._by_id.get(file_id)
        if found is None:
            raise bad_request("invalid file_id")
        return found

    def reused(self, kind: Kind, file_id: str) -> tuple[File, ...]:
        """What sending a file_id again as `kind` sends; raises ApiError 400 for a wrong id or kind."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            was, wanted = (_KIND_NAMES.get(k, k.capitalize()) for k in (file.kind, kind))
            raise bad_request(f"can't use file of type {was} as {wanted}")
        return self._together[file_id]

    def by_path(self, path: str) -> File | None:
        """For downloads."""
        return self._by_path.get(path)

    def _keep(self, file: File) -> File:
        self._by_id[file.file_id] = file
        self._by_path[file.path] = file
        return file

    def _plain(self, kind: Kind, name: str, content: bytes, media_type: str) -> tuple[File, ...]:
        number = len(self._by_id)
        suffix = name[name.rfind(".") :] if "." in name else ".bin"
        guessed = mimetypes.guess_type(name)[0] or media_type or "application/octet-stream"
        ids = _ids(kind, number)
        path = f"{kind}s/file_{number}{suffix}"
        return (self._keep(File(*ids, kind, path, name, guessed, content)),)

    def _photo(self, content: bytes, digest: str) -> tuple[File, ...]:
        if len(content) > MAX_PHOTO_BYTES:
            raise bad_request(f"file of size {len(content)} bytes is too big for a photo")
        width, height = _dimensions(content)
        longest = max(width, height)
        sides = [side for side in PHOTO_SIDES if side < longest]
        sides.append(min(longest, PHOTO_SIDES[-1]))
        sizes = []
        for side in dict.fromkeys(sides):
            number = len(self._by_id)
            ids = _ids("photo", number)
            shown = (max(1, width * side // longest), max(1, height * side // longest))
            path = f"photos/file_{number}.jpg"
            sizes.append(
                self._keep(File(*ids, "photo", path, f"{digest[:8]}.jpg", "image/jpeg", content, *shown))
            )
        return tuple(sizes)


def _ids(kind: Kind, number: int) -> tuple[str, str]:
    unique = hashlib.sha256(f"{kind} {number}".encode()).hexdigest()
    return f"AgAC{unique[:48]}", f"AQAD{unique[48:60]}"


def _dimensions(content: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _jpeg(content: bytes, width: int, height: int) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        if image.format == "JPEG" and image.size == (width, height):
            return content
        out = io.BytesIO()
        image.convert("RGB").resize((width, height)).save(out, "JPEG", quality=85)
    return out.getvalue()


def media_json(sizes: tuple[File, ...]) -> Json:
    """The part of a Message that shows a file, e.g. `{"photo": [PhotoSize, …]}`."""
    file = sizes[-1]
    if file.kind == "photo":
        return {"photo": [{**s.as_json(), "width": s.width, "height": s.height} for s in sizes]}
    shown = {**file.as_json(), "file_name": file.name, "mime_type": file.media_type}
    if file.kind in ("video", "animation"):
        shown |= {"width": 640, "height": 360, "duration": 1}
    elif file.kind in ("audio", "voice"):
        shown |= {"duration": 1}
        if file.kind == "voice":
            del shown["file_name"]
    if file.kind == "animation":
        return {"animation": shown, "document": shown}
    return {file.kind: shown}
