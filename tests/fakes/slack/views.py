"""Modals and App Home: the stack that each user sees, triggers, hashes; the methods views.*."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.slack import limits
from tests.fakes.slack.chat import settled
from tests.fakes.slack.limits import Refused
from tests.fakes.slack.web_api import Call, method
from tests.fakes.slack.world import Message

if TYPE_CHECKING:
    from tests.fakes.slack.people import User


@dataclass(eq=False)
class View:
    """One modal or Home as a user has it before their eyes."""

    user: User
    id: str
    body: dict[str, Any]
    hash: str
    previous: View | None = None
    typed: dict[str, dict[str, Any]] = field(default_factory=dict)  # what they chose so far
    errors: dict[str, str] = field(default_factory=dict)  # block_id -> what stands below it
    edition: int = 0

    @property
    def title(self) -> str:
        """What stands at its head."""
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks."""
        return list(self.body["blocks"])

    @property
    def shown(self) -> Message:
        """Its blocks in the form of a message, to read and to press."""
        return Message(self.user.talk, self.id, self.user.workspace.bot_user, blocks=self.blocks)

    @property
    def readable(self) -> str:
        """The words that the user sees."""
        return "\n".join([self.title, self.shown.readable, *self.errors.values()])

    def fill(self, body: dict[str, Any]) -> None:
        """Show another body in the same window."""
        self.edition += 1
        self.hash = f"{self.id}.{self.edition}"
        self.errors = {}
        self.body = {**copy.deepcopy(body), "blocks": settled(body["blocks"], "v")}

    def payload(self) -> dict[str, Any]:
        """The view object."""
        workspace = self.user.workspace
        first = self
        while first.previous:
            first = first.previous
        blank = {"callback_id": "", "private_metadata": "", "external_id": "", "close": None, "submit": None}
        ids = {
            "id": self.id,
            "hash": self.hash,
            "team_id": workspace.id,
            "app_id": workspace.slack.app.id,
            "app_installed_team_id": workspace.id,
            "bot_id": workspace.bot_id,
            "root_view_id": first.id,
            "previous_view_id": self.previous.id if self.previous else None,
            "state": {"values": copy.deepcopy(self.typed)},
        }
        return {**blank, "clear_on_close": False, "notify_on_close": False, **copy.deepcopy(self.body), **ids}


@dataclass
class Trigger:
    """A trigger_id: who acted, when, and whether it was used."""

    user: User
    at: float
    view: View | None = None  # the modal that was acted in
    used: bool = False


def _trigger(call: Call) -> Trigger:
    found = call.slack.triggers.get(str(call.wanted("trigger_id")))
    if found is None or found.user.workspace is not call.workspace:
        raise Refused("invalid_trigger_id")
    if found.used:
        raise Refused("exchanged_trigger_id")
    if call.slack.clock.now() - found.at > limits.TRIGGER_SECONDS:
        raise Refused("expired_trigger_id")
    return found


def show(user: User, body: dict[str, Any], previous: View | None = None) -> View:
    """Put a modal before a user's eyes."""
    if not previous:
        user.modals.clear()
    view = View(user, user.workspace.slack.id("V"), {"blocks": []}, "", previous)
    view.fill(body)
    user.modals.append(view)
    return view


@method("views.open", 4)
def opened(call: Call) -> dict[str, Any]:
    trigger = _trigger(call)
    limits.check_view(call.wanted("view"))
    trigger.used = True
    return {"view": show(trigger.user, call.args["view"]).payload()}


@method("views.push", 4)
def pushed(call: Call) -> dict[str, Any]:
    trigger = _trigger(call)
    limits.check_view(call.wanted("view"))
    modals = trigger.user.modals
    if not modals:
        raise Refused("not_found")
    if len(modals) >= limits.VIEW_STACK:
        raise Refused("push_limit_reached")
    trigger.used = True
    return {"view": show(trigger.user, call.args["view"], modals[-1]).payload()}


def _named(call: Call) -> View:
    if not (call.args.get("view_id") or call.args.get("external_id")):
        raise Refused("invalid_arguments", ["missing required field: view_id"])
    for user in call.workspace.users.values():
        for view in (*user.modals, *([user.home] if user.home else [])):
            if view.id == call.args.get("view_id"):
                return view
            if call.args.get("external_id") and view.body.get("external_id") == call.args["external_id"]:
                return view
    raise Refused("not_found")


@method("views.update", 4)
def updated(call: Call) -> dict[str, Any]:
    view = _named(call)
    limits.check_view(call.wanted("view"), (view.body["type"],))
    if call.args.get("hash") not in (None, "", view.hash):
        raise Refused("hash_conflict")
    view.fill(call.args["view"])
    return {"view": view.payload()}


@method("views.publish", 4)
def published(call: Call) -> dict[str, Any]:
    user = call.workspace.users.get(str(call.wanted("user_id")))
    if user is None:
        raise Refused("user_not_found")
    if not call.slack.app.home_tab:
        raise Refused("not_enabled")
    limits.check_view(call.wanted("view"), ("home",))
    if user.home is None:
        user.home = View(user, call.slack.id("V"), {"blocks": []}, "")
    elif call.args.get("hash") not in (None, "", user.home.hash):
        raise Refused("hash_conflict")
    user.home.fill(call.args["view"])
    return {"view": user.home.payload()}
