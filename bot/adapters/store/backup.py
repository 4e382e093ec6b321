"""Copies of the whole database: made while it is written to, and put back without losing the one in place."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.adapters.store.engines import (
    OWNER_ALONE,
    POSTGRES,
    REMEDY,
    SECRETS,
    beside,
    file_of,
    is_postgres,
    parse_url,
)
from bot.adapters.store.store import refuse_unknown
from bot.errors import ConfigError, StoreBusy, StoreError

_PATIENCE = 2.0
"""Seconds that a lock of another program is waited for."""


async def backup(url: str, path: Path, now: datetime) -> Path:
    """Write one state of the database to a new file, also during writes, and give its path.

    In a folder the file is named after the time `now`. It is complete or not there, its owner's alone, and
    never takes the place of another: ConfigError where there is one of its name,
    and for PostgreSQL, which brings a tool of its own: the sentence has the command.
    """
    if is_postgres(url):
        command = shlex.join(["pg_dump", "--format=custom", f"--file={path}", _plain(url)])
        raise ConfigError(f"PostgreSQL is backed up by its own tool, also while On Record runs: {command}")
    return await asyncio.to_thread(_backup, existing(url), path, now)


async def restore(path: Path, url: str) -> Path | None:
    """Put a backup in the database's place; gives where the one before was moved to, if there was one.

    Raises ConfigError for what is no backup, SchemaTooNew for a later one, StoreBusy while another
    program has the database open. Until the new one is complete, the old one stays in place.
    """
    if is_postgres(url):
        put_back = ["pg_restore", "--clean", "--if-exists", "--single-transaction"]
        command = shlex.join([*put_back, f"--dbname={_plain(url)}", str(path)])
        raise ConfigError(f"PostgreSQL is restored by its own tool; stop On Record, then run: {command}")
    return await asyncio.to_thread(_restore, path, _target(url))


def _plain(url: str) -> str:
    """The address without its password, as PostgreSQL's own tools know it."""
    plain = parse_url(url).difference_update_query(SECRETS)
    return plain._replace(drivername=POSTGRES, password=None).render_as_string()


def _target(url: str) -> Path:
    target = file_of(url)
    if target is None:
        raise ConfigError(f"database: one in memory cannot be copied; {REMEDY}")
    return target


def existing(url: str) -> Path:
    """The file of a database that is there; raises ConfigError where there is none."""
    source = _target(url)
    if not source.is_file():
        raise ConfigError(f"database: there is no {source}; check ONRECORD_DATABASE or --database")
    return source


def _backup(source: Path, path: Path, now: datetime) -> Path:
    if path.is_dir():
        path /= f"{source.stem}-{now:%Y-%m-%dT%H%M%SZ}{source.suffix}"
    _refuse_taken(path)
    with _scratch(path) as scratch, _errors(source):
        with closing(_connect(source)) as connection:
            _revision(connection, source)  # a copy of what is no store would be none
            connection.execute("VACUUM INTO ?", [str(scratch)])
        _refuse_taken(path)
        _put(scratch, path)
    return path


def _refuse_taken(path: Path) -> None:
    if path.exists():
        raise ConfigError(f"backup: there is a file {path} already, which is kept; choose another name")


def _restore(path: Path, target: Path) -> Path | None:
    with _scratch(target) as scratch:
        with _errors(path):
            _copy(path, scratch)
        aside = _set_aside(target)
        with _errors(target):
            _put(scratch, target)
    return aside


def _copy(path: Path, scratch: Path) -> None:
    if not path.is_file():
        raise ConfigError(f"backup: there is no file {path}")
    with closing(_connect(path)) as connection:
        refuse_unknown(_revision(connection, path))
        connection.execute("VACUUM INTO ?", [str(scratch)])
    with closing(_connect(scratch)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise ConfigError(f"backup: {path} is damaged ({verdict})")


def _revision(connection: sqlite3.Connection, path: Path) -> str:
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        row = None
    if row is None:
        raise ConfigError(f"backup: {path} is empty, or a database of another program")
    return str(row[0])


def _set_aside(target: Path) -> Path | None:
    """Keep the current database under a free name; it stays in its place too until it is replaced."""
    if not target.exists():
        return None
    whole = settle(target)
    aside = next(name for name in _free_names(target) if not name.exists())
    for one in beside(target) if not whole else [target]:
        copy = Path(f"{aside}{one.name.removeprefix(target.name)}")
        shutil.copy2(one, copy)
        copy.chmod(OWNER_ALONE)
    if not whole:
        for one in beside(target)[1:]:
            one.unlink(missing_ok=True)
    return aside


def settle(target: Path) -> bool:
    """Bring the write-ahead log into the file, which also shows that nobody else has it open.

    False where it is damaged; raises StoreBusy.
    """
    try:
        with closing(_connect(target)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreBusy(f"{target} is in use; stop On Record, then try again") from error
        raise StoreError(f"{target}: {error}") from error
    except sqlite3.DatabaseError:
        return False  # damaged, which is why it is replaced
    return True


def _free_names(target: Path) -> Iterator[Path]:
    number = 1
    while True:
        yield target.with_name(f"{target.name}.before-{number}")
        number += 1


@contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to, gone at the end; in the same folder, so that it can be moved."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            yield Path(folder, path.name)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}; choose another path") from error


def _put(scratch: Path, path: Path) -> None:
    """Move a complete file into place so that a power cut leaves the one or the other."""
    scratch.chmod(OWNER_ALONE)
    _flush(scratch)
    scratch.replace(path)
    _flush(path.parent)


def _flush(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise ConfigError(f"{path} is damaged or no database; choose another file") from error
