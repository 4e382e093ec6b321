"""Commands for what is watched for: watch list, add, stop, and try over stored articles."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import files, session
from bot.cli.output import Format, dump_lines, say
from bot.errors import ConfigError, NothingFound
from bot.model import Actor, Place, Watch

if TYPE_CHECKING:
    from bot.app import Newsroom
    from bot.core import forms
    from bot.model import AlertSettings, Channel

watch = typer.Typer(help="Be alerted of what somebody says, a topic or a phrase.", no_args_is_help=True)

_Words = Annotated[
    list[str], typer.Argument(metavar="WATCH", help="speaker:… about:…, topic:…, or words of a phrase.")
]
_Channel = Annotated[str, typer.Option(help="Which channel; the first subscription's unless named.")]
_Form = Annotated[Format, typer.Option("--format")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(watch, name="watch")


@watch.command("list")
def watch_list(context: typer.Context, channel: _Channel = "") -> None:
    """What a channel watches for, with numbers, and how alerts come."""
    from bot.core import outline
    from bot.newsroom import watches
    from bot.platforms.console import render_text

    async def work(newsroom: Newsroom) -> tuple[list[Watch], AlertSettings]:
        actor = await _actor(newsroom, channel)
        settings = await newsroom.store.alert_settings(actor.place.channel)
        return await watches.of_actor(newsroom.store, actor), settings

    say(render_text(outline.of_watches(*session.run(context, work))))


@watch.command("add")
def watch_add(context: typer.Context, words: _Words, channel: _Channel = "") -> None:
    """Watch for something in a channel; On Record has to run for alerts to come."""
    from bot.app import clock
    from bot.core.outline import texts
    from bot.newsroom import watches

    async def work(newsroom: Newsroom) -> Watch:
        actor = await _actor(newsroom, channel)
        args = _args(" ".join(words))
        return await watches.add(newsroom.store, actor.place.channel, args, "", None, clock())

    say(texts.watching(session.run(context, work)))


@watch.command("stop")
def watch_stop(context: typer.Context, number: int, channel: _Channel = "") -> None:
    """End the watch of this number."""
    from bot.core.outline import texts
    from bot.newsroom import watches

    async def work(newsroom: Newsroom) -> Watch:
        found = await watches.of_actor(newsroom.store, await _actor(newsroom, channel))
        return await watches.stop(newsroom.store, found, number)

    say(texts.watch_ended(session.run(context, work)))


@watch.command("try")
def watch_try(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="The first day, as YYYY-MM-DD.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WATCH]", help="As watch add takes it.")
    ] = None,
    until: Annotated[str, typer.Option(help="The last day; that of the call unless given.")] = "",
    watches_file: Annotated[
        Path | None, typer.Option("--watches", help="Instead: JSON lines {id, watch}.")
    ] = None,
    form: _Form = Format.JSONL,
) -> None:
    """What a watch would have alerted of: a row a story of a day, "new", "developing" or "known".

    Days are taken for rounds, and nothing is kept or sent. A row that alerts has a quote or a bullet.
    """
    from bot.app import clock
    from bot.core import forms
    from bot.newsroom import alerts, watches

    if bool(words) == bool(watches_file):
        raise ConfigError("watch try takes a watch, or --watches FILE")
    typed = _named(watches_file) if watches_file else {" ".join(words or ()): " ".join(words or ())}
    start = files.day(since)
    end = files.day(until) + timedelta(days=1) if until else clock()

    async def work(newsroom: Newsroom) -> list[forms.Row]:
        place = (await _actor(newsroom, "")).place
        made = {
            await watches.watch_of(newsroom.store, place.channel, _args(one), "", None): name
            for name, one in typed.items()
        }
        replayed = alerts.replay(newsroom.store, list(made), start, end, newsroom.judgement)
        return [
            forms.alert_form(made[one.watch], one.at, one.stage.story, one.stage.briefing)
            async for one in replayed
        ]

    rows = session.run(context, work)
    dump_lines(rows, Format.JSON if form is Format.JSON else Format.JSONL)
    if not rows:
        raise NothingFound("none of these days has anything that fits")


async def _actor(newsroom: Newsroom, channel: str) -> Actor:
    """Whoever types on the command line, who may do everything, at one of the configured channels."""
    from bot.app import order_of

    found: Channel = (await order_of(newsroom, channel)).channel
    return Actor(Place(found))


def _args(typed: str) -> dict[str, str]:
    from bot.core import commands

    return dict(commands.parse(f"{commands.PREFIX} watch add {typed}").args)


def _named(path: Path) -> dict[str, str]:
    """The watches of a file of JSON lines, by their ids."""
    try:
        return {str(row["id"]): str(row["watch"]) for row in files.json_lines(path)}
    except KeyError as error:
        raise ConfigError(f"{path}: a line has no {error}") from error
