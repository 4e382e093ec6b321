"""Digests made from what a real store holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.core import editions
from bot.core.filters import filter_of
from bot.core.outline import texts
from bot.model import (
    AnnotatedArticle,
    Briefing,
    Channel,
    Days,
    Digest,
    Edition,
    Story,
    StoryStatus,
    Subscription,
    Topic,
    digest_of,
)
from bot.newsroom import brief
from bot.newsroom.edition import EditionCache
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE, STRIKE_AGAIN, annotated

CHANNEL = Channel("web", "local", "news", "News")
SUBSCRIPTION = Subscription("morning", CHANNEL, (time(8),), "UTC")
NOW = MORNING + timedelta(hours=6)
FORM = annotated("Form", "Sign up for our newsletter\n\nShare this on Facebook.", outlet="Form Post", hours=1)


def edition(day: int) -> Edition:
    return Edition("morning", date(2026, 3, day), time(8))


async def tell(store: SqlStore, day: int, subscription: Subscription = SUBSCRIPTION) -> Digest:
    """Make the digest of a day and store it as told."""
    now = NOW + timedelta(days=day - 2)
    digest = await brief.make_digest(subscription, edition(day), store, now)
    assert await store.plan(editions.delivery_of(digest, subscription), digest)
    return digest


async def test_a_digest_tells_each_event_once_the_widest_told_first(store: SqlStore) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, STRIKE_AGAIN, OTHER_STRIKE)
    digest = await brief.make_digest(SUBSCRIPTION, edition(2), store, NOW)
    assert digest.id == editions.digest_id(edition(2))
    assert [len(briefing.story.outlets) for briefing in digest.briefings] == [2, 2, 1]
    assert digest.left_out == ()
    assert all(briefing.bullets for briefing in digest.briefings)


async def test_what_does_not_fit_is_left_out_with_the_reason(store: SqlStore) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, OTHER_STRIKE, FORM)
    one = await brief.make_digest(replace(SUBSCRIPTION, size=1), edition(2), store, NOW)
    assert [briefing.story.articles for briefing in one.briefings] == [(BRIDGE, BRIDGE_AGAIN)]
    assert [left.reason for left in one.left_out] == ["below the cut: one outlet"] * 2


async def test_the_headlines_below_the_cut_go_in_alone_no_more_than_stories(store: SqlStore) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE, FORM)
    await store.add_filter(CHANNEL, filter_of("outlet", FORM.article.outlet))
    one = await brief.make_digest(replace(SUBSCRIPTION, size=1), edition(2), store, NOW)
    assert len(one.in_brief) == 1
    assert one.in_brief[0] in {STRIKE.article, OTHER_STRIKE.article}
    two = await brief.make_digest(replace(SUBSCRIPTION, size=2), edition(2), store, NOW)
    assert len(two.in_brief) == 1
    assert {*one.in_brief, *two.in_brief} == {STRIKE.article, OTHER_STRIKE.article}
    all_of_them = await brief.make_digest(SUBSCRIPTION, edition(2), store, NOW)
    assert all_of_them.in_brief == ()


async def test_a_headline_that_went_in_alone_was_not_told(store: SqlStore) -> None:
    order = replace(SUBSCRIPTION, size=1)
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE)
    assert (await tell(store, 2, order)).in_brief == (STRIKE.article,)
    later = replace(STRIKE_AGAIN.article, captured=NOW + timedelta(hours=3))
    await keep(store, AnnotatedArticle(later, ()))
    (briefing,) = (await tell(store, 3, order)).briefings
    assert (briefing.status, briefing.story.id) == (StoryStatus.NEW, later.id)


async def test_a_page_without_a_sentence_to_print_is_left_out(store: SqlStore) -> None:
    await keep(store, BRIDGE, FORM)
    digest = await brief.make_digest(SUBSCRIPTION, edition(2), store, NOW)
    assert [left.reason for left in digest.left_out] == ["no sentence that can stand alone"]
    assert digest.in_brief == ()


async def test_an_order_of_some_feeds_considers_nothing_of_others(store: SqlStore) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE)
    outlet = BRIDGE_AGAIN.article.outlet
    order = replace(SUBSCRIPTION, feeds=(f"https://{outlet}/feed",))
    digest = await brief.make_digest(order, edition(2), store, NOW)
    assert [briefing.story.articles for briefing in digest.briefings] == [(BRIDGE_AGAIN,)]
    assert digest.left_out == ()


async def test_an_order_of_some_topics_leaves_out_what_is_about_none(store: SqlStore) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE)
    await store.put_topic("local", Topic("Strikes", ("strike",)))
    digest = await brief.make_digest(replace(SUBSCRIPTION, topics=("strikes",)), edition(2), store, NOW)
    assert [briefing.story.articles for briefing in digest.briefings] == [(STRIKE,)]
    assert [left.reason for left in digest.left_out] == ["not about the topics of this order"]
    gone = await brief.make_digest(replace(SUBSCRIPTION, topics=("gone",)), edition(2), store, NOW)
    assert gone.briefings == ()


@pytest.mark.parametrize(
    ("weekdays", "told", "reasons"),
    [((), 0, {"published more than two days ago"}), ((0,), 2, set())],
    ids=["daily", "weekly"],
)
async def test_a_weekly_edition_tells_what_is_a_week_old(
    store: SqlStore, weekdays: tuple[int, ...], told: int, reasons: set[str]
) -> None:
    order = replace(SUBSCRIPTION, days=Days(weekdays))
    await tell(store, 2, order)
    captured = NOW + timedelta(hours=3)  # after the edition of the 2nd
    for read in (BRIDGE, STRIKE):
        await keep(store, AnnotatedArticle(replace(read.article, captured=captured), ()))
    digest = await tell(store, 7, order)
    assert len(digest.briefings) == told
    assert {left.reason for left in digest.unread} == reasons


class OneStoryFails(EditionCache):
    """Briefs every story but the bridge's."""

    def brief(self, story: Story) -> Briefing | None:
        if BRIDGE in story.articles:
            raise ZeroDivisionError("a fault of ours")
        return EditionCache.brief(self, story)


