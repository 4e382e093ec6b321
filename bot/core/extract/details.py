"""What a page says about its article: headline, byline and date."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from trafilatura.metadata import extract_metadata

from bot.core.extract.linked import Linked, linked_data
from bot.core.extract.tree import FAULTS, Element, text_of
from bot.core.reading.dates import moment

_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
"""For htmldate: the first publication, from marked-up places only; without `max_date` it asks the clock."""

_EARLIEST = 1990  # the year; what is earlier is an empty field of a template

_BETWEEN = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|»]\s*")
_BAR = re.compile(r"\s+[|»]\s+(?=[^|»]{2,40}$)")
_WORD = re.compile(r"\w+")
_BY = re.compile(
    r"^\W*(?:(?:written|reported|text|words|story|analysis)\s+)?(?:by|von|par|por)\b:?\s+", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"""^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august
    |september|october|november|december|(?:(?:site|web|blog|wp|super|news)[ -]?)?admin(?:istrator)?|editors?
    |(?:the[ ])?(?:our[ ])?staff(?:[ ](?:writer|reporter|correspondent)s?)?|(?:default[ ])?author|unknown|root
    |web[ -]?(?:master|desk|team|editor|staff)
    |(?:news|digital|online|editorial|content)[ -]?(?:desk|team|staff|editors?)
    |redaktion|newsroom|guest|user|by)$|\d|https?:|@""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_NAME = re.compile(r"\s+(?:is|was)\s+(?:an?|the|our)\b.*$|\s+\|.*$", re.DOTALL)
