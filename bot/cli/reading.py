"""Commands that read what they are given: brief, check, extract, quotes, stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import files, session
from bot.cli.output import Format, dump, dump_lines, progress, say
from bot.errors import BotError, ConfigError, NothingFound
from bot.model import LOCAL_WORKSPACE, Page

if TYPE_CHECKING:
    from bot.app import Newsroom
    from bot.model import AnnotatedArticle, BookPage, Story

MOST_QUOTES = 20
"""Quotes of the book that are shown unless more or fewer are asked for."""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("brief")(brief)
    app.command("check")(check)
    app.command("extract")(extract)
    app.command("quotes")(quotes)
    app.command("stories")(stories)
    app.command("kinds")(kinds)


def brief(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="URL|FILE|-", help="An article: text or HTML, - for stdin.")],
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """Brief one article: bullets and verified quotes."""
    from bot.core import forms, outline
    from bot.newsroom.brief import brief_article
    from bot.platforms.console import render_text

    briefing = brief_article(_read(context, what))
    if briefing is None:
        raise NothingFound(f"{what}: no sentences that can be printed as a briefing")
    if form is Format.TEXT:
        say(render_text(outline.of_briefing(briefing)))
    else:
        dump(forms.briefing_form(briefing), form)


def _read(context: typer.Context, what: str) -> AnnotatedArticle:
    from bot.adapters.lexicons import lexicons
    from bot.app import clock
    from bot.core.quotes import find_quotes
    from bot.core.reading.language import lexicon_for
    from bot.model import AnnotatedArticle

    async def linked(newsroom: Newsroom) -> AnnotatedArticle:
        kept = await newsroom.store.at(what, LOCAL_WORKSPACE) if "#" in what else None
        return kept or await newsroom.gatherer.local.article(what)  # what has no page is in the store alone

    if files.is_address(what):
        return session.run(context, linked)
    page = files.read_page(what)
    if page is None:
        raise NothingFound(f"{what}: no article in this file")
    article = files.page_article(what, page, clock())
    return AnnotatedArticle(article, find_quotes(article, lexicon_for(article, lexicons())))


class CheckFormat(StrEnum):
    """How a checked text is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def check(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="DRAFT [SOURCE...]", help="A text, - for stdin."),
    ] = None,
    against: Annotated[
        list[str] | None, typer.Option(metavar="ARTICLE|URL", help="A source: text, HTML or an address.")
    ] = None,
    claims: Annotated[
        Path | None, typer.Option(help="JSON lines {id, text, sources: [text, ...]} instead, may be gzipped.")
    ] = None,
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.TEXT,
) -> None:
    """Hold a text against its sources, without a model; exit 1 where something is not borne out.

    Each sentence is printed with what bears it out, or with the figure, date, name, negation, contrary,
    quote or speaker that the sources do not have. Claims are printed as JSON lines {id, support, faults}.
    """
    if claims is not None:
        if what or against:
            raise ConfigError("--claims holds texts and sources; leave out the others")
        faulty = _check_claims(claims)
    else:
        draft, *sources = what or [""]
        sources += against or []
        if not draft or not sources:
            raise ConfigError("check takes a text and its sources: check DRAFT.txt --against ARTICLE|URL")
        faulty = _check_draft(context, draft, sources, form)
    if faulty:
        raise typer.Exit(BotError.exit_code)


def _check_draft(context: typer.Context, draft: str, given: Sequence[str], form: CheckFormat) -> bool:
    from bot.adapters.lexicons import checked_in
    from bot.core import forms, outline
    from bot.core.checks import sourced
    from bot.core.outline import texts
    from bot.core.reading.language import lexicon_of
    from bot.platforms.console import render_text

    text = files.read_text(draft)
    reads = [_read(context, source) for source in given]
    sources = sourced.SourceSentences.of(reads, lexicon_of(text, checked_in()))
    found = sourced.check(text, sources, ours=texts.EXTRACTIVE)
    match form:
        case CheckFormat.JSON:
            dump(forms.check_form(found), Format.JSON)
        case CheckFormat.MARKDOWN:
            say(outline.markdown_of(found))
        case CheckFormat.TEXT:
            say(render_text(outline.of_check(found)))
    return any(one.faults for one in found)


def _check_claims(file: Path) -> bool:
    """Print a row a claim as it is checked; whether any has a fault."""
    from bot.adapters.lexicons import checked_in
    from bot.core import forms
    from bot.core.checks import sourced
    from bot.core.reading.language import lexicon_of

    known, faulty = checked_in(), False
    for number, row in enumerate(files.json_lines(file), 1):
        key, text, sources = row.get("id"), row.get("text"), row.get("sources")
        listed = sources if isinstance(sources, list) else [None]
        given = [one for one in listed if isinstance(one, str)]
        if key is None or not isinstance(text, str) or len(given) < len(listed):
            raise ConfigError(f"{file}: line {number} wants id, text and sources, a list of texts")
        support, faults = sourced.claimed(text, given, lexicon_of(text, known))
        dump(forms.claim_form(str(key), support, faults), Format.JSONL)
        faulty = faulty or bool(faults)
    return faulty


def extract(
    context: typer.Context,
    what: Annotated[list[str], typer.Argument(metavar="PATH...|URL", help=".html or .html.gz, or a page.")],
    form: Annotated[Format, typer.Option("--format")] = Format.JSONL,
) -> None:
    """Print the headline, byline, date and text of pages."""
    from bot.core import forms

    names = [name for one in what for name in ([one] if files.is_address(one) else files.html_files(one))]
    with progress("extract", len(names)) as advance:
        for name in names:
            row = forms.extract_form(files.name_of(name), _page(context, name))
            say(_page_text(row)) if form is Format.TEXT else dump(row, form)
            advance()


