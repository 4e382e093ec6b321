"""Commands that gather and read what was gathered: run, gather, import, digest, ask, search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import files, session
from bot.cli.output import Format, bars, dump, dump_lines, note, progress, say
from bot.errors import BotError, ConfigError, FetchError, NothingFound
from bot.model import LOCAL_WORKSPACE, Kept, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.app import Newsroom
    from bot.cli.session import Asked, ThreadQuestions
    from bot.core import forms
    from bot.model import Answer, Article, Digest, Found, Outline, Question
    from bot.newsroom.ask import Thread
    from bot.newsroom.gather import GatherReport

MOST_NAMED = 20
"""Lines of a file that hold no article and are named one by one; of more the number is told."""

USUAL_STORIES = 6
"""Stories in an edition of a file unless more or fewer are asked for."""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("run")(run)
    app.command("gather")(gather)
    app.command("import")(import_)
    app.command("digest")(digest)
    app.command("ask")(ask)
    app.command("search")(search)


def gather(
    context: typer.Context,
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """Fetch every feed that is due, once, and keep what is new."""
    from bot.app import clock
    from bot.core import forms, outline
    from bot.core.outline import texts
    from bot.newsroom import feeds
    from bot.platforms.console import render_text

    async def work(newsroom: Newsroom) -> tuple[GatherReport, Outline]:
        report, now = await newsroom.gatherer.round(waits=True), clock()
        listed = await feeds.listed(newsroom.store, LOCAL_WORKSPACE, now)
        return report, outline.of_feeds(listed, now, none=texts.NO_FEEDS_IN_SHELL)

    with progress("gather", None):
        report, table = session.run(context, work, sample=True)
    if form is Format.TEXT:
        say(render_text(table))
        say(texts.gathered(report.feeds, report.kept))
    else:
        dump(forms.kept_form(report.kept), form)


def import_(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE.jsonl[.gz]]", help="{id, url, title, text, date}")
    ] = None,
    sitemap: Annotated[str, typer.Option(help="Instead: the pages of a site’s sitemap, or index.")] = "",
    pages: Annotated[str, typer.Option(help="Instead: the older pages of a feed (?paged=2, …).")] = "",
    since: Annotated[str, typer.Option(help="Of a site: nothing before 2026-05-03, yesterday, Monday.")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="Of a site: the most articles.")] = None,
    outlet: Annotated[str, typer.Option(help="Of a site: the publisher’s name.")] = "",
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """Keep articles from a file, each under its own id, or what a site published before.

    Interrupted in any way, the same call goes on where it was. Articles of a file are found at once; their
    quotes follow, here or while On Record runs.
    """
    from bot.core import forms
    from bot.core.outline import texts

    if sum(map(bool, (file, sitemap, pages))) != 1:
        raise ConfigError("import takes one of: a file, --sitemap URL, --pages URL")
    if file and (since or limit or outlet):
        raise ConfigError("--since, --limit and --outlet go with --sitemap or --pages")
    start = session.since_of(since)

    skipped: list[ConfigError] = []

    async def work(newsroom: Newsroom) -> Kept:
        if file:
            return await _from_file(newsroom, file, skipped)
        return await _from_site(newsroom, sitemap, pages, outlet, start, limit)

    kept = session.run(context, work)
    if form is Format.TEXT:
        say(texts.kept(kept))
    else:
        dump(forms.kept_form(kept), form)
    if skipped:
        note(f"onrecord: {texts.skipped(len(skipped))}")
        raise typer.Exit(BotError.exit_code)


async def _from_file(newsroom: Newsroom, file: Path, skipped: list[ConfigError]) -> Kept:
    """Keep the articles, then find the quotes in them and in what a call before did not come to.

    Lines that hold no article are named, and put to the `skipped`.
    """
    from bot.app import clock
    from bot.newsroom import imports

    total, store = Kept(), newsroom.store
    articles = _readable(files.readable_articles(file, clock()), skipped)
    with progress("import", None) as advance:
        async for kept, size in imports.import_articles(store, LOCAL_WORKSPACE, articles):
            total += kept
            advance(size)
    rest = imports.read_rest(store, newsroom.read_quotes, newsroom.failures, newest=True)
    with progress("quotes", (await store.unfinished())[Work.QUOTES]) as advance:
        async for size, quotes in rest:
            total += Kept(quotes=quotes)
            advance(size)
    return total


def _readable(found: Iterable[Article | ConfigError], skipped: list[ConfigError]) -> Iterator[Article]:
    for one in found:
        if isinstance(one, ConfigError):
            skipped.append(one)
            if len(skipped) <= MOST_NAMED:
                note(f"onrecord: {one}")
        else:
            yield one


async def _from_site(
    newsroom: Newsroom, sitemap: str, pages: str, outlet: str, since: datetime | None, limit: int | None
) -> Kept:
    from bot.core.reading.text import counted
    from bot.newsroom import archive

    gatherer, store = newsroom.gatherer.local, newsroom.store
    named = outlet or await archive.outlet_at(store, LOCAL_WORKSPACE, sitemap or pages)
    backfill = archive.Backfill(store, gatherer, LOCAL_WORKSPACE, named, since, limit)
    lists = (
        archive.in_sitemaps(gatherer, sitemap, since) if sitemap else archive.in_feed(gatherer, pages, since)
    )
    total, begun, passed_over, failed = Kept(), False, 0, 0
    try:
        with bars(("lists", None), ("pages", None)) as (list_read, pages_read):
            async for batch in backfill.run(archive.told(lists, list_read)):
                total, begun = total + batch.kept, True
                passed_over += batch.passed_over
                failed += batch.failed
                pages_read(batch.pages)
    except FetchError:
        if begun:
            note(f"kept: {counted(total.new, 'new article')}; the same call goes on from there")
        raise
    if passed_over:
        note(f"left out: {counted(passed_over, 'page')} without an article or a date, or from before --since")
    if failed:
        note(f"not read for now: {counted(failed, 'page')}; the same call tries again")
    return total


def digest(
    context: typer.Context,
    channel: Annotated[str, typer.Option(help="Whose digest; the first subscription's unless named.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="What the next edition would be, and what it leaves out.")
    ] = False,
    articles: Annotated[
        Path | None,
        typer.Option(help="An edition of JSON lines {id, url, title, date, text}, may be gzipped."),
    ] = None,
    as_of: Annotated[str, typer.Option(help="When that edition is made: YYYY-MM-DD, or with a time.")] = "",
    size: Annotated[
        int | None, typer.Option(min=1, max=20, help=f"Its most stories; {USUAL_STORIES} unless given.")
    ] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """Print today's digest; nothing is posted or counted as sent."""
    if articles and (channel or dry_run):
        raise ConfigError("--channel and --dry-run look at what was gathered; they do not go with --articles")
    if articles:
        _digest_of(articles, session.moment_of(as_of), size or USUAL_STORIES, form)
        return
    if as_of or size:
        raise ConfigError("--as-of and --size go with --articles")
    from bot.app import digest_now
    from bot.core import forms, outline
    from bot.core.outline import texts
    from bot.platforms.console import render_text

    async def work(newsroom: Newsroom) -> tuple[Digest, bool]:
        fed = bool(await newsroom.store.feeds(LOCAL_WORKSPACE))
        return await digest_now(newsroom, channel, dry_run), fed

    made, fed = session.run(context, work)
    bare = not (fed or made.briefings or made.left_out)
    if bare and form is Format.TEXT:
        raise NothingFound(texts.NO_FEEDS_IN_SHELL)
    if form is not Format.TEXT:
        dump(forms.digest_form(made), form)
    else:
        say(render_text(outline.of_digest(made)))
        if dry_run:
            say(render_text(outline.of_dry_run(made)))
    if not made.briefings:
        none = outline.none_of(made)
        said = texts.NOTHING_TO_TELL if none == texts.NO_STORIES else none
        raise NothingFound(said if fed else texts.NO_FEEDS_IN_SHELL)


