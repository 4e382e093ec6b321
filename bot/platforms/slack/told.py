"""What each block of an outline is in rich text: a line, an entry of a list, or a quotation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.outline.texts import DIFFER, SOMEBODY, SPEAKER_UNNAMED
from bot.core.outline.threads import messages_of
from bot.model import (
    Block,
    Bullet,
    Cite,
    DayLine,
    Difference,
    Heading,
    Link,
    Links,
    Paragraph,
    Passage,
    Quote,
    Said,
    Table,
    ThreadBullet,
    Translation,
    Wording,
)
from bot.platforms.slack import limits
from bot.platforms.slack.rich import Payload, RichText, Runs, joined, line, link, text
from bot.platforms.slack.tables import rows_as_lines

AROUND = 1_000
"""Characters of a sentence shown before and after the words of interest."""

SIDE = 400
"""Characters of one outlet's words where outlets differ."""

OWN = ": "


def tell(block: Block, rich: RichText) -> None:
    """Add a block to a rich text: a line, an entry of a list, or a quotation."""
    match block:
        case Paragraph(words):
            rich.line(text(words))
        case Bullet(text=words) | Translation(text=words):
            rich.bullet(line(words))
        case Difference(sides):
            rich.line([*text(f"{DIFFER}{OWN}", "bold"), *_sides(sides)])
        case Quote() | Wording() | Passage() | Said():
            rich.quotation(_set_off(block))
        case ThreadBullet(text=words):
            rich.bullet([*line(words), *text(" – "), *_links(Links("", messages_of(block)))])
        case Links():
            rich.line(_links(block))
        case Table():
            for row in rows_as_lines(block):
                rich.bullet(line(row))
        case Heading():
            pass


def _set_off(block: Quote | Wording | Passage | Said) -> Runs:
    match block:
        case Quote():
            return _quote(block)
        case Wording():
            return _wording(block)
        case Passage():
            return _passage(block)
        case Said():
            return _said(block)


def _quote(quote: Quote) -> Runs:
    """The words, and below them who said them where."""
    outlet = Link(quote.article.outlet, quote.article.url)
    who = ", ".join(filter(None, (quote.speaker, quote.role))) or SPEAKER_UNNAMED
    return [*_marked(quote.text), *line(f"– {who}"), *text(", "), *link(outlet)]


def _marked(words: str) -> Runs:
    return [*text("“"), *line(words), *text("”\n")]


def _wording(wording: Wording) -> Runs:
    """The outlets, and their words with those that differ in bold."""
    outlets = Link(", ".join(wording.outlets), wording.quote.article.url)
    runs: Runs = []
    left = limits.TEXT
    for words, differs in wording.runs:
        runs += text(words, *(("bold",) if differs else ()), longest=max(left, 1))
        left -= len(words)
        if left <= 0:
            break
    return [*link(outlets), *text(f"{OWN}“"), *runs, *text("”")]


def _passage(passage: Passage) -> Runs:
    """The sentence with the words of interest in bold; a mark that leaves the sentence widens it."""
    article, mark = passage.article.text, passage.mark
    start, end = min(passage.sentence.start, mark.start), max(passage.sentence.end, mark.end)
    before, after = article[start : mark.start], article[mark.end : end]
    opening = before if len(before) <= AROUND else "…" + before[-AROUND:]
    return [
        *text(opening, longest=AROUND + 1),
        *text(article[mark.start : mark.end], "bold"),
        *text(after, longest=AROUND),
    ]


def _said(said: Said) -> Runs:
    """Somebody's own words, with a link to their message."""
    return [*link(Link(said.author or SOMEBODY, said.url)), *text(f"{OWN}“"), *line(said.text), *text("”")]


def _links(links: Links) -> Runs:
    named = joined((link(one) for one in links.links), " · ", limits.TEXT, "…")
    return [*line(links.label), *text(OWN), *named] if links.label else named


def _sides(sides: Sequence[Cite]) -> Runs:
    groups = [
        [
            *link(Link(cite.article.outlet, cite.article.url)),
            *text(" “"),
            *line(cite.article.words(cite.span), longest=SIDE),
            *text("”"),
        ]
        for cite in sides
    ]
    return joined(groups, "; ", limits.TEXT, "…")


def day_line(day: DayLine | None) -> list[Payload]:
    """The day's headlines, each leading to the place that its story cites first."""
    rich = RichText()
    pairs = zip(day.headlines, day.cites, strict=True) if day else ()
    rich.line(joined((_headline(words, cite) for words, cite in pairs), "; ", limits.TEXT, "…"))
    return rich.blocks()


def _headline(words: str, cite: Cite) -> Runs:
    return link(Link(words, cite.article.url), longest=limits.HEADER)
