"""people.yaml: who may enrol, who pays less, and the words in which people say so."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from knowledge.schema.base import Clause, Data, Fact, Id, Name, NamedFact, Percent


class NoSubsidy(Data):
    """Pays the individual fee."""

    kind: Literal["none"]


class Share(Data):
    """`percent` of the fee is paid for the person, who never pays it: 100 is 全额资助.

    Who is confirmed later than `confirmed_until` pays the whole fee, where the notice has such a day.
    """

    kind: Literal["share"]
    percent: Percent
    confirmed_until: date | None = None


class DepartmentPays(Data):
    """A department enrols the person and pays the pool directly; the person pays nothing."""

    kind: Literal["department_pays"]
    department: Name


class PayFirst(Data):
    """Pays the fee and gets it back: `refund` is "all" or "unstated" where the notice names no sum."""

    kind: Literal["pay_first"]
    refund: Literal["all", "unstated"]


class FullIfConfirmed(Data):
    """Free for who was confirmed by that day; confirmed later, the person pays first and gets all back."""

    kind: Literal["full_if_confirmed"]
    confirmed_by: date
    refund_clause: Clause


class LeftToOthers(Data):
    """The notice leaves the sum to a rule that it does not print; `whose` names it.

    `refund` is "unstated" where it also leaves open whether people pay less or pay first.
    """

    kind: Literal["left_to_others"]
    whose: Name
    refund: Literal["none", "unstated"] = "none"


class NotEnrolled(Data):
    """Has to be insured elsewhere and pays nothing here."""

    kind: Literal["not_enrolled"]


Subsidy = Annotated[
    NoSubsidy | Share | DepartmentPays | PayFirst | FullIfConfirmed | LeftToOthers | NotEnrolled,
    Field(discriminator="kind"),
]


class Category(Fact):
    """A kind of person (人员类别).

    `name` is the notice's word, `key` the short everyday one that tallies use, `words` what else people say.
    `group` chooses the person's window, `situation` opens entries outside it. `condition` and `note` are said
    with the figure; `void_words` in a remark (外地户籍) take the subsidy away. Ages are in full years.
    """

    id: Id
    name: Name
    key: Name
    words: tuple[Name, ...] = ()
    subsidy: Subsidy
    group: Id | None = None
    situation: Id | None = None
    condition: str | None = None
    note: str | None = None
    void_words: tuple[Name, ...] = ()
    age_from: int | None = None
    age_below: int | None = None


class OpenWords(Data):
    """Everyday words that this notice does not settle: the reply asks instead of guessing.

    `clause` is where the notice comes nearest, None where it comes near nowhere.
    """

    words: tuple[Name, ...]
    reason: Name
    clause: Clause | None = None


class WholeHousehold(Fact):
    """The notice enrols only whole households: one unpaid member holds the others up."""


class People(Data):
    """`eligible` 参保对象, `categories` with the ordinary person first."""

    eligible: tuple[NamedFact, ...] = Field(min_length=1)
    categories: tuple[Category, ...] = Field(min_length=1)
    open_words: tuple[OpenWords, ...] = ()
    whole_household: WholeHousehold | None = None
