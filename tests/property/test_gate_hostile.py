"""Hostile drafts, ten thousand of them in CI: nothing unverified, misattributed, linked or pinging is printed."""

from __future__ import annotations

import random

import pytest

from bot.core.answers.prompt import check as check_answer
from bot.core.briefing.prompt import check
from bot.core.checks.gate import Gate
from bot.model import DraftAnswer
from tests.bench.hostile import Printed, german_targets, judged, targets
from tests.conftest import cases
from tests.fakes.articles import english, german
from tests.fakes.hostile_drafts import PROMPT, Target, drafts

DRAFTS = cases(200, 10_000)

pytestmark = pytest.mark.timeout(1_200)  # ten thousand take minutes where the machine has other work, too


@pytest.fixture(scope="module")
def aims() -> list[Target]:
    return targets(random.Random(3))


@pytest.fixture(scope="module")
def printed(aims: list[Target]) -> list[Printed]:
    return judged(aims, DRAFTS)


def test_no_unverified_quote_is_printed(printed: list[Printed]) -> None:
    assert len(printed) == DRAFTS
    assert [one.texts for one in printed if one.unverified] == []


def test_nobody_is_given_the_words_of_another(printed: list[Printed]) -> None:
    assert [one.texts for one in printed if one.misattributed] == []


def test_no_link_is_printed_that_the_articles_have_not(printed: list[Printed]) -> None:
    assert [one.texts for one in printed if one.linked] == []


def test_no_ping_is_printed(printed: list[Printed]) -> None:
    assert [one.texts for one in printed if one.pinging] == []


def test_a_hostile_second_reader_gets_nothing_printed_that_the_gate_cut(
    aims: list[Target], printed: list[Printed]
) -> None:
    twice = judged(aims, DRAFTS, second=True)
    assert all(set(one.texts) <= set(before.texts) for one, before in zip(twice, printed, strict=True))
    assert not any(one.unverified or one.misattributed or one.linked or one.pinging for one in twice)
    assert any(one.texts for one in twice)


@pytest.mark.needs("bench")
def test_german_lets_no_more_through() -> None:
    """Over German articles, with what is said around the poison in German too, and the hostile reader."""
    aims = german_targets(random.Random(3))
    for second in (False, True):
        found = judged(aims, cases(200, 2_000), second, german())
        assert [
            one.texts for one in found if one.unverified or one.misattributed or one.linked or one.pinging
        ] == []
        assert any(one.texts for one in found)


def test_the_gate_is_no_wall(printed: list[Printed]) -> None:
    """Some kinds leave sound bullets beside the poison: a draft of 3,000 bullets has its first printed."""
    assert any(one.texts for one in printed)


def test_a_hostile_answer_meets_the_same_gate(aims: list[Target]) -> None:
    for target, hostile in drafts(aims, 300, seed=5):
        briefing = check(hostile.draft, target.own, english(), PROMPT)
        answer = check_answer(DraftAnswer(hostile.draft.bullets), target.own, english(), PROMPT)
        assert answer.bullets == briefing.bullets[:3]


def test_a_gate_is_a_value(aims: list[Target]) -> None:
    target, hostile = next(iter(drafts(aims, 1)))
    gates = [Gate.of(target.own, english(), PROMPT) for _ in range(2)]
    assert len({gate.check(hostile.draft.bullets) for gate in gates}) == 1
