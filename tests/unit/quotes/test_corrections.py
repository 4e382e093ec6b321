"""What a later version of an article makes of a quote that was printed from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.lexicons import lexicon
from bot.core.quotes import find_quotes
from bot.core.quotes.corrections import correction
from bot.model import AnnotatedArticle, Article, Change, Correction, Quote
from tests.fakes.stored_articles import NOON

ENGLISH = lexicon()
URL = "https://post.example/bridge"

BEFORE = (
    "The bridge over the Ald was closed on Sunday after engineers found cracks in two cables.\n\n"
    "“We will not open the bridge again before every cable has been tested,” said Mayor Ana Silva.\n\n"
    "“Nobody asked the people who cross it every day,” said Rui Costa, an engineer.\n\n"
    "Ferries carry passengers free of charge."
)
WORDS = "We will not open the bridge again before every cable has been tested,"


def version(text: str, hours: float = 0) -> AnnotatedArticle:
    moment = NOON + timedelta(hours=hours)
    article = Article(Article.id_for(URL, text), URL, "The Post", "Bridge closed", text, captured=moment)
    return AnnotatedArticle(article, find_quotes(article, ENGLISH))


PRINTED = version(BEFORE)
QUOTE = PRINTED.quotes[0]


def made_of(text: str, shown: Correction | None = None, hours: float = 1) -> Correction | None:
    return correction(QUOTE, PRINTED, version(text, hours), ENGLISH, shown)


def test_the_engine_reads_the_article_as_these_tests_have_it() -> None:
    assert [(one.text, one.speaker) for one in PRINTED.quotes] == [
        (WORDS, "Ana Silva"),
        ("Nobody asked the people who cross it every day,", "Rui Costa"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        BEFORE.replace("cracks in two", "cracks in three"),
        BEFORE.replace("“", '"').replace("”", '"'),
        BEFORE.replace("“", "‘").replace("”", "’"),
        BEFORE.replace("bridge again", "bridge\u00a0 again"),
        BEFORE.replace("again before", "again, before"),
        BEFORE.replace("tested,”", "tested. We know what that costs,”"),
        BEFORE.replace("again before", "again,” said Silva, “before"),
        BEFORE.replace("said Mayor Ana Silva", "said the mayor, Ana Silva"),
        BEFORE.replace("said Mayor Ana Silva", "Silva said"),
        BEFORE.replace("“We", "We").replace("tested,” said Mayor", "tested, said Mayor"),
        f"{BEFORE}\n\n“We are sorry,” Silva said.",
    ],
    ids=[
        "something else",
        "straight marks",
        "single marks",
        "spaces",
        "a comma",
        "a longer quote",
        "interrupted",
        "order of names",
        "a shorter name",
        "no marks",
        "one more quote",
    ],
)
def test_what_still_stands_is_not_corrected(text: str) -> None:
    assert made_of(text) is None


def test_other_words_are_the_new_versions_own() -> None:
    found = made_of(BEFORE.replace("every cable", "each of the cables"))
    assert found is not None
    assert found.change is Change.REWORDED
    assert found.now is not None
    assert found.now.text == WORDS.replace("every cable", "each of the cables")
    assert found.now.article == found.article
    assert found.article.captured == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("was", "now"),
    [("We will not", "We will"), ("every cable", "3 cables"), ("every cable", "every one of the cables")],
)
def test_a_word_more_or_less_is_a_correction(was: str, now: str) -> None:
    found = made_of(BEFORE.replace(was, now))
    assert found is not None
    assert found.change is Change.REWORDED


@pytest.mark.parametrize(("was", "now"), [("5%", "5"), ("$3m", "€3m"), ("1.5", "15")])
def test_a_sign_is_no_typography(was: str, now: str) -> None:
    text = BEFORE.replace("every cable has been tested", f"all of {was} of every cable has been tested")
    printed, newest = version(text), version(text.replace(was, now), 1)
    found = correction(printed.quotes[0], printed, newest, ENGLISH)
    assert found is not None
    assert found.change is Change.REWORDED


def test_words_that_are_taken_out_are_gone() -> None:
    [first, _, *rest] = BEFORE.split("\n\n")
    found = made_of("\n\n".join([first, *rest]))
    assert found is not None
    assert (found.change, found.now) == (Change.GONE, None)


def test_another_quote_of_the_same_article_does_not_take_the_place_of_one_that_is_gone() -> None:
    text = BEFORE + "\n\n“We will not open the road again before every cable has been tested,” Silva said."
    printed, newest = version(text), version(text.replace(f"“{WORDS}” said Mayor Ana Silva.\n\n", ""), 1)
    found = correction(printed.quotes[0], printed, newest, ENGLISH)
    assert found is not None
    assert found.change is Change.GONE


def test_another_speaker_is_named_as_the_new_version_has_the_name() -> None:
    found = made_of(BEFORE.replace("said Mayor Ana Silva", "said Marta Prado"))
    assert found is not None
    assert found.change is Change.SPEAKER
    assert found.now is not None
    assert found.now.speaker == "Marta Prado"
    assert found.now.text == WORDS


def test_a_speaker_who_is_no_longer_named_is_not_another() -> None:
    assert made_of(BEFORE.replace("said Mayor Ana Silva", "a spokesman said")) is None


def test_a_note_stays_as_it_is_while_other_things_change() -> None:
    gone = made_of(BEFORE.replace(WORDS, "No,"))
    assert gone is not None
    assert made_of(BEFORE.replace(WORDS, "Never,"), gone, hours=2) == gone
    other = made_of(BEFORE.replace("every cable", "each cable"), hours=1)
    assert other is not None
    text = BEFORE.replace("every cable", "each cable").replace("Sunday", "Monday")
    again = made_of(text, other, hours=2)
    assert again is other
    assert again.article.captured == NOON + timedelta(hours=1)


def test_a_second_change_takes_the_place_of_the_first() -> None:
    first = made_of(BEFORE.replace("every cable", "each cable"))
    second = made_of(BEFORE.replace("every cable", "the north cable"), first, hours=2)
    assert second is not None
    assert second.now is not None
    assert "the north cable" in second.now.text


def test_a_quote_that_comes_back_is_said_to_be_back_and_then_left_alone() -> None:
    gone = made_of(BEFORE.replace(WORDS, "No,"))
    back = made_of(BEFORE.replace("Sunday", "Monday"), gone, hours=2)
    assert back is not None
    assert back.change is Change.RESTORED
    assert made_of(BEFORE.replace("Sunday", "Tuesday"), back, hours=3) is back


def test_a_correction_takes_its_words_from_another_version_of_the_same_page_alone() -> None:
    newest = version(BEFORE.replace("every", "each"), 1)
    elsewhere = replace(newest.article, id="x", url="https://other.example/")
    unnamed = replace(newest.quotes[0], speaker=None)
    wrong: list[tuple[Change, Article, Quote | None]] = [
        (Change.GONE, QUOTE.article, None),
        (Change.GONE, elsewhere, None),
        (Change.GONE, newest.article, newest.quotes[0]),
        (Change.REWORDED, newest.article, None),
        (Change.REWORDED, newest.article, QUOTE),
        (Change.SPEAKER, newest.article, unnamed),
    ]
    for change, article, now in wrong:
        with pytest.raises(ValueError, match=r"correction|version|speaker"):
            Correction(QUOTE, change, article, now)
