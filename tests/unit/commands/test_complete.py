import pytest

from bot.core.commands import COMMANDS, complete


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
