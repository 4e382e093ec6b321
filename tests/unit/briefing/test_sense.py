from __future__ import annotations

import pytest

from bot.core.briefing.sense import leans, makes_sense, understood
from bot.core.reading.text import terms
from tests.fakes.stories import annotated

TOLD = frozenset(terms("The council of Aldmouth closed the old bridge and banned lorries under a new rule."))


@pytest.mark.parametrize(
    "said",
    [
        "Nobody should drive over cracks for a toll of two crowns,",
        "We will open this old bridge when every cable has been tested,",
        "After ten years this rule about lorries comes too late,",
        "In this week of storms nobody wants to be on a ferry,",
        "My bakery lost half of its customers in those years,",
        "The cables are as old as I am,",
        "The decision of the council comes ten years too late,",
        "The bridge was old, and the council closed the bridge,",
        "Lorries and buses are heavy, whatever they carry,",
        "The wall on the shore looked old before it fell,",
        "My sister was on the bridge when she heard of it,",
        "It is clear that nobody tested the cables,",
        "It is easy, as you know, to test all of the cables,",
        "We know that people need a bridge,",
        "Nobody here in Aldmouth wants to be on a ferry,",
        "Nobody would close the old bridge, this would make no sense,",
        "We looked at every shortcut for the bridge, and none of them was safe,",
        "When Aldmouth succeeds, all of the valley of the Lunda succeeds with Aldmouth",
    ],
)
def test_what_explains_its_own_words_can_be_understood(said: str) -> None:
    assert makes_sense(said, TOLD)
    assert not leans(said)


@pytest.mark.parametrize(
    "said",
    [
        "No, not really, not before the council votes,",
        "Yes. But the council has to vote before the bridge can open,",
        "I know why you are asking, and the council will vote,",
        "I will leave the question to the council of the town,",
        "I think it is fair if we both reach the other shore,",
        "Nobody from the council lives here or ever did,",
        "Free rides on every ferry of the council.",  # an advertisement: no verb
        "I will leave this riddle to the council of the town,",
        "We have what we need to keep these people out of harm,",
        "We can do better at that point of the river,",
        "The law allows people to stay on the bridge,",
        "The harbour issue only came up because people wanted the study,",
    ],
)
def test_what_answers_or_points_at_what_is_not_told_cannot(said: str) -> None:
    assert not makes_sense(said, TOLD)


def test_what_it_points_at_may_be_told() -> None:
    assert makes_sense("I will leave this riddle to the council,", TOLD | {"riddl"})
    assert makes_sense("The law allows people to stay on the bridge,", TOLD | {"law"})


@pytest.mark.parametrize(
    "said",
    [
        "Thus the bridge of Aldmouth may stand for another century,",
        "It will not be open before May, whatever happens,",
        "I am sure they are watching the bridge,",
        "Hopefully when the time’s right they’ll come back,",
        "If you think about that, the bridge is the farthest of all,",
        "I hope he opens the bridge in May,",
        "Many of them have left Aldmouth for the eastern shore,",
        "The cables of Aldmouth are old, and we can do this,",
        "Here nobody trusts a ferry,",
    ],
)
def test_what_goes_on_from_other_words_leans(said: str) -> None:
    assert leans(said)


ARTICLE = annotated(
    "Aldmouth council closes the bridge",
    "The Harbour Safety Council (HSC) closed the bridge. Ana Silva and her father, Rui Silva, were there.",
).article
ABOVE = ("The council of Aldmouth closed the old bridge over the Norr on Sunday.",)


@pytest.mark.parametrize(
    ("sentence", "is_clear"),
    [
        ("Shops near the bridge sold less after the ban was announced in Aldmouth.", False),
        ("Shops near the bridge sold less after the council was heard.", True),
        ("For the next two years ferries carry all passengers across the bay.", True),
        ("Ferries carry the report makers across the bay of Aldmouth.", True),
        ("Silva testified before a court of Norland on the cables.", False),
        ("Ana Silva testified before a court of Norland on the cables.", True),
        ("The HSC tests all cables of all bridges in Norland every year.", False),
        ("The Harbour Safety Council (HSC) tests all cables every year.", True),
        ("Families were led off the bridge on February 12 while it swayed.", False),
        ("Families were led off the bridge on March 1 while it swayed.", True),
    ],
)
def test_a_bullet_is_understood_by_whoever_reads_what_is_above(sentence: str, is_clear: bool) -> None:
    assert understood(sentence, ARTICLE, ABOVE) == is_clear


def test_whose_surname_it_is_stands_above() -> None:
    bare = "Silva testified before a court of Norland on the cables."
    assert understood(bare, ARTICLE, ("Ana Silva closed the bridge.",))
    assert not understood(bare, ARTICLE, ("Ana Silva closed the bridge that Rui Silva built.",))
