from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from email.utils import formatdate

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.adapters.fetch.turns import Rests
from bot.errors import FetchError, Forbidden, Gone, TooLarge, TooManyRedirects, Unavailable
from bot.model import Validators
from tests.fakes import web as fake
from tests.fakes.web import Names, Web

FAULTS: dict[str, tuple[fake.Handler, type[FetchError]]] = {
    "/endless": (fake.endless(), TooLarge),
    "/huge": (fake.endless(sized=200_000_000), TooLarge),
    "/bomb": (fake.bomb(300_000_000), TooLarge),
    "/trickle": (fake.trickle(), Unavailable),
    "/silent": (fake.slow(30, fake.body("x")), Unavailable),
    "/cut": (fake.cut(b"<p>half", 5_000), Unavailable),
    "/garbled": (fake.garbled(), Unavailable),
    "/nothing": (fake.garbled(b""), Unavailable),
    "/nowhere": (fake.status(302), Unavailable),
    "/401": (fake.status(401), Forbidden),
    "/403": (fake.status(403), Forbidden),
    "/404": (fake.status(404), Gone),
    "/410": (fake.status(410), Gone),
    "/429": (fake.status(429), Unavailable),
    "/500": (fake.status(500), Unavailable),
    "/wall": (fake.status(403, cf_mitigated="challenge"), Forbidden),
}


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with fake.serving() as server:
        yield server


def quick(web: Web, tries: int = 1) -> HttpFetcher:
    return HttpFetcher(web.allow, timeout=4, max_bytes=1_000_000, tries=tries)


async def failure(web: Web, path: str, tries: int = 1) -> FetchError:
    async with quick(web, tries) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(web.url(path))
    return caught.value


async def test_a_page_comes_with_its_type_and_validators(web: Web) -> None:
    web.routes["/page"] = fake.body("<p>Grüße</p>", etag='"1"')
    async with HttpFetcher(web.allow) as fetcher:
        got = await fetcher.fetch(web.url("/page#part"))
    assert got.body == "<p>Grüße</p>".encode()
    assert (got.status, got.url, got.moved_to) == (200, web.url("/page"), None)
    assert got.content_type == "text/html; charset=utf-8"
    assert got.validators == Validators(etag='"1"')


async def test_what_is_known_already_is_not_sent_again(web: Web) -> None:
    web.routes["/feed"] = fake.feed("<rss/>", etag='"1"')
    async with HttpFetcher(web.allow) as fetcher:
        first = await fetcher.fetch(web.url("/feed"))
        again = await fetcher.fetch(web.url("/feed"), first.validators)
    assert (again.status, again.body, again.validators.etag) == (304, None, '"1"')


