"""Hosts with every kind of robots.txt, asked by a crawler and by a person."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from yarl import URL

from bot.adapters.fetch import HttpFetcher
from bot.adapters.fetch.robots import AGAIN, FRESH, ROOM, Robots
from bot.core.feeds.robots import MAX_BYTES
from bot.errors import ConfigError, Disallowed, FetchError, Unavailable
from tests.fakes import web as fake
from tests.fakes.web import Names, Web

NOBODY = "User-agent: *\nDisallow: /"
DAY = 86_400.0


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with fake.serving() as server:
        server.routes |= {"/a": fake.body("x"), "/b": fake.body("x")}
        yield server


def crawler(web: Web, **more: object) -> HttpFetcher:
    """A fetcher to whom this server is somebody else's, by the name of quay.example."""
    settings: dict[str, object] = {"tries": 1, "timeout": 4, "host_delay": 0} | more
    return HttpFetcher(web.allow, resolver=Names("127.0.0.1"), **settings)  # type: ignore[arg-type]


def named(web: Web, path: str, host: str = "quay.example") -> str:
    return f"http://{host}:{web.port}{path}"


async def crawled(web: Web, path: str = "/a") -> bytes | None:
    async with crawler(web) as fetcher:
        return (await fetcher.fetch(named(web, path), crawling=True)).body


async def test_a_host_is_asked_once_and_what_it_keeps_from_us_is_not_fetched(web: Web) -> None:
    web.routes["/robots.txt"] = fake.body("User-agent: OnRecord\nDisallow: /a\n", "text/plain")
    async with crawler(web, tries=3) as fetcher:
        for _ in range(2):
            with pytest.raises(
                Disallowed, match=r"quay\.example asks readers .* gather\.own_hosts"
            ) as caught:
                await fetcher.fetch(named(web, "/a"), crawling=True)
            assert not caught.value.retryable
        assert (await fetcher.fetch(named(web, "/b"), crawling=True)).body == b"x"
    assert web.hits() == {"/robots.txt": 1, "/b": 1}
    assert web.requests[0].headers["user-agent"].startswith("OnRecord/")


async def test_a_person_who_asks_for_a_page_is_no_crawler(web: Web) -> None:
    web.routes["/robots.txt"] = fake.body(NOBODY)
    async with crawler(web) as fetcher:
        assert (await fetcher.fetch(named(web, "/a"))).body == b"x"
    assert web.hits() == {"/a": 1}


async def test_hosts_of_ours_and_a_switch_that_is_off_need_no_robots_file(web: Web) -> None:
    web.routes["/robots.txt"] = fake.body(NOBODY)
    async with crawler(web) as fetcher:
        assert (await fetcher.fetch(web.url("/a"), crawling=True)).own
    async with crawler(web, own_hosts=["Quay.Example."]) as fetcher:
        assert (await fetcher.fetch(named(web, "/a"), crawling=True)).own
        with pytest.raises(Disallowed):
            await fetcher.fetch(named(web, "/a", "www.quay.example"), crawling=True)
    async with crawler(web, robots=False) as fetcher:
        assert not (await fetcher.fetch(named(web, "/a"), crawling=True)).own
    assert web.hits() == {"/a": 3, "/robots.txt": 1}


def test_a_host_of_ours_that_is_none_is_an_error_of_the_config() -> None:
    with pytest.raises(ConfigError, match=r"gather\.own_hosts: .*news\.example"):
        HttpFetcher(own_hosts=["https://quay.example/"])


@pytest.mark.parametrize(
    "handler",
    [
        fake.status(404),
        fake.status(403),
        fake.status(401),
        fake.status(429),
        fake.body(""),
        fake.redirect("/robots.txt"),
        fake.redirect("http://169.254.169.254/robots.txt"),
        fake.redirect("file:///etc/passwd"),
        fake.status(302),
        fake.cut(NOBODY.encode(), 5_000),
        fake.garbled(),
    ],
)
async def test_without_a_robots_file_everything_may_be_read(web: Web, handler: fake.Handler) -> None:
    web.routes["/robots.txt"] = handler
    assert await crawled(web) == b"x"


