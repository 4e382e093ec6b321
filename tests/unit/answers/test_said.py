"""Whose words a question asks for, and which of their quotes fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.answers import said
from bot.core.answers.said import Saying
from bot.model import Article, Quote, QuoteKind, Span
from tests.fakes.stored_articles import NOON, article


@pytest.mark.parametrize(
    ("question", "surname", "what"),
    [
        ("What did Ana Silva say about the bridge?", "silva", "the bridge"),
        ("what did chief mylett say about the shooting", "mylett", "the shooting"),
        ("what did alex jones's lawyer reynal say about his client", "reynal", "his client"),
        ("what does boris think of stepping down", "boris", "stepping down"),
        ("quotes from Silva on the crane", "silva", "the crane"),
        ("what Silva said about the crane", "silva", "the crane"),
    ],
)
def test_a_question_names_whose_words_it_wants(question: str, surname: str, what: str) -> None:
    saying = said.asked(question)
    assert saying is not None
    assert (saying.surname, saying.what) == (surname, what)


@pytest.mark.parametrize("question", ["what did he say about it", "who said that", "what did it cost"])
def test_no_name_is_nobody(question: str) -> None:
    assert said.asked(question) is None


def quote(words: str, speaker: str, text: str, name: str = "a") -> Quote:
    made: Article = replace(article(text, f"https://a.example/{name}", "News"), id=name)
    at = text.index(words)
    return Quote(made, (Span(at, at + len(words)),), QuoteKind.QUOTE, speaker)


BRIDGE = "“The bridge will stand,” Ana Silva said of the harbour bridge."
CRANE = "“The crane must go,” Ana Silva said of the old crane."
OTHER = "“The bridge is ugly,” Bo Silva said of the harbour bridge."


def test_the_quote_on_the_subject_is_chosen_and_nobody_elses() -> None:
    quotes = [
        quote("The crane must go,", "Ana Silva", CRANE, "crane"),
        quote("The bridge will stand,", "Ana Silva", BRIDGE, "bridge"),
        quote("The bridge is ugly,", "Bo Silva", OTHER, "other"),
    ]
    saying = Saying(("ana", "silva"), "silva", "the bridge")
    own = said.by_person(quotes, saying)
    assert {one.speaker for one in own} == {"Ana Silva"}
    best = said.fitting(own, {"bridg": 1.0}, NOON.timestamp())
    assert [one.text for one in said.chosen(best, saying)] == ["The bridge will stand,"]


def test_of_two_people_of_a_name_one_alone_is_quoted() -> None:
    quotes = [
        quote("The bridge will stand,", "Ana Silva", BRIDGE),
        quote("The bridge is ugly,", "Bo Silva", OTHER, "b"),
    ]
    saying = Saying(("silva",), "silva", "the bridge")
    best = said.fitting(said.by_person(quotes, saying), {"bridg": 1.0}, NOON.timestamp())
    assert len({one.speaker for one in said.chosen(best, saying)}) == 1


def test_nothing_on_the_subject_is_nothing() -> None:
    saying = Saying(("silva",), "silva", "the budget")
    own = [quote("The crane must go,", "Ana Silva", CRANE)]
    assert said.chosen(said.fitting(own, {"budget": 1.0}, NOON.timestamp()), saying) == []
