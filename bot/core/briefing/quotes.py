"""Which quotes of a story are printed: whole speech of different people that adds to the bullets."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.core.briefing.sense import leans, makes_sense
from bot.core.checks import surely_said
from bot.core.reading.grammar import MONTHS, WEEKDAYS
from bot.core.reading.text import fold_text, paragraphs, sentences, terms, words
from bot.model import Article, Bullet, Quote, Span, Story

MOST_QUOTES = 3
FIT_WORDS = (6, 40)
"""A quote of this many words says something and is still read."""

SHORTEST, LONGEST = 6, 45
"""Words of a quote: fewer say nothing by themselves ("No, not really."), more are left for the article."""

NEXT = 60
"""Code points between a sentence and what is said next, at most: "Ana Silva added: " stands there."""

A_DAY = timedelta(days=1)

SAME = 0.6
"""Share of its terms that a quote may have in common with one chosen before, or with the bullets."""

LOOSELY = 2
"""Terms in common with a bullet that give a quote context where a digest has few words for a story."""

TELLING = 4
"""Letters of a stem from which it says what a quote is about: "way" and "got" do not."""

RIGHT_BELOW = 250
"""Code points after a sentence that is shown, within which a digest takes a quote for its continuation."""

BELOW = 500
"""Code points from a sentence that is shown to a quote that stands below it and shares a word with it."""

_LONG_AGO = re.compile(
    r"\b(?:once|anniversary of|at the time|previously|(?:court|legal) (?:papers|filings?|documents|briefs?)"
    r"|(?:years?|months?|weeks?|decades?) (?:ago|earlier|before)|earlier this year|memoir|autobiography"
    r"|last (?:year|month|week|spring|summer|autumn|fall|winter)|op-ed)\b"
)
_SAYING = re.compile(
    r"\b(?:sa(?:id|ys?)|told|tells|wrote|writes|asked|interview|speech|statement|letter|review)\b"
)
_IN_MONTH = re.compile(rf"\b[Ii]n (?:an? |the |early |late |mid-)?({'|'.join(MONTHS)})\b")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_END = re.compile(r"[.!?]")
_BREAKS_OFF = re.compile(
    r"\b(?:a|an|the|its|his|her|their|my|our|your|of|to|for|with|and|or|but|that|which|by|at|in|on|from|is|are"
    r"|was|were)\W*$"
)
_DATES = frozenset(terms(" ".join((*MONTHS, *WEEKDAYS))))
_FIRST_CLAUSE = re.compile(r"(?:After|Before|By|When|While|With|If|In|On|At|Although|Since|Despite)\b[^,]*,$")
_FULL_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")
_DEFINITE = re.compile(r"the (?!\w+s\b)", re.IGNORECASE)
_NAMED = re.compile(r"(?!The\b|An?\b|One\b|Two\b)[A-Z]")


_BREAKS_INSIDE = re.compile(r"[a-z]{3,}[.!?] +[a-z]")
_BY_THE_DAY = re.compile(r"\b(?:tomorrow|tonight)\b", re.IGNORECASE)
"""Words that are wrong by the time that they are read, and cannot be dated in somebody's mouth."""

_FACT_CHECK = re.compile(r"\bfact[ -]?check", re.IGNORECASE)


def best_quotes(
    story: Story, bullets: Sequence[Bullet], weights: Mapping[str, float], most_words: int, shared: int = 0
) -> tuple[Quote, ...]:
    """Up to three quotes, one a speaker, that add to the bullets; of somebody without a name only alone.

    Together they are of at most `most_words` words. Each stands in its article right below a sentence that is
    shown, or has `shared` terms in common with one, or nobody would know what it is about.
    """
    told = {term for bullet in bullets for term in terms(bullet.words)}
    usable = [
        quote
        for read in story.articles
        if not _FACT_CHECK.search(read.article.headline)  # what it quotes may be what it refutes
        for quote in read.quotes
        if _usable(quote, bullets) and makes_sense(quote.text, told) and _has_context(quote, bullets, shared)
    ]
    usable.sort(key=lambda quote: _score(quote, weights), reverse=True)
    named = [quote for quote in usable if _by_name(quote)]
    picked: list[Quote] = []
    for quote in named or [quote for quote in usable if _DEFINITE.match(quote.speaker or "")][:1]:
        fits = sum(_length(other) for other in (*picked, quote)) <= most_words
        if fits and len(picked) < MOST_QUOTES and not any(_same_voice(quote, other) for other in picked):
            picked.append(quote)
    return tuple(picked)


