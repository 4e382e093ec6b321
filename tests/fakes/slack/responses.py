"""response_url: five answers within thirty minutes to something that a user did.

docs.slack.dev, Handling user interaction: ephemeral unless `response_type` is in_channel; into a
thread only in_channel with thread_ts and without replacing; replacing and deleting touch the app's
message that was acted on, never the user's command. The page names no errors; `used_url` and
`expired_url` are those that apps report.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.slack import limits, notices
from tests.fakes.slack.chat import settled
from tests.fakes.slack.limits import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, Refused
from tests.fakes.slack.world import Channel, Message

if TYPE_CHECKING:
    from tests.fakes.slack.people import User
    from tests.fakes.slack.server import Slack


@dataclass
class ResponseUrl:
    """Where an app answers one act of a user."""

    user: User
    channel: Channel
    at: float
    source: Message | None = None  # the app's message that was acted on
    uses: int = 0


def issue(slack: Slack, user: User, channel: Channel, source: Message | None = None) -> str:
    """A new response_url."""
    name = slack.id("R")
    slack.response_urls[name] = ResponseUrl(user, channel, slack.clock.now(), source)
    return f"{slack.address}/response/{name}"


async def serve(slack: Slack, request: web.Request) -> web.Response:
    """Take one answer, or do with it what a fault says (faults are ordered for `response_url`)."""

    async def handle() -> web.Response:
        return await _answer(slack, request)

    fault = slack.faults.take("response_url")
    try:
        return await fault(request, handle) if fault else await handle()
    finally:
        slack.tell()


async def _answer(slack: Slack, request: web.Request) -> web.Response:
    found = slack.response_urls.get(request.match_info["name"])
    if found is None or slack.clock.now() - found.at > RESPONSE_URL_SECONDS:
        return web.json_response({"ok": False, "error": "expired_url"}, status=404)
    if found.uses >= RESPONSE_URL_USES:
        return web.json_response({"ok": False, "error": "used_url"}, status=404)
    try:
        said = json.loads(await request.text())
        say(slack, found, said)
    except (ValueError, AttributeError):
        return web.Response(status=400, text="invalid_payload")
    except Refused as refusal:
        return web.json_response(refusal.body(), status=400)
    found.uses += 1
    return web.Response(text="ok")


def say(slack: Slack, found: ResponseUrl, said: dict[str, Any]) -> Message | None:
    """Do what an answer asks for: a new message, another in place of the old, or none."""
    if said.get("delete_original"):
        _delete(slack, found)
        return None
    limits.check_content(said)
    if said.get("replace_original") and found.source:
        before = found.source.payload()
        _fill(found.source, said)
        if not found.source.seen_by:
            notices.changed(found.source, before)
        return found.source
    shared = said.get("response_type") == "in_channel"
    if found.channel.archived:
        raise Refused("is_archived")
    bot = found.channel.workspace.bot_user
    message = Message(
        found.channel, slack.ts(found.channel.id), bot, by_bot=True, seen_by=None if shared else found.user.id
    )
    _fill(message, said)
    if not shared:
        found.channel.whispers.append(message)
        return message
    message.thread_ts = said.get("thread_ts")
    message.metadata = said.get("metadata") or None
    message.unfurl_links = bool(said.get("unfurl_links", True))
    message.unfurl_media = bool(said.get("unfurl_media", True))
    notices.put(message)
    return message


def _delete(slack: Slack, found: ResponseUrl) -> None:
    if found.source is None:
        return
    if found.source.seen_by:
        found.channel.whispers = [one for one in found.channel.whispers if one is not found.source]
    else:
        notices.remove(found.source)


def _fill(message: Message, said: dict[str, Any]) -> None:
    message.text = str(said.get("text") or "")
    message.blocks = settled(said.get("blocks"), f"r{message.ts[-6:]}.")
    message.attachments = list(said.get("attachments") or [])
