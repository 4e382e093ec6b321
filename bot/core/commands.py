"""The one list of commands, with their arguments and help, for typed text and for a platform's options."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.errors import ConfigError
from bot.model import Command, Completion, Outline, Section, Table

PREFIX = "/news"


@dataclass(frozen=True, slots=True)
class Argument:
    """A value that a command takes; a keyed one is written `name:value`."""

    name: str
    help: str
    required: bool = False
    keyed: bool = False

    @property
    def usage(self) -> str:
        """How help shows it: "URL", "[OUTLET]", "[speaker:…]"."""
        shown = f"{self.name}:…" if self.keyed else self.name.upper()
        return shown if self.required else f"[{shown}]"


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command: its name, what it does, what it takes, and an example of that."""

    name: str  # "ask"; a second word names an act on the same thing: "feeds add"
    help: str
    arguments: tuple[Argument, ...] = ()
    example: str = ""
    short: str = ""  # typed in place of PREFIX and name

    @property
    def typed(self) -> str:
        """What is typed before the arguments."""
        return f"{PREFIX} {self.name}"

    @property
    def usage(self) -> str:
        """The whole line as help shows it."""
        return " ".join((self.short or self.typed, *(argument.usage for argument in self.arguments)))


_FEED = Argument("url", "the address of a feed", required=True)

_TOPIC = Argument("topic", "the name of a topic", required=True)
_FILTER = (
    Argument("kind", "what it looks at: words, phrase, outlet, author, language, expression", required=True),
    Argument("value", "what it looks for", required=True),
)

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec("help", "what I can do", short="/help"),
    CommandSpec("digest", "the news since the last digest, now"),
    CommandSpec(
        "ask",
        "an answer from the gathered articles, with its places",
        (Argument("question", "what you want to know", required=True),),
        example="who leads the harbour talks?",
        short="/ask",
    ),
    CommandSpec(
        "brief",
        "the briefing of one article",
        (Argument("url", "the address of an article", required=True),),
        example="https://example.org/story",
    ),
    CommandSpec(
        "quotes",
        "who said what, newest first",
        (
            Argument("speaker", "who said it", keyed=True),
            Argument("about", "words that the quotes are about", keyed=True),
            Argument("since", "the first day, as YYYY-MM-DD", keyed=True),
        ),
        example="speaker:Okafor about:harbour",
    ),
    CommandSpec("feeds", "the feeds that are taken, and how each is"),
    CommandSpec(
        "feeds add",
        "take a feed",
        (_FEED, Argument("outlet", "its publisher's name")),
        example="https://example.org/feed.xml The Example",
    ),
    CommandSpec("feeds remove", "stop taking a feed", (_FEED,), example="https://example.org/feed.xml"),
    CommandSpec("feeds check", "look at every feed now"),
    CommandSpec(
        "why",
        "why stories lead, and why others are left out",
        (Argument("words", "words of the story's headline or text"),),
        example="harbour talks",
    ),
    CommandSpec(
        "mute",
        "leave out what holds these words, or an outlet",
        (Argument("what", "words, or outlet:NAME", required=True),),
        example="outlet:The Example",
    ),
    CommandSpec(
        "unmute",
        "no longer leave it out",
        (Argument("what", "words, or outlet:NAME", required=True),),
        example="outlet:The Example",
    ),
    CommandSpec("filters", "what this channel leaves out, or alone wants to hear"),
    CommandSpec("filters add", "leave out what fits", _FILTER, example="phrase interest rates"),
    CommandSpec("filters only", "leave out what does not fit", _FILTER, example="language en"),
    CommandSpec(
        "filters remove",
        "end a filter",
        (Argument("number", "its number in the list", required=True),),
        example="2",
    ),
    CommandSpec("topics", "the topics there are, and those that lead here"),
    CommandSpec("follow", "let a topic lead in this channel", (_TOPIC,), example="Business"),
    CommandSpec("unfollow", "end that", (_TOPIC,), example="Business"),
    CommandSpec(
        "topics add",
        "make a topic of your own; commas part what it looks for",
        (
            Argument("name", "what the topic is called", required=True, keyed=True),
            Argument("words", "words in any of their forms", keyed=True),
            Argument("phrases", "words next to one another", keyed=True),
            Argument("names", "names, with their capitals", keyed=True),
            Argument("outlets", "these publishers alone", keyed=True),
            Argument("language", "this language alone, by its two letters", keyed=True),
        ),
        example="name:Harbour words:port, quay names:Ada Okafor",
    ),
    CommandSpec("topics remove", "end a topic of your own", (_TOPIC,), example="Harbour"),
)
"""Every command that works, in the order in which help shows them."""

_BY_NAME = {spec.name: spec for spec in COMMANDS}
_FORMS = {
    PREFIX: _BY_NAME["help"],
    **{spec.short: spec for spec in COMMANDS if spec.short},
    **{spec.typed: spec for spec in COMMANDS},
}
_ASK = _BY_NAME["ask"]


def parse(typed: str) -> Command:
    """The command in a typed line; text without a slash is a question. Raises ConfigError."""
    line = " ".join(typed.split())
    if not line:
        raise ConfigError("Type a question, or /help to see what I can do.")
    if not line.startswith("/"):
        return bind(_ASK.name, {"question": line})
    form = _form_of(line)
    spec, rest = _FORMS[form], line[len(form) :].strip()
    if rest and (form == PREFIX or _has_acts(spec)):
        raise _unknown(f"{form} {rest.split()[0]}")
    return bind(spec.name, dict(_arguments(spec, rest)))


