"""SQLite and PostgreSQL: how each is reached and what they write differently; all else is one SQL.

Only the full-text index has a file for each besides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    URL,
    BindParameter,
    ColumnElement,
    Double,
    Integer,
    Select,
    StaticPool,
    Text,
    cast,
    event,
    func,
    literal_column,
    make_url,
    select,
)
from sqlalchemy.dialects.postgresql import TEXT, insert
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigError, StoreBusy, StoreError

SQLITE, POSTGRES = "sqlite", "postgresql"
"""The names of the engines, as SQLAlchemy's dialects have them."""

BUSY_SECONDS = 15
"""How long a writer of another process is waited for."""

CONNECTIONS, POOL_SECONDS = 4, 60
"""Connections that are kept open, and how long one is waited for: in SQLite each has a thread, and a new one
takes longer than most reads."""

CACHE_MEGABYTES, CHECKPOINT_PAGES = 32, 4_000
"""What a connection holds of an SQLite file at the most, and what is written beside it before it is written
into it: an import of a large file touches thousands of pages at once."""

IDLE_SECONDS = 8
"""How long PostgreSQL waits for a writer's next statement: one that froze must not keep all others out."""

CONNECT_SECONDS = 10
"""How long a PostgreSQL server may take to answer."""

_WRITERS_LOCK = int.from_bytes(b"onrecord")
"""PostgreSQL's advisory lock of whoever writes: what a writer looks up holds until it commits."""

OWNER_ALONE, EVERYBODY_ELSE = 0o600, 0o077
"""Rights of what holds a store, and those of everybody else."""

IN_MEMORY = ":memory:"
REMEDY = "use a URL like sqlite:///onrecord.db or postgresql://onrecord@localhost/onrecord"


_PASSWORD = re.compile(r":[^@\s]*@")
SECRETS = ("password", "sslpassword")
"""Parameters of a PostgreSQL address that nobody is shown."""


# --- addresses ------------------------------------------------------------------------------------------


def parse_url(url: str) -> URL:
    """The parsed database URL; raises ConfigError for one that cannot be used here."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        plain = _PASSWORD.sub(":***@", url)
        raise ConfigError(f"database: {plain!r} is not a database URL; {REMEDY}") from error
    backend, _, driver = parsed.drivername.partition("+")
    if backend in (POSTGRES, "postgres"):
        return _postgres_url(parsed, driver)
    if backend != SQLITE:
        raise ConfigError(f"database: {backend} is not supported; {REMEDY}")
    if parsed.database in (None, ""):
        raise ConfigError(f"database: {url!r} names no file; {REMEDY}")
    return parsed.set(drivername="sqlite+aiosqlite")


def _postgres_url(parsed: URL, driver: str) -> URL:
    if driver not in ("", "psycopg"):
        raise ConfigError(f"database: the driver {driver} is not supported; write postgresql://")
    if not parsed.database:
        raise ConfigError(f"database: {hidden(parsed)} names no database; {REMEDY}")
    if find_spec("psycopg") is None:
        raise ConfigError("database: PostgreSQL needs a driver; get it with pip install 'onrecord[postgres]'")
    return parsed.set(drivername="postgresql+psycopg")


def hidden(url: URL) -> str:
    """The address as a person may see it: without its password."""
    shown = url.set(drivername=url.get_backend_name()).difference_update_query(SECRETS)
    return shown.render_as_string(hide_password=True)


def is_postgres(url: str) -> bool:
    """Whether a database URL is one of PostgreSQL."""
    return parse_url(url).get_backend_name() == POSTGRES


def file_of(url: str) -> Path | None:
    """The file that a database URL names; None for one in memory, or on a server."""
    parsed = parse_url(url)
    name = parsed.database
    on_disk = parsed.get_backend_name() == SQLITE and name is not None and name != IN_MEMORY
    return Path(str(name)) if on_disk else None


def beside(file: Path) -> list[Path]:
    """The database's file with what SQLite keeps next to it, as far as they are there."""
    every = (Path(f"{file}{suffix}") for suffix in ("", "-wal", "-shm", "-journal"))
    return [one for one in every if one.is_file()]


# --- connections ----------------------------------------------------------------------------------------