_DAYTIME = re.compile(r"(?<=\w\s)(\S+)\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_LONGEST_BYLINE = 120
_LONGEST_TITLE = 500
_MOST_HEADINGS = 50  # of a kind that are looked at; an article's own is among the first


@dataclass(frozen=True, slots=True)
class Details:
    """What a page says about its article."""

    headline: str
    byline: str | None
    published: datetime | None
    declared: bool = False  # the page calls itself an article


def details(tree: Element, url: str = "", hidden: Collection[Element] = ()) -> Details:
    """What the page of this address says, in sight; a date without a zone is taken for UTC."""
    heading = _first(_headings(tree)) or _first([*_meta(tree, "og:title"), *_titles(tree)])
    linked = linked_data(tree, heading, url)
    published = _published(tree, linked, url)
    visible = list(_visible_authors(tree, frozenset(hidden)))
    try:
        with _unmarked(tree):
            known = extract_metadata(tree, url or None, dict(_DATES), extensive=False)
    except FAULTS:
        return Details(_headline(tree, linked, url), None, published)
    kinds = (known.pagetype or "").lower()
    outlets = {name.lower() for name in (*_outlets(tree, linked), known.sitename or "")}
    return Details(
        headline=_headline(tree, linked, url),
        byline=_byline(linked.authors, outlets)
        or _byline(visible, outlets)
        or _byline((known.author or "").split(";"), outlets)
        or _byline(_meta(tree, *_AUTHORS), outlets),
        published=published or _not_early(moment(known.date or "")),
        declared=linked.is_article or "article" in kinds or "post" in kinds,
    )


def _meta(tree: Element, *names: str) -> Iterator[str]:
    """What the page's head says under these names, in the order of the names."""
    given: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            if meta.get(key) and meta.get("content"):
                given.setdefault(meta.get(key).strip().lower(), []).append(
                    " ".join(meta.get("content").split())
                )
    for name in names:
        yield from filter(None, given.get(name, ()))


# --- headline ------------------------------------------------------------------------------------


def _headline(tree: Element, linked: Linked, url: str) -> str:
    """The page's own heading where it agrees with what is marked up, or else the latter."""
    named = _first([*_meta(tree, "og:title"), linked.headline, *_titles(tree)])[:_LONGEST_TITLE]
    headings = list(_headings(tree))
    mastheads = [text for text in map(text_of, tree.iter("h1")) if text and text not in headings]
    for heading in headings:
        if _plain(heading) and (_plain(heading) in _plain(named) or _plain(named) in _plain(heading)):
            return heading
    if len(headings) == 1 and len(_words(headings[0]) & _words(named)) >= 2:
        return headings[0]
    return _without_outlet(named, [*_outlets(tree, linked), *mastheads], url) or _first(headings)


def _headings(tree: Element) -> Iterator[str]:
    """The first headings of the page; for one that names the site, the longer one that its title names."""
    titles = {_plain(title) for title in (*_meta(tree, "og:title"), *_titles(tree))}
    outlets = {_plain(name) for name in _meta(tree, *_OUTLETS)} - titles
    first = [text for text in map(text_of, islice(tree.iter("h1"), _MOST_HEADINGS)) if _plain(text)]
    lower = list(map(text_of, islice(tree.iter("h2", "h3"), _MOST_HEADINGS)))
    for text in first:
        plain = _plain(text)
        cut = (title.removesuffix(f" {plain}").removeprefix(f"{plain} ") for title in titles)
        rests = [rest for rest in cut if rest not in titles]
        others = [other for other in (*lower, *first) if len(other) > len(text)]
        named = _first(other for other in others if any(_begins(rest, _plain(other)) for rest in rests))
        if named or plain not in outlets:
            yield named or text


def _begins(rest: str, heading: str) -> bool:
    """Whether a heading is what is left of a title, or begins it."""
    return rest == heading or (" " in heading and rest.startswith(f"{heading} "))


def _titles(tree: Element) -> Iterator[str]:
    yield from _meta(tree, "twitter:title")
    yield from map(text_of, tree.iter("title"))


def _outlets(tree: Element, linked: Linked) -> Iterator[str]:
    """What the page calls its site."""
    yield from filter(None, (linked.outlet, *_meta(tree, *_OUTLETS)))


def _without_outlet(title: str, outlets: list[str], url: str) -> str:
    """The title without the site's own name behind or before it, and without anything else lost."""
    host = "".join(_WORD.findall((urlsplit(url).hostname or "").removeprefix("www.").rpartition(".")[0]))
    known = {_plain(name) for name in outlets}
    cuts = list(_BETWEEN.finditer(title))
    for cut in cuts[-1:] + cuts[:1]:
        before, after = title[: cut.start()].strip(), title[cut.end() :].strip()
        for rest, part in ((before, after), (after, before)):
            if rest and part and (_plain(part) in known or _is_host(part, host)):
                return rest
    return title if known else _BAR.split(title)[0]


def _is_host(part: str, host: str) -> bool:
    """Whether a name is that of the host: aldmouthpost.example of "Aldmouth Post"."""
    letters = "".join(_WORD.findall(part.lower()))
    return len(letters) > 2 and letters.removeprefix("the") in (host, host.removeprefix("the"))


def _first(texts: Iterator[str] | list[str]) -> str:
    return next((text for text in texts if text), "")


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 3}


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


# --- byline --------------------------------------------------------------------------------------

_AUTHORS = ("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator")
_JOINED = re.compile(r"\s*;\s*|\s+(?:and|und|et)\s+|\s+&\s+")
_OUTLETS = ("og:site_name", "application-name", "apple-mobile-web-app-title")


def _byline(authors: Iterable[str], outlets: set[str]) -> str | None:
    names = [_name(part) for author in authors for part in _JOINED.split(author)]
    kept = [name for name in dict.fromkeys(names) if name and name.lower() not in outlets]
    return ", ".join(kept)[:_LONGEST_BYLINE] or None


