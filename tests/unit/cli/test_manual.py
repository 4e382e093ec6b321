from __future__ import annotations

from pathlib import Path

from tools.manual import page

KEPT = Path(__file__).parents[3] / "docs" / "onrecord.1"


def test_the_man_page_is_made_from_the_commands_there_are() -> None:
    assert KEPT.read_text("utf-8") == page(), "remedy: make man"
    assert ".SS onrecord feeds add" in page()
