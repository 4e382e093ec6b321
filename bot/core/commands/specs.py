"""The one list of commands: their arguments, help, rights and local names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.commands.arguments import (
    Argument,
    address,
    day,
    hourly,
    label,
    late,
    number,
    order_language,
    site,
    size,
)
from bot.core.commands.time_zones import zone
from bot.core.commands.timetable import quiet, times
from bot.core.filters import KINDS
from bot.core.reading.text import unquoted
from bot.model import Actor, Choice, FilterKind, InputKind, Outline, Section, Table

PREFIX = "/news"


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
    title: str = ""  # of that window
    otherwise: str = ""  # the act on the same thing that is meant where what follows names none

    @property
    def typed(self) -> str:
        """What is typed before the arguments."""
        return f"{PREFIX} {self.name}"

    @property
    def usage(self) -> str:
        """The whole line as help shows it."""
        return " ".join((self.typed, *(argument.usage for argument in self.arguments)))


_FEED = Argument("feed", "the address of a feed, or its publisher", required=True, suggested=True)
_SITE = Argument("url", "a site or a feed", label="Address of the site or feed", required=True, parse=site)
_TOPIC = Argument("topic", "the name of a topic", required=True, suggested=True)
_KINDS = (
    Choice(FilterKind.WORDS, "Words: all of them, in any form"),
    Choice(FilterKind.PHRASE, "Words next to one another"),
    Choice(FilterKind.OUTLET, "The publisher"),
    Choice(FilterKind.AUTHOR, "A name in the byline"),
    Choice(FilterKind.LANGUAGE, "The language, by name or two letters"),
    Choice(FilterKind.EXPRESSION, "A regular expression"),
)
_FILTER = (
    Argument(
        "kind", f"what it looks at: {', '.join(KINDS)}", "What it looks at", required=True, options=_KINDS
    ),
    Argument("value", "what it looks for", "What it looks for", required=True, verbatim=True),
)
_TIMES = Argument(
    "times",
    "08:00, 5pm; 08:00 on weekdays; weekly Friday 17:00; or a cron line",
    label="Times of day",
    required=True,
    keyed=True,
    parse=times,
    kind=InputKind.TIMES,
    asked="When?",
    suggested=True,
)
_ORDER = (
    Argument(
        "zone",
        "a time zone, such as Europe/Berlin",
        label="Time zone",
        keyed=True,
        parse=zone,
        kind=InputKind.ZONE,
        suggested=True,
    ),
    Argument(
        "size",
        "how many stories, 1 to 20",
        label="Stories in a digest",
        keyed=True,
        parse=size,
        suggested=True,
    ),
    Argument(
        "language",
        "what a model translates into, or original",
        keyed=True,
        parse=order_language,
        suggested=True,
    ),
    Argument(
        "quiet",
        "hours, weekdays or dates without a digest: 22:00-07:00 Sun; or off",
        label="Quiet time",
        keyed=True,
        parse=quiet,
        suggested=True,
    ),
    Argument("late", "one late digest after an outage, or none", keyed=True, parse=late, suggested=True),
    Argument("feeds", "these publishers or feeds alone, or all", keyed=True, suggested=True),
    Argument("topics", "stories about these topics alone, or all", keyed=True, suggested=True),
    Argument("name", "what the order is called", keyed=True, parse=label),
)
_WHICH = Argument("order", "which of several orders: its number or name", label="Order", suggested=True)

_WATCHED = (
    Argument("phrase", "words next to one another, as they are written", keyed=True, parse=unquoted),
    Argument("speaker", "whose quotes", keyed=True, parse=unquoted, suggested=True),
    Argument("about", "words that such a quote is about", keyed=True, parse=unquoted),
    Argument("topic", "the name of a topic", keyed=True, parse=unquoted, suggested=True),
)
HERE, ME = "here", "me"
"""Where alerts come: to the channel, or to a person alone."""

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec("help", "what I can do"),
    CommandSpec("digest", "today’s stories, now"),
    CommandSpec(
        "ask",
        "an answer from the gathered articles, with its places",
        (Argument("question", "what you want to know", required=True, verbatim=True),),
        example="who won Marl Quay?",
        short="/ask",
    ),
    CommandSpec(
        "brief",
        "the briefing of one article",
        (Argument("url", "the address of an article", required=True, parse=address),),
        example="https://example.org/story",
    ),
    CommandSpec(
        "quotes",
        "who said what, newest first",
        (
            Argument("speaker", "who said it", keyed=True, suggested=True),
            Argument("about", "words that the quotes are about", keyed=True),
            Argument("since", "the first day: yesterday, Monday, 3 May, 2026-05-03", keyed=True, parse=day),
        ),
        example="speaker:Okafor about:harbour",
    ),
    CommandSpec(
        "check",
        "a text held against the articles of this thread, or of the feeds",
        (Argument("text", "one or more sentences", "Text", required=True, verbatim=True),),
        example="40,000 cars cross the bridge.",
    ),
    CommandSpec("feeds", "your feeds and their status"),
    CommandSpec(
        "feeds add",
        "take a feed, or find the feeds of a site",
        (_SITE, Argument("outlet", "its publisher's name", label="Publisher")),
        example="example.org",
        changes=True,
        modal="feed",
        title="Take a feed",
    ),
    CommandSpec(
        "feeds remove",
        "stop taking a feed",
        (_FEED,),
        example="The Example",
        changes=True,
    ),
    CommandSpec("feeds check", "look at every feed now"),
    CommandSpec("schedule", "when digests come here"),
    CommandSpec(
        "schedule set",
        "let digests come at these times",
        (replace(_TIMES, required=False, wanted=True), *_ORDER, replace(_WHICH, keyed=True)),
        example="08:00 on weekdays",
        changes=True,
        modal="schedule",
        title="When digests come",
    ),
    CommandSpec(
        "schedule add",
        "let further digests come",
        (_TIMES, *_ORDER),
        example="weekly Friday 17:00 name:Week",
        changes=True,
        modal="order",
        title="Further digests",
    ),
    CommandSpec("schedule pause", "pause digests", (_WHICH,), example="2", changes=True),
    CommandSpec("schedule resume", "resume digests", (_WHICH,), example="2", changes=True),
    CommandSpec("schedule remove", "end digests of this channel", (_WHICH,), example="2", changes=True),
    CommandSpec(
        "why",
        "why stories lead, and why others are left out",
        (Argument("words", "words of the story's headline or text"),),
        example="Marl Quay",
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
    CommandSpec("filters", "this channel's filters"),
    CommandSpec(
        "filters add",
        "leave out what fits",
        _FILTER,
        example="phrase interest rates",
        changes=True,
        modal="filter",
        title="Leave something out",
    ),
    CommandSpec("filters only", "leave out what does not fit", _FILTER, example="language en", changes=True),
    CommandSpec(
        "filters remove",
        "end a filter",
        (Argument("number", "its number in the list", required=True, parse=number, suggested=True),),
        example="2",
        changes=True,
    ),
    CommandSpec("topics", "the topics there are, and those that lead here"),
    CommandSpec("follow", "let a topic lead in this channel", (_TOPIC,), example="Business", changes=True),
    CommandSpec("unfollow", "end that", (_TOPIC,), example="Business", changes=True),
    CommandSpec(
        "topics add",
        "make a topic of your own; separate entries with commas",
        (
            Argument("name", "what the topic is called", required=True, keyed=True),
            Argument("words", "words in any of their forms", keyed=True),
            Argument("phrases", "words next to one another", keyed=True),
            Argument("names", "names, with their capitals", keyed=True),
            Argument("outlets", "these publishers alone", keyed=True, suggested=True),
            Argument("language", "this language alone, by name or two letters", keyed=True),
        ),
        example="name:Harbour words:port, quay names:Ada Okafor",
        changes=True,
        modal="topic",
        title="Make a topic",
    ),
    CommandSpec("watch", "what is watched here, and how alerts come", otherwise="watch add"),
    CommandSpec(
        "watch add",
        "be alerted here, at once, of what somebody says, a topic or a phrase",
        _WATCHED,
        example="speaker:Ada Okafor about:harbour",
        changes=True,
    ),
    CommandSpec(
        "watch me",
        "the same, to you alone by direct message",
        _WATCHED,
        example="topic:Business",
    ),
    CommandSpec(
        "watch stop",
        "end a watch",
        (Argument("number", "its number in the list", required=True, parse=number, suggested=True),),
        example="2",
    ),
    CommandSpec(
        "watch set",
        "when alerts wait, and how many messages an hour may have",
        (
            Argument(
                "quiet",
                "hours, weekdays or dates: 22:00-07:00 Sun; or off",
                keyed=True,
                parse=quiet,
                suggested=True,
            ),
            Argument("hourly", "messages in an hour at most, the rest in one", keyed=True, parse=hourly),
            Argument("zone", "a time zone, such as Europe/Berlin", keyed=True, parse=zone, suggested=True),
            Argument(
                "where",
                "for this channel, or for what you alone are sent",
                keyed=True,
                options=(Choice(HERE, "This channel"), Choice(ME, "What I alone am sent")),
            ),
        ),
        example="22:00-07:00 hourly:2",
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


def help_outline() -> Outline:
    """What `/news help` answers: every command with what it does."""
    rows = tuple((spec.usage, spec.help) for spec in COMMANDS)
    return Outline(
        title="What I can do",
        sections=(Section((Table(("Type", "To get"), rows),)),),
        lead="Ask a question in plain words, or type one of these.",
    )


# --- who may do what ------------------------------------------------------------------------------

IMPORT_FEEDS = "feeds import"
"""What the taking of a list of feeds is called; nobody types a file, so that it is no command of the list."""

HOW_TO_IMPORT = (
    "A list of feeds is a file: hand it in by “Import feeds” in the settings of the page, in Discord by"
    " choosing /news feeds import, in Slack with a mention of me."
)
"""What is said to somebody who types it all the same."""

CHANGING = frozenset(
    {
        *(spec.name for spec in COMMANDS if spec.changes),
        *("mute", "unmute", "pause", "resume", "take"),  # buttons
        IMPORT_FEEDS,
    }
)
"""The commands and buttons that change what a channel or its workspace gets."""

OF_WORKSPACE = frozenset({"feeds add", "feeds remove", "take", "topics add", "topics remove", IMPORT_FEEDS})
"""Those of them whose effect is on all channels; the others change what their channel gets."""


OWN = frozenset({"watch me", "watch stop", "watch set", "mute_alert", "fewer", "unwatch"})
"""Those of which each finds out who may do it: to what is a channel's, or to what is somebody's own."""


def changes(name: str) -> bool:
    """Whether this command or button changes anything, and so is no mere reading."""
    return name in CHANGING or name in OWN


def refusal(name: str, actor: Actor) -> str:
    """One sentence that says who can do this, to somebody who may not; empty when they may.

    The name is that of a command or a button; a modal does the same as its command.
    """
    whole = name in OF_WORKSPACE
    theirs = name in OWN or (actor.direct and name == "watch add")
    if theirs or not changes(name) or actor.may_change(whole):
        return ""
    managers = (actor.workspace_managers if whole else "") or actor.managers
    return f"This is for {managers} to change; everything that only reads is for you too."


# --- names by the language of a reader ------------------------------------------------------------

LOCAL_NAMES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "help": "hilfe",
        "digest": "überblick",
        "ask": "fragen",
        "brief": "kurzfassung",
        "quotes": "zitate",
        "schedule": "zeiten",
        "why": "warum",
        "mute": "ausblenden",
        "unmute": "einblenden",
        "filters": "filter",
        "topics": "themen",
        "follow": "folgen",
        "unfollow": "entfolgen",
        "list": "liste",
        "add": "hinzufügen",
        "only": "nur",
        "remove": "entfernen",
        "check": "prüfen",
        "set": "setzen",
        "pause": "anhalten",
        "resume": "fortsetzen",
        "watch": "beobachten",
        "stop": "beenden",
    }
}
"""What words of command names are in other languages (ISO 639-1), where a platform shows its reader's.

The default names work everywhere and are the ones that help shows.
"""


def local_names(word: str) -> dict[str, str]:
    """What a word of a command's name is in each language that has another for it."""
    return {language: names[word] for language, names in LOCAL_NAMES.items() if word in names}
