"""The quote book: which quotes are of one person across articles, and what each person said.

Names are brought together only where nothing speaks against it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.core.reading.names import SUFFIXES, PersonName, may_be_same, name_parts, parse_name, same_person
from bot.core.reading.text import STOP_WORDS, fold_text, paragraphs, sentences, terms
from bot.model import Article, BookLine, BookPage, Quote, Span

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)

SHARED_NAMES, SHARED_PART = 5, 0.25
"""Names that two articles share, and their part of the fewer names, from which both tell of one world.

Within a year of one country's politics, two articles in five that quote the same person pass, and one in
seven of those that quote different people.
"""

FAR_MORE = 3
"""Times as often as any namesake: who is quoted so much oftener is meant where an article gives no role."""

_SUFFIX = rf"(?i:{'|'.join(sorted(SUFFIXES))})"
_NAME = re.compile(r"(?<=[a-z,;’'] )[A-Z][\w’'-]+")
"""A capitalised word within a sentence."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A speaker in one article, with what the article quotes and whom else it names."""

    number: int  # in order of the quotes
    speaker: str
    name: PersonName | None  # None for a description
    article: Article
    quotes: tuple[Quote, ...]
    roles: frozenset[frozenset[str]]  # the stems of each
    around: frozenset[str]  # capitalised words of the article


def persons(quotes: Iterable[Quote]) -> list[list[Appearance]]:
    """The appearances of each person, those of the first quote first.

    A full name goes with its initials and middle names, unless two such forms speak against one
    another, or two articles give it other roles and tell of other worlds. A surname alone goes with the one
    person whom its article names in full; else with the same surname in an article of the same world.
    A description ("a spokesman") is of its article alone.
    """
    appearances = list(_appearances(quotes))
    full = [one for one in appearances if one.name and one.name.full]
    short = [one for one in appearances if one.name and not one.name.full]
    people = [person for form in _forms(full) for person in _apart(form)]
    left = [one for one in short if not _join(one, people)]
    for alone in _grouped(left, lambda one: one.name).values():
        people += _linked(alone, _of_one_world)
    people += [[one] for one in appearances if one.name is None]
    return sorted((sorted(person, key=_number) for person in people), key=lambda person: person[0].number)


def _appearances(quotes: Iterable[Quote]) -> Iterator[Appearance]:
    found: defaultdict[tuple[str, Article], list[Quote]] = defaultdict(list)
    for quote in quotes:
        if quote.speaker:
            found[quote.speaker, quote.article].append(quote)
    for number, ((speaker, article), said) in enumerate(found.items()):
        roles = frozenset(frozenset(terms(quote.role)) for quote in said if quote.role) - {frozenset()}
        around = frozenset(_NAME.findall(article.text))
        yield Appearance(number, speaker, parse_name(speaker), article, tuple(said), roles, around)


def _number(one: Appearance) -> int:
    return one.number


# --- full names ------------------------------------------------------------------------------------


def _forms(full: Sequence[Appearance]) -> Iterator[list[Appearance]]:
    """The appearances by name; a form that two others claim, who are not one person, stays by itself."""
    by_name = _grouped(full, lambda one: one.name)
    for kin in _grouped(filter(None, by_name), lambda name: (name.surname, name.suffix)).values():
        yield from ([one for name in forms for one in by_name[name]] for forms in _merged(kin))


def _merged(kin: Sequence[PersonName]) -> list[list[PersonName]]:
    clear = {name for name in kin if _is_clear(name, kin)}
    return _linked(kin, lambda one, other: {one, other} <= clear and same_person(one, other))


def _is_clear(name: PersonName, kin: Sequence[PersonName]) -> bool:
    near = [other for other in kin if same_person(name, other)]
    return all(same_person(one, other) for one in near for other in near)


def _apart(form: Sequence[Appearance]) -> list[list[Appearance]]:
    """One person, or several where roles and worlds of the articles speak against one."""
    groups = sorted(_linked(form, _agree), key=len, reverse=True)
    known = [group for group in groups if any(one.roles for one in group)]
    if len(known) < 2:
        return [list(form)]
    unknown = [group for group in groups if not any(one.roles for one in group)]
    if len(known[0]) < FAR_MORE * len(known[1]):
        return known + unknown
    return [known[0] + [one for group in unknown for one in group], *known[1:]]


def _agree(one: Appearance, other: Appearance) -> bool:
    """Whether a role of one holds the other's, or both stand in one world."""
    same_role = any(mine <= theirs or theirs <= mine for mine in one.roles for theirs in other.roles)
    return same_role or _of_one_world(one, other)


def _of_one_world(one: Appearance, other: Appearance) -> bool:
    own = {word for name in (one.speaker, other.speaker) for word in name.split()}
    mine, theirs = one.around - own, other.around - own
    shared = len(mine & theirs)
    return shared >= SHARED_NAMES and shared >= SHARED_PART * min(len(mine), len(theirs))


# --- surnames alone ----------------------------------------------------------------------------------


def _join(short: Appearance, people: Sequence[list[Appearance]]) -> bool:
    """Adds it to the one person whom its article names in full; False where there is none, or doubt."""
    page = f"{short.article.headline}\n{short.article.text}"
    named = [person for person in people if any(_names_in_full(page, one, short) for one in person)]
    if len(named) != 1 or not _fits(page, short, named[0]):
        return False
    named[0].append(short)
    return True


def _names_in_full(page: str, one: Appearance, short: Appearance) -> bool:
    mine, theirs = one.name, short.name
    if not (mine and theirs and mine.full and may_be_same(mine, theirs)):
        return False
    return re.search(rf"(?<!\w){re.escape(one.speaker)}(?!\w|,? {_SUFFIX}\b)", page) is not None


