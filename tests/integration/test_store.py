"""The store on a disk: opened, copied, put back, written by many, killed in the middle."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Coroutine
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection

from bot.adapters.store import SqlStore, backup, migrate, open_store, restore
from bot.adapters.store.database import Database
from bot.adapters.store.tables import metadata
from bot.errors import ConfigError, SchemaTooNew, StoreBusy, StoreError
from bot.model import AnnotatedArticle
from tests.fakes.stored_articles import HARBOUR, article, ferry, harvest, read

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def readable_by_others(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.stat().st_mode & 0o077}


def sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def page(number: int) -> AnnotatedArticle:
    return read(article(f"Page {number} tells of the ferry.", f"https://harbour.example/{number}"))


async def counts(path: Path) -> dict[str, int]:
    store = await open_store(url_of(path))
    try:
        return dict(await store.counts())
    finally:
        await store.close()


async def filled(path: Path) -> dict[str, int]:
    store = await open_store(url_of(path))
    await store.take_feed("local", HARBOUR)
    await store.keep([harvest(HARBOUR, ferry())])
    await store.close()
    return await counts(path)


class TestOpening:
    async def test_it_makes_its_folder_and_keeps_over_a_restart(self, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "er" / "news.db"
        before = await filled(path)
        assert before["articles"] == 1
        await migrate(url_of(path))
        assert await counts(path) == before

    async def test_a_database_that_another_process_is_just_making_is_waited_for(self, tmp_path: Path) -> None:
        path = tmp_path / "news.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            opening = asyncio.ensure_future(open_store(url_of(path)))
            await asyncio.wait([opening], timeout=0.5)
            assert not opening.done()
            other.execute("ROLLBACK")
        await (await opening).close()

    async def test_it_knows_when_its_file_is_gone_or_another(self, tmp_path: Path) -> None:
        file = tmp_path / "onrecord.db"
        store = await open_store(url_of(file))
        assert await store.lost() == ""
        file.rename(tmp_path / "kept.db")
        assert str(file) in await store.lost()
        file.touch()
        assert str(file) in await store.lost()
        (tmp_path / "kept.db").replace(file)
        assert await store.lost() == ""
        file.write_bytes(b"")
        assert str(file) in await store.lost()
        await store.close()

    async def test_only_its_owner_reads_it_its_journal_and_its_backups(self, tmp_path: Path) -> None:
        path, old = tmp_path / "news.db", tmp_path / "old.db"
        await filled(old)
        old.chmod(0o644)
        stores = [await open_store(url_of(one)) for one in (path, old)]
        for store in stores:
            await store.take_feed("local", HARBOUR)
        await backup(url_of(path), tmp_path / "copy", NOW)
        assert {"news.db-wal", "news.db-shm"} <= names_in(tmp_path)
        for store in stores:
            await store.close()
        path.chmod(0o644)
        await restore(tmp_path / "copy", url_of(path))
        assert readable_by_others(tmp_path) == set()

    async def test_many_may_open_a_new_database_at_once(self, tmp_path: Path) -> None:
        stores = await asyncio.gather(*(open_store(url_of(tmp_path / "news.db")) for _ in range(4)))
        for store in stores:
            await store.close()

    async def test_the_migrations_make_the_tables_that_the_code_knows(self, tmp_path: Path) -> None:
        def differences(connection: Connection) -> list[object]:
            context = MigrationContext.configure(
                connection, opts={"include_name": lambda name, *_: not str(name).startswith("article_terms")}
            )
            return list(compare_metadata(context, metadata))

        await migrate(url_of(tmp_path / "news.db"))
        database = Database(url_of(tmp_path / "news.db"))
        async with database.read() as connection:
            assert await connection.run_sync(differences) == []
        await database.close()

    async def test_a_later_schema_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "news.db"
        await filled(path)
        sql(path, "UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(SchemaTooNew, match="9999"):
            await open_store(url_of(path))

    @pytest.mark.parametrize(
        ("url", "says"),
        [
            ("not a url", "not a database URL"),
            ("sqlite://", "names no file"),
            ("sqlite:///", "names no file"),
            ("postgresql+pg8000://localhost/news", "write postgresql://"),
            ("postgresql://localhost", "names no database"),
            ("postgresql://ada:secret@127.0.0.1:1/news", r"ada:\*\*\*@127.0.0.1:1/news cannot be reached"),
            ("mysql://localhost/news", "not supported"),
            ("sqlite:////proc/none/news.db", "folder"),
        ],
    )
    async def test_a_url_that_cannot_be_used_is_named(self, url: str, says: str) -> None:
        with pytest.raises((ConfigError, StoreError), match=says):
            await open_store(url)

    async def test_a_folder_a_text_and_anothers_database_are_refused(self, tmp_path: Path) -> None:
        text = tmp_path / "notes.txt"
        text.write_text("These are no tables. " * 100)
        theirs = tmp_path / "theirs.db"
        sql(theirs, "CREATE TABLE cakes (name)")
        for path, says in ((tmp_path, "written"), (text, "no SQLite"), (theirs, "another program")):
            with pytest.raises(ConfigError, match=says):
                await open_store(url_of(path))
        assert text.read_text().startswith("These")


class TestManyAtOnce:
    async def test_readers_and_writers_do_not_meet(self, tmp_path: Path) -> None:
        store = await open_store(url_of(tmp_path / "news.db"))
        await store.take_feed("local", HARBOUR)
        writes = [store.keep([harvest(HARBOUR, page(number))]) for number in range(40)]
        reads = [store.counts() for _ in range(40)]
        await asyncio.gather(*(each for pair in zip(writes, reads, strict=True) for each in pair))
        assert (await store.counts())["articles"] == 40
        await store.close()

    async def test_two_stores_write_one_file(self, tmp_path: Path) -> None:
        stores = [await open_store(url_of(tmp_path / "news.db")) for _ in range(2)]
        await asyncio.gather(
            *(stores[number % 2].keep([harvest(HARBOUR, page(number))]) for number in range(30))
        )
        assert (await stores[0].counts())["articles"] == 30
        for store in stores:
            await store.close()

    async def test_in_memory_a_reader_never_sees_half_a_round(self) -> None:
        store = await open_store("sqlite:///:memory:")
        rounds = [[harvest(HARBOUR, page(number), page(number + 100))] for number in range(20)]
        keeping = asyncio.gather(*(store.keep(each) for each in rounds))
        while not keeping.done():
            assert (await store.counts())["articles"] % 2 == 0
            await asyncio.sleep(0)
        await keeping
        await store.close()

    async def test_a_cancelled_round_is_kept_whole_or_not_at_all(self, tmp_path: Path) -> None:
        store = await open_store(url_of(tmp_path / "news.db"))
        await store.take_feed("local", HARBOUR)
        pages = [page(number) for number in range(500)]
        for wait in (0.0, 0.005, 0.02, 0.05):
            keeping = asyncio.create_task(store.keep([harvest(HARBOUR, *pages)]))
            await asyncio.sleep(wait)
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            assert (await store.counts())["articles"] in (0, 500)
        await store.keep([harvest(HARBOUR, *pages)])
        assert (await store.counts())["articles"] == 500
        assert await store.frequencies(["ferry"], "local") == (500, {"ferry": 500})
        await store.close()


class TestBoundedWork:
    async def steps(self, store: SqlStore, work: Coroutine[Any, Any, object]) -> int:
        """How many thousands of steps of its machine SQLite takes."""
        taken = 0

        def count() -> None:
            nonlocal taken
            taken += 1

        async with store.database.read() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.set_progress_handler(count, 1_000)
        await work
        await driver.set_progress_handler(None, 0)
        return taken

    async def test_what_a_batch_takes_does_not_grow_with_what_is_there(self) -> None:
        store = await open_store("sqlite:///:memory:")
        batches = [[page(number).article for number in range(at, at + 100)] for at in range(0, 4_000, 100)]
        for batch in batches[:5]:
            await store.import_unread("local", batch)
        first = await self.steps(store, store.import_unread("local", batches[5]))
        for batch in batches[6:-1]:
            await store.import_unread("local", batch)
        last = await self.steps(store, store.import_unread("local", batches[-1]))
        assert 0 < last <= 1.5 * first
        await store.close()


class TestBackup:
    async def test_a_backup_during_writes_is_one_state_and_comes_back_equal(self, tmp_path: Path) -> None:
        path, copy = tmp_path / "news.db", tmp_path / "copies" / "news.backup"
        store = await open_store(url_of(path))
        await store.take_feed("local", HARBOUR)

        async def gather() -> None:
            for number in range(0, 60, 2):
                await store.keep([harvest(HARBOUR, page(number), page(number + 1))])

        gathering = asyncio.create_task(gather())
        await asyncio.sleep(0.05)
        await backup(url_of(path), copy, NOW)
        await gathering
        await store.close()
        then = await counts(copy)
        assert then["articles"] % 2 == 0
        assert await restore(copy, url_of(path)) == tmp_path / "news.db.before-1"
        assert await counts(path) == then
        assert (await counts(tmp_path / "news.db.before-1"))["articles"] == 60

    async def test_search_works_in_what_was_restored(self, tmp_path: Path) -> None:
        await filled(tmp_path / "news.db")
        await backup(url_of(tmp_path / "news.db"), tmp_path / "copy", NOW)
        assert await restore(tmp_path / "copy", url_of(tmp_path / "other" / "new.db")) is None
        store = await open_store(url_of(tmp_path / "other" / "new.db"))
        assert await store.frequencies(["ferry"], "local") == (1, {"ferry": 1})
        await store.close()

    async def test_a_second_restore_keeps_both_before(self, tmp_path: Path) -> None:
        path, copy = tmp_path / "news.db", tmp_path / "copy"
        await filled(path)
        await backup(url_of(path), copy, NOW)
        assert [await restore(copy, url_of(path)) for _ in range(2)] == [
            tmp_path / "news.db.before-1",
            tmp_path / "news.db.before-2",
        ]

    async def test_a_restore_that_is_refused_leaves_the_current_one(self, tmp_path: Path) -> None:
        path = tmp_path / "news.db"
        before = await filled(path)
        later, text, cut, theirs = (tmp_path / name for name in ("later", "text", "cut", "theirs"))
        await backup(url_of(path), later, NOW)
        cut.write_bytes(later.read_bytes()[: later.stat().st_size // 2])
        sql(later, "UPDATE alembic_version SET version_num = '9999'")
        text.write_text("This is not a database, whatever its name says.")
        sql(theirs, "CREATE TABLE cakes (name)")
        for file, error in (
            (later, SchemaTooNew),
            (text, ConfigError),
            (cut, ConfigError),
            (theirs, ConfigError),
            (tmp_path / "none", ConfigError),
        ):
            with pytest.raises(error):
                await restore(file, url_of(path))
        assert await counts(path) == before
        assert names_in(tmp_path) == {"news.db", "later", "text", "cut", "theirs"}

    async def test_a_database_in_use_is_not_replaced(self, tmp_path: Path) -> None:
        path = tmp_path / "news.db"
        await filled(path)
        await backup(url_of(path), tmp_path / "copy", NOW)
        store = await open_store(url_of(path))
        with pytest.raises(StoreBusy, match="stop On Record"):
            await restore(tmp_path / "copy", url_of(path))
        assert (await store.counts())["articles"] == 1
        await store.close()

    async def test_a_damaged_database_is_replaced_and_kept_aside(self, tmp_path: Path) -> None:
        path = tmp_path / "news.db"
        before = await filled(path)
        await backup(url_of(path), tmp_path / "copy", NOW)
        path.write_bytes(b"ruined" * 1000)
        aside = await restore(tmp_path / "copy", url_of(path))
        assert aside is not None
        assert aside.read_bytes().startswith(b"ruined")
        assert await counts(path) == before

    async def test_what_cannot_be_backed_up_is_named(self, tmp_path: Path) -> None:
        await filled(tmp_path / "news.db")
        with pytest.raises(ConfigError, match="in memory"):
            await backup("sqlite:///:memory:", tmp_path / "copy", NOW)
        with pytest.raises(ConfigError, match="there is no"):
            await backup(url_of(tmp_path / "none.db"), tmp_path / "copy", NOW)
        (tmp_path / "emptied.db").touch()
        with pytest.raises(ConfigError, match="is empty"):
            await backup(url_of(tmp_path / "emptied.db"), tmp_path / "copy", NOW)
        with pytest.raises(ConfigError, match="another path"):
            await backup(url_of(tmp_path / "news.db"), tmp_path / "news.db" / "copy", NOW)
        assert not (tmp_path / "copy").exists()

    async def test_no_backup_is_written_over(self, tmp_path: Path) -> None:
        await filled(tmp_path / "news.db")
        (tmp_path / "copy").write_text("of yesterday")
        with pytest.raises(ConfigError, match="already"):
            await backup(url_of(tmp_path / "news.db"), tmp_path / "copy", NOW)
        with pytest.raises(ConfigError, match="already"):
            await backup(url_of(tmp_path / "news.db"), tmp_path / "news.db", NOW)
        assert (tmp_path / "copy").read_text() == "of yesterday"
        made = await backup(url_of(tmp_path / "news.db"), tmp_path, NOW)
        assert made == tmp_path / f"news-{NOW:%Y-%m-%dT%H%M%SZ}.db"
        assert await counts(made) == await counts(tmp_path / "news.db")


WRITER = """
import asyncio, sys
from bot.adapters.store import open_store
from tests.fakes.stored_articles import HARBOUR, article, harvest, read

async def main():
    store = await open_store(sys.argv[1])
    for number in range(100000):
        at = f"https://harbour.example/{number}"
        await store.keep([harvest(HARBOUR, *(read(article(at + part, at + part)) for part in "abc"))])
        print(number, flush=True)

asyncio.run(main())
"""


def rounds_before_the_kill(url: str) -> int:
    """Starts a writer, kills it in the middle, and gives how many rounds it had reported."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert writer.stdout is not None
    reported = [writer.stdout.readline() for _ in range(10)]
    writer.send_signal(signal.SIGKILL)
    reported += writer.stdout.readlines()
    writer.stdout.close()
    assert writer.wait() == -signal.SIGKILL
    return len(reported)


async def test_a_killed_writer_loses_no_round_that_it_reported_and_leaves_no_half(tmp_path: Path) -> None:
    url = url_of(tmp_path / "news.db")
    rounds = rounds_before_the_kill(url)
    store = await open_store(url)
    kept = (await store.counts())["articles"]
    assert kept % 3 == 0
    assert kept >= 3 * rounds
    assert len(await store.seen(HARBOUR.id)) == kept
    await store.close()
