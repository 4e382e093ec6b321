"""Every command that a page names is one that there is: read as the program itself reads it."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app, hoisted
from bot.core.commands import parse
from bot.errors import ConfigError

ROOT = Path(__file__).parents[2]
PAGES = (*(ROOT / name for name in ("README.md", "CONTRIBUTING.md")), *sorted((ROOT / "docs").glob("*.md")))
FENCE = re.compile(r"^([ \t]*)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(
    r"(?<!`)`((?:\.venv/bin/)?onrecord [^`\n]+|/(?:news|ask)\b[^`\n]*|(?:make [a-z]|python -m )[^`\n]*)`"
)
SHELL, SHOWN, OTHER = "sh", "console", {"text", "toml", "yaml", "nginx"}
"""Fences of shell lines, of calls behind "$" with what they print, and of what is for no shell."""

CANNOT_RUN = {
    "uv": "fetches packages",
    "pipx": "fetches packages",
    "pip": "fetches packages",
    "git": "fetches the repository",
    "docker": "needs a daemon",
    "cd": "moves in the shell",
    "man": "is the system's",
    "sudo": "changes the machine",
    "systemctl": "is the system's",
    "chmod": "is the system's",
    "curl": "asks a server",
    **dict.fromkeys(("createuser", "createdb", "pg_dump", "pg_restore"), "asks a PostgreSQL server"),
}
"""Commands of others that pages name, and why none of them is run here."""


def lines_of(page: Path) -> Iterator[str]:
    """The shell lines of a page's fences, and what it names in passing."""
    text = page.read_text("utf-8")
    for _, language, body in FENCE.findall(text):
        assert language in {SHELL, SHOWN, *OTHER}, f"{page.name}: say what a fence holds, as ```{SHELL}"
        lines = [line.strip() for line in body.replace("\\\n", " ").splitlines()]
        if language == SHOWN:
            lines = [line[2:] for line in lines if line.startswith("$ ")]
        if language in (SHELL, SHOWN):
            yield from lines
    for line in INLINE.findall(FENCE.sub("", text)):
        yield (
            re.sub(r"(\w)(?:\|\w+)+", r"\1", line.replace("[", "").replace("]", "")) if "[-" in line else line
        )


def calls_of(line: str) -> Iterator[list[str]]:
    """The calls of a line of shell: those in $(…), in pipes, and one after another."""
    for inner in re.findall(r"\$\(([^()]*)\)", line):
        yield from calls_of(inner)
    line = re.sub(r"\$\([^()]*\)", "x", line)
    words = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    words.whitespace_split = True
    call: list[str] = []
    for word in words:
        if set(word) <= set("|&;"):
            yield call
            call = []
        else:
            call.append(word)
    yield call


def fault(call: list[str]) -> str:
    """What is wrong with a call; nothing where it is one that there is, or is none of ours."""
    call = [word for word in call if not re.match(r"[A-Z_]+=", word)]
    if any(word.startswith(("<", ">")) for word in call):
        call = call[: next(at for at, word in enumerate(call) if word.startswith(("<", ">")))]
    if not call or call[0] in CANNOT_RUN or call[0] in ("export", "."):
        return ""
    program, *arguments = call
    if program.removeprefix(".venv/bin/") == "onrecord":
        return fault_of_program(arguments)
    if program == "make":
        return fault_of_make(arguments)
    if program.removeprefix(".venv/bin/") in ("python", "python3") and arguments[:1] == ["-m"]:
        return fault_of_module(arguments[1])
    if program.startswith(".venv/bin/"):
        return ""
    return f"{program} is neither ours nor in the list of those that cannot run"


def fault_of_program(arguments: list[str]) -> str:
    """What the command line itself says against these arguments; nothing is done."""
    command: Any = typer.main.get_command(app)
    # what does its work while it is read, as --version and --install-completion do, is known and left out
    at_once = {name for one in command.params if one.callback for name in one.opts}
    context, rest = None, [word for word in hoisted(arguments) if word not in at_once]
    try:
        while True:
            context = command.make_context(command.name, list(rest), parent=context)
            if not hasattr(command, "resolve_command"):
                return ""
            left = [*getattr(context, "_protected_args", ()), *context.args]
            if not left:
                return ""
            _, command, rest = command.resolve_command(context, left)
    except Exception as error:  # noqa: BLE001 - whatever typer raises of its own
        if not rest:
            return ""  # named by itself
        return f"onrecord {' '.join(arguments)}: {getattr(error, 'message', error)}"


def fault_of_module(name: str) -> str:
    """Whether there is a module of this name; NAME in it stands for those of a platform."""
    name = name.replace("NAME", "slack")
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        found = None
    return "" if found else f"there is no module {name}"


def fault_of_make(arguments: list[str]) -> str:
    targets = re.findall(r"^([a-z]+(?:-%)?):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for word in arguments:
        if "=" not in word and not any(
            re.fullmatch(one.replace("%", "[a-z0-9_-]+"), word) for one in targets
        ):
            return f"make has no {word}"
    return ""


def fault_in_chat(line: str) -> str:
    """Whether a line of chat names a command that there is; its values may be placeholders."""
    try:
        parse(line.removesuffix(" …"))
    except ConfigError as error:
        return str(error) if "There is no command" in str(error) else ""
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_is_one_that_there_is(page: Path) -> None:
    faults = []
    for line in lines_of(page):
        found = [fault_in_chat(line)] if line.startswith("/") else map(fault, calls_of(line))
        faults += [f"{line}: {one}" for one in found if one]
    assert faults == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("onrecord feds list", "onrecord feds list: "),
        ("onrecord feeds list --sorted", "No such option"),
        ("onrecord feeds add a b c d", "onrecord feeds add a b c d: "),
        ("onrecord quotes a.txt | onrecord extrct -", "onrecord extrct -: "),
        ('export A="$(onrecord secrets ky)"', "onrecord secrets ky: "),
        ("make runn", "make has no runn"),
        ("frobnicate", "is neither ours"),
        ("python -m tests.nothing_here", "there is no module"),
        ("python -m nothing.here", "there is no module"),
    ],
)
def test_a_command_that_there_is_not_is_found(line: str, said: str) -> None:
    assert said in " ".join(map(fault, calls_of(line)))
    assert fault_in_chat("/news fedds list") != ""


def test_the_pages_are_read_at_all() -> None:
    ours = [line for page in PAGES for line in lines_of(page) if "onrecord " in line]
    assert len(ours) > 50
