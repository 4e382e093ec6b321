"""What puts one article before another, one reason at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.answers.query import Sought, weigh
from bot.core.answers.rank import RankedHit, passage, rank
from bot.model import Article
from tests.fakes.stored_articles import NOON, article, hit

FILLER = "Nothing else of note was heard in the town that day, and people went home early. " * 8
QUESTION = "Which harbour bridge reopened?"


def sought(question: str = QUESTION) -> Sought:
    return weigh(question, 1000, {"harbour": 20, "bridge": 30, "reopened": 40})


def made(text: str, name: str, headline: str = "News of the day", days: float = 0) -> Article:
    return replace(article(text, f"https://a.example/{name}", headline, days=days), id=name)


def order(*articles: Article, as_of: bool = False) -> list[str]:
    hits = [hit(each, QUESTION) for each in articles]
    return [each.hit.article.id for each in rank(hits, sought(), NOON if as_of else None)]


def one(text: str) -> RankedHit:
    return rank([hit(made(text, "one"), QUESTION)], sought())[0]


def test_words_together_before_words_apart() -> None:
    together = made(FILLER + "The harbour bridge reopened." + FILLER, "together")
    apart = made(f"{FILLER}A harbour. {FILLER}A bridge. {FILLER}It reopened.", "apart")
    assert order(apart, together) == ["together", "apart"]


def test_the_headline_before_the_text_alone() -> None:
    text = FILLER + "The harbour bridge reopened."
    assert order(made(text, "plain"), made(text, "told", "Harbour bridge reopened")) == ["told", "plain"]


def test_the_beginning_before_the_end() -> None:
    early, late = "The harbour bridge reopened. " + FILLER, FILLER + " The harbour bridge reopened."
    assert order(made(late, "late"), made(early, "early")) == ["early", "late"]


def test_a_rare_word_before_a_common_one() -> None:
    assert order(made("It reopened. " + FILLER, "common"), made("A harbour. " + FILLER, "rare")) == [
        "rare",
        "common",
    ]


def test_the_day_counts_only_when_it_is_known() -> None:
    text = "The harbour bridge reopened."
    old, new = made(text, "a-old", days=-90), made(text, "b-new", days=-1)
    assert order(old, new) == ["a-old", "b-new"]
    assert order(old, new, as_of=True) == ["b-new", "a-old"]


def test_evidence_is_in_shares() -> None:
    best = one("The harbour bridge reopened.").evidence
    assert best[1:4] == pytest.approx((1.0, 0.0, 1.0))
    assert 0.97 < best.lead <= 1
    assert one("Nothing.").evidence.coverage == 0


def test_no_hits_have_no_order() -> None:
    assert rank([], sought()) == []


def test_the_passage_is_whole_sentences_around_the_best_window() -> None:
    ranked = one(f"{FILLER}\n\nWhat a day. The harbour bridge reopened at noon. Cheers rose.\n\n{FILLER}")
    span = passage(ranked, sought())
    assert span is not None
    assert ranked.hit.article.words(span) == "The harbour bridge reopened at noon. Cheers rose."


def test_an_empty_text_has_no_passage() -> None:
    assert passage(one(" \n "), sought()) is None


def test_an_article_older_than_the_year_or_from_the_future_is_weighed_too() -> None:
    text = "The harbour bridge reopened."
    hits = [hit(made(text, "x", days=days), QUESTION) for days in (-9999, 30)]
    assert len(rank(hits, sought(), NOON - timedelta(days=1))) == 2
