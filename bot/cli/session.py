"""What commands share: the settings of this call, an open newsroom, questions from arguments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
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

    path, database, max_spend = context.obj
    config = load(path, environment(), database, max_spend)
    logs.configure(least or config.log.level, config.log.format, config.secrets)
    return config


def run(
    context: typer.Context,
    work: Callable[[Newsroom], Awaitable[T]],
    sample: bool = False,
    *,
    index: bool = True,
) -> T:
    """Do work in an open newsroom; `sample` also serves the bundled outlets where they are in use.

    Unless `index` is False, what an older version kept is made findable first.
    """
    import asyncio

    from bot.app import open_newsroom, with_sample

    config = config_of(context, "warning")
    opened = with_sample if sample else open_newsroom

    async def inside() -> T:
        async with opened(config) as newsroom:
            if index:
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


def question(text: str, as_of: str) -> Question:
    """The question of the arguments; raises ConfigError for none."""
    if not text.strip():
        raise ConfigError("the question is empty; write what you want to know after the command")
    return _question(text, _last({"as_of": as_of}))


Asked = tuple[str | None, Question | ConfigError]
"""The id of a line, None where it has none, and its question, or why that cannot be read."""


def questions(path: Path, text: str) -> list[Asked]:
    """Those of a file of JSON lines {id, query, as_of?, without?}; `text` stands behind the command."""
    if text.strip():
        raise ConfigError("--queries holds the questions; leave out the one behind the command")
    return [_line(row, _question_of) for row in files.json_rows(path)]


def _question_of(row: dict[str, Any]) -> Question:
    return _question(_words(row, "query"), _last(row), frozenset(files.ids_of(row, "without")))


@dataclass(frozen=True, slots=True)
class ThreadQuestions:
    """The questions of a thread in order, or why one cannot be read, and the articles that it is about."""

    about: tuple[str, ...]
    questions: tuple[Question | ConfigError, ...]


def threads(path: Path) -> list[tuple[str | None, ThreadQuestions | ConfigError]]:
    """Those of a file of JSON lines {id, as_of?, about: [article ids], turns: [{ask}]}."""
    return [_line(row, _thread_of) for row in files.json_rows(path)]


def _thread_of(row: dict[str, Any]) -> ThreadQuestions:
    turns, last = row.get("turns"), _last(row)
    if not isinstance(turns, list):
        raise ConfigError("has no list of turns")

    def turn(one: object) -> Question | ConfigError:
        try:
            return _question(_words(one if isinstance(one, dict) else {}, "ask"), last)
        except ConfigError as error:
            return error

    return ThreadQuestions(files.ids_of(row, "about"), tuple(map(turn, turns)))


def _line(
    row: files.Row | ConfigError, read: Callable[[dict[str, Any]], T]
) -> tuple[str | None, T | ConfigError]:
    """The id of a line and what is read of it: one that cannot be read does not stop the others."""
    if isinstance(row, ConfigError):
        return None, row
    number, fields = row
    given = fields.get("id")
    name = str(given) if isinstance(given, str | int) else None
    if name is None:
        return None, ConfigError(f"line {number}: has no id")
    try:
        return name, read(fields)
    except ConfigError as error:
        return name, ConfigError(f"line {number}: {error}")


def _words(row: Mapping[str, object], key: str) -> str:
    text = row.get(key)
    if not isinstance(text, str):
        raise ConfigError(f"{key} is no text")
    return text


def _last(row: Mapping[str, object]) -> datetime | None:
    as_of = str(row.get("as_of") or "")
    return _of_news(end_of(as_of), as_of) if as_of else None


def _question(text: str, last: datetime | None, without: frozenset[str] = frozenset()) -> Question:
    from bot.app import clock

    return Question(text, LOCAL_WORKSPACE, last, without, clock())


def moment_of(text: str) -> datetime | None:
    """A moment given as YYYY-MM-DDTHH:MM, in UTC unless it says otherwise; a day alone is its last moment."""
    if not text:
        return None
    try:
        whole = len(text.strip()) <= len("YYYY-MM-DD")
        at = end_of(text) if whole else datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError as error:
        raise ConfigError(f"{text}: not a moment; write YYYY-MM-DD or YYYY-MM-DDTHH:MM") from error
    return _of_news(at if at.tzinfo else at.replace(tzinfo=UTC), text)


def _of_news(at: datetime, text: str) -> datetime:
    if not 1970 <= at.year < 9999:
        raise ConfigError(f"{text}: no moment of which there is news; write a year from 1970 on")
    return at


def since_of(text: str) -> datetime | None:
    """The start of a day as people type it, in UTC; None of nothing typed. Raises ConfigError."""
    from bot.app import clock
    from bot.core.reading.dates import typed_day

    found = typed_day(text, clock().date()) if text else None
    if text and found is None:
        raise ConfigError(f"{text}: no day; write YYYY-MM-DD, yesterday, Monday or 3 May")
    return datetime.combine(found, time(), UTC) if found else None


def end_of(day: str) -> datetime:
    """The last moment of a day given as YYYY-MM-DD, so that all of that day counts."""
    return datetime.combine(files.day(day), time.max, UTC)
