"""Figures of one quantity that outlets give differently, and figures that only look like it."""

from __future__ import annotations

import pytest

from bot.core.briefing.differ import differences
from tests.fakes.stories import annotated, story


def sides(one: str, other: str, again: str = "") -> list[list[tuple[str, str]]]:
    reads = (
        annotated("Match", f"{one}\n\n{again}".strip(), outlet="Harbour Courier"),
        annotated("Game", other, outlet="Meridian Ledger", hours=1),
    )
    return [
        [(cite.article.outlet, cite.article.words(cite.span)) for cite in difference.sides]
        for difference in differences(story(*reads))
    ]


WALKED = "About 9,000 supporters of Kestmouth Rovers walked home after the trams of the city stopped."
WALKED_TOO = "After the trams stopped, some 8,500 supporters of Kestmouth Rovers walked home on foot."


def test_what_each_outlet_says_stands_side_by_side() -> None:
    assert sides(WALKED.replace("9,000", "9,600"), WALKED_TOO) == [
        [
            ("Harbour Courier", "About 9,600 supporters of Kestmouth Rovers walked"),
            ("Meridian Ledger", "some 8,500 supporters of Kestmouth Rovers walked"),
        ]
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WALKED, WALKED_TOO),  # rounding
        (WALKED, WALKED),  # the same
        # "at least" and "more than" hold for the other figure
        (
            "More than 600 workers of the port of Kestmouth walked out over the size of night gangs.",
            "The 640 workers of the port at Kestmouth walked out over night gangs.",
        ),
        # another quantity: a part, a place, a time, a thing counted
        (
            "The party of Garrick Moyle had led the council of Kestmouth for nine years.",
            "The Civic Party, led by Moyle, had run the council of Kestmouth for 13 years.",
        ),
        (
            "Rovers lost 12 players to injury before the match in Kestmouth on Sunday.",
            "Rovers sold nine tickets to injured fans before the match in Kestmouth.",
        ),
        (
            "Engineers found cracks in two cables of the bridge at Aldmouth on Sunday.",
            "The mayor wants 40 cables of the bridge at Aldmouth tested by engineers.",
        ),
        (
            "Ana Silva missed the final two games of the season with Rovers, injured.",
            "Ana Silva missed four games of the season with Rovers, injured.",
        ),
        (
            "He scored 29 goals for the club and set up another ten in the season.",
            "He scored 39 goals for the club and set up another ten in the season.",
        ),
        ("“The trams stranded 9,600 supporters of Kestmouth Rovers,” Rask said.", WALKED_TOO),
    ],
)
def test_what_agrees_or_counts_something_else_is_no_difference(one: str, other: str) -> None:
    assert sides(one, other) == []


def test_an_outlet_that_gives_both_figures_does_not_differ() -> None:
    again = "The police had first spoken of 8,500 supporters of Kestmouth Rovers."
    assert sides(WALKED.replace("9,000", "9,600"), WALKED_TOO, again) == []


def test_one_outlet_does_not_differ_from_itself() -> None:
    reads = (
        annotated("Match", WALKED.replace("9,000", "9,600")),
        annotated("Game", WALKED_TOO, hours=1),
    )
    assert differences(story(*reads)) == ()
