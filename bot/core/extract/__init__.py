"""Articles out of pages, feeds and files: text, headline, byline, date and language, and no furniture."""

from __future__ import annotations

import re

from bot.core.extract.blocks import blocks, whole
from bot.core.extract.details import Details, details
from bot.core.extract.furniture import trimmed, without_furniture
from bot.core.extract.hidden import hidden_elements, without_hidden, without_templates
from bot.core.extract.inline import as_shown
from bot.core.extract.style import Styles
from bot.core.extract.tree import lines_of, parsed, parsed_fragment, text_of
from bot.core.extract.walls import is_wall
from bot.core.reading.language import language
from bot.core.reading.scripts import ENDS, ends_nothing, weight
from bot.core.reading.text import REAL_TEXT, sentences
from bot.model import Page

_ENDED = re.compile(rf"""[{re.escape(ENDS)}]["'”’»)\]」』）]*$""")
_LINE = 25  # letters of a line of prose
_UNENDED_LINE = 40  # where no sign ends a sentence
_SHORTEST = 140  # letters in whole sentences; a news in brief has more
_HEADINGS = 4  # of a page that is a wall; an article with more below has a first one of its own


def read_page(html: bytes, url: str = "", charset: str = "") -> Page | None:
    """The article of a page, its paragraphs apart by blank lines; None when the page has none.

    `url` is where the page was found, `charset` what the server said of it. Never raises.
    """
    tree = parsed(html, charset)
    if tree is None:
        return None
    without_templates(tree)
    styles = Styles(tree)
    as_shown(tree, styles)
    hidden = hidden_elements(tree, styles)
    known = details(tree, url, hidden)
    headings = [known.headline, *map(text_of, tree.iter("title", "h1", "h2"))]
    without_hidden(tree, hidden)
    without_furniture(tree)
    text = "\n\n".join(block.text for block in trimmed(whole(blocks(tree), tree), known.headline))
    if not _is_article(text, known) or is_wall(text, headings[:_HEADINGS], known.declared):
        return None
    return Page(known.headline, text, known.byline, known.published, language(text))


def read_fragment(html: str) -> str:
    """What a feed gives of a text, as plain paragraphs apart by blank lines; never raises."""
    tree = parsed_fragment(html)
    if tree is None:
        return ""
    without_templates(tree)
    styles = Styles(tree)
    as_shown(tree, styles)
    without_hidden(tree, hidden_elements(tree, styles))
    without_furniture(tree)
    return "\n\n".join(lines_of(tree))


def read_given(html: str) -> str:
    """What a feed gives of a text where that is the article; nothing where it is a teaser."""
    text = read_fragment(html)
    return text if len(sentences(text)) >= REAL_TEXT else ""


def read_text(text: str) -> Page:
    """A plain text file as an article: its first line for a headline, its text exactly as given."""
    headline = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return Page(headline, text, language=language(text))


def _is_article(text: str, known: Details) -> bool:
    """Whether it reads as prose, or is a list that the page dates or calls an article."""
    prose = sum(weight(line) for line in text.split("\n") if _is_prose(line))
    listed = known.declared or known.published is not None
    return prose >= _SHORTEST or (listed and weight(text) >= 2 * _SHORTEST)


def _is_prose(line: str) -> bool:
    if ends_nothing(line):
        return weight(line) >= _UNENDED_LINE
    return weight(line) > _LINE and bool(_ENDED.search(line))
