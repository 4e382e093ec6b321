"""What stands in a relation: two figures, who does what, more or less, all or some, past or to come."""

from __future__ import annotations

import pytest

from bot.core.checks.support import faults_of
from bot.model import Reason
from tests.fakes.evidence import evidence

COUNT = "Mayor Ida Quist had 2,317 votes. The engineer Bo Lund, of the Civic Party, had 2,306."
GANGS = "The union wants gangs of eight people instead of six, and the rate fell from 14 to 11 per cent."
PEOPLE = "Bo Lund thanked the clerks. Ida Quist promised to open the baths before the summer."
SPEECH = "Bo Lund said the offer of the region still stood. Ida Quist praised the rescuers."


def found(claim: str, text: str) -> list[Reason]:
    return [reason for reason, *_ in faults_of(claim, evidence(text=text))]


@pytest.mark.parametrize(
    ("claim", "text", "reason"),
    [
        ("Bo Lund had 2,317 votes, and Ida Quist had 2,306.", COUNT, Reason.NUMBER),
        ("The union wants gangs of six people instead of eight.", GANGS, Reason.NUMBER),
        ("The rate fell from 11 to 14 per cent.", GANGS, Reason.NUMBER),
        ("Ida Quist thanked the clerks.", PEOPLE, Reason.PERSON),
        ("Bo Lund promised to open the baths.", PEOPLE, Reason.PERSON),
        ("The mayor Ida Quist said the offer of the region still stood.", SPEECH, Reason.SPEAKER),
        ("The offer of the region still stood, said Ida Quist.", SPEECH, Reason.SPEAKER),
        (
            "The region will vote before the city pays.",
            "The city will vote before the region pays.",
            Reason.PERSON,
        ),
        ("Fewer than 40 ships were sunk.", "The storm sank 40 ships.", Reason.NUMBER),
        ("More than 40 ships were sunk.", "The storm sank nearly 40 ships.", Reason.NUMBER),
        ("At least four shifts are allowed.", "No more than four shifts are allowed.", Reason.NUMBER),
        ("All of the ships carried a flag.", "Some of the ships carried a flag.", Reason.ANTONYM),
        ("All three of the ships were sunk.", "Two of the three ships were sunk.", Reason.ANTONYM),
        ("The committee met again last month.", "The committee meets again next month.", Reason.DATE),
        ("The match was two weeks ago.", "The match is in two weeks.", Reason.DATE),
        (
            "The vote was ruled invalid by the clerk.",
            "The vote was ruled valid by the clerk.",
            Reason.ANTONYM,
        ),
        ("The company accepts the count.", "The company disputes the count.", Reason.ANTONYM),
        ("Residents supported the wall.", "The wall was opposed by residents.", Reason.ANTONYM),
    ],
)
def test_a_relation_that_is_turned_is_found(claim: str, text: str, reason: Reason) -> None:
    assert reason in found(claim, text)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Ida Quist had 2,317 votes and Bo Lund 2,306.", COUNT),
        ("The union wants gangs of eight rather than six.", GANGS),
        ("The rate fell to 11 per cent from 14.", GANGS),
        ("The clerks were thanked by Bo Lund.", PEOPLE),
        ("Lund said the offer of the region still stood.", SPEECH),
        ("Brennick lost to Aldmouth.", "Aldmouth beat Brennick."),
        ("Nearly a thousand people were taken in.", "About 900 people were taken in."),
        ("No more than four shifts in a row are allowed.", "There is a limit of four shifts in a row."),
        ("Ships may carry no more than 25 boats.", "Ships should not carry more than 25 boats."),
        ("Almost half a million cars were recalled.", "Some 482,000 cars were recalled."),
        ("A third of the ships were sunk.", "The storm sank 33 per cent of the ships."),
        ("Ida Quist, 24, was found on Monday.", "The 24-year-old Ida Quist was found on Monday."),
        ("Sixty-one ships were sunk.", "The storm sank 61 ships."),
        ("The city’s bonds did not change on Monday.", "The city’s bonds were unchanged on Monday."),
        ("Nearly all ships were sunk.", "Some 97 per cent of the ships were sunk."),
        ("The trams stopped for more than half an hour.", "The trams stopped for 35 minutes."),
    ],
)
def test_the_same_relation_in_other_words_is_no_fault(claim: str, text: str) -> None:
    assert found(claim, text) == []


def test_a_name_that_may_be_short_for_another_is_no_other() -> None:
    text = "The EU ordered its staff to close the office. The European Commission has 32,000 employees."
    assert Reason.PERSON not in found("The European Commission ordered its staff to close the office.", text)
