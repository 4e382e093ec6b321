"""Relative dates made absolute in brackets; the article is of Monday, 2 March 2026, noon."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core import checks
from bot.core.checks.dates import dated
from bot.model import Article, Bullet, Cite, Span

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def article(text: str, published: datetime | None = NOON) -> Article:
    return Article("one", "", "Harbour Post", "Headline", text, NOON, published=published)


def shown(text: str, published: datetime | None = NOON) -> str:
    return dated(article(text, published), Span(0, len(text)))[0]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The council of Aldmouth closed the bridge on Sunday[].", "1 March"),
        ("The council of Aldmouth closed the bridge Saturday[], after a storm.", "28 February"),
        ("On Friday night[], engineers found cracks in two cables.", "27 February"),
        ("Mayor Ana Silva said Monday[] that the ferries will be free.", "2 March"),
        ("Mayor Ana Silva said in a speech on Thursday evening[] that she will resign.", "26 February"),
        ("Teachers voted on Sunday[] to strike for three days.", "1 March"),
        ("The bridge was closed on Sunday[] after cracks were found.", "1 March"),
        ("Ferries were free yesterday[], the council said.", "1 March"),
        ("The council announced today[] that the bridge is closed.", "2 March"),
        ("The bridge opens tomorrow[], the council said.", "3 March"),
    ],
)
def test_a_day_that_is_sure_is_named(sentence: str, day: str) -> None:
    assert shown(sentence.replace("[]", "")) == sentence.replace("[]", f" [{day}]")


@pytest.mark.parametrize(
    "sentence",
    [
        # still to come, or in doubt
        "The council of Aldmouth will vote on Sunday.",
        "The council of Aldmouth is due to meet on Thursday.",
        "The council said that it plans to meet on Thursday.",
        "Ana Silva said a vote on Thursday could close the bridge.",
        "The council of Aldmouth meets on Wednesday.",
        "Engineers worked in the run-up to the opening on Saturday.",
        "The council voted on Tuesday.",  # tomorrow where this was published
        # another day than the nearest
        "The council met last Sunday.",
        "The council met every Sunday in the old days.",
        "Ana Silva was one of those who opposed the wall on Monday.",  # of the week before
        "The council met on Sunday, March 1.",
        "The council met on Sunday 22 February.",
        "The council of 1998 met on Sunday and closed the bridge.",
        "The council met from Friday to Sunday.",
        # names, and what is no day
        "The council read the Sunday Times.",
        "The council criticised the Sunday vote.",
        "The council praised Sunday’s vote.",
        "People of Aldmouth today are older.",
        "The leaders of tomorrow learned to swim.",
        "Ana Silva said: “We met on Sunday and closed it.”",
    ],
)
def test_a_day_in_doubt_is_left_as_it_is(sentence: str) -> None:
    assert shown(sentence) == sentence


@pytest.mark.parametrize("headline", ["Aldmouth bridge live: council meets", "Updates from the council"])
def test_a_page_that_is_written_on_for_days_names_no_day(headline: str) -> None:
    text = "The council of Aldmouth closed the bridge on Sunday."
    live = replace(article(text), headline=headline)
    assert dated(live, Span(0, len(text)))[0] == text


def test_without_a_date_of_publication_no_day_is_named() -> None:
    assert shown("The council closed the bridge on Sunday.", published=None).endswith("Sunday.")


def test_around_midnight_today_is_in_doubt_but_a_date_alone_is_not() -> None:
    sentence = "Ferries were free yesterday, the council said."
    assert shown(sentence, NOON.replace(hour=23)) == sentence
    assert "[1 March]" in shown(sentence, NOON.replace(hour=0))


def test_the_year_is_given_when_it_is_another() -> None:
    published = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert "Tuesday [30 December 2025]." in shown("The council closed the bridge on Tuesday.", published)


class TestInABullet:
    TEXT = "The council of Aldmouth closed the bridge on Sunday."

    def bullet(self) -> Bullet:
        one = article(self.TEXT)
        span = Span(0, len(self.TEXT))
        text, inserted = dated(one, span)
        return Bullet(text, (Cite(one, span),), insertions=inserted)

    def test_its_text_without_what_is_inserted_is_the_articles(self) -> None:
        bullet = self.bullet()
        assert bullet.text == "The council of Aldmouth closed the bridge on Sunday [1 March]."
        assert bullet.words == self.TEXT
        assert checks.supported(bullet)

    def test_a_bracket_that_is_not_marked_as_ours_is_not_supported(self) -> None:
        assert not checks.supported(replace(self.bullet(), insertions=()))

    def test_other_insertions_than_the_sure_date_are_not_supported(self) -> None:
        bullet = self.bullet()
        assert not checks.supported(replace(bullet, text=bullet.text.replace("[1 March]", "[2 March]")))

    def test_nothing_but_brackets_can_be_inserted(self) -> None:
        bullet = self.bullet()
        with pytest.raises(ValueError, match="square brackets"):
            replace(bullet, insertions=(Span(0, 4),))
