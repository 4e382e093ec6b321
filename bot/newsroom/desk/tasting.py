"""What a channel wants to hear: filters, muted stories, topics."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core import outline
from bot.core.filters import filter_of, mutes
from bot.core.outline import phrases
from bot.errors import BotError
from bot.model import Article, Asker, Filter, FilterKind, Reply
from bot.newsroom import brief, tastes
from bot.newsroom.desk.means import Arm, Means, Press


async def _mute(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    return await _filter(means, tastes.muted(args["what"]), asker)


async def _unmute(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await tastes.unmute(means.store, asker.place.channel, args["what"])
    return await _filters(means, args, asker)


async def _filters(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    filters = (await means.store.taste(asker.place.channel)).filters
    muted = list(mutes(filters))
    reads = await means.store.articles(muted, asker.workspace) if muted else {}
    return Reply(outline.of_filters(filters, {id_: _headline(read.article) for id_, read in reads.items()}))


async def _add(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    return await _filter(means, filter_of(args["kind"], args["value"]), asker)


async def _only(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    return await _filter(means, filter_of(args["kind"], args["value"], only=True), asker)


async def _filter(means: Means, one: Filter, asker: Asker) -> Reply:
    await tastes.add_filter(means.store, asker.place.channel, one)
    return await _filters(means, {}, asker)


async def _remove(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await tastes.remove_filter(means.store, asker.place.channel, int(args["number"]))
    return await _filters(means, args, asker)


async def _topics(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    followed = (await means.store.taste(asker.place.channel)).topics
    return Reply(outline.of_topics(await means.store.topics(asker.workspace), followed))


async def _add_topic(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await tastes.add_topic(means.store, asker.workspace, args)
    return await _topics(means, args, asker)


async def _remove_topic(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await tastes.remove_topic(means.store, asker.workspace, args["topic"])
    return await _topics(means, args, asker)


async def _follow(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await tastes.follow(means.store, asker.place.channel, args["topic"])
    return await _topics(means, args, asker)


async def _unfollow(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await tastes.unfollow(means.store, asker.place.channel, args["topic"])
    return await _topics(means, args, asker)


async def _mute_story(means: Means, ref: str, asker: Asker) -> Reply:
    channel, now = asker.place.channel, means.clock()
    told = await brief.story_of(means.store, ref, channel, now)
    if told is None:
        raise BotError(phrases.STORY_GONE)
    made = await tastes.mute_story(means.store, channel, told.story, ref, now)
    return Reply(outline.of_muted(made, told.headline))


async def _unmute_story(means: Means, ref: str, asker: Asker) -> Reply:
    await means.store.drop_filter(asker.place.channel, Filter(FilterKind.STORY, ref))
    return await _filters(means, {}, asker)


def _headline(article: Article) -> str:
    return article.headline or article.url


ARMS: Mapping[str, Arm] = {
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
PRESSES: Mapping[str, Press] = {"mute": _mute_story, "unmute": _unmute_story}
