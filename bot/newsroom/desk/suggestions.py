"""Values for an argument that is being typed, of what the workspace has and may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping

from bot.core import commands
from bot.core.commands.arguments import ORIGINAL
from bot.core.translations import LANGUAGES
from bot.model import Actor, FilterKind, Late
from bot.newsroom import orders, watches
from bot.newsroom.desk.context import Context

POOL = 500
"""The newest quotes of which speakers are suggested."""

TIMES = (
    *("08:00", "07:00", "09:00", "08:00, 17:00", "12:00", "17:00", "18:00"),
    *("08:00 on weekdays", "Mondays 09:00", "Fridays 17:00", "weekends 10:00"),
)
QUIET = ("22:00-07:00", "Sat, Sun", "22:00-07:00 Sat, Sun", "off")
SIZES = ("6", "3", "10", "15", "20")

Known = Callable[[Context, str, Actor], Awaitable[Iterable[str]]]


async def values(context: Context, command: str, argument: str, typed: str, actor: Actor) -> list[str]:
    """At most 25 values, the likeliest first."""
    spec = commands.BY_NAME[command]
    choices = next((one.choices for one in spec.arguments if one.name == argument), ())
    known = _OF_COMMAND.get((command, argument)) or _OF_ARGUMENT.get(argument)
    return commands.likeliest(typed, await known(context, typed, actor) if known else choices)


async def _topics(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    return [topic.name for topic in await context.store.topics(actor.workspace)]


async def _followed(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    return [topic.name for topic in (await context.store.preferences(actor.place.channel)).topics]


async def _muted(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    filters = (await context.store.preferences(actor.place.channel)).filters
    words = [one.value for one in filters if one.kind is FilterKind.WORDS and not one.only]
    outlets = [f"outlet:{one.value}" for one in filters if one.kind is FilterKind.OUTLET and not one.only]
    return [*words, *outlets]


async def _numbers(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    filters = (await context.store.preferences(actor.place.channel)).filters
    return [str(number) for number in range(1, len(filters) + 1)]


async def _feeds(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    """The outlets that have one feed, and every address."""
    taken = [status.feed for status in await context.store.feeds(actor.workspace)]
    feeds = Counter(feed.outlet for feed in taken)
    return [*(outlet for outlet, count in feeds.items() if count == 1), *(feed.url for feed in taken)]


async def _outlets(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    return [status.feed.outlet for status in await context.store.feeds(actor.workspace)]


async def _zones(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    """The reader's own, those of their continent, then all others."""
    own = actor.zone or ""
    region = own.partition("/")[0]
    near = [zone for zone in commands.zones() if region and zone.startswith(f"{region}/")]
    return [*filter(None, [own]), *near, *commands.zones()]


async def _times(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    return TIMES


async def _quiet(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    return QUIET


async def _late(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    return list(Late)


async def _orders(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    found = await orders.of_channel(context.store, actor.place.channel)
    numbers = [str(number) for number in range(1, len(found) + 1)]
    return [*numbers, *filter(None, (order.label for order in found))]


async def _sizes(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    return SIZES


async def _languages(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    return [*LANGUAGES, ORIGINAL]


async def _speakers(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    """Those who said most lately, by their fullest name; others are looked for by what is typed."""
    quotes = await context.store.quotes(actor.workspace, limit=POOL)
    if typed.strip():
        quotes += await context.store.quotes(actor.workspace, speaker=typed, limit=POOL)
    said = Counter(quote.speaker for quote in dict.fromkeys(quotes) if quote.speaker)
    surnames = {name.split()[-1] for name in said if len(name.split()) > 1}
    return [name for name, _ in said.most_common() if name not in surnames]


async def _watches(context: Context, typed: str, actor: Actor) -> Iterable[str]:
    return [str(number) for number, _ in enumerate(await watches.of_actor(context.store, actor), start=1)]


_OF_ARGUMENT: Mapping[str, Known] = {
    "topic": _topics,
    "speaker": _speakers,
    "zone": _zones,
    "times": _times,
    "size": _sizes,
    "number": _numbers,
    "outlets": _outlets,
    "feeds": _outlets,
    "topics": _topics,
    "quiet": _quiet,
    "late": _late,
    "order": _orders,
}
_OF_COMMAND: Mapping[tuple[str, str], Known] = {
    ("feeds remove", "feed"): _feeds,
    ("unfollow", "topic"): _followed,
    ("unmute", "what"): _muted,
    ("watch stop", "number"): _watches,
    ("schedule set", "language"): _languages,
    ("schedule add", "language"): _languages,
}
