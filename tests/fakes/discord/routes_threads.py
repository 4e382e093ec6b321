"""Channels, threads and forum posts (Discord docs, Resources/Channel and Topics/Threads)."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord import limits, wire
from tests.fakes.discord.check_message import check_new
from tests.fakes.discord.objects import (
    ANNOUNCEMENT,
    FORUM,
    NEWS_THREAD,
    PRIVATE_THREAD,
    TEXT,
    THREAD,
    THREADS,
    Channel,
    Tag,
)
from tests.fakes.discord.permissions import May
from tests.fakes.discord.refusals import Form, refused, under
from tests.fakes.discord.rest import Call, Route
from tests.fakes.discord.routes_messages import carries


def _check_thread(call: Call, *, named: bool = True) -> None:
    form = Form()
    body = call.body
    if named or "name" in body:
        form.text(("name",), body.get("name"), 1, limits.THREAD_NAME)
    if body.get("auto_archive_duration") is not None:
        form.one_of(("auto_archive_duration",), body["auto_archive_duration"], limits.ARCHIVE_MINUTES)
    if body.get("applied_tags"):
        form.count(("applied_tags",), body["applied_tags"], 0, limits.POST_TAGS)
    form.done()


def _check_tags(call: Call, forum: Channel, wanted: list[Any]) -> list[int]:
    tags = [int(one) for one in wanted]
    known = {tag.id for tag in forum.tags}
    if any(tag.moderated for tag in forum.tags if tag.id in tags):
        call.need(forum, May.MANAGE_THREADS)
    form = Form()
    for index, tag in enumerate(tags):
        if tag not in known:
            form.fail(("applied_tags", index), "CHANNEL_TAG_UNKNOWN", "Unknown tag")
    form.done()
    if forum.flags & limits.REQUIRE_TAG and not tags:
        raise refused(40067)
    return tags


def _new_tags(call: Call, given: Any) -> list[Tag]:
    form = Form()
    form.count(("available_tags",), given, 0, limits.FORUM_TAGS)
    for index, tag in enumerate(given):
        form.text(("available_tags", index, "name"), tag.get("name"), 1, limits.TAG_NAME)
    form.done()
    return [Tag(int(tag.get("id") or call.discord.world.ids.new()), tag["name"]) for tag in given]


def _set(thread: Channel, body: dict[str, Any]) -> None:
    thread.archive_minutes = body.get("auto_archive_duration") or thread.archive_minutes
    thread.slowmode = body.get("rate_limit_per_user") or 0


async def on_message(call: Call) -> Any:
    channel = call.channel(May.CREATE_PUBLIC_THREADS)
    if channel.type not in (TEXT, ANNOUNCEMENT):
        raise refused(50024)
    message = call.message(channel)
    _check_thread(call)
    if message.thread or message.id in call.discord.world.channels:
        raise refused(160004)
    world = call.discord.world
    kind = NEWS_THREAD if channel.type == ANNOUNCEMENT else THREAD
    thread = world.add_thread(channel, call.body["name"], world.bot, kind, message)
    _set(thread, call.body)
    world.tell("thread_create", channel=thread)
    world.tell("message_update", message=message)
    return wire.thread(thread, world.bot)


async def start(call: Call) -> Any:
    """Without a message, or a post in a forum."""
    channel = call.channel()
    if channel.type == FORUM:
        return await _post(call, channel)
    if channel.type not in (TEXT, ANNOUNCEMENT):
        raise refused(50024)
    private = THREAD if channel.type == TEXT else NEWS_THREAD
    kind = call.body.get("type", PRIVATE_THREAD if channel.type == TEXT else private)
    call.need(channel, May.CREATE_PRIVATE_THREADS if kind == PRIVATE_THREAD else May.CREATE_PUBLIC_THREADS)
    _check_thread(call)
    form = Form()
    form.one_of(("type",), kind, THREADS)
    form.done()
    world = call.discord.world
    thread = world.add_thread(channel, call.body["name"], world.bot, kind)
    _set(thread, call.body)
    world.tell("thread_create", channel=thread)
    return wire.thread(thread, world.bot)


async def _post(call: Call, forum: Channel) -> Any:
    call.need(forum, May.SEND_MESSAGES)
    _check_thread(call)
    body = call.body.get("message") or {}
    carries(call, forum, body)
    with under("message"):
        check_new(body)
    tags = _check_tags(call, forum, call.body.get("applied_tags") or [])
    world = call.discord.world
    thread = world.add_thread(forum, call.body["name"], world.bot, THREAD)
    thread.applied_tags = tags
    _set(thread, call.body)
    world.tell("thread_create", channel=thread)
    message = world.add_message(thread, world.bot, body, message_id=thread.id)
    return wire.thread(thread, world.bot) | {"message": wire.message(message, world.bot)}


async def get(call: Call) -> Any:
    return wire.channel(call.channel(), call.discord.world.bot)


async def edit(call: Call) -> Any:
    channel = call.channel()
    if not channel.is_thread:
        call.need(channel, May.MANAGE_CHANNELS)
        channel.name = call.body.get("name", channel.name)
        channel.topic = call.body.get("topic", channel.topic)
        if channel.type == FORUM and "available_tags" in call.body:
            channel.tags = _new_tags(call, call.body["available_tags"])
        call.discord.world.tell("channel_update", channel=channel)
        return wire.channel(channel, call.discord.world.bot)
    _may_edit(call, channel)
    _check_thread(call, named=False)
    if "applied_tags" in call.body and channel.parent:
        channel.applied_tags = _check_tags(call, channel.parent, call.body["applied_tags"])
    channel.name = call.body.get("name", channel.name)
    channel.locked = call.body.get("locked", channel.locked)
    channel.archive_minutes = call.body.get("auto_archive_duration", channel.archive_minutes)
    channel.slowmode = call.body.get("rate_limit_per_user", channel.slowmode)
    if call.body.get("archived", channel.archived) != channel.archived:
        channel.archived = call.body["archived"]
        channel.archived_at = call.discord.world.clock.stamp()
    call.discord.world.tell("thread_update", channel=channel)
    return wire.thread(channel, call.discord.world.bot)


def _may_edit(call: Call, thread: Channel) -> None:
    """Who started it may rename and archive it, who may speak may reopen it; the rest needs MANAGE_THREADS."""
    reopens = call.body.get("archived") is False
    if thread.archived and not reopens:
        raise refused(50083)
    if call.may(thread) & May.MANAGE_THREADS:
        return
    if thread.locked or "locked" in call.body:
        raise refused(50013)
    speaks = bool(call.may(thread) & May.SEND_MESSAGES_IN_THREADS)
    if thread.owner is not call.discord.world.bot and not (
        set(call.body) == {"archived"} and reopens and speaks
    ):
        raise refused(50013)


async def delete(call: Call) -> Any:
    channel = call.channel()
    call.need(channel, May.MANAGE_THREADS if channel.is_thread else May.MANAGE_CHANNELS)
    told = wire.channel(channel, call.discord.world.bot)
    call.discord.world.delete_channel(channel)
    return told


def _listed(call: Call, threads: list[Channel]) -> dict[str, Any]:
    bot = call.discord.world.bot
    now = call.discord.world.clock.now()
    seen = [one for one in threads if wire.sees(bot, one) and one.hidden_until <= now]
    members = [wire.thread_member(one, bot.id) for one in seen if bot.id in one.thread_members]
    return {"threads": [wire.thread(one, bot) for one in seen], "members": members}


async def active(call: Call) -> Any:
    threads = call.discord.world.threads(call.guild(), archived=False)
    return _listed(call, sorted(threads, key=lambda one: -one.id))


async def archived(call: Call) -> Any:
    channel = call.channel(May.READ_MESSAGE_HISTORY)
    assert channel.guild is not None
    threads = [
        one for one in call.discord.world.threads(channel.guild, archived=True) if one.parent is channel
    ]
    threads = sorted(
        (one for one in threads if one.type != PRIVATE_THREAD), key=lambda one: one.archived_at, reverse=True
    )
    if "before" in call.query:
        threads = [one for one in threads if one.archived_at < call.query["before"]]
    limit = int(call.query.get("limit", 50))
    return _listed(call, threads[:limit]) | {"has_more": len(threads) > limit}


async def join(call: Call) -> Any:
    thread = call.channel()
    if thread.archived:
        raise refused(50083)
    thread.thread_members.setdefault(call.discord.world.bot.id, call.discord.world.clock.stamp())


async def members(call: Call) -> Any:
    thread = call.channel()
    return [wire.thread_member(thread, one) for one in thread.thread_members]


AT = "/channels/{channel_id}"
ROUTES = [
    Route("GET", AT, get),
    Route("PATCH", AT, edit),
    Route("DELETE", AT, delete),
    Route("POST", AT + "/messages/{message_id}/threads", on_message),
    Route("POST", AT + "/threads", start),
    Route("GET", AT + "/threads/archived/public", archived),
    Route("GET", "/guilds/{guild_id}/threads/active", active),
    Route("PUT", AT + "/thread-members/@me", join),
    Route("GET", AT + "/thread-members", members),
]
