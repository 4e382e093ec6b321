"""A PostgreSQL of our own: a cluster in a temporary folder, reached through a socket there."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from bot.adapters.store import migrate
from bot.adapters.store.tables import metadata

USER = "onrecord"
SHARED = "shared"
PATIENCE = 30.0


def programs() -> Path | None:
    """The folder of PostgreSQL's own programs; None where there is no server here."""
    config = shutil.which("pg_config")
    told = [Path(subprocess.check_output([config, "--bindir"], text=True).strip())] if config else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    return next((folder for folder in (*told, *debian) if (folder / "initdb").exists()), None)


class Cluster:
    """A running server, with as many databases as tests want."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        self.folder = folder
        self._command = command
        self._server: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            server = subprocess.Popen(self._command, cwd=self.folder, stdout=log, stderr=log)
        self._server = server
        ends = time.monotonic() + PATIENCE
        while server.poll() is None and time.monotonic() < ends:
            try:
                self.admin().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        """End it at once, as a crash of the server would."""
        if self._server:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(PATIENCE)
            self._server = None

    def url(self, database: str) -> str:
        """The address of a database, as the program is given it."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def admin(self) -> psycopg.Connection:
        """A connection for what is done to databases as a whole."""
        return psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True)

    def create(self) -> str:
        """The address of a new database without any table."""
        name = f"test{next(self._numbers)}"
        with self.admin() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    async def empty(self) -> str:
        """The address of the one database that tests share, with the newest schema and nothing in it."""
        url = self.url(SHARED)
        with self.admin() as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [SHARED]).fetchone()
            if not there:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(SHARED)))
        if not there:
            await migrate(url)
        with psycopg.connect(host=str(self.folder), user=USER, dbname=SHARED) as connection:
            connection.execute(_EMPTY)
        return url


_TABLES = ["article_terms", *(table.name for table in reversed(metadata.sorted_tables))]
_NUMBERED = [table.name for table in metadata.sorted_tables if "seq" in table.c]
_EMPTY = sql.SQL(";").join(
    [
        *(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in _TABLES),
        *(sql.SQL("SELECT setval({}, 1, false)").format(f"{name}_seq_seq") for name in _NUMBERED),
    ]
)
"""What empties a database; a new one, even of a template, takes many times as long."""


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A server for as long as tests run; it sorts as people do, so that nothing leans on how it sorts.

    One that is `durable` keeps what it committed when it is ended at once.
    """
    bin_folder = programs()
    assert bin_folder is not None
    with tempfile.TemporaryDirectory(prefix="onrecord-pg-") as name:
        folder = Path(name)
        as_user = _as_ordinary_user(folder)
        initdb = [str(bin_folder / "initdb"), "--no-sync", "-A", "trust", "-U", USER, "-E", "UTF8"]
        sorted_as_people_do = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"]
        made = [*as_user, *initdb, *sorted_as_people_do, "-D", str(folder / "data")]
        subprocess.run(made, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        settings = {
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "on" if durable else "off",
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "max_connections": "60",
            "shared_buffers": "32MB",
            "autovacuum": "off",
        }
        given = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        running = Cluster(
            folder, [*as_user, str(bin_folder / "postgres"), "-D", str(folder / "data"), *given]
        )
        try:
            running.start()
            yield running
        finally:
            running.stop()


def _as_ordinary_user(folder: Path) -> list[str]:
    """What runs a command as somebody whom PostgreSQL accepts; the server ends when the tests do."""
    ends_with_us = ["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []
    if os.getuid():
        return ends_with_us
    known = {each.pw_name: each for each in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        *ends_with_us[1:],
    ]
