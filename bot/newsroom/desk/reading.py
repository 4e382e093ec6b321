"""What people read: digests, answers, briefings, the quote book, and where each thing stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time

from bot.core import commands, outline
from bot.core.feeds import urls
from bot.core.outline import phrases
from bot.core.quotes.book import around
from bot.errors import BotError
from bot.model import Asker, Passage, Question, Reply, Story, Subscription
from bot.newsroom import ask, book, brief, orders
from bot.newsroom.desk.means import Arm, Means, Press, quote_of, spent

MOST_QUOTES = 12
"""Quotes shown for one look into the quote book."""


async def _help(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    return Reply(commands.help_outline())


async def _digest(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    order = await _order(means, asker)
    made = await brief.digest_on_request(order, means.store, means.clock(), writer=means.writer)
    return Reply(outline.of_digest(made))


async def answer(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    """The answer to a question: in a thread of ours from its articles first, then from the corpus."""
    about = await means.store.thread(asker.place) if asker.place.thread else ()
    found = await ask.ask(means.store, Question(args["question"], asker.workspace), about, means.writer)
    cited = (cite.article.id for bullet in found.bullets for cite in bullet.cites)
    return Reply(outline.of_answer(found), about=tuple(dict.fromkeys(cited)))


async def briefing(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    """The briefing of a linked article, which is fetched when it is not there."""
    url = urls.canonical(args["url"])
    read = await means.store.at(url, asker.workspace)
    if read is None:
        read = await means.gatherer.article(url)
        await means.store.import_articles(asker.workspace, [read])  # so that "show me where" finds it
    made = brief.brief_article(read)
    if made is None:
        raise BotError(f"{url}: the page holds no sentences that can be printed as a briefing")
    if means.writer:
        (made,) = await means.writer.tell([made], asker.workspace)
    return Reply(outline.of_briefing(made), in_thread=True, about=(read.article.id,))


async def _quotes(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    since = args.get("since")
    pages = await book.look_up(
        means.store,
        asker.workspace,
        speaker=args.get("speaker", ""),
        about=args.get("about", ""),
        since=datetime.fromisoformat(since).replace(tzinfo=UTC) if since else None,
        limit=MOST_QUOTES,
    )
    return Reply(outline.of_book(pages, _book_title(args)))


async def _why(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    made, ranked = await brief.explained(await _order(means, asker), means.store, means.clock())
    cost = await spent(means, asker)
    return Reply(outline.of_why(made, ranked, args.get("words", ""), cost))


async def _order(means: Means, asker: Asker) -> Subscription:
    """The channel's standing order, or one that only lasts for this answer."""
    channel = asker.place.channel
    own = await orders.of_channel(means.store, channel)
    return own or Subscription("", channel, (time(),), asker.zone or "UTC")


async def _more(means: Means, ref: str, asker: Asker) -> Reply:
    found = await brief.story_of(means.store, ref, asker.place.channel, means.clock())
    if found is None:
        raise BotError(phrases.STORY_GONE)
    about = tuple(read.article.id for read in found.story.articles)
    return Reply(outline.of_more(found), in_thread=True, about=about)


async def _where(means: Means, ref: str, asker: Asker) -> Reply:
    read, quote = await quote_of(means, ref, asker)
    passage = Passage(quote.article, around(quote), quote.span)
    return Reply(outline.of_passage(passage), in_thread=True, about=(read.article.id,))


async def _elsewhere(means: Means, ref: str, asker: Asker) -> Reply:
    read, quote = await quote_of(means, ref, asker)
    told = await brief.story_of(means.store, read.article.id, asker.place.channel, means.clock())
    story = told.story if told else Story((read,))
    return Reply(outline.of_elsewhere(quote, story), in_thread=True, about=(read.article.id,))


def _book_title(args: Mapping[str, str]) -> str:
    parts = [f"{name} {args[name]}" for name in ("speaker", "about", "since") if name in args]
    return "Quotes" + (f": {', '.join(parts)}" if parts else "")


ARMS: Mapping[str, Arm] = {
    "help": _help,
    "digest": _digest,
    "ask": answer,
    "brief": briefing,
    "quotes": _quotes,
    "why": _why,
}
PRESSES: Mapping[str, Press] = {"more": _more, "where": _where, "elsewhere": _elsewhere}
