"""What can be an answer, by its type."""

from __future__ import annotations

import pytest

from bot.core.answers.facts import Fact, facts


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("The coalition won 63 seats on Sunday.", Fact.NUMBER, "63"),
        ("Nearly sixty ministers went.", Fact.NUMBER, "sixty"),
        ("It paid $787.5 million to settle.", Fact.MONEY, "$787.5 million"),
        ("She was fined 1 million rubles.", Fact.MONEY, "1 million rubles"),
        ("Tetsuya Yamagami, 41, was held.", Fact.AGE, "41"),
        ("The 76-year-old doctor sued.", Fact.AGE, "76-year-old"),
        ("The strike began on September 9 in Lund.", Fact.TIME, "September 9"),
        ("She is 6-foot-9 and plays centre.", Fact.MEASURE, "6-foot-9"),
        ("They deliberated for four full days.", Fact.MEASURE, "four full days"),
        ("He went to the Maldives by plane.", Fact.PLACE, "Maldives"),
        ("The film was made by Ana Silva in May.", Fact.NAME, "Ana Silva"),
        ("It burned because of a fault.", Fact.CAUSE, "because"),
    ],
)
def test_a_fact_is_found_where_it_stands(text: str, wanted: Fact, found: str) -> None:
    assert found in [text[span.start : span.end] for span in facts(text, wanted)]


def test_a_day_is_no_name_and_nothing_is_any() -> None:
    assert list(facts("On Monday it rained.", Fact.NAME)) == []
    assert list(facts("Ana Silva paid $5.", Fact.ANY)) == []
