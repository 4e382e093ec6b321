"""What every store keeps to; the same body runs over SQLite, in memory and in a file, and over PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from bot.adapters.store import SqlStore
from bot.adapters.store.search import COUNTED, MOST_WORDS, POOL
from bot.core.reading.terms import wanted
from bot.core.reading.text import search_words
from bot.errors import StoreError
from bot.model import (
    LEASE,
    AnnotatedArticle,
    Briefing,
    Bullet,
    Channel,
    Cite,
    Days,
    Delivery,
    DeliveryState,
    Digest,
    Edition,
    Entry,
    Evidence,
    FeedHealth,
    FeedState,
    FeedYield,
    Harvest,
    Kept,
    Late,
    LeftOut,
    Listed,
    PendingEntry,
    Place,
    Quiet,
    Quote,
    QuoteKind,
    SearchQuery,
    SeenEntry,
    Span,
    Story,
    Subscription,
    Unread,
    UnreadPages,
    Validators,
    Work,
)
from bot.ports import Store
from tests.fakes.hostile_questions import HOSTILE
from tests.fakes.stored_articles import FERRY, HARBOUR, NOON, VALLEY, article, ferry, harvest, read

DAY = timedelta(days=1)
ROOM = Channel("web", "local", "news", "News")
EDITION = Edition("morning", date(2026, 3, 2), time(8))


def as_port(store: SqlStore) -> Store:
    """Only the type checker looks at this: the class is the port."""
    return store


async def found(store: SqlStore, *terms: str, **options: object) -> list[str]:
    query = replace(SearchQuery(terms, "local"), **options)  # type: ignore[arg-type]  # a test's short hand
    return [hit.article.id for hit in await store.search(query)]


class TestFeeds:
    async def test_a_feed_is_taken_once_and_dropped_once(self, store: SqlStore) -> None:
        assert await store.take_feed("local", HARBOUR)
        assert not await store.take_feed("local", HARBOUR)
        assert await store.drop_feed("local", HARBOUR.id)
        assert not await store.drop_feed("local", HARBOUR.id)

    async def test_feeds_are_those_of_the_workspace_or_all_by_outlet(self, store: SqlStore) -> None:
        await store.take_feed("local", VALLEY)
        await store.take_feed("other", HARBOUR)
        assert [status.feed for status in await store.feeds("local")] == [VALLEY]
        assert [status.feed for status in await store.feeds()] == [HARBOUR, VALLEY]
        assert (await store.feeds("local"))[0].health == FeedHealth()

    async def test_a_feed_that_nobody_takes_is_not_listed(self, store: SqlStore) -> None:
        await store.keep([harvest(HARBOUR)])
        assert await store.feeds() == []

    async def test_an_import_is_no_feed(self, store: SqlStore) -> None:
        await store.import_articles("local", [ferry()])
        assert await store.feeds("local") == []
        assert (await store.counts())["feeds"] == 0

    async def test_health_comes_back_as_it_was_kept(self, store: SqlStore) -> None:
        east = timezone(timedelta(hours=9))
        health = FeedHealth(
            FeedState.BLOCKED,
            "the server refuses us",
            checked_at=NOON.astimezone(east),
            ok_at=None,
            failures=3,
            next_at=NOON + DAY,
            validators=Validators('"abc"', "Mon, 02 Mar 2026 12:00:00 GMT"),
            interval=timedelta(minutes=62, seconds=30),
        )
        await store.take_feed("local", HARBOUR)
        await store.keep([harvest(HARBOUR)])
        await store.keep([Harvest(HARBOUR, health)])
        (status,) = await store.feeds("local")
        assert status.health == health
        assert status.health.checked_at is not None
        assert status.health.checked_at.tzinfo is UTC

    async def test_a_moment_without_a_zone_is_refused(self, store: SqlStore) -> None:
        naive = FeedHealth(checked_at=datetime(2026, 3, 2))  # the very thing to refuse
        with pytest.raises(StoreError, match="time zone"):
            await store.keep([Harvest(HARBOUR, naive)])

    async def test_seen_entries_take_the_newest_fingerprint(self, store: SqlStore) -> None:
        await store.keep([harvest(HARBOUR, ferry())])
        await store.keep([harvest(HARBOUR, ferry(), fingerprint="second")])
        (seen,) = (await store.seen(HARBOUR.id)).values()
        assert (seen.key, seen.fingerprint) == ("https://harbour.example/ferry", "second")
        assert await store.seen(VALLEY.id) == {}

    async def test_a_feed_is_told_with_what_it_brings(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        await store.take_feed("local", VALLEY)
        await store.take_feed("other", VALLEY)
        marks = (
            SeenEntry("passed over", "f", None),
            SeenEntry("lost", "f", None, read_at=NOON),
            SeenEntry("late", "f", None, read_at=NOON),
        )
        await store.keep(
            [replace(harvest(HARBOUR, ferry()), seen=(SeenEntry("ferry", "f", ferry().article.id), *marks))]
        )
        brings = [status.brings for status in await store.feeds("local", NOON - 7 * DAY)]
        assert brings == [FeedYield(articles=1, entries=3, texts=1), FeedYield(0, 0, 0)]
        assert [status.feed for status in await store.feeds("other", NOON)] == [VALLEY]
        (later, _) = await store.feeds("local", NOON + DAY)
        assert later.brings == FeedYield(0, 3, 1)
        assert (await store.feeds("local"))[0].brings is None

    async def test_pending_entries_stay_until_they_are_seen_otherwise(self, store: SqlStore) -> None:
        entry = Entry(
            "https://harbour.example/a", "a", "A bridge", "", "Ida Holm", NOON, NOON + timedelta(hours=1)
        )
        other = Entry("https://harbour.example/b", "", "Another")
        waiting = PendingEntry(entry, "down", NOON, NOON + timedelta(minutes=15), 3, 1)
        ended = PendingEntry(other, "refused", NOON, None, 3, 3)
        marks = tuple(SeenEntry(one.key, "first", None, one.stamp, NOON, 1) for one in (entry, other))
        await store.take_feed("local", HARBOUR)
        await store.take_feed("another", VALLEY)
        await store.keep([Harvest(HARBOUR, FeedHealth(), marks, pending=(waiting, ended))])
        assert sorted(await store.pending(HARBOUR.id), key=lambda one: one.entry.url) == [waiting, ended]
        assert tuple((await store.seen(HARBOUR.id)).values()) == marks
        (status,) = await store.feeds("local")
        assert status.unread == (UnreadPages("down", 1, waiting.next_at), UnreadPages("refused", 1, None))
        assert [each.unread for each in await store.feeds("another")] == [()]
        await store.keep([Harvest(HARBOUR, FeedHealth(), (replace(marks[0], article_id="a"),))])
        assert await store.pending(HARBOUR.id) == [ended]
        assert await store.forget_unread(NOON) == 0
        assert await store.forget_unread(NOON + timedelta(seconds=1)) == 1
        assert await store.pending(HARBOUR.id) == []


class TestKeeping:
    async def test_an_article_comes_back_as_it_was_with_its_quotes(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        whole = replace(article(), byline="Jo Reed", language="en")
        spans = (Span(0, 9), Span(15, 25))
        cue = Evidence("said-name", 0.75, Span(26, 30))
        quote = Quote(whole, spans, QuoteKind.QUOTE, "Ana Silva", "the mayor", cue)
        plain = Quote(whole, (Span(40, 44),), QuoteKind.NOT_SPEECH)
        await store.keep([harvest(HARBOUR, AnnotatedArticle(whole, (quote, plain)))])
        (got,) = (await store.articles([whole.id], "local")).values()
        fields = ("id", "url", "outlet", "headline", "text", "captured", "byline", "published", "language")
        assert [getattr(got.article, name) for name in fields] == [getattr(whole, name) for name in fields]
        assert got.quotes == (quote, plain)
        assert got.quotes[0].words == quote.words

    async def test_keeping_again_adds_nothing(self, store: SqlStore) -> None:
        round_ = [harvest(HARBOUR, ferry()), harvest(VALLEY)]
        assert await store.keep(round_) == Kept(new=1, quotes=2)
        before = await store.counts()
        assert await store.keep(round_) == Kept()
        assert await store.counts() == before

    async def test_one_article_through_two_feeds_is_kept_once(self, store: SqlStore) -> None:
        kept = await store.keep([harvest(HARBOUR, ferry()), harvest(VALLEY, ferry())])
        assert kept == Kept(new=1, quotes=2)
        await store.take_feed("local", VALLEY)
        assert len(await store.articles([article().id], "local")) == 1

    async def test_a_failing_round_keeps_nothing(self, store: SqlStore) -> None:
        naive = FeedHealth(checked_at=datetime(2026, 3, 2))  # fails when it is bound
        with pytest.raises(StoreError):
            await store.keep([harvest(HARBOUR, ferry()), Harvest(VALLEY, naive)])
        assert (await store.counts())["articles"] == 0
        assert await store.keep([harvest(HARBOUR, ferry())]) == Kept(new=1, quotes=2)

    async def test_a_new_text_supersedes_and_hides_the_one_before(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        old, new = ferry(), read(article("The ferry is late again.", days=1))
        await store.keep([harvest(HARBOUR, old)])
        assert await store.keep([harvest(HARBOUR, new)]) == Kept(changed=1)
        at = await store.at(old.article.url, "local")
        assert at is not None
        assert (at.article, at.article.supersedes) == (new.article, old.article.id)
        between = await store.between("local", NOON - DAY, NOON + 9 * DAY)
        assert [each.article for each in between] == [new.article]
        assert await found(store, "ferry") == [new.article.id]
        assert await found(store, "crowns") == []
        assert await store.quotes("local") == []
        assert (await store.articles([old.article.id], "local"))[old.article.id].article.text == FERRY

    async def test_a_version_at_another_address_hides_the_one_before(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        await store.keep([harvest(HARBOUR, ferry())])
        moved = article("The ferry is late again.", "https://harbour.example/late", days=1)
        third = article("The ferry sails at last.", "https://harbour.example/late", days=2)
        follows = read(replace(moved, supersedes=ferry().article.id))
        assert await store.keep([harvest(HARBOUR, follows)]) == Kept(changed=1)
        assert await store.keep([harvest(HARBOUR, follows)]) == Kept()
        assert await store.keep([harvest(HARBOUR, read(third))]) == Kept(changed=1)
        assert await found(store, "ferry") == [third.id]
        assert await found(store, "crowns") == []
        for url in (ferry().article.url, moved.url):
            at = await store.at(url, "local")
            assert at is not None
            assert (at.article.id, at.article.supersedes) == (third.id, moved.id)

    async def test_what_stood_at_another_address_already_becomes_the_next_version(
        self, store: SqlStore
    ) -> None:
        await store.take_feed("local", HARBOUR)
        await store.take_feed("local", VALLEY)
        await store.take_feed("valley", VALLEY)
        moved = article("The ferry is late again.", "https://harbour.example/late", days=1)
        await store.keep([harvest(HARBOUR, ferry()), harvest(VALLEY, read(moved))])
        assert set(await found(store, "ferry")) == {ferry().article.id, moved.id}
        follows = read(replace(moved, supersedes=ferry().article.id))
        assert await store.keep([harvest(HARBOUR, follows)]) == Kept()
        assert await found(store, "ferry") == [moved.id]
        [own] = await store.between("valley", NOON - DAY, NOON + 9 * DAY)
        assert (own.article.id, own.article.supersedes) == (moved.id, ferry().article.id)
        assert (await store.feeds("valley", NOON - DAY))[0].brings == FeedYield(1, 1, 1)

    async def test_a_version_elsewhere_that_another_cannot_see_hides_nothing_from_them(
        self, store: SqlStore
    ) -> None:
        await store.take_feed("local", HARBOUR)
        await store.take_feed("valley", VALLEY)
        await store.keep([harvest(HARBOUR, ferry()), harvest(VALLEY, ferry())])
        moved = article("The ferry is late again.", "https://harbour.example/late", days=1)
        await store.keep([harvest(VALLEY, read(replace(moved, supersedes=ferry().article.id)))])
        assert await found(store, "crowns") == [ferry().article.id]
        assert await found(store, "late", workspace="valley") == [moved.id]

    async def test_two_new_texts_of_a_page_in_one_round_form_a_chain(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        texts = [read(article(f"Version {number} of it.")) for number in "123"]
        assert await store.keep([harvest(HARBOUR, *texts)]) == Kept(new=1, changed=2)
        assert await found(store, "version") == [texts[2].article.id]

    async def test_the_same_text_elsewhere_is_kept_as_a_twin(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        twin = read(article(url="https://valley.example/ferry"))
        assert await store.keep([harvest(HARBOUR, ferry(), twin)]) == Kept(new=2, twins=1, quotes=2)
        assert set(await found(store, "ferry")) == {ferry().article.id, twin.article.id}

    async def test_what_a_database_cannot_hold_keeps_its_length(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        broken = article("A lone \ud800 surrogate, and \x00 a nought.")
        await store.keep([harvest(HARBOUR, read(broken))])
        (got,) = await store.between("local", NOON, NOON + DAY)
        assert got.article.text == "A lone \ufffd surrogate, and \ufffd a nought."

    async def test_between_takes_its_start_and_leaves_its_end_oldest_first(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        days = [read(article(f"Day {day}.", f"https://harbour.example/{day}", days=day)) for day in (2, 0, 1)]
        await store.keep([harvest(HARBOUR, *days)])
        got = await store.between("local", NOON, NOON + 2 * DAY)
        assert [each.article.text for each in got] == ["Day 0.", "Day 1."]

    async def test_imports_keep_their_own_ids_and_are_found(self, store: SqlStore) -> None:
        one = replace(article(), id="d1")
        two = replace(article(url="https://valley.example/ferry"), id="d2")
        assert await store.import_articles("local", [read(one), read(two)]) == Kept(new=2, twins=1)
        assert await store.import_articles("local", [read(one), read(two)]) == Kept()
        assert set(await found(store, "ferry")) == {"d1", "d2"}
        assert set(await store.articles(["d1", "d2", "d3"], "local")) == {"d1", "d2"}


class TestSearch:
    async def test_a_headline_weighs_more_than_the_text(self, store: SqlStore) -> None:
        filler = "Nothing else happened in the harbour on that day. " * 3
        inside = replace(
            article(filler + "A bridge was seen.", "https://a.example/1", "Quiet day"), id="text"
        )
        above = replace(article(filler + "It was seen.", "https://a.example/2", "The bridge"), id="headline")
        await store.import_articles("local", [read(inside), read(above)])
        hits = await store.search(SearchQuery(("bridge",), "local"))
        assert [hit.article.id for hit in hits] == ["headline", "text"]
        assert hits[0].score > hits[1].score

    async def test_words_are_found_in_any_form_case_and_accent(self, store: SqlStore) -> None:
        await store.import_articles("local", [read(article("Café owners were SAILING past."))])
        for word in ("cafe", "sail", "sails", "owner"):
            assert await found(store, word), word

    async def test_every_term_or_any(self, store: SqlStore) -> None:
        await store.import_articles("local", [ferry()])
        assert await found(store, "ferry", "zeppelin")
        assert not await found(store, "ferry", "zeppelin", all_terms=True)
        assert await found(store, "ferry", "crowns", all_terms=True)

    @pytest.mark.parametrize(
        "term", ['"', "AND", "ferry*", "NEAR(", "text:ferry", "-", "x'--", "u.s", "at&t", "^a"]
    )
    async def test_no_term_is_read_as_an_operator(self, store: SqlStore, term: str) -> None:
        await store.import_articles("local", [ferry()])
        await found(store, term, "sail", all_terms=True)
        assert await found(store, term, "sail")

    async def test_no_terms_find_nothing(self, store: SqlStore) -> None:
        await store.import_articles("local", [ferry()])
        assert await found(store) == []

    async def test_dates_bound_the_search(self, store: SqlStore) -> None:
        await store.import_articles("local", [ferry()])
        assert await found(store, "ferry", since=NOON, until=NOON)
        assert not await found(store, "ferry", since=NOON + DAY)
        assert not await found(store, "ferry", until=NOON - DAY)

    async def test_what_it_is_without_gives_its_place_to_the_next(self, store: SqlStore) -> None:
        copies = [replace(article(url=f"https://a.example/{n}"), id=f"d{n}") for n in range(5)]
        await store.import_articles("local", [read(copy) for copy in copies])
        got = await found(store, "ferry", without=frozenset(["d0", "d4"]), limit=2)
        assert len(got) == 2
        assert not {"d0", "d4"} & set(got)

    async def test_words_are_found_in_the_language_of_their_article(self, store: SqlStore) -> None:
        german = replace(article("Die Häuser stehen leer.", "https://a.example/1"), language="de")
        japanese = replace(article("東京都で会議がある。", "https://a.example/2"), language="ja")
        thai = replace(article("ที่ประชุมรัฐสภา", "https://a.example/3"), language="th")
        await store.import_articles("local", [read(german), read(japanese), read(thai)])
        assert await found(store, "haus") == [german.id]
        for word in ("会議", "東京", "京都", "都"):
            assert await found(store, word) == [japanese.id], word
        for word in ("ประชุม", "รัฐสภา"):
            assert await found(store, word) == [thai.id], word

    async def test_stop_words_find_a_name_where_there_are_no_others(self, store: SqlStore) -> None:
        band = article("Fans of The Who sing.", "https://a.example/1", "Music")
        book = article("A clown again.", "https://a.example/2", "It returns")
        other = article("It is he who sings to the end.", "https://a.example/3", "Song")
        await store.import_articles("local", [read(band), read(book), read(other)])
        assert await found(store, "the", "who") == [band.id]
        assert await found(store, "it") == [book.id]
        assert set(await found(store, "the", "who", "sing")) == {band.id, other.id}

    async def test_a_hit_tells_where_its_words_stand(self, store: SqlStore) -> None:
        await store.import_articles("local", [ferry()])
        (hit,) = await store.search(SearchQuery(("ferry", "sail"), "local", beside=("crowns", "wait")))
        assert hit.places is not None
        assert hit.places.headline == {"ferry": (0,)}
        assert {
            word: [FERRY[at:][: len(word)] for at in where] for word, where in hit.places.text.items()
        } == {
            "ferry": ["ferry"],
            "sail": ["sail", "sail"],
            "crowns": ["crowns"],
            "wait": ["wait"],
        }

    async def test_words_beside_choose_nothing_and_count(self, store: SqlStore) -> None:
        first = article("The ferry sails.", "https://a.example/1", "Quiet day")
        second = article("The ferry sails with bananas.", "https://a.example/2", "Quiet day")
        third = article("Bananas alone.", "https://a.example/3", "Quiet day")
        await store.import_articles("local", [read(one) for one in (first, second, third)])
        hits = await store.search(SearchQuery(("ferry",), "local", beside=("bananas",)))
        assert [hit.article.id for hit in hits] == [second.id, first.id]

    async def test_the_rarest_words_together_come_first_where_many_fit(self, store: SqlStore) -> None:
        wanted = article("Zeppelin over the harbour.", "https://a.example/wanted", "Quiet day")
        many = [
            article(f"The harbour of town {number}.", f"https://a.example/{number}", "Quiet day")
            for number in range(POOL + 100)
        ]
        await store.import_articles("local", [read(one) for one in (wanted, *many)])
        assert (await found(store, "harbour", "zeppelin"))[0] == wanted.id
        assert len(await found(store, "harbour", limit=5)) == 5

    async def test_dates_bound_what_is_looked_at_and_not_only_what_is_shown(self, store: SqlStore) -> None:
        wanted = article("The harbour then.", "https://a.example/wanted", "Quiet day", days=-800)
        many = [
            article(f"The harbour of town {number}.", f"https://a.example/{number}", "Quiet day")
            for number in range(POOL + 100)
        ]
        await store.import_articles("local", [read(one) for one in (wanted, *many)])
        then = NOON - 800 * DAY
        assert await found(store, "harbour", until=then) == [wanted.id]
        assert await found(store, "harbour", since=then, until=then + 700 * DAY) == [wanted.id]

    async def test_frequencies_of_many_are_judged_by_the_newest(self, store: SqlStore) -> None:
        many = [
            article(f"The harbour of town{number % 2}.", f"https://a.example/{number}", "Quiet day")
            for number in range(COUNTED + 500)
        ]
        await store.import_articles("local", [read(one) for one in many])
        total, counts = await store.frequencies(["harbour", "town0", "town7"], "local")
        assert total == counts["harbour"] == len(many)
        assert counts["town0"] == len(many) // 2
        assert counts["town7"] == 0

    @pytest.mark.parametrize("question", HOSTILE, ids=lambda text: repr(text[:12]))
    async def test_whatever_is_asked_a_bounded_part_is_looked_for(
        self, store: SqlStore, question: str
    ) -> None:
        await store.import_articles("local", [ferry()])
        terms = tuple(search_words(question)) or (question,)
        hits = await store.search(SearchQuery(terms, "local"))
        assert len(hits) <= 1
        assert len(await store.frequencies(terms, "local")) == 2
        looked_for = wanted(terms[:MOST_WORDS])
        assert len(looked_for) <= MOST_WORDS
        assert sum(len(each) for one in looked_for for each in one.alternatives) <= 64 * MOST_WORDS

    async def test_frequencies_count_the_articles_that_the_workspace_may_see(self, store: SqlStore) -> None:
        other = article("Boats and boats and boats.", "https://a.example/1", "Town")
        await store.import_articles("local", [ferry(), read(other)])
        await store.take_feed("other", HARBOUR)
        await store.keep([harvest(HARBOUR, ferry())])
        terms = ["ferry", "boat", "zeppelin"]
        assert await store.frequencies(terms, "local") == (2, {"ferry": 1, "boat": 1, "zeppelin": 0})
        assert await store.frequencies(terms, "other") == (1, {"ferry": 1, "boat": 0, "zeppelin": 0})
        assert await store.frequencies(terms, "third") == (0, {"ferry": 0, "boat": 0, "zeppelin": 0})


class TestUnfinished:
    async def test_an_import_is_found_at_once_and_read_later(self, store: SqlStore) -> None:
        assert await store.import_unread("local", [article()]) == Kept(new=1)
        assert await found(store, "ferry") == [article().id]
        assert await store.unfinished() == {Work.INDEX: 0, Work.QUOTES: 1, Work.ALERTS: 0}
        waiting = await store.unread(10, newest=True)
        assert list(waiting.values()) == [article()]
        assert await store.keep_read({number: ferry() for number in waiting}) == 2
        assert (await store.articles([article().id], "local"))[article().id].quotes == ferry().quotes
        assert await store.unread(10, newest=True) == {}

    async def test_what_two_processes_read_is_kept_once(self, store: SqlStore) -> None:
        await store.import_unread("local", [article()])
        (number,) = await store.unread(10, newest=False)
        assert [await store.keep_read({number: ferry()}) for _ in range(2)] == [2, 0]
        assert (await store.counts())["quotes"] == 2

    async def test_it_is_read_from_either_end(self, store: SqlStore) -> None:
        batch = [article(url=f"https://a.example/{number}") for number in range(5)]
        await store.import_unread("local", batch)
        assert list((await store.unread(2, newest=True)).values()) == [batch[4], batch[3]]
        assert list((await store.unread(2, newest=False)).values()) == batch[:2]

    async def test_what_is_imported_again_is_not_read_again(self, store: SqlStore) -> None:
        await store.import_articles("local", [ferry()])
        assert await store.import_unread("local", [article()]) == Kept()
        assert (await store.unfinished())[Work.QUOTES] == 0


class TestQuoteBook:
    @pytest.fixture(autouse=True)
    async def _kept(self, store: SqlStore) -> None:
        words = "“It will rain,” said Luís Ana. “Bridges fall,” he said. The prize “Gold” went on."
        rain = article(words, "https://harbour.example/rain", "Storm over the bridge", days=1)
        said = read(rain, ("It will rain,", "Luís Ana"), ("Bridges fall,", None))
        prize = Quote(rain, (Span(words.index("Gold"), words.index("Gold") + 4),), QuoteKind.NOT_SPEECH)
        await store.take_feed("local", HARBOUR)
        await store.keep([harvest(HARBOUR, ferry(), AnnotatedArticle(rain, (*said.quotes, prize)))])

    async def texts(self, store: SqlStore, **wanted: object) -> list[str]:
        return [quote.text for quote in await store.quotes("local", **wanted)]  # type: ignore[arg-type]  # short hand

    async def test_only_speech_with_a_speaker_newest_first(self, store: SqlStore) -> None:
        assert await self.texts(store) == ["It will rain,", "We have waited long enough,", "Now we sail."]

    @pytest.mark.parametrize(
        ("speaker", "count"), [("silva", 2), ("LUIS", 1), ("ana", 3), ("an", 0), ("ana luis", 1)]
    )
    async def test_a_speaker_is_met_by_whole_parts_of_the_name(
        self, store: SqlStore, speaker: str, count: int
    ) -> None:
        assert len(await store.quotes("local", speaker=speaker)) == count

    @pytest.mark.parametrize(
        ("about", "count"), [("bridges", 1), ("waiting", 1), ("ferry", 2), ("ferries rain", 0)]
    )
    async def test_about_looks_at_the_words_and_the_headline(
        self, store: SqlStore, about: str, count: int
    ) -> None:
        assert len(await store.quotes("local", about=about)) == count

    async def test_since_and_limit(self, store: SqlStore) -> None:
        assert await self.texts(store, since=NOON + DAY) == ["It will rain,"]
        assert await self.texts(store, limit=1) == ["It will rain,"]

    @pytest.mark.parametrize("odd", ["%", "_", "' OR 1=1", "\\"])
    async def test_no_pattern_is_read_in_a_name(self, store: SqlStore, odd: str) -> None:
        assert len(await store.quotes("local", speaker=f"si{odd}lva")) == 0


class TestDelivery:
    def digest(self, id_: str = "dig", edition: Edition = EDITION, made: datetime = NOON) -> Digest:
        told, left = ferry(), read(article("Quiet.", "https://harbour.example/quiet", "Quiet day"))
        cites = (Cite(told.article, Span(0, 9)),)
        bullet = Bullet("It sails on Monday [2 March].", cites, told.quotes[:1], (Span(18, 28),))
        briefing = Briefing(Story((told,)), "Ferry", (bullet,), told.quotes, "extractive", section="Travel")
        left_out = (LeftOut(Story((left,)), "too small", "Quiet day"),)
        small = read(article("Small.", "https://harbour.example/small", "Small day")).article
        listed = Listed(small.id, small.url, small.outlet, small.headline, small.dated)
        unread = (Unread(listed, "little reported"),)
        return Digest(id_, edition, made, (briefing,), left_out, (left.article,), late=True, unread=unread)

    def delivery(self, id_: str = "del", digest: str = "dig", edition: Edition = EDITION) -> Delivery:
        return Delivery(id_, edition, ROOM, digest)

    @pytest.fixture(autouse=True)
    async def _kept(self, store: SqlStore) -> None:
        quiet = read(article("Quiet.", "https://harbour.example/quiet", "Quiet day"))
        small = read(article("Small.", "https://harbour.example/small", "Small day"))
        await store.take_feed("local", HARBOUR)
        await store.keep([harvest(HARBOUR, ferry(), quiet, small)])

    async def test_a_subscription_is_added_replaced_and_dropped(self, store: SqlStore) -> None:
        order = Subscription("s", ROOM, (time(8), time(18, 30)), "Europe/Berlin", created=NOON)
        await store.put_subscription(order)
        await store.put_subscription(replace(order, size=3, late=Late.NONE))
        assert await store.subscriptions("local") == [replace(order, size=3, late=Late.NONE)]
        await store.put_subscription(replace(order, size=3))
        assert await store.subscriptions("other") == []
        assert await store.subscriptions() == [replace(order, size=3)]
        assert await store.drop_subscription("s")
        assert not await store.drop_subscription("s")

    async def test_orders_of_a_channel_come_back_with_all_that_they_ask_for(self, store: SqlStore) -> None:
        whole = Subscription(
            "s",
            ROOM,
            (time(8), time(17, 30)),
            "Europe/Berlin",
            label="Büro",
            days=Days((0, 4), (1, 31), (2, 12)),
            quiet=Quiet(time(22), time(7), (5, 6), (date(2026, 12, 25),)),
            feeds=(HARBOUR.url,),
            topics=("Business", "Häfen"),
        )
        plain = Subscription("t", ROOM, (time(9),), "UTC", days=Days((0,)), quiet=Quiet(weekdays=(6,)))
        for order in (whole, plain):
            await store.put_subscription(order)
        assert await store.subscriptions() == [whole, plain]

    async def test_between_looks_at_some_feeds_alone_where_they_are_named(self, store: SqlStore) -> None:
        both, mine = (
            read(article("Ferry one sails.", "https://x.example/1")),
            read(article("Ferry two sails.", "https://x.example/2")),
        )
        await store.take_feed("local", HARBOUR)
        await store.take_feed("local", VALLEY)
        await store.keep([harvest(HARBOUR, both, mine), harvest(VALLEY, both)])

        async def urls(*feeds: str) -> set[str]:
            found = await store.between(
                "local", NOON - timedelta(days=9), NOON + timedelta(days=9), feeds=feeds
            )
            return {read.article.url for read in found} & {both.article.url, mine.article.url}

        assert await urls() == await urls(HARBOUR.url) == {both.article.url, mine.article.url}
        assert await urls(VALLEY.url) == {both.article.url}
        assert await urls("https://gone.example/feed") == set()

    async def test_a_digest_comes_back_as_it_was_made(self, store: SqlStore) -> None:
        digest = self.digest()
        assert await store.plan(self.delivery(), digest)
        got = await store.digest("dig")
        assert got == digest
        first = replace(self.digest("first", replace(EDITION, slot=time(9))), opened=NOON, missed=2)
        await store.plan(self.delivery("del-first", "first", first.edition), first)
        assert await store.digest("first") == first
        assert got is not None
        assert got.briefings[0].quotes[0].text == "We have waited long enough,"
        assert await store.digest("none") is None

    async def test_a_digest_stays_when_the_page_changes_and_the_feed_is_dropped(
        self, store: SqlStore
    ) -> None:
        await store.plan(self.delivery(), self.digest())
        await store.keep([harvest(HARBOUR, read(article("All is different now.")))])
        await store.drop_feed("local", HARBOUR.id)
        assert await store.digest("dig") == self.digest()

    async def test_an_edition_is_planned_once(self, store: SqlStore) -> None:
        assert await store.plan(self.delivery(), self.digest())
        assert not await store.plan(self.delivery("again", "twice"), self.digest("twice"))
        assert await store.digest("twice") is None
        assert await store.editions(["morning", "other"], NOON) == {"morning": {EDITION}}
        assert await store.editions(["morning"], NOON + DAY) == {}

    async def test_digests_that_say_the_same_are_kept_once_and_read_as_each_was(
        self, store: SqlStore
    ) -> None:
        first, again = self.digest(), self.digest("second", replace(EDITION, subscription="evening"))
        third = self.digest("third", replace(EDITION, subscription="third"))
        third = replace(third, late=True, missed=2)
        pairs = [(self.delivery(f"del-{one.id}", one.id, one.edition), one) for one in (first, again, third)]
        assert await store.plan_all(pairs[:2]) == [delivery for delivery, _ in pairs[:2]]
        assert await store.plan_all(pairs, first.id) == [pairs[2][0]]
        for one in (first, again, third):
            assert await store.digest(one.id) == one
            assert await store.digests(one.edition.subscription, NOON) == [one]
            assert await store.posting(one.id) == replace(one, left_out=(), unread=())
        assert await store.posting("none") is None
        told = await store.histories(["morning", "evening", "third", "none"], NOON)
        assert told == dict.fromkeys(("morning", "evening", "third"), (first.id,))
        assert await store.histories(["morning"], NOON + DAY) == {}

    async def test_a_digest_with_what_no_database_holds_is_one_of_a_history(self, store: SqlStore) -> None:
        (left,) = self.digest().left_out
        odd = replace(self.digest(), left_out=(replace(left, headline="Odd \0 and \ud800"),))
        assert await store.plan(self.delivery(), odd)
        assert await store.histories(["morning"], NOON) == {"morning": ("dig",)}
        kept = await store.digest("dig")
        assert kept is not None
        assert kept.left_out[0].headline == "Odd \ufffd and \ufffd"

    async def test_each_of_the_digests_that_say_the_same_is_watched_for_corrections(
        self, store: SqlStore
    ) -> None:
        made = [self.digest(name, replace(EDITION, subscription=name)) for name in ("a", "b", "c")]
        pairs = [(self.delivery(f"del-{one.id}", one.id, one.edition), one) for one in made]
        await store.plan_all(pairs[:2])
        await store.plan_all(pairs[2:], "a")
        await store.keep([harvest(HARBOUR, read(article("All is different now.")))])
        for delivery, digest in pairs:
            quoted = {one.printed for one in await store.revisions(delivery.id)}
            assert quoted == {digest.briefings[0].quotes[0].article.id}

    async def test_small_writes_that_wait_together_take_no_other_with_them(self, store: SqlStore) -> None:
        planned = self.delivery()
        await store.plan(planned, self.digest())
        broken = replace(planned, next_at=NOON.replace(tzinfo=None))
        held = await store.claim(planned.id, "mine", NOON)
        assert held is not None
        kept = replace(held, note="kept")
        ends = await asyncio.gather(
            store.update_delivery(replace(held, note="before")),
            store.update_delivery(replace(broken, token="mine")),
            store.update_delivery(replace(kept, token="another's")),
            store.update_delivery(kept),
            return_exceptions=True,
        )
        assert ends[0] is ends[3] is True
        assert ends[2] is False
        assert isinstance(ends[1], StoreError)
        assert await store.delivery(planned.id) == kept

    async def test_a_digest_of_unknown_articles_is_refused_whole(self, store: SqlStore) -> None:
        stranger = read(article("Never kept.", "https://nowhere.example/"))
        digest = replace(self.digest(), left_out=(LeftOut(Story((stranger,)), "small"),))
        with pytest.raises(StoreError, match="not kept"):
            await store.plan(self.delivery(), digest)
        assert await store.open_deliveries(NOON) == []

    async def test_open_deliveries_are_those_due_and_not_done(self, store: SqlStore) -> None:
        planned = self.delivery()
        await store.plan(planned, self.digest())
        assert await store.open_deliveries(NOON) == [planned]
        waiting = replace(
            planned, state=DeliveryState.SENDING, posted={"k": "1"}, tries=2, next_at=NOON + DAY, note="slow"
        )
        await store.update_delivery(waiting)
        assert await store.open_deliveries(NOON) == []
        assert await store.open_deliveries(NOON + DAY) == [waiting]
        assert (await store.delivery(planned.id), await store.delivery("none")) == (waiting, None)
        for done in (DeliveryState.SENT, DeliveryState.FAILED):
            await store.update_delivery(replace(waiting, state=done))
            assert await store.delivery(planned.id) == replace(waiting, state=done)
            assert await store.open_deliveries(NOON + DAY) == []

    async def test_a_delivery_is_claimed_by_one_until_its_lease_is_over(self, store: SqlStore) -> None:
        planned = self.delivery()
        await store.plan(planned, self.digest())
        claims = await asyncio.gather(*(store.claim(planned.id, f"t{number}", NOON) for number in range(5)))
        [held] = [one for one in claims if one]
        assert held == replace(
            planned, state=DeliveryState.SENDING, token=held.token, lease_until=NOON + LEASE
        )
        assert await store.open_deliveries(NOON) == []
        assert await store.claim(planned.id, "later", NOON + LEASE - timedelta(seconds=1)) is None
        taken = await store.claim(planned.id, "later", NOON + LEASE)
        assert taken is not None
        assert not await store.update_delivery(replace(held, posted={"k": "1"}))
        assert await store.update_delivery(replace(taken, posted={"k": "2"}))
        assert await store.delivery(planned.id) == replace(taken, posted={"k": "2"})
        assert await store.claim("none", "t", NOON) is None

    async def test_a_claim_of_a_clock_that_was_set_back_since_is_over(self, store: SqlStore) -> None:
        planned = self.delivery()
        await store.plan(planned, self.digest())
        held = await store.claim(planned.id, "one", NOON)
        assert held is not None
        await store.update_delivery(replace(held, next_at=NOON + timedelta(minutes=1)))
        assert await store.claim(planned.id, "two", NOON - LEASE) is None  # hosts' clocks may differ so far
        assert await store.claim(planned.id, "three", NOON - timedelta(hours=1)) is not None

    async def test_what_is_done_or_waits_is_not_claimed(self, store: SqlStore) -> None:
        planned = self.delivery()
        await store.plan(planned, self.digest())
        await store.update_delivery(replace(planned, next_at=NOON + DAY))
        assert await store.claim(planned.id, "t", NOON) is None
        for done in (DeliveryState.SENT, DeliveryState.FAILED):
            await store.update_delivery(replace(planned, state=done))
            assert await store.claim(planned.id, "t", NOON) is None

    async def test_digests_are_newest_first(self, store: SqlStore) -> None:
        for number in range(3):
            edition = replace(EDITION, slot=time(8 + number))
            digest = self.digest(f"dig{number}", edition, NOON + number * DAY)
            await store.plan(self.delivery(f"del{number}", digest.id, edition), digest)
        told = await store.digests("morning", NOON + DAY)
        assert [digest.id for digest in told] == ["dig2", "dig1"]
        given_up = replace(self.delivery("del2", "dig2"), state=DeliveryState.FAILED)
        await store.update_delivery(given_up)
        assert [digest.id for digest in await store.digests("morning", NOON)] == ["dig1", "dig0"]
        await store.update_delivery(replace(given_up, posted={"part": "message"}))
        assert len(await store.digests("morning", NOON)) == 3
        assert (await store.counts())["deliveries"] == 3

    async def test_what_digests_considered_is_known_without_reading_what_they_left_out(
        self, store: SqlStore
    ) -> None:
        digest = self.digest()
        await store.plan(self.delivery(), digest)
        assert await store.posted("morning", NOON) == [replace(digest, left_out=(), unread=())]
        left, unread = digest.left_out[0].story.id, digest.unread[0].article.id
        assert await store.considered("morning", NOON) == {digest.briefings[0].story.id, left, unread}
        assert await store.considered("morning", NOON + DAY) == frozenset()
        assert await store.considered("evening", NOON) == frozenset()

    async def test_a_list_shows_what_is_between_without_its_text(self, store: SqlStore) -> None:
        listed = await store.listed_between("local", NOON - DAY, NOON + 9 * DAY)
        reads = await store.between("local", NOON - DAY, NOON + 9 * DAY)
        assert listed == [
            Listed(one.id, one.url, one.outlet, one.headline, one.dated, whole.position)
            for whole in reads
            for one in (whole.article,)
        ]
        assert await store.listed_between("other", NOON - DAY, NOON + 9 * DAY) == []


class TestMessages:
    place = Place(ROOM)

    async def test_messages_are_the_newest_oldest_first_with_their_replies(self, store: SqlStore) -> None:
        ids = [await store.add_message(self.place, "bot", f"{{{n}}}", NOON + n * DAY) for n in range(3)]
        thread = Place(ROOM, ids[2])
        reply = await store.add_message(thread, "jo", "why?", NOON)
        assert await store.messages(self.place, limit=2) == [
            (ids[1], "bot", "{1}", NOON + DAY, 0),
            (ids[2], "bot", "{2}", NOON + 2 * DAY, 1),
        ]
        assert await store.messages(thread) == [(reply, "jo", "why?", NOON, 0)]
        assert await store.messages(Place(replace(ROOM, room="other"))) == []

    async def test_a_message_is_edited_and_found_by_its_key(self, store: SqlStore) -> None:
        id_ = await store.add_message(self.place, "bot", "one", NOON, key="part-1")
        await store.edit_message(id_, "two")
        assert (await store.messages(self.place))[0][2] == "two"
        assert await store.find_message(self.place, "part-1") == id_
        assert await store.find_message(self.place, "part-2") is None
        assert await store.find_message(Place(ROOM, "9"), "part-1") is None

    async def test_a_message_of_one_key_is_kept_once(self, store: SqlStore) -> None:
        ids = {await store.add_message(self.place, "bot", "hello", NOON, key="hello") for _ in range(2)}
        other = await store.add_message(Place(replace(ROOM, room="other")), "bot", "hello", NOON, key="hello")
        assert len(ids) == 1
        assert other not in ids
        assert len(await store.messages(self.place)) == 1


class TestPositions:
    url = ferry().article.url

    async def position(self, store: SqlStore, workspace: str = "local") -> int | None:
        """By every way of reading articles, which agree."""
        id_ = ferry().article.id
        (got,) = await store.between(workspace, NOON - DAY, NOON + DAY)
        assert (await store.articles([id_], workspace))[id_].position == got.position
        at = await store.at(self.url, workspace)
        assert at is not None
        assert at.position == got.position
        return got.position

    async def test_an_article_has_the_best_position_that_it_ever_had(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        found = []
        for positions in ({}, {self.url: 7, "elsewhere": 1}, {self.url: 2}, {self.url: 9}, {}):
            await store.keep([harvest(HARBOUR, ferry(), positions=positions)])
            found.append(await self.position(store))
        assert found == [None, 7, 2, 2, 2]

    async def test_it_moves_up_though_a_later_check_reads_no_article(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        await store.keep([harvest(HARBOUR, ferry())])
        await store.keep([harvest(HARBOUR, positions={self.url: 3})])
        assert await self.position(store) == 3

    async def test_only_feeds_that_the_workspace_takes_count(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        await store.take_feed("local", VALLEY)
        await store.take_feed("other", VALLEY)
        await store.keep([harvest(HARBOUR, ferry(), positions={self.url: 1})])
        await store.keep([harvest(VALLEY, ferry(), positions={self.url: 5})])
        assert (await self.position(store), await self.position(store, "other")) == (1, 5)
        await store.drop_feed("local", HARBOUR.id)
        assert await self.position(store) == 5

    async def test_an_import_has_none(self, store: SqlStore) -> None:
        await store.import_articles("other", [ferry()])
        await store.take_feed("local", HARBOUR)
        await store.keep([harvest(HARBOUR, ferry(), positions={self.url: 1})])
        assert (await self.position(store), await self.position(store, "other")) == (1, None)


class TestLinks:
    """What a link in a chat led to is found by who asks, and told in no digest."""

    async def told(self, store: SqlStore, workspace: str = "local") -> list[str]:
        reads = await store.between(workspace, NOON - DAY, NOON + DAY, captured=NOON - DAY)
        return [read.article.id for read in reads]

    async def test_it_is_found_and_not_told(self, store: SqlStore) -> None:
        id_ = ferry().article.id
        assert await store.keep_linked("local", ferry()) == Kept(new=1, quotes=2)
        assert await found(store, "ferry") == [id_]
        assert await store.at(ferry().article.url, "local") == ferry()
        assert await store.articles([id_], "local") == {id_: ferry()}
        assert len(await store.quotes("local")) == 2
        assert await self.told(store) == []
        assert await store.feeds() == []

    async def test_nobody_elsewhere_finds_it(self, store: SqlStore) -> None:
        await store.keep_linked("local", ferry())
        assert await store.at(ferry().article.url, "other") is None
        assert await store.search(SearchQuery(("ferry",), "other")) == []

    @pytest.mark.parametrize("first", ["link", "feed"])
    async def test_what_a_feed_brings_too_is_told_once(self, store: SqlStore, first: str) -> None:
        await store.take_feed("local", HARBOUR)
        if first == "link":
            await store.keep_linked("local", ferry())
        await store.keep([harvest(HARBOUR, ferry())])
        if first == "feed":
            await store.keep_linked("local", ferry())
        assert await self.told(store) == [ferry().article.id]
        assert await found(store, "ferry") == [ferry().article.id]

    async def test_it_hides_no_version_that_was_imported(self, store: SqlStore) -> None:
        await store.import_articles("local", [ferry()])
        await store.keep_linked("local", read(article("Another text altogether.")))
        assert await self.told(store) == [ferry().article.id]

    async def test_what_is_imported_too_is_told(self, store: SqlStore) -> None:
        await store.keep_linked("local", ferry())
        await store.import_articles("local", [ferry()])
        assert await self.told(store) == [ferry().article.id]

    async def test_a_feed_that_somebody_else_takes_lets_it_be_told_there_alone(self, store: SqlStore) -> None:
        await store.take_feed("other", HARBOUR)
        await store.keep([harvest(HARBOUR, ferry())])
        await store.keep_linked("local", ferry())
        assert (await self.told(store), len(await self.told(store, "other"))) == ([], 1)


class TestArchives:
    """What a site published before."""

    done = SeenEntry("https://harbour.example/?p=1", "", ferry().article.id)

    async def test_what_is_archived_or_dealt_with_need_not_be_read_again(self, store: SqlStore) -> None:
        other, nothing = "https://harbour.example/other", "https://harbour.example/about"
        urls = [ferry().article.url, self.done.key, nothing, other]
        assert await store.archived("local", urls) == set()
        assert await store.archive("local", [ferry()], [self.done]) == Kept(new=1, quotes=2)
        assert await store.archive("local", [ferry()], [self.done]) == Kept()
        await store.archive("local", [], [SeenEntry(nothing, "", None)])
        assert await store.archived("local", urls) == {ferry().article.url, self.done.key, nothing}
        assert await store.archived("other", urls) == set()

    async def test_what_a_feed_brought_is_there_and_what_a_link_led_to_is_not(self, store: SqlStore) -> None:
        await store.keep_linked("local", ferry())
        assert await store.archived("local", [ferry().article.url]) == set()
        await store.take_feed("local", HARBOUR)
        await store.keep([harvest(HARBOUR, ferry())])
        assert await store.archived("local", [ferry().article.url]) == {ferry().article.url}

    async def test_a_feed_brings_the_same_article_no_second_time(self, store: SqlStore) -> None:
        await store.archive("local", [ferry()], [])
        await store.take_feed("local", HARBOUR)
        assert await store.keep([harvest(HARBOUR, ferry())]) == Kept()
        assert await found(store, "ferry") == [ferry().article.id]
        assert len(await store.between("local", NOON - DAY, NOON + DAY)) == 1

    async def test_what_is_old_is_not_late_for_an_edition(self, store: SqlStore) -> None:
        old = read(replace(article(), published=NOON - 90 * DAY))
        await store.archive("local", [old], [])
        assert await store.between("local", NOON - DAY, NOON + DAY, captured=NOON - DAY) == []
        assert len(await store.between("local", NOON - 99 * DAY, NOON + DAY)) == 1
        await store.take_feed("local", HARBOUR)
        await store.keep([harvest(HARBOUR, old)])
        assert len(await store.between("local", NOON - DAY, NOON + DAY, captured=NOON - DAY)) == 1

    async def test_nobody_elsewhere_sees_it_and_it_is_no_feed(self, store: SqlStore) -> None:
        await store.archive("local", [ferry()], [self.done])
        assert await store.search(SearchQuery(("ferry",), "other")) == []
        assert await store.feeds() == []


class TestTwoWorkspaces:
    async def test_an_article_is_seen_only_through_a_feed_that_is_taken(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        await store.take_feed("other", VALLEY)
        await store.keep([harvest(HARBOUR, ferry())])
        assert await store.articles([ferry().article.id], "other") == {}
        assert await store.at(ferry().article.url, "other") is None
        assert await store.between("other", NOON - DAY, NOON + DAY) == []
        assert await store.quotes("other") == []
        assert await store.search(SearchQuery(("ferry",), "other")) == []

    async def test_a_version_from_anothers_feed_hides_nothing(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        await store.take_feed("other", VALLEY)
        await store.keep([harvest(HARBOUR, ferry()), harvest(VALLEY, ferry())])
        await store.keep([harvest(VALLEY, read(article("Changed, for the valley.")))])
        assert await found(store, "crowns") == [ferry().article.id]
        assert [hit.article.text for hit in await store.search(SearchQuery(("valley",), "other"))] == [
            "Changed, for the valley."
        ]

    async def test_an_import_under_anothers_id_shows_nothing_of_it(self, store: SqlStore) -> None:
        mine = replace(article("My secret file."), id="d1")
        theirs = replace(article("Their own file.", "https://b.example/"), id="d1")
        await store.import_articles("local", [read(mine)])
        assert await store.import_articles("other", [read(theirs)]) == Kept(new=1)
        assert (await store.articles(["d1"], "local"))["d1"].article.text == "My secret file."
        assert (await store.articles(["d1"], "other"))["d1"].article.text == "Their own file."

    async def test_a_dropped_feed_takes_its_articles_along(self, store: SqlStore) -> None:
        await store.take_feed("local", HARBOUR)
        await store.keep([harvest(HARBOUR, ferry())])
        await store.drop_feed("local", HARBOUR.id)
        assert await store.articles([ferry().article.id], "local") == {}
        await store.take_feed("local", HARBOUR)
        assert await store.articles([ferry().article.id], "local")