def _fits(page: str, short: Appearance, person: Sequence[Appearance]) -> bool:
    """Whether every capitalised word before the surname is the person's: "Mrs. Clinton" is not Bill."""
    surname = short.speaker.split()[-1]
    known = {part for one in person for part in name_parts(one.speaker)}
    known |= {part for one in person for quote in one.quotes for part in name_parts(quote.role or "")}
    before = re.findall(rf"\b([A-Z][\w’'-]*\.?) {re.escape(surname)}\b", page)
    return all(_is_theirs(word, page, known) for word in before)


def _is_theirs(word: str, page: str, known: set[str]) -> bool:
    """A given name or a role of theirs, or a word that begins a sentence: "But", "When"."""
    plain = fold_text(word).strip(".")
    return plain in known or plain in STOP_WORDS or f" {word.lower()} " in page


# --- groups --------------------------------------------------------------------------------------------


def _grouped(items: Iterable[T], key: Callable[[T], Key]) -> Mapping[Key, list[T]]:
    groups: defaultdict[Key, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _linked(items: Iterable[T], link: Callable[[T, T], bool]) -> list[list[T]]:
    """The items in groups: whoever is linked with one of a group belongs to it."""
    groups: list[list[T]] = []
    for item in items:
        linked = [any(link(other, item) for other in group) for group in groups]
        joined = [one for group, near in zip(groups, linked, strict=True) if near for one in group]
        apart = [group for group, near in zip(groups, linked, strict=True) if not near]
        groups = [*apart, [*joined, item]]
    return groups


# --- the pages of the book ---------------------------------------------------------------------------


LONGEST_PARAGRAPH = 20_000
"""Code points beyond which a paragraph is no prose and is not cut into sentences."""

QuoteKey = tuple[str, tuple[Span, ...]]
"""Of a quote and its copies."""


def pages(quotes: Iterable[Quote], speaker: str, limit: int) -> tuple[BookPage, ...]:
    """A page for each person whom a name may mean, with the newest lines of all of them.

    The quotes come newest first. A full name means its own forms; a surname means everybody of that name.
    """
    copies: defaultdict[QuoteKey, list[Quote]] = defaultdict(list)
    for quote in quotes:
        copies[quote.key].append(quote)
    people = meant(persons(first for first, *_ in copies.values()), speaker)
    asked = {quote.key for person in people for one in person for quote in one.quotes}
    newest = {key: copies[key] for key in [key for key in copies if key in asked][:limit]}
    return tuple(page for page in (_page(person, newest) for person in people) if page.lines)


def surname_of(speaker: str) -> str:
    """The surname in a typed full name, under which its other forms are found; else what was typed."""
    name = _typed(speaker)
    return name.surname if name and name.full else speaker


def _typed(speaker: str) -> PersonName | None:
    return parse_name(speaker.title() if speaker.islower() else speaker)


def around(quote: Quote) -> Span:
    """The sentences that a quote stands in."""
    text = quote.article.text
    touched = [
        sentence
        for paragraph in paragraphs(text)
        if paragraph.overlaps(quote.span) and len(paragraph) <= LONGEST_PARAGRAPH
        for sentence in sentences(text, paragraph)
        if sentence.overlaps(quote.span)
    ]
    spans = [*touched, quote.span]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def neighbours(text: str, span: Span) -> tuple[str, str]:
    """The sentence before a span of an article's text and the one after it; empty where there is none."""
    before = ""
    for paragraph in paragraphs(text):
        if len(paragraph) > LONGEST_PARAGRAPH:
            continue
        for sentence in sentences(text, paragraph):
            if sentence.end <= span.start:
                before = text[sentence.start : sentence.end]
            elif sentence.start >= span.end:
                return before, text[sentence.start : sentence.end]
    return before, ""


def meant(people: Sequence[list[Appearance]], speaker: str) -> list[list[Appearance]]:
    """Those whom a typed name may mean, all of them without one."""
    name = _typed(speaker)
    if name and name.full:
        own = [person for person in people if any(one.name and same_person(one.name, name) for one in person)]
        if own:
            return own
    wanted = name_parts(speaker)
    called = [person for person in people if _is_called(person, wanted)]
    by_name = [person for person in called if person[0].name]
    return by_name if wanted and by_name else called


def _is_called(person: Sequence[Appearance], wanted: Sequence[str]) -> bool:
    """Whether the last word is of the name, and the others of the name or of a role: "President Putin"."""
    names = {part for one in person for part in name_parts(one.speaker)}
    roles = {part for one in person for quote in one.quotes for part in name_parts(quote.role or "")}
    return set(wanted[-1:]) <= names and set(wanted) <= names | roles


def _page(person: Sequence[Appearance], newest: Mapping[QuoteKey, Sequence[Quote]]) -> BookPage:
    said = {quote.key for one in person for quote in one.quotes}
    lines = tuple(_line(copies) for key, copies in newest.items() if key in said)
    names = Counter(one.speaker for one in person)
    name = max(names, key=lambda form: (len(form.split()) > 1, not form.isupper(), names[form]))
    role = next((quote.role for one in person for quote in one.quotes if quote.role), None)
    return BookPage(name, role, tuple(form for form in names if form != name), lines)


def _line(copies: Sequence[Quote]) -> BookLine:
    first = copies[0]
    return BookLine(first, around(first), tuple(dict.fromkeys(copy.article for copy in copies)))