_MARKED = re.compile(
    r"author|byline|writer|journalist|reporter|contributor|screen-?name|posted-?by", re.IGNORECASE
)
_MARKS = ("class", "id", "rel", "itemprop", "data-component", "data-testid")
_MOST_MARKED = 500  # elements that are looked at
_LONGEST_CREDIT = 90  # characters of a line that says who wrote the article
_LEAD = 120  # characters of a paragraph that begins the text
_CREDIT_END = re.compile(r"\s*[|•·–—/]|\s+(?:in|for|at|on|en|à)\s|\s-\s|[(\d]")
_PARTS = re.compile(r"\s*[,;]\s*|\s+(?:and|und|et|y|e)\s+|\s+&\s+")
_NAMED = r"[A-ZÀ-ÖØ-Þ][\w.’'-]*"
_PARTICLES = r"(?:[ ](?:d[aeiou]s?|della?|v[ao]n|d[ea][rn]|le|la|bin|ibn|al|el|ten|ter|zu))*"
_PERSON = re.compile(rf"{_NAMED}(?:{_PARTICLES}[ ]{_NAMED}){{1,4}}")
_UNIT = re.compile(
    r"\s+(?:(?:the\s)?associated press|press association|staff \w+|ap|afp|reuters)$", re.IGNORECASE
)
_OFFICE = re.compile(
    r"\b(?:editors?|correspondents?|reporters?|writers?|staff|desk|news|press|team|bureau|chief|service|agency"
    r"|redakt\w+|agenc\w+|agentur|rédaction|redacción)\b",
    re.IGNORECASE,
)


def _visible_authors(tree: Element, hidden: frozenset[Element]) -> Iterator[str]:
    """Whom a line between the heading and the text names as authors, by a word as "By"."""
    homes = _homes(tree)
    for home in homes:
        heading = next(home.iter("h1"), None)
        below = heading is None
        for element in home.iter(etree.Element):
            below = below or element is heading
            text = _start_of(element) if below and element.tag in _LINES else ""
            if element.tag == "p" and len(text) > _LEAD:
                break
            if len(text) <= _LONGEST_CREDIT and _BY.match(text) and not _is_apart(element, homes, hidden):
                names = list(_people(_CREDIT_END.split(_BY.sub("", text))[0]))
                if names:
                    yield from names
                    return


_LINES = ("p", "div", "span", "address", "li", "cite", "a", "small", "em", "strong", "b")


def _start_of(element: Element) -> str:
    """Its text as far as a line of prose."""
    pieces: list[str] = []
    for piece in element.itertext():
        pieces.append(piece)
        if sum(map(len, pieces)) > 2 * _LEAD:
            break
    return " ".join(" ".join(pieces).split())


def _people(text: str) -> Iterator[str]:
    """The names at the beginning of an enumeration."""
    for part in (_UNIT.sub("", part) for part in _PARTS.split(text.strip(" .:"))):
        if not _PERSON.fullmatch(part) or _OFFICE.search(part):
            return
        yield part


@contextmanager
def _unmarked(tree: Element) -> Iterator[None]:
    """The page while the names of other articles' authors bear no mark of it."""
    homes = _homes(tree)
    named = (
        one for one in tree.iter(etree.Element) if any(_MARKED.search(one.get(name) or "") for name in _MARKS)
    )
    marked = [(one, dict(one.attrib)) for one in islice(named, _MOST_MARKED) if _is_apart(one, homes)]
    for one, _ in marked:
        for name in _MARKS:
            one.attrib.pop(name, None)
    try:
        yield
    finally:
        for one, attributes in marked:
            one.attrib.update(attributes)


def _is_apart(element: Element, homes: list[Element], hidden: frozenset[Element] = frozenset()) -> bool:
    """Whether it stands in a part of the page that is about others than its article, or hidden in it."""
    if element in hidden:
        return True
    for above in element.iterancestors():
        if above in homes:
            return False
        if above in hidden or above.tag in ("aside", "nav", "article") or _APART_NAME.search(_named(above)):
            return True
    return False


