"""A small desk and the invented news it tells, for tests of platforms."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from bot.core import commands
from bot.core.commands import modals
from bot.core.outline import of_offers
from bot.model import (
    Actor,
    Article,
    Bullet,
    Channel,
    CheckedFeed,
    Cite,
    Command,
    Completion,
    Control,
    Digest,
    Edition,
    Filled,
    Heading,
    Link,
    Links,
    Mistakes,
    Modal,
    Outline,
    Paragraph,
    Part,
    Passage,
    Place,
    Quote,
    QuoteKind,
    Reply,
    Said,
    Section,
    Span,
    Table,
)
from bot.ports import ReadTalk

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAILY = Channel("web", "local", "daily", "daily")
WEEKEND = Channel("web", "local", "week/end ü", "weekend")
EMPTY_DIGEST = Digest("digest-1", Edition("subscription-1", date(2026, 3, 2), time(8)), MORNING, ())

FERRY = Article(
    "ferry",
    "https://harbour.example/ferry?a=1&b=2",
    "Harbour Post",
    "Island ferry sails again on Monday",
    "The island ferry will sail again on Monday after three weeks in dock, the harbour council said.\n\n"
    "“We have waited long enough, and so have the schools,” said Mayor Ana Silva. Repairs to the bow door "
    "cost 2.4 million crowns, twice the first estimate.\n\n"
    "The operator called the delay “regrettable but necessary” and will refund season tickets.",
    MORNING,
)
MILL = Article(
    "mill",
    "https://valley.example/mill",
    "Valley Times",
    "Old paper mill to become a library",
    "The town bought the paper mill for one crown. “A library is cheaper than a ruin,” "
    "said Tomas Berg, who leads the planning committee, before the vote on Thursday.",
    MORNING,
)


def quote(article: Article, words: str, speaker: str | None = None, role: str | None = None) -> Quote:
    """The quote that stands in the article with these words."""
    start = article.text.index(words)
    return Quote(article, (Span(start, start + len(words)),), QuoteKind.QUOTE, speaker, role)


def bullet(article: Article, text: str, *quotes: Quote) -> Bullet:
    """A bullet that cites the article's first words."""
    return Bullet(text, (Cite(article, Span(0, 10)),), quotes)


def where(one: Quote) -> Control:
    """The button that leads to a quote's sentence."""
    ref = f"{one.article.id}:{one.span.start}:{one.span.end}"
    return Control("where", ref, f"Show me where: {(one.speaker or 'quote').split()[-1]}")


WAITED = quote(FERRY, "We have waited long enough, and so have the schools,", "Ana Silva", "Mayor")
REGRET = quote(FERRY, "regrettable but necessary")
RUIN = quote(MILL, "A library is cheaper than a ruin,", "Tomas Berg", "who leads the planning committee")

NEWS = Outline(
    title="News for Monday, 2 March 2026, 08:00",
    lead="2 stories from 2 outlets.",
    sections=(
        Section(
            (
                Heading("Island ferry sails again on Monday"),
                bullet(FERRY, "The island ferry will sail again on Monday after three weeks in dock."),
                bullet(FERRY, "The operator called the delay “regrettable but necessary”.", REGRET),
                bullet(FERRY, "Repairs to the bow door cost 2.4 million crowns, twice the first estimate."),
                WAITED,
                Links(
                    "Reported by 2 outlets",
                    (Link("Harbour Post", FERRY.url), Link("Valley Times", "https://valley.example/ferry")),
                ),
            ),
            (Control("more", "ferry", "More"), where(WAITED)),
        ),
        Section(
            (
                Heading("Old paper mill to become a library"),
                bullet(MILL, "The town bought the paper mill for one crown."),
                RUIN,
                Links("Reported by 1 outlet", (Link("Valley Times", MILL.url),)),
            ),
            (Control("more", "mill", "More"), where(RUIN)),
        ),
    ),
    footer="Every sentence and quote is copied word for word.",
)
"""A digest of two stories."""


