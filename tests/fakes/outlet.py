"""An invented outlet's feed and pages, for a fake web server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_PAGE = """<!doctype html><html lang="en"><head><title>{headline}</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{headline}</h1>{paragraphs}</article><footer>All rights reserved.</footer></body></html>"""

_ITEM = """<item><title>{headline}</title><link>{link}</link><guid>{guid}</guid>{date}
<description>{teaser}</description></item>"""


@dataclass(frozen=True)
class Line:
    """One entry of a feed."""

    link: str
    headline: str
    teaser: str = "Read more."
    guid: str = ""
    date: str = ""


def story(town: str, told: str = "on Monday") -> tuple[str, ...]:
    """The paragraphs of a piece of news that nobody else has."""
    return (
        f"The council of {town} voted {told} to rebuild the old bridge, after a debate of six hours.",
        f"“We have waited nine years for this bridge,” said Mara Lind, the mayor of {town}, after the vote.",
        f"The works begin in spring and cost four million crowns, half of it paid by {town}.",
        "Shopkeepers along the quay fear for their trade while the road is closed, and ask for help.",
    )


def page(headline: str, paragraphs: Sequence[str]) -> str:
    """An article's page, with what surrounds it."""
    return _PAGE.format(
        headline=escape(headline), paragraphs="".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    )


def rss(title: str, lines: Sequence[Line]) -> str:
    """A feed with these entries."""
    items = "".join(
        _ITEM.format(
            headline=escape(line.headline),
            link=escape(line.link),
            guid=escape(line.guid or line.link),
            date=f"<pubDate>{line.date}</pubDate>" if line.date else "",
            teaser=escape(line.teaser),
        )
        for line in lines
    )
    channel = f"<channel><title>{escape(title)}</title>{items}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'
