"""What people said to one another in a thread, and what somebody wants who mentions the bot.

Nobody is given words: what somebody said is a slice of their message, and what they only quote of others
is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.reading.text import paragraphs, sentences, terms
from bot.model import Message, Said, Span, Talk

MOST_SAID = 8
"""Sentences shown of a thread: about twenty seconds of reading."""

MOST_OF_ONE = 3
"""Of them, of one person: a thread is more than its longest message."""

LEAST_WORDS = 3
"""Words of a sentence that can stand alone; fewer are a nod."""

LONGEST = 400
"""Code points of a sentence that is shown; a longer one is no sentence, and is cut at no place of ours."""

DAMP = 6.0
"""Words by which short sentences are held back, so that one telling word does not lead."""

_FENCED = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_OTHERS = re.compile(r"\s*(?:>|&gt;)")


def opening_link(talk: Talk) -> str | None:
    """The address that a thread opens with, where it is about an article."""
    first = next(iter(of_people(talk)), None)
    return link_in(first.text) if first else None


def excerpts(talk: Talk) -> tuple[Said, ...]:
    """The sentences that tell most of what people said, in their order: what opens, what recurs, what closes.

    A sentence tells by the words that several messages share; the first and the last of the thread that can
    stand alone are always shown.
    """
    spoken = [said for message in of_people(talk) for said in _sentences(message)]
    if not spoken:
        return ()
    worth = _worth(spoken)
    best = sorted(range(len(spoken)), key=lambda at: (-worth[at], at))
    chosen: list[int] = []
    for at in dict.fromkeys((0, len(spoken) - 1, *best)):
        if len(chosen) < MOST_SAID and _has_room(spoken, chosen, at):
            chosen.append(at)
    return tuple(spoken[at] for at in sorted(chosen))


def people(talk: Talk) -> tuple[str, ...]:
    """The names of those who wrote, in the order in which they came in."""
    return tuple(dict.fromkeys(message.author for message in of_people(talk)))


def of_people(talk: Talk) -> list[Message]:
    """The messages that people wrote, none of On Record's."""
    return [message for message in talk.messages if not message.ours and message.text.strip()]


def own_lines(message: Message) -> Iterator[Span]:
    """The lines of a message that are its author's own: no code, no line quoted of somebody else."""
    fenced = [Span(match.start(), match.end()) for match in _FENCED.finditer(message.text)]
    for line in paragraphs(message.text):
        if not _OTHERS.match(message.text, line.start) and not any(line.overlaps(code) for code in fenced):
            yield line


def _sentences(message: Message) -> Iterator[Said]:
    for line in own_lines(message):
        for span in sentences(message.text, line):
            said = Said(message, span)
            if _stands_alone(said.text):
                yield said


def _stands_alone(text: str) -> bool:
    """Whether a sentence can stand alone and is none by which somebody asks to be told of the thread."""
    enough = len(LINK.sub(" ", text).split()) >= LEAST_WORDS
    return enough and len(text) <= LONGEST and not asks_for_summary(text)


def _worth(spoken: Sequence[Said]) -> list[float]:
    """How much each sentence tells: the mean over its words of how many messages hold each."""
    held = [set(terms(LINK.sub(" ", said.text))) for said in spoken]
    messages: dict[str, set[str]] = {}
    for said, words in zip(spoken, held, strict=True):
        for word in words:
            messages.setdefault(word, set()).add(said.message.id)
    return [sum(len(messages[word]) for word in words) / (len(words) + DAMP) for words in held]


def _has_room(spoken: Sequence[Said], chosen: Sequence[int], at: int) -> bool:
    """Whether this sentence says what none chosen says, and its author has not had their share."""
    of_author = Counter(spoken[other].author for other in chosen)
    several = len({said.author for said in spoken}) > 1
    mine = " ".join(terms(spoken[at].text))
    again = any(mine == " ".join(terms(spoken[other].text)) for other in chosen)
    return not again and not (several and of_author[spoken[at].author] >= MOST_OF_ONE)


# --- what somebody wants who mentions the bot -----------------------------------------------------


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


def asks_for_summary(text: str) -> bool:
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