def engine_of(url: URL) -> AsyncEngine:
    """What connects to a parsed URL."""
    options: dict[str, Any] = {"json_serializer": as_json}
    if url.database == IN_MEMORY:
        options |= {"poolclass": StaticPool}
    else:
        options |= {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": POOL_SECONDS}
    if url.get_backend_name() == SQLITE:
        engine = create_async_engine(url, **options)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    given: dict[str, Any] = {
        "application_name": "onrecord",
        "connect_timeout": CONNECT_SECONDS,
        "prepare_threshold": None,  # a plan that is made for any words is no plan for these
    }
    connect = {name: value for name, value in given.items() if name not in url.query}
    options |= {"pool_pre_ping": True, "execution_options": {"preserve_rowcount": True}}
    engine = create_async_engine(url, **options, connect_args=connect)
    event.listen(engine.sync_engine, "connect", _prepare_postgres)
    event.listen(engine.sync_engine, "begin", _begin_postgres)
    return engine


WRITES = {"onrecord_writes": True}
"""The options of a connection that is to write."""


def reads(engine: AsyncEngine) -> dict[str, Any]:
    """The options of a connection that is to read, and to see one state throughout."""
    if engine.dialect.name == SQLITE:
        return {}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Synchronous FULL: a posted digest must still be known after a power cut, and commits are few."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{CACHE_MEGABYTES * 1000}",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: one that starts as a reader can be refused at its first write."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _prepare_postgres(connection: DBAPIConnection, _record: object) -> None:
    """Every statement reads little, and to compile it or to start helpers takes longer than that."""
    cursor = connection.cursor()
    for setting in ("jit = off", "max_parallel_workers_per_gather = 0"):
        cursor.execute(f"SET {setting}")
    cursor.close()
    connection.commit()


def _begin_postgres(connection: Connection) -> None:
    """One writer at a time, whatever the process; a transaction keeps its settings behind any pooler."""
    if _writes(connection):
        patience = f"set_config('lock_timeout', '{BUSY_SECONDS}s', true)"
        life = f"set_config('idle_in_transaction_session_timeout', '{IDLE_SECONDS}s', true)"
        connection.exec_driver_sql(f"SELECT {patience}, {life}, pg_advisory_xact_lock({_WRITERS_LOCK})")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("onrecord_writes", False))


# --- errors ---------------------------------------------------------------------------------------------


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turns whatever SQLAlchemy raises within into a `StoreError`, or a `ConfigError` about the URL."""
    try:
        yield
    except DBAPIError as error:
        named = _named_sqlite if url.get_backend_name() == SQLITE else _named_postgres
        raise named(error, url) from error
    except SQLAlchemyError as error:
        raise StoreError(f"the database: {error}") from error


def _named_sqlite(error: DBAPIError, url: URL) -> ConfigError | StoreError:
    reason = str(error.orig)
    where = f"sqlite:///{url.database}"
    if "database is locked" in reason or "database table is locked" in reason:
        return StoreBusy("the database is busy: another On Record writes to it; try again in a moment")
    if "not a database" in reason or "malformed" in reason:
        return ConfigError(f"database: {where} is damaged or no SQLite database; restore a backup")
    if "unable to open" in reason or "readonly" in reason:
        return ConfigError(f"database: {where} cannot be written ({reason}); choose another path")
    return StoreError(f"the database: {reason}")


_BUSY = {"55P03", "40001", "40P01", "53300", "57P03", "25P03"}
"""SQLSTATEs: no lock in time, transactions that met, too many connections, starting up, idle for too long."""

_NOT_LET_IN = ("authentication failed", "no password supplied", "no pg_hba.conf entry", "does not exist")


def _named_postgres(error: DBAPIError, url: URL) -> ConfigError | StoreError:
    state, lines = getattr(error.orig, "sqlstate", None), str(error.orig).strip().splitlines()
    reason = lines[0].strip() if lines else type(error.orig).__name__
    if state in _BUSY:
        return StoreBusy(f"the database is busy ({reason}); try again in a moment")
    if state == "42501":
        return ConfigError(f"database: {hidden(url)}: {reason}; make its user the owner of the database")
    if state is None and any(each in reason for each in _NOT_LET_IN):
        return ConfigError(
            f"database: {hidden(url)}: {reason}; check user, password and name of the database"
        )
    if state is None or state.startswith(("08", "57P")):
        return StoreError(f"the database {hidden(url)} cannot be reached: {reason}")
    return StoreError(f"the database: {reason}")


# --- statements -----------------------------------------------------------------------------------------

upsert = insert
"""An insert that has `on_conflict_…`, as PostgreSQL and SQLite write it alike; it compiles for both."""

SORTED_TEXT = Text().with_variant(TEXT(collation="C"), POSTGRES)
"""Text in a migration: sorted by code points, whatever the locale of the database."""


def listed(engine: str, numbers: BindParameter[str]) -> Select[int]:
    """The numbers of a JSON array, so that one statement serves for any number of them."""
    if engine == SQLITE:
        return select(func.json_each(numbers).table_valued("value").c.value)
    each = func.json_array_elements_text(cast(numbers, JSON)).table_valued("value")
    return select(cast(each.c.value, Integer))


def clock_of(engine: str) -> ColumnElement[float]:
    """Seconds since 1970 by the database's own clock, at the moment when the statement comes to it."""
    if engine == SQLITE:
        return literal_column("(julianday('now') - 2440587.5) * 86400.0", Double)
    return cast(func.extract("epoch", func.clock_timestamp()), Double)


def as_json(value: object) -> str:
    """A value as JSON that both engines keep: its strings are `sound`."""
    text = json.dumps(value, ensure_ascii=False)
    if "\\u0000" not in text and sound(text) is text:
        return text
    return json.dumps(_sound_within(value), ensure_ascii=False)


def sound(text: str) -> str:
    """The text with U+FFFD for what UTF-8 or PostgreSQL cannot hold, so that every offset stays true."""
    if text.isascii():
        return text.replace("\0", _LOST) if "\0" in text else text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join(_LOST if "\ud800" <= mark <= "\udfff" else mark for mark in text)
    return text.replace("\0", _LOST) if "\0" in text else text


_LOST = "\ufffd"


def _sound_within(value: object) -> object:
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, dict):
        return {_sound_within(key): _sound_within(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_sound_within(each) for each in value]
    return value
