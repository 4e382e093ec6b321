"""The command that keeps On Record going."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli import session
from bot.cli.output import say


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("run")(run)


def run(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Gather, deliver what is due, and stop.")] = False,
) -> None:
    """Gather, deliver and serve the local page until told to stop."""
    import asyncio

    from bot import app
    from bot.core.outline import texts

    config = session.config_of(context)
    if once:
        report = asyncio.run(app.run_once(config))
        say(texts.gathered(report.feeds, report.kept))
    else:
        asyncio.run(app.serve(config, say))
