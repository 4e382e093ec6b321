"""The methods assistant.threads.*: what the app says beside a talk."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.chat import channel_for
from tests.fakes.slack.limits import LOADING_MESSAGES, PROMPTS, STATUS_SECONDS, Refused
from tests.fakes.slack.rates import STATUS
from tests.fakes.slack.rules import Found, Line, Many, Shape
from tests.fakes.slack.web_api import Call, method
from tests.fakes.slack.world import Channel

PROMPT = Shape({"title": Line(3000), "message": Line(12_000)}, required=("title", "message"))


def _thread(call: Call) -> tuple[Channel, str]:
    channel, ts = channel_for(call, "channel_id"), str(call.wanted("thread_ts"))
    root = channel.at(ts)
    if root is None or root.thread_ts:
        raise Refused("invalid_thread_ts")
    return channel, ts


@method("assistant.threads.setStatus", STATUS, "assistant:write", "chat:write")
def status(call: Call) -> dict[str, Any]:
    channel, ts = _thread(call)
    messages = call.args.get("loading_messages") or []
    if len(messages) > LOADING_MESSAGES:
        raise Refused("invalid_arguments", [f"no more than {LOADING_MESSAGES} items allowed"])
    until = call.slack.clock.now() + STATUS_SECONDS
    text = str(call.args.get("status") or "")
    channel.statuses[ts] = {"status": text, "loading_messages": messages, "until": until}
    return {}


@method("assistant.threads.setSuggestedPrompts", 4, "assistant:write")
def prompts(call: Call) -> dict[str, Any]:
    channel, found = channel_for(call, "channel_id"), Found()
    Many(PROMPT, PROMPTS).check(call.wanted("prompts"), "/prompts", found)
    if found:
        raise Refused("invalid_arguments", found)
    ts = str(call.args.get("thread_ts") or "")
    if call.slack.app.agent and ts:
        return {}  # an agent app's call with thread_ts fails silently
    if not call.slack.app.agent:
        _thread(call)
    channel.prompts[ts] = {"title": call.args.get("title"), "prompts": call.args["prompts"]}
    return {}


@method("assistant.threads.setTitle", 3, "assistant:write")
def title(call: Call) -> dict[str, Any]:
    channel, ts = _thread(call)
    channel.titles[ts] = str(call.wanted("title"))
    return {}