def part(outline: Outline = NEWS, key: str = "digest-1") -> Part:
    """A message of a delivery."""
    return Part(key, outline)


def passage(one: Quote) -> Outline:
    """Where a quote stands."""
    text = one.article.text
    start = text.rindex("\n", 0, one.span.start) + 1 if "\n" in text[: one.span.start] else 0
    end = text.index(".", one.span.end) + 1
    return Outline(
        one.article.headline,
        (
            Section(
                (
                    Passage(one.article, Span(start, end), one.span),
                    Links("From", (Link(one.article.outlet, one.article.url),)),
                )
            ),
        ),
        footer="Captured 2 March 2026, 08:00 UTC.",
    )


@dataclass
class FakeDesk:
    """Answers every command at once, or when `hold` is set; keeps what it was asked."""

    handled: list[tuple[Command, Actor]] = field(default_factory=list)
    pressed: list[tuple[Control, Actor]] = field(default_factory=list)
    completed: list[tuple[str, str, str, Actor]] = field(default_factory=list)
    windows: list[tuple[str, str, Actor]] = field(default_factory=list)
    submitted: list[tuple[Filled, Actor]] = field(default_factory=list)
    imported: list[tuple[bytes, Actor]] = field(default_factory=list)
    mentioned: list[tuple[str, Actor]] = field(default_factory=list)
    threads: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    workspaces: list[tuple[str, str]] = field(default_factory=list)  # ("joined", "T1"), …
    gone: list[Channel] = field(default_factory=list)
    hold: asyncio.Event | None = None
    fault: Exception | None = None

    async def handle(self, command: Command, actor: Actor) -> Reply:
        """The help for /help; the ferry for everything else."""
        self.handled.append((command, actor))
        await self._wait()
        if command.name == "help":
            return Reply(commands.help_outline())
        if command.name == "brief":
            return Reply(Outline("That did not work", (Section((Paragraph("No such page."),)),)), error=True)
        title = command.args.get("question", command.name)
        told = bullet(FERRY, "The island ferry will sail again on Monday after three weeks in dock.")
        section = Section((told, Links("From", (Link(FERRY.outlet, FERRY.url),))))
        remembered = command.name in ("ask", "quotes", "digest", "brief")
        return Reply(
            Outline(title, (section,)),
            in_thread=command.name == "ask",
            again="a1b2c3d4e5f6" if remembered else "",
            about=(FERRY.id,) if command.name == "ask" else (),
        )

    async def press(self, control: Control, actor: Actor) -> Reply:
        """The passage of a quote, or the longer story."""
        self.pressed.append((control, actor))
        await self._wait()
        if control.action == "where":
            return Reply(passage(RUIN if control.ref.startswith("mill") else WAITED))
        section = Section((*NEWS.sections[0].blocks[1:], REGRET), (where(WAITED), where(REGRET)))
        return Reply(Outline("Island ferry sails again on Monday", (section,)))

    async def complete(self, typed: str, actor: Actor) -> list[Completion]:
        """What the list of commands offers."""
        return commands.complete(typed)

    async def suggest(self, command: str, argument: str, typed: str, actor: Actor) -> list[str]:
        """Two speakers, two zones, one topic, one feed; those that may be meant."""
        self.completed.append((command, argument, typed, actor))
        known = {
            "speaker": ["Ana Silva", "Tomas Berg"],
            "zone": ["Europe/Berlin", "UTC"],
            "topic": ["Business"],
            "url": ["https://harbour.example/feed"],
        }
        return commands.likeliest(typed, known.get(argument, []))

    async def modal(self, name: str, ref: str, actor: Actor) -> Modal | Reply:
        """The real window; refused to who may not change anything."""
        self.windows.append((name, ref, actor))
        await self._wait()
        if said := commands.refusal(modals.command_of(name), actor):
            return Reply(Outline("That did not work", (Section((Paragraph(said),)),)), error=True)
        if name == modals.WRONG:
            return modals.wrong(WAITED, ref)
        return modals.asking(name, modals.scheduled(None, actor.zone) if name == "schedule" else {})

    async def submit(self, filled: Filled, actor: Actor) -> Reply | Mistakes:
        """What is wrong with it, or that it is done."""
        self.submitted.append((filled, actor))
        await self._wait()
        if filled.name != modals.WRONG:
            mistakes = commands.mistakes(modals.COMMAND_OF[filled.name], filled.values)
            if mistakes:
                return Mistakes(mistakes)
        return Reply(Outline("Done"))

    async def mention(self, text: str, actor: Actor, read: ReadTalk) -> Reply:
        """What was said in the thread for a mention without words; the ferry for all others."""
        self.mentioned.append((text, actor))
        await self._wait()
        if text:
            told = bullet(FERRY, "The island ferry will sail again on Monday after three weeks in dock.")
            return Reply(Outline(text, (Section((told,)),)), in_thread=True, about=(FERRY.id,))
        talk = await read()
        said = tuple(Said(message, Span(0, len(message.text))) for message in talk.messages if message.text)
        return Reply(Outline("What was said", (Section(said),), footer=talk.why_not), in_thread=True)

    async def home(self, actor: Actor) -> Outline:
        """An order with its buttons, and one feed."""
        await self._wait()
        row = ("Harbour Post", "https://harbour.example/feed", "ok", "5 minutes ago", "")
        table = Table(("Outlet", "Feed", "State", "Last check", "Note"), (row,))
        return Outline(
            "On Record",
            (
                Section(
                    (Heading("Digests"), Paragraph("Every day at 08:00 (Europe/Berlin), 6 stories.")),
                    (
                        Control("pause", "order-1", "Pause"),
                        Control("schedule", "", "Change times", opens=True),
                        Control("feed", "", "Add a feed", opens=True),
                    ),
                ),
                Section((Heading("Feeds"), table)),
            ),
        )

    async def import_feeds(self, opml: bytes, actor: Actor) -> Reply:
        """Keep the file, and say how long it is."""
        self.imported.append((opml, actor))
        await self._wait()
        return Reply(Outline(f"{len(opml)} bytes of feeds"))

    async def export_feeds(self, actor: Actor) -> str:
        """One feed."""
        return '<opml version="2.0"><body><outline xmlUrl="https://harbour.example/feed"/></body></opml>'

    async def opened(self, place: Place, about: Collection[str]) -> None:
        """Keep what a thread is about."""
        self.threads[place] = tuple(about)

    async def joined(self, workspace: str) -> None:
        """Keep that it came."""
        self.workspaces.append(("joined", workspace))

    async def left(self, workspace: str, grace: bool = True) -> None:
        """Keep that it went."""
        self.workspaces.append(("left" if grace else "left at once", workspace))

    async def left_channel(self, channel: Channel) -> None:
        """Keep which it was."""
        self.gone.append(channel)

    async def _wait(self) -> None:
        if self.hold:
            await self.hold.wait()
        if self.fault:
            raise self.fault


class Offers(FakeDesk):
    """Has several feeds to choose from for whatever site."""

    async def handle(self, command: Command, actor: Actor) -> Reply:
        """The feeds."""
        self.handled.append((command, actor))
        found = [
            CheckedFeed(f"https://quay.example/{name}", f"Quay: {name}", ()) for name in ("news", "sport")
        ]
        return Reply(of_offers(found, MORNING, ["ref-1", "ref-2"]), error=True)

    async def submit(self, filled: Filled, actor: Actor) -> Reply | Mistakes:
        """The same."""
        return await self.handle(Command("feeds add", filled.values), actor)


def place(thread: str | None = None, channel: Channel = DAILY) -> Place:
    """A channel of the page, or a thread in it."""
    return Place(channel, thread)
