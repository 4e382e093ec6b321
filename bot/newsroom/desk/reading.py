"""What people read: digests, answers, briefings, the quote book, and where each thing stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.core import commands, outline
from bot.core.commands.arguments import NO_DAY
from bot.core.feeds import addresses
from bot.core.outline import texts
from bot.core.quotes.book import around
from bot.core.reading.dates import typed_day
from bot.errors import BotError, ConfigError
from bot.model import Actor, Outline, Passage, Question, Reply, Scope, Story, Subscription
from bot.newsroom import ask, brief, lookup, orders
from bot.newsroom.desk.context import ButtonHandler, CommandHandler, Context, quote_of, spent
from bot.newsroom.write import BriefingOrAnswer, translate_into

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
    found = await _in_its_language(context, found, actor)
    if found.answered and found.scope is Scope.CORPUS:  # what a thread without a story is about
        about = found.about
    if about and place.thread:
        context.threads.asked(place, text, now)
    return Reply(outline.of_answer(found), about=about)


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
    made = await _in_its_language(context, made, actor)
    return Reply(outline.of_briefing(made), in_thread=True, about=(read.article.id,))


async def _check(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    """A text held against the articles of a thread of ours, elsewhere against the corpus."""
    about = await context.store.thread(actor.place) if actor.place.thread else ()
    found = await lookup.held(context.store, args["text"], actor.workspace, context.lexicons, about)
    cited = (cite.article.id for one in found for cite in one.cites[:1])
    return Reply(outline.of_check(found), about=tuple(dict.fromkeys(cited)))


async def _quotes(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    since = _since(context, args, actor)
    pages = await lookup.look_up(
        context.store,
        actor.workspace,
        speaker=args.get("speaker", ""),
        about=args.get("about", ""),
        since=since,
        limit=MOST_QUOTES,
    )
    return Reply(outline.of_book(pages, _book_title(args, since)))


def _since(context: Context, args: Mapping[str, str], actor: Actor) -> datetime | None:
    """The start of the day that is meant, where whoever asks is; raises ConfigError where it is none."""
    if "since" not in args:
        return None
    zone = ZoneInfo(actor.zone or "UTC")
    found = typed_day(args["since"], context.clock().astimezone(zone).date())
    if found is None:
        raise ConfigError(NO_DAY.format(args["since"]))
    return datetime.combine(found, time(), zone)


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
    found = await _in_its_language(context, found, actor)
    return Reply(outline.of_more(found), in_thread=True, about=about)


async def _in_its_language(context: Context, told: BriefingOrAnswer, actor: Actor) -> BriefingOrAnswer:
    """The text in the language that the channel's orders ask for, as far as it passes; else as it is."""
    own = await orders.of_channel(context.store, actor.place.channel)
    language = next((order.language for order in own if order.language), None)
    if language is None:
        return told
    (found,) = await translate_into(language, [told], actor.workspace, context.writer)
    return found


async def _where(context: Context, ref: str, actor: Actor) -> Reply:
    read, quote = await quote_of(context, ref, actor)
    passage = Passage(quote.article, around(quote), quote.span)
    return Reply(outline.of_passage(passage, actor.zone), in_thread=True, about=(read.article.id,))


async def _elsewhere(context: Context, ref: str, actor: Actor) -> Reply:
    read, quote = await quote_of(context, ref, actor)
    found = await brief.story_of(
        context.store, read.article.id, actor.place.channel, context.clock(), context.judgement
    )
    story = found.story if found else Story((read,))
    return Reply(outline.of_elsewhere(quote, story), in_thread=True, about=(read.article.id,))


def _book_title(args: Mapping[str, str], since: datetime | None) -> str:
    parts = [f"{name} {args[name]}" for name in ("speaker", "about") if name in args]
    return texts.quote_book([*parts, *([f"since {texts.day(since)}"] if since else [])])


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
