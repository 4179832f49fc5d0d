"""A topic, a pack and a day to the exact text that a resident gets, with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.computed import computed
from knowledge.facts import filled
from knowledge.library import Library
from knowledge.model import Answer, Audience, Source, Topic
from knowledge.pack import Pack
from knowledge.render import Computed, in_script, lines_of, said, source_line
from knowledge.rules.guard import guard
from knowledge.schema.answers import UnstatedTopic

Contacts = str | Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Parts:
    """An answer before it is one text: the stale guard's warning, the body, doubts, whom to ask, the sources."""

    warning: str | None
    body: str
    doubts: str | None
    office: str | None
    sources: tuple[Source, ...]
    stated: bool
    related: tuple[str, ...]


def office_for(pack: Pack, topic: Topic, contacts: Contacts) -> str:
    """Whom to ask: the deployment's contact, else the office that the notice sends such people to.

    A mapping may set "residents" and "staff" apart.
    """
    audience = "staff" if topic.audience is Audience.STAFF else "residents"
    if isinstance(contacts, str) and contacts:
        return contacts
    if isinstance(contacts, Mapping) and contacts.get(audience):
        return contacts[audience]
    return pack.offices.staff if audience == "staff" else pack.offices.residents


def ask_office(library: Library, pack: Pack, topic: Topic, locale: str, contacts: Contacts) -> str:
    """The sentence that sends people on to somebody who knows."""
    office = in_script(office_for(pack, topic, contacts), locale)
    return library.phrases.say("answer.ask_office", locale, office=office)


def _doubts(pack: Pack, topic: Topic, locale: str) -> str:
    said_of = [doubt.say for doubt in pack.doubts if topic.id in doubt.topics and doubt.say]
    return "\n".join(in_script(filled(line, pack), locale) for line in said_of)


def _warning(library: Library, pack: Pack, on: date, locale: str) -> str | None:
    remark = guard(pack, on)
    return said(library.phrases, remark, locale) if remark else None


def _body(result: Computed | None, general: str | None, locale: str) -> str:
    """The computed lines, then the general text after an empty line."""
    parts = ("\n".join(result.lines) if result else None, general.rstrip("\n") if general else None)
    return in_script("\n\n".join(part for part in parts if part), locale)


def _stated(library: Library, pack: Pack, topic: Topic, on: date, question: str | None, locale: str) -> Parts:
    known = pack.answers[topic.id]
    result = computed(library, pack, topic.id, on, question, locale) if question else None
    general = None if result and result.complete else known
    clauses = (*(result.clauses if result else ()), *(general.clauses if general else ()))
    doubtful = general is not None or not (result and result.settled)
    return Parts(
        warning=_warning(library, pack, on, locale),
        body=_body(result, filled(general.text, pack) if general else None, locale),
        doubts=_doubts(pack, topic, locale) if doubtful else None,
        office=None,
        sources=(pack.source(*clauses),),
        stated=True,
        related=known.related,
    )


def _unstated(library: Library, pack: Pack, topic: Topic, on: date, locale: str, contacts: Contacts) -> Parts:
    hint = pack.unstated[topic.id] or UnstatedTopic()
    silence = library.phrases.say(
        "answer.unstated", locale, place=in_script(pack.place, locale), year=pack.year
    )
    nearby = in_script(filled(hint.nearby, pack), locale) if hint.nearby else None
    return Parts(
        warning=_warning(library, pack, on, locale),
        body=lines_of(silence, nearby),
        doubts=None,
        office=ask_office(library, pack, topic, locale, contacts),
        sources=(pack.source(*hint.clauses),) if hint.clauses else (),
        stated=False,
        related=hint.related,
    )


def _greeting(library: Library, pack: Pack, locale: str) -> Parts:
    body = library.phrases.say("answer.smalltalk", locale, place=in_script(pack.place, locale))
    return Parts(None, body, None, None, (), True, ("fee_amount", "pay_window", "pay_channels"))


def parts_of(
    library: Library,
    pack: Pack,
    topic_id: str,
    on: date,
    question: str | None = None,
    locale: str = "zh_Hans",
    contacts: Contacts = None,
) -> Parts:
    """The parts of an answer, for those who set them differently: a poster, a script."""
    topic = library.topic(topic_id)
    if topic_id in pack.answers:
        return _stated(library, pack, topic, on, question, locale)
    if topic_id in pack.unstated:
        return _unstated(library, pack, topic, on, locale, contacts)
    return _greeting(library, pack, locale)


def answer(
    library: Library,
    pack: Pack,
    topic_id: str,
    on: date,
    question: str | None = None,
    locale: str = "zh_Hans",
    contacts: Contacts = None,
) -> Answer:
    """The answer of a pack on a day. `UnknownTopic` for an id that the catalogue does not have.

    With the question itself, what can be computed from it (a household, a birthday, today) comes first.
    """
    parts = parts_of(library, pack, topic_id, on, question, locale, contacts)
    source = source_line(library.phrases, parts.sources, locale)
    text = lines_of(parts.warning, parts.body, parts.doubts, parts.office, source)
    return Answer(topic_id, text, parts.sources, parts.stated, parts.related)
