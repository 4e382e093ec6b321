import pytest

from bot.core.commands import COMMANDS, blank, complete


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
    assert (first.text, first.help) == ("/news feeds add http://a.example", "URL · a site or a feed")
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


def test_what_is_known_is_offered_after_its_key_and_after_the_start_of_any_of_its_words() -> None:
    known = {"zone": ["Europe/Berlin", "Europe/Bern", "UTC"], "speaker": ["Ada Okafor"]}

    def offered(typed: str) -> list[str]:
        return [completion.text for completion in complete(typed, known)]

    assert offered("/news schedule set times:08:00 zone:ber") == [
        "/news schedule set times:08:00 zone:Europe/Berlin",
        "/news schedule set times:08:00 zone:Europe/Bern",
    ]
    assert offered("/news quotes speaker:Ada o") == ["/news quotes speaker:Ada Okafor"]
    assert offered("/news quotes speaker:“Ada o") == ["/news quotes speaker:“Ada Okafor"]
    assert offered("/news schedule set times:08:00 zone:UTC ") == [
        "/news schedule set times:08:00 zone:UTC size:",
        "/news schedule set times:08:00 zone:UTC language:",
        "/news schedule set times:08:00 zone:UTC quiet:",
        "/news schedule set times:08:00 zone:UTC late:",
        "/news schedule set times:08:00 zone:UTC feeds:",
        "/news schedule set times:08:00 zone:UTC topics:",
        "/news schedule set times:08:00 zone:UTC name:",
        "/news schedule set times:08:00 zone:UTC order:",
    ]


@pytest.mark.parametrize(
    ("typed", "argument", "value"),
    [
        ("/news  follow sp", "topic", "sp"),
        ("/news feeds add http://a.example The Har", "outlet", "The Har"),
        ("/news quotes about:quay SPEAKER:Ada Ok", "speaker", "Ada Ok"),
        ("/news schedule set times:08:00,17:0", "times", "08:00,17:0"),
    ],
)
def test_the_argument_that_a_line_has_come_to(typed: str, argument: str, value: str) -> None:
    at = blank(typed)
    assert at is not None
    assert (at.argument.name, at.typed) == (argument, value)


@pytest.mark.parametrize("typed", ["/news follow", "/news digest ", "/news quotes sp", "who said it"])
def test_a_line_may_have_come_to_none(typed: str) -> None:
    assert blank(typed) is None
