"""What Slack refuses of a message or a view, as pure functions that raise Slack's own errors.

Pages are those of docs.slack.dev. Not enforced, since no page of theirs confirms it: the length of
all blocks together (`msg_blocks_too_long`), of a table in characters, of a message's metadata.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.fakes.slack.blocks import BLOCKS, IN_MESSAGE, IN_VIEW, check_ids
from tests.fakes.slack.rules import Anything, Choice, Flag, Found, Kinds, Line, Many, Rule, Shape, Text, say

MESSAGE_BLOCKS = 50  # Blocks: 50 in a message
VIEW_BLOCKS = 100  # Blocks: 100 in a modal or Home tab
MARKDOWN = 12_000  # Markdown block: cumulative over all markdown blocks of one payload
TABLES = 1  # Table block: one a message
TEXT_CUT = 40_000  # chat.postMessage: text beyond is truncated
UPDATE_TEXT = 4_000  # chat.update: msg_too_long
ATTACHMENTS = 100  # chat.postMessage: too_many_attachments
VIEW_BYTES = 250_000  # Views, view_too_large: 250 kB
VIEW_STACK = 3  # Modals: a stack of up to three views
TRIGGER_SECONDS = 3.0  # views.open: trigger_id expires after three seconds, and serves once
ACK_SECONDS = 3.0  # Handling user interaction, Slash commands, Events API: answer within three seconds
RESPONSE_URL_USES = 5  # Handling user interaction: five times
RESPONSE_URL_SECONDS = 1800.0  # within 30 minutes
PROMPTS = 4  # assistant.threads.setSuggestedPrompts
LOADING_MESSAGES = 10  # assistant.threads.setStatus
STATUS_SECONDS = 120.0  # assistant.threads.setStatus: gone after two minutes
TOKEN_SECONDS = 43_200  # Using token rotation
CODE_SECONDS = 600.0  # Installing with OAuth: a code is good for ten minutes
LIVE_TOKENS = 2  # Using token rotation: two live tokens


class Refused(Exception):
    """What Slack answers instead."""

    def __init__(self, error: str, messages: Found | None = None, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []
        self.more = more

    def body(self) -> dict[str, Any]:
        """The JSON of the answer."""
        found: dict[str, Any] = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            found["errors"] = self.messages
            found["response_metadata"] = {"messages": [f"[ERROR] {one}" for one in self.messages]}
        return found


VIEW_COMMON: dict[str, Rule] = {
    "callback_id": Line(255, 0),  # Views: callback_id 255
    "private_metadata": Line(3000, 0),  # Views: private_metadata 3,000
    "external_id": Line(255, 0),
    "blocks": Many(Kinds(BLOCKS, IN_VIEW), VIEW_BLOCKS, 0),
}
VIEWS = {
    "modal": Shape(  # Modals: title, submit, close 24
        {
            **VIEW_COMMON,
            "title": Text(24, ("plain_text",)),
            "submit": Text(24, ("plain_text",)),
            "close": Text(24, ("plain_text",)),
            "clear_on_close": Flag(),
            "notify_on_close": Flag(),
            "submit_disabled": Flag(),
        },
        required=("title", "blocks"),
        label="modal",
    ),
    "home": Shape(VIEW_COMMON, required=("blocks",), label="home"),  # App Home
}
METADATA = Shape(
    {"event_type": Line(255), "event_payload": Anything()}, required=("event_type", "event_payload")
)


def find_in_blocks(blocks: Any, at: str = "/blocks") -> Found:
    """What is wrong with a message's blocks."""
    found: Found = []
    Many(Kinds(BLOCKS, IN_MESSAGE), MESSAGE_BLOCKS, 0).check(blocks, at, found)
    if isinstance(blocks, list):
        check_ids(blocks, at, found)
    return found


def check_blocks(blocks: Any, at: str = "/blocks") -> None:
    """Refuse the blocks of a message that Slack would refuse."""
    if not isinstance(blocks, list) or not all(isinstance(one, Mapping) for one in blocks):
        raise Refused("invalid_blocks_format")
    kinds = [one.get("type") for one in blocks]
    if kinds.count("table") > TABLES:
        raise Refused("invalid_attachments", ["only_one_table_allowed"])
    found = find_in_blocks(blocks, at)
    written = sum(len(str(one.get("text", ""))) for one in blocks if one.get("type") == "markdown")
    if written > MARKDOWN and not found:
        say(found, f"must be less than {MARKDOWN + 1} characters", at)
    if found:
        raise Refused("invalid_blocks", found)


def check_content(args: Mapping[str, Any]) -> None:
    """Refuse a message whose parts Slack would refuse, whatever method brings it."""
    if args.get("markdown_text") is not None:
        if args.get("text") or args.get("blocks"):
            raise Refused("markdown_text_conflict")
        if len(args["markdown_text"]) > MARKDOWN:
            raise Refused("msg_too_long")
    if len(args.get("attachments") or ()) > ATTACHMENTS:
        raise Refused("too_many_attachments")
    if args.get("blocks") is not None:
        check_blocks(args["blocks"])
    if not any(args.get(name) for name in ("text", "blocks", "attachments", "markdown_text")):
        raise Refused("no_text")
    check_metadata(args.get("metadata"))


def check_metadata(metadata: Any) -> None:
    """Refuse metadata of another form (Message metadata: event_type and event_payload)."""
    if metadata in (None, {}):
        return
    found: Found = []
    METADATA.check(metadata, "/metadata", found)
    if not found and not isinstance(metadata["event_payload"], Mapping):
        say(found, "must be an object", "/metadata/event_payload")
    if found:
        raise Refused("invalid_metadata_format", found)


def check_update(args: Mapping[str, Any]) -> None:
    """Refuse what chat.update refuses besides."""
    if len(args.get("text") or "") > UPDATE_TEXT:
        raise Refused("msg_too_long")


def check_view(view: Any, kinds: tuple[str, ...] = ("modal",)) -> None:
    """Refuse a view that Slack would refuse."""
    if not isinstance(view, Mapping):
        raise Refused("invalid_arguments", ["must be an object [json-pointer:/view]"])
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    found: Found = []
    Choice(kinds).check(view.get("type"), "/view/type", found)
    if not found:
        VIEWS[view["type"]].check(view, "/view", found)
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        check_ids(blocks, "/view/blocks", found)
        inputs = any(isinstance(one, Mapping) and one.get("type") == "input" for one in blocks)
        if inputs and view.get("type") == "modal" and "submit" not in view:
            say(found, "missing required field: submit", "/view")  # Modals: submit required with an input
    if found:
        raise Refused("invalid_arguments", found)
