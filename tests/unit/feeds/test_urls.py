from __future__ import annotations

import pytest

from bot.core.feeds.urls import canonical
from bot.errors import NotAnAddress


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