async def test_a_story_that_cannot_be_briefed_stops_no_other(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, STRIKE_AGAIN, OTHER_STRIKE)
    failures = FailureGuard(lambda: NOW, PrometheusMeter())
    digest = await brief.make_digest(
        SUBSCRIPTION, edition(2), store, NOW, cache=OneStoryFails(), failures=failures
    )
    assert sorted(len(briefing.story.outlets) for briefing in digest.briefings) == [1, 2]
    (left,) = digest.left_out
    assert BRIDGE in left.story.articles
    assert re.search(rf"brief: {left.story.id}: error [0-9a-f]{{8}}", caplog.text)


async def test_what_a_channel_mutes_is_left_out_with_the_filter_and_for_this_channel_alone(
    store: SqlStore,
) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE)
    await store.add_filter(CHANNEL, filter_of("outlet", "Harbour Post"))
    await store.add_filter(CHANNEL, filter_of("words", "strike"))
    digest = await brief.make_digest(SUBSCRIPTION, edition(2), store, NOW)
    assert [briefing.story.articles for briefing in digest.briefings] == [(BRIDGE_AGAIN,)]
    assert [(left.story.articles, left.reason) for left in digest.left_out] == [
        ((BRIDGE,), "muted: outlet Harbour Post"),
        ((STRIKE,), "muted: strike"),
    ]
    next_door = replace(SUBSCRIPTION, channel=replace(CHANNEL, room="other"))
    assert len((await brief.make_digest(next_door, edition(2), store, NOW)).briefings) == 2


async def test_a_topic_that_the_channel_follows_leads(store: SqlStore) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, OTHER_STRIKE)
    one = replace(SUBSCRIPTION, size=1)
    await store.put_topic("local", Topic("Buses", words=("bus",)))
    (before,) = (await brief.make_digest(one, edition(2), store, NOW)).briefings
    await store.follow(CHANNEL, "buses")
    (after,) = (await brief.make_digest(one, edition(2), store, NOW)).briefings
    assert (len(before.story.articles), after.story.articles) == (2, (OTHER_STRIKE,))


