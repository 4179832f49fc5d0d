"""A policy pack (政策包): one notice as data, put together from its files and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from knowledge.model import Area, Source
from knowledge.schema.answers import AnswerText, UnstatedTopic
from knowledge.schema.areas import Areas
from knowledge.schema.base import Data
from knowledge.schema.cases import Cases
from knowledge.schema.dates import Dates, Entry, Window
from knowledge.schema.fees import Fees
from knowledge.schema.identity import Document, Doubt, Identity, Offices
from knowledge.schema.payment import Channel, Payment
from knowledge.schema.people import Category, People
from knowledge.schema.staff import Staff


class Pack(Data):
    """All that one notice says. Lookups by id raise KeyError: a pack that loaded has no dangling ids."""

    identity: Identity
    fees: Fees
    people: People
    dates: Dates
    payment: Payment
    staff: Staff
    area_tree: Areas
    answers: Mapping[str, AnswerText]
    cases: Cases

    def __hash__(self) -> int:
        """Packs are told apart by notice, so that what is derived from one can be cached."""
        return hash((self.id, self.year))

    @property
    def id(self) -> str:
        return self.identity.id

    @property
    def place(self) -> str:
        return self.identity.place

    @property
    def county(self) -> str:
        return self.identity.county

    @property
    def year(self) -> int:
        """The insurance year that the notice is about."""
        return self.identity.year

    @property
    def documents(self) -> tuple[Document, ...]:
        return self.identity.documents

    @property
    def offices(self) -> Offices:
        return self.identity.offices

    @property
    def unstated(self) -> Mapping[str, UnstatedTopic | None]:
        return self.identity.unstated

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return self.identity.doubts

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.people.categories

    @property
    def windows(self) -> tuple[Window, ...]:
        return self.dates.windows

    @property
    def channels(self) -> tuple[Channel, ...]:
        return self.payment.channels

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """All areas of the tree, each before those below it."""
        return tuple(self.area_tree.root.flattened())

    @cached_property
    def reporting_areas(self) -> tuple[Area, ...]:
        """The areas that the notice gives figures for: the tree's lowest."""
        parents = {area.parent for area in self.areas}
        return tuple(area for area in self.areas if area.id not in parents)

    @cached_property
    def ordinary(self) -> Category:
        """Who is in no special category (普通)."""
        return self.categories[0]

    @cached_property
    def main_window(self) -> Window:
        """The window that people mean by 征缴期."""
        return self.window(self.dates.main_window)

    @cached_property
    def fee(self) -> Decimal:
        """Yuan that an ordinary person pays for the pack's year."""
        amount = self.fees.individual.amount_of(self.year)
        assert amount is not None, "a pack without this year's fee does not load"
        return amount

    @property
    def fee_clause(self) -> str:
        return self.fees.individual.values[self.year].clause

    def category(self, category_id: str) -> Category:
        return next(c for c in self.categories if c.id == category_id)

    def window(self, window_id: str) -> Window:
        return next(w for w in self.windows if w.id == window_id)

    def entry(self, entry_id: str) -> Entry:
        return next(e for e in self.dates.entries if e.id == entry_id)

    def source(self, *clauses: str) -> Source:
        """Where facts stand in this notice; several clauses in one line."""
        return Source(self.documents[0].name, "、".join(dict.fromkeys(clauses)))

    def covers(self, day: date) -> bool:
        """Whether the pack speaks about this day: from its first window to the end of its year."""
        return self.dates.covers_from <= day <= self.dates.covers_until
