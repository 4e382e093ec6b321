"""Words are found in any form, in their place, and never inside another word."""

from __future__ import annotations

import pytest

from bot.core.answers.query import plain
from tests.fakes.stored_articles import article, hit


def begins(text: str, word: str) -> tuple[int, ...]:
    return hit(article(text, "https://a.example/1"), word).places.text.get(word, ())


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
        ("all 1,400 of them", "1400"),
        ("U.S. papers", "us"),
        ("O’Dwyer rose", "odwyer"),
    ],
)
def test_every_form_of_a_word_is_found(text: str, word: str) -> None:
    assert begins(text, word)


@pytest.mark.parametrize(("text", "word"), [("unwinnable", "win"), ("the forest", "rest"), ("usual", "us")])
def test_no_word_is_found_inside_another(text: str, word: str) -> None:
    assert begins(text, word) == ()


def test_places_are_those_of_the_original_text() -> None:
    text = "İzmir’s ﬁsh: Ève’s ferry, the ferries"
    assert len(plain(text)) == len(text)
    assert [text[at : at + 4] for at in begins(text, "ferry")] == ["ferr", "ferr"]