async def test_a_story_told_is_not_told_again_while_others_say_the_same(store: SqlStore) -> None:
    await keep(store, BRIDGE, STRIKE)
    assert len((await tell(store, 2)).briefings) == 2
    again = await brief.make_digest(SUBSCRIPTION, edition(3), store, NOW + timedelta(hours=12))
    assert (again.briefings, again.left_out) == ((), ())  # it is of the edition before
    await keep(store, STRIKE_AGAIN)
    later = await brief.make_digest(SUBSCRIPTION, edition(3), store, NOW + timedelta(hours=12))
    assert later.briefings == ()
    assert {left.reason for left in later.left_out} == {"posted yesterday"}


async def test_another_channel_was_not_told(store: SqlStore) -> None:
    await keep(store, BRIDGE)
    await tell(store, 2)
    other = replace(SUBSCRIPTION, id="evening")
    assert len((await brief.make_digest(other, edition(2), store, NOW)).briefings) == 1


async def test_a_workspace_is_told_only_from_feeds_it_takes(store: SqlStore) -> None:
    await keep(store, BRIDGE)
    await keep(store, STRIKE, workspaces=["other"])
    digest = await brief.make_digest(SUBSCRIPTION, edition(2), store, NOW)
    assert [briefing.story.articles for briefing in digest.briefings] == [(BRIDGE,)]


async def test_an_edition_tells_what_none_before_had_of_the_last_two_days(store: SqlStore) -> None:
    old = annotated("Old", STRIKE.article.text, outlet="Old Times", hours=-30)
    older = annotated("Older", OTHER_STRIKE.article.text, outlet="Older Times", hours=-45)
    await keep(store, BRIDGE, older)
    first = await tell(store, 2)
    assert [briefing.story.articles for briefing in first.briefings] == [
        (BRIDGE,)
    ]  # the older one is too old
    await keep(store, old)  # published before the edition, and fetched after it
    second = await brief.make_digest(SUBSCRIPTION, edition(3), store, NOW + timedelta(minutes=5))
    assert [briefing.story.articles for briefing in second.briefings] == [(old,)]
    assert second.left_out == ()


async def test_what_comes_when_it_is_too_old_is_left_out_with_the_reason(store: SqlStore) -> None:
    await keep(store, BRIDGE)
    await tell(store, 2)
    late = annotated("Late", STRIKE.article.text, outlet="Late Times", hours=-45)
    late = replace(late, article=replace(late.article, captured=NOW + timedelta(hours=1)))
    await keep(store, late)
    second = await brief.make_digest(SUBSCRIPTION, edition(3), store, NOW + timedelta(days=1))
    assert second.briefings == ()
    assert [(left.article.id, left.reason) for left in second.unread] == [
        (late.article.id, "published more than two days ago")
    ]


MANY = brief.MOST_WHOLE + 40


async def many(store: SqlStore, *others: AnnotatedArticle) -> None:
    """More articles than are read whole, each of a garden in words of its own, and these."""
    words = [[f"X{digest_of(str(number), str(place))[:8]}" for place in range(12)] for number in range(MANY)]
    alone = [
        annotated(" ".join(own[:6]), f"The garden {' '.join(own)} opened.", outlet=own[0]) for own in words
    ]
    await store.import_articles("local", [*alone, *others])


async def test_of_very_many_articles_the_likeliest_are_read_and_the_others_left_out(store: SqlStore) -> None:
    await many(store, BRIDGE, BRIDGE_AGAIN)
    digest = await tell(store, 2)
    assert digest.briefings[0].story.articles == (BRIDGE, BRIDGE_AGAIN)
    assert {left.reason for left in digest.unread} == {texts.LITTLE_REPORTED}
    read = [one.article.id for left in digest.left_out for one in left.story.articles]
    read += [one.article.id for each in digest.briefings for one in each.story.articles]
    considered = read + [left.article.id for left in digest.unread]
    assert len(read) == brief.MOST_WHOLE
    assert len(considered) == len(set(considered)) == MANY + 2
    assert await store.digest(digest.id) == digest
    again = await brief.make_digest(SUBSCRIPTION, edition(3), store, NOW + timedelta(minutes=5))
    assert (again.briefings, again.left_out, again.unread) == ((), (), ())


