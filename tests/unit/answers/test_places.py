"""Words are found in any form, in their place, and never inside another word."""

from __future__ import annotations

import pytest

from bot.core.answers.query import places, plain
from bot.core.reading.text import stem


def begins(text: str, word: str) -> list[int]:
    return places(plain(text), [stem(word)]).get(stem(word), [])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Countries meet", "country"),
        ("Hoping for rain", "hope"),
        ("HOPED", "hope"),
        ("Beyoncé’s song", "beyonce"),
        ("covid-19 again", "covid"),
        ("covid-19 again", "covid-19"),
        ("“Ferries” sail", "ferry"),
    ],
)
def test_every_form_of_a_word_is_found(text: str, word: str) -> None:
    assert begins(text, word)


@pytest.mark.parametrize(("text", "word"), [("unwinnable", "win"), ("the forest", "rest"), ("usual", "us")])
def test_no_word_is_found_inside_another(text: str, word: str) -> None:
    assert begins(text, word) == []


def test_places_are_those_of_the_original_text() -> None:
    text = "İzmir’s ﬁsh: Ève’s ferry, the ferries"
    assert len(plain(text)) == len(text)
    assert [text[at : at + 4] for at in begins(text, "ferry")] == ["ferr", "ferr"]
