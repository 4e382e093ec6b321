"""The fixed form of an extracted page."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.core.forms import extract_form
from bot.model import Page


def test_a_page_gives_its_details_and_the_day_of_its_date() -> None:
    page = Page("Dam road closes", "The road closes.", "Ada Brink", datetime(2026, 3, 5, 23, 30, tzinfo=UTC))
    assert extract_form("dam.html", page) == {
        "file": "dam.html",
        "headline": "Dam road closes",
        "byline": "Ada Brink",
        "date": "2026-03-05",
        "text": "The road closes.",
    }


def test_a_page_without_an_article_gives_a_row_too() -> None:
    assert extract_form("links.html", None) == {
        "file": "links.html",
        "headline": None,
        "byline": None,
        "date": None,
        "text": "",
    }