def _has_context(quote: Quote, bullets: Sequence[Bullet], shared: int) -> bool:
    """Whether a bullet says what the quote is about; always where no terms are wanted."""
    if not shared:
        return True
    around = {term for sentence in _sentences_of(quote) for term in terms(quote.article.words(sentence))}
    return any(
        _in_common(quote, bullet) >= shared
        or (_stands_below(quote, bullet, BELOW) and not around.isdisjoint(terms(bullet.words)))
        or (shared == LOOSELY and _stands_below(quote, bullet, RIGHT_BELOW))
        for bullet in bullets
    )


def _in_common(quote: Quote, bullet: Bullet) -> int:
    """How many terms its own words share with the bullet; a name counts once, dates and the speaker never."""
    told, speaker = set(terms(bullet.words)) - _DATES, set(terms(quote.speaker or ""))
    told = {term for term in told if not term.isdigit()}
    names = {match.group() for match in _FULL_NAME.finditer(quote.text)}
    parts = {term for name in names for term in terms(name)}
    whole = sum(not told.isdisjoint(set(terms(name)) - speaker) for name in names)
    plain = {term for term in set(terms(quote.text)) - parts - speaker if len(term) >= TELLING}
    return whole + len(plain & told)


def _stands_below(quote: Quote, bullet: Bullet, within: int) -> bool:
    """Whether the quote stands in what the bullet cites, or soon after it."""
    return any(
        cite.span.covers(quote.span) or 0 <= quote.span.start - cite.span.end <= within
        for cite in bullet.cites
        if cite.article == quote.article
    )


def _sentences_of(quote: Quote) -> list[Span]:
    found = paragraphs(quote.article.text)
    return [
        sentence
        for paragraph in found
        if paragraph.overlaps(quote.span)
        for sentence in sentences(quote.article.text, paragraph)
        if sentence.overlaps(quote.span)
    ]


def _length(quote: Quote) -> int:
    return len(words(quote.text))


def _usable(quote: Quote, bullets: Sequence[Bullet]) -> bool:
    """Whole speech of someone known that the bullets do not say already, in these words or in others."""
    if not (surely_said(quote) and _whole(quote)) or _BREAKS_OFF.search(quote.text):
        return False
    if _BREAKS_INSIDE.search(quote.text) or _BY_THE_DAY.search(quote.text):
        return False
    if not SHORTEST <= _length(quote) <= LONGEST or _of_another_day(quote) or _leans_alone(quote, bullets):
        return False
    said = fold_text(quote.text).strip(" ,.")
    mine = set(terms(quote.text))
    return not any(said in fold_text(bullet.words) or _says_the_same(mine, bullet) for bullet in bullets)


def _of_another_day(quote: Quote) -> bool:
    """Whether it was said at another time, by the sentences that tell who said it or by the one before."""
    before = _sentence_before(quote)
    return _tells_of_old(_around(quote), quote.article) or (
        _SAYING.search(before) is not None and _tells_of_old(before, quote.article)
    )


def _tells_of_old(around: str, article: Article) -> bool:
    """Whether the words tell of another time than the article's: "once", "in 2018", "in June"."""
    at = article.published
    if _LONG_AGO.search(around):
        return True
    if at is None:
        return False
    months = (MONTHS.index(match.group(1)) + 1 for match in _IN_MONTH.finditer(around))
    years = (int(match.group()) for match in _YEAR.finditer(around))
    return any(month not in {at.month, (at - A_DAY).month} for month in months) or any(
        year != at.year for year in years
    )


