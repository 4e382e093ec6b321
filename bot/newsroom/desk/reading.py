"""What people read: digests, answers, briefings, the quote book, and where each thing stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time

from bot.core import commands, outline
from bot.core.feeds import addresses
from bot.core.outline import texts
from bot.core.quotes.book import around
from bot.errors import BotError
from bot.model import Actor, Outline, Passage, Question, Reply, Story, Subscription
from bot.newsroom import ask, brief, orders
from bot.newsroom.desk.context import ButtonHandler, CommandHandler, Context, quote_of, spent

MOST_QUOTES = 12
"""Quotes shown for one look into the quote book."""


async def _help(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return Reply(commands.help_outline())


async def _digest(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    order = await _order(context, actor)
    made = await brief.digest_on_request(
        order,
        context.store,
        context.clock(),
        writer=context.writer,
        failures=context.failures,
        judgement=context.judgement,
    )
    return Reply(outline.of_digest(made))


async def answer(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    """The answer to a question, in a thread of ours about its story; or what other plain words ask for."""
    match commands.plain_talk(args["question"]):
        case commands.PlainTalk.HELP:
            return await _help(context, args, actor)
        case commands.PlainTalk.DIGEST:
            return await _digest(context, args, actor)
        case commands.PlainTalk.HELLO:
            return Reply(Outline(texts.HELLO))
        case commands.PlainTalk.THANKS:
            return Reply(Outline(texts.WELCOME))
    return await _answered(context, args["question"], actor)


async def _answered(context: Context, text: str, actor: Actor) -> Reply:
    """An answer; the thread keeps its story, and what was asked in it is remembered for a while."""
    now, place = context.clock(), actor.place
    about = await context.store.thread(place) if place.thread else ()
    thread = context.threads.at(place, about, now)
    question = Question(text, actor.workspace, now)
    found = await ask.ask(context.store, question, context.answering, thread, context.writer)
    if about:
        context.threads.asked(place, text, now)
    return Reply(outline.of_answer(found), about=about or (found.about if found.answered else ()))


async def briefing(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    """The briefing of a linked article, which is fetched when it is not there."""
    url, named = addresses.canonical(args["url"]), args["url"].strip()
    read = await context.store.at(named, actor.workspace) or await context.store.at(url, actor.workspace)
    if read is None:
        read = await context.gatherer.article(url)
        await context.store.keep_linked(actor.workspace, read)  # so that "show me where" finds it
    made = brief.brief_article(read)
    if made is None:
        raise BotError(texts.no_briefing(url))
    if context.writer:
        (made,) = await context.writer.write([made], actor.workspace)
    return Reply(outline.of_briefing(made), in_thread=True, about=(read.article.id,))


async def _check(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    """A text held against the articles of a thread of ours, elsewhere against the corpus."""
    about = await context.store.thread(actor.place) if actor.place.thread else ()
    found = await ask.held(context.store, args["text"], actor.workspace, context.lexicon, about)
    cited = (cite.article.id for one in found for cite in one.cites[:1])
    return Reply(outline.of_check(found), about=tuple(dict.fromkeys(cited)))


async def _quotes(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    since = args.get("since")
    pages = await ask.look_up(
        context.store,
        actor.workspace,
        speaker=args.get("speaker", ""),
        about=args.get("about", ""),
        since=datetime.fromisoformat(since).replace(tzinfo=UTC) if since else None,
        limit=MOST_QUOTES,
    )
    return Reply(outline.of_book(pages, _book_title(args)))


async def _why(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    made, ranked = await brief.explained(
        await _order(context, actor), context.store, context.clock(), context.judgement
    )
    cost = await spent(context, actor)
    return Reply(outline.of_why(made, ranked, args.get("words", ""), cost))


async def _order(context: Context, actor: Actor) -> Subscription:
    """The channel's first standing order, or one that only lasts for this answer."""
    channel = actor.place.channel
    own = await orders.of_channel(context.store, channel)
    return own[0] if own else Subscription("", channel, (time(),), actor.zone or "UTC")


async def _more(context: Context, ref: str, actor: Actor) -> Reply:
    found = await brief.story_of(context.store, ref, actor.place.channel, context.clock(), context.judgement)
    if found is None:
        raise BotError(texts.STORY_GONE)
    about = tuple(read.article.id for read in found.story.articles)
    return Reply(outline.of_more(found), in_thread=True, about=about)


async def _where(context: Context, ref: str, actor: Actor) -> Reply:
    read, quote = await quote_of(context, ref, actor)
    passage = Passage(quote.article, around(quote), quote.span)
    return Reply(outline.of_passage(passage), in_thread=True, about=(read.article.id,))


async def _elsewhere(context: Context, ref: str, actor: Actor) -> Reply:
    read, quote = await quote_of(context, ref, actor)
    found = await brief.story_of(
        context.store, read.article.id, actor.place.channel, context.clock(), context.judgement
    )
    story = found.story if found else Story((read,))
    return Reply(outline.of_elsewhere(quote, story), in_thread=True, about=(read.article.id,))


def _book_title(args: Mapping[str, str]) -> str:
    parts = [f"{name} {args[name]}" for name in ("speaker", "about", "since") if name in args]
    return texts.quote_book(parts)


HANDLERS: Mapping[str, CommandHandler] = {
    "help": _help,
    "digest": _digest,
    "ask": answer,
    "brief": briefing,
    "check": _check,
    "quotes": _quotes,
    "why": _why,
}
BUTTON_HANDLERS: Mapping[str, ButtonHandler] = {"more": _more, "where": _where, "elsewhere": _elsewhere}
