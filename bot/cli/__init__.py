"""The command line: reads arguments, calls one use case, writes what it gives.

Everything heavy is imported inside the command that needs it, so that `--help` stays quick.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import corpus, reading, setup, upkeep, watch
from bot.cli.output import note, say
from bot.errors import BotError

app = typer.Typer(
    name="onrecord",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: loading rich for it takes longer than all the rest
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (setup, corpus, watch, reading, upkeep):
    room.register(app)

_GLOBAL = ("--config", "--database", "--max-spend")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"onrecord {version('onrecord')}")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="Config file; else ONRECORD_CONFIG, else ./onrecord.toml.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL of the store; else ONRECORD_DATABASE.")
    ] = None,
    max_spend: Annotated[
        float | None,
        typer.Option(min=0, help="The most that a model may cost, beside the ceilings of a day."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version, and stop.")
    ] = False,
) -> None:
    """News briefings in which every quote is on the record.

    Exit codes: 0 done, 1 failed, 2 usage or config, 3 network, 4 nothing found.
    """
    context.obj = (config, database, max_spend)


def main() -> None:
    """Run `onrecord` with the process's arguments and leave with its exit code."""
    try:
        app(args=hoisted(sys.argv[1:]), prog_name="onrecord")
    except BotError as error:
        note(f"onrecord: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # whoever read the pipe has enough; Python would complain once more while closing it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def hoisted(arguments: list[str]) -> list[str]:
    """The arguments with the options of every command in front, so that they may stand anywhere."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*front, *rest, word, *words]
        if word in _GLOBAL:
            front += [word, *(value for value in [next(words, None)] if value is not None)]
        elif word.startswith(tuple(f"{name}=" for name in _GLOBAL)):
            front.append(word)
        else:
            rest.append(word)
    return front + rest