def _page(context: typer.Context, what: str) -> Page | None:
    if files.is_address(what):
        article = session.run(context, lambda newsroom: newsroom.gatherer.local.article(what)).article
        return Page(article.headline, article.text, article.byline, article.published, article.language)
    return files.read_page(what)


def _page_text(row: Mapping[str, object]) -> str:
    line = ", ".join(str(row[key]) for key in ("byline", "date") if row[key])
    return f"{row['headline']}\n{line}\n\n{row['text']}\n"


def quotes(
    context: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="[FILE|-]", help="An article as plain text.")] = None,
    articles: Annotated[
        Path | None, typer.Option(help="Articles as JSON lines {id, title, text}, may be gzipped.")
    ] = None,
    speaker: Annotated[str, typer.Option(help="Quote book: who said it.")] = "",
    about: Annotated[str, typer.Option(help="Quote book: words in the quote or its headline.")] = "",
    since: Annotated[
        str, typer.Option(help="Quote book: nothing before 2026-05-03, yesterday, Monday.")
    ] = "",
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"Quote book: most quotes shown; {MOST_QUOTES} unless given.")
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="jsonl for files, text for the book, unless given.")
    ] = None,
) -> None:
    """Find quotes and who said them, or look into the quote book."""
    if file is None and articles is None:
        _quote_book(context, speaker, about, since, limit or MOST_QUOTES, form or Format.TEXT)
        return
    if file is not None and articles is not None:
        raise ConfigError("quotes takes one of: a file, --articles FILE")
    if speaker or about or since or limit:
        raise ConfigError(
            "--speaker, --about, --since and --limit are for the quote book; leave out the file"
        )
    if not _print_quotes(_reads(file, articles), form or Format.JSONL):
        raise NothingFound(f"{file or articles}: no quotes in this file")


def _print_quotes(reads: Iterable[AnnotatedArticle], form: Format) -> int:
    """Print the quotes as they are found; gives how many."""
    from bot.core import forms

    found = 0

    def rows() -> Iterator[Mapping[str, object]]:
        nonlocal found
        for read in reads:
            for row in forms.quote_rows(read):
                found += 1
                yield row

    if form is Format.TEXT:
        for row in rows():
            say(f"{row['quote_text']}  [{row['kind']}; {row['speaker'] or 'speaker unknown'}]")
    else:
        dump_lines(rows(), form)
    return found


def _reads(file: str | None, articles: Path | None) -> Iterator[AnnotatedArticle]:
    from bot.adapters.lexicons import lexicons
    from bot.app import clock
    from bot.core.quotes import find_quotes
    from bot.core.reading.language import lexicon_for
    from bot.model import AnnotatedArticle

    known, now = lexicons(), clock()
    given = files.articles(articles, now) if articles else [files.plain_article(str(file), now)]
    for article in given:
        yield AnnotatedArticle(article, find_quotes(article, lexicon_for(article, known)))


def _quote_book(
    context: typer.Context, speaker: str, about: str, since: str, limit: int, form: Format
) -> None:
    from bot.core import forms, outline
    from bot.newsroom import lookup
    from bot.platforms.console import render_text

    start = session.since_of(since)

    async def work(newsroom: Newsroom) -> tuple[BookPage, ...]:
        return await lookup.look_up(newsroom.store, LOCAL_WORKSPACE, speaker, about, start, limit)

    found = session.run(context, work)
    if form is not Format.TEXT:
        dump_lines(forms.book_forms(found), form)
    elif found:
        say(render_text(outline.of_book(found, "Quotes")))
    if not found:
        raise NothingFound("no quote in the book fits")


def stories(
    context: typer.Context,
    articles: Annotated[
        Path | None, typer.Option(help="Articles as JSON lines {id, title, text, date}, may be gzipped.")
    ] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.JSON,
) -> None:
    """Group articles by the event they report: {id: story}.

    Those of the last two days, unless a file gives others.
    """
    found = _stories(context, articles)
    if form is Format.TEXT:
        say("\n\n".join("\n".join(_line(read) for read in story.articles) for story in found))
    else:
        dump({read.article.id: story.id for story in found for read in story.articles}, form)


def kinds(
    articles: Annotated[
        Path, typer.Option(help="Articles as JSON lines {id, url, title, text}, may be gzipped.")
    ],
    form: Annotated[Format, typer.Option("--format")] = Format.JSONL,
) -> None:
    """Print what kind of article each is: event, update, analysis, or no news."""
    from bot.app import clock
    from bot.config import judgement
    from bot.core.stories.kinds import kind_of

    known = judgement()
    found = ((article.id, kind_of(article, known).value) for article in files.articles(articles, clock()))
    if form is Format.TEXT:
        for name, kind in found:
            say(f"{name}  {kind}")
    else:
        dump_lines(({"id": name, "kind": kind} for name, kind in found), form)


def _stories(context: typer.Context, articles: Path | None) -> list[Story]:
    from bot.app import clock
    from bot.core.stories.cluster import cluster
    from bot.model import AnnotatedArticle
    from bot.newsroom.brief import stories as recent

    if articles:
        return cluster([AnnotatedArticle(article) for article in files.articles(articles, clock())])
    return session.run(
        context, lambda newsroom: recent(newsroom.store, LOCAL_WORKSPACE, clock(), newsroom.judgement)
    )


def _line(read: AnnotatedArticle) -> str:
    return f"{read.article.dated:%Y-%m-%d}  {read.article.outlet}: {read.article.headline}"