def _digest_of(path: Path, as_of: datetime | None, size: int, form: Format) -> None:
    """An edition straight from a file."""
    from bot.adapters.lexicons import lexicons
    from bot.app import clock
    from bot.config import judgement
    from bot.core import forms, outline
    from bot.core.quotes import find_quotes
    from bot.core.reading.language import lexicon_for
    from bot.model import AnnotatedArticle, Digest, Edition
    from bot.newsroom import brief
    from bot.platforms.console import render_text

    now, known = as_of or clock(), lexicons()
    fresh, unread = brief.worth_reading(files.articles(path, now), now, judgement())
    reads = [AnnotatedArticle(one, find_quotes(one, lexicon_for(one, known))) for one in fresh]
    edited = brief.edition_of(reads, size, now, judgement())
    if form is Format.TEXT:
        edition = Edition("", now.date(), now.time().replace(tzinfo=None))
        made = Digest("", edition, now, edited.briefings, in_brief=edited.in_brief)
        say(render_text(outline.of_digest(made)))
    else:
        row = {
            "briefings": [forms.briefing_form(briefing) for briefing in edited.briefings],
            "in_brief": forms.in_brief_forms(edited.in_brief),
            "left_out": [*forms.left_out_forms(edited.left_out), *forms.unread_forms(unread)],
        }
        dump(row, form)
    if not edited.briefings:
        raise NothingFound(f"{path}: no stories to tell of the two days before {now:%Y-%m-%d %H:%M} UTC")


