"""Article text does not get worse; lowering a floor is a decision to be written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.extraction import figures


@pytest.mark.needs("bench")
def test_article_text_stays_above_the_floor(bench: Path) -> None:
    reached = figures(bench)
    assert reached.pages == 92
    assert reached.f1 >= 0.975
    assert reached.precision >= 0.968
    assert reached.recall >= 0.98
