"""Copies of the whole database: made while it is written to, and put back without losing the one in place."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.adapters.store.database import REMEDY, file_of
from bot.adapters.store.store import refuse_unknown
from bot.errors import ConfigError, StoreBusy, StoreError

_PATIENCE = 2.0
"""Seconds that a lock of another program is waited for."""

_BESIDE = ("", "-wal", "-shm")
"""What SQLite keeps next to a database and belongs to it."""


async def backup(url: str, path: Path) -> None:
    """Write one state of the database to `path`, also during writes; `path` is complete or untouched."""
    await asyncio.to_thread(_backup, _existing(url), path)


async def restore(path: Path, url: str) -> Path | None:
    """Put a backup in the database's place; gives where the one before was moved to, if there was one.

    Raises ConfigError for what is no backup, SchemaTooNew for a later one, StoreBusy while another
    program has the database open. Until the new one is complete, the old one stays in place.
    """
    return await asyncio.to_thread(_restore, path, _target(url))


def _target(url: str) -> Path:
    target = file_of(url)
    if target is None:
        raise ConfigError(f"database: one in memory has no backup; {REMEDY}")
    return target


def _existing(url: str) -> Path:
    source = _target(url)
    if not source.is_file():
        raise ConfigError(f"database: there is no {source} to back up; check ONRECORD_DATABASE or --database")
    return source


def _backup(source: Path, path: Path) -> None:
    with _scratch(path) as scratch, _errors(source):
        with closing(_connect(source)) as connection:
            connection.execute("VACUUM INTO ?", [str(scratch)])
        _put(scratch, path)


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
        raise ConfigError(f"backup: {path} is a database of another program")
    return str(row[0])


def _set_aside(target: Path) -> Path | None:
    """Keep the current database under a free name; it stays in its place too until it is replaced."""
    if not target.exists():
        return None
    whole = _settle(target)
    aside = next(name for name in _free_names(target) if not name.exists())
    for suffix in _BESIDE if not whole else _BESIDE[:1]:
        if (beside := Path(f"{target}{suffix}")).exists():
            shutil.copy2(beside, f"{aside}{suffix}")
    if not whole:
        for suffix in _BESIDE[1:]:
            Path(f"{target}{suffix}").unlink(missing_ok=True)
    return aside


def _settle(target: Path) -> bool:
    """Bring the write-ahead log into the file, which also shows that nobody else has it open."""
    try:
        with closing(_connect(target)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreBusy(f"{target} is in use; stop On Record, then restore again") from error
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