def ask(
    context: typer.Context,
    question: Annotated[list[str] | None, typer.Argument(help="What you want to know.")] = None,
    as_of: Annotated[str, typer.Option(help="Look at nothing later than YYYY-MM-DD.")] = "",
    queries: Annotated[Path | None, typer.Option(help="JSON lines {id, query, as_of?, without?}.")] = None,
    threads: Annotated[
        Path | None, typer.Option(help="JSON lines {id, as_of?, about: [article ids], turns: [{ask}]}.")
    ] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """Answer a question, with the sentences it comes from."""
    from bot.core import forms, outline
    from bot.core.outline import texts
    from bot.platforms.console import render_text

    typed = " ".join(question or ())
    if threads:
        if question or queries or as_of:
            raise ConfigError("--threads holds the questions and their days; leave out all others")
        talks = session.threads(threads)
        dump_lines(session.run(context, lambda newsroom: _threads_answered(newsroom, talks)), form)
        return
    if queries:
        asked = session.questions(queries, typed)
        dump_lines(session.run(context, lambda newsroom: _all_answered(newsroom, asked)), form)
        return
    one = session.question(typed, as_of)

    async def work(newsroom: Newsroom) -> tuple[Answer | ConfigError, int]:
        read, _ = await newsroom.store.frequencies((), LOCAL_WORKSPACE)
        return await _answered(newsroom, one), read

    answer, read = session.run(context, work)
    if isinstance(answer, ConfigError):
        raise answer
    if form is not Format.TEXT:
        dump(forms.answer_form(answer), form)
    elif answer.answered:
        say(render_text(outline.of_answer(answer)))
    if not answer.answered:
        raise NothingFound("none of the articles I have read answers that" if read else texts.NOTHING_READ)


async def _answered(
    newsroom: Newsroom, question: Question | ConfigError, thread: Thread | None = None
) -> Answer | ConfigError:
    """The answer, or why the question cannot be read: one such question does not stop the others."""
    from bot.newsroom import ask as use_case

    if isinstance(question, ConfigError):
        return question
    try:
        return await use_case.ask(newsroom.store, question, newsroom.answering, thread or use_case.NO_THREAD)
    except ConfigError as error:
        return error


async def _all_answered(newsroom: Newsroom, asked: Iterable[Asked]) -> list[forms.Row]:
    return [{"id": key, **_row(await _answered(newsroom, one))} for key, one in asked]


async def _threads_answered(
    newsroom: Newsroom, talks: Iterable[tuple[str | None, ThreadQuestions | ConfigError]]
) -> list[forms.Row]:
    """A row a turn, each asked after those before it."""
    from bot.newsroom import ask as use_case

    rows: list[forms.Row] = []
    for key, talk in talks:
        if isinstance(talk, ConfigError):
            rows.append({"id": key, **_row(talk)})
            continue
        thread = use_case.Thread(talk.about)
        for turn, question in enumerate(talk.questions, start=1):
            answer = await _answered(newsroom, question, thread)
            rows.append({"id": key, "turn": turn, **_row(answer)})
            if isinstance(question, ConfigError) or isinstance(answer, ConfigError):
                continue
            thread = thread.after(question.text, answer)
    return rows


def _row(answer: Answer | ConfigError) -> forms.Row:
    from bot.core import forms

    if isinstance(answer, ConfigError):
        return {"answered": False, "error": str(answer)}
    return forms.answer_form(answer)


def search(
    context: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(metavar="Q", help="Words to look for.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Most articles shown.")] = 10,
    since: Annotated[str, typer.Option(help="Nothing before 2026-05-03, yesterday, Monday.")] = "",
    as_of: Annotated[str, typer.Option(help="Nothing later than YYYY-MM-DD.")] = "",
    queries: Annotated[Path | None, typer.Option(help="JSON lines {id, query, as_of?, without?}.")] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """Find articles, best first, one hit an article."""
    from bot.core import forms
    from bot.newsroom import ask as use_case

    typed = " ".join(query or ())
    asked = session.questions(queries, typed) if queries else [("", session.question(typed, as_of))]
    start = session.since_of(since)

    async def look(newsroom: Newsroom, one: Question | ConfigError) -> use_case.Found | ConfigError:
        if isinstance(one, ConfigError):
            return one
        try:
            return await use_case.search(
                newsroom.store,
                one.text,
                one.workspace,
                limit=limit,
                since=start,
                as_of=one.as_of,
                without=one.without,
                now=one.now,
            )
        except ConfigError as error:
            return error

    async def work(newsroom: Newsroom) -> list[tuple[str | None, use_case.Found | ConfigError]]:
        return [(key, await look(newsroom, one)) for key, one in asked]

    found = session.run(context, work)
    if queries:
        dump_lines(({"id": key, **_found_row(one)} for key, one in found), form)
        return
    [(_, one)] = found
    if isinstance(one, ConfigError):
        raise one
    rows = forms.search_form(one.hits)
    if form is Format.TEXT:
        for row in rows:
            say(f"{row['date']}  {row['outlet']}: {row['headline']}\n    {row['passage']}")
    else:
        dump_lines(rows, form)
    if not rows:
        raise NothingFound("no article holds these words")


def _found_row(found: Found | ConfigError) -> forms.Row:
    from bot.core import forms

    return {"error": str(found)} if isinstance(found, ConfigError) else forms.found_form(found)


def run(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Gather, deliver what is due, and stop.")] = False,
) -> None:
    """Gather, deliver and serve the local page until told to stop."""
    import asyncio

    from bot import app
    from bot.core.outline import texts

    config = session.config_of(context)
    app.check(config)
    if once:
        report = asyncio.run(app.run_once(config))
        say(texts.gathered(report.feeds, report.kept))
        return
    with app.alone(config) as tell:

        def serves(address: str) -> None:
            tell(address)
            say(address)

        asyncio.run(app.serve(config, serves))
