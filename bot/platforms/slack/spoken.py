"""An outline as plain lines, for those who hear a message or see it in a notification."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.outline.safe import one_line, safe_url
from bot.core.outline.texts import SOMEBODY, SPEAKER_UNNAMED, differ
from bot.model import (
    Block,
    Bullet,
    Difference,
    Heading,
    Links,
    Outline,
    Paragraph,
    Passage,
    Quote,
    Said,
    Table,
    ThreadBullet,
    Translation,
    Wording,
)
from bot.platforms.slack.tables import rows_as_lines


def lines(outline: Outline) -> Iterator[str]:
    """What there is to say, from the title to the footer."""
    yield from filter(
        None, map(one_line, (outline.title, outline.day.text if outline.day else "", outline.lead))
    )
    for section in outline.sections:
        for block in section.blocks:
            yield from _plainly(block)
    yield one_line(outline.footer)


def _plainly(block: Block) -> Iterator[str]:
    match block:
        case Heading(words) | Paragraph(words):
            yield one_line(words)
        case Bullet(text=words) | ThreadBullet(text=words) | Translation(text=words):
            yield f"• {one_line(words)}"
        case Quote():
            yield f"{one_line(f'“{block.text}”')} – {one_line(block.speaker or SPEAKER_UNNAMED)}"
        case Wording(outlets=outlets):
            yield one_line(f"{', '.join(outlets)}: “{block.quote.text}”")
        case Passage(article, _, mark):
            yield one_line(f"“{article.words(mark)}”")
        case Said():
            yield one_line(f"{block.author or SOMEBODY}: “{block.text}”")
        case Difference():
            yield one_line(differ(block))
        case Links(label, links):
            yield one_line(f"{label}: {', '.join(link.name for link in links if safe_url(link.url))}")
        case Table():
            yield from map(one_line, rows_as_lines(block))
