from __future__ import annotations

from dataclasses import replace

import pytest

from bot.config import judgement
from bot.core.stories.judgement import NO_JUDGEMENT
from bot.core.stories.kinds import kind_of, sections, with_kinds
from bot.core.stories.leads import FEW, Closeness, events
from bot.core.stories.rank import rank
from bot.model import AnnotatedArticle, Kind
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE, annotated, story

LIST = replace(
    annotated(
        "25 best gifts for gardeners: our guide to what you should buy",
        "You want to please the gardener in your life. Here are our ideas for you.\n\n"
        "1. A good spade\nYou can never have enough of them, and your back will thank you.\n\n"
        "2. A watering can\nIf you buy only one thing, buy the can that we like best, for $25.",
    ).article,
    url="https://www.post.example/shopping/best-gifts-for-gardeners",
)
ROUNDUP = replace(
    annotated(
        "Five things to know for Monday: bridge, strike, buses",
        "Good morning. Here is what you need to know to start your day. Sign up for our newsletter.\n\n"
        "1. The bridge\nThe Aldmouth bridge is closed.\n\n2. The strike\nTeachers want to strike.",
    ).article,
    url="https://www.post.example/news/five-things-to-know-for-monday-newsletter",
)


def test_forms_and_addresses_tell_a_list_and_a_roundup_from_news() -> None:
    learned = judgement()
    assert not kind_of(LIST, learned).news
    assert kind_of(ROUNDUP, learned) is Kind.ROUNDUP
    assert all(kind_of(read.article, learned).news for read in (BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE))


def test_what_is_in_no_known_language_and_all_without_weights_is_news() -> None:
    german = replace(LIST, language="de")
    unsaid = replace(LIST, text="Der Garten ist schön und du kannst dir die Geräte kaufen. " * 5)
    assert kind_of(german, judgement()) is kind_of(unsaid, judgement()) is Kind.EVENT
    assert with_kinds([AnnotatedArticle(LIST)], NO_JUDGEMENT)[0].kind is Kind.EVENT


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.one.example/2024/02/03/politics/the-long-name-of-a-story/index.html", ["politics"]),
        ("https://www.one.example/story/news/nation/2024/x", ["story", "news", "nation"]),
        ("no address", []),
        ("http://[broken", []),
    ],
)
def test_the_folders_of_an_address_name_its_section(url: str, found: list[str]) -> None:
    assert list(sections(url)) == found


def test_news_is_grouped_by_its_lead_and_what_is_no_news_joins_nothing() -> None:
    learned = judgement()
    opinion = replace(BRIDGE, kind=Kind.OPINION, article=replace(BRIDGE.article, id="opinion"), quotes=())
    roundup = replace(opinion, kind=Kind.ROUNDUP, article=replace(BRIDGE.article, id="roundup"))
    found = events([BRIDGE, BRIDGE_AGAIN, STRIKE, opinion, roundup], learned)
    ids = sorted(sorted(read.article.id for read in each.articles) for each in found)
    assert ids == sorted(
        [sorted([BRIDGE.article.id, BRIDGE_AGAIN.article.id, "opinion"]), [STRIKE.article.id], ["roundup"]]
    )
    assert events([], learned) == []


def test_a_story_repeats_another_of_its_event_and_no_other() -> None:
    one, again, other = story(BRIDGE), story(BRIDGE_AGAIN), story(STRIKE)
    others = [story(annotated(f"Harvest {n}", f"Farm {n} sold apples.")) for n in range(FEW)]
    near = Closeness([one, again, other, *others], judgement())
    assert near.repeats(again, [other, one]) == one
    assert near.repeats(other, [one, again]) is None
    assert near.around()[2] <= near.around()[0]
    assert Closeness([one, again, *others], NO_JUDGEMENT).repeats(again, [one]) is None
    assert Closeness([one, again], judgement()).repeats(again, [one]) is None  # too few to tell what is rare


def test_more_coverage_lifts_a_story() -> None:
    learned = judgement()
    (alone,) = rank([story(BRIDGE)], MORNING, (), learned)
    (covered,) = rank([story(BRIDGE, BRIDGE_AGAIN)], MORNING, (), learned)
    assert covered.score > alone.score