@pytest.mark.parametrize("status", [500, 503])
async def test_a_server_in_trouble_is_left_alone_for_now(web: Web, status: int) -> None:
    web.routes["/robots.txt"] = fake.status(status)
    async with crawler(web, tries=2) as fetcher:
        for _ in range(3):
            with pytest.raises(Unavailable, match=r"robots\.txt of quay\.example cannot be read") as caught:
                await fetcher.fetch(named(web, "/a"), crawling=True)
            assert caught.value.retry_after == pytest.approx(AGAIN, abs=5)
    assert web.hits() == {"/robots.txt": 1}


@pytest.mark.parametrize(("hops", "may"), [(5, False), (6, True)])
async def test_a_robots_file_is_followed_over_five_redirects(web: Web, hops: int, may: bool) -> None:
    web.routes |= {f"/{n}": fake.redirect(f"/{n + 1}") for n in range(1, hops)}
    web.routes |= {"/robots.txt": fake.redirect("/1", 301), f"/{hops}": fake.body(NOBODY)}
    if may:
        assert await crawled(web) == b"x"
    else:
        with pytest.raises(Disallowed):
            await crawled(web)


async def test_a_robots_file_without_end_is_read_to_the_cap(web: Web) -> None:
    web.routes["/robots.txt"] = fake.body(NOBODY + "\n" + "#" * 2 * MAX_BYTES)
    with pytest.raises(Disallowed):
        await crawled(web)
    web.routes["/robots.txt"] = fake.endless()
    assert await crawled(web) == b"x"
    web.routes["/robots.txt"] = fake.bomb(300_000_000)
    assert await crawled(web) == b"x"


async def test_a_redirect_to_a_host_that_keeps_us_away_is_not_followed(web: Web) -> None:
    async with fake.serving() as other:
        other.routes |= {"/robots.txt": fake.body(NOBODY), "/page": fake.body("x")}
        web.routes["/go"] = fake.redirect(named(other, "/page", "mill.example"))
        allow = (*web.allow, *other.allow)
        async with HttpFetcher(allow, tries=1, host_delay=0, resolver=Names("127.0.0.1")) as fetcher:
            with pytest.raises(Disallowed, match=r"mill\.example"):
                await fetcher.fetch(named(web, "/go"), crawling=True)
        assert other.hits() == {"/robots.txt": 1}
    assert web.hits() == {"/robots.txt": 1, "/go": 1}


async def test_many_at_once_share_one_question(web: Web) -> None:
    web.routes["/robots.txt"] = fake.slow(0.3, fake.body("User-agent: *\nDisallow: /b"))
    async with crawler(web) as fetcher:
        got = await asyncio.gather(
            *(fetcher.fetch(named(web, path), crawling=True) for path in ("/a", "/b") * 10),
            return_exceptions=True,
        )
    assert web.hits() == {"/robots.txt": 1, "/a": 10}
    assert sum(isinstance(each, Disallowed) for each in got) == 10


async def test_one_that_hangs_costs_the_time_of_one_answer_once(web: Web) -> None:
    web.routes["/robots.txt"] = fake.slow(60, fake.body(NOBODY))
    async with crawler(web, timeout=1) as fetcher:
        began = time.monotonic()
        got = await asyncio.gather(*(fetcher.fetch(named(web, "/a"), crawling=True) for _ in range(10)))
        assert time.monotonic() - began >= 1
    assert {each.body for each in got} == {b"x"}
    assert web.hits() == {"/robots.txt": 1, "/a": 10}


async def test_one_who_gives_up_waiting_leaves_the_question_to_the_next(web: Web) -> None:
    web.routes["/robots.txt"] = fake.then(fake.slow(60, fake.body("")), fake.body(NOBODY))
    async with crawler(web) as fetcher:
        first = asyncio.create_task(fetcher.fetch(named(web, "/a"), crawling=True))
        await web.until(1)
        second = asyncio.create_task(fetcher.fetch(named(web, "/a"), crawling=True))
        await asyncio.sleep(0.05)
        first.cancel()
        with pytest.raises(Disallowed):
            await second
    assert web.hits() == {"/robots.txt": 2}


