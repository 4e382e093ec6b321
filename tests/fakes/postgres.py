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
from collections.abc import Iterator
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

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

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
def cluster() -> Iterator[Cluster]:
    """A server for as long as tests run; it sorts as people do, so that nothing leans on how it sorts."""
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
            "synchronous_commit": "off",
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "max_connections": "60",
            "shared_buffers": "32MB",
            "autovacuum": "off",
        }
        given = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [*as_user, str(bin_folder / "postgres"), "-D", str(folder / "data"), *given],
                cwd=folder,
                stdout=log,
                stderr=log,
            )
        running = Cluster(folder)
        try:
            _wait(running, server)
            yield running
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(PATIENCE)


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


def _wait(running: Cluster, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < ends:
        try:
            running.admin().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError((running.folder / "log").read_text())
