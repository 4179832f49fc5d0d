"""What can be wrong with a pack's facts: ids that lead nowhere, words with two meanings, figures that do not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, pairwise

from knowledge.cases.catalogue import load_catalogue
from knowledge.categories import plain
from knowledge.pack import Pack
from knowledge.schema.dates import AfterWindow, InWindow
from knowledge.schema.staff import PointsAndFunds

Where = tuple[str | int, ...]
Fault = tuple[Where, str]
Check = Callable[[Pack, frozenset[str]], Iterator[Fault]]


def doubled(names: Iterable[str]) -> set[str]:
    """The names that stand more than once."""
    return {name for name, count in Counter(names).items() if count > 1}


def _fees(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    for year in pack.fees.individual.values:
        if year > pack.year:
            yield ("fees", "individual", "values", year), f"a fee for {year} in the pack of {pack.year}"


def _categories(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    for name in doubled(category.id for category in pack.categories):
        yield ("people", "categories"), f"category «{name}» stands twice"
    for name in doubled(category.key for category in pack.categories):
        yield ("people", "categories"), f"key «{name}» belongs to two categories"
    if pack.ordinary.subsidy.kind != "none":
        yield ("people", "categories", 0), "the first category is the ordinary person, without subsidy"
    groups = {group for window in pack.windows for group in window.groups}
    situations = {who for entry in pack.dates.entries for who in entry.who}
    known_situations = {category.situation for category in pack.categories}
    for index, category in enumerate(pack.categories):
        if category.group and category.group not in groups:
            yield ("people", "categories", index, "group"), f"no window for group «{category.group}»"
    for index, entry in enumerate(pack.dates.entries):
        for who in set(entry.who) & situations - known_situations:
            yield ("dates", "entries", index, "who"), f"no category has the situation «{who}»"


def _words(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    """No word may mean two things."""
    seen: dict[str, str] = {}
    for index, category in enumerate(pack.categories):
        for word in {plain(w) for w in (category.name, category.key, *category.words)}:
            if seen.setdefault(word, category.id) != category.id:
                what = f"«{word}» means both {seen[word]} and {category.id}"
                yield ("people", "categories", index, "words"), what
    for index, group in enumerate(pack.people.open_words):
        for word in group.words:
            if plain(word) in seen:
                what = f"«{word}» is open but already means {seen[plain(word)]}"
                yield ("people", "open_words", index, "words"), what


def _windows(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    for name in doubled(window.id for window in pack.windows):
        yield ("dates", "windows"), f"window «{name}» stands twice"
    for one, other in combinations(pack.windows, 2):
        overlap = one.from_ <= other.until and other.from_ <= one.until
        nested = (one.from_ <= other.from_ and other.until <= one.until) or (
            other.from_ <= one.from_ and one.until <= other.until
        )
        main = pack.dates.main_window in (one.id, other.id)
        if one.groups == other.groups and overlap and not nested and not main:
            what = f"window «{other.id}» overlaps «{one.id}» for the same people"
            yield ("dates", "windows", pack.windows.index(other)), what
    if pack.dates.covers_from > pack.dates.covers_until:
        yield ("dates", "covers_until"), "the pack's time runs backwards"
    main_window = pack.main_window
    if not pack.dates.covers_from <= main_window.from_ <= main_window.until <= pack.dates.covers_until:
        yield ("dates", "main_window"), "the main window lies outside the pack's time"
    if pack.dates.covers_until.year != pack.year:
        yield ("dates", "covers_until"), f"the pack is about {pack.year} but ends {pack.dates.covers_until}"


def _entries(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    ids = {window.id for window in pack.windows}
    for name in doubled(entry.id for entry in pack.dates.entries):
        yield ("dates", "entries"), f"entry «{name}» stands twice"
    for index, entry in enumerate(pack.dates.entries):
        if isinstance(entry.when, InWindow | AfterWindow) and entry.when.window not in ids:
            yield ("dates", "entries", index, "when"), f"no window «{entry.when.window}»"
        if entry.cover.kind == "day" and entry.cover.day.year != pack.year:
            yield ("dates", "entries", index, "cover"), f"cover begins outside {pack.year}"
        subsidy = pack.fees.subsidy
        if entry.charge == "financing" and (subsidy is None or pack.year not in subsidy.values):
            what = f"the financing standard needs the subsidy of {pack.year} in fees.yaml"
            yield ("dates", "entries", index, "charge"), what
    if all(entry.who for entry in pack.dates.entries):
        yield ("dates", "entries"), "nobody without a special situation can pay: an entry for all is missing"


def _areas(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    for name in doubled(area.id for area in pack.areas):
        yield ("area_tree", "root"), f"area «{name}» stands twice; give one of them an id"
    names = [name for area in pack.areas for name in {area.name, *area.aliases}]
    for name in doubled(names):
        yield ("area_tree", "root"), f"«{name}» is the name of two areas"
    figures = any(area.target is not None for area in pack.areas)
    if figures and pack.area_tree.clause is None:
        yield ("area_tree", "root"), "figures without a clause"
    for index, area in enumerate(pack.reporting_areas):
        if area.target is not None and area.headcount is not None and area.target > area.headcount:
            what = f"{area.name}: target {area.target} above headcount {area.headcount}"
            yield ("area_tree", "root", "children", index, "target"), what


def _cases(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    kinds = load_catalogue().kinds
    for kind in kinds:
        if kind not in pack.cases.kinds:
            yield ("cases", "kinds"), f"case kind «{kind}» is missing: give at least its target_days"
    for kind, rule in pack.cases.kinds.items():
        if kind not in kinds:
            yield ("cases", "kinds", kind), f"no case kind «{kind}» in the catalogue"
        for name in doubled(paper.id for paper in rule.papers):
            yield ("cases", "kinds", kind, "papers"), f"paper «{name}» stands twice"
    for key, canned in (("replies", pack.cases.replies), ("refusals", pack.cases.refusals)):
        for name in doubled(sentence.id for sentence in canned):
            yield ("cases", key), f"«{name}» stands twice"


def _tiers(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    rule = pack.staff.assessment
    if not isinstance(rule, PointsAndFunds):
        return
    where: Where = ("staff", "assessment", "funds", "tiers")
    for index, (upper, lower) in enumerate(pairwise(rule.funds.tiers), 1):
        if lower.until_percent is None or lower.until_percent > upper.from_percent:
            yield (*where, index), f"overlaps the tier from {upper.from_percent} %"
        elif lower.until_percent < upper.from_percent:
            yield (*where, index), f"nothing between {lower.until_percent} % and {upper.from_percent} %"
    if rule.funds.tiers[-1].from_percent != 0:
        yield (*where, len(rule.funds.tiers) - 1), "the lowest tier has to start at 0 %"
    total = rule.enrolment.full + sum(item.points for item in rule.items)
    if total != 100:
        yield ("staff", "assessment", "items"), f"the points add up to {total}, not 100"


def _rates(pack: Pack, topics: frozenset[str]) -> Iterator[Fault]:
    if not any(rate.group == "all" for rate in pack.staff.rates):
        yield ("staff", "rates"), "no required rate for all"
    for index, rate in enumerate(pack.staff.rates):
        if rate.percent > 100:
            yield ("staff", "rates", index, "percent"), "a required rate above 100 %"


FACT_CHECKS: tuple[Check, ...] = (
    _fees,
    _windows,
    _entries,
    _categories,
    _words,
    _areas,
    _cases,
    _tiers,
    _rates,
)
