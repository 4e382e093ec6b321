"""The quote book: what each person said, across articles and outlets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.core.quotes.persons import Appearance, persons
from bot.core.quotes.variants import PersonName, name_parts, parse_name, same_person
from bot.core.reading.text import paragraphs, sentences
from bot.model import BookLine, BookPage, Quote, Span

LONGEST_PARAGRAPH = 20_000
"""Code points beyond which a paragraph is no prose and is not cut into sentences."""

Place = tuple[str, tuple[Span, ...]]
"""A text and where in it: the same for a quote and its copies in twins."""


def pages(quotes: Iterable[Quote], speaker: str, limit: int) -> tuple[BookPage, ...]:
    """A page for each person whom a name may mean, with the newest lines of all of them.

    The quotes come newest first. A full name means its own forms; a surname means everybody of that name.
    """
    copies: defaultdict[Place, list[Quote]] = defaultdict(list)
    for quote in quotes:
        copies[quote.article.content, quote.spans].append(quote)
    people = meant(persons(first for first, *_ in copies.values()), speaker)
    asked = {place for person in people for one in person for place in map(_place, one.quotes)}
    newest = {place: copies[place] for place in [place for place in copies if place in asked][:limit]}
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


def _place(quote: Quote) -> Place:
    return quote.article.content, quote.spans


def _page(person: Sequence[Appearance], newest: Mapping[Place, Sequence[Quote]]) -> BookPage:
    said = {place for one in person for place in map(_place, one.quotes)}
    lines = tuple(_line(copies) for place, copies in newest.items() if place in said)
    names = Counter(one.speaker for one in person)
    name = max(names, key=lambda form: (len(form.split()) > 1, not form.isupper(), names[form]))
    role = next((quote.role for one in person for quote in one.quotes if quote.role), None)
    return BookPage(name, role, tuple(form for form in names if form != name), lines)


def _line(copies: Sequence[Quote]) -> BookLine:
    first = copies[0]
    return BookLine(first, around(first), tuple(dict.fromkeys(copy.article for copy in copies)))
