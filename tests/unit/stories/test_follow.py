from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.core.briefing.extractive import brief
from bot.core.stories.follow import Before, Known, Past, contradicts, follow, leading_names, recall, stands
from bot.model import AnnotatedArticle, Briefing, Digest, Edition
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, STRIKE, annotated, story


def briefed(*reads: AnnotatedArticle) -> Briefing:
    briefing = brief(story(*reads))
    assert briefing is not None
    return briefing


def digest(day: int, *briefings: Briefing) -> Digest:
    edition = Edition("morning", date(2026, 3, day), time(8))
    return Digest(f"d{day}", edition, MORNING + timedelta(days=day - 2), briefings)


TOLD = briefed(BRIDGE)
PAST = Past([digest(2, TOLD)])


def test_a_story_is_known_by_the_articles_that_were_told() -> None:
    both = story(BRIDGE, BRIDGE_AGAIN)
    before = Before((TOLD,), date(2026, 3, 2))
    assert PAST.of([both, story(STRIKE)]) == {read.article.id: before for read in both.articles}


def test_a_later_version_of_a_told_page_is_known_by_its_address() -> None:
    version = annotated("Bridge closes", "Another text.", url=BRIDGE.article.url, hours=3)
    before = PAST.of([story(version)])[version.article.id]
    following = follow(story(version), before)
    assert following is not None
    assert following.changed == ((BRIDGE.article, version),)


def test_a_later_version_of_a_told_page_at_a_new_address_is_known_by_the_one_before() -> None:
    moved = annotated("Bridge closes", "Another text.", url="https://post.example/moved", hours=3)
    version = replace(moved, article=replace(moved.article, supersedes=BRIDGE.article.id))
    before = PAST.of([story(version)])[version.article.id]
    following = follow(story(version), before)
    assert following is not None
    assert following.changed == ((BRIDGE.article, version),)


def test_of_a_told_story_only_what_was_not_told_is_left() -> None:
    before = Before((TOLD,), date(2026, 3, 2))
    assert follow(story(BRIDGE), before) is None
    following = follow(story(BRIDGE, BRIDGE_AGAIN), before)
    assert following is not None
    assert following.story == story(BRIDGE_AGAIN)
    new = follow(story(BRIDGE), None)
    assert new is not None
    assert (new.story, new.before, new.changed) == (story(BRIDGE), None, ())


def test_the_days_are_those_of_the_editions_the_last_one_counts() -> None:
    past = Past([digest(5, briefed(BRIDGE_AGAIN)), digest(2, TOLD)])
    before = past.of([story(BRIDGE, BRIDGE_AGAIN)])[BRIDGE.article.id]
    assert before.day == date(2026, 3, 5)
    assert [briefing.story for briefing in before.briefings] == [story(BRIDGE), story(BRIDGE_AGAIN)]


@pytest.mark.parametrize(
    ("sentence", "lacked"),
    [
        ("The Aldmouth bridge was closed to all traffic after engineers found cracks.", False),
        ("About 40,000 cars cross the bridge of Aldmouth on a working day.", False),
        ("The first repaired lane opens for buses and ambulances on Friday.", True),
        ("Engineers found cracks in 9 of its cables.", True),
        ("The council of Aldmouth said so on Sunday.", False),
    ],
)
def test_a_sentence_is_news_when_it_says_what_was_neither_told_nor_printed(
    sentence: str, lacked: bool
) -> None:
    assert Known([TOLD]).lacks(sentence) is lacked


@pytest.mark.parametrize(
    ("before", "now", "differs"),
    [
        ("The fire killed 12 people in Norvik.", "The fire killed 14 people in Norvik.", True),
        ("Jan Holt was charged with theft.", "Per Lind was charged with theft.", True),
        ("The court found Holt guilty.", "The court did not find Holt guilty.", True),
        ("The fire killed 12 people in Norvik.", "The fire in Norvik killed 12 people, police said.", False),
        ("The fire killed 12 people in Norvik.", "Ferries run free of charge until May 14.", False),
        ("…", "…", False),
    ],
)
def test_two_sentences_contradict_by_a_number_a_name_or_a_not(before: str, now: str, differs: bool) -> None:
    assert contradicts(before, now) is differs


def test_a_sentence_stands_whatever_marks_it_is_printed_with() -> None:
    article = annotated("Bridge", "It’s “closed” — for now. More.").article
    assert stands('It\'s "closed" - for now.', article)
    assert not stands("It is open.", article)


REOPENED = annotated(
    "Ferries stop as Aldmouth bridge reopens",
    "Traffic crosses the Aldmouth bridge again since new cables were fitted, the council said.",
    outlet="Norland Daily",
    hours=24 * 6,
)
ELSEWHERE = annotated(
    "Tarnholm bridge closes after cracks are found",
    BRIDGE.article.text.replace("Aldmouth", "Tarnholm").replace("Silva", "Weiss").replace("Costa", "Dahl"),
    outlet="Norland Daily",
    hours=24 * 6,
)


def test_a_story_goes_on_from_what_was_told_days_before() -> None:
    assert recall([story(REOPENED)], [BRIDGE, STRIKE]) == {story(REOPENED).id: [BRIDGE.article]}


def test_another_event_in_the_same_words_goes_on_from_nothing() -> None:
    assert recall([story(ELSEWHERE)], [BRIDGE_AGAIN, STRIKE]) == {}


def test_nothing_told_or_only_the_story_itself_gives_nothing() -> None:
    assert recall([story(BRIDGE)], []) == {}
    assert recall([story(BRIDGE)], [BRIDGE]) == {}


def test_days_and_words_that_open_a_sentence_are_no_names() -> None:
    said = annotated("A", "Engineers came on Monday to Aldmouth. Later, Mayor Silva said so in May.")
    assert leading_names([said.article]) == {"aldmouth", "mayor", "silva"}
