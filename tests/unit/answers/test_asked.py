"""Operators, words of time, names of nothing but stop words, and slips of the finger."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.answers.asked import read, slips
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


@pytest.mark.parametrize(
    ("operator", "day"),
    [
        ("since:today", "2026-03-06"),
        ("since:yesterday", "2026-03-05"),
        ("since:Monday", "2026-03-02"),
        ('since:"last monday"', "2026-03-02"),
        ('since:"1 August"', "2025-08-01"),
        ('since:"Feb 29"', "2024-02-29"),
        ('since:"29 February 2020"', "2020-02-29"),
    ],
)
def test_an_operator_takes_a_day_in_any_words(operator: str, day: str) -> None:
    asked = read(f"ferry {operator}", FRIDAY)
    assert (asked.since and f"{asked.since:%Y-%m-%d}", asked.unread) == (day, ())


@pytest.mark.parametrize(
    "operator", ["since:2026-13-45", "until:soon", "since:1", 'since:""', 'until:"30 February"']
)
def test_an_operator_whose_value_is_no_day_is_named(operator: str) -> None:
    asked = read(f"ferry {operator}", FRIDAY)
    assert asked.unread == (operator.replace('"', ""),)
    assert (asked.since, asked.until) == (None, None)


def test_a_day_is_one_of_utc_where_nobody_says_when_it_is_asked() -> None:
    asked = read("ferry since:2026-03-01 until:2026-03-02", None)
    assert asked.since == datetime(2026, 3, 1, tzinfo=UTC)
    assert asked.until == datetime(2026, 3, 2, 23, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "now", "since"),
    [
        ("latest news in March 0000", FRIDAY, None),
        ("latest news in December 9999", FRIDAY, None),
        ("what happened since 29 feb", FRIDAY.replace(year=2024, month=2, day=10), "2020-02-29"),
        ("what happened since 29 feb", FRIDAY.replace(year=1904, month=2, day=10), "1896-02-29"),
        ("what happened yesterday", datetime(1, 1, 1, tzinfo=UTC), "1-01-01"),
        ("news of last month", datetime(1, 1, 20, tzinfo=UTC), "1-01-01"),
        ("what happened since 31 february", FRIDAY, None),
    ],
)
def test_days_at_the_ends_of_the_calendar_are_read_or_left(
    text: str, now: datetime, since: str | None
) -> None:
    found = read(text, now).since
    assert (found and f"{found.year}-{found:%m-%d}") == since


def test_unwanted_words_count_once_and_are_not_endless() -> None:
    assert read("ferry " + "-tide " * 100, None).unwanted == ("tide",)
    assert len(read("ferry " + " ".join(f"-w{number}" for number in range(90)), None).unwanted) == 20
    assert read("ferry -tide.", None).unwanted == ("tide",)


def test_a_name_of_stop_words_is_a_phrase_where_it_is_written_as_a_name() -> None:
    for text in ("what about The Who", "The Who?", "Did The Who sing in Leeds?", "The Who tour"):
        assert read(text, None).stop_names == ("the who",), text
    for text in ("What is the", "Who is The Mayor of Aldmouth", "Where Is the ferry", "WHERE IS THE FERRY"):
        assert read(text, None).stop_names == (), text
    assert read('who sang "to be or not to be"', None).stop_names == ("to be or not to be",)


def test_an_article_fits_a_name_as_it_is_written() -> None:
    asked = read("when did The Who sing", None)
    assert asked.fits(article("Fans of the Who wait.", "https://a.example/1", "Music"))
    assert not asked.fits(article("The WHO warns of a virus.", "https://a.example/2", "Health"))
    assert not asked.fits(article("It was the one who sang.", "https://a.example/3", "Song"))


def test_one_slip_of_the_finger_is_found_and_short_words_are_left() -> None:
    for typed in ("zelenky", "zelnesky", "zelenskyy", "zelemsky"):
        assert "zelensky" in slips(typed)
    assert slips("abe") == []


@pytest.mark.parametrize(
    "text", ["what's new on the bridge", "What is the latest on the bridge", "news about the bridge"]
)
def test_what_is_new_asks_for_the_latest(text: str) -> None:
    assert read(text, None).text.rstrip("?") == "latest on the bridge"