def _name(part: str) -> str:
    name = _DAYTIME.sub(r"\1", _AFTER_NAME.sub("", _BY.sub("", " ".join(part.split()))))
    return "" if _NO_NAME.search(name) else ", ".join(map(_in_small_letters, name.split(", ")))


def _in_small_letters(name: str) -> str:
    """A name in capitals as names are written; an abbreviation stays."""
    words = name.split()
    if len(words) < 2 or not (words[0].isupper() and words[1].isupper()):
        return name
    return " ".join(word.title() if word.isupper() and len(word) > 2 else word for word in words)


# --- date ----------------------------------------------------------------------------------------

_OTHER_DATES = (
    "datepublished",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "date",
)
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)")
_APART = ("aside", "nav", "footer", "figure", "form")
_APART_NAME = re.compile(
    r"(?:^|[ _-])(?:related|teasers?|most-?(?:read|popular)|recommend\w*|trending|recirc\w*|promo\w*|sidebar"
    r"|comments?|latest|more-?\w*|popular|newsletter|cards?)(?:$|[ _-])",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"updat|modif", re.IGNORECASE)
_MOST_TIMES = 30  # that are looked at; an article has three
_LABEL = 25  # characters of a link in a list; a longer one is a headline
_LONG = 60  # characters beside it in its paragraph; such a date is told of, and is not the article's


def _published(tree: Element, linked: Linked, url: str) -> datetime | None:
    """When the article itself was published: by its head, its linked data, or its own `time`."""
    language = (tree.get("lang") or "")[:2]
    given = (
        *_meta(tree, "article:published_time"),
        *linked.dates,
        *_own_properties(tree),
        *_meta(tree, *_OTHER_DATES),
        *_own_times(tree),
        *("-".join(match.groups()) for match in [_IN_PATH.search(urlsplit(url).path)] if match),
    )
    return next(filter(None, (_not_early(moment(text, language)) for text in given)), None)


def _not_early(found: datetime | None) -> datetime | None:
    return found if found and found.year >= _EARLIEST else None


def _own_properties(tree: Element) -> Iterator[str]:
    """What is marked as the date of the article within its text."""
    homes = _homes(tree)
    named = (one for one in tree.iter() if one.get("itemprop") == "datePublished" and one.tag != "meta")
    for marked in islice(named, _MOST_TIMES):
        if _is_own(marked, homes):
            yield marked.get("datetime") or marked.get("content") or text_of(marked)


def _own_times(tree: Element) -> Iterator[str]:
    """The times of the article's head and foot, those of a change last; all others are no times any more."""
    homes, own = _homes(tree), []
    for number, time in enumerate(list(tree.iter("time"))):
        if number < _MOST_TIMES and _is_own(time, homes):
            own.append(time)
        else:
            time.tag = "span"
            time.attrib.clear()
    for time in sorted(own, key=lambda time: bool(_CHANGED.search(_named(time)))):
        yield time.get("datetime") or text_of(time)


def _homes(tree: Element) -> list[Element]:
    """The elements that hold the article: its heading, or else all of the page, and the most of its text."""
    heading = next(tree.iter("h1"), None)
    around = [] if heading is None else list(heading.iterancestors("article", "main"))[:1]
    texts = list(tree.iter("article", "main"))
    largest = [max(texts, key=lambda each: sum(map(len, each.itertext())))] if texts else []
    return [*(around or tree.iter("body")), *largest]


def _is_own(element: Element, homes: list[Element]) -> bool:
    """Whether nothing between it and the article's element sets it apart."""
    for above in element.iterancestors():
        if above in homes:
            return True
        if above.tag in _APART or above.tag == "article" or _APART_NAME.search(_named(above)):
            return False
        if above.tag == "p" and len(text_of(above)) - len(text_of(element)) > _LONG:
            return False
        if above.tag == "li" and any(len(text_of(link)) > _LABEL for link in islice(above.iter("a"), 9)):
            return False
    return False


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
