"""fees.yaml: what a person pays and what the state adds, by insurance year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from knowledge.schema.base import Data, Fact, Yuan


class FeeValue(Fact):
    """The amount of a year; `expected` where the notice announces one and leaves the figure to others.

    `reason` is why it changed, in our words, where the notice says so.
    """

    amount: Yuan | None = None
    expected: bool = False
    reason: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> FeeValue:
        if (self.amount is None) != self.expected:
            raise ValueError("needs either an amount or `expected: true`")
        return self


class FeeSeries(Data):
    """Values by insurance year; a fee belongs to the year that it insures, not to the day of payment."""

    unit: Literal["yuan/person"]
    values: Mapping[int, FeeValue]

    def amount_of(self, year: int) -> Decimal | None:
        """Yuan per person of an insurance year, None where the notice gives no figure."""
        value = self.values.get(year)
        return value.amount if value else None


class Fees(Data):
    """个人缴费标准 and 财政补助标准."""

    individual: FeeSeries
    subsidy: FeeSeries | None = None