async def test_it_says_who_asks_and_reads_no_proxy_settings(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    web.routes["/"] = fake.body("x")
    async with HttpFetcher(web.allow) as fetcher:
        await fetcher.fetch(web.url("/"))
    assert web.requests[0].headers["user-agent"].startswith("OnRecord/")
    assert "cookie" not in web.requests[0].headers


async def test_a_permanent_move_is_told_and_a_temporary_one_is_not(web: Web) -> None:
    web.routes |= {
        "/new": fake.body("x"),
        "/old": fake.redirect("/new", 301),
        "/now": fake.redirect("/new", 302),
    }
    async with HttpFetcher(web.allow) as fetcher:
        moved = await fetcher.fetch(web.url("/old"))
        lent = await fetcher.fetch(web.url("/now"))
    assert (moved.url, moved.moved_to) == (web.url("/new"), web.url("/new"))
    assert (lent.url, lent.moved_to) == (web.url("/new"), None)


async def test_a_circle_of_redirects_ends(web: Web) -> None:
    web.routes |= {"/a": fake.redirect("/b"), "/b": fake.redirect("/a")}
    assert isinstance(await failure(web, "/a"), TooManyRedirects)
    assert web.hits() == {"/a": 1, "/b": 1}


async def test_a_long_chain_of_redirects_ends(web: Web) -> None:
    web.routes |= {f"/{n}": fake.redirect(f"/{n + 1}") for n in range(50)}
    error = await failure(web, "/0")
    assert isinstance(error, TooManyRedirects)
    assert "more than 5" in error.reason
    assert len(web.requests) == 6


@pytest.mark.parametrize(
    ("path", "handler", "kind"),
    [(path, handler, kind) for path, (handler, kind) in FAULTS.items()],
)
async def test_what_goes_wrong_has_a_name(
    web: Web, path: str, handler: fake.Handler, kind: type[FetchError]
) -> None:
    web.routes[path] = handler
    error = await failure(web, path)
    assert type(error) is kind
    assert error.url == web.url(path)


async def test_a_bomb_is_not_unpacked_beyond_the_cap(web: Web) -> None:
    web.routes["/ok"] = fake.packed(b"x" * 900_000)
    web.routes["/big"] = fake.packed(b"x" * 1_100_000)
    async with quick(web) as fetcher:
        assert len((await fetcher.fetch(web.url("/ok"))).body or b"") == 900_000
    assert isinstance(await failure(web, "/big"), TooLarge)


async def test_an_unknown_name_and_a_closed_port_are_unavailable(web: Web) -> None:
    async with HttpFetcher(["127.0.0.1:1"], tries=1) as fetcher:
        with pytest.raises(Unavailable, match="cannot be reached"):
            await fetcher.fetch("http://127.0.0.1:1/")
        with pytest.raises(Unavailable, match="not known"):
            await fetcher.fetch("http://no-such-host.invalid/")


async def test_a_stumble_is_tried_again_within_the_call(web: Web) -> None:
    web.routes["/"] = fake.then(fake.status(503), fake.body("there"))
    async with HttpFetcher(web.allow) as fetcher:
        assert (await fetcher.fetch(web.url("/"))).body == b"there"


async def test_what_will_not_get_better_is_not_tried_again(web: Web) -> None:
    web.routes["/"] = fake.status(403)
    await failure(web, "/", tries=3)
    assert len(web.requests) == 1


async def test_a_short_wait_that_was_asked_for_is_kept(web: Web) -> None:
    web.routes["/"] = fake.closed_for(1, fake.body("there"))
    async with HttpFetcher(web.allow) as fetcher:
        assert (await fetcher.fetch(web.url("/"))).body == b"there"
    assert len(web.requests) == 2  # one that came sooner would have been sent away again


@pytest.mark.parametrize("as_date", [False, True])
async def test_a_long_wait_is_told_and_the_address_left_alone(web: Web, as_date: bool) -> None:
    value = formatdate(time.time() + 121, usegmt=True) if as_date else "120"
    web.routes |= {"/": fake.status(429, Retry_After=value), "/other": fake.body("x")}
    async with HttpFetcher(web.allow) as fetcher:
        for _ in range(2):
            with pytest.raises(Unavailable) as caught:
                await fetcher.fetch(web.url("/"))
            assert caught.value.retry_after == pytest.approx(120, abs=3)
        assert (await fetcher.fetch(web.url("/other"))).body == b"x"
    assert web.hits() == {"/": 1, "/other": 1}


async def test_a_host_rests_for_an_hour_at_most_once_several_of_its_addresses_ask(web: Web) -> None:
    web.routes |= {f"/{n}": fake.status(429, Retry_After="86400") for n in range(3)}
    web.routes["/other"] = fake.body("x")
    async with HttpFetcher(web.allow) as fetcher:
        for n in (0, 0, 1):
            with pytest.raises(Unavailable):
                await fetcher.fetch(web.url(f"/{n}"))
        assert (await fetcher.fetch(web.url("/other"))).body == b"x"
        waits = []
        for path in ("/2", "/other", "/2"):
            with pytest.raises(Unavailable) as caught:
                await fetcher.fetch(web.url(path))
            waits.append(caught.value.retry_after)
    assert waits == pytest.approx([86_400, 3600, 86_400], abs=3)
    assert web.hits() == {"/0": 1, "/1": 1, "/2": 1, "/other": 1}


async def test_an_address_that_rests_is_not_asked_through_a_redirect_either(web: Web) -> None:
    web.routes |= {"/busy": fake.status(503, Retry_After="600"), "/go": fake.redirect("/busy")}
    async with HttpFetcher(web.allow) as fetcher:
        for path in ("/busy", "/go"):
            with pytest.raises(Unavailable):
                await fetcher.fetch(web.url(path))
    assert web.hits() == {"/busy": 1, "/go": 1}


def test_addresses_that_ask_at_different_times_do_not_speak_for_their_host() -> None:
    rests = Rests()
    for minutes, path in enumerate("abcde"):
        rests.ask(path, 7200, now=minutes * 360.0)
    assert rests.left("other", now=1440.0) == 0
    assert rests.left("a", now=1440.0) == 7200 - 1440
    rests.ask("f", 7200, now=1450.0)
    assert rests.left("other", now=1450.0) == 3600
    assert rests.left("other", now=1450.0 + 3600) == 0


async def test_one_host_is_asked_by_few_at_a_time(web: Web) -> None:
    web.routes |= {f"/{n}": fake.slow(0.05, fake.body("x")) for n in range(12)}
    async with HttpFetcher(web.allow) as fetcher:
        await asyncio.gather(*(fetcher.fetch(web.url(f"/{n}")) for n in range(12)))
    assert web.most_at_once <= 2
    assert len(web.requests) == 12


async def test_between_two_requests_to_a_host_that_is_not_ours_there_is_a_pause(web: Web) -> None:
    web.routes["/"] = fake.body("x")
    async with HttpFetcher(web.allow, host_delay=0.5, resolver=Names("127.0.0.1")) as fetcher:
        began = time.monotonic()
        url = f"http://quay.example:{web.port}/"
        await asyncio.gather(*(fetcher.fetch(url) for _ in range(3)))
    assert time.monotonic() - began >= 0.9


async def test_waiting_for_a_turn_does_not_use_up_the_time(web: Web) -> None:
    web.routes |= {f"/{n}": fake.slow(0.3, fake.body("x")) for n in range(8)}
    async with HttpFetcher(web.allow, timeout=0.8, tries=1) as fetcher:
        got = await asyncio.gather(*(fetcher.fetch(web.url(f"/{n}")) for n in range(8)))
    assert all(each.body == b"x" for each in got)


SENT = time.time() - 86_400


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ({}, 0),
        ({"Cache_Control": "public, max-age=300"}, 300),
        ({"Cache_Control": 'MAX-AGE="300"', "Age": "120"}, 180),
        ({"Cache_Control": "max-age=300", "Age": "900"}, 0),
        ({"Cache_Control": "s-maxage=900"}, 0),
        ({"Cache_Control": "max-age=soon"}, 0),
        ({"Cache_Control": "max-age=300, no-cache"}, 0),
        ({"Cache_Control": "no-store", "Expires": formatdate(SENT + 600, usegmt=True)}, 0),
        ({"Expires": formatdate(SENT + 600, usegmt=True), "Date": formatdate(SENT, usegmt=True)}, 600),
        ({"Expires": formatdate(time.time() + 86_400, usegmt=True)}, 86_400),
        ({"Expires": formatdate(SENT, usegmt=True)}, 0),
        ({"Expires": "0"}, 0),
        (
            {"Cache_Control": "public, max-age=60", "Expires": formatdate(time.time() + 600, usegmt=True)},
            60,
        ),
    ],
)
async def test_how_long_an_answer_may_be_kept_is_what_its_head_says(
    web: Web, head: dict[str, str], seconds: float
) -> None:
    web.routes["/feed"] = fake.feed("<rss/>", '"1"', **head)
    async with HttpFetcher(web.allow) as fetcher:
        first = await fetcher.fetch(web.url("/feed"))
        again = await fetcher.fetch(web.url("/feed"), first.validators)
    assert (first.status, again.status) == (200, 304)
    # a run of all tests takes its time from where these dates are made
    assert [first.fresh_for, again.fresh_for] == pytest.approx([seconds, seconds], rel=0.1)
