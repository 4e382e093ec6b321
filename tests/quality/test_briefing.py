"""A hundred real articles in brief: every bullet stands alone, is whole, is news and is said once."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from bot.adapters.lexicons import lexicon
from bot.core import checks
from bot.core.briefing.choose import READING_WORDS
from bot.core.briefing.extractive import brief
from bot.core.quotes import find_quotes
from bot.core.reading.text import terms, words
from bot.model import AnnotatedArticle, Article, Briefing, Bullet, Story

pytestmark = [pytest.mark.needs("bench"), pytest.mark.slow]

ARTICLES = 100

# written apart from the program's own lists, so that a gap in those shows here
OPENS_LEANING = re.compile(
    r"(?:He|She|It|They|We|I|You|His|Her|Its|Their|Our|This|That|These|Those|There it|Who|Which|Such"
    r"|However|But|And|Or|Nor|So|Also|Yet|Still|Then|Thus|Therefore|Hence|Moreover|Furthermore|Meanwhile"
    r"|Nevertheless|Nonetheless|Besides|Instead|Otherwise|Additionally|Similarly|Likewise|Consequently"
    r"|In addition|As a result|For example|For instance|On the other hand|By contrast|In contrast|After that"
    r"|Afterwards?|Later|Finally|Indeed|In fact|Of course)\b"
)
BOILERPLATE = re.compile(
    r"(?i)subscribe|newsletter|sign up|cookie|click here|read more|follow \w+ on|all rights reserved|copyright|"
    r"advertisement|contributed to this report|getty images|associated press writer|https?:|www\.|@\w"
)
CONDITION = re.compile(
    r"(?i)\b(?:not|never|no|if|unless|without|denied|only|until|although|though|despite)\b"
)


@pytest.fixture(scope="module")
def briefings() -> list[Briefing]:
    from tests.conftest import BENCH

    rows = sorted(_rows(BENCH / "quotes" / "articles-dev.jsonl.gz"), key=lambda row: row["article_id"])
    step = len(rows) // ARTICLES
    made = [_brief(row) for row in rows[::step][:ARTICLES]]
    return [briefing for briefing in made if briefing is not None]


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _brief(row: dict[str, str]) -> Briefing | None:
    day = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
    article = Article(row["article_id"], "", row["publisher"], row["title"], row["text"], day, published=day)
    return brief(Story((AnnotatedArticle(article, find_quotes(article, lexicon())),)))


def bullets(briefings: list[Briefing]) -> list[Bullet]:
    return [bullet for briefing in briefings for bullet in briefing.bullets]


def test_nearly_every_article_has_a_briefing(briefings: list[Briefing]) -> None:
    assert len(briefings) >= 97


def test_no_bullet_opens_leaning(briefings: list[Briefing]) -> None:
    assert [bullet.text for bullet in bullets(briefings) if OPENS_LEANING.match(bullet.text)] == []


def test_no_bullet_is_boilerplate(briefings: list[Briefing]) -> None:
    assert [bullet.text for bullet in bullets(briefings) if BOILERPLATE.search(bullet.text)] == []


def test_no_bullet_repeats_another_or_the_headline(briefings: list[Briefing]) -> None:
    pairs = [pair for briefing in briefings for pair in combinations(briefing.bullets, 2)]
    assert [(one.text, other.text) for one, other in pairs if _shared(one.text, other.text) > 0.6] == []
    said = [(bullet.words.strip(" ."), of.headline) for of in briefings for bullet in of.bullets[1:]]
    assert [text for text, headline in said if text.lower() in headline.lower()] == []


def _shared(one: str, other: str) -> float:
    mine, theirs = set(terms(one)), set(terms(other))
    return len(mine & theirs) / min(len(mine), len(theirs))


def test_no_bullet_is_cut_out_of_its_sentence(briefings: list[Briefing]) -> None:
    """It begins where a sentence begins, but for a dateline or a connective, and ends where one ends."""
    for bullet in bullets(briefings):
        (cite,) = bullet.cites
        text = cite.article.text
        assert checks.supported(bullet)
        assert re.search(r"[.!][”\"’')\]]*$", bullet.words), bullet.text
        line = text[text.rfind("\n", 0, cite.span.start) + 1 : cite.span.start]
        before = re.split(r"[.!?:][”\"’')\]]*\s", line)[-1]
        assert not CONDITION.search(before), (before, bullet.text)
        assert not before.strip() or len(words(before)) <= 6, (before, bullet.text)
        after = text[cite.span.end : cite.span.end + 2]
        assert not after or after[0].isspace(), (bullet.text, after)


def test_a_story_is_read_in_twenty_seconds(briefings: list[Briefing]) -> None:
    for briefing in briefings:
        read = [*(bullet.words for bullet in briefing.bullets), *(quote.text for quote in briefing.quotes)]
        assert sum(len(words(each)) for each in read) <= max(READING_WORDS, len(words(read[0])))


def test_people_are_heard_each_once_and_beyond_the_bullets(briefings: list[Briefing]) -> None:
    for briefing in briefings:
        speakers = [quote.speaker for quote in briefing.quotes]
        assert len(set(speakers)) == len(speakers)
        assert all(
            _shared(quote.text, bullet.words) < 0.9 or len(terms(quote.text)) < 3
            for quote in briefing.quotes
            for bullet in briefing.bullets
        )
    quoted = sum(bool(briefing.quotes) for briefing in briefings)
    assert quoted >= 43  # fewer than could be: what may not be understood is left out
