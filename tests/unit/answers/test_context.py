"""What a thread's turns lean on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.answers.context import (
    Thread,
    capitalised,
    in_thread,
    leans,
    names_in,
    names_of_story,
    of_nobody,
    story_words,
)
from bot.core.answers.query import weigh
from bot.model import Answer, Article, Bullet, Cite, Scope, Span
from tests.fakes.stored_articles import article

TEXT = "Mayor Ana Silva opened the Aldmouth bridge. The mayor said that Aldmouth had waited. People came to see it."


def made(text: str, headline: str) -> Article:
    return replace(article(text, "https://a.example/1", headline), id="a")


BULLETS = (Bullet("Mayor Ana Silva opened it.", (Cite(made(TEXT, "Opening"), Span(0, 43)),)),)


@pytest.mark.parametrize(
    "turn", ["how old is he", "and in Germany?", "what else did Silva say", "why did they do it"]
)
def test_a_turn_with_a_pronoun_or_an_opening_and_leans(turn: str) -> None:
    assert leans(turn)


@pytest.mark.parametrize(
    "turn",
    [
        "who won the teachers' vote",
        "how many ferries sail",
        "and who won the harbour council vote between Silva and Lund?",
    ],
)
def test_a_whole_question_stands_by_itself(turn: str) -> None:
    assert not leans(turn)


@pytest.mark.parametrize(
    "turn", ["how old is he?", "and where does she live", "is he dead", "did he say why"]
)
def test_of_him_or_her_alone_is_of_nobody_without_a_story(turn: str) -> None:
    assert of_nobody(turn)


@pytest.mark.parametrize(
    "turn",
    ["who shot the mayor when he spoke", "how old is Ana Silva", "did her ferry reach Lund harbour on time"],
)
def test_whoever_is_named_is_somebody(turn: str) -> None:
    assert not of_nobody(turn)


def test_the_first_answer_tells_what_a_thread_without_a_story_is_about() -> None:
    told = Answer("?", 0.9, (), about=("a", "b"), scope=Scope.CORPUS)
    assert Thread().after("who opened it", told).about == ()  # nothing was answered
    answered = replace(told, bullets=BULLETS)
    thread = Thread(("gone",)).after("who opened the bridge", answered)
    assert thread == Thread(("a", "b"), ("who opened the bridge",))
    assert thread.after("how old is she", replace(answered, about=("c",), scope=Scope.EVENT)).about == (
        "a",
        "b",
    )


def test_the_names_of_a_story_are_its_words_with_a_capital_alone() -> None:
    counts, written = story_words([made(TEXT, "Aldmouth bridge opens")])
    assert {"aldmouth", "silva", "ana"} <= counts.keys()
    assert not {"mayor", "the", "people"} & (counts.keys() - {"people"})
    assert written["aldmouth"] == "Aldmouth"


def test_rare_names_that_open_often_weigh_most_and_sum_to_one() -> None:
    counts = {"aldmouth": 4, "ana": 1, "london": 4}
    names = names_of_story(counts, 1000, {"aldmouth": 2, "ana": 60, "london": 300})
    assert next(iter(names)) == "aldmouth"
    assert sum(names.values()) == pytest.approx(1)


def test_a_place_and_its_people_are_one_name_of_a_story() -> None:
    counts = {"japan": 6, "japanese": 6, "korean": 6, "korea": 6, "sake": 4, "vega": 1, "vegas": 2}
    assert set(names_of_story(counts, 1000, {"sake": 3, "japanese": 100, "japan": 90, "korean": 50})) == {
        *("sake", "japan", "korea", "vegas", "vega"),
    }


def test_names_are_the_words_with_a_capital_that_say_something() -> None:
    assert names_in("The mayor’s friend, Ana O'Dwyer, left Aldmouth.") == {"ana", "o'dwyer", "aldmouth"}
    assert capitalised([made(TEXT, "Aldmouth’s bridge")]) >= {"ana", "silva", "aldmouth"}


def test_a_turn_keeps_its_own_words_apart_from_the_threads() -> None:
    first = weigh("who opened the bridge", 1000, {"opened": 20, "bridge": 20})
    own = weigh("how old is she", 1000, {"old": 50})
    sought = in_thread(own, first, {"aldmouth": 0.7, "silva": 0.3})
    assert tuple(sought.own) == ("old",)
    assert {"old", "bridg", "aldmouth", "silva"} <= sought.weights.keys()
    assert max(sought.weights, key=lambda root: sought.weights[root]) == "old"
    assert sum(sought.weights.values()) == pytest.approx(1)
