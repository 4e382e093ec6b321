"""Floors of meeting one utterance across outlets, on quotes that others marked; lowering one is a decision."""

from __future__ import annotations

import pytest

from tests.bench import drift

pytestmark = [pytest.mark.needs("bench"), pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def figures() -> drift.Figures:
    return drift.figures()


def test_real_quotes_edited_in_known_ways_are_told_for_what_they_are(figures: drift.Figures) -> None:
    assert figures.told["unchanged"] >= 0.995
    assert figures.told["second half cut"] >= 0.99
    assert figures.told["one word changed"] >= 0.97
    assert figures.told["negation dropped"] >= 0.93


def test_utterances_of_a_month_apart_are_not_taken_for_one_worded_differently(figures: drift.Figures) -> None:
    assert figures.far["reworded"] <= 2
    assert figures.far["cut"] <= 6


def test_what_outlets_print_in_common_is_met(figures: drift.Figures) -> None:
    assert figures.near.total() >= 35
    assert figures.in_stories.total() >= 22
