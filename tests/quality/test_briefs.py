"""Floors of briefings of single articles, against parts that people listed; lowering one is a decision."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import briefs

pytestmark = [pytest.mark.needs("bench"), pytest.mark.slow, pytest.mark.timeout(300)]


def test_a_briefing_tells_the_parts_and_each_quote_beside_what_it_is_about(bench: Path) -> None:
    found = briefs.figures(bench)
    assert found["first_right"] >= 0.93
    assert found["must_told"] >= 0.51
    assert found["of_a_part"] >= 0.6
    assert found["again"] <= 0.09
    assert found["empty_quotes"] <= 0.1
    assert found["without_context"] <= 0.06
