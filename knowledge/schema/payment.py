"""payment.yaml: by which way to pay, for whom, with what proof."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from knowledge.schema.base import Data, NamedFact, Yuan


class Channel(NamedFact):
    """A way to pay. `kind` is what it needs: a phone, a counter, cash in hand, or somebody else to do it.

    `above`: only with more than this in the account.
    """

    kind: Literal["phone", "web", "counter", "machine", "cash", "agent", "agreement", "account"]
    proof: str | None = None
    above: Yuan | None = None


class Payment(Data):
    """缴费渠道."""

    channels: tuple[Channel, ...] = Field(min_length=1)
