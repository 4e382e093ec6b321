"""How strict the gate is in German; floors are what was reached, beside what English reaches."""

from __future__ import annotations

import pytest

from tests.bench.gate_de import Sample, Table, samples, table, through_the_gate

pytestmark = [pytest.mark.needs("bench"), pytest.mark.slow]

CAUGHT = {
    "random number": 0.99,
    "another number of the article": 0.985,
    "date": 0.955,
    "name foreign to the article": 0.985,
    "unit, scale or currency": 0.99,
    "another person of the article": 0.98,
    '"nicht" added': 0.98,
    '"nicht", "kein", "ohne" dropped': 0.99,
    "antonym": 0.92,
}
"""Shares caught of sentences copied from an article."""

CUT_HEADLINES = 0.45
"""Share of headlines cut at most: they name what no cited sentence names, and leave out verbs."""


@pytest.fixture(scope="module")
def found() -> list[Sample]:
    return samples()


@pytest.fixture(scope="module")
def shares(found: list[Sample]) -> Table:
    return table(found)[0]


@pytest.mark.parametrize("kind", CAUGHT)
def test_german_sentences_made_wrong_are_caught(kind: str, shares: Table) -> None:
    assert shares[kind, "copied"].value >= CAUGHT[kind]


def test_a_copied_german_sentence_is_never_cut(found: list[Sample], shares: Table) -> None:
    assert shares["cut", "copied"].value == 0
    assert shares["cut", "headline"].value <= CUT_HEADLINES
    assert through_the_gate(found).value >= 0.97
