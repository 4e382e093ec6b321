"""Whatever the text, what is found is a slice of it, in order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.forms import quote_rows
from bot.core.quotes import find_quotes
from bot.model import AnnotatedArticle, QuoteKind
from tests.fakes.articles import article, english

PIECES = st.sampled_from(
    [
        "“", "”", '"', "''", "'", "‘", "’", "„", "«", "»", " ", "\n", "\n\n", ",", ".", "?", "—", "…", "6",
        " said ", " told ", " wrote ", "Ida Quist", "Mr. Lund", "He", "she", " the mayor", " a spokesman for ",
        "according to ", "We will go", "the harbour", "Dr.", "IDA:", "ﬁ", "\u00a0", "日本", "'s ", " of ", " who ",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_quote_is_a_slice_between_marks_and_in_order(text: str) -> None:
    page = article(text)
    found = find_quotes(page, english())
    spans = [span for quote in found for span in quote.spans]
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    for span in spans:
        words = page.words(span)
        assert words == words.strip()
        assert "\n" not in words
    for quote in found:
        assert quote.kind is not QuoteKind.NOT_SPEECH or quote.speaker is None
    for row in quote_rows(AnnotatedArticle(page, found)):
        start, end = row["quote_start"], row["quote_end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert text[start:end] == row["quote_text"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_engine(text: str) -> None:
    find_quotes(article(text), english())


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_the_same_text_gives_the_same_quotes(text: str) -> None:
    assert find_quotes(article(text), english()) == find_quotes(article(text), english())


HOSTILE = {
    "50,000 marks in 2 MB": (
        "“We will go now and not come back,” said Ida Quist of the old pier at noon. " * 25000
    ),
    "marks that only open": "“a " * 50000,
    "marks that only close": "a” " * 50000,
    "straight marks": '" a ' * 50000,
    "apostrophes": "'" * 100000,
    "points": "." * 500000 + "“a b c d”",
    "one mark lost at the start": "“" + "a, b " * 200000,
    "a lost mark a line": "“a b c, said x\n" * 30000,
    "capitals": "Aa " * 200000 + "“we go now”",
    "an endless name": "Department of The " * 40000 + "“we go now”",
    "one word": "x" * 2000000 + "“we go now”",
    "roles": "spokesman " * 100000 + "“we go now”",
    "verbs of speech": "said " * 100000 + "“we go now”",
    "pronouns": "he " * 50000 + "“we go now”",
    "hyphens": "-a" * 400000 + " “we go now”",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_quotes_of_hostile_texts_are_slices_of_them(name: str) -> None:
    page = article(HOSTILE[name])
    words = [page.words(span) for quote in find_quotes(page, english()) for span in quote.spans]
    assert all(each and each == each.strip() for each in words)
