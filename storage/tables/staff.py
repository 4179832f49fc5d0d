"""Who works for the collection."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table

from storage.tables.base import metadata
from storage.types import Moment

staff = Table(
    "staff",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("area_id", String(64), primary_key=True),  # "" for township staff: every village
    Column("joined_at", Moment, nullable=False),
    Column("invited_by", BigInteger, nullable=False),
    Column(
        "name", String(128), nullable=False
    ),  # as Telegram shows it on joining: lists name who is in charge
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("area_id", String(64), nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", BigInteger),
    Column("used_at", Moment),
)