async def test_a_pause_that_is_asked_for_is_made(web: Web) -> None:
    web.routes["/robots.txt"] = fake.body("User-agent: *\nCrawl-delay: 1")
    async with crawler(web) as fetcher:
        await fetcher.fetch(named(web, "/a"), crawling=True)
        began = time.monotonic()
        await asyncio.gather(*(fetcher.fetch(named(web, path), crawling=True) for path in ("/a", "/b")))
        assert time.monotonic() - began > 1.5


async def test_a_person_does_not_wait_for_a_crawlers_pause(web: Web) -> None:
    web.routes["/robots.txt"] = fake.body("User-agent: *\nCrawl-delay: 30")
    async with crawler(web, host_delay=0.1) as fetcher:
        reads = [asyncio.create_task(fetcher.fetch(named(web, "/a"), crawling=True)) for _ in range(4)]
        await web.until(2)
        assert (await fetcher.fetch(named(web, "/b"))).body == b"x"
        assert web.hits() == {"/robots.txt": 1, "/a": 1, "/b": 1}
        for read in reads:
            read.cancel()
        await asyncio.gather(*reads, return_exceptions=True)


class Hours:
    """A clock of seconds that is turned by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def asking(web: Web) -> AsyncIterator[tuple[Robots, Hours, URL]]:
    clock = Hours()
    async with aiohttp.ClientSession() as session:
        yield Robots(session, 4, clock), clock, URL(web.url("/a"))


async def outcome(robots: Robots, url: URL) -> type[FetchError] | None:
    try:
        await robots.pause(url)
    except FetchError as error:
        return type(error)
    return None


async def test_a_host_is_asked_anew_each_day(web: Web) -> None:
    web.routes["/robots.txt"] = fake.then(fake.body(NOBODY), fake.body(""))
    async with asking(web) as (robots, clock, url):
        assert await outcome(robots, url) is Disallowed
        clock.now += FRESH - 1
        assert await outcome(robots, url) is Disallowed
        clock.now += 2
        assert await outcome(robots, url) is None
    assert web.hits() == {"/robots.txt": 2}


@pytest.mark.parametrize(
    ("trouble", "then"), [(fake.status(503), Unavailable), (fake.garbled(), None)], ids=["5xx", "none"]
)
async def test_what_was_known_holds_for_a_day_of_trouble(
    web: Web, trouble: fake.Handler, then: type[FetchError] | None
) -> None:
    web.routes["/robots.txt"] = fake.then(fake.body("User-agent: *\nDisallow: /a"), trouble)
    async with asking(web) as (robots, clock, url):
        assert await outcome(robots, url) is Disallowed
        clock.now = DAY
        for _ in range(int(DAY / AGAIN)):
            assert await outcome(robots, url) is Disallowed
            assert await outcome(robots, url / ".." / "b") is None
            clock.now += AGAIN
        assert await outcome(robots, url) is then
    assert web.hits() == {"/robots.txt": 1 + DAY // AGAIN + 1}


async def test_of_very_many_hosts_those_are_forgotten_that_nobody_asked_about_for_longest(web: Web) -> None:
    web.routes["/robots.txt"] = fake.body(NOBODY + "\n#" + "x" * (MAX_BYTES - 100))
    hosts = [f"quay{n}.example" for n in range(ROOM // MAX_BYTES + 1)]
    async with crawler(web) as fetcher:
        for host in (*hosts, hosts[0], hosts[-1], hosts[2]):
            with pytest.raises(Disallowed):
                await fetcher.fetch(named(web, "/a", host), crawling=True)
    asked = [request.headers["host"].partition(":")[0] for request in web.requests]
    assert asked == [*hosts, hosts[0]]


async def test_a_host_that_recovers_is_read_again(web: Web) -> None:
    web.routes["/robots.txt"] = fake.then(fake.status(500), fake.body(""))
    async with asking(web) as (robots, clock, url):
        assert await outcome(robots, url) is Unavailable
        clock.now += AGAIN
        assert await outcome(robots, url) is None
