"""PostgreSQL: opened, migrated by many, refused, gone for a moment; and a store that moves there."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.adapters.store import SqlStore, backup, copy, looking, migrate, open_store, restore
from bot.adapters.store.database import Database
from bot.adapters.store.fulltext_postgres import PostgresIndex
from bot.adapters.store.store import ANSWER_HOLDS
from bot.adapters.store.tables import events, metadata
from bot.errors import ConfigError, SchemaTooNew, StoreError
from bot.model import Ceilings, Entry, Feed, FeedHealth, Harvest, SearchQuery, SeenEntry, Spend
from tests.fakes.postgres import Cluster, cluster
from tests.fakes.program import Program
from tests.fakes.stored_articles import HARBOUR, NOON, article, ferry, harvest, keep, read

pytestmark = pytest.mark.needs("postgres")


def told(url: str, statement: str) -> list[tuple[object, ...]]:
    """What the database says to a statement."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


class TestOpening:
    async def test_several_may_bring_a_new_database_up_at_once(self, postgres: Cluster) -> None:
        url = postgres.create()
        await asyncio.gather(*(migrate(url) for _ in range(3)))
        processes = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "--database", url, "db", "migrate"), stdout=subprocess.DEVNULL
            )
            for _ in range(2)
        ]
        assert [await each.wait() for each in processes] == [0, 0]

    async def test_the_migrations_make_the_tables_that_the_code_knows(self, postgres: Cluster) -> None:
        def differences(connection: Connection) -> list[object]:
            context = MigrationContext.configure(connection, opts={"include_name": known})
            return list(compare_metadata(context, metadata))

        def known(name: str | None, *_: object) -> bool:  # the index of two columns is SQLite's alone
            return name not in ("article_terms", "articles_by_page")

        database = Database(await postgres.empty())
        async with database.read() as connection:
            assert [
                each for each in await connection.run_sync(differences) if "articles_by_page" not in str(each)
            ] == []
        await database.close()

    @pytest.mark.parametrize(
        "address", ["onrecord@127.0.0.1:9/x?password=HUSH77", "onrecord:HUSH77@127.0.0.1:9/x"]
    )
    async def test_no_error_shows_a_password(self, address: str) -> None:
        with pytest.raises((ConfigError, StoreError)) as raised:
            await open_store(f"postgresql://{address}")
        assert "HUSH77" not in str(raised.value)
        with pytest.raises(ConfigError, match="not a database URL") as raised:
            await open_store("postgresql:/onrecord:HUSH77@127.0.0.1/x")
        assert "HUSH77" not in str(raised.value)

    async def test_text_sorts_by_its_code_points_whatever_the_locale(self, postgres: Cluster) -> None:
        url = await postgres.empty()
        plain = "SELECT count(*) FROM information_schema.columns WHERE data_type = 'text' AND table_schema = 'public'"
        (every,) = told(url, plain)[0]
        assert told(url, f"{plain} AND collation_name = 'C'") == [(every,)]

    async def test_a_later_schema_is_refused(self, postgres: Cluster) -> None:
        url = postgres.create()
        await migrate(url)
        told(url, "UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(SchemaTooNew, match="9999"):
            await open_store(url)

    async def test_another_programs_database_and_one_that_is_not_there_are_refused(
        self, postgres: Cluster
    ) -> None:
        theirs = postgres.create()
        told(theirs, "CREATE TABLE cakes (name text)")
        for url, says in ((theirs, "another program"), (postgres.url("nowhere"), "nowhere.*check user")):
            with pytest.raises(ConfigError, match=says):
                await open_store(url)

    async def test_it_is_copied_and_put_back_by_its_own_tools(
        self, postgres: Cluster, tmp_path: Path
    ) -> None:
        url = f"postgresql://ada:secret@localhost/news?host={postgres.folder}"
        with pytest.raises(ConfigError, match=r"pg_dump --format=custom .*ada@localhost/news") as refused:
            await backup(url, tmp_path / "copy", NOON)
        assert "secret" not in str(refused.value)
        with pytest.raises(ConfigError, match="pg_restore"):
            await restore(tmp_path / "copy", url)


class TestManyAtOnce:
    async def test_two_processes_keep_within_one_ceiling(self, postgres: Cluster) -> None:
        stores = [await open_store(await postgres.empty()), await open_store(postgres.url("shared"))]
        call, ceilings = Spend(date(2026, 3, 2), "local", "m", 1, 1, 1, 10), Ceilings(95, 1_000)
        granted = await asyncio.gather(*(stores[at % 2].reserve(call, ceilings) for at in range(20)))
        assert sum(granted) == 9
        for store in stores:
            await store.close()

    async def test_a_reader_sees_one_state_while_others_write(self, postgres: Cluster) -> None:
        store = await open_store(await postgres.empty())
        other = await open_store(postgres.url("shared"))
        query = "SELECT count(*) FROM articles"
        async with store.database.read() as connection:
            before = (await connection.exec_driver_sql(query)).scalar()
            await other.keep([harvest(HARBOUR, ferry())])
            assert (await connection.exec_driver_sql(query)).scalar() == before == 0
        assert (await store.counts())["articles"] == 1
        assert await store.size() > 1_000_000
        for each in (store, other):
            await each.close()

    async def test_a_server_that_was_gone_for_a_moment_is_found_again(self, postgres: Cluster) -> None:
        store = await open_store(await postgres.empty())
        await store.keep([harvest(HARBOUR, ferry())])
        with postgres.admin() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shared'"
            )
        assert (await store.counts())["articles"] == 1
        await store.close()


