from collections.abc import Sequence
from datetime import timedelta

from bot.core.stories.judgement import NO_JUDGEMENT
from bot.core.stories.shortlist import nearest, shortlist
from bot.model import Listed
from tests.fakes.stories import BRIDGE, MORNING

NOW = MORNING + timedelta(hours=6)


def listed(number: int, headline: str, outlet: str = "", position: int | None = None) -> Listed:
    outlet = outlet or f"Post {number}"
    return Listed(f"a{number}", "", outlet, headline, MORNING, position)


def ids(some: Sequence[Listed]) -> list[str]:
    return [one.id for one in some]


ALONE = [listed(number, f"X{number}a Y{number}b Z{number}c") for number in range(20)]


def test_what_several_outlets_have_in_their_headlines_comes_first() -> None:
    told = [
        listed(31, "Aldmouth bridge closes for repairs"),
        listed(32, "Repairs close the bridge at Aldmouth"),
    ]
    chosen = shortlist([*ALONE, *told], NOW, NO_JUDGEMENT, 2)
    assert ids(chosen) == ["a31", "a32"]


def test_the_front_of_a_feed_a_topic_that_is_followed_and_what_is_held_go_ahead() -> None:
    front = listed(50, "Z50c mends its W50d", position=1)
    assert ids(shortlist([*ALONE, front], NOW, NO_JUDGEMENT, 1)) == ["a50"]
    assert ids(shortlist([*ALONE, front], NOW, NO_JUDGEMENT, 1, raised={"a7"})) == ["a7"]
    assert ids(shortlist([*ALONE, front], NOW, NO_JUDGEMENT, 1, raised={"a7"}, held={"a9"})) == ["a9"]


def test_one_event_takes_an_eighth_as_long_as_others_fill_the_rest() -> None:
    told = [listed(100 + number, f"Aldmouth bridge closes {number}th") for number in range(40)]
    chosen = ids(shortlist([*ALONE, *told], NOW, NO_JUDGEMENT, 24))
    assert len(chosen) == 24
    assert sum(one in ids(told) for one in chosen) == 24 - len(ALONE)
    assert len(set(ids(shortlist([*ALONE, *told], NOW, NO_JUDGEMENT, 40)))) == 40


def test_few_are_all_taken_and_in_their_order() -> None:
    assert shortlist(ALONE, NOW, NO_JUDGEMENT, 20) == ALONE
    assert nearest(BRIDGE.article, ALONE, NO_JUDGEMENT, 20) == ALONE


def test_the_nearest_share_the_headline_s_words() -> None:
    again = listed(31, BRIDGE.article.headline.upper())
    assert ids(nearest(BRIDGE.article, [*ALONE, again], NO_JUDGEMENT, 1)) == ["a31"]
