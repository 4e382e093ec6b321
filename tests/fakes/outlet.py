"""An invented outlet's feed and pages, for a fake web server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from tests.fakes import web as fake

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


BRIDGE = (
    "The council of Aldmouth voted on Monday to close the old bridge after cracks were found in its cables.",
    "“We will not open it again before every cable has been tested,” said Ana Silva, the mayor of Aldmouth.",
    "Ferries across the bay carry passengers free of charge while engineers test the cables of the bridge.",
    "About 40,000 cars cross the bridge on a working day, and the nearest other crossing is 30 kilometres away.",
)
MILL = (
    "The town of Norland bought the paper mill for one crown and will turn it into a library within two years.",
    "“A library is cheaper than a ruin,” said Tomas Berg, who leads the planning committee, before the vote.",
    "Architects will present three drafts for the reading rooms of the mill before the summer begins.",
    "The roof of the mill must be repaired first, and the repairs cost 2.4 million crowns.",
)


@dataclass
class Outlet:
    """One outlet: what is published is in its feed."""

    web: fake.Web
    name: str = "Harbour Post"
    lines: list[Line] = field(default_factory=list)

    @property
    def feed(self) -> str:
        """The feed's address."""
        return self.web.url("/feed.xml")

    def publish(self, path: str, headline: str, paragraphs: tuple[str, ...]) -> str:
        """Put an article on the site and into the feed; gives its address."""
        address = self.write(path, headline, paragraphs)
        self.lines.insert(0, Line(address, headline))
        self.web.routes["/feed.xml"] = fake.feed(rss(self.name, self.lines))
        return address

    def write(self, path: str, headline: str, paragraphs: tuple[str, ...]) -> str:
        """Put an article on the site alone; gives its address."""
        self.web.routes[path] = fake.body(page(headline, paragraphs))
        return self.web.url(path)


@asynccontextmanager
async def open_outlet(name: str = "Harbour Post") -> AsyncIterator[Outlet]:
    """An outlet with an empty feed."""
    async with fake.serving() as web:
        yield Outlet(web, name)


def settings(folder: Path, *tables: str, allow: tuple[str, ...] = ()) -> None:
    """Write the program's config file: without the sample, with loopback outlets, checked each second."""
    allowed = ", ".join(f'"{one}"' for one in allow)
    gather = f"[gather]\nallow = [{allowed}]\nevery_minutes = 0.01\nhost_delay_seconds = 0"
    (folder / "onrecord.toml").write_text("\n\n".join([*tables, gather, '[sample]\nmode = "off"']), "utf-8")
