"""Commands over the error ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import session
from bot.cli.output import Format, dump_lines, say
from bot.errors import NothingFound

if TYPE_CHECKING:
    from bot.app import Newsroom
    from bot.model import Case

errors = typer.Typer(help="What readers say is wrong with quotes.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(errors, name="errors")


@errors.command("export")
def errors_export(
    context: typer.Context,
    workspace: Annotated[str | None, typer.Option(help="Of this workspace alone; else of all.")] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.JSONL,
) -> None:
    """Print the reports as regression cases, each claim held against its article."""
    from bot.config import lexicons
    from bot.core import forms
    from bot.newsroom import ask

    async def work(newsroom: Newsroom) -> list[Case]:
        return await ask.cases(newsroom.store, lexicons(), workspace)

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
