"""What robots.txt asks of us: the cases of RFC 9309, and what files in the wild look like."""

from __future__ import annotations

import pytest

from bot.core.feeds.robots import LONGEST_PAUSE, MAX_BYTES, Rules, rules_of

HOST = "https://quay.example"


def read(text: str | bytes) -> Rules:
    rules = rules_of(200, text.encode() if isinstance(text, str) else text)
    assert rules is not None
    return rules


def allowed(text: str | bytes, path: str) -> bool:
    return read(text).allow(f"{HOST}{path}")


@pytest.mark.parametrize(
    ("text", "path", "may"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:\n", "/a", True),
        ("User-agent: *\nDisallow: /\n", "/a", False),
        ("User-agent: *\nDisallow: /\nAllow: /feed", "/feed.xml", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news", "/news", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*?utm_", "/a?utm_source=rss", False),
        ("User-agent: *\nDisallow: /ü", "/%C3%BC/1", False),
        ("User-agent: *\nDisallow: /%7Ejoe", "/~joe", False),
        ("User-agent: *\nDisallow: /News", "/news", True),
        ("User-agent: OnRecord\nDisallow: /", "/a", False),
        ("User-agent: onrecord\nDisallow: /", "/a", False),
        ("User-agent: OnRecord/0.1\nDisallow: /", "/a", False),
        ("User-agent: OnRecordPlus\nDisallow: /", "/a", True),
        ("User-agent: On\nDisallow: /", "/a", True),
        ("User-agent: GPTBot\nDisallow: /", "/a", True),
        ("User-agent: GPTBot\nUser-agent: OnRecord\nDisallow: /", "/a", False),
        ("User-agent: OnRecord\nUser-agent: GPTBot\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: OnRecord\nDisallow: /x", "/a", True),
        ("User-agent: OnRecord\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: OnRecord\nDisallow: /x\nUser-agent: OnRecord\nDisallow: /a", "/a", False),
        ("User-agent: GPTBot # of OpenAI\nDisallow: / # all\nUser-agent: * # all\nDisallow: /x", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("user-agent:*\r\ndisallow:/\r\n", "/a", False),
        ("USER AGENT: *\rDISALLOW: /", "/a", False),
        ("Disallow: /", "/a", True),
        ("Sitemap: https://quay.example/map.xml\nUser-agent: *\nDisallow: /", "/a", False),
        ("<!doctype html><html><body>Not found</body></html>", "/a", True),
        (b"\xff\xfe\x00\x01User-agent: *\nDisallow: /x", "/a", True),
    ],
)
def test_the_rules_that_are_meant_for_us_hold(text: str | bytes, path: str, may: bool) -> None:
    assert allowed(text, path) is may


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 429])
def test_a_host_without_a_robots_file_asks_for_nothing(status: int) -> None:
    rules = rules_of(status, b"User-agent: *\nDisallow: /")
    assert rules is not None
    assert rules.allow(f"{HOST}/a")


@pytest.mark.parametrize("status", [500, 503, 599])
def test_a_server_in_trouble_has_said_nothing(status: int) -> None:
    assert rules_of(status, b"") is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("10", 10), ("0.5", 0.5), ("600", LONGEST_PAUSE), ("-1", 0), ("slow", 0), ("inf", 0), ("", 0)],
)
def test_a_pause_is_made_as_asked_within_reason(value: str, seconds: float) -> None:
    assert read(f"User-agent: *\nCrawl-delay: {value}\n").pause == seconds
    assert read(f"User-agent: GPTBot\nCrawl-delay: {value}\n\nUser-agent: *\nDisallow: /x").pause == 0


def test_what_is_beyond_the_cap_is_not_read_nor_half_a_line_of_it() -> None:
    filling = "# " + "x" * 96 + "\n"
    head = "User-agent: *\nDisallow: /first\n" + filling * (MAX_BYTES // len(filling) - 1)
    cut = (
        head + "#" * (MAX_BYTES - len(head) - len("\nAllow: /fir")) + "\nAllow: /first/open\nDisallow: /last"
    )
    assert len(cut) > MAX_BYTES
    assert not allowed(cut, "/first/open")
    assert allowed(cut, "/last")


def test_thousands_of_readers_cost_no_more_than_one() -> None:
    """As many rules as lines, not as readers times lines: that would be millions, in gigabytes."""
    others = "".join(f"User-agent: reader{n}\nuser\x1fagent\treader{n}\n" for n in range(8_000))
    rules = "".join(f"Disallow: /{n}\n" for n in range(8_000))
    assert allowed(others + rules + "User-agent: *\nDisallow: /a", "/7")
    assert not allowed(others + "User-agent: *\n" + rules, "/7")
