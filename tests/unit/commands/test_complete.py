import pytest

from bot.core.commands import COMMANDS, asks_for, complete


def texts(typed: str) -> list[str]:
    return [completion.text for completion in complete(typed)]


def test_a_slash_offers_every_command_with_its_help() -> None:
    assert len(texts("/")) == len(COMMANDS)
    assert all(completion.help for completion in complete("/"))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/news d", ["/news digest"]),
        ("/dig", ["/news digest"]),
        ("/as", ["/ask "]),
        ("/NEWS B", ["/news brief "]),
        ("/news feeds ", ["/news feeds add ", "/news feeds remove ", "/news feeds check"]),
        ("/news quotes sp", ["/news quotes speaker:"]),
        ("/news quotes speaker:Ada ", ["/news quotes speaker:Ada about:", "/news quotes speaker:Ada since:"]),
        ("/zebra", []),
        ("who said it", []),
        ("", []),
    ],
)
def test_what_is_offered_begins_as_it_was_typed(typed: str, offered: list[str]) -> None:
    assert texts(typed) == offered


def test_an_argument_is_hinted_while_it_is_typed() -> None:
    (first,) = complete("/news feeds add http://a.example")
    assert (first.text, first.help) == ("/news feeds add http://a.example", "URL · the address of a feed")
    (second,) = complete("/news feeds add http://a.example The Har")
    assert second.help == "[OUTLET] · its publisher's name"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/news follow ", ["/news follow Business", "/news follow Sport", "/news follow Sport news"]),
        ("/news unfollow SPORT N", ["/news unfollow Sport news"]),
        ("/news follow business", ["/news follow business"]),  # written out: a hint alone
        ("/news follow x", ["/news follow x"]),
        ("/news filters add l", ["/news filters add language "]),
        ("/news filters only ex", ["/news filters only expression "]),
    ],
)
def test_values_that_are_known_are_offered(typed: str, offered: list[str]) -> None:
    known = {"topic": ["Business", "Sport", "Sport news"]}
    assert [completion.text for completion in complete(typed, known)] == offered


def test_a_line_asks_for_the_arguments_of_its_command() -> None:
    assert asks_for("/news  follow sp", "topic")
    assert not asks_for("/news follow", "topic")
    assert not asks_for("/news mute topic", "topic")
