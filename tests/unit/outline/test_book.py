"""The quote book as it is shown and as it is printed for other programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.forms import book_forms
from bot.core.outline import of_book
from bot.core.quotes.book import around, pages
from bot.model import BookLine, BookPage, Heading, Link, Links, Paragraph, Passage
from tests.fakes.stories import BRIDGE, MORNING, annotated

LATER = annotated(
    "Costa again",
    "“I told you so,” said Rui Costa on Tuesday.",
    ("I told you so,", "Rui Costa"),
    outlet="Valley Times",
    hours=30,
)
COPY = replace(BRIDGE.quotes[0].article, id="copy", url="https://wire.example/bridge", outlet="Coast Wire")
BOOK = pages([*LATER.quotes, *BRIDGE.quotes], "", 10)


def page() -> BookPage:
    quote = BRIDGE.quotes[0]
    line = BookLine(quote, around(quote), (quote.article, COPY))
    return BookPage("Ana Silva", "mayor", ("A. Silva", "Silva"), (line,))


def test_a_page_names_its_person_and_shows_each_quote_in_its_sentence_with_day_and_outlets() -> None:
    quote = BRIDGE.quotes[0]
    (section,) = of_book([page()], "Quotes").sections
    assert section.blocks == (
        Heading("Ana Silva, mayor"),
        Paragraph("Also as A. Silva, Silva."),
        Passage(quote.article, around(quote), quote.span),
        Links("2 March 2026", (Link("Harbour Post", quote.article.url), Link("Coast Wire", COPY.url))),
    )
    assert quote.article.words(around(quote)).startswith("“We will not open it again")
    assert quote.article.words(around(quote)).endswith("said Mayor Ana Silva.")


def test_without_quotes_it_says_so() -> None:
    assert of_book([], "Quotes").lead == "No quotes found."


def test_rows_are_the_newest_first_and_of_one_group_a_person() -> None:
    rows = book_forms(BOOK)
    assert [(row["person"], row["group"], row["date"]) for row in rows] == [
        ("Rui Costa", 1, "2026-03-03"),
        ("Ana Silva", 2, "2026-03-02"),
        ("Ana Silva", 2, "2026-03-02"),
        ("Rui Costa", 1, "2026-03-02"),
    ]
    assert MORNING + timedelta(hours=30) == LATER.article.dated
    for row in rows:
        assert str(row["text"]) in str(row["sentence"])


def test_a_row_has_every_outlet_that_prints_the_text() -> None:
    (row,) = book_forms([page()])
    assert row["outlets"] == [
        {"name": "Harbour Post", "url": BRIDGE.article.url},
        {"name": "Coast Wire", "url": COPY.url},
    ]
    assert set(row) == {
        *("text", "speaker", "role", "article", "start", "end", "headline", "outlet", "url", "date"),
        *("person", "group", "sentence", "outlets"),
    }