def bind(name: str, options: Mapping[str, str]) -> Command:
    """A command with its arguments checked; empty ones are left out. Raises ConfigError."""
    spec = _BY_NAME[name]
    given = {key: value.strip() for key, value in options.items() if value.strip()}
    for argument in spec.arguments:
        if argument.required and argument.name not in given:
            raise _missing(spec, argument)
    return Command(name, {key: _CHECKS.get(key, str)(value) for key, value in given.items()})


def complete(typed: str) -> list[Completion]:
    """Ways to go on with a line: names of commands, then hints for their arguments; none for a question."""
    if not typed.startswith("/"):
        return []
    line = re.sub(r"\s+", " ", typed)
    return list(_names(line)) or list(_hints(line))


def help_outline() -> Outline:
    """What `/help` answers: every command with what it does."""
    rows = tuple((spec.usage, spec.help) for spec in COMMANDS)
    return Outline(
        title="What I can do",
        sections=(Section((Table(("Type", "To get"), rows),)),),
        lead="Ask a question in plain words, or type one of these.",
    )


# --- reading a line ------------------------------------------------------------------------------


def _form_of(line: str) -> str:
    lowered = line.casefold() + " "
    fitting = [form for form in _FORMS if lowered.startswith(form + " ")]
    if not fitting:
        raise _unknown(line.split()[0])
    return max(fitting, key=len)


def _has_acts(spec: CommandSpec) -> bool:
    return not spec.arguments and any(other.name.startswith(f"{spec.name} ") for other in COMMANDS)


def _arguments(spec: CommandSpec, rest: str) -> Iterator[tuple[str, str]]:
    if not spec.arguments:
        if rest:
            raise ConfigError(f"{spec.short or spec.typed} takes nothing after it.")
    elif spec.arguments[0].keyed:
        yield from _keyed(spec, rest)
    else:
        values = rest.split(" ", maxsplit=len(spec.arguments) - 1)
        yield from zip((argument.name for argument in spec.arguments), values, strict=False)


def _keyed(spec: CommandSpec, rest: str) -> Iterator[tuple[str, str]]:
    """Values reach up to the next key; words before any key belong to the first one."""
    keys = "|".join(argument.name for argument in spec.arguments)
    first, *others = re.split(rf"(?:^|\s)({keys}):", rest, flags=re.IGNORECASE)
    yield spec.arguments[0].name, first
    yield from zip((key.casefold() for key in others[::2]), others[1::2], strict=True)


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value.replace("/", "-")).isoformat()
    except ValueError:
        raise ConfigError(f"“{value}” is no date; write it as YYYY-MM-DD.") from None


def _address(value: str) -> str:
    if not re.match(r"https?://[^\s/]", value, re.IGNORECASE) or " " in value:
        raise ConfigError(f"“{value}” is no web address; one starts with http:// or https://.")
    return value


def _number(value: str) -> str:
    if not value.isdecimal():
        raise ConfigError(f"“{value}” is no number; the list shows the number of each.")
    return str(int(value))


_CHECKS: Mapping[str, Callable[[str], str]] = {"since": _day, "url": _address, "number": _number}


# --- what is said when a line cannot be read -----------------------------------------------------


def _missing(spec: CommandSpec, argument: Argument) -> ConfigError:
    form = spec.short or spec.typed
    return ConfigError(f"Type {argument.help} after {form}, for example: {form} {spec.example}")


def _unknown(form: str) -> ConfigError:
    near = _nearest(form)
    return ConfigError(
        f"There is no command {form}; did you mean {near}?"
        if near
        else f"There is no command {form}; /help lists those there are."
    )


def _nearest(form: str) -> str | None:
    """By the whole form, else by its last word: "/digest" and "/news digset" both lead to "/news digest"."""
    word = form.split()[-1].lstrip("/").casefold()
    by_word = {spec.name.split()[-1]: spec.typed for spec in reversed(COMMANDS)}
    named = difflib.get_close_matches(word, by_word, n=1, cutoff=0.6)
    whole = difflib.get_close_matches(form.casefold(), _FORMS, n=1, cutoff=0.75)
    return by_word[named[0]] if named else next(iter(whole), None)


# --- completion ----------------------------------------------------------------------------------


def _names(line: str) -> Iterator[Completion]:
    word = line[1:].casefold()
    for spec in COMMANDS:
        forms: Iterable[str] = filter(None, (spec.short, spec.typed))
        form = next((form for form in forms if form.startswith(line.casefold())), None)
        if form is None and word and spec.name.startswith(word):
            form = spec.typed
        if form:
            yield Completion(form + (" " if spec.arguments else ""), _told(spec))


def _told(spec: CommandSpec) -> str:
    arguments = " ".join(argument.usage for argument in spec.arguments)
    return f"{arguments} · {spec.help}" if arguments else spec.help


def _hints(line: str) -> Iterator[Completion]:
    form = max((form for form in _FORMS if line.casefold().startswith(form + " ")), key=len, default=PREFIX)
    arguments = _FORMS[form].arguments
    if not arguments:
        return
    if arguments[0].keyed:
        yield from _keys(line, arguments)
        return
    done = len(line[len(form) + 1 :].split(" ")) - 1
    argument = arguments[min(done, len(arguments) - 1)]
    yield Completion(line, f"{argument.usage} · {argument.help}")


def _keys(line: str, arguments: tuple[Argument, ...]) -> Iterator[Completion]:
    head, _, word = line.rpartition(" ")
    for argument in arguments:
        key = f"{argument.name}:"
        if f" {key}" not in line and key.startswith(word.casefold()):
            yield Completion(f"{head} {key}", argument.help)
