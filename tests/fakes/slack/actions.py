"""What a user does reaches the app, and what the app answers at once reaches the user.

docs.slack.dev: Slash commands (fields), Handling user interaction (payloads), Modals
(response_action: errors, update, push, clear).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.slack import inputs, limits, responses
from tests.fakes.slack.events import Answer
from tests.fakes.slack.limits import Refused
from tests.fakes.slack.views import Trigger, View, show
from tests.fakes.slack.world import Channel, Message

if TYPE_CHECKING:
    from tests.fakes.slack.people import User


@dataclass(frozen=True)
class Act:
    """How the app took what a user did."""

    error: str | None  # what Slack tells the user: operation_timeout, dispatch_failed, …
    seconds: float  # until the acknowledgement
    trigger_id: str = ""
    response_url: str = ""
    said: Message | None = None  # the message that came with the acknowledgement


def _trigger(user: User, view: View | None = None) -> str:
    slack = user.workspace.slack
    name = f"{slack.id('')}.{slack.id('')}"
    slack.triggers[name] = Trigger(user, slack.clock.now(), view)
    return name


def _who(user: User) -> dict[str, Any]:
    workspace = user.workspace
    return {
        "token": workspace.slack.app.verification_token,
        "api_app_id": workspace.slack.app.id,
        "team": {"id": workspace.id, "domain": workspace.name},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.id},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _where(channel: Channel) -> dict[str, Any]:
    return {"channel": {"id": channel.id, "name": channel.name or "directmessage"}}


async def slash(user: User, command: str, text: str, channel: Channel) -> Act:
    """Type a command."""
    workspace, slack = user.workspace, user.workspace.slack
    if not _declared(command, slack.app.commands, user):
        return Act("invalid_command", 0.0)
    trigger, url = _trigger(user), responses.issue(slack, user, channel)
    fields = {
        "token": slack.app.verification_token,
        "team_id": workspace.id,
        "team_domain": workspace.name,
        "channel_id": channel.id,
        "channel_name": "directmessage"
        if channel.im_with
        else "privategroup"
        if channel.private
        else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": slack.app.id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger,
    }
    answer = await slack.line.command("slash_commands", fields)
    said = _say(user, url, answer)
    return Act(said if isinstance(said, str) else answer.error, answer.seconds, trigger, url, _message(said))


def _declared(name: str, declared: frozenset[str] | None, user: User) -> bool:
    installed = user.workspace.installed and "commands" in user.workspace.tokens[-1].scopes
    return installed and (declared is None or name in declared)


def _say(user: User, url: str, answer: Answer) -> Message | str | None:
    slack = user.workspace.slack
    if not isinstance(answer.body, dict) or not answer.body:
        return None
    try:
        return responses.say(slack, slack.response_urls[url.rpartition("/")[2]], answer.body)
    except Refused as refusal:
        return refusal.error
    finally:
        slack.tell()


def _message(said: Message | str | None) -> Message | None:
    return said if isinstance(said, Message) else None


def _around(user: User, shown: Message, view: View | None) -> tuple[dict[str, Any], str]:
    if view:
        return {"container": {"type": "view", "view_id": view.id}, "view": view.payload()}, ""
    slack, channel = user.workspace.slack, shown.channel
    url = responses.issue(slack, user, channel, shown)
    hidden = shown.seen_by is not None
    ids = {"message_ts": shown.ts, "channel_id": channel.id, "is_ephemeral": hidden}
    thread = {"thread_ts": shown.thread_ts} if shown.thread_ts else {}
    found = {"container": {"type": "message", **ids, **thread}, **_where(channel), "response_url": url}
    return found | ({} if hidden else {"message": shown.payload()}), url


async def press(
    user: User, shown: Message, view: View | None, block_id: str, element: dict[str, Any], value: Any
) -> Act:
    """Press or choose."""
    slack = user.workspace.slack
    touched = view.typed if view else {}
    action = {"action_id": element["action_id"], "block_id": block_id, "action_ts": slack.ts()}
    if element["type"] == "button":
        action |= {
            name: element[name] for name in ("type", "text", "value", "style", "url") if name in element
        }
    else:
        state = inputs.state(element, value, slack.offered)
        touched.setdefault(block_id, {})[element["action_id"]] = state
        action |= state
    around, url = _around(user, shown, view)
    states = inputs.states(shown, touched)
    if view:
        around["view"]["state"] = {"values": states}
    else:
        around["state"] = {"values": states}
    trigger = _trigger(user, view)
    payload = {"type": "block_actions", **_who(user), **around, "trigger_id": trigger, "actions": [action]}
    answer = await slack.line.command("interactive", payload)
    return Act(answer.error, answer.seconds, trigger, url)


async def suggest(
    user: User, shown: Message, view: View | None, block_id: str, element: dict[str, Any], typed: str
) -> list[dict[str, Any]]:
    """Ask the app for options."""
    slack = user.workspace.slack
    around, _ = _around(user, shown, view)
    asked = {"action_id": element["action_id"], "block_id": block_id, "value": typed}
    payload = {"type": "block_suggestion", **_who(user), **around, **asked}
    answer = await slack.line.command("interactive", payload)
    assert answer.error is None, answer.error
    said = answer.body or {}
    groups = (one["options"] for one in said.get("option_groups", ()))
    slack.offered = [*said.get("options", ()), *(option for group in groups for option in group)]
    return slack.offered


async def shortcut(user: User, callback_id: str, message: Message | None) -> Act:
    """Choose a shortcut."""
    slack, trigger = user.workspace.slack, _trigger(user)
    if not _declared(callback_id, slack.app.shortcuts, user):
        return Act("invalid_shortcut", 0.0)
    base = {**_who(user), "callback_id": callback_id, "trigger_id": trigger, "action_ts": slack.ts()}
    if message is None:
        answer = await slack.line.command("interactive", {"type": "shortcut", **base})
        return Act(answer.error, answer.seconds, trigger)
    url = responses.issue(slack, user, message.channel)
    about = {
        **_where(message.channel),
        "message_ts": message.ts,
        "message": message.payload(),
        "response_url": url,
    }
    answer = await slack.line.command("interactive", {"type": "message_action", **base, **about})
    return Act(answer.error, answer.seconds, trigger, url)


async def submit(user: User, view: View, values: Mapping[str, Any]) -> Act:
    """Fill in and submit; a required field left empty never reaches the app."""
    slack, shown = user.workspace.slack, view.shown
    for name, value in values.items():
        block_id, element = inputs.find(shown, name)
        state = inputs.state(element, value, slack.offered)
        view.typed.setdefault(block_id, {})[element["action_id"]] = state
    states = inputs.states(shown, view.typed)
    missing = [
        one["block_id"]
        for one in view.blocks
        if one["type"] == "input"
        and not one.get("optional")
        and inputs.empty(*states[one["block_id"]].values())
    ]
    if missing:
        view.errors = dict.fromkeys(missing, "Please complete this required field.")
        return Act("required", 0.0)
    trigger = _trigger(user, view)
    whole = view.payload() | {"state": {"values": states}}
    payload = {
        "type": "view_submission",
        **_who(user),
        "trigger_id": trigger,
        "view": whole,
        "response_urls": [],
    }
    answer = await slack.line.command("interactive", payload)
    return Act(answer.error or _follow(user, view, answer.body or {}), answer.seconds, trigger)


def _follow(user: User, view: View, said: dict[str, Any]) -> str | None:
    action = said.get("response_action")
    try:
        if action == "errors":
            view.errors = _errors(view, said["errors"])
        elif action == "update":
            limits.check_view(said["view"])
            view.fill(said["view"])
        elif action == "push":
            limits.check_view(said["view"])
            show(user, said["view"], view)
        elif action == "clear":
            user.modals.clear()
        elif view in user.modals:
            user.modals.remove(view)
    except Refused as refusal:
        return refusal.error
    finally:
        user.workspace.slack.tell()
    return None


def _errors(view: View, errors: Mapping[str, str]) -> dict[str, str]:
    ids = {one["block_id"] for one in view.blocks if one["type"] == "input"}
    if not errors or set(errors) - ids:
        raise Refused("invalid_response_action")
    return dict(errors)


async def close(user: User, view: View) -> Act:
    """Close a modal; the app hears of it where it wants to."""
    if view in user.modals:
        user.modals.remove(view)
    if not view.body.get("notify_on_close"):
        return Act(None, 0.0)
    payload = {"type": "view_closed", **_who(user), "view": view.payload(), "is_cleared": False}
    answer = await user.workspace.slack.line.command("interactive", payload)
    return Act(answer.error, answer.seconds)
