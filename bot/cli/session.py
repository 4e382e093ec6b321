"""What commands share: the settings of this call, an open newsroom, questions from arguments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from bot.cli import files
from bot.cli.output import note, progress
from bot.errors import ConfigError
from bot.model import LOCAL_WORKSPACE, Question, Work

if TYPE_CHECKING:
    from bot.app import Newsroom
    from bot.config import Config

T = TypeVar("T")


def config_of(context: typer.Context, least: str | None = None) -> Config:
    """The settings of this call, with logging set up: at the level `least`, or else at that of the config."""
    from bot.config import environment, load
    from bot.ops import logs

    path, database = context.obj
    config = load(path, environment(), database)
    logs.configure(least or config.log.level, config.log.format)
    return config


def run(context: typer.Context, work: Callable[[Newsroom], Awaitable[T]], sample: bool = False) -> T:
    """Do work in an open newsroom; `sample` also serves the bundled outlets where they are in use."""
    import asyncio

    from bot.app import open_newsroom, with_sample

    config = config_of(context, "warning")
    opened = with_sample if sample else open_newsroom

    async def inside() -> T:
        async with opened(config) as newsroom:
            await _indexed(newsroom)
            return await work(newsroom)

    return asyncio.run(inside())


async def _indexed(newsroom: Newsroom) -> None:
    """Make findable what an older version kept, before anything is looked for."""
    from bot.core.outline import texts
    from bot.newsroom import imports

    if rest := (await newsroom.store.unfinished())[Work.INDEX]:
        note(texts.indexing(rest))
        with progress("index", rest) as advance:
            async for done in imports.index_rest(newsroom.store):
                advance(done)


def questions(text: str, as_of: str, queries: Path | None) -> list[tuple[str, Question]]:
    """The question of the arguments, or those of a file of JSON lines {id, query, as_of?, without?}."""
    if queries is None:
        return [("", _question(text, as_of, frozenset()))]
    if text.strip():
        raise ConfigError("--queries holds the questions; leave out the one behind the command")
    return [_from_file(queries, row) for row in files.json_lines(queries)]


@dataclass(frozen=True, slots=True)
class ThreadQuestions:
    """The questions of a thread in order, and the articles that it is about."""

    id: str
    about: tuple[str, ...]
    questions: tuple[Question, ...]


def threads(path: Path) -> list[ThreadQuestions]:
    """Those of a file of JSON lines {id, as_of?, about: [article ids], turns: [{ask}]}."""
    return [_thread(path, row) for row in files.json_lines(path)]


def _thread(path: Path, row: dict[str, Any]) -> ThreadQuestions:
    try:
        as_of = str(row.get("as_of") or "")
        asked = tuple(_question_on(str(turn["ask"]), as_of, frozenset()) for turn in row["turns"])
        return ThreadQuestions(str(row["id"]), tuple(map(str, row.get("about") or ())), asked)
    except (KeyError, TypeError) as error:
        fault = f"has no {error}" if isinstance(error, KeyError) else f"is not as it should be: {error}"
        raise ConfigError(f"{path}: a line {fault}") from error


def _from_file(queries: Path, row: dict[str, object]) -> tuple[str, Question]:
    try:
        question = _question_on(str(row["query"]), str(row.get("as_of") or ""), files.ids_of(row, "without"))
        return str(row["id"]), question
    except KeyError as error:
        raise ConfigError(f"{queries}: a line has no {error}") from error


def _question(text: str, as_of: str, without: frozenset[str]) -> Question:
    if not text.strip():
        raise ConfigError("the question is empty; write what you want to know after the command")
    return _question_on(text, as_of, without)


def _question_on(text: str, as_of: str, without: frozenset[str]) -> Question:
    return Question(text, LOCAL_WORKSPACE, end_of(as_of) if as_of else None, without)


def moment_of(text: str) -> datetime | None:
    """A moment given as YYYY-MM-DDTHH:MM, in UTC unless it says otherwise; a day alone is its last moment."""
    if not text:
        return None
    try:
        whole = len(text.strip()) <= len("YYYY-MM-DD")
        at = end_of(text) if whole else datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError as error:
        raise ConfigError(f"{text}: not a moment; write YYYY-MM-DD or YYYY-MM-DDTHH:MM") from error
    if not 1970 <= at.year < 9999:
        raise ConfigError(f"{text}: no moment of which there is news; write a year from 1970 on")
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def end_of(day: str) -> datetime:
    """The last moment of a day given as YYYY-MM-DD, so that all of that day counts."""
    return files.day(day) + timedelta(days=1, microseconds=-1)
