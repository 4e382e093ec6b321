from __future__ import annotations

from copy import deepcopy

from bot.core.commands import BY_NAME, COMMANDS
from bot.platforms.discord.actions import (
    TypedCommand,
    choice_payloads,
    differs,
    parse_command,
    registered_commands,
)
from tests.fakes.discord.check_commands import characters, check_commands
from tests.fakes.discord.check_modal import check_choices


def test_the_commands_pass_the_limits_of_discord() -> None:
    check_commands(registered_commands())
    assert characters(registered_commands()[0]) < 8_000


def test_every_command_is_there_and_comes_back_as_what_it_is() -> None:
    names = set()
    for option in registered_commands()[0]["options"]:
        subs = option["options"] if option["type"] == 2 else [None]
        for sub in subs:
            inner = [{"type": 1, "name": sub["name"]}] if sub else []
            data = {
                "name": "news",
                "options": [{"type": option["type"], "name": option["name"], "options": inner}],
            }
            names.add(parse_command(data).name)
    assert names == {*(spec.name for spec in COMMANDS), "feeds import"}


def test_what_is_typed_is_read_with_the_option_that_is_being_typed() -> None:
    asked = {"type": 3, "name": "speaker", "value": "ok", "focused": True}
    data = {"name": "news", "options": [{"type": 1, "name": "quotes", "options": [asked]}]}
    assert parse_command(data) == TypedCommand("quotes", {"speaker": "ok"}, "speaker")


def test_nothing_is_required_where_a_modal_can_ask_for_it() -> None:
    schedule = next(one for one in registered_commands()[0]["options"] if one["name"] == "schedule")
    setting = next(one for one in schedule["options"] if one["name"] == "set")
    assert BY_NAME["schedule set"].modal
    assert not any("required" in option for option in setting["options"])


def test_commands_are_written_anew_only_when_they_changed() -> None:
    there = [
        {
            "description": "",
            "options": [],
            **one,
            "id": "1",
            "version": "2",
            "nsfw": False,
            "dm_permission": None,
        }
        for one in registered_commands()
    ]
    assert not differs(registered_commands(), there)
    assert differs(registered_commands(), there[:1])
    assert differs(registered_commands(), [])
    changed = deepcopy(there)
    changed[0]["options"][0]["description"] = "another"
    assert differs(registered_commands(), changed)
    more = deepcopy(there)
    more[0]["options"][2]["options"][0]["autocomplete"] = True
    assert differs(registered_commands(), more)


def test_values_that_would_not_come_back_whole_are_not_offered() -> None:
    assert choice_payloads(["A\u202eda"]) == [{"name": "Ada", "value": "A\u202eda"}]
    offered = choice_payloads(["Ada", "", "x" * 101, "Ada", *(f"n{n}" for n in range(40))])
    check_choices(offered)
    assert [one["value"] for one in offered[:2]] == ["Ada", "n0"]


def test_names_in_other_languages_are_distinct_within_their_group_and_count_as_changes() -> None:
    subs = registered_commands()[0]["options"]
    groups = [subs, *(one["options"] for one in subs if one["type"] == 2)]
    for group in groups:
        local = [one.get("name_localizations", {}).get("de", one["name"]) for one in group]
        assert len(set(local)) == len(local)
    there = deepcopy(registered_commands())
    there[0]["options"][0]["name_localizations"] = None
    assert differs(registered_commands(), there)
