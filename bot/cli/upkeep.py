"""Commands for those who look after On Record: feeds, config, db, secrets, doctor, status, errors."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import files, session
from bot.cli.output import Format, dump, dump_lines, note, progress, say
from bot.errors import BotError, ConfigError, NotAFeed, NothingFound
from bot.model import LOCAL_WORKSPACE, ImportOutcome

if TYPE_CHECKING:
    from bot.app import Newsroom
    from bot.core.feeds.parse import ParsedFeed
    from bot.model import Case, CheckedFeed, ImportReport, TakenFeed

FormatOption = Annotated[Format, typer.Option("--format")]

errors = typer.Typer(help="What readers say is wrong with quotes.", no_args_is_help=True)
feeds = typer.Typer(help="The feeds that are gathered.", no_args_is_help=True)
config = typer.Typer(help="The config file.", no_args_is_help=True)
db = typer.Typer(help="The store.", no_args_is_help=True)
secrets = typer.Typer(help="The keys under which tokens are kept.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(errors, name="errors")
    app.add_typer(feeds, name="feeds")
    app.add_typer(config, name="config")
    app.add_typer(db, name="db")
    app.add_typer(secrets, name="secrets")
    app.command("doctor")(doctor)
    app.command("status")(status)


@feeds.command("add")
def feeds_add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="SITE|URL", help="A site, or an RSS, Atom or JSON feed.")],
    outlet: Annotated[str, typer.Option(help="The publisher's name; else what the feed calls itself.")] = "",
    pick: Annotated[int | None, typer.Option(min=1, help="Which one, where a site has several.")] = None,
) -> None:
    """Take a feed, after a look at it; a site's feeds are found, and listed where there are several."""
    from bot.core.outline import texts
    from bot.newsroom import feeds as use_case

    async def work(newsroom: Newsroom) -> TakenFeed | tuple[CheckedFeed, ...]:
        found = await use_case.find(newsroom.gatherer.local, url)
        picked = found[pick - 1 : pick] if pick else found
        if len(picked) != 1:
            return found
        return await use_case.take(newsroom.store, newsroom.gatherer, LOCAL_WORKSPACE, picked[0], outlet)

    done = session.run(context, work)
    if isinstance(done, tuple):
        if pick:
            note(texts.no_such_pick(pick, len(done)))
        _offer(done, outlet)
    else:
        feed = done.feed
        said = f"added: {feed.outlet}, {feed.url}" if done.new else texts.taken_feed(done, outlet)
        say(said)


def _offer(found: Sequence[CheckedFeed], outlet: str) -> None:
    """Print the feeds of a site, and how to take each; ends as a wrong call does."""
    from bot.app import clock
    from bot.core import outline
    from bot.core.outline import texts
    from bot.platforms.console import render_text

    named = ["--outlet", outlet] if outlet else []
    say(render_text(outline.of_offers(found, clock())))
    say(f"\n{texts.TAKE_WITH}")
    for number, feed in enumerate(found, start=1):
        say(f"  {number} · {shlex.join(['onrecord', 'feeds', 'add', feed.url, *named])}")
    raise typer.Exit(ConfigError.exit_code)


@feeds.command("remove")
def feeds_remove(
    context: typer.Context,
    feed: Annotated[str, typer.Argument(metavar="URL|OUTLET", help="Its address, or its publisher's name.")],
) -> None:
    """Stop taking a feed; what was gathered stays in the store."""
    from bot.newsroom import feeds as use_case

    gone = session.run(context, lambda newsroom: use_case.drop(newsroom.store, LOCAL_WORKSPACE, feed))
    say(f"removed: {gone.outlet}, {gone.url}")


@feeds.command("import")
def feeds_import(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.opml", help="A list of feeds, - for stdin.")],
    form: FormatOption = Format.TEXT,
) -> None:
    """Take all the feeds of an OPML file, and say what became of each; its folders become topics."""
    from bot.core import forms, outline
    from bot.core.outline import texts
    from bot.newsroom import feeds as use_case
    from bot.platforms.console import render_text

    body = files.read_bytes(file)

    async def work(newsroom: Newsroom) -> ImportReport:
        with progress("feeds", None) as advance:
            return await use_case.import_opml(
                newsroom.store, newsroom.gatherer, LOCAL_WORKSPACE, body, advance
            )

    report = session.run(context, work)
    if form is Format.TEXT:
        say(render_text(outline.of_import(report)))
    else:
        dump_lines(map(forms.imported_form, report.feeds), form)
        for line in texts.folders(report.folders):
            note(line)
    if report.of(ImportOutcome.FAILED):
        raise typer.Exit(BotError.exit_code)


