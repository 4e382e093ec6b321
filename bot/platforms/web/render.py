"""Outline -> the page's own message body (plain JSON values) -> HTML, by templates that escape everything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from bot.core.outline.safe import link_parts, safe_url, shown
from bot.core.outline.texts import DIFFER, ON_RECORD, SOMEBODY, corrected
from bot.core.outline.threads import messages_of
from bot.core.quotes.book import neighbours
from bot.model import (
    Block,
    Bullet,
    Channel,
    Cite,
    Control,
    CorrectionNote,
    DayLine,
    Difference,
    Heading,
    Link,
    Links,
    Modal,
    Outline,
    Paragraph,
    Passage,
    Place,
    Quote,
    QuoteKind,
    Said,
    Section,
    Span,
    Table,
    ThreadBullet,
    Translation,
    Wording,
)

Payload = dict[str, Any]

AUTHOR = ON_RECORD
"""Whom our own messages are from."""

HERE = Path(__file__).parent
STATIC = HERE / "static"

OURS, TYPED, CHECKED = "told", "said", "retold"
"""Kinds of bodies, and of a bullet about people's talk, as they stand in message logs and style sheets."""


def render_typed(text: str) -> Payload:
    """The body of what a person typed."""
    return {"kind": TYPED, "text": text}


def render(outline: Outline, error: bool = False) -> Payload:
    """The body of what On Record says."""
    return {
        "kind": OURS,
        "error": error,
        "title": outline.title,
        "day": _day(outline.day),
        "lead": outline.lead,
        "sections": [_section(section) for section in outline.sections],
        "footer": outline.footer,
    }


def title_of(body: Payload) -> str:
    """One line that shows which message this is."""
    return str(body["text"] if body["kind"] == TYPED else body["title"])


def said(outline: Outline) -> str:
    """What was done, in one sentence: what stands above or below all else, or its title."""
    return outline.lead or outline.footer or outline.title


def _section(section: Section) -> Payload:
    wheres = [control for control in section.controls if control.action == "where"]
    quotes = [block for block in section.blocks if isinstance(block, Quote)]
    beside = wheres if len(wheres) == len(quotes) else []  # each quote has its button, in order
    blocks = quotes if _links_again(section, quotes) else section.blocks
    return {
        "blocks": list(_blocks(blocks, iter(beside))),
        "controls": [_control(one) for one in section.controls if one not in beside],
    }


def _links_again(section: Section, quotes: Sequence[Quote]) -> bool:
    """Whether quotes are followed by nothing but links to their articles, which each quote shows itself."""
    others = [block for block in section.blocks if not isinstance(block, Quote)]
    links = {link.url for block in others if isinstance(block, Links) for link in block.links}
    return all(isinstance(block, Links) for block in others) and links <= {q.article.url for q in quotes}


def _blocks(blocks: Sequence[Block], wheres: Iterator[Control]) -> Iterator[Payload]:
    """The blocks in order; bullets that follow one another become one list."""
    for together, run in groupby(blocks, key=lambda block: isinstance(block, Bullet | Translation)):
        if together:
            bullets = [_bullet(block) for block in run if isinstance(block, Bullet | Translation)]
            yield {"kind": "bullets", "bullets": bullets}
        else:
            yield from (_block(block, wheres) for block in run)


def _block(block: Block, wheres: Iterator[Control]) -> Payload:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case CorrectionNote(one, short):
            return {"kind": "paragraph", "text": corrected(one, short)}
        case Difference(sides):
            return {"kind": "difference", "label": DIFFER, "sides": [_side(cite) for cite in sides]}
        case Quote() | Wording() | Passage() | Said():
            return _verbatim(block, wheres)
        case ThreadBullet(text):
            runs = list(map(list, _runs(text, (said.text for said in block.said))))
            return {"kind": CHECKED, "runs": runs, "links": list(map(_link, messages_of(block)))}
        case Links(label, links):
            return {"kind": "links", "label": label, "links": [_link(link) for link in links]}
        case Table(header, rows):
            return {"kind": "table", "header": list(header), "rows": [list(row) for row in rows]}
        case Bullet() | Translation():
            return {"kind": "bullets", "bullets": [_bullet(block)]}


def _verbatim(block: Quote | Wording | Passage | Said, wheres: Iterator[Control]) -> Payload:
    match block:
        case Quote():
            return _quote(block, next(wheres, None))
        case Wording():
            return _wording(block)
        case Passage():
            return _passage(block)
        case Said():
            author, url = block.author or SOMEBODY, safe_url(block.url)
            return {"kind": "words", "author": author, "words": block.text, "url": url}


def _bullet(bullet: Bullet | Translation) -> Payload:
    if isinstance(bullet, Translation):
        return {"runs": [[bullet.text, False]], "language": bullet.language}
    words = [words for quote in bullet.quotes if quote.kind is QuoteKind.QUOTE for words in quote.words]
    edges = [0, *(edge for span in bullet.insertions for edge in (span.start, span.end)), len(bullet.text)]
    pieces = [bullet.text[start:end] for start, end in pairwise(edges)]
    runs: list[list[str | bool]] = []
    for number, piece in enumerate(pieces):
        runs += [[piece, "ours"]] if number % 2 else map(list, _runs(piece, words))
    sources: dict[str, str] = {}
    for cite in bullet.cites:
        sources.setdefault(cite.article.outlet, cite.article.url)
    return {"runs": runs, "links": [_link(Link(outlet, url)) for outlet, url in sources.items()]}


