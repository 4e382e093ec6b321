"""Floors of editions and kinds on days that a news desk labelled; lowering one is a decision."""

from __future__ import annotations

import pytest

from tests.bench import editor

pytestmark = [pytest.mark.needs("bench"), pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def figures() -> editor.EditorFigures:
    return editor.figures()


def test_what_leads_and_what_is_among_the_first_five(figures: editor.EditorFigures) -> None:
    assert figures.editions["lead_right"] >= 0.70
    assert figures.editions["top_in_first_five"] >= 0.65
    assert figures.editions["top_told"] >= 0.87


def test_what_is_told_is_news_of_weight_and_told_once(figures: editor.EditorFigures) -> None:
    assert figures.editions["no_news"] <= 0.03
    assert figures.editions["minor"] <= 0.17
    assert figures.editions["told_twice"] <= 0.04


def test_events_are_neither_torn_nor_merged(figures: editor.EditorFigures) -> None:
    assert figures.editions["merged"] <= 0.12
    assert figures.editions["b3_f1"] >= 0.925


def test_the_first_bullet_says_what_happened(figures: editor.EditorFigures) -> None:
    assert figures.editions["first_bullet_right"] >= 0.70


def test_no_news_is_known(figures: editor.EditorFigures) -> None:
    assert figures.kinds["not_news_precision"] >= 0.86
    assert figures.kinds["not_news_recall"] >= 0.68
