"""Messages: create, list, get, edit, delete, crosspost (Discord docs, Resources/Message)."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord import limits, wire
from tests.fakes.discord.check_message import check_edit, check_new
from tests.fakes.discord.objects import ANNOUNCEMENT, FORUM, Channel, Message
from tests.fakes.discord.permissions import May
from tests.fakes.discord.refusals import Form, refused
from tests.fakes.discord.rest import Call, Route


def speak(call: Call, channel: Channel, body: dict[str, Any]) -> None:
    """Refuses where the bot may not say this there."""
    if channel.type == FORUM:
        raise refused(50008)
    call.need(channel, May.SEND_MESSAGES_IN_THREADS if channel.is_thread else May.SEND_MESSAGES)
    carries(call, channel, body)
    if channel.guild is None and not all(one.takes_messages for one in channel.recipients):
        raise refused(50007)
    if channel.is_thread and channel.locked and not call.may(channel) & May.MANAGE_THREADS:
        raise refused(160005)


def carries(call: Call, channel: Channel, body: dict[str, Any]) -> None:
    if body.get("embeds"):
        call.need(channel, May.EMBED_LINKS)
    if body.get("attachments"):
        call.need(channel, May.ATTACH_FILES)


async def create(call: Call) -> Any:
    channel = call.channel()
    body = call.body
    speak(call, channel, body)
    check_new(body)
    reply_to = _reply_to(call, channel, body.get("message_reference"))
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        before = call.discord.nonces.find(str(nonce))
        if before:
            return _read(call, before)
    message = call.discord.world.add_message(
        channel, call.discord.world.bot, body, nonce=None if nonce is None else str(nonce), reply_to=reply_to
    )
    call.discord.nonces.keep(message)
    return _read(call, message)


def _reply_to(call: Call, channel: Channel, reference: dict[str, Any] | None) -> Message | None:
    if not reference:
        return None
    if not call.may(channel) & May.READ_MESSAGE_HISTORY:
        raise refused(160002)
    message = channel.held.get(int(reference.get("message_id") or 0))
    if message is None and reference.get("fail_if_not_exists", True):
        form = Form()
        form.fail(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.done()
    return message


def _read(call: Call, message: Message) -> dict[str, Any]:
    return wire.message(message, call.discord.world.bot, content=call.discord.application.reads_content)


async def several(call: Call) -> Any:
    """Newest first; empty without READ_MESSAGE_HISTORY."""
    channel = call.channel()
    limit = int(call.query.get("limit", limits.LIST_DEFAULT))
    if not 1 <= limit <= limits.LIST_MOST:
        form = Form()
        form.fail(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
        form.done()
    if not call.may(channel) & May.READ_MESSAGE_HISTORY:
        return []
    now = call.discord.world.clock.now()
    shown = [one for one in channel.messages() if one.hidden_until <= now]
    found = _window(shown, call.query, limit)
    return [_read(call, one) for one in reversed(found)]


def _window(messages: list[Message], query: dict[str, str], limit: int) -> list[Message]:
    if "around" in query:
        pivot = int(query["around"])
        before = [one for one in messages if one.id < pivot][-(limit // 2) :] if limit > 1 else []
        return before + [one for one in messages if one.id >= pivot][: limit - len(before)]
    if "after" in query:
        return [one for one in messages if one.id > int(query["after"])][:limit]
    if "before" in query:
        messages = [one for one in messages if one.id < int(query["before"])]
    return messages[-limit:]


async def one(call: Call) -> Any:
    channel = call.channel(May.READ_MESSAGE_HISTORY)
    return _read(call, call.message(channel))


async def edit(call: Call) -> Any:
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.discord.world.bot:
        raise refused(50005)
    if channel.is_thread and channel.archived:
        raise refused(50083)
    carries(call, channel, call.body)
    check_edit(call.body, message.body)
    call.discord.world.edit_message(message, call.body)
    return _read(call, message)


async def delete(call: Call) -> Any:
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.discord.world.bot:
        call.need(channel, May.MANAGE_MESSAGES)
    if channel.is_thread and channel.archived:
        raise refused(50083)
    call.discord.world.delete_message(message)


async def crosspost(call: Call) -> Any:
    channel = call.channel()
    message = call.message(channel)
    if channel.type != ANNOUNCEMENT:
        raise refused(50024)
    ours = message.author is call.discord.world.bot
    call.need(channel, May.SEND_MESSAGES, *([] if ours else [May.MANAGE_MESSAGES]))
    if message.flags & limits.CROSSPOSTED:
        raise refused(40033)
    message.body["flags"] |= limits.CROSSPOSTED
    call.discord.world.tell("message_update", message=message)
    return _read(call, message)


async def typing(call: Call) -> Any:
    call.channel(May.SEND_MESSAGES)


AT = "/channels/{channel_id}/messages"
ROUTES = [
    Route("POST", AT, create),
    Route("GET", AT, several),
    Route("GET", AT + "/{message_id}", one),
    Route("PATCH", AT + "/{message_id}", edit),
    Route("DELETE", AT + "/{message_id}", delete),
    Route("POST", AT + "/{message_id}/crosspost", crosspost),
    Route("POST", "/channels/{channel_id}/typing", typing),
]
