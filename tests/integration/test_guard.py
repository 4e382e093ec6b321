from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.errors import AddressRefused, ConfigError, FetchError
from tests.fakes import web as fake
from tests.fakes.web import Names, Web


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with fake.serving() as server:
        server.routes["/secret"] = fake.body("the inside")
        yield server


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.9.1",
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.1",
        "0",
        "0.0.0.0",
        "localhost",
        "LOCALHOST",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "169.254.169.254",
        "2852039166",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "①②⑦.0.0.1",
        "127。0。0。1",
    ],
)
async def test_no_form_of_a_private_address_is_connected_to(web: Web, host: str) -> None:
    async with HttpFetcher() as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.fetch(f"http://{host}:{web.port}/secret")
    assert web.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://x/",
        "data:text/html,x",
        "/etc/passwd",
        "",
        "http://",
        "http:///x",
        "http://user:pass@127.0.0.1/",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "http://exa mple.org/",
        "javascript:1",
    ],
)
async def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    async with HttpFetcher() as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.fetch(url)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00:ec2::254", "::ffff:10.0.0.1"]
)
async def test_a_public_name_of_a_private_address_is_refused(web: Web, address: str) -> None:
    names = Names(address)
    async with HttpFetcher(resolver=names) as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.fetch(f"http://news.example:{web.port}/secret")
    assert names.asked == ["news.example"]
    assert web.requests == []


async def test_a_name_is_judged_by_each_address_it_is_really_connected_to(web: Web) -> None:
    """A name that is first the allowed server and then another private address: rebinding."""
    names = Names("127.0.0.1", "127.0.0.2")
    async with HttpFetcher(web.allow, tries=1, resolver=names) as fetcher:
        first = await fetcher.fetch(f"http://news.example:{web.port}/secret")
        with pytest.raises(AddressRefused):
            await fetcher.fetch(f"http://news.example:{web.port}/secret")
    assert first.body == b"the inside"
    assert len(names.asked) == 2
    assert len(web.requests) == 1


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/secret",
        "http://2130706434:{port}/secret",
        "http://[::ffff:127.0.0.2]:{port}/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:{other}/secret",
        "//10.0.0.1/",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_a_redirect_into_a_private_network_is_refused(web: Web, target: str, code: int) -> None:
    web.routes["/go"] = fake.redirect(target.format(port=web.port, other=web.port - 1), code)
    async with HttpFetcher(web.allow, tries=1) as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.fetch(web.url("/go"))
    assert [request.target for request in web.requests] == ["/go"]


async def test_what_the_config_allows_is_one_address_and_port(web: Web) -> None:
    async with fake.serving() as other:
        other.routes["/secret"] = fake.body("the other inside")
        async with HttpFetcher(web.allow, tries=1) as fetcher:
            assert (await fetcher.fetch(web.url("/secret"))).body == b"the inside"
            with pytest.raises(AddressRefused):
                await fetcher.fetch(other.url("/secret"))
        async with HttpFetcher(["127.0.0.0/8"], tries=1) as fetcher:
            assert (await fetcher.fetch(other.url("/secret"))).body == b"the other inside"


async def test_the_refusal_tells_what_it_is_and_what_to_do(web: Web) -> None:
    async with HttpFetcher() as fetcher:
        with pytest.raises(FetchError, match=r"this machine.*gather\.allow"):
            await fetcher.fetch(web.url("/secret"))


def test_an_allow_list_that_cannot_be_read_is_an_error_of_the_config() -> None:
    with pytest.raises(ConfigError, match=r"gather\.allow: 'intranet:80'"):
        HttpFetcher(["intranet:80"])
