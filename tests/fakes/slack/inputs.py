"""What a user can press, pick and type: found by its id or its label, and told as Slack tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.fakes.slack.world import Message

PICKED = {  # element -> where its state stands, as the payloads name it
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
ONE_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}


def label_of(element: dict[str, Any]) -> str:
    """What a person would call it."""
    text = element.get("text") or element.get("placeholder") or {}
    return str(text.get("text", ""))


def find(shown: Message, wanted: str) -> tuple[str, dict[str, Any]]:
    """(block_id, element) by action_id, else by label, else by the label of its input block."""
    for name in ("action_id", "label", "block"):
        for block_id, element in shown.elements:
            block = next(one for one in shown.blocks if one["block_id"] == block_id)
            names = {
                "action_id": element.get("action_id"),
                "label": label_of(element),
                "block": (block.get("label") or {}).get("text") if block["type"] == "input" else block_id,
            }
            if names[name] == wanted or (name == "block" and block_id == wanted):
                return block_id, element
    there = [(one.get("action_id"), label_of(one)) for _, one in shown.elements]
    raise AssertionError(f"nothing here is called {wanted!r}; there are {there}")


def options(element: dict[str, Any]) -> list[dict[str, Any]]:
    """What there is to choose from."""
    groups = (one["options"] for one in element.get("option_groups", ()))
    return [*element.get("options", ()), *(option for group in groups for option in group)]


def _option(element: dict[str, Any], wanted: Any, offered: Sequence[dict[str, Any]]) -> dict[str, Any]:
    for one in (*options(element), *offered):
        if wanted in (one["value"], one["text"]["text"]):
            return one
    raise AssertionError(f"no such option: {wanted!r}; there are {[o['value'] for o in options(element)]}")


def state(element: dict[str, Any], value: Any, offered: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What a payload says of an element after a user gave it a value."""
    kind = element["type"]
    if kind in PICKED:
        return {"type": kind, PICKED[kind]: value}
    if kind in TYPED:
        return {"type": kind, "value": value}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": None if value is None else _option(element, value, offered)}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": [_option(element, one, offered) for one in value or ()]}
    raise AssertionError(f"a {kind} takes no value")


def initial(element: dict[str, Any]) -> dict[str, Any] | None:
    """What a payload says of an element that nobody touched; None for one without a state."""
    kind = element["type"]
    if kind in PICKED:
        return {"type": kind, PICKED[kind]: element.get(PICKED[kind].replace("selected", "initial"))}
    if kind in TYPED:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in ONE_OPTION - {"overflow"}:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    return None


def states(shown: Message, touched: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The state of all that is shown, by block_id and action_id."""
    found: dict[str, dict[str, Any]] = {}
    for block_id, element in shown.elements:
        untouched = initial(element)
        if untouched is not None:
            name = element["action_id"]
            found.setdefault(block_id, {})[name] = touched.get(block_id, {}).get(name, untouched)
    return found


def empty(value: dict[str, Any]) -> bool:
    """Whether a state holds nothing."""
    return not any(held for name, held in value.items() if name != "type")