async def test_of_very_many_articles_those_that_pass_the_channel_are_read(store: SqlStore) -> None:
    await many(store, STRIKE)
    await store.add_filter(CHANNEL, filter_of("words", "garden"))
    digest = await tell(store, 2)
    assert [each.story.articles for each in digest.briefings] == [(STRIKE,)]
    assert {left.reason for left in digest.unread} == {texts.filtered(filter_of("words", "garden"))}
    assert len(digest.unread) == MANY


def name(number: int) -> str:
    return "".join("ba ko li mu re so ta vi ne do".split()[int(digit)] for digit in f"{number:03d}").title()


async def test_what_is_in_brief_has_no_headline_of_the_page_and_none_twice(store: SqlStore) -> None:
    reads = [
        annotated(
            "Breaking news of the day" if number % 2 else f"{name(number * 9)} opens garden",
            f"The council of {name(number * 9)} opened a garden for {name(number * 9 + 1)} beside the mill of"
            f" {name(number * 9 + 2)} on Sunday, after {number + 3} years of work by {name(number * 9 + 3)}.",
            outlet=name(number * 9 + 4),
        )
        for number in range(40)
    ]
    await store.import_articles("local", reads)
    digest = await tell(store, 2)
    page = {briefing.headline for briefing in digest.briefings}
    brief_ones = [article.headline for article in digest.in_brief]
    assert len(brief_ones) > 1
    assert len(set(brief_ones) - page) == len(brief_ones)


async def test_more_of_a_story_among_very_many_articles_is_found(store: SqlStore) -> None:
    await many(store, BRIDGE, BRIDGE_AGAIN)
    briefing = await brief.story_of(store, BRIDGE.article.id, CHANNEL, NOW)
    assert briefing is not None
    assert briefing.story.articles == (BRIDGE, BRIDGE_AGAIN)


async def test_more_of_a_story_is_found_by_its_first_article(store: SqlStore) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE)
    briefing = await brief.story_of(store, BRIDGE.article.id, CHANNEL, NOW)
    assert briefing is not None
    assert briefing.story.articles == (BRIDGE, BRIDGE_AGAIN)
    stranger = replace(CHANNEL, workspace="stranger")
    assert await brief.story_of(store, BRIDGE.article.id, stranger, NOW) is None
    assert await brief.story_of(store, "no such id", CHANNEL, NOW) is None


async def test_an_article_that_went_on_at_another_address_is_not_told_beside_its_next_version(
    store: SqlStore,
) -> None:
    before = BRIDGE.article
    text = before.text.replace("Monday", "Tuesday") + "\n\nThe works are to last a year."
    later = replace(before, id="later", url=f"{before.url}-2", text=text, supersedes=before.id)
    await keep(store, BRIDGE, AnnotatedArticle(later))
    briefing = await brief.story_of(store, before.id, CHANNEL, NOW)
    assert briefing is not None
    assert briefing.story.articles == (BRIDGE,)  # by itself, as where the address stays


async def test_more_of_a_story_tells_nothing_of_an_outlet_that_the_channel_mutes(store: SqlStore) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN)
    await store.add_filter(CHANNEL, filter_of("outlet", "Valley Times"))
    briefing = await brief.story_of(store, BRIDGE.article.id, CHANNEL, NOW)
    assert briefing is not None
    assert briefing.story.articles == (BRIDGE,)


async def test_the_stories_of_two_days_come_by_rank(store: SqlStore) -> None:
    await keep(store, STRIKE, BRIDGE, BRIDGE_AGAIN)
    assert [story.articles for story in await brief.stories(store, "local", NOW)] == [
        (BRIDGE, BRIDGE_AGAIN),
        (STRIKE,),
    ]


def test_one_article_is_briefed_by_itself() -> None:
    briefing = brief.brief_article(BRIDGE)
    assert briefing is not None
    assert briefing.story.articles == (BRIDGE,)
    assert brief.brief_article(FORM) is None
