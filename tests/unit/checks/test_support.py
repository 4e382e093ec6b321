"""A sentence against the sentences that it cites: what is found to be another number, name or meaning."""

from __future__ import annotations

import pytest

from bot.core.checks.support import faults_of, support
from bot.model import Reason
from tests.fakes.evidence import evidence


def reasons(claim: str, *numbers: int) -> list[Reason]:
    return [reason for reason, *_ in faults_of(claim, evidence(*numbers))]


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The River Ald flooded 345 homes at Kestmouth on Monday.", [1]),
        ("Some 1,200 people were taken to two sports halls.", [2]),
        ("Kestmouth has asked for $2.4 million in aid, Mayor Ida Quist said.", [1, 3]),
        ("The town asked for 2.4 million dollars in aid.", [3]),
        ("Engineer Bo Lund did not warn the council.", [4]),
        ("Lund never warned the council.", [4]),
        ("The water rose by 40% within three hours.", [5]),
        ("The water rose 10 miles from the coast.", [5]),
        ("More than 300 homes were flooded by the river.", [1]),
        ("Lund resigned in March.", [6]),
        ("Ida Quist praised the rescuers after Lund had resigned.", [6]),
    ],
)
def test_what_the_cited_sentences_say_is_supported(claim: str, cited: list[int]) -> None:
    assert reasons(claim, *cited) == []


@pytest.mark.parametrize(
    ("claim", "cited", "reason"),
    [
        ("The River Ald flooded 346 homes at Kestmouth.", [1], Reason.NUMBER),
        ("The River Ald flooded 12 homes at Kestmouth.", [1, 2], Reason.NUMBER),
        ("About 345 people were taken to two sports halls.", [1, 2], Reason.NUMBER),
        ("The River Ald flooded homes at Kestmouth on Friday.", [1], Reason.DATE),
        ("Bo Lund built the dam in 1978.", [4], Reason.DATE),
        ("Bo Lund resigned on 4 May.", [6], Reason.DATE),
        ("The town had asked for $2.4 billion in aid.", [3], Reason.NUMBER),
        ("The town had asked for £2.4 million in aid.", [3], Reason.UNIT),
        ("Water rose by 40 percent within three days.", [5], Reason.UNIT),
        ("Water rose by 40 percentage points within three hours.", [5], Reason.UNIT),
        ("Mayor Ida Quist said Norvania had sent aid to the town.", [3], Reason.NAME),
        ("Norvania asked for $2.4 million in aid for the town.", [3], Reason.NAME),
        ("Mayor Tove Berg said the town had asked for aid.", [3], Reason.NAME),
        (
            "The engineer Ida Quist, who built the dam in 1987, did not warn the council.",
            [3, 4],
            Reason.PERSON,
        ),
        ("Water did not rise by 40 percent within three hours.", [5], Reason.NEGATION),
        ("The town had not asked for aid.", [3], Reason.NEGATION),
        ("Bo Lund, the engineer, did warn the council.", [4], Reason.NEGATION),
        ("Bo Lund warned the council.", [4], Reason.NEGATION),
        ("Water fell by 40 percent within three hours.", [5], Reason.ANTONYM),
        ("Ida Quist condemned the rescuers.", [6], Reason.ANTONYM),
        ("Ferries to the islands stay in port until autumn.", [3], Reason.UNSUPPORTED),
    ],
)
def test_what_they_do_not_say_is_found(claim: str, cited: list[int], reason: Reason) -> None:
    assert reason in reasons(claim, *cited)


def test_a_full_name_is_that_of_the_article() -> None:
    """The cited sentence has the surname alone; the article gives the rest."""
    text = "Lund resigned on Monday. The dam was built by Bo Lund in 1987."
    assert faults_of("Bo Lund resigned on Monday.", evidence(1, text=text)) == []
    assert faults_of("Tove Lund resigned on Monday.", evidence(1, text=text)) != []


def test_names_in_a_text_without_capitals_are_names_too() -> None:
    text = (
        "Police said mr lund had left the hall with maria quist on monday. Later maria berg was seen there."
    )
    assert faults_of("Police said maria quist left the hall on monday.", evidence(1, text=text)) == []
    wrong = faults_of("Police said maria berg left the hall on monday.", evidence(1, text=text))
    assert [reason for reason, *_ in wrong] == [Reason.NAME]


def test_the_score_puts_fewer_faults_first_and_likeness_next() -> None:
    given = evidence(1)
    sound = support("The River Ald flooded 345 homes at Kestmouth on Monday.", given)
    loose = support("On Monday homes at Kestmouth were hit by a flood.", given)
    wrong = support("The River Ald flooded 346 homes at Kestmouth on Monday.", given)
    worse = support("The River Ald flooded 346 homes at Kestmouth on Friday.", given)
    assert 1 >= sound > loose > 0.5 > wrong > worse > 0


def test_a_text_without_words_is_supported_by_nothing() -> None:
    assert support("", evidence(1)) < 0.5
    assert [reason for reason, *_ in faults_of("…", evidence(1))] in ([], [Reason.UNSUPPORTED])


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Brennick lost to Aldmouth on Monday.", "Aldmouth beat Brennick in the final on Monday."),
        ("The yard has built 500 ships.", "The yard launched its 500th ship on Monday."),
        (
            "Norvania and Sovania agreed, and the two countries opened a bridge.",
            "Norvania and Sovania opened a bridge when they agreed.",
        ),
        ("Former harbour master Bo Lund resigned.", "Bo Lund, who was the harbour master, resigned."),
        ("Southeast Norvania was flooded.", "The south east of Norvania was flooded."),
        (
            "The river flooded 27–49% of the fields.",
            "The river flooded between 27 and 49 percent of the fields.",
        ),
        ("Police found no proof of a crime.", "The police have not found any proof of a crime."),
    ],
)
def test_the_same_in_other_words_is_supported(claim: str, text: str) -> None:
    assert faults_of(claim, evidence(1, text=text)) == []


def test_sides_that_change_places_change_the_meaning() -> None:
    given = evidence(1, text="Aldmouth beat Brennick in the final on Monday.")
    assert [reason for reason, *_ in faults_of("Aldmouth lost to Brennick on Monday.", given)] == [
        Reason.ANTONYM
    ]


def test_a_denial_left_out_under_another_verb_is_found() -> None:
    given = evidence(1, text="The old pier was not deemed a danger to bathers in summer before the storm.")
    claim = "The old pier was seen as a danger to bathers in summer."
    assert [reason for reason, *_ in faults_of(claim, given)] == [Reason.NEGATION]
    assert faults_of("The old pier was not seen as a danger to bathers in summer.", given) == []
