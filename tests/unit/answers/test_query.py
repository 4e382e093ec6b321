"""What a question is taken to look for."""

from __future__ import annotations

import pytest

from bot.core.answers.query import Kind, kind_of, rarity, understand, weigh


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
    ("question", "kind"),
    [
        ("How many cables were replaced?", Kind.NUMBER),
        ("Who opened the bridge?", Kind.NAME),
        ("Which harbour reopened?", Kind.NAME),
        ("Why was it closed?", Kind.ANY),
    ],
)
def test_a_question_tells_what_kind_of_answer_it_wants(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


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
