"""The place of an SQLite file: whether one can be there, that its owner alone reads it, who runs on it."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.adapters.store.engines import EVERYBODY_ELSE, OWNER_ALONE, beside, file_of
from bot.errors import ConfigError

log = logging.getLogger(__name__)


def check_place(url: str) -> None:
    """Raise ConfigError where no store can be by its address and its folder; nothing is left behind."""
    path = file_of(url)
    if path is None:
        return
    if path.is_dir():
        raise ConfigError(f"database: {path.absolute()} is a folder; name a file in it")
    folder = path.parent.absolute()
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        _make(folder)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ConfigError(
            f"database: the folder {folder} cannot be written ({error.strerror}); choose another"
        ) from error
    finally:
        for one in missing:  # the innermost first
            with suppress(OSError):  # was not made, or is in use by now
                one.rmdir()


def make_private(url: str) -> None:
    """The folder, and a file that its owner alone reads; SQLite gives its journal the rights of the file."""
    path = file_of(url)
    if path is None:
        return
    _make(path.parent)
    with suppress(OSError):  # whose it is not, or what is no file, is named when it is opened
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ALONE))
        for one in beside(path):
            if one.stat().st_mode & EVERYBODY_ELSE:
                one.chmod(OWNER_ALONE)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"database: the folder {folder.absolute()} cannot be made ({error.strerror});"
            " start in a folder that you may write, or name another with --database sqlite:///FOLDER/onrecord.db"
        ) from error


@contextmanager
def held(url: str) -> Iterator[Callable[[str], None]]:
    """Hold an SQLite file as the one program that runs on it; what is called says of us where we are.

    Raises ConfigError where another holds it, with what that one says. The system lets go for whoever dies.
    """
    import fcntl  # of POSIX alone, as running is: every other command does without

    path = file_of(url)
    if path is None:
        yield lambda said: None
        return
    make_private(url)
    beside_it = path.with_name(f"{path.name}.running")
    try:
        opened = beside_it.open("a+", encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"database: {beside_it.absolute()} cannot be written ({error.strerror});"
            " start as the user who did before, or delete it while On Record is stopped"
        ) from error
    with opened as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip()
            raise ConfigError(
                f"On Record runs already on {path.absolute()} ({holder}); use that one, or stop it first."
                " A second one needs a database of its own: --database sqlite:///other/onrecord.db"
            ) from error
        except OSError as error:
            log.warning("database: a second program could start on %s (%s)", path, error.strerror)

        def tell(said: str) -> None:
            file.truncate(0)
            file.write(f"process {os.getpid()}, {said}\n")
            file.flush()

        tell("starting")
        try:
            yield tell
        finally:  # the file stays: who deletes one that another has just opened lets two run
            file.truncate(0)
