"""One frozen `Settings`, read once from the environment or `.env`; complains by name in one line."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BadSettings
from knowledge.reminding.plan import Caution, Plan
from knowledge.reminding.quiet import QuietHours
from storage.database import check_url, file_of

TELEGRAM_API = "https://api.telegram.org"


class Settings(BaseSettings):
    """The settings of contract.md; `CANBAO_` before each name in the environment."""

    model_config = SettingsConfigDict(env_prefix="CANBAO_", env_file=".env", extra="ignore", frozen=True)

    token: SecretStr | None = Field(None, description="the bot's token from BotFather")
    api_url: str = Field(TELEGRAM_API, description="root of the Bot API")
    database: str = Field("sqlite+aiosqlite:///data/canbao.sqlite3", description="SQLAlchemy URL")
    pack: str = Field("xiyan-2022", description="policy pack: an id or a folder")
    admins: Annotated[tuple[int, ...], NoDecode] = Field((), description="Telegram user ids, comma separated")
    now: datetime | None = Field(None, description="the clock starts from here, for demos and tests")
    timezone: str = Field("Asia/Shanghai", description="IANA name")
    webhook_url: str | None = Field(None, description="public address for webhook mode")
    webhook_secret: SecretStr | None = Field(None, description="the webhook's secret token")
    listen: str = Field("127.0.0.1:8443", description="host:port that the webhook listens on")
    contact: str | None = Field(None, description="whom residents may call or visit, in the reply's words")
    case_files_days: int = Field(30, ge=1, le=365, description="days that a closed case's papers are kept")
    reminder_days: Annotated[tuple[int, ...], NoDecode] = Field(
        (30, 14, 7, 3, 1), description="reminders so many days before a deadline; its last day always counts"
    )
    reminder_late_days: Annotated[tuple[int, ...], NoDecode] = Field(
        (3, 14, 30), description="reminders so many days after it"
    )
    reminder_gap_days: int = Field(
        3, ge=1, description="a household is reminded at most once in so many days"
    )
    quiet_hours: str = Field("21-8", description="no reminder or broadcast in these local hours; 0-0: always")
    approval_groups: int = Field(1, ge=0, description="broadcasts to more groups need a second colleague")
    approval_people: int = Field(50, ge=0, description="broadcasts to more people need a second colleague")
    first_look: int = Field(20, ge=0, description="a broadcast pauses after so many messages; 0: never")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @field_validator("admins", "reminder_days", "reminder_late_days", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.replace("，", ",").split(",") if part.strip())
        return value

    @field_validator("token", "webhook_url", "webhook_secret", "contact", "now", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is no IANA time zone, e.g. Asia/Shanghai") from None
        return value

    @field_validator("database")
    @classmethod
    def _known_database(cls, value: str) -> str:
        check_url(value)
        return value

    @field_validator("api_url")
    @classmethod
    def _http_root(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("quiet_hours")
    @classmethod
    def _two_hours(cls, value: str) -> str:
        if not re.fullmatch(r"([01]?\d|2[0-3])-([01]?\d|2[0-3])", value):
            raise ValueError("must be two hours of the day like 21-8")
        return value

    @property
    def plan(self) -> Plan:
        """When reminders go out."""
        begins, ends = map(int, self.quiet_hours.split("-"))
        days = tuple(sorted(set(self.reminder_days), reverse=True))
        late_days = tuple(sorted(set(self.reminder_late_days)))
        return Plan(days, late_days, self.reminder_gap_days, QuietHours(begins, ends))

    @property
    def caution(self) -> Caution:
        """How careful a broadcast is."""
        return Caution(self.approval_groups, self.approval_people, self.first_look)

    @property
    def zone(self) -> ZoneInfo:
        """The deployment's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def data_folder(self) -> Path:
        """Where files beside the database live: the keys."""
        path = file_of(self.database)
        return path.parent if path else Path("data")


def read_settings(**overrides: object) -> Settings:
    """The settings of this process; `BadSettings` names the variable that is wrong."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "CANBAO_" + str(first["loc"][0]).upper() if first["loc"] else "CANBAO_*"
        reason = first["msg"].removeprefix("Value error, ")
        raise BadSettings(f"{name}: {reason}") from error
