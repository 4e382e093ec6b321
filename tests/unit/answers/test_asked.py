"""Operators, words of time, and the spellings of a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.answers.asked import read, slips, spellings
from tests.fakes.stored_articles import article

FRIDAY = datetime(2026, 3, 6, 18, tzinfo=UTC)


def test_operators_are_taken_out_of_the_question() -> None:
    asked = read('outlet:herald speaker:"Ana Silva" since:2026-03-01 "harbour bridge" repairs -crane', FRIDAY)
    assert asked.text == '"harbour bridge" repairs'
    assert (asked.outlet, asked.speaker) == ("herald", "Ana Silva")
    assert asked.since == datetime(2026, 3, 1, tzinfo=UTC)
    assert (asked.phrases, asked.unwanted) == (("harbour bridge",), ("crane",))


def test_an_article_fits_by_outlet_phrase_and_unwanted_word() -> None:
    told = replace(
        article("The Harbour Bridge reopened.", "https://a.example/1", "News"), outlet="The Herald"
    )
    assert read('outlet:herald "harbour bridge"', None).fits(told)
    assert not read("outlet:times bridge", None).fits(told)
    assert not read('"bridge harbour"', None).fits(told)
    assert not read("bridge -reopened", None).fits(told)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("what happened since Monday", "2026-03-02 00:00", None),
        ("what happened yesterday in Aldmouth", "2026-03-05 00:00", "2026-03-05 23:59"),
        ("news of the bridge last week", "2026-02-21 00:00", "2026-03-06 23:59"),
        ("latest news before the vote on 8 Nov", None, "2025-11-08 23:59"),
        ("what happened in January", "2026-01-01 00:00", "2026-01-31 23:59"),
        ("when did teachers last strike in March", None, None),
        ("who was shot on Monday", None, None),
    ],
)
def test_words_of_time_bound_what_asks_for_news_alone(
    text: str, since: str | None, until: str | None
) -> None:
    asked = read(text, FRIDAY)
    found = [moment and f"{moment:%Y-%m-%d %H:%M}" for moment in (asked.since, asked.until)]
    assert found == [since, until]


def test_a_name_of_stop_words_is_a_phrase_where_it_is_written_as_a_name() -> None:
    assert read("what about The Who", None).phrases == ("the who",)
    assert read("The Who?", None).phrases == ("the who",)
    assert read("What is the", None).phrases == ()
    assert read("Who is The Mayor of Aldmouth", None).phrases == ()


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("1400", "1,400"),
        ("1,400", "1400"),
        ("us", "u.s"),
        ("u.s", "us"),
        ("odwyer", "o'dwyer"),
        ("o'dwyer", "odwyer"),
    ],
)
def test_a_word_is_looked_for_as_others_write_it(word: str, spelled: str) -> None:
    assert spelled in spellings(word)


def test_one_slip_of_the_finger_is_found_and_short_words_are_left() -> None:
    for typed in ("zelenky", "zelnesky", "zelenskyy", "zelemsky"):
        assert "zelensky" in slips(typed)
    assert slips("abe") == []


@pytest.mark.parametrize(
    "text", ["what's new on the bridge", "What is the latest on the bridge", "news about the bridge"]
)
def test_what_is_new_asks_for_the_latest(text: str) -> None:
    assert read(text, None).text.rstrip("?") == "latest on the bridge"
