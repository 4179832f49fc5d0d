"""The key file beside the database: made once, kept private, missed when it is gone."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.roster.values import IdNumber, Phone
from storage.database import Database
from storage.errors import KeyUnusable
from storage.keys import FILE_NAME, Keys, _KeyedHash, open_keys
from tests.support.lists import number

ID, PHONE = IdNumber(number(1)), Phone("10012345678")


@given(key=st.binary(min_size=32, max_size=32), text=st.text(max_size=40))
def test_the_hash_is_hmac_sha256(key: bytes, text: str) -> None:
    assert _KeyedHash(key).digests([text]) == [hmac.digest(key, text.encode(), hashlib.sha256)[:16]]


def test_another_secret_gives_other_fingerprints(keys: Keys) -> None:
    assert keys.fingerprint(ID) == keys.fingerprint(IdNumber(number(1)))
    assert keys.fingerprint(ID) != Keys(b"1" * 32).fingerprint(ID)
    assert keys.fingerprint(ID) != keys.code_hash(ID.reveal())


def test_phones_are_sealed(keys: Keys) -> None:
    sealed = keys.seal(PHONE)
    assert PHONE.reveal().encode() not in sealed
    assert keys.unseal(sealed) == PHONE
    assert keys.seal(Phone(PHONE.reveal())) == sealed


@pytest.mark.parametrize("damage", [lambda sealed: sealed[:-1] + b"\0", lambda sealed: sealed[::-1]])
def test_a_damaged_seal(keys: Keys, damage: object) -> None:
    with pytest.raises(KeyUnusable):
        keys.unseal(damage(keys.seal(PHONE)))  # type: ignore[operator]


def test_keys_print_as_nothing(keys: Keys) -> None:
    assert "0" not in repr(keys)


async def test_the_file_is_private_and_stays(database: Database, tmp_path: Path) -> None:
    first = await open_keys(database, tmp_path / "data")
    file = tmp_path / "data" / FILE_NAME
    assert file.stat().st_mode & 0o777 == 0o600
    second = await open_keys(database, tmp_path / "data")
    assert first.fingerprint(ID) == second.fingerprint(ID)


async def test_a_file_that_others_could_read_is_closed(database: Database, tmp_path: Path) -> None:
    await open_keys(database, tmp_path)
    (tmp_path / FILE_NAME).chmod(0o644)
    await open_keys(database, tmp_path)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


async def test_a_lost_file(database: Database, tmp_path: Path) -> None:
    await open_keys(database, tmp_path)
    (tmp_path / FILE_NAME).unlink()
    with pytest.raises(KeyUnusable, match="is missing"):
        await open_keys(database, tmp_path)
    assert not (tmp_path / FILE_NAME).exists()


async def test_another_databases_file(database: Database, tmp_path: Path) -> None:
    await open_keys(database, tmp_path)
    (tmp_path / FILE_NAME).write_text("00" * 32)
    with pytest.raises(KeyUnusable, match="belongs to another database"):
        await open_keys(database, tmp_path)


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "\udcff"])
async def test_a_damaged_file(database: Database, tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content, errors="surrogateescape")
    with pytest.raises(KeyUnusable, match=r"damaged|cannot be read"):
        await open_keys(database, tmp_path)


async def test_a_folder_that_cannot_be_made(database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyUnusable, match="cannot be"):
        await open_keys(database, tmp_path / "file")
