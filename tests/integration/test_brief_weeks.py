"""Three weeks of daily digests over a real store: news is told once, what goes on goes on, errors are put right."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import date, time, timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.core import editions
from bot.core.reading.text import terms
from bot.model import (
    Briefing,
    Channel,
    Digest,
    Edition,
    StoryStatus,
    Subscription,
)
from bot.newsroom import brief
from tests.fakes.news_series import DAYS, Report, news_series
from tests.fakes.stored_articles import keep, memory_store
from tests.fakes.stories import MORNING

SUBSCRIPTION = Subscription("morning", Channel("web", "local", "news"), (time(8),), "UTC", size=8)


@pytest.fixture(scope="module")
def weeks() -> list[Digest]:
    return asyncio.run(_weeks())


async def _weeks() -> list[Digest]:
    by_day: defaultdict[int, list[Report]] = defaultdict(list)
    for day, report in news_series():
        by_day[day].append(report)
    async with memory_store() as store:
        return [await _day(store, day, by_day[day]) for day in range(DAYS)]


async def _day(store: SqlStore, day: int, reports: list[Report]) -> Digest:
    await keep(store, *(report.read for report in reports))
    now = MORNING + timedelta(days=day, hours=2)
    edition = Edition("morning", date(2026, 3, 2) + timedelta(days=day), time(8))
    digest = await brief.make_digest(SUBSCRIPTION, edition, store, now)
    assert await store.plan(editions.delivery_of(digest, SUBSCRIPTION), digest)
    return digest


REPORTS = {report.read.article.id: report for _, report in news_series()}


def of(briefing: Briefing) -> list[Report]:
    return [REPORTS[read.article.id] for read in briefing.story.articles]


def tellings(weeks: list[Digest]) -> dict[int, list[Briefing]]:
    """What was told of each event, in order."""
    found: defaultdict[int, list[Briefing]] = defaultdict(list)
    for digest in weeks:
        for briefing in digest.briefings:
            found[of(briefing)[0].event].append(briefing)
    return found


def test_no_two_events_are_told_as_one(weeks: list[Digest]) -> None:
    for digest in weeks:
        for briefing in digest.briefings:
            assert len({report.event for report in of(briefing)}) == 1, briefing.headline


def test_no_story_is_told_twice_without_news(weeks: list[Digest]) -> None:
    for told in tellings(weeks).values():
        stages: set[int] = set()
        for briefing in told:
            here = {report.stage for report in of(briefing)}
            corrects = any(report.corrects for report in of(briefing))
            assert here - stages or corrects, [one.headline for one in told]
            stages |= here


def test_nearly_all_that_goes_on_is_told_so_and_nearly_nothing_else(weeks: list[Digest]) -> None:
    told = tellings(weeks).values()
    first = [briefings[0].status is StoryStatus.NEW for briefings in told]
    later = [briefing.status is not StoryStatus.NEW for briefings in told for briefing in briefings[1:]]
    assert sum(first) >= 0.9 * len(first)
    assert sum(later) >= 0.9 * len(later)


def test_what_goes_on_is_told_in_one_bullet_that_says_what_none_before_it_said(
    weeks: list[Digest],
) -> None:
    for told in tellings(weeks).values():
        said: set[str] = set()
        for briefing in told:
            if briefing.status is StoryStatus.DEVELOPING:
                (bullet,) = briefing.bullets
                assert len(set(terms(bullet.words)) - said) >= 2, bullet.text
            said |= {term for bullet in briefing.bullets for term in terms(bullet.words)}


def test_a_corrected_page_is_told_as_a_correction(weeks: list[Digest]) -> None:
    corrected = [
        briefing
        for digest in weeks
        for briefing in digest.briefings
        if briefing.status is StoryStatus.CORRECTED
    ]
    assert corrected
    for briefing in corrected:
        assert any(report.corrects for report in of(briefing))
        assert any(str(300 + of(briefing)[0].event) in bullet.words for bullet in briefing.bullets)


def test_nearly_all_stages_are_told(weeks: list[Digest]) -> None:
    due = {(report.event, report.stage) for _, report in news_series()}
    told = {
        (report.event, report.stage)
        for digest in weeks
        for briefing in digest.briefings
        for report in of(briefing)
    }
    assert len(told) >= 0.9 * len(due), sorted(due - told)
