"""Each limit of Slack that the stand-in holds: kept to it passes, one beyond it is refused as Slack refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.slack.limits import Refused, check_blocks, check_content, check_view

Blocks = list[dict[str, Any]]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


def letters(count: int) -> str:
    return "x" * count


def section(**more: Any) -> Blocks:
    return [{"type": "section", **more}]


def actions(*elements: dict[str, Any]) -> Blocks:
    return [{"type": "actions", "elements": list(elements)}]


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("More"), **more}


def options(count: int, text: str = "one", value: str = "v") -> list[dict[str, Any]]:
    return [{"text": plain(text), "value": value} for _ in range(count)]


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", **more}


def groups(count: int) -> list[dict[str, Any]]:
    return [{"label": plain("group"), "options": options(1)} for _ in range(count)]


def confirm(**lengths: int) -> dict[str, Any]:
    whole = {"title": 1, "text": 1, "confirm": 1, "deny": 1} | lengths
    return {name: plain(letters(count)) for name, count in whole.items()}


def asked(element: dict[str, Any] | None = None, **more: Any) -> Blocks:
    typed = element or {"type": "plain_text_input", "action_id": "t"}
    return [{"type": "input", "label": plain("Feed"), "element": typed, **more}]


def table(rows: int, cells: int, columns: int = 1) -> Blocks:
    row = [{"type": "raw_text", "text": "x"}] * cells
    return [{"type": "table", "rows": [row] * rows, "column_settings": [{}] * columns}]


def image(**more: Any) -> Blocks:
    return [{"type": "image", "image_url": "https://tern.example/a.png", "alt_text": "a bridge", **more}]


LIMITS: dict[str, tuple[int, Callable[[int], Blocks], str]] = {
    "Blocks: in a message": (50, lambda n: [{"type": "divider"}] * n, "/blocks"),
    "Blocks: block_id": (255, lambda n: [{"type": "divider", "block_id": letters(n)}], "/blocks/0/block_id"),
    "Section block: text": (3000, lambda n: section(text=mrkdwn(letters(n))), "/blocks/0/text/text"),
    "Section block: fields": (10, lambda n: section(fields=[mrkdwn("x")] * n), "/blocks/0/fields"),
    "Section block: a field": (
        2000,
        lambda n: section(fields=[mrkdwn(letters(n))]),
        "/blocks/0/fields/0/text",
    ),
    "Header block: text": (
        150,
        lambda n: [{"type": "header", "text": plain(letters(n))}],
        "/blocks/0/text/text",
    ),
    "Context block: elements": (
        10,
        lambda n: [{"type": "context", "elements": [mrkdwn("x")] * n}],
        "/blocks/0/elements",
    ),
    "Actions block: elements": (25, lambda n: actions(*[button()] * n), "/blocks/0/elements"),
    "Image block: image_url": (
        3000,
        lambda n: image(image_url="https://a.example/" + letters(n - 18)),
        "/blocks/0/image_url",
    ),
    "Image block: alt_text": (2000, lambda n: image(alt_text=letters(n)), "/blocks/0/alt_text"),
    "Image block: title": (2000, lambda n: image(title=plain(letters(n))), "/blocks/0/title/text"),
    "Button element: text": (
        75,
        lambda n: actions(button(text=plain(letters(n)))),
        "/blocks/0/elements/0/text/text",
    ),
    "Button element: value": (
        2000,
        lambda n: actions(button(value=letters(n))),
        "/blocks/0/elements/0/value",
    ),
    "Button element: url": (
        3000,
        lambda n: actions(button(url="https://a.example/" + letters(n - 18))),
        "/blocks/0/elements/0/url",
    ),
    "Button element: action_id": (
        255,
        lambda n: actions(button(action_id=letters(n))),
        "/blocks/0/elements/0/action_id",
    ),
    "Select menu element: options": (
        100,
        lambda n: actions(select(options=options(n))),
        "/blocks/0/elements/0/options",
    ),
    "Select menu element: groups": (
        100,
        lambda n: actions(select(option_groups=groups(n))),
        "/blocks/0/elements/0/option_groups",
    ),
    "Select menu element: placeholder": (
        150,
        lambda n: actions(select(options=options(1), placeholder=plain(letters(n)))),
        "/blocks/0/elements/0/placeholder/text",
    ),
    "Option object: text": (
        75,
        lambda n: actions(select(options=options(1, text=letters(n)))),
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "Option object: value": (
        150,
        lambda n: actions(select(options=options(1, value=letters(n)))),
        "/blocks/0/elements/0/options/0/value",
    ),
    "Overflow menu element: options": (
        5,
        lambda n: actions({"type": "overflow", "options": options(n)}),
        "/blocks/0/elements/0/options",
    ),
    "Checkbox group element: options": (
        10,
        lambda n: actions({"type": "checkboxes", "options": options(n)}),
        "/blocks/0/elements/0/options",
    ),
    "Radio button group element: options": (
        10,
        lambda n: actions({"type": "radio_buttons", "options": options(n)}),
        "/blocks/0/elements/0/options",
    ),
    "Confirmation dialog object: title": (
        100,
        lambda n: actions(button(confirm=confirm(title=n))),
        "/blocks/0/elements/0/confirm/title/text",
    ),
    "Confirmation dialog object: text": (
        300,
        lambda n: actions(button(confirm=confirm(text=n))),
        "/blocks/0/elements/0/confirm/text/text",
    ),
    "Confirmation dialog object: deny": (
        30,
        lambda n: actions(button(confirm=confirm(deny=n))),
        "/blocks/0/elements/0/confirm/deny/text",
    ),
    "Input block: label": (2000, lambda n: asked(label=plain(letters(n))), "/blocks/0/label/text"),
    "Input block: hint": (2000, lambda n: asked(hint=plain(letters(n))), "/blocks/0/hint/text"),
    "Plain-text input element: max_length": (
        3000,
        lambda n: asked({"type": "plain_text_input", "max_length": n}),
        "/blocks/0/element/max_length",
    ),
    "Markdown block: text": (12_000, lambda n: [{"type": "markdown", "text": letters(n)}], "/blocks/0/text"),
    "Table block: rows": (100, lambda n: table(n, 1), "/blocks/0/rows"),
    "Table block: cells": (20, lambda n: table(1, n), "/blocks/0/rows/0"),
    "Table block: column_settings": (20, lambda n: table(1, 1, n), "/blocks/0/column_settings"),
}


def refusal(blocks: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        check_blocks(blocks)
    return caught.value


@pytest.mark.parametrize("name", LIMITS)
def test_what_keeps_to_a_limit_passes_and_one_beyond_it_is_refused_where_it_stands(name: str) -> None:
    most, make, at = LIMITS[name]
    check_blocks(make(most))
    refused = refusal(make(most + 1))
    assert refused.error == "invalid_blocks"
    assert [one.rpartition(" ")[2] for one in refused.messages] == [f"[json-pointer:{at}]"]


def test_fifty_one_blocks_are_refused_in_slacks_own_words() -> None:
    said = refusal([{"type": "divider"}] * 51).body()
    assert said["ok"] is False
    assert said["error"] == "invalid_blocks"
    assert said["response_metadata"]["messages"] == [
        "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    ]


WRONG: dict[str, Blocks] = {
    "an unknown kind": [{"type": "video"}],
    "a header in mrkdwn": [{"type": "header", "text": mrkdwn("x")}],
    "an empty section": section(),
    "an empty text": section(text=mrkdwn("")),
    "a text without a type": section(text={"text": "x"}),
    "emoji on mrkdwn": section(text={**mrkdwn("x"), "emoji": True}),
    "an image without alt_text": [{"type": "image", "image_url": "https://a.example/"}],
    "an image with two addresses": image(slack_file={"id": "F1"}),
    "a button label in mrkdwn": actions(button(text=mrkdwn("x"))),
    "an unknown style": actions(button(style="loud")),
    "an unknown field": section(text=mrkdwn("x"), colour="red"),
    "no elements": actions(),
    "a text input among actions": actions({"type": "plain_text_input", "action_id": "t"}),
    "a button in an input": asked(button()),
    "options beside groups": actions(select(options=options(1), option_groups=groups(1))),
    "a select without options": actions(select()),
    "a block_id twice": [{"type": "divider", "block_id": "a"}] * 2,
    "an action_id twice in a block": actions(button(action_id="a"), button(action_id="a")),
    "a cell of another kind": [{"type": "table", "rows": [[mrkdwn("x")]]}],
}


@pytest.mark.parametrize("name", WRONG)
def test_blocks_of_another_form_are_refused(name: str) -> None:
    assert refusal(WRONG[name]).error == "invalid_blocks"


def test_markdown_blocks_share_their_twelve_thousand_characters() -> None:
    half = {"type": "markdown", "text": letters(6000)}
    check_blocks([half, half])
    assert refusal([half, half, {"type": "markdown", "text": "x"}]).error == "invalid_blocks"


def test_a_message_has_one_table() -> None:
    refused = refusal([*table(1, 1), *table(1, 1)])
    assert (refused.error, refused.messages) == ("invalid_attachments", ["only_one_table_allowed"])


@pytest.mark.parametrize("blocks", ["text", {"type": "divider"}, ["divider"]])
def test_what_is_no_list_of_objects_has_an_error_of_its_own(blocks: Any) -> None:
    assert refusal(blocks).error == "invalid_blocks_format"


CONTENTS: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({}, "no_text"),
    "an empty text": ({"text": ""}, "no_text"),
    "markdown beside text": ({"markdown_text": "a", "text": "b"}, "markdown_text_conflict"),
    "markdown beside blocks": (
        {"markdown_text": "a", "blocks": [{"type": "divider"}]},
        "markdown_text_conflict",
    ),
    "long markdown": ({"markdown_text": letters(12_001)}, "msg_too_long"),
    "101 attachments": ({"attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
    "metadata without a payload": (
        {"text": "x", "metadata": {"event_type": "part"}},
        "invalid_metadata_format",
    ),
    "metadata of a list": (
        {"text": "x", "metadata": {"event_type": "part", "event_payload": []}},
        "invalid_metadata_format",
    ),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_message_that_slack_refuses_is_refused(name: str) -> None:
    content, error = CONTENTS[name]
    with pytest.raises(Refused, match=f"^{error}$"):
        check_content(content)


def modal(**more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Feeds"), "blocks": [{"type": "divider"}], **more}


VIEWS: dict[str, tuple[int, Callable[[int], dict[str, Any]]]] = {
    "Modals: title": (24, lambda n: modal(title=plain(letters(n)))),
    "Modals: submit": (24, lambda n: modal(submit=plain(letters(n)))),
    "Modals: close": (24, lambda n: modal(close=plain(letters(n)))),
    "Views: callback_id": (255, lambda n: modal(callback_id=letters(n))),
    "Views: private_metadata": (3000, lambda n: modal(private_metadata=letters(n))),
    "Blocks: in a modal": (100, lambda n: modal(blocks=[{"type": "divider"}] * n)),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_that_keeps_to_a_limit_passes_and_one_beyond_it_is_refused(name: str) -> None:
    most, make = VIEWS[name]
    check_view(make(most))
    with pytest.raises(Refused, match=r"^invalid_arguments$"):
        check_view(make(most + 1))


BAD_VIEWS = {
    "a modal without a title": {"type": "modal", "blocks": []},
    "an input without submit": modal(blocks=asked()),
    "a home where a modal belongs": {"type": "home", "blocks": []},
    "a markdown block": modal(blocks=[{"type": "markdown", "text": "x"}]),
    "no view": None,
}


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_a_view_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=r"^invalid_arguments$"):
        check_view(BAD_VIEWS[name])


def test_a_view_of_more_than_its_bytes_is_too_large() -> None:
    heavy = [{"type": "section", "text": mrkdwn("ü" * 3000)}] * 45
    with pytest.raises(Refused, match=r"^view_too_large$"):
        check_view(modal(blocks=heavy))
