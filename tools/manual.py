"""The man page of `onrecord`, made from its commands: python -m tools.manual > docs/onrecord.1."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import cast

import typer
from typer.core import TyperCommand, TyperGroup

from bot.cli import app


def page() -> str:
    """The page in the man macros."""
    root = cast("TyperGroup", typer.main.get_command(app))
    context = typer.Context(root, info_name="onrecord")
    lines = [
        '.\\" Made from the commands by: make man',
        '.TH ONRECORD 1 "" "On Record" "On Record"',
        ".SH NAME",
        "onrecord \\- news briefings in which every quote is on the record",
        ".SH SYNOPSIS",
        ".B onrecord",
        "[OPTIONS] COMMAND [ARGS]...",
        ".SH DESCRIPTION",
        *_text(root.help or ""),
        ".SH OPTIONS",
        *_parameters(root, context),
        ".SH COMMANDS",
        *_commands(root, context),
        ".SH FILES",
        ".TP",
        ".I onrecord.toml",
        "Settings; every key with its default is printed by: onrecord config example",
        ".TP",
        ".I onrecord.env",
        "Secrets that go with it, as variables; nobody else may be able to read it.",
    ]
    return "\n".join(lines) + "\n"


def _commands(group: TyperGroup, context: typer.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = cast("TyperCommand | TyperGroup", group.get_command(context, name))
        inner = typer.Context(command, parent=context, info_name=name)
        if isinstance(command, TyperGroup):
            yield from _commands(command, inner)
            continue
        pieces = " ".join(command.collect_usage_pieces(inner))
        yield f".SS {_escaped(f'{inner.command_path} {pieces}')}"
        yield from _text(command.help or "")
        yield from _parameters(command, inner)


def _parameters(command: TyperCommand | TyperGroup, context: typer.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is None or "--help" in parameter.opts:
            continue
        yield ".TP"
        yield f".B {_escaped(record[0])}"
        yield _escaped(record[1] or "")


def _text(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        if number:
            yield ".PP"
        yield _escaped(" ".join(paragraph.split()))


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(one if one.isascii() else f"\\[u{ord(one):04X}]" for one in text)
    return f"\\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    sys.stdout.write(page())
