"""What somebody wants who mentions the bot."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINK = re.compile(r"https?://[^\s<>\"“”|]+", re.IGNORECASE)
"""A web address as people paste it; what closes the sentence around it may still hang on."""

_AFTER = ".,;:!?'’)]}*_~"
_CATCH_UP = re.compile(
    r"(?:please |can you |could you )*"
    r"(?:catch (?:me|us) up|bring (?:me|us) up to (?:date|speed)|what did (?:i|we) miss"
    r"|summari[sz]e(?: this| the)?(?: thread| talk| discussion)?|sum up|tl;?dr|recap)"
    r"(?:,? please| on this| here)*[.?! ]*",
    re.IGNORECASE,
)
_NAMED_CATCH_UP = re.compile(rf"(?:@.{{1,40}}? )?{_CATCH_UP.pattern}", re.IGNORECASE)
_HELP = re.compile(r"/?(?:help|what can you do)[.?! ]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BriefLink:
    """The briefing of a linked article."""

    url: str


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What was said in this thread; `asked` in words, or meant by a mention without any."""

    asked: bool


@dataclass(frozen=True, slots=True)
class AskWords:
    """A question."""

    text: str


@dataclass(frozen=True, slots=True)
class AskHelp:
    """What the bot can do."""


Wanted = BriefLink | CatchUp | AskWords | AskHelp


def wanted(text: str, in_thread: bool) -> Wanted:
    """What somebody wants who mentions the bot with these words; the mention itself is not among them."""
    words = " ".join(text.split())
    link = link_in(words)
    if link:
        return BriefLink(link)
    if not words:
        return CatchUp(asked=False) if in_thread else AskHelp()
    if _HELP.fullmatch(words):
        return AskHelp()
    if in_thread and _CATCH_UP.fullmatch(words):
        return CatchUp(asked=True)
    return AskWords(words)


def asks_to_be_told(text: str) -> bool:
    """Whether somebody asks here to be caught up, also after the name of whom they ask."""
    return _NAMED_CATCH_UP.fullmatch(text.strip()) is not None


def link_in(text: str) -> str | None:
    """The first web address in a text, without the marks that close its sentence."""
    found = LINK.search(text)
    if found is None:
        return None
    url = found[0]
    while url[-1] in _AFTER and not (url[-1] == ")" and url.count("(") >= url.count(")")):
        url = url[:-1]
    return url if "." in url.partition("//")[2] or "localhost" in url else None
