"""The terminal as a platform: it prints digests, plainly in a pipe and with styles on a screen."""

from __future__ import annotations

import asyncio
import re
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TextIO

from bot.core.outline import of_digest
from bot.core.outline.texts import SOMEBODY, SPEAKER_UNNAMED, corrected, differ
from bot.core.outline.threads import messages_of
from bot.model import (
    Block,
    Bullet,
    Channel,
    CorrectionNote,
    Difference,
    Digest,
    Heading,
    Links,
    Outline,
    Paragraph,
    Part,
    Passage,
    Place,
    Quote,
    Said,
    Table,
    ThreadBullet,
    Translation,
    Wording,
    digest_of,
)
from bot.ports import Clock, Desk

WIDTH = 80

_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # control sequences: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f]).*?(?:\x07|\x1b\\|\x9c|$)"  # strings: window titles, links
    r"|\x1b[ -/]*[0-~]?",
    re.DOTALL,
)
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Line = tuple[str, str]
"""A line and its style."""


class ConsolePlatform:
    """Prints what is posted; what it printed before this process began it does not know."""

    name = "console"

    def __init__(self, clock: Clock, out: TextIO = sys.stdout) -> None:
        self._clock = clock
        self._out = out
        self._printed: dict[tuple[Place, str], str] = {}

    def split(self, digest: Digest) -> Sequence[Part]:
        """A digest is one message: a terminal has no limits."""
        return (Part(digest_of("digest", digest.id), of_digest(digest)),)

    def fits(self, outline: Outline) -> bool:
        """Always: a terminal has no limits."""
        return True

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        """Print the message."""
        self._print(part.outline)
        message_id = str(len(self._printed) + 1)
        self._printed[place, part.key] = message_id
        return message_id

    async def time(self) -> datetime:
        """Our own: nothing here is stamped."""
        return self._clock()

    async def find(self, place: Place, part: Part, since: datetime) -> str | None:
        """The id of the message that carries the part's key, if this process printed it."""
        return self._printed.get((place, part.key))

    async def edit(self, place: Place, message_id: str, part: Part) -> None:
        """Print the message as it is now: what was printed stays."""
        self._print(part.outline)

    async def warn(self, channel: Channel, sentence: str) -> None:
        """Print the sentence: whoever reads the terminal manages it."""
        print(clean(f"{channel.name or channel.room}: {sentence}"), file=self._out, flush=True)

    async def serve(self, desk: Desk) -> None:
        """Wait until cancelled: nobody types here, the command line has its own verbs."""
        await asyncio.Event().wait()

    def _print(self, outline: Outline) -> None:
        if not self._out.isatty():
            print(render_text(outline), end="\n\n", file=self._out, flush=True)
            return
        from rich.console import Console
        from rich.text import Text

        console = Console(file=self._out, highlight=False)
        for text, style in _lines(outline, min(console.width, 100)):
            console.print(Text(text, style))  # a Text is never read as markup
        console.print()


def render_text(outline: Outline, width: int = WIDTH) -> str:
    """The outline as plain text for a terminal or a pipe, lines of at most `width` where words allow."""
    return "\n".join(text for text, _ in _lines(outline, width))


def clean(text: str) -> str:
    """One line without terminal escapes, control characters and marks that turn the direction of text."""
    kept = (_plain(character) for character in _ESCAPE.sub("", text))
    return " ".join("".join(kept).split())


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    return "" if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs") else character


def _lines(outline: Outline, width: int) -> Iterator[Line]:
    yield from _styled(_wrapped(outline.title, width), "bold")
    if outline.day:
        yield from _styled(_wrapped(outline.day.text, width), "")
    yield from _styled(_wrapped(outline.lead, width), "dim")
    for section in outline.sections:
        yield "", ""
        for block in section.blocks:
            yield from _block(block, width)
    if outline.footer:
        yield "", ""
        yield from _styled(_wrapped(outline.footer, width), "dim")


def _block(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Heading(text):
            yield from _styled(_wrapped(text, width), "bold")
        case Paragraph(text):
            yield from _styled(_wrapped(text, width), "")
        case CorrectionNote(one, short):
            yield from _styled(_wrapped(corrected(one, short), width, "    "), "bold")
        case Bullet(text=text) | Translation(text=text):
            yield from _styled(_wrapped(text, width, "  • ", "    "), "")
        case Difference():
            yield from _difference(block, width)
        case Quote() | Wording() | Passage() | Said():
            yield from _verbatim(block, width)
        case ThreadBullet(text):
            authors = ", ".join(link.name for link in messages_of(block))
            yield from _styled(_wrapped(f"{text} ({authors})", width, "  • ", "    "), "")
        case Links(label, links):
            yield f"  {clean(label)}:", "dim"
            yield from ((f"    {clean(link.name)}  {clean(link.url)}", "dim") for link in links)
        case Table():
            yield from _table(block)


def _verbatim(block: Quote | Wording | Passage | Said, width: int) -> Iterator[Line]:
    match block:
        case Quote():
            yield from _quote(block, width)
        case Wording():
            yield from _wording(block, width)
        case Passage():
            yield from _passage(block, width)
        case Said():
            line = f"{block.author or SOMEBODY}: “{block.text}”"
            yield from _styled(_wrapped(line, width, "  ", "    "), "")


def _difference(difference: Difference, width: int) -> Iterator[Line]:
    """One line, what each outlet says side by side."""
    yield from _styled(_wrapped(differ(difference), width, "  ≠ ", "    "), "")


def _quote(quote: Quote, width: int) -> Iterator[Line]:
    yield from _styled(_wrapped(f"“{quote.text}”", width, "    ", "     "), "italic")
    speaker = ", ".join(filter(None, (quote.speaker, quote.role))) or SPEAKER_UNNAMED
    yield from _styled(_wrapped(f"– {speaker} ({quote.article.outlet})", width, "    ", "      "), "")


def _wording(wording: Wording, width: int) -> Iterator[Line]:
    """The outlets, and their words with »those that differ« between marks."""
    said = "".join(f"»{run}«" if differs else run for run, differs in wording.runs)
    line = f"{', '.join(wording.outlets)}: “{said}”"
    yield from _styled(_wrapped(line, width, "    ", "      "), "")


def _passage(passage: Passage, width: int) -> Iterator[Line]:
    """The sentence with »the words of interest« between marks."""
    text, mark = passage.article.text, passage.mark
    before, after = text[passage.sentence.start : mark.start], text[mark.end : passage.sentence.end]
    marked = f"{before}»{text[mark.start : mark.end]}«{after}"
    yield from _styled(_wrapped(marked, width, "  ", "  "), "")


def _table(table: Table) -> Iterator[Line]:
    rows = [[clean(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip(), "" if number else "bold"


def _styled(lines: Iterable[str], style: str) -> Iterator[Line]:
    yield from ((line, style) for line in lines)


def _wrapped(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    return textwrap.wrap(
        clean(text),
        width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
