"""What a question is taken to look for."""

from __future__ import annotations

import pytest

from bot.core.answers.facts import Fact
from bot.core.answers.query import counted_of, fact_of, understand, weigh
from bot.core.reading.postings import rarity


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many cables were replaced on the bridge?", ("cables", "replaced", "bridge")),
        ("Who is Beyoncé’s brother?", ("beyonce", "brother")),
        ("bridge, bridge; BRIDGE", ("bridge",)),
        ("How often?", ("often",)),
        ("?", ()),
    ],
)
def test_words_are_folded_once_and_without_those_of_the_asking(question: str, words: tuple[str, ...]) -> None:
    assert understand(question) == words


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("How many cables were replaced?", Fact.NUMBER),
        ("how much did the harbour pay for the crane", Fact.MONEY),
        ("and the fine", Fact.MONEY),
        ("how much oil was it", Fact.NUMBER),
        ("how old is she", Fact.AGE),
        ("how long will he be locked up", Fact.MEASURE),
        ("until when can people enter", Fact.TIME),
        ("what year was that", Fact.TIME),
        ("and why?", Fact.CAUSE),
        ("what caused the fire", Fact.CAUSE),
        ("where did they find it", Fact.PLACE),
        ("at which club was that", Fact.PLACE),
        ("Who opened the bridge?", Fact.NAME),
        ("whats the campaign called", Fact.NAME),
        ("what did Silva say about the bridge", Fact.SPEECH),
        ("was the bridge closed", Fact.ANY),
        ("Ana Silva, 61, resigned on Monday. When did she become mayor?", Fact.TIME),
        ("The choir won its first prize since:", Fact.TIME),
        ("Fares rise next week. What is the average rate?", Fact.NUMBER),
        ("The law raises the wage to which hourly amount?", Fact.NUMBER),
        ("in which northern town was that", Fact.PLACE),
        ("Who opened the bridge, and when? Please tell me", Fact.NAME),
    ],
)
def test_a_question_tells_what_type_of_answer_it_wants(question: str, fact: Fact) -> None:
    assert fact_of(question) is fact


@pytest.mark.parametrize(
    ("question", "root"),
    [("how many seats did they win", "seat"), ("how much of the fire is contained", "fire"), ("who won", "")],
)
def test_what_is_counted_is_the_first_word_after_how_many(question: str, root: str) -> None:
    assert counted_of(question) == root


def test_rare_words_weigh_more_and_all_weights_sum_to_one() -> None:
    sought = weigh("the ferry harbour ferries", 100, {"ferry": 2, "harbour": 50, "ferries": 2})
    assert tuple(sought.weights) == ("ferri", "harbour")
    assert sought.weights["ferri"] > sought.weights["harbour"]
    assert sum(sought.weights.values()) == pytest.approx(1)


def test_rarity_falls_with_the_count_and_is_never_negative() -> None:
    values = [rarity(100, count) for count in (0, 1, 50, 100)]
    assert values == sorted(values, reverse=True)
    assert values[-1] >= 0
    assert rarity(0, 0) >= 0
