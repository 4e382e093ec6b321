"""What a channel wants to hear: its filters, the topics it follows, and a workspace's own topics."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.filters import filter_of, mutes
from bot.core.indexed import plain, stems
from bot.core.outline import texts
from bot.core.reading.text import counted
from bot.core.topics import has_outlets_alone, of_outlets
from bot.errors import ConfigError
from bot.model import Channel, Filter, FilterKind, FolderOutcome, ImportedFolder, Story, Topic
from bot.ports import ChannelStore, Store

MOST_FILTERS = 10_000
"""Filters of one channel."""

MOST_EXPRESSIONS = 50
"""Expressions of one channel: each is linear in the text, but each looks at every article."""

MOST_TOPICS = 200
"""Topics of one workspace."""

MOST_TERMS = 200
"""What one topic looks for."""

LONGEST = 60
"""Characters of a topic's name, and of one thing that it looks for."""

MEMORY = timedelta(days=14)
"""How far back a story that was sent is known, and so a muted one."""

_OUTLET = "outlet:"


def muted(what: str) -> Filter:
    """The filter that "mute" means: an outlet, or words; raises ConfigError."""
    if what.casefold().startswith(_OUTLET):
        return filter_of(FilterKind.OUTLET, what[len(_OUTLET) :])
    return filter_of(FilterKind.WORDS, what)


async def add_filter(store: ChannelStore, channel: Channel, one: Filter) -> None:
    """Add it; raises ConfigError when it is there already, or there are too many."""
    known = (await store.preferences(channel)).filters
    expressions = sum(other.kind is FilterKind.EXPRESSION for other in known)
    _bound(len(known), MOST_FILTERS, "filter")
    if one.kind is FilterKind.EXPRESSION:
        _bound(expressions, MOST_EXPRESSIONS, "expression")
    if not await store.add_filter(channel, one):
        raise ConfigError(texts.filter_there(one))


async def mute_story(store: Store, channel: Channel, story: Story, sent: str, now: datetime) -> Filter:
    """Mute a story by the article that it was sent under and by its newest; its filter.

    The first leads back to it from what the channel was sent, the newest stays longest among what is new.
    Stories so old that nothing leads back to them are no longer kept as muted.
    """
    known = [one for one in (await store.preferences(channel)).filters if one.kind is FilterKind.STORY]
    if sent in mutes(known):
        return mutes(known)[sent]
    reads = await store.articles([id_ for one in known for id_ in one.value.split()], channel.workspace)
    recent = {id_ for id_, read in reads.items() if read.article.dated > now - MEMORY}
    for one in known:
        if not recent.intersection(one.value.split()):
            await store.drop_filter(channel, one)
    made = Filter(FilterKind.STORY, " ".join(dict.fromkeys((sent, story.articles[-1].article.id))))
    await add_filter(store, channel, made)
    return made


async def outlets(store: Store, workspace: str, now: datetime) -> list[str]:
    """The outlets that a workspace hears from: of its feeds, and of the articles of the last fortnight."""
    taken = [status.feed.outlet for status in await store.feeds(workspace)]
    lately = await store.listed_between(workspace, now - MEMORY, now)
    return list(dict.fromkeys((*sorted(taken, key=str.casefold), *(one.outlet for one in lately))))


async def of_known_outlet(store: Store, workspace: str, one: Filter, now: datetime) -> Filter:
    """The filter with the outlet's name as it is written; raises ConfigError where none is so called."""
    known = {plain(outlet): outlet for outlet in await outlets(store, workspace, now)}
    if plain(one.value) in known:
        return replace(one, value=known[plain(one.value)])
    near = [known[name] for name in close(one.value, known)]
    raise ConfigError(texts.no_such_outlet(one.value, near, list(known.values())))


def close(typed: str, known: Collection[str]) -> list[str]:
    """Which of the folded names may be meant: those a few letters away, or that hold it or stand in it."""
    sought = plain(typed)
    within = [name for name in known if len(sought) > 2 and (sought in name or name in sought)]
    return list(dict.fromkeys((*difflib.get_close_matches(sought, known, n=2, cutoff=0.7), *within)))[:3]


async def remove_filter(store: ChannelStore, channel: Channel, number: int) -> Filter:
    """End the filter with this number in the channel's list, and give it; ConfigError when there is none."""
    known = (await store.preferences(channel)).filters
    if not 1 <= number <= len(known):
        raise ConfigError(texts.no_such_filter(number, len(known)))
    await store.drop_filter(channel, known[number - 1])
    return known[number - 1]


async def unmute(store: ChannelStore, channel: Channel, what: str) -> Filter:
    """End a filter that "mute" made, however its words are written; raises ConfigError when it is none."""
    sought = muted(what)
    there = [
        one
        for one in (await store.preferences(channel)).filters
        if not one.only and one.kind in (FilterKind.WORDS, FilterKind.OUTLET)
    ]
    same = [one for one in there if _same(one, sought)]
    if not same:
        typed = {plain(one.value): _typed(one) for one in there}
        near = [typed[name] for name in close(sought.value, typed)]
        raise ConfigError(texts.not_muted(what, near[0] if near else ""))
    for one in same:
        await store.drop_filter(channel, one)
    return same[0]


