"""Every promise of a thread under every name: its author's passes, everybody else's does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from bot.adapters.lexicons import lexicon
from bot.core.threads.check import check
from bot.core.threads.prompt import sources
from bot.model import Draft, DraftBullet, Message, Talk

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ENGLISH = lexicon()
PROMISES = (
    (
        "Ana Silva",
        "I will write to the harbour council about the fares.",
        "will write to the harbour council",
    ),
    (
        "Ben Okoro",
        "Then I can bring the ladder from the boathouse.",
        "can bring the ladder from the boathouse",
    ),
    ("James", "I have paid the printer 40 crowns for the posters.", "has paid the printer 40 crowns"),
    ("dee_n", "We must book the old hall before June.", "must book the old hall before June"),
    ("Rose Hill", "My brother and I will count the votes on Friday.", "will count the votes on Friday"),
)
TALK = Talk(
    tuple(
        Message(str(at), author, text, NOON + timedelta(minutes=at), f"https://chat.example/{at}")
        for at, (author, text, _) in enumerate(PROMISES)
    )
)
PAIRS = list(permutations(range(len(PROMISES)), 2))


def passes(text: str, *cites: int) -> bool:
    given = sources(TALK)
    assert given is not None
    return bool(check(Draft((DraftBullet(text, tuple(at + 1 for at in cites)),)), given, ENGLISH).printed)


@pytest.mark.parametrize("at", range(len(PROMISES)))
@pytest.mark.parametrize("way", ["{who} {does}.", "{who} says that {who} {does}."])
def test_a_promise_under_its_author_passes(at: int, way: str) -> None:
    assert passes(way.format(who=PROMISES[at][0], does=PROMISES[at][2]), at)


@pytest.mark.parametrize(("mine", "other"), PAIRS)
def test_a_promise_under_another_name_does_not(mine: int, other: int) -> None:
    text = f"{PROMISES[other][0]} {PROMISES[mine][2]}."
    assert not passes(text, mine)
    assert not passes(text, mine, other)
    assert not passes(text, other)
    assert not passes(
        f"{PROMISES[other][0]} says that {PROMISES[other][0]} {PROMISES[mine][2]}.", mine, other
    )


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_promises_pass_as_they_are_and_not_exchanged(one: int, other: int) -> None:
    (ana, _, writes), (ben, _, brings) = PROMISES[one], PROMISES[other]
    assert passes(f"{ana} {writes}, and {ben} {brings}.", one, other)
    assert not passes(f"{ben} {writes}, and {ana} {brings}.", one, other)
    assert not passes(f"{ana} and {ben} {writes}.", one)
