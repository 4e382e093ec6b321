from __future__ import annotations

import pytest

from bot.core.forms import case_form
from bot.core.quotes.verify import check
from bot.model import Fault, Quote, QuoteKind, Report, Span
from tests.fakes.articles import WHEN, article, english, read

TEXT = """Mayor Ida Quist closed the ferry on Monday.

“The ferry is not safe and we lost three engines,” Quist said. Her deputy, Tom Aubert, stood beside her.

“Nobody tells us why,” he said. The harbour master spoke of a slow winter.
"""
LEXICONS = {"en": english()}
FIRST, SECOND = read(TEXT).quotes


def report(fault: Fault, claimed: str, quote: Quote = FIRST) -> Report:
    return Report("r1", "north", quote, fault, claimed, "", WHEN)


@pytest.mark.parametrize(
    ("claimed", "held"),
    [
        ('"the ferry is not safe"', "The ferry is not safe"),
        ("THE FERRY IS NOT SAFE … lost three engines", "The ferry is not safe … lost three engines"),
        ("the ferry is safe", None),
        ("a slow winter", None),  # the reporter's own words
        ("", None),
    ],
)
def test_claimed_words_give_the_articles_own_slices_or_nothing(claimed: str, held: str | None) -> None:
    case = check(report(Fault.QUOTE, claimed), LEXICONS)
    assert (case.words and case.words.text) == held
    assert case.speaker is None


@pytest.mark.parametrize(
    ("quote", "claimed", "held"),
    [
        (FIRST, "Quist", "Ida Quist"),
        (FIRST, "Tom Aubert", None),
        (FIRST, "Somebody Else", None),
        (SECOND, "Tom Aubert", "Tom Aubert"),
        (SECOND, "", None),
    ],
)
def test_a_claimed_speaker_is_named_only_as_the_article_supports_it(
    quote: Quote, claimed: str, held: str | None
) -> None:
    case = check(report(Fault.SPEAKER, claimed, quote), LEXICONS)
    assert case.speaker == held
    assert case.words is None


def test_a_claim_is_judged_without_the_speaker_that_was_shown() -> None:
    shown = Quote(FIRST.article, FIRST.spans, QuoteKind.QUOTE, "Tom Aubert")
    case = check(report(Fault.SPEAKER, "Mayor Quist", shown), LEXICONS)
    assert case.speaker == "Ida Quist"
    assert [each.speaker for each in case.now] == ["Ida Quist"]


def test_what_the_engine_reads_there_today_stands_beside_what_was_shown() -> None:
    cut = Quote(FIRST.article, (Span(FIRST.span.start, FIRST.span.start + 9),), QuoteKind.QUOTE)
    assert check(report(Fault.QUOTE, "", cut), LEXICONS).now == (FIRST,)
    plain = Quote(article(TEXT), (Span(0, 5),), QuoteKind.QUOTE)
    assert check(report(Fault.QUOTE, "", plain), LEXICONS).now == ()


def test_an_exported_case_holds_slices_of_its_article() -> None:
    row = case_form(check(report(Fault.QUOTE, "we lost three engines"), LEXICONS))
    text = str(row["text"])
    assert text[row["quote_start"] : row["quote_end"]] == row["quote_text"] == FIRST.text  # type: ignore[misc]  # a row is of objects
    ((start, end),) = row["held_words"]  # type: ignore[misc]  # as above
    assert text[start:end] == "we lost three engines"
    assert (row["fault"], row["claimed"], row["speaker"]) == (
        "wrong quote",
        "we lost three engines",
        "Ida Quist",
    )
    assert row["held_speaker"] is None