@feeds.command("export")
def feeds_export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to write it; else standard output.")] = None,
) -> None:
    """Write the feeds as OPML, for other feed readers or another On Record."""
    from bot.app import clock
    from bot.newsroom import feeds as use_case

    made = session.run(
        context, lambda newsroom: use_case.export_opml(newsroom.store, LOCAL_WORKSPACE, clock())
    )
    if file is None:
        say(made.rstrip())
    else:
        files.write_text(file, made)
        say(f"exported: {file}")


@feeds.command("list")
def feeds_list(context: typer.Context, form: FormatOption = Format.TEXT) -> None:
    """Show the feeds: how each is, what it brings, and when it is looked at next."""
    from bot.app import clock
    from bot.core import forms, outline
    from bot.core.outline import texts
    from bot.newsroom import feeds as use_case
    from bot.platforms.console import render_text

    now = clock()
    statuses = session.run(context, lambda newsroom: use_case.listed(newsroom.store, LOCAL_WORKSPACE, now))
    if form is Format.TEXT:
        say(render_text(outline.of_feeds(statuses, now, none=texts.NO_FEEDS_IN_SHELL)))
    else:
        dump([forms.feed_form(status) for status in statuses], form)


@feeds.command("check")
def feeds_check(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="Address of a feed, taken or not.")],
    form: FormatOption = Format.TEXT,
) -> None:
    """Look at a feed without taking it."""
    from bot.core.feeds import addresses, decide
    from bot.core.reading.text import counted

    checked = session.run(context, lambda newsroom: newsroom.gatherer.local.check(addresses.canonical(url)))
    if form is Format.TEXT:
        left_out = f" and {less}" if (less := decide.left_out_of(checked)) else ""
        entries = counted(len(checked.entries), "entry", "entries")
        say(f"{checked.title}: a feed of {entries}{left_out} at {checked.url}")
    else:
        newest = [entry.headline for entry in checked.entries[:5]]
        dump({"url": checked.url, "title": checked.title, "newest": newest}, form)


@feeds.command("parse")
def feeds_parse(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="FILE|URL|-", help="A feed, - for stdin.")],
    base: Annotated[str, typer.Option(help="The address a file is from, for its relative links.")] = "",
    form: FormatOption = Format.TEXT,
) -> None:
    """Print what is made of a feed: its entries and their fields."""
    from bot.core import forms
    from bot.core.extract import read_fragment
    from bot.core.feeds import decide

    parsed = _parsed_feed(context, what, base)
    if left_out := decide.left_out_of(parsed):
        note(f"left out: {left_out}")
    entries = [forms.entry_form(entry, read_fragment(entry.html)) for entry in parsed.entries]
    if form is not Format.TEXT:
        dump({"title": parsed.title or None, "entries": entries}, form)
        return
    say(parsed.title)
    for row in entries:
        known = [str(row[name]) for name in ("headline", "url", "published", "byline", "text") if row[name]]
        say("\n" + "\n".join(known))


def _parsed_feed(context: typer.Context, what: str, base: str) -> ParsedFeed | CheckedFeed:
    from bot.core.feeds import addresses
    from bot.core.feeds.parse import parse

    if files.is_address(what):
        return session.run(context, lambda newsroom: newsroom.gatherer.local.check(addresses.canonical(what)))
    try:
        return parse(files.read_bytes(what), base)
    except NotAFeed as unusable:
        raise NotAFeed(what, unusable.reason) from unusable


@config.command("example")
def config_example() -> None:
    """Print the commented example, to start a config file from."""
    from bot.config import example

    say(example().rstrip())


@config.command("schema")
def config_schema() -> None:
    """Print the JSON schema of the config file."""
    from bot.config import Config

    dump(Config.model_json_schema(), Format.JSON)


@config.command("check")
def config_check(context: typer.Context) -> None:
    """Read the config and look at it as `run` does, and say what is wrong with it."""
    from bot import app

    app.check(session.config_of(context))
    say("config: ok")


@db.command("migrate")
def db_migrate(context: typer.Context) -> None:
    """Bring the store to this version's schema."""
    import asyncio

    from bot.app import migrate

    asyncio.run(migrate(session.config_of(context)))
    say("store: at this version's schema")


