"""The one list of commands, with their arguments and help."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.filters import KINDS

PREFIX = "/news"


@dataclass(frozen=True, slots=True)
class Argument:
    """A value that a command takes; a keyed one is written `name:value`."""

    name: str
    help: str
    required: bool = False
    keyed: bool = False
    choices: tuple[str, ...] = ()
    suggested: bool = False  # the desk knows values for it

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
    changes: bool = False  # what a channel or its workspace gets: not everybody may
    modal: str = ""  # the window that asks for its arguments, where a platform has them and none were given

    @property
    def typed(self) -> str:
        """What is typed before the arguments."""
        return f"{PREFIX} {self.name}"

    @property
    def usage(self) -> str:
        """The whole line as help shows it."""
        return " ".join((self.typed, *(argument.usage for argument in self.arguments)))


_FEED = Argument("url", "the address of a feed", required=True)

_TOPIC = Argument("topic", "the name of a topic", required=True, suggested=True)
_FILTER = (
    Argument("kind", f"what it looks at: {', '.join(KINDS)}", required=True, choices=KINDS),
    Argument("value", "what it looks for", required=True),
)

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec("help", "what I can do"),
    CommandSpec("digest", "today’s stories, now"),
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
            Argument("speaker", "who said it", keyed=True, suggested=True),
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
        changes=True,
        modal="feed",
    ),
    CommandSpec(
        "feeds remove",
        "stop taking a feed",
        (replace(_FEED, suggested=True),),
        example="https://example.org/feed.xml",
        changes=True,
    ),
    CommandSpec("feeds check", "look at every feed now"),
    CommandSpec("schedule", "when digests come here"),
    CommandSpec(
        "schedule set",
        "let digests come at these times",
        (
            Argument(
                "times", "times of day as HH:MM, commas between", required=True, keyed=True, suggested=True
            ),
            Argument("zone", "a time zone, such as Europe/Berlin", keyed=True, suggested=True),
            Argument("size", "how many stories, 1 to 20", keyed=True, suggested=True),
            Argument("language", "what a model translates into, or original", keyed=True, suggested=True),
        ),
        example="times:08:00,17:00 zone:Europe/Berlin size:6",
        changes=True,
        modal="schedule",
    ),
    CommandSpec("schedule pause", "let no digest come until it is resumed", changes=True),
    CommandSpec("schedule resume", "let digests come again", changes=True),
    CommandSpec("schedule remove", "end the digests of this channel", changes=True),
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
        changes=True,
    ),
    CommandSpec(
        "unmute",
        "no longer leave it out",
        (Argument("what", "words, or outlet:NAME", required=True, suggested=True),),
        example="outlet:The Example",
        changes=True,
    ),
    CommandSpec("filters", "what this channel leaves out, or alone wants to hear"),
    CommandSpec(
        "filters add",
        "leave out what fits",
        _FILTER,
        example="phrase interest rates",
        changes=True,
        modal="filter",
    ),
    CommandSpec("filters only", "leave out what does not fit", _FILTER, example="language en", changes=True),
    CommandSpec(
        "filters remove",
        "end a filter",
        (Argument("number", "its number in the list", required=True, suggested=True),),
        example="2",
        changes=True,
    ),
    CommandSpec("topics", "the topics there are, and those that lead here"),
    CommandSpec("follow", "let a topic lead in this channel", (_TOPIC,), example="Business", changes=True),
    CommandSpec("unfollow", "end that", (_TOPIC,), example="Business", changes=True),
    CommandSpec(
        "topics add",
        "make a topic of your own; commas part what it looks for",
        (
            Argument("name", "what the topic is called", required=True, keyed=True),
            Argument("words", "words in any of their forms", keyed=True),
            Argument("phrases", "words next to one another", keyed=True),
            Argument("names", "names, with their capitals", keyed=True),
            Argument("outlets", "these publishers alone", keyed=True, suggested=True),
            Argument("language", "this language alone, by its two letters", keyed=True),
        ),
        example="name:Harbour words:port, quay names:Ada Okafor",
        changes=True,
        modal="topic",
    ),
    CommandSpec("topics remove", "end a topic of your own", (_TOPIC,), example="Harbour", changes=True),
)
"""Every command that works, in the order in which help shows them."""

BY_NAME = {spec.name: spec for spec in COMMANDS}
"""The commands by name."""

FORMS = {
    PREFIX: BY_NAME["help"],
    "/help": BY_NAME["help"],  # understood everywhere, but in Slack it is Slack's own
    **{spec.short: spec for spec in COMMANDS if spec.short},
    **{spec.typed: spec for spec in COMMANDS},
}
"""The commands by what is typed for them."""
