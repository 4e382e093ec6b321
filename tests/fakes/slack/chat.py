"""The methods chat.*: messages come, change and go; and reactions."""

from __future__ import annotations

import copy
from typing import Any

from tests.fakes.slack import limits, notices, rates
from tests.fakes.slack.limits import Refused
from tests.fakes.slack.web_api import Call, TooMany, method
from tests.fakes.slack.world import Channel, Message


def channel_for(call: Call, name: str = "channel") -> Channel:
    """The channel that a call names, if the app may know of it."""
    wanted = str(call.wanted(name))
    workspace = call.workspace
    found = workspace.channels.get(wanted)
    if found is None and wanted.startswith("#"):
        found = next((one for one in workspace.channels.values() if f"#{one.name}" == wanted), None)
    if found is None and wanted in workspace.users:
        found = call.slack.talk(workspace, wanted)
    if found is None or (found.private and workspace.bot_user not in found.members):
        raise Refused("channel_not_found")
    return found


def writable(call: Call) -> Channel:
    """The channel that a call names, if the app may write there."""
    channel = channel_for(call)
    if channel.archived:
        raise Refused("is_archived")
    if call.workspace.bot_user not in channel.members and "chat:write.public" not in call.scopes:
        raise Refused("not_in_channel")
    if channel.refuses:
        raise Refused(channel.refuses)
    return channel


def settled(blocks: list[dict[str, Any]] | None, mark: str) -> list[dict[str, Any]]:
    """Blocks with an id for each block and element; a markdown block's own is dropped."""
    found = copy.deepcopy(blocks or [])
    for number, block in enumerate(found):
        if block["type"] == "markdown" or not block.get("block_id"):
            block["block_id"] = f"{mark}{number}"
        inner = block.get("elements", []) if block["type"] == "actions" else []
        for index, one in enumerate([*inner, block.get("accessory"), block.get("element")]):
            if isinstance(one, dict) and one.get("type") != "image":
                one.setdefault("action_id", f"{mark}{number}.{index}")
    return found


def _own(call: Call, error: str) -> Message:
    channel = channel_for(call)
    message = channel.at(str(call.wanted("ts")))
    if message is None:
        raise Refused("message_not_found")
    if message.author != call.workspace.bot_user:
        raise Refused(error)
    return message


def _parent(call: Call, channel: Channel) -> str | None:
    ts = call.args.get("thread_ts")
    if not ts:
        return None
    found = channel.at(str(ts))
    if found is None or found.thread_ts:
        raise Refused("cannot_reply_to_message")
    return found.ts


def _fill(call: Call, message: Message) -> None:
    args, mark = call.args, f"b{message.ts[-6:]}."
    text = args.get("markdown_text") if args.get("markdown_text") is not None else args.get("text")
    message.text = str(text or "")[: limits.TEXT_CUT]
    if args.get("markdown_text") is not None:
        message.blocks = settled([{"type": "markdown", "text": args["markdown_text"]}], mark)
    else:
        message.blocks = settled(args.get("blocks"), mark)
    message.attachments = copy.deepcopy(args.get("attachments") or [])


@method("chat.postMessage", rates.POSTS_A_WORKSPACE, "chat:write")
def post(call: Call) -> dict[str, Any]:
    channel = writable(call)
    limits.check_content(call.args)
    parent = _parent(call, channel)
    if seconds := call.slack.rates.wait_to_post(channel.id):
        raise TooMany(seconds)
    message = Message(
        channel, call.slack.ts(channel.id), call.workspace.bot_user, by_bot=True, thread_ts=parent
    )
    _fill(call, message)
    message.metadata = copy.deepcopy(call.args.get("metadata")) or None
    message.broadcast = bool(parent) and call.flag("reply_broadcast")
    message.unfurl_links = call.flag("unfurl_links", True)
    message.unfurl_media = call.flag("unfurl_media", True)
    notices.put(message)
    return {"channel": channel.id, "ts": message.ts, "message": message.payload()}


@method("chat.update", 3, "chat:write")
def update(call: Call) -> dict[str, Any]:
    message = _own(call, "cant_update_message")
    if call.workspace.edit_window_closed:
        raise Refused("edit_window_closed")
    if message.channel.archived:
        raise Refused("is_archived")
    before = message.payload()
    if set(call.args) & {"text", "blocks", "attachments", "markdown_text"} or "metadata" not in call.args:
        limits.check_update(call.args)
        limits.check_content(call.args)
        blocks = message.blocks
        text = message.text
        _fill(call, message)
        if "blocks" not in call.args and "text" not in call.args and "markdown_text" not in call.args:
            message.blocks = blocks  # chat.update: old blocks stay only where text is absent too
        if "text" not in call.args and "markdown_text" not in call.args:
            message.text = text if "blocks" not in call.args else ""
    if "metadata" in call.args:
        limits.check_metadata(call.args["metadata"])
        message.metadata = copy.deepcopy(call.args["metadata"]) or None
    message.edited = {"user": message.author, "ts": call.slack.ts(message.channel.id)}
    notices.changed(message, before)
    return {
        "channel": message.channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.payload(),
    }


@method("chat.delete", 3, "chat:write")
def delete(call: Call) -> dict[str, Any]:
    message = _own(call, "cant_delete_message")
    notices.remove(message)
    return {"channel": message.channel.id, "ts": message.ts}


@method("chat.postEphemeral", 4, "chat:write")
def whisper(call: Call) -> dict[str, Any]:
    channel = writable(call)
    limits.check_content(call.args)
    reader = str(call.wanted("user"))
    if reader not in channel.members:
        raise Refused("user_not_in_channel")
    message = Message(
        channel, call.slack.ts(channel.id), call.workspace.bot_user, by_bot=True, seen_by=reader
    )
    _fill(call, message)
    message.thread_ts = str(call.args["thread_ts"]) if call.args.get("thread_ts") else None
    if not message.thread_ts or channel.replies(message.thread_ts):
        channel.whispers.append(message)  # chat.postEphemeral: in a thread only where it is active already
    return {"message_ts": message.ts}


@method("chat.getPermalink", 1000)
def permalink(call: Call) -> dict[str, Any]:
    channel = channel_for(call)
    message = channel.at(str(call.wanted("message_ts")))
    if message is None:
        raise Refused("message_not_found")
    return {"channel": channel.id, "permalink": call.slack.permalink(message)}


@method("reactions.add", 3, "reactions:write")
def react(call: Call) -> dict[str, Any]:
    message = channel_for(call).at(str(call.wanted("timestamp")))
    if message is None:
        raise Refused("message_not_found")
    who = message.reactions.setdefault(str(call.wanted("name")), [])
    if call.workspace.bot_user in who:
        raise Refused("already_reacted")
    who.append(call.workspace.bot_user)
    return {}


@method("reactions.remove", 2, "reactions:write")
def unreact(call: Call) -> dict[str, Any]:
    message = channel_for(call).at(str(call.wanted("timestamp")))
    who = message.reactions.get(str(call.wanted("name")), []) if message else []
    if call.workspace.bot_user not in who:
        raise Refused("no_reaction")
    who.remove(call.workspace.bot_user)
    return {}
