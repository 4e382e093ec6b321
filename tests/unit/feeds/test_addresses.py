from __future__ import annotations

import ipaddress

import pytest

from bot.core.feeds.addresses import Allowed, bare_host, canonical, meant, refused
from bot.errors import NotAnAddress

PRIVATE = [
    "10.0.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.31.255.255",
    "192.168.0.1",
    "100.64.0.1",
    "0.0.0.0",
]


@pytest.mark.parametrize(
    "address",
    [
        *PRIVATE,
        *[
            "127.255.255.254",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.251",
        ],
        *[
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
        ],
        *[
            "fec0::1",
            "2001:db8::1",
            "2001::1",
            "64:ff9b:1::808:808",
            "100::1",
            "4000::1",
            "3fff::1",
            "",
            "localhost",
        ],
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert refused(address)


@pytest.mark.parametrize("inner", PRIVATE)
@pytest.mark.parametrize(
    "form", ["::ffff:{}", "::{}", "64:ff9b::{}", "::ffff:0:{}", "2a00:1450:4001::5efe:{}"]
)
def test_a_private_address_inside_an_ipv6_one_is_refused(inner: str, form: str) -> None:
    assert refused(form.format(inner))


@pytest.mark.parametrize("inner", PRIVATE)
def test_a_private_address_inside_a_6to4_one_is_refused(inner: str) -> None:
    assert refused(str(ipaddress.IPv6Address(0x2002 << 112 | int(ipaddress.IPv4Address(inner)) << 80 | 1)))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1"],
)
def test_a_public_address_is_not(address: str) -> None:
    assert refused(address) is None


def test_the_config_allows_a_network_or_one_port() -> None:
    allowed = [Allowed.read(entry) for entry in ("127.0.0.1:8766", "[::1]:80", "10.0.0.0/8", "fd00::/8")]
    assert refused("127.0.0.1", 8766, allowed) is None
    assert refused("127.0.0.1", 8767, allowed)
    assert refused("127.0.0.2", 8766, allowed)
    assert refused("::1", 80, allowed) is None
    assert refused("10.9.9.9", 1, allowed) is None
    assert refused("fd12::1", 443, allowed) is None
    assert refused("::ffff:127.0.0.1", 8766, allowed)


@pytest.mark.parametrize("entry", ["", "intranet", "localhost:80", "10.0.0.1/8", "127.0.0.1:x", "*"])
def test_an_allowed_entry_that_is_no_address_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="is no address or network"):
        Allowed.read(entry)


def test_a_host_has_one_form_and_numbers_in_disguise_have_none() -> None:
    assert bare_host("Quay.Example.") == "quay.example"
    assert bare_host("127.0.0.1") == "127.0.0.1"
    for host in ("2130706433", "0x7f000001", "017700000001", "0x7f.1", "127.1", "1.2.3.4.5", "a.0x1", ""):
        with pytest.raises(ValueError, match="host name"):
            bare_host(host)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Quay.Example:80", "http://quay.example/"),
        ("https://quay.example:443/a", "https://quay.example/a"),
        ("https://quay.example:8443/a", "https://quay.example:8443/a"),
        ("https://quay.example./a#part", "https://quay.example/a"),
        ("https://quay.example/a/../b/./c/", "https://quay.example/b/c/"),
        ("https://quay.example/../..", "https://quay.example/"),
        ("https://quay.example/a?utm_source=x&id=1&fbclid=y&UTM_Medium=z", "https://quay.example/a?id=1"),
        ("https://quay.example/a?utm_source=x", "https://quay.example/a"),
        ("https://quay.example/?b=2&a=1&a=", "https://quay.example/?b=2&a=1&a="),
        ("https://quay.example/%7eida/%e2%82%ac", "https://quay.example/~ida/%E2%82%AC"),
        (
            "https://quay.example/ein weg/grün?q=ä ö",
            "https://quay.example/ein%20weg/gr%C3%BCn?q=%C3%A4%20%C3%B6",
        ),
        ("https://quay.example/100%", "https://quay.example/100%25"),
        ("https://quay.example/a%2Fb", "https://quay.example/a%2Fb"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("  https://quay.example/a\n", "https://quay.example/a"),
        ("http://[2001:DB8::0:1]:80/", "http://[2001:db8::1]/"),
        ("http://192.0.2.1/", "http://192.0.2.1/"),
    ],
)
def test_one_page_has_one_address(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("typed", "urls"),
    [
        ("quay.example/feed", ("https://quay.example/feed", "http://quay.example/feed")),
        (" feed://quay.example/feed ", ("https://quay.example/feed", "http://quay.example/feed")),
        ("FEED:https://quay.example/feed", ("https://quay.example/feed",)),
        ("feed:81/a", ("https://feed:81/a", "http://feed:81/a")),
    ],
)
def test_what_is_typed_means_these_addresses(typed: str, urls: tuple[str, ...]) -> None:
    assert meant(typed) == urls


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "there is no address; name a site"),
        (" feed:// ", "there is no address"),
        ("a b", "'a b' is not"),
        ("ftp://quay.example/", "'ftp://quay.example/' is not a web address"),
    ],
)
def test_what_is_typed_and_no_address_is_named_as_it_was_typed(typed: str, says: str) -> None:
    with pytest.raises(NotAnAddress, match=says):
        meant(typed)


def test_a_relative_address_is_resolved_against_its_base() -> None:
    assert canonical("../b?x=1", "https://quay.example/feeds/rss/") == "https://quay.example/feeds/b?x=1"
    assert canonical("//other.example/c", "https://quay.example/") == "https://other.example/c"


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "quay.example/a",
        "/a",
        "ftp://quay.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///a",
        "http://ida@quay.example/",
        "http://ida:pw@quay.example/",
        "http://quay.example:0/",
        "http://quay.example:99999/",
        "http://quay.example:x/",
        "http://a..b/",
        "http://a b/",
        "http://-/",
        "http://[::1",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://quay.example.1/",
        "https://quay.example/" + "a" * 5000,
        "http://[::1%25eth0]/",
        "data:text/html,x",
        "mailto:a@b.example",
    ],
)
def test_what_is_no_web_address_is_refused_by_one_sentence(url: str) -> None:
    with pytest.raises(NotAnAddress, match="is not a web address: "):
        canonical(url)