class TestNewestFirst:
    @pytest.mark.parametrize("scanned", [1, 3, 40, 200])
    async def test_the_newest_are_those_of_all_however_rare(self, postgres: Cluster, scanned: int) -> None:
        store = await open_store(await postgres.empty())
        await keep(
            store, *(read(article(f"Page {at}.", f"https://harbour.example/{at}")) for at in range(150))
        )
        terms = {seq: [f"every{size}" for size in (1, 3, 50) if seq % size == 0] for seq in range(1, 151)}
        in_blocks, plainly = PostgresIndex(block=4, among=2), PostgresIndex()
        async with store.database.write() as connection:
            await connection.exec_driver_sql("DELETE FROM article_terms")
            await in_blocks.enter(connection, [{"seq": seq, "terms": held} for seq, held in terms.items()])
            wanted = ["every1", "every3", "every50", "none", looking.every(["every3", "every50"])]
            for who in (None, "local", "stranger"):
                looks = await plainly.looks(connection, wanted, scanned, who, 150)
                assert await in_blocks.looks(connection, wanted, scanned, who, 150) == looks
            for most in (1, 5, 100):
                newest = await plainly.newest_of(connection, wanted, "local", scanned, most, 150)
                assert newest[0] == list(range(150, 150 - min(most, scanned), -1))
                assert await in_blocks.newest_of(connection, wanted, "local", scanned, most, 150) == newest
        await store.close()


class TestWhatIsLong:
    async def test_addresses_and_keys_may_be_longer_than_an_index_holds(self, postgres: Cluster) -> None:
        store = await open_store(await postgres.empty())
        far = "https://harbour.example/" + "".join(map(str, range(1_000, 2_000)))
        entry = Entry(far, far[::-1], "Ferry", "")
        one = read(article("The ferry sails.", far))
        feed = Feed.of("https://harbour.example/feed", "Harbour Post")
        await store.take_feed("local", feed)
        seen = SeenEntry.of(entry)
        await store.keep([Harvest(feed, FeedHealth(), (seen,), (one,))])
        assert await store.seen(feed.id) == {entry.key: seen}
        found = await store.at(far, "local")
        assert found is not None
        assert found.article.id == one.article.id
        await store.close()

    async def test_an_article_of_any_length_is_found(self, postgres: Cluster) -> None:
        store = await open_store(await postgres.empty())
        words = " ".join((f"{'9' * 3_000},000", "é" * 3_000, *(f"w{number}" for number in range(200_000))))
        await keep(store, read(article(f"The ferry sails. {words}")))
        assert len(await store.search(SearchQuery(("ferry",), "local"))) == 1
        await store.close()


async def filled(path: Path, articles: int = 600) -> str:
    """The address of an SQLite store with something of most that a store has."""
    url = f"sqlite:///{path}"
    store = await open_store(url)
    await keep(store, ferry())
    pages = [
        article(f"Page {number} tells of the ferry.", f"https://harbour.example/{number}")
        for number in range(articles)
    ]
    await store.import_unread("local", pages)
    await store.first("event", ferry().article.captured)
    await store.close()
    return url


async def counted(store: SqlStore) -> dict[str, int]:
    async with store.database.read() as connection:
        return {
            table.name: (await connection.exec_driver_sql(f"SELECT count(*) FROM {table.name}")).scalar() or 0
            for table in metadata.sorted_tables
        }