def _typed(one: Filter) -> str:
    """What one types to mute it, or to end that."""
    return f"{_OUTLET}{one.value}" if one.kind is FilterKind.OUTLET else one.value


async def follow(store: ChannelStore, channel: Channel, name: str) -> Topic:
    """Let a topic lead in a channel; raises ConfigError when there is none so named, or it does already."""
    topic = _named(name, await store.topics(channel.workspace))
    if not await store.follow(channel, topic.name):
        raise ConfigError(texts.follows_already(topic.name))
    return topic


async def unfollow(store: ChannelStore, channel: Channel, name: str) -> None:
    """End that; raises ConfigError when the channel does not follow it."""
    if not await store.unfollow(channel, name):
        raise ConfigError(texts.not_followed(name))


async def add_topic(store: ChannelStore, workspace: str, parts: Mapping[str, str]) -> None:
    """Make or replace a topic of the workspace, from what was typed for each part; raises ConfigError."""
    topic = topic_of(parts)
    known = {plain(other.name) for other in await store.topics(workspace)}
    if plain(topic.name) not in known:
        _bound(len(known), MOST_TOPICS, "topic", "workspace")
    await store.put_topic(workspace, topic)


async def put_folders(
    store: ChannelStore, workspace: str, folders: Mapping[str, Sequence[str]]
) -> tuple[ImportedFolder, ...]:
    """Make folders of a list of feeds topics of their outlets, or let those that are there gain these.

    One that looks for more than outlets stays as it is, and so does all beyond the bounds of topics.
    """
    known = {plain(topic.name): topic for topic in await store.topics(workspace)}
    became = []
    for name, outlets in folders.items():
        was = known.get(plain(name))
        try:
            topic = _of_folder(name, outlets, was, len(known))
        except ConfigError as error:
            became.append(ImportedFolder(name, FolderOutcome.LEFT, str(error)))
            continue
        if topic == was:
            became.append(ImportedFolder(topic.name, FolderOutcome.SAME))
            continue
        await store.put_topic(workspace, topic)
        known[plain(name)] = topic
        became.append(ImportedFolder(topic.name, FolderOutcome.GREW if was else FolderOutcome.MADE))
    return tuple(became)


def _of_folder(name: str, outlets: Sequence[str], was: Topic | None, topics: int) -> Topic:
    """The topic that a folder becomes; raises ConfigError. Names of outlets are as long as they are."""
    if was is None:
        _check_term(name)
        _bound(topics, MOST_TOPICS, "topic", "workspace")
        made = of_outlets(name, outlets)
    elif has_outlets_alone(was):
        made = of_outlets(was.name, (*was.outlets, *outlets))
    else:
        raise ConfigError(texts.topic_of_more(was.name))
    _check_count(made.outlets)
    return made


async def remove_topic(store: ChannelStore, workspace: str, name: str) -> None:
    """End a topic of the workspace's own; raises ConfigError when it is none."""
    if not await store.drop_topic(workspace, name):
        raise ConfigError(texts.not_own_topic(name))


def topic_of(parts: Mapping[str, str]) -> Topic:
    """The topic in what was typed for each part, commas between; raises ConfigError with one sentence."""
    name = parts["name"]
    many = {part: _terms(parts.get(part, "")) for part in ("words", "phrases", "names", "outlets")}
    many["words"] = tuple(word for term in many["words"] for word in term.split())
    language = parts.get("language", "")
    _check_terms(name, [term for terms in many.values() for term in terms])
    if not (language or any(many.values())):
        raise ConfigError(texts.empty_topic(name))
    code = filter_of(FilterKind.LANGUAGE, language).value if language else None
    return Topic(name, **many, language=code)


def _terms(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.strip() for term in typed.split(",") if term.strip()))


def _check_terms(name: str, terms: Sequence[str]) -> None:
    for term in (name, *terms):
        _check_term(term)
    _check_count(terms)


def _check_term(term: str) -> None:
    if len(term) > LONGEST:
        raise ConfigError(texts.term_too_long(term, LONGEST))
    if not stems(term):
        raise ConfigError(texts.no_word_in(term))


def _check_count(terms: Sequence[str]) -> None:
    if len(terms) > MOST_TERMS:
        raise ConfigError(texts.too_many_terms(len(terms), MOST_TERMS))


def _bound(count: int, most: int, what: str, whose: str = "channel") -> None:
    if count >= most:
        raise ConfigError(texts.full(whose, counted(count, what)))


def _same(one: Filter, sought: Filter) -> bool:
    if one.only or one.kind is not sought.kind:
        return False
    if one.kind is FilterKind.OUTLET:
        return plain(one.value) == plain(sought.value)
    return sorted(stems(one.value)) == sorted(stems(sought.value))


def _named(name: str, topics: Sequence[Topic]) -> Topic:
    by_name = {plain(topic.name): topic for topic in topics}
    if plain(name) in by_name:
        return by_name[plain(name)]
    near = difflib.get_close_matches(plain(name), by_name, n=1)
    known = [topic.name for topic in topics]
    raise ConfigError(texts.unknown_topic(name, by_name[near[0]].name if near else "", known))
