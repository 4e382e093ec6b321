"""An outlet on loopback with a feed and pages, and the settings by which the program may read it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.fakes import outlet
from tests.fakes import web as fake

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
class PressRoom:
    """One outlet: what is published is in its feed."""

    web: fake.Web
    name: str = "Harbour Post"
    lines: list[outlet.Line] = field(default_factory=list)

    @property
    def feed(self) -> str:
        """The feed's address."""
        return self.web.url("/feed.xml")

    def publish(self, path: str, headline: str, paragraphs: tuple[str, ...]) -> str:
        """Put an article on the site and into the feed; gives its address."""
        address = self.write(path, headline, paragraphs)
        self.lines.insert(0, outlet.Line(address, headline))
        self.web.routes["/feed.xml"] = fake.feed(outlet.rss(self.name, self.lines))
        return address

    def write(self, path: str, headline: str, paragraphs: tuple[str, ...]) -> str:
        """Put an article on the site alone; gives its address."""
        self.web.routes[path] = fake.body(outlet.page(headline, paragraphs))
        return self.web.url(path)


@asynccontextmanager
async def open_press_room(name: str = "Harbour Post") -> AsyncIterator[PressRoom]:
    """An outlet with an empty feed."""
    async with fake.serving() as web:
        yield PressRoom(web, name)


def settings(folder: Path, *tables: str, allow: tuple[str, ...] = ()) -> None:
    """Write the program's config file: without the sample, with loopback outlets, checked each second."""
    allowed = ", ".join(f'"{one}"' for one in allow)
    gather = f"[gather]\nallow = [{allowed}]\nevery_minutes = 0.01\nhost_delay_seconds = 0"
    (folder / "onrecord.toml").write_text("\n\n".join([*tables, gather, '[sample]\nmode = "off"']), "utf-8")