async def test_a_writer_that_freezes_keeps_the_others_out_for_a_moment_alone(postgres: Cluster) -> None:
    url = postgres.create()
    frozen, other = await open_store(url), await open_store(url)

    async def freeze() -> None:
        async with frozen.database.write() as connection:
            await connection.execute(select(1))
            assert await other.first("event", NOON)
            await connection.execute(insert(events).values(event="lost", at=NOON))

    with pytest.raises(StoreError):
        await freeze()
    assert await other.first("lost", NOON)
    assert await frozen.first("next", NOON)
    for store in (frozen, other):
        await store.close()


async def test_it_knows_when_its_server_is_gone_and_is_there_again() -> None:
    with cluster() as server:
        store = await open_store(server.create())
        assert await store.lost() == ""
        server.stop()
        await asyncio.sleep(ANSWER_HOLDS)
        assert "cannot be reached" in await store.lost()
        server.start()
        await asyncio.sleep(ANSWER_HOLDS)
        assert await store.lost() == ""
        await store.close()


class TestMoving:
    async def test_all_of_it_arrives_and_goes_on_there(self, postgres: Cluster, tmp_path: Path) -> None:
        url, target, told_of = await filled(tmp_path / "news.db"), postgres.create(), list[int]()
        counts = await copy(url, target, told_of.append)
        before, after = await open_store(url), await open_store(target)
        assert await counted(after) == await counted(before) == counts
        query = SearchQuery(("ferry", "tells"), "local")
        assert await after.search(query) == await before.search(query)
        assert await after.frequencies(["ferry"], "local") == await before.frequencies(["ferry"], "local")
        assert await after.quotes("local", speaker="Silva") == await before.quotes("local", speaker="Silva")
        assert (
            await after.keep([harvest(HARBOUR, read(article("A new page.", "https://harbour.example/new")))])
        ).new == 1
        for store in (before, after):
            await store.close()

    async def test_one_that_is_killed_goes_on_and_is_not_used_before(
        self, postgres: Cluster, tmp_path: Path
    ) -> None:
        url, target = await filled(tmp_path / "news.db", 3_000), postgres.create()
        called = [sys.executable, "-m", "bot", "db", "copy", url, target]
        copying = await asyncio.create_subprocess_exec(*called, stdout=subprocess.PIPE)
        while copying.returncode is None and not _has_articles(target):
            await asyncio.sleep(0.02)
        copying.send_signal(signal.SIGKILL)
        said, _ = await copying.communicate()
        assert (copying.returncode, said) == (-signal.SIGKILL, b""), "it was done before it could be killed"
        with pytest.raises(ConfigError, match="once more"):
            await open_store(target)
        again = await asyncio.create_subprocess_exec(*called, stdout=subprocess.PIPE)
        said, _ = await again.communicate()
        assert (again.returncode, b"3,001 articles" in said) == (0, True)
        before, after = await open_store(url), await open_store(target)
        assert await counted(after) == await counted(before)
        for store in (before, after):
            await store.close()

    async def test_what_was_written_to_since_is_not_gone_on_with(
        self, postgres: Cluster, tmp_path: Path
    ) -> None:
        url, target = await filled(tmp_path / "news.db", 1), postgres.create()

        def broken_off(_: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await copy(url, target, broken_off)
        store = await open_store(url)
        await store.keep([harvest(HARBOUR, read(article("A new page.", "https://harbour.example/new")))])
        await store.close()
        with pytest.raises(ConfigError, match="written to since"):
            await copy(url, target, lambda _: None)

    async def test_what_cannot_be_copied_is_named(self, postgres: Cluster, tmp_path: Path) -> None:
        url, full = await filled(tmp_path / "news.db", 1), postgres.create()
        await copy(url, full, lambda _: None)
        for source, target, says in (
            (url, full, "not empty"),
            (full, full, "from SQLite to PostgreSQL"),
            (url, url, "from SQLite to PostgreSQL"),
            (f"sqlite:///{tmp_path}/none.db", full, "there is no"),
        ):
            with pytest.raises(ConfigError, match=says):
                await copy(source, target, lambda _: None)


def _has_articles(url: str) -> bool:
    try:
        return bool(told(url, "SELECT 1 FROM articles LIMIT 1"))
    except psycopg.Error:  # there is no such table yet
        return False


def test_the_program_runs_on_it_from_the_first_round_to_an_answer(postgres: Cluster, tmp_path: Path) -> None:
    program = Program(tmp_path, settings={"ONRECORD_DATABASE": postgres.create()})
    ran = program.call("run", "--once")
    assert ran.returncode == 0, ran.stderr
    digest = program.json("digest")
    assert digest["briefings"]
    subject = digest["briefings"][0]["headline"]
    answer = program.json("ask", subject)
    assert answer["bullets"], answer
