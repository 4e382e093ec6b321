import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands import COMMANDS, likeliest, mistakes, refusal, zones
from bot.core.commands.modals import COMMAND_OF, asking, command_of
from bot.core.commands.parse import MOST
from bot.core.commands.specs import CHANGING
from bot.core.commands.timetable import MOST_TIMES
from bot.errors import ConfigError
from bot.model import Actor, Channel, Place

PLACE = Place(Channel("slack", "T1", "C1"))


def check(name: str, typed: str) -> str:
    """What the first argument of this name makes of what is typed."""
    return next(one for spec in COMMANDS for one in spec.arguments if one.name == name).parse(typed)


@pytest.mark.parametrize(
    ("argument", "typed", "value"),
    [
        ("times", "08:00", "08:00"),
        ("times", "17:00, 8:05; 08:05 and 0:00", "00:00,08:05,17:00"),
        ("zone", "europe/berlin", "Europe/Berlin"),
        ("zone", "america/new york", "America/New_York"),
        ("zone", "utc", "UTC"),
        ("zone", "EST5EDT", "EST5EDT"),
        ("size", "06", "6"),
        ("speaker", "Ada", "Ada"),
    ],
)
def test_a_value_is_brought_into_the_form_that_its_command_takes(
    argument: str, typed: str, value: str
) -> None:
    assert check(argument, typed) == value


@pytest.mark.parametrize(
    ("argument", "typed", "sentence"),
    [
        ("times", "24:00", "“24:00” is no time of day; write it as HH:MM, for example 08:00."),
        ("times", "٠٨:٠٠", "“٠٨:٠٠” is no time of day; write it as HH:MM, for example 08:00."),
        ("times", ", ;", "Type times of day as HH:MM, for example 08:00, 17:00."),
        (
            "times",
            " ".join(f"{hour}:00" for hour in range(13)),
            "A channel has at most 12 digests a day; these are 13.",
        ),
        ("zone", "Berln", "There is no time zone “Berln”; did you mean Europe/Berlin?"),
        ("zone", "Europe/Berln", "There is no time zone “Europe/Berln”; did you mean Europe/Berlin?"),
        ("zone", "Mordor", "There is no time zone “Mordor”; write one such as Europe/Berlin."),
        ("zone", "x" * 500, f"There is no time zone “{'x' * 40}…”; write one such as Europe/Berlin."),
        (
            "zone",
            "../../etc/passwd",
            "There is no time zone “../../etc/passwd”; write one such as Europe/Berlin.",
        ),
        ("size", "0", "A digest has 1 to 20 stories; “0” is not between."),
        ("size", "many", "A digest has 1 to 20 stories; “many” is not between."),
    ],
)
def test_what_is_wrong_with_a_value_is_one_sentence(argument: str, typed: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check(argument, typed)
    assert str(caught.value) == sentence


@given(st.lists(st.times().map(lambda at: f"{at:%H:%M}"), min_size=1, max_size=MOST_TIMES))
def test_times_come_back_in_order_and_each_once(times: list[str]) -> None:
    value = check("times", " , ".join(times))
    assert value.split(",") == sorted(set(times))
    assert check("times", value) == value


def test_what_is_missing_or_wrong_is_said_by_argument() -> None:
    assert mistakes("schedule set", {"times": "08:00", "zone": "UTC", "size": ""}) == {}
    assert mistakes("schedule set", {"times": " ", "size": "x"}) == {
        "times": "This is needed.",
        "size": "A digest has 1 to 20 stories; “x” is not between.",
    }


def test_zones_are_those_of_places() -> None:
    assert {"UTC", "Europe/Berlin", "America/Argentina/Ushuaia"} <= set(zones())
    assert "posixrules" not in zones()


class TestSuggestions:
    def test_what_begins_so_comes_before_what_holds_it(self) -> None:
        values = ["Ada Berg", "Bergen", "Tomas Berg", "Heidelberg", "Lund"]
        assert likeliest("berg", values) == ["Bergen", "Ada Berg", "Tomas Berg", "Heidelberg"]
        assert likeliest("er", values) == []
        assert likeliest("", values) == values

    def test_underscores_are_spaces(self) -> None:
        assert likeliest("new yo", ["America/New_York", "UTC"]) == ["America/New_York"]

    @given(st.text(max_size=4), st.lists(st.text(max_size=6), max_size=60))
    def test_they_are_few_each_once_and_of_the_values(self, typed: str, values: list[str]) -> None:
        found = likeliest(typed, values)
        assert len(found) == len(set(found)) <= MOST
        assert set(found) <= set(values)


class TestWhoMay:
    def test_who_manages_may_all_and_reading_is_for_everybody(self) -> None:
        reader = Actor(PLACE, manages=False, managers="channel managers")
        assert not any(refusal(spec.name, Actor(PLACE)) for spec in COMMANDS)
        may = {spec.name for spec in COMMANDS if not refusal(spec.name, reader)}
        assert may == {
            "help",
            "digest",
            "ask",
            "brief",
            "check",
            "quotes",
            "feeds",
            "feeds check",
            "schedule",
            "why",
            "filters",
            "topics",
            "watch",
            *("watch me", "watch stop", "watch set"),  # one's own; of others' it is refused where it is done
        }

    def test_who_has_a_channel_changes_what_it_gets_and_not_what_is_all_channels(self) -> None:
        maker = Actor(PLACE, manages=False, managers="a or b", manages_channel=True, workspace_managers="a")
        refused = {name for name in CHANGING if refusal(name, maker)}
        assert refused == {
            "feeds add",
            "feeds import",
            "feeds remove",
            "take",
            "topics add",
            "topics remove",
        }
        assert refusal("feeds add", maker).startswith("This is for a to change")

    def test_who_is_alone_with_the_bot_watches_there(self) -> None:
        assert refusal("watch add", Actor(PLACE, manages=False))
        assert not refusal("watch add", Actor(PLACE, manages=False, direct=True))

    @pytest.mark.parametrize("button", ["mute", "unmute", "pause", "resume"])
    def test_a_button_that_changes_something_says_who_may(self, button: str) -> None:
        reader = Actor(PLACE, manages=False, managers="channel managers")
        assert refusal(button, reader) == (
            "This is for channel managers to change; everything that only reads is for you too."
        )

    @pytest.mark.parametrize("button", ["more", "where", "elsewhere", "wrong", "share", "again"])
    def test_other_buttons_are_for_all(self, button: str) -> None:
        assert refusal(button, Actor(PLACE, manages=False)) == ""


@pytest.mark.parametrize("name", COMMAND_OF)
def test_every_modal_asks_for_arguments_of_its_command_within_what_platforms_show(name: str) -> None:
    modal = asking(name, {})
    spec = next(spec for spec in COMMANDS if spec.name == command_of(name))
    assert [one.name for one in modal.inputs] == [argument.name for argument in spec.arguments[:5]]
    for one in modal.inputs:
        assert len(one.label) <= 45
        assert len(one.hint) <= 100
        assert len(one.choices) <= 25
        assert not one.choices or one.value in [choice.value for choice in one.choices]
