"""The desk: people's commands and button presses in, outlines out; one arm a command."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.core import commands, outline
from bot.core.feeds import urls
from bot.core.filters import filter_of
from bot.core.quotes.book import around
from bot.errors import BotError
from bot.model import (
    Asker,
    Command,
    Completion,
    Control,
    Filter,
    Outline,
    Passage,
    Question,
    Quote,
    ReadArticle,
    Reply,
    Span,
    Subscription,
    digest_of,
)
from bot.newsroom import ask, book, brief, feeds, tastes
from bot.newsroom.gather import Gatherer
from bot.ports import Clock, Meter, Store

log = logging.getLogger(__name__)

MOST_QUOTES = 12
"""Quotes shown for one look into the quote book."""


@dataclass(frozen=True, slots=True)
class NewsDesk:
    """Does what people ask for; a failure is a reply of one sentence with an id, never an exception."""

    store: Store
    gatherer: Gatherer
    clock: Clock
    meter: Meter

    async def handle(self, command: Command, asker: Asker) -> Reply:
        """Do what a command says."""
        arms: Mapping[str, Callable[[Mapping[str, str], Asker], Awaitable[Reply]]] = {
            "help": self._help,
            "digest": self._digest,
            "ask": self._ask,
            "brief": self._brief,
            "quotes": self._quotes,
            "feeds": self._feeds,
            "feeds add": self._feeds_add,
            "feeds remove": self._feeds_remove,
            "feeds check": self._feeds_check,
            "why": self._why,
            "mute": self._mute,
            "unmute": self._unmute,
            "filters": self._filters,
            "filters add": self._filters_add,
            "filters only": self._filters_only,
            "filters remove": self._filters_remove,
            "topics": self._topics,
            "topics add": self._topics_add,
            "topics remove": self._topics_remove,
            "follow": self._follow,
            "unfollow": self._unfollow,
        }
        self.meter.count("commands", command=command.name)
        return await self._safely(lambda: arms[command.name](command.args, asker))

    async def press(self, control: Control, asker: Asker) -> Reply:
        """Do what a button says."""
        arms: Mapping[str, Callable[[str, Asker], Awaitable[Reply]]] = {
            "more": self._more,
            "where": self._where,
        }
        self.meter.count("presses", action=control.action)
        arm = arms.get(control.action)
        if arm is None:
            return _failed("This button is of an older On Record and does nothing any more.", "")
        return await self._safely(lambda: arm(control.ref, asker))

    async def complete(self, typed: str, asker: Asker) -> list[Completion]:
        """Ways to go on with what is typed so far."""
        at = commands.blank(typed)
        if at is None or at.argument.name != "topic":
            return commands.complete(typed)
        topics = await self.store.topics(asker.workspace)
        return commands.complete(typed, {"topic": [topic.name for topic in topics]})

    async def _safely(self, work: Callable[[], Awaitable[Reply]]) -> Reply:
        try:
            return await work()
        except BotError as error:
            return _failed(str(error), "")
        except Exception:  # a person waits for an answer: the log gets the fault, they get its id
            reference = digest_of("error", self.clock().isoformat())[:8]
            log.exception("desk: error %s", reference)
            self.meter.count("failures", use_case="desk")
            return _failed("Something went wrong on our side; the log knows more under this id.", reference)

    async def _help(self, args: Mapping[str, str], asker: Asker) -> Reply:
        return Reply(commands.help_outline())

    async def _digest(self, args: Mapping[str, str], asker: Asker) -> Reply:
        order = await self._order(asker)
        return Reply(outline.of_digest(await brief.digest_on_request(order, self.store, self.clock())))

    async def _ask(self, args: Mapping[str, str], asker: Asker) -> Reply:
        answer = await ask.ask(self.store, Question(args["question"], asker.workspace))
        return Reply(outline.of_answer(answer))

    async def _brief(self, args: Mapping[str, str], asker: Asker) -> Reply:
        url = urls.canonical(args["url"])
        read = await self.store.at(url, asker.workspace)
        if read is None:
            read = await self.gatherer.article(url)
            await self.store.import_articles(asker.workspace, [read])  # so that "show me where" finds it
        briefing = brief.brief_article(read)
        if briefing is None:
            raise BotError(f"{url}: the page holds no sentences that can be printed as a briefing")
        return Reply(outline.of_briefing(briefing), in_thread=True)

    async def _quotes(self, args: Mapping[str, str], asker: Asker) -> Reply:
        since = args.get("since")
        pages = await book.look_up(
            self.store,
            asker.workspace,
            speaker=args.get("speaker", ""),
            about=args.get("about", ""),
            since=datetime.fromisoformat(since).replace(tzinfo=UTC) if since else None,
            limit=MOST_QUOTES,
        )
        return Reply(outline.of_book(pages, _book_title(args)))

    async def _feeds(self, args: Mapping[str, str], asker: Asker) -> Reply:
        return Reply(await self._feed_table(asker))

    async def _feeds_add(self, args: Mapping[str, str], asker: Asker) -> Reply:
        await feeds.take(self.store, self.gatherer, asker.workspace, args["url"], args.get("outlet", ""))
        return Reply(await self._feed_table(asker))

    async def _feeds_remove(self, args: Mapping[str, str], asker: Asker) -> Reply:
        await feeds.drop(self.store, asker.workspace, args["url"])
        return Reply(await self._feed_table(asker))

    async def _feeds_check(self, args: Mapping[str, str], asker: Asker) -> Reply:
        await self.gatherer.round()
        return Reply(await self._feed_table(asker))

    async def _feed_table(self, asker: Asker) -> Outline:
        return outline.of_feeds(await self.store.feeds(asker.workspace), self.clock())

    async def _why(self, args: Mapping[str, str], asker: Asker) -> Reply:
        made, ranked = await brief.explained(await self._order(asker), self.store, self.clock())
        return Reply(outline.of_why(made, ranked, args.get("words", "")))

    async def _order(self, asker: Asker) -> Subscription:
        """The channel's standing order, or one that only lasts for this answer."""
        channel = asker.place.channel
        orders = await self.store.subscriptions(asker.workspace)
        own = next((order for order in orders if order.channel == channel), None)
        return own or Subscription("", channel, (time(),), "UTC")

    async def _mute(self, args: Mapping[str, str], asker: Asker) -> Reply:
        return await self._filter(tastes.muted(args["what"]), asker)

    async def _unmute(self, args: Mapping[str, str], asker: Asker) -> Reply:
        await tastes.unmute(self.store, asker.place.channel, args["what"])
        return await self._filters(args, asker)

    async def _filters(self, args: Mapping[str, str], asker: Asker) -> Reply:
        return Reply(outline.of_filters((await self.store.taste(asker.place.channel)).filters))

    async def _filters_add(self, args: Mapping[str, str], asker: Asker) -> Reply:
        return await self._filter(filter_of(args["kind"], args["value"]), asker)

    async def _filters_only(self, args: Mapping[str, str], asker: Asker) -> Reply:
        return await self._filter(filter_of(args["kind"], args["value"], only=True), asker)

    async def _filter(self, one: Filter, asker: Asker) -> Reply:
        await tastes.add_filter(self.store, asker.place.channel, one)
        return await self._filters({}, asker)

    async def _filters_remove(self, args: Mapping[str, str], asker: Asker) -> Reply:
        await tastes.remove_filter(self.store, asker.place.channel, int(args["number"]))
        return await self._filters(args, asker)

    async def _topics(self, args: Mapping[str, str], asker: Asker) -> Reply:
        followed = (await self.store.taste(asker.place.channel)).topics
        return Reply(outline.of_topics(await self.store.topics(asker.workspace), followed))

    async def _topics_add(self, args: Mapping[str, str], asker: Asker) -> Reply:
        await tastes.add_topic(self.store, asker.workspace, args)
        return await self._topics(args, asker)

    async def _topics_remove(self, args: Mapping[str, str], asker: Asker) -> Reply:
        await tastes.remove_topic(self.store, asker.workspace, args["topic"])
        return await self._topics(args, asker)

    async def _follow(self, args: Mapping[str, str], asker: Asker) -> Reply:
        await tastes.follow(self.store, asker.place.channel, args["topic"])
        return await self._topics(args, asker)

    async def _unfollow(self, args: Mapping[str, str], asker: Asker) -> Reply:
        await tastes.unfollow(self.store, asker.place.channel, args["topic"])
        return await self._topics(args, asker)

    async def _more(self, ref: str, asker: Asker) -> Reply:
        found = await brief.story_of(self.store, ref, asker.place.channel, self.clock())
        if found is None:
            raise BotError("This story is no longer in the corpus.")
        return Reply(outline.of_more(found), in_thread=True)

    async def _where(self, ref: str, asker: Asker) -> Reply:
        article_id, start, end = ref.rsplit(":", 2)
        reads = await self.store.articles([article_id], asker.workspace)
        read = reads.get(article_id)
        quote = _quote_at(read, Span(int(start), int(end))) if read else None
        if read is None or quote is None:
            raise BotError("This article is no longer in the corpus.")
        return Reply(outline.of_passage(passage_of(quote)), in_thread=True)


def passage_of(quote: Quote) -> Passage:
    """The sentences around a quote, with the quote marked."""
    return Passage(quote.article, around(quote), quote.span)


def _quote_at(read: ReadArticle, span: Span) -> Quote | None:
    return next((quote for quote in read.quotes if quote.span == span), None)


def _book_title(args: Mapping[str, str]) -> str:
    parts = [f"{name} {args[name]}" for name in ("speaker", "about", "since") if name in args]
    return "Quotes" + (f": {', '.join(parts)}" if parts else "")


def _failed(sentence: str, reference: str) -> Reply:
    return Reply(outline.of_error(sentence, reference), error=True)
