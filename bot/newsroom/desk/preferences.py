"""What a channel wants to hear: filters, muted stories, topics."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core import outline
from bot.core.filters import filter_of, mutes
from bot.core.indexed import plain
from bot.core.outline import texts
from bot.errors import BotError
from bot.model import Actor, Article, Filter, FilterKind, Reply
from bot.newsroom import brief, preferences
from bot.newsroom.desk.context import ButtonHandler, CommandHandler, Context


async def _mute(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    one = preferences.muted(args["what"])
    outlets = await preferences.outlets(context.store, actor.workspace, context.clock())
    named = next((each for each in outlets if plain(each) == plain(one.value)), "")
    hint = texts.words_of_outlet(named) if named and one.kind is FilterKind.WORDS else ""
    return await _filter(context, one, actor, hint)


async def _unmute(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    ended = await preferences.unmute(context.store, actor.place.channel, args["what"])
    return await _listed(context, actor, texts.filter_ended(ended))


async def _filters(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _listed(context, actor)


async def _listed(context: Context, actor: Actor, done: str = "") -> Reply:
    """The filters, with what was changed."""
    filters = (await context.store.preferences(actor.place.channel)).filters
    muted = list(mutes(filters))
    reads = await context.store.articles(muted, actor.workspace) if muted else {}
    headlines = {id_: _headline(read.article) for id_, read in reads.items()}
    return Reply(outline.of_filters(filters, headlines, done))


async def _add(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _filter(context, filter_of(args["kind"], args["value"]), actor)


async def _only(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _filter(context, filter_of(args["kind"], args["value"], only=True), actor)


async def _filter(context: Context, one: Filter, actor: Actor, hint: str = "") -> Reply:
    if one.kind is FilterKind.OUTLET:
        one = await preferences.of_known_outlet(context.store, actor.workspace, one, context.clock())
    await preferences.add_filter(context.store, actor.place.channel, one)
    return await _listed(context, actor, " ".join(filter(None, (texts.filter_made(one), hint))))


async def _remove(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    ended = await preferences.remove_filter(context.store, actor.place.channel, int(args["number"]))
    return await _listed(context, actor, texts.filter_ended(ended))


async def _topics(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _known(context, actor)


async def _known(context: Context, actor: Actor, done: str = "") -> Reply:
    """The topics, with what was changed."""
    followed = (await context.store.preferences(actor.place.channel)).topics
    return Reply(outline.of_topics(await context.store.topics(actor.workspace), followed, done))


async def _add_topic(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    await preferences.add_topic(context.store, actor.workspace, args)
    return await _known(context, actor, texts.topic_made(args["name"]))


async def _remove_topic(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    await preferences.remove_topic(context.store, actor.workspace, args["topic"])
    return await _known(context, actor, texts.topic_ended(args["topic"]))


async def _follow(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    topic = await preferences.follow(context.store, actor.place.channel, args["topic"])
    return await _known(context, actor, texts.leads_now(topic.name))


async def _unfollow(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    await preferences.unfollow(context.store, actor.place.channel, args["topic"])
    return await _known(context, actor, texts.leads_no_more(args["topic"]))


async def _mute_story(context: Context, ref: str, actor: Actor) -> Reply:
    channel, now = actor.place.channel, context.clock()
    found = await brief.story_of(context.store, ref, channel, now, context.judgement)
    if found is None:
        raise BotError(texts.STORY_GONE)
    made = await preferences.mute_story(context.store, channel, found.story, ref, now)
    return Reply(outline.of_muted(made, found.headline))


async def _unmute_story(context: Context, ref: str, actor: Actor) -> Reply:
    ended = Filter(FilterKind.STORY, ref)
    await context.store.drop_filter(actor.place.channel, ended)
    return await _listed(context, actor, texts.filter_ended(ended))


def _headline(article: Article) -> str:
    return article.headline or article.url


HANDLERS: Mapping[str, CommandHandler] = {
    "mute": _mute,
    "unmute": _unmute,
    "filters": _filters,
    "filters add": _add,
    "filters only": _only,
    "filters remove": _remove,
    "topics": _topics,
    "topics add": _add_topic,
    "topics remove": _remove_topic,
    "follow": _follow,
    "unfollow": _unfollow,
}
BUTTON_HANDLERS: Mapping[str, ButtonHandler] = {"mute": _mute_story, "unmute": _unmute_story}
