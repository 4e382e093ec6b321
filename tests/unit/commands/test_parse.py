import pytest

from bot.core.commands import COMMANDS, CommandSpec, bind, help_outline, parse
from bot.errors import ConfigError
from bot.model import Command, Table


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/help", Command("help")),
        ("/news", Command("help")),
        ("/news help", Command("help")),
        ("/news digest", Command("digest")),
        ("  /News  DIGEST ", Command("digest")),
        ("/news ask who leads the talks?", Command("ask", {"question": "who leads the talks?"})),
        ("/ask who leads  the talks?", Command("ask", {"question": "who leads the talks?"})),
        ("/news brief https://a.example/b", Command("brief", {"url": "https://a.example/b"})),
        ("/news quotes", Command("quotes")),
        ("/news quotes speaker:Ada Okafor", Command("quotes", {"speaker": "Ada Okafor"})),
        ("/news quotes Ada Okafor about:quay", Command("quotes", {"speaker": "Ada Okafor", "about": "quay"})),
        ("/news quotes SINCE:2026/11/02 about:", Command("quotes", {"since": "2026-11-02"})),
        ("/news feeds", Command("feeds")),
        ("/news feeds check", Command("feeds check")),
        ("/news feeds add http://a.example/f", Command("feeds add", {"url": "http://a.example/f"})),
        ("/news feeds add a.example", Command("feeds add", {"url": "a.example"})),
        ("/news feeds add a.example:8080/f", Command("feeds add", {"url": "a.example:8080/f"})),
        (
            "/news feeds add http://a.example/f The Harbour Post",
            Command("feeds add", {"url": "http://a.example/f", "outlet": "The Harbour Post"}),
        ),
        ("/news feeds remove http://a.example/f", Command("feeds remove", {"feed": "http://a.example/f"})),
        ("/news feeds remove The Example", Command("feeds remove", {"feed": "The Example"})),
        ("/news why", Command("why")),
        ("/news why harbour talks", Command("why", {"words": "harbour talks"})),
        ("/news mute outlet:The Example", Command("mute", {"what": "outlet:The Example"})),
        (
            "/news filters add expression a  b|c",
            Command("filters add", {"kind": "expression", "value": "a b|c"}),
        ),
        ("/news filters remove 02", Command("filters remove", {"number": "2"})),
        ("/news topics", Command("topics")),
        (
            "/news topics add Harbour words:port, quay language:en",
            Command("topics add", {"name": "Harbour", "words": "port, quay", "language": "en"}),
        ),
        ("/news follow Sport", Command("follow", {"topic": "Sport"})),
    ],
)
def test_a_line_becomes_its_command(typed: str, command: Command) -> None:
    assert parse(typed) == command


def test_text_without_a_slash_is_a_question() -> None:
    assert parse("What did the mayor\nsay?") == Command("ask", {"question": "What did the mayor say?"})


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type a question, or /news help to see what I can do."),
        (" \n", "Type a question, or /news help to see what I can do."),
        ("/ask", "Type what you want to know after /ask, for example: /ask who won Marl Quay?"),
        ("/news digset", "There is no command /news digset; did you mean /news digest?"),
        ("/digest", "There is no command /digest; did you mean /news digest?"),
        ("/hlep", "There is no command /hlep; did you mean /news help?"),
        (
            "/news feeds ad http://a.example",
            "There is no command /news feeds ad; did you mean /news feeds add?",
        ),
        ("/zebra", "There is no command /zebra; /news help lists those there are."),
        ("/news digest now", "/news digest takes nothing after it."),
        ("/news brief harbour", "“harbour” is no web address; one starts with http:// or https://."),
        ("/news brief javascript:alert(1)", "“javascript:alert(1)” is no web address; "),
        ("/news filters remove all", "“all” is no number; the list shows the number of each."),
        (
            "/news mute",
            "Type words, or outlet:NAME after /news mute, for example: /news mute outlet:The Example",
        ),
        ("/news filters add words", "Type what it looks for after /news filters add, for example: "),
        (
            "/news topics add words:port",
            "Type what the topic is called after /news topics add, for example: ",
        ),
        ("/news filter", "There is no command /news filter; did you mean /news filters?"),
        ("/news schedule foo", "There is no command /news schedule foo; did you mean /news schedule?"),
        ("/news feeds import", "A list of feeds is a file: hand it in by “Import feeds” in the settings"),
        ("/news feeds delete x", "There is no command /news feeds delete; did you mean /news feeds?"),
        ("/news quotes since:soon", "“soon” is no day; write it as YYYY-MM-DD, yesterday, Monday or 3 May."),
    ],
)
def test_a_line_that_cannot_be_read_is_told_in_one_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(typed)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_every_example_is_a_command_of_its_own(spec: CommandSpec) -> None:
    assert parse(f"{spec.typed} {spec.example}").name == spec.name


def test_options_of_a_platform_are_checked_as_typed_text_is() -> None:
    assert bind("quotes", {"speaker": " Ada ", "about": ""}) == Command("quotes", {"speaker": "Ada"})
    with pytest.raises(ConfigError, match="is no day"):
        bind("quotes", {"since": "soon"})
    with pytest.raises(ConfigError, match="Type what you want to know"):
        bind("ask", {})


def test_help_tells_every_command() -> None:
    (section,) = help_outline().sections
    (table,) = section.blocks
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [spec.usage for spec in COMMANDS]
    assert ("/news feeds add URL [OUTLET]", "take a feed, or find the feeds of a site") in table.rows


@pytest.mark.parametrize("name", ["feeds", "schedule", "filters", "topics"])
@pytest.mark.parametrize("act", ["list", "show", "LIST"])
def test_what_is_shown_by_its_name_is_shown_by_list_too(name: str, act: str) -> None:
    assert parse(f"/news {name} {act}") == Command(name, {})


@pytest.mark.parametrize(
    ("typed", "args"),
    [
        (
            "/news quotes speaker:“Ada Okafor” since:yesterday",
            {"speaker": "Ada Okafor", "since": "yesterday"},
        ),
        (
            '/news quotes about:"port strike" since:2026/05/03',
            {"about": "port strike", "since": "2026-05-03"},
        ),
        ("/news quotes since:“3 May 2026”", {"speaker": "", "since": "2026-05-03"}),
        ("/news schedule set times:“8am” language:German", {"times": "08:00", "language": "de"}),
        ("/news schedule set 08.30 language:français", {"times": "08:30", "language": "fr"}),
        ("/news feeds remove „The Quay“", {"feed": "The Quay"}),
        ("/news ask “Who won?”", {"question": "“Who won?”"}),
        ('/news quotes speaker:"Ada Okafor about:rates', {"speaker": "Ada Okafor", "about": "rates"}),
        ("/news watch “port strike", {"phrase": "port strike"}),
        ("/news feeds remove The Quay”", {"feed": "The Quay"}),
        ("/news mute ’Tis the season", {"what": "’Tis the season"}),
    ],
)
def test_values_are_read_as_people_write_them(typed: str, args: dict[str, str]) -> None:
    assert parse(typed).args == {key: value for key, value in args.items() if value}
