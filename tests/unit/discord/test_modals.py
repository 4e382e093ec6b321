from __future__ import annotations

from typing import Any

from bot.core.commands import modals
from bot.model import Choice, Filled, Input, InputKind, Mistakes, Modal
from bot.platforms.discord.modals import parse_modal, render_mistakes, render_modal, with_values
from bot.platforms.discord.render import parse_custom_id
from tests.fakes.discord.check_components import walk
from tests.fakes.discord.check_message import check_new
from tests.fakes.discord.check_modal import check_modal

SCHEDULE = modals.asking("schedule", {"times": "08:00", "zone": "UTC", "size": "6"})


def sent(made: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """What Discord sends when the modal is submitted."""
    lines = []
    for line in made["components"]:
        held = line.get("component")
        if held:
            given = values.get(held["custom_id"], "")
            lines.append(
                {
                    "type": 18,
                    "component": {**held, **({"values": [given]} if held["type"] == 3 else {"value": given})},
                }
            )
    return {"custom_id": made["custom_id"], "components": lines}


def test_what_is_filled_in_comes_back_under_its_input() -> None:
    made = render_modal(SCHEDULE)
    values = {one.name: f"typed {one.name}" for one in SCHEDULE.inputs}
    assert parse_modal(sent(made, values)) == Filled("schedule", values)


def test_name_and_reference_come_back_too() -> None:
    modal = Modal(
        "wrong", "Wrong", (Input("a", "A", choices=(Choice("x", "X"), Choice("y", "Y"))),), ref="q:1:2"
    )
    assert parse_modal(sent(render_modal(modal), {"a": "y"})) == Filled("wrong", {"a": "y"}, "q:1:2")


def test_what_was_filled_in_stands_there_again() -> None:
    made = render_modal(with_values(SCHEDULE, {"zone": "Mars"}))
    values = {one["custom_id"]: one.get("value") for one in walk(made["components"]) if one.get("type") == 4}
    assert values["zone"] == "Mars"
    assert values["times"] == "08:00"


def test_the_longest_modal_is_still_one() -> None:
    inputs = tuple(
        Input(f"i{n}", "l" * 45, InputKind.TEXT, "v" * 9_000, "h" * 300, longest=9_000) for n in range(5)
    )
    check_modal(render_modal(Modal("wrong", "t" * 24, inputs, ref="r" * 80, lead="x" * 9_000)))


def test_mistakes_are_told_with_a_way_back() -> None:
    shown = render_mistakes(Mistakes({"zone": "There is no such zone.", "size": "Too many."}), "refill|1|x")
    check_new(shown)
    said = [one["content"] for one in walk(shown["components"]) if "content" in one]
    assert "There is no such zone." in "\n".join(said)
    ids = [one["custom_id"] for one in walk(shown["components"]) if "custom_id" in one]
    assert [parse_custom_id(one).kind for one in ids] == ["refill"]
