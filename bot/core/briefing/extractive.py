"""The writer without a model: a briefing of the articles' own sentences, or of what is new in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from bot.core.briefing.choose import (
    IN_A_DIGEST,
    Candidate,
    Room,
    candidates,
    chosen,
    is_one_stage,
    term_weights,
)
from bot.core.briefing.differ import differences
from bot.core.briefing.quotes import best_quotes
from bot.core.checks import has_marks, supported
from bot.core.checks.quoting import balanced, marked
from bot.core.checks.standalone import has_verb
from bot.core.reading.text import fold_text, terms, words
from bot.core.stories.follow import Following, Known, contradicts, stands
from bot.core.stories.headlines import headline_similarity, shown_headline
from bot.model import AnnotatedArticle, Article, Briefing, Bullet, Quote, Story, StoryStatus

WRITER = "extractive"


def brief(story: Story, room: Room = IN_A_DIGEST) -> Briefing | None:
    """Bullets and up to three quotes within the room; None when no sentence can stand alone."""
    picked = chosen(story, candidates(story, room), room)
    bullets = tuple(bullet for bullet in (candidate.bullet() for candidate in picked) if supported(bullet))
    if not bullets:
        return None
    left = room.words - sum(len(words(bullet.words)) for bullet in bullets)
    lead = bullets[0].cites[0].article
    agreeing = Story(tuple(read for read in story.articles if is_one_stage(lead, read.article)))
    quotes = best_quotes(agreeing, bullets, term_weights(story), left, room.shared)
    headline = _headline(agreeing, bullets)
    return Briefing(story, headline, bullets, quotes, WRITER, differences=differences(story))


# --- the best headline ----------------------------------------------------------------------------


_LABEL = re.compile(
    r"^(?:live|watch|breaking:|opinion|analysis|comment|video|photos?|quiz|podcast|updated?)(?!\w)",
    re.IGNORECASE,
)
_TEASING = re.compile(
    r"[?]|\.\.\.$|…$|\bthis is (?:why|how|what)\b|^(?:why|how|what|here|inside|meet)\b|\bhere[’']s\b"
    r"|\b(?:everything you|full list|in pictures|takeaways|what (?:to|we) know)\b",
    re.IGNORECASE,
)

FIT_WORDS = (5, 16)
"""A headline of this many words says what happened."""

LEAST = 4
"""Words that must be left of a headline without its cut end."""

_CUT = re.compile(r"(?:\.\.\.|…)$")
_SIDE_CLAUSE = re.compile(r"^(.+?)(?:, as |,? (?:as (?=[A-Z0-9])|amid |while ))")
_PLACE_AHEAD = re.compile(r" (?:in|at|on|during|amid)$")

LONGEST_HEADING = 40
"""Words of a first bullet that can stand as the heading of a story whose headline teases."""

_AHEAD = re.compile(r"(?:[A-Z][\w.’'-]* ){1,4}to [a-z]")
AHEAD = 0.3
"""What a headline of what is to come loses: "Biden to sign" is old once he has signed."""

SUPPORTED = 0.5
"""Share of the terms of a headline without its cut end that the bullets must hold."""


def _headline(story: Story, bullets: Sequence[Bullet]) -> str:
    """The story's headline; its first bullet where it has none, or one that teases or breaks off."""
    first, found = bullets[0].words, headline(story, bullets)
    if found and _CUT.search(found):
        return _before_the_cut(found, bullets) or first
    if not found or (_TEASING.search(found) and len(words(first)) <= LONGEST_HEADING):
        return first
    return found


def _before_the_cut(headline: str, bullets: Sequence[Bullet]) -> str | None:
    """What a headline that a feed cut off says before its last clause or place; None where that is unsure."""
    begun = _CUT.sub("", headline).rstrip(" ,")
    side, ahead = _SIDE_CLAUSE.match(begun), _PLACE_AHEAD.search(begun)
    kept = begun[: ahead.start()] if ahead else side.group(1) if side else ""
    mine = set(terms(kept))
    told = {term for bullet in bullets for term in terms(bullet.words)} & mine
    fits = len(words(kept)) >= LEAST and balanced(kept)
    return kept if fits and len(told) >= SUPPORTED * len(mine) else None


def headline(story: Story, bullets: Sequence[Bullet] = ()) -> str | None:
    """The cleaned headline that says most of what others and the bullets say; None when none is printable."""
    found = headlined(story, bullets)
    return shown_headline(found) if found else None


