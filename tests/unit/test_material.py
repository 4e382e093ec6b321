from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.material import line, material
from bot.core.reading.text import sentences
from bot.model import AnnotatedArticle, Cite, Quote, QuoteKind, Sources, Span
from tests.fakes.stored_articles import article, read

TEXT = (
    "The ferry sails again on Monday. “We have waited,” said Ana Silva, “and now we sail.” "
    "Repairs cost 2.4 million crowns [see page 4]."
)


def split_quote() -> AnnotatedArticle:
    one = article(TEXT, headline="Ferry [1] returns\nafter repairs")
    spans = tuple(
        Span(TEXT.index(run), TEXT.index(run) + len(run)) for run in ("We have waited,", "and now we sail.")
    )
    return AnnotatedArticle(one, (Quote(one, spans, QuoteKind.QUOTE, "Ana Silva", "Mayor"),))


def given_of(one: AnnotatedArticle) -> Sources:
    cites = tuple(Cite(one.article, span) for span in sentences(one.article.text))
    return Sources((one,), cites, one.quotes)


def test_sentences_and_quotes_are_numbered_and_a_quote_stands_in_its_sentence_as_its_number() -> None:
    assert material(given_of(split_quote())).splitlines() == [
        "Article of Harbour Post, 2 March 2026: Ferry (1) returns after repairs",
        "[1] The ferry sails again on Monday.",
        "[2] [q1] said Ana Silva, …",
        "[3] Repairs cost 2.4 million crowns (see page 4).",
        "",
        "What people said",
        "[q1] Ana Silva, Mayor: We have waited, … and now we sail.",
    ]


def test_each_article_has_a_heading_and_without_quotes_there_is_no_list() -> None:
    one, other = (
        read(article("It rained all day in Quay.")),
        read(article("It snowed.", url="https://b.example/")),
    )
    cites = tuple(Cite(each.article, Span(0, len(each.article.text))) for each in (one, other))
    told = material(Sources((one, other), cites))
    assert told.count("Article of") == 2
    assert "What people said" not in told


@pytest.mark.parametrize(
    "text", ['"It is done" Lind said.', '"It is done " Lind said.', "“It is done” Lind said."]
)
def test_the_marks_around_a_quote_go_with_it(text: str) -> None:
    one = read(article(text), ("It is done", "Mara Lind"))
    assert "[1] [q1] Lind said." in material(given_of(one))


def test_marks_that_open_another_quote_stay() -> None:
    one = read(article("“It is done,” Lind said of “The Long Span” on Monday."), ("It is done,", "Mara Lind"))
    assert "[1] [q1] Lind said of “The Long Span” on Monday." in material(given_of(one))


NUMBERED = re.compile(r"^\s*\[q?\d+\]", re.MULTILINE)


@given(st.text(st.sampled_from("ab [q1]\n\r\x0b\u2028“”.2"), min_size=1, max_size=60), st.text(max_size=20))
def test_nothing_in_an_article_passes_for_a_number_of_ours(text: str, headline: str) -> None:
    one = read(article(f"x{text}x", headline=headline))
    told = material(Sources((one,), (Cite(one.article, Span(0, len(one.article.text))),)))
    assert len(NUMBERED.findall(told)) == 1
    assert len(told.splitlines()) == 2


@given(st.text())
def test_a_line_is_one_line_without_brackets(text: str) -> None:
    assert len(line(text).splitlines()) <= 1
    assert not set("[]") & set(line(text))
