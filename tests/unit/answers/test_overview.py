"""What is read of questions that compare, or want something told day by day."""

from __future__ import annotations

import pytest

from bot.core.answers.overview import DayByDay, Side, day_by_day, sides


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Compare Pelosi and China on Taiwan", ("Pelosi", "Pelosi on Taiwan"), ("China", "China on Taiwan")),
        (
            "compare the heat waves in Britain and Spain?",
            ("Britain", "the heat waves in Britain"),
            ("Spain", "the heat waves in Spain"),
        ),
        (
            "compare Frontier's and JetBlue's offer for Spirit",
            ("Frontier", "Frontier's offer for Spirit"),
            ("JetBlue", "JetBlue's offer for Spirit"),
        ),
        (
            "What's the difference between the strikes in London and Paris?",
            ("London", "the strikes in London"),
            ("Paris", "the strikes in Paris"),
        ),
        (
            "how do Manchin and Sinema differ on the climate bill",
            ("Manchin", "Manchin on the climate bill"),
            ("Sinema", "Sinema on the climate bill"),
        ),
        ("How does Cheney compare to Palin?", ("Cheney", "Cheney"), ("Palin", "Palin")),
        (
            "What did Biden and Pelosi say about Taiwan?",
            ("Biden", "what did Biden say about Taiwan"),
            ("Pelosi", "what did Pelosi say about Taiwan"),
        ),
    ],
)
def test_two_sides_and_what_is_asked_of_each(
    question: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert sides(question) == (Side(*one), Side(*other))


@pytest.mark.parametrize(
    "question",
    [
        "who won England vs Germany",
        "was Balwani convicted on more counts than Holmes",
        "Biden and Pelosi on Taiwan",
        "compare",
        "",
    ],
)
def test_what_compares_nothing(question: str) -> None:
    assert sides(question) is None


@pytest.mark.parametrize(
    ("question", "subject", "newest_first"),
    [
        ("timeline of the Griner case", "the Griner case", False),
        ("Give me a chronology of the Pakistan floods.", "the Pakistan floods", False),
        ("how did the Uvalde shooting unfold?", "the Uvalde shooting", False),
        ("latest on Alex Jones", "Alex Jones", True),
        ("any updates about Salman Rushdie?", "Salman Rushdie", True),
        ("What's happening in Kentucky this week?", "Kentucky", True),
        ("what happened in Kentucky since Monday?", "Kentucky", True),
        ("what has happened to Zawahiri", "Zawahiri", True),
        ("any news?", "", True),
        ("timeline", "", False),
    ],
)
def test_told_day_by_day(question: str, subject: str, newest_first: bool) -> None:
    assert day_by_day(question) == DayByDay(subject, newest_first)


@pytest.mark.parametrize(
    "question",
    ["kentucky flooding death toll now", "when did the strike happen", "who is new on the board", "newsroom"],
)
def test_one_fact_is_no_list(question: str) -> None:
    assert day_by_day(question) is None
