from __future__ import annotations

from bot.core.stories.page import Page
from bot.model import Story
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, OTHER_STRIKE, STRIKE, story, told


def alone(number: int, outlet: str) -> Story:
    text = f"Numero{number} ipsum{number} dolor{number} sit{number} amet{number} elit{number} sed{number}."
    return story(told(f"Story {number}", text, outlet=outlet))


def test_one_outlet_does_not_fill_a_page() -> None:
    page = Page(6)
    for number in range(2):
        assert not page.crowded(alone(number, "Harbour Post"))
        page.take(alone(number, "Harbour Post"))
    assert page.crowded(alone(3, "Harbour Post"))
    assert not page.crowded(alone(3, "Valley Times"))
    assert not page.crowded(story(BRIDGE, BRIDGE_AGAIN))  # a story of two outlets is nobody's alone


def test_one_subject_does_not_fill_a_page() -> None:
    page = Page(6)
    outlets = ("Harbour Post", "Valley Times", "Norland Daily")
    trial = [
        story(
            told(
                f"{witness} heard in Norvik bribery trial",
                f"{witness} was heard on Monday in the Norvik bribery trial of banker Ines Moreau. Banker Ines "
                f"Moreau denies bribery. The trial in Norvik goes on.",
                outlet=outlet,
            )
        )
        for witness, outlet in zip(("Holt", "Lind", "Costa"), outlets, strict=True)
    ]
    for one in trial[:2]:
        assert not page.crowded(one)
        page.take(one)
    assert page.crowded(trial[2])
    assert not page.crowded(story(STRIKE))
    assert not page.crowded(story(OTHER_STRIKE))


def test_a_page_of_one_takes_one() -> None:
    page = Page(1)
    assert not page.crowded(story(STRIKE))
    page.take(story(STRIKE))
    assert page.full
