"""Results to standard output, all else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import TaskID


class Format(StrEnum):
    """How results are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class Advance(Protocol):
    """Moves a progress bar by as many as are done."""

    def __call__(self, by: int = 1) -> None:
        """Move the bar on."""


def dump(value: object, form: Format) -> None:
    """One value: indented as `json`, on one line as `jsonl`."""
    indent = 2 if form is Format.JSON else None
    say(json.dumps(value, ensure_ascii=False, indent=indent))


def dump_lines(values: Iterable[object], form: Format) -> None:
    """Many values: a list as `json`, written as they come as `jsonl`."""
    if form is Format.JSON:
        dump(list(values), form)
        return
    for value in values:
        dump(value, form)


def say(text: str) -> None:
    """A result, on standard output."""
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Anything that is no result, on standard error."""
    sys.stderr.write(text + "\n")


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Advance]:
    """A bar on standard error while the work lasts; silent where nobody watches."""
    with bars((label, total)) as (advance,):
        yield advance


@contextmanager
def bars(*named: tuple[str, int | None]) -> Iterator[Sequence[Advance]]:
    """Bars of these names and totals, one below the other, as `progress` has one."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        tasks = [bar.add_task(label, total=total) for label, total in named]

        def moving(task: TaskID) -> Advance:
            return lambda by=1: bar.advance(task, by)

        yield [moving(task) for task in tasks]
