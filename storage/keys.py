"""The secrets beside the database: ID numbers become fingerprints, phone numbers are sealed, codes are hashed.

One master secret stands in `canbao.key` (mode 0600) in the data folder, outside the database; all keys are derived
from it. Who has only the database can neither read a phone number nor try out ID numbers. Who loses the file can
no longer match persons: keep a copy apart from the backups of the database.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from knowledge.roster.values import IdNumber, Phone
from storage import marks
from storage.database import Database
from storage.errors import KeyUnusable

FILE_NAME = "canbao.key"
# of the database: the fingerprint of nothing under its key, to notice a key that is not its own
MARK = "key"
_SECRET_BYTES = 32
_FINGERPRINT_BYTES = 16
_BLOCK_BYTES = 64


class _KeyedHash:
    """HMAC-SHA256 under one key (RFC 2104), the first 16 bytes; twice as fast as `hmac.digest` for many."""

    def __init__(self, key: bytes) -> None:
        padded = key.ljust(_BLOCK_BYTES, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def digests(self, texts: Iterable[str]) -> list[bytes]:
        digests = []
        for text in texts:
            inner, outer = self._inner.copy(), self._outer.copy()
            inner.update(text.encode())
            outer.update(inner.digest())
            digests.append(outer.digest()[:_FINGERPRINT_BYTES])
        return digests


class Keys:
    """What is derived from the master secret. Prints as nothing but its name."""

    def __init__(self, secret: bytes) -> None:
        def derived(purpose: bytes, length: int) -> bytes:
            return HKDF(SHA256(), length, salt=None, info=b"canbao " + purpose).derive(secret)

        self._hash_number = _KeyedHash(derived(b"id numbers", 32))
        self._hash_code = _KeyedHash(derived(b"codes", 32))
        self._seals = AESSIV(derived(b"phones", 64))

    def __repr__(self) -> str:
        return "Keys(…)"

    def fingerprint(self, number: IdNumber) -> bytes:
        """What stands for an ID number in the database."""
        return self._hash_number.digests([number.reveal()])[0]

    def fingerprints(self, numbers: Iterable[IdNumber]) -> list[bytes]:
        """The fingerprints of many ID numbers."""
        return self._hash_number.digests(map(IdNumber.reveal, numbers))

    def code_hash(self, code: str) -> bytes:
        """What stands for a household's one-time code."""
        return self._hash_code.digests([code])[0]

    def seal(self, phone: Phone) -> bytes:
        """A phone number encrypted (AES-SIV, RFC 5297): the same number gives the same bytes, so that an import
        sees whether it changed."""
        return self._seals.encrypt(phone.reveal().encode(), None)

    def unseal(self, sealed: bytes) -> Phone:
        """The phone number again; `KeyUnusable` where it was sealed under another key."""
        try:
            return Phone(self._seals.decrypt(sealed, None).decode())
        except InvalidTag:
            raise KeyUnusable("a phone number was sealed under another key") from None

    @property
    def mark(self) -> str:
        """By which a database knows its key."""
        return self.code_hash("").hex()


def _read_secret(path: Path) -> bytes | None:
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise KeyUnusable(f"the key file {path} cannot be read: {error}") from error
    with contextlib.suppress(ValueError):
        secret = bytes.fromhex(text)
        if len(secret) == _SECRET_BYTES:
            return secret
    raise KeyUnusable(f"the key file {path} is damaged: put its copy back in its place")


def _make_secret(path: Path) -> bytes:
    secret = secrets.token_bytes(_SECRET_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        return _read_secret(path) or _make_secret(path)
    except OSError as error:
        raise KeyUnusable(f"the key file {path} cannot be made: {error.strerror}") from error
    with os.fdopen(file, "w", encoding="ascii") as stream:
        stream.write(secret.hex() + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return secret


async def open_keys(database: Database, folder: Path) -> Keys:
    """The keys of a database, made on first use; `KeyUnusable` where the file is gone, damaged or another's."""
    path = folder / FILE_NAME
    async with database.reading() as connection:
        known = await marks.find_mark(connection, MARK)
    secret = _read_secret(path)
    if secret is None:
        if known is not None:
            raise KeyUnusable(
                f"the key file {path} is missing, and without it the persons in the database cannot be "
                "recognised: put its copy back in its place"
            )
        secret = _make_secret(path)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    keys = Keys(secret)
    if known is None:
        async with database.transaction() as connection:
            await marks.set_mark(connection, MARK, keys.mark)
    elif known != keys.mark:
        raise KeyUnusable(
            f"the key file {path} belongs to another database: put this database's own in its place"
        )
    return keys
