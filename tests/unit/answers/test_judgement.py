"""When an answer is sure enough to be shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.answers.judgement import LONG, SHORT, AnswerJudgement
from bot.core.answers.query import Sought, weigh

JUDGED = AnswerJudgement({}, {"": 0.0}, {"": 0.0}, 0.5, 0.1)


def sought(words: int) -> Sought:
    """A question of so many words."""
    typed = " ".join(f"harbour{number}" for number in range(words))
    return weigh(typed, 100, {})


def test_the_longer_a_question_the_less_sure_an_answer_may_be() -> None:
    needed = [JUDGED.needed(sought(words)) for words in (2, SHORT, SHORT + 1, LONG, LONG + 5)]
    assert needed == sorted(needed, reverse=True)
    assert (needed[0], needed[1], needed[-1]) == pytest.approx((0.5, 0.5, 0.1))
    assert needed[3] == pytest.approx(0.1)


def test_in_a_thread_the_length_of_a_turn_says_nothing() -> None:
    assert JUDGED.needed(replace(sought(LONG), story={"harbour": 1.0})) == JUDGED.enough


def test_what_is_never_silent_stays_so_for_long_questions() -> None:
    assert replace(JUDGED, enough=-1.0).needed(sought(LONG)) == -1.0