def _runs(text: str, words: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The text in runs, with whether each is a quote's words."""
    longest_first = sorted(set(words), key=len, reverse=True)
    pattern = "|".join(re.escape(each) for each in longest_first)
    pieces = re.split(f"({pattern})", text) if pattern else [text]
    yield from ((piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece)


def _quote(quote: Quote, where: Control | None) -> Payload:
    return {
        "kind": "quote",
        "words": list(quote.words),
        "speaker": quote.speaker,
        "role": quote.role,
        "outlet": quote.article.outlet,
        "url": safe_url(quote.article.url),
        "where": _control(where) if where else None,
    }


def _wording(wording: Wording) -> Payload:
    return {
        "kind": "wording",
        "outlets": list(wording.outlets),
        "url": safe_url(wording.quote.article.url),
        "runs": [list(run) for run in wording.runs],
    }


def _passage(passage: Passage) -> Payload:
    """The sentence in three; a mark that leaves the sentence widens it."""
    text, mark = passage.article.text, passage.mark
    start, end = min(passage.sentence.start, mark.start), max(passage.sentence.end, mark.end)
    earlier, later = neighbours(text, Span(start, end))
    return {
        "kind": "passage",
        "earlier": earlier,
        "before": text[start : mark.start],
        "mark": text[mark.start : mark.end],
        "after": text[mark.end : end],
        "later": later,
    }


def _side(cite: Cite) -> Payload:
    words = cite.article.words(cite.span)
    return {"outlet": cite.article.outlet, "url": safe_url(cite.article.url), "words": words}


def _day(day: DayLine | None) -> list[Payload]:
    pairs = zip(day.headlines, day.cites, strict=True) if day else ()
    return [_link(Link(headline, cite.article.url)) for headline, cite in pairs]


def _link(link: Link) -> Payload:
    return {"name": link.name, "url": safe_url(link.url)}


def _control(control: Control) -> Payload:
    return {"action": control.action, "ref": control.ref, "label": control.label, "opens": control.opens}


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message as the log keeps it, its body read."""

    id: str
    author: str
    body: dict[str, Any]
    at: datetime
    replies: int = 0

    @classmethod
    def of(cls, row: tuple[str, str, str, datetime, int]) -> ChatMessage:
        """A row of the message log."""
        id_, author, body, at, replies = row
        return cls(id_, author, json.loads(body), at, replies)

    @property
    def ours(self) -> bool:
        """Whether On Record says it."""
        return bool(self.body["kind"] == OURS)

    @property
    def title(self) -> str:
        """One line that shows which message this is."""
        return title_of(self.body)


@dataclass(frozen=True, slots=True)
class View:
    """The messages of a place, and whether an answer is in the making there."""

    place: Place
    messages: Sequence[ChatMessage]
    working: bool
    title: str = ""  # of the message that opened the thread
    earlier: int | None = None  # how many to ask for to see earlier ones


@dataclass(frozen=True, slots=True)
class Settings:
    """What a channel gets as it is now: what each command shows of it, and what values its acts may take."""

    channel: Channel
    shown: Mapping[str, Payload]
    known: Mapping[str, Sequence[str]]


def _readable(value: object) -> object:
    """What a template prints, without characters that do not show or turn the text; its own marks stay."""
    return shown(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


class Templates:
    """Fills the templates."""

    def __init__(self) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            finalize=_readable,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["segment"] = lambda text: quote(text, safe="")
        self._environment.filters["parts"] = lambda name, url: link_parts(Link(name, url))

    def page(
        self, channels: Sequence[Channel], log: View | None, thread: View | None, token: str, leave: bool
    ) -> str:
        """The whole page; without a log, the page of a channel that is not there."""
        values = {"channels": channels, "log": log, "thread": thread, "token": token, "leave": leave}
        return self._environment.get_template("page.html").render(values)

    def view(self, view: View) -> str:
        """The messages of a place."""
        return self._environment.get_template("view.html").render(view=view)

    def message(self, message: ChatMessage, place: Place) -> str:
        """One message."""
        return self._environment.get_template("one.html").render(message=message, place=place)

    def window(self, modal: Modal) -> str:
        """The form of a window."""
        return self._environment.get_template("window.html").render(modal=modal)

    def reply(self, body: Payload) -> str:
        """What is said in a window."""
        return self._environment.get_template("reply.html").render(content=body)

    def settings(self, settings: Settings, channels: Sequence[Channel], token: str, leave: bool) -> str:
        """The settings of a channel."""
        values = {"channels": channels, "token": token, "leave": leave, "channel": settings.channel}
        template = self._environment.get_template("settings.html")
        return template.render(**values, shown=settings.shown, known=settings.known)

    def status(self, body: Payload, channels: Sequence[Channel], token: str, leave: bool) -> str:
        """A page of one body, with the way back to the channels."""
        values = {"content": body, "channels": channels, "token": token, "leave": leave}
        return self._environment.get_template("status.html").render(values)

    def login(self, token: str, trouble: str = "") -> str:
        """The form that asks for the password."""
        return self._environment.get_template("login.html").render(token=token, trouble=trouble)
