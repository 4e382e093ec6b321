"""Where the words of a question stand in a text."""

from __future__ import annotations

import pytest

from bot.core.answers.evidence import Matcher


@pytest.mark.parametrize(
    ("root", "text"),
    [
        ("val-d-or", "He has a house in D."),
        ("at&t", "She stood at the door."),
        ("flu-19", "There were 19 boats."),
        ("u.s", "They told us of it."),
        ("us", "They told us of it."),
        ("the-end", "In the morning it rained."),
    ],
)
def test_no_stop_word_letter_or_number_stands_for_the_whole(root: str, text: str) -> None:
    assert Matcher.of([root]).places(text) == []


@pytest.mark.parametrize(
    ("root", "text"),
    [
        ("val-d-or", "The road to Val-d’Or is shut."),
        ("val-d-or", "The road to Val d’Or is shut."),
        ("at&t", "AT&T lost customers."),
        ("flu-19", "Flu-19 came back, the flu of that year."),
        ("u.s", "The U.S. voted."),
        ("u.s", "The US voted."),
        ("us", "In the US they voted."),
    ],
)
def test_the_whole_and_what_tells_it_are_found(root: str, text: str) -> None:
    assert Matcher.of([root]).places(text)