@db.command("backup")
def db_backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A new file, or a folder for one named after the time.")],
) -> None:
    """Copy the store to a new file, while it is in use; no file is ever written over."""
    import asyncio

    from bot.app import backup

    say(f"backup: {asyncio.run(backup(session.config_of(context), file))}")


@db.command("restore")
def db_restore(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="A file that `db backup` wrote.")]
) -> None:
    """Put a backup in the place of the store; the store of before is kept beside it."""
    import asyncio

    from bot.app import restore

    kept = asyncio.run(restore(session.config_of(context), file))
    say(f"restored: {file}" + (f"; the store of before is {kept}" if kept else ""))


@db.command("copy")
def db_copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="As in sqlite:///data/onrecord.db.")],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TO", help="An empty database, as in postgresql://onrecord@localhost/onrecord."
        ),
    ],
) -> None:
    """Copy a store from SQLite to PostgreSQL; where it was broken off, the same call goes on."""
    import asyncio

    from bot.app import copy_store
    from bot.core.reading.text import counted

    with progress("rows", None) as advance:
        counts = asyncio.run(copy_store(source, target, advance))
    kinds = {"article": "articles", "quote": "quotes", "digest": "digests", "delivery": "deliveries"}
    kept = ", ".join(counted(counts[many], one, many) for one, many in kinds.items())
    say(f"copied: {counted(sum(counts.values()), 'row')}, among them {kept}")


@secrets.command("key")
def secrets_key() -> None:
    """Print a new key for ONRECORD_SECRET_KEYS; to rotate, put it before the one there, with a comma."""
    from bot.adapters.vault import fresh_key

    say(fresh_key())


class Door(StrEnum):
    """What a doctor knows beside all that running depends on."""

    SLACK = "slack"
    DISCORD = "discord"
    MODEL = "model"


def doctor(
    context: typer.Context,
    door: Annotated[
        Door | None,
        typer.Argument(help="Look at this alone: a platform's tokens, scopes, channels; ask the model once."),
    ] = None,
    form: FormatOption = Format.TEXT,
) -> None:
    """Look at all that running depends on, and name each remedy."""
    import asyncio

    from bot.app import examine_discord, examine_slack
    from bot.cli.doctor import examine, examine_model

    looks = {
        None: examine,
        Door.SLACK: examine_slack,
        Door.DISCORD: examine_discord,
        Door.MODEL: examine_model,
    }
    findings = asyncio.run(looks[door](session.config_of(context, "error")))
    if form is Format.TEXT:
        for finding in findings:
            say(f"{'ok ' if finding.ok else 'BAD'}  {finding.what}: {finding.says}")
    else:
        dump([{"what": found.what, "ok": found.ok, "says": found.says} for found in findings], form)
    if not all(finding.ok for finding in findings):
        note("onrecord: something needs attention")
        raise typer.Exit(BotError.exit_code)


def status(context: typer.Context, form: FormatOption = Format.TEXT) -> None:
    """Show on one screen how everything fares: feeds, editions, deliveries, spend, sizes."""
    from bot import app
    from bot.core import forms, outline
    from bot.platforms.console import render_text

    found = session.run(context, app.status, index=False)
    if form is Format.TEXT:
        say(render_text(outline.of_status(found)))
    else:
        dump(forms.status_form(found), form)


@errors.command("export")
def errors_export(
    context: typer.Context,
    workspace: Annotated[str | None, typer.Option(help="Of this workspace alone; else of all.")] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.JSONL,
) -> None:
    """Print the reports as regression cases, each claim held against its article."""
    from bot.adapters.lexicons import lexicons
    from bot.core import forms
    from bot.newsroom import lookup

    async def work(newsroom: Newsroom) -> list[Case]:
        return await lookup.cases(newsroom.store, lexicons(), workspace)

    cases = session.run(context, work)
    if form is Format.TEXT:
        for case in cases:
            say(_line(case))
    else:
        dump_lines((forms.case_form(case) for case in cases), form)
    if not cases:
        raise NothingFound("nobody has reported a quote")


def _line(case: Case) -> str:
    from bot.platforms.console import clean

    report = case.report
    held = "the article bears it out" if case.words or case.speaker else "not in the article"
    claim = f"; claimed: {report.claimed} ({held})" if report.claimed else ""
    return clean(f"{report.at:%Y-%m-%d} {report.fault.value}: “{report.quote.text}”{claim}")
