"""The methods conversations.*, users.*, api.test, auth.test and team.info: what an app may read."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, TypeVar

from tests.fakes.slack import notices
from tests.fakes.slack.chat import channel_for
from tests.fakes.slack.limits import Refused
from tests.fakes.slack.web_api import Call, method
from tests.fakes.slack.world import Channel, Message

One = TypeVar("One")

HISTORY_DEFAULT, HISTORY_MOST = 100, 999  # conversations.history: limit
SMALL_HISTORY = 15  # conversations.history: of distributed apps outside the Marketplace, default and most
SCOPES = {
    "channel": "channels",
    "group": "groups",
    "im": "im",
    "mpim": "mpim",
}  # kind of channel -> prefix of its scopes
TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def _page(call: Call, ones: Sequence[One], default: int, most: int) -> tuple[list[One], str]:
    limit = call.number("limit", default)
    if limit < 1:
        raise Refused("invalid_limit")
    try:
        start = int(base64.b64decode(str(call.args.get("cursor") or "")).decode() or 0)
    except ValueError:
        raise Refused("invalid_cursor") from None
    end = start + min(limit, most)
    after = base64.b64encode(str(end).encode()).decode() if end < len(ones) else ""
    return list(ones[start:end]), after


def _readable(call: Call, what: str) -> Channel:
    channel = channel_for(call)
    call.need(f"{SCOPES[channel.kind]}:{what}")
    if what == "history" and call.workspace.bot_user not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _time(call: Call, name: str, default: float) -> float:
    try:
        return float(call.args.get(name) or default)
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def _within(call: Call, messages: Sequence[Message]) -> list[Message]:
    oldest, latest = _time(call, "oldest", 0), _time(call, "latest", float("inf"))
    both, now = call.flag("inclusive"), call.slack.clock.now()
    return [
        one
        for one in messages
        if one.hidden_until <= now
        and (oldest < float(one.ts) < latest or (both and float(one.ts) in {oldest, latest}))
    ]


def _history(call: Call, messages: Sequence[Message]) -> dict[str, Any]:
    small = call.slack.app.distributed
    default, most = (SMALL_HISTORY, SMALL_HISTORY) if small else (HISTORY_DEFAULT, HISTORY_MOST)
    page, after = _page(call, messages, default, most)
    full = call.flag("include_all_metadata")
    found: dict[str, Any] = {"messages": [one.payload(full) for one in page], "has_more": bool(after)}
    return found | ({"response_metadata": {"next_cursor": after}} if after else {})


@method("conversations.history", 3)
def history(call: Call) -> dict[str, Any]:
    channel = _readable(call, "history")
    return _history(call, _within(call, channel.messages())[::-1])


@method("conversations.replies", 3)
def replies(call: Call) -> dict[str, Any]:
    channel = _readable(call, "history")
    found = channel.at(str(call.wanted("ts")))
    if found is None:
        raise Refused("thread_not_found")
    parent, *rest = channel.thread(found)
    return _history(call, [parent, *_within(call, rest)])


def info_of(channel: Channel) -> dict[str, Any]:
    """The channel object."""
    bot = channel.workspace.bot_user
    kind = channel.kind
    kinds = {"is_channel": "channel", "is_group": "group", "is_im": "im", "is_mpim": "mpim"}
    flags = {flag: kind == one for flag, one in kinds.items()}
    found = {"id": channel.id, **flags, "is_archived": channel.archived, "is_private": channel.private}
    if kind == "im":
        return found | {"user": channel.im_with}
    own = {"name": channel.name, "is_member": bot in channel.members, "creator": channel.creator}
    return found | own | {"num_members": len(channel.members), "context_team_id": channel.workspace.id}


@method("conversations.info", 3)
def info(call: Call) -> dict[str, Any]:
    return {"channel": info_of(_readable(call, "read"))}


@method("conversations.list", 2)
def listed(call: Call) -> dict[str, Any]:
    kinds = [TYPES[one] for one in str(call.args.get("types") or "public_channel").split(",")]
    for kind in kinds:
        call.need(f"{SCOPES.get(kind, kind)}:read")
    bot = call.workspace.bot_user
    seen = [
        one
        for one in call.workspace.channels.values()
        if one.kind in kinds
        and (one.kind == "channel" or bot in one.members)
        and not (one.archived and call.flag("exclude_archived"))
    ]
    page, after = _page(call, seen, 100, 1000)
    return {"channels": [info_of(one) for one in page], "response_metadata": {"next_cursor": after}}


@method("conversations.members", 4)
def members(call: Call) -> dict[str, Any]:
    channel = _readable(call, "read")
    page, after = _page(call, sorted(channel.members), 100, 1000)
    return {"members": page, "response_metadata": {"next_cursor": after}}


@method("conversations.join", 3, "channels:join")
def join(call: Call) -> dict[str, Any]:
    channel = channel_for(call)
    if channel.archived:
        raise Refused("is_archived")
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    notices.enter(channel, call.workspace.bot_user)
    return {"channel": info_of(channel)}


@method("conversations.open", 3, "im:write")
def opened(call: Call) -> dict[str, Any]:
    who = str(call.wanted("users"))
    if who not in call.workspace.users:
        raise Refused("user_not_found")
    return {"channel": {"id": call.slack.talk(call.workspace, who).id}}


@method("users.info", 4, "users:read")
def user(call: Call) -> dict[str, Any]:
    if call.wanted("user") == call.workspace.bot_user:
        name = call.slack.app.name
        return {"user": {"id": call.workspace.bot_user, "name": name, "real_name": name, "is_bot": True}}
    found = call.workspace.users.get(str(call.args["user"]))
    if found is None:
        raise Refused("user_not_found")
    return {"user": found.payload(call.flag("include_locale"))}


@method("users.list", 2, "users:read")
def users(call: Call) -> dict[str, Any]:
    page, after = _page(call, list(call.workspace.users.values()), 100, 1000)
    full = call.flag("include_locale")
    return {"members": [one.payload(full) for one in page], "response_metadata": {"next_cursor": after}}


@method("api.test", 4, no_token=True)
def api(_call: Call) -> dict[str, Any]:
    return {}


@method("auth.test", 1000)
def test(call: Call) -> dict[str, Any]:
    workspace = call.workspace
    return {
        "url": f"https://{workspace.name}.slack.com/",
        "team": workspace.name,
        "team_id": workspace.id,
        "user": call.slack.app.name,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("team.info", 3, "team:read")
def team(call: Call) -> dict[str, Any]:
    return {"team": {"id": call.workspace.id, "name": call.workspace.name, "domain": call.workspace.name}}


@method("bots.info", 3, "users:read")
def bot(call: Call) -> dict[str, Any]:
    workspace, app = call.workspace, call.slack.app
    if call.args.get("bot") not in (None, workspace.bot_id):
        raise Refused("bot_not_found")
    return {
        "bot": {"id": workspace.bot_id, "app_id": app.id, "user_id": workspace.bot_user, "name": app.name}
    }
