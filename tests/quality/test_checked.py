"""What `onrecord check` finds; floors are what was reached."""

from __future__ import annotations

from tests.bench.checked import WANTED, clean, shares

MISSED = {"antonym": 2}
"""Altered sentences of a kind in which nothing was found."""


def test_the_samples_own_briefings_are_clean() -> None:
    assert clean() == []


def test_sentences_made_wrong_are_caught_and_named_for_what_they_are() -> None:
    found = shares()
    assert sum(one.of for one in found.values()) == WANTED
    assert {kind: one.of - one.named for kind, one in found.items() if one.named < one.of} == MISSED