def headlined(story: Story, bullets: Sequence[Bullet] = ()) -> Article | None:
    """The article with that headline, which fits the bullets; one of the news, where any is."""
    reads = [read for read in story.articles if read.kind.news] or story.articles
    cleaned = [(read, shown_headline(read.article)) for read in reads]
    usable = [(read, text) for read, text in cleaned if text and _printable(text, read)]
    if not usable:
        return None
    texts = [text for _, text in usable]
    places = range(len(texts))
    told = {term for bullet in bullets for term in terms(bullet.words)}
    best = max(
        places, key=lambda place: _agreed(place, texts) + _fit(texts[place], told) - _faults(texts[place])
    )
    return usable[best][0].article


def _printable(text: str, read: AnnotatedArticle) -> bool:
    """Words in quotation marks must be quoted by the article too; nothing else in a headline is claimed."""
    if not has_marks(text):
        return True
    spoken = " ".join(fold_text(quote.text) for quote in read.quotes)
    return balanced(text) and all(_bare(text[pair.start : pair.end]) in spoken for pair in marked(text))


def _bare(run: str) -> str:
    return fold_text(run).strip("'\"` ")


def _agreed(place: int, texts: Sequence[str]) -> float:
    """How much the other headlines say the same, on average."""
    others = [*texts[:place], *texts[place + 1 :]]
    return sum(headline_similarity(texts[place], other) for other in others) / (len(others) or 1)


def _fit(text: str, told: AbstractSet[str]) -> float:
    """The share of its terms that the bullets have."""
    mine = set(terms(text))
    return len(mine & told) / (len(mine) or 1)


def _faults(text: str) -> float:
    """What makes a headline a worse one: teasing, a label, quotation marks, capitals, too short or long."""
    count = len(words(text))
    shortest, longest = FIT_WORDS
    misfit = 0.3 * max(0, shortest - count) + 0.05 * max(0, count - longest)
    signs = (
        not has_verb(text),
        bool(_TEASING.search(text)),
        bool(_LABEL.search(text)),
        has_marks(text),
        text.isupper(),
    )
    return misfit + AHEAD * bool(_AHEAD.match(text)) + sum(signs)


# --- what is new of a story that goes on ----------------------------------------------------------


EARLY = 12
"""Sentences from the top of an article among which its news is looked for."""


def update(following: Following) -> Briefing | None:
    """What is corrected, else what is new, in one bullet and at most one quote; None where nothing is."""
    posted = following.before.briefings if following.before else ()
    return _correction(following, posted) or _development(following.story, Known(posted))


def _correction(following: Following, before: Sequence[Briefing]) -> Briefing | None:
    """What a later version of a posted page says otherwise than was posted."""
    bullets = [bullet.words for briefing in before for bullet in briefing.bullets]
    for posted, version in following.changed:
        withdrawn = [sentence for sentence in bullets if not stands(sentence, version.article)]
        corrected = Story((version,))
        changed = (one for one in candidates(corrected) if not stands(one.text, posted))
        right = (one for one in changed if any(contradicts(sentence, one.text) for sentence in withdrawn))
        for bullet in _bullets(right):
            return _briefing(corrected, bullet, (), StoryStatus.CORRECTED)
    return None


def _development(story: Story, known: Known) -> Briefing | None:
    whole = brief(story)
    if whole is None:
        return None
    early = sorted((one for one in candidates(story) if one.order < EARLY), key=lambda one: one.order)
    for bullet in (*whole.bullets, *_bullets(iter(early))):
        if known.lacks(bullet.words):
            quotes = [
                quote for quote in whole.quotes if known.lacks(quote.text) and not _within(quote, bullet)
            ]
            return _briefing(story, bullet, tuple(quotes[:1]), StoryStatus.DEVELOPING)
    return None


def _bullets(found: Iterator[Candidate]) -> Iterator[Bullet]:
    return (bullet for bullet in (one.bullet() for one in found) if supported(bullet))


def _within(quote: Quote, bullet: Bullet) -> bool:
    return fold_text(quote.text) in fold_text(bullet.text) or len(terms(quote.text)) == 0


def _briefing(story: Story, bullet: Bullet, quotes: tuple[Quote, ...], status: StoryStatus) -> Briefing:
    return Briefing(story, _headline(story, (bullet,)), (bullet,), quotes, WRITER, status=status)