def _sentence_before(quote: Quote) -> str:
    """The sentence above those that it stands in."""
    text = quote.article.text
    found = [one for one in paragraphs(text) if one.start <= quote.span.start][-2:]
    above = [
        sentence for one in found for sentence in sentences(text, one) if sentence.end <= quote.span.start
    ]
    return quote.article.words(above[-1]) if above else ""


def _around(quote: Quote) -> str:
    """The sentences that it stands in, without its words."""
    whole = " ".join(quote.article.words(sentence) for sentence in _sentences_of(quote))
    return functools.reduce(lambda rest, said: rest.replace(said, " "), quote.words, whole)


def _leans_alone(quote: Quote, bullets: Sequence[Bullet]) -> bool:
    """Whether it leans on what was said before, and no bullet is the sentence before it."""
    return leans(quote.text) and not any(
        0 <= quote.span.start - cite.span.end <= NEXT
        and not _END.search(quote.article.text, cite.span.end, quote.span.start)
        for bullet in bullets
        for cite in bullet.cites
        if cite.article == quote.article
    )


def _says_the_same(mine: set[str], bullet: Bullet) -> bool:
    return len(mine & set(terms(bullet.words))) > SAME * len(mine)


def _whole(quote: Quote) -> bool:
    """Whether it opens as a sentence does, and is more than its first clause: "After receiving billions,"."""
    opens = quote.text[:1].isupper() or quote.text[:1].isdigit()
    return opens and _FIRST_CLAUSE.match(quote.text) is None


def _by_name(quote: Quote) -> bool:
    """Whether its speaker has a name, not a description ("the agency") or a heading ("LOCAL NEWS")."""
    speaker = quote.speaker or ""
    if " " in speaker:
        return _NAMED.match(speaker) is not None and not speaker.isupper()
    return speaker[:1].isupper() and (speaker.isupper() or bool(quote.role) or _stands_alone(quote))


def _stands_alone(quote: Quote) -> bool:
    """Whether a name of one word is known by it: in the headline, and never the end of a longer one."""
    article, name = quote.article, re.escape(quote.speaker or "")
    longer = re.compile(rf"(?<![.!?:] )(?<!\n)(?<!^)\b[A-Z][\w.’'-]* {name}\b")
    known = re.search(rf"\b{name}\b", article.headline) is not None
    return known and not any(longer.search(line) for line in (article.headline, article.text))


def _score(quote: Quote, weights: Mapping[str, float]) -> float:
    """A sure speaker on what the story is about, said early, standing alone; the parts are of like size."""
    top = sum(sorted(weights.values(), reverse=True)[:8]) or 1.0
    about = sum(weights.get(term, 0.0) for term in set(terms(quote.text))) / top
    sure = quote.evidence.confidence if quote.evidence else 0.5
    early = 1 - quote.span.start / len(quote.article.text)
    faults = 0.4 * leans(quote.text) + _misfit(quote)
    return about + sure + 0.3 * bool(quote.role) + 0.5 * early - faults


def _misfit(quote: Quote) -> float:
    shortest, longest = FIT_WORDS
    count = _length(quote)
    return 0.25 * max(0, shortest - count) + 0.03 * max(0, count - longest)


def _same_voice(one: Quote, other: Quote) -> bool:
    """One speaker by the name or a part of it, or nearly the same words."""
    mine, theirs = set(terms(one.text)), set(terms(other.text))
    shared = len(mine & theirs) > SAME * min(len(mine), len(theirs))
    return shared or _name(one) <= _name(other) or _name(other) <= _name(one)


def _name(quote: Quote) -> set[str]:
    return set(words(fold_text(quote.speaker or "")))
