"""Block Kit's elements and composition objects as documented, with their limits.

Each entry cites the page of docs.slack.dev that states it. Of what the pages do not state
(lengths inside rich text, characters of a whole table or message) nothing is enforced.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.slack.rules import (
    Anything,
    Choice,
    Flag,
    Line,
    Many,
    Number,
    Rule,
    Shape,
    Text,
)

PLAIN = ("plain_text",)
ACTION_ID = Line(255)  # Button element (and every other): action_id 255

OPTION = Shape(  # Option object: text 75, value 150, description 75, url 3,000
    {"text": Text(75), "value": Line(150), "description": Text(75), "url": Line(3000)},
    required=("text", "value"),
)
PLAIN_OPTION = Shape(  # Option object: in selects and overflow menus the text is plain_text
    {"text": Text(75, PLAIN), "value": Line(150), "description": Text(75, PLAIN), "url": Line(3000)},
    required=("text", "value"),
)
OPTIONS = Many(PLAIN_OPTION, 100)  # Select menu element: options 100
GROUPS = Many(  # Select menu element: option_groups 100; Option group object: label 75, options 100
    Shape({"label": Text(75, PLAIN), "options": OPTIONS}, required=("label", "options")), 100
)
CONFIRM = Shape(  # Confirmation dialog object: title 100, text 300, confirm 30, deny 30
    {
        "title": Text(100, PLAIN),
        "text": Text(300),
        "confirm": Text(30, PLAIN),
        "deny": Text(30, PLAIN),
        "style": Choice(("primary", "danger")),
    },
    required=("title", "text", "confirm", "deny"),
)
PLACEHOLDER = Text(150, PLAIN)  # Select menu element: placeholder 150
DISPATCH = Shape({"trigger_actions_on": Anything()})
COMMON: dict[str, Rule] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": Flag()}
PICK: dict[str, Rule] = {**COMMON, "placeholder": PLACEHOLDER}
MOST_PICKED: dict[str, Rule] = {"max_selected_items": Number(1, 100)}  # Multi-select menu element: minimum 1


def _select(kind: str, own: Mapping[str, Rule], one_of: tuple[str, ...] = ()) -> tuple[Shape, Shape]:
    one: dict[str, Rule] = {"initial_option": PLAIN_OPTION, f"initial_{kind}": Anything()}
    many: dict[str, Rule] = {"initial_options": OPTIONS, f"initial_{kind}s": Anything(), **MOST_PICKED}
    label = f"{kind}_select"
    return (
        Shape({**PICK, **own, **one}, one_of=one_of, label=label),
        Shape({**PICK, **own, **many}, one_of=one_of, label=f"multi_{label}"),
    )


def _selects() -> dict[str, Rule]:
    shapes = {
        "static": _select(
            "static", {"options": OPTIONS, "option_groups": GROUPS}, ("options", "option_groups")
        ),
        "external": _select("external", {"min_query_length": Number(0, 300)}),
        "users": _select("user", {}),
        "conversations": _select(
            "conversation",
            {"default_to_current_conversation": Flag(), "response_url_enabled": Flag(), "filter": Anything()},
        ),
        "channels": _select("channel", {"response_url_enabled": Flag()}),
    }
    singles: dict[str, Rule] = {f"{name}_select": pair[0] for name, pair in shapes.items()}
    return singles | {f"multi_{name}_select": pair[1] for name, pair in shapes.items()}


def _typed(kind: str, **own: Rule) -> Shape:
    base: dict[str, Rule] = {"action_id": ACTION_ID, "placeholder": PLACEHOLDER, "focus_on_load": Flag()}
    return Shape(
        {**base, "dispatch_action_config": DISPATCH, "initial_value": Line(3000, 0), **own}, label=kind
    )


ELEMENTS: dict[str, Rule] = {
    **_selects(),
    "button": Shape(  # Button element: text 75, value 2,000, url 3,000, accessibility_label 75
        {
            "text": Text(75, PLAIN),
            "action_id": ACTION_ID,
            "url": Line(3000),
            "value": Line(2000),
            "style": Choice(("primary", "danger")),
            "confirm": CONFIRM,
            "accessibility_label": Line(75),
        },
        required=("text",),
        label="button",
    ),
    "overflow": Shape(  # Overflow menu element: options 5
        {"action_id": ACTION_ID, "options": Many(PLAIN_OPTION, 5), "confirm": CONFIRM},
        required=("options",),
        label="overflow",
    ),
    "checkboxes": Shape(  # Checkbox group element: options 10
        {**COMMON, "options": Many(OPTION, 10), "initial_options": Many(OPTION, 10)},
        required=("options",),
        label="checkboxes",
    ),
    "radio_buttons": Shape(  # Radio button group element: options 10
        {**COMMON, "options": Many(OPTION, 10), "initial_option": OPTION},
        required=("options",),
        label="radio_buttons",
    ),
    "plain_text_input": _typed(  # Plain-text input element: min_length 0-3,000, max_length 1-3,000
        "plain_text_input", multiline=Flag(), min_length=Number(0, 3000), max_length=Number(1, 3000)
    ),
    "email_text_input": _typed("email_text_input"),
    "url_text_input": _typed("url_text_input"),
    "number_input": _typed(
        "number_input", is_decimal_allowed=Flag(), min_value=Line(255), max_value=Line(255)
    ),
    "datepicker": Shape({**PICK, "initial_date": Line(10)}, label="datepicker"),
    "timepicker": Shape({**PICK, "initial_time": Line(5), "timezone": Line(255)}, label="timepicker"),
    "datetimepicker": Shape(
        {**COMMON, "initial_date_time": Number(0, 9_999_999_999)}, label="datetimepicker"
    ),
    "image": Shape(  # Image element: image_url 3,000, alt_text required, 2,000
        {"image_url": Line(3000), "slack_file": Anything(), "alt_text": Line(2000)},
        required=("alt_text",),
        one_of=("image_url", "slack_file"),
        label="image",
    ),
    "mrkdwn": Text(3000, ("mrkdwn",)),  # Text object: text 3,000
    "plain_text": Text(3000, PLAIN),
}

_MENUS = tuple(name for name in ELEMENTS if name.endswith("_select"))
_PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
IN_SECTION = ("button", "image", "overflow", *_MENUS, *_PICKERS)  # Section block: accessory
IN_ACTIONS = ("button", "overflow", *_MENUS, *_PICKERS, "datetimepicker")  # Actions block: elements
IN_CONTEXT = ("image", "mrkdwn", "plain_text")  # Context block: elements
IN_INPUT = (  # Input block: element
    *_MENUS,
    *_PICKERS,
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
)
