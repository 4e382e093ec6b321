from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.feeds import decide, hubs
from bot.core.feeds.parse import parse
from bot.model import NO_HUB, Feed, FeedHealth, FeedStatus, Fetched, Hub, HubSubscription

URL = "https://quay.example/news/feed.xml"
HUB = Hub("https://hub.example/", "https://quay.example/feed")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FEED = Feed.of(URL, "The Quay")
ITEM = "<item><title>A</title><link>https://quay.example/a</link></item>"
LINKS = '<link rel="self" href="https://quay.example/feed"/><link rel="hub" href="https://hub.example/"/>'
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
ENTRY = '<entry><id>1</id><title>A</title><link href="https://quay.example/a"/></entry>'


def rss(links: str, more: str = "") -> str:
    return f'<rss version="2.0" {more}><channel><title>Q</title>{links}{ITEM}</channel></rss>'


def json_feed(**more: object) -> str:
    return json.dumps({"items": [{"id": "1", "url": "https://quay.example/a"}], **more})


@pytest.mark.parametrize(
    "body",
    [
        f"<feed {ATOM}><title>Q</title>{LINKS}{ENTRY}</feed>",
        rss(LINKS.replace("<link", "<atom:link"), 'xmlns:atom="http://www.w3.org/2005/Atom"'),
        rss(LINKS.replace("<link", "<a:link"), 'xmlns:a="http://www.w3.org/2005/Atom"'),
        rss(LINKS.replace("<link", "<atom:link")),
        rss(LINKS + '<link rel="hub" href="https://second.example/"/>'),
        rss(LINKS.replace('"self"', '"SELF alternate"').replace("https://quay.example/feed", "/feed")),
        rss(LINKS.replace("<link", "<atom:link"), 'xmlns:atom="http://www.w3.org/2005/Atom"') + "<oops>",
        json_feed(
            feed_url=HUB.topic,
            hubs=[{"type": "rssCloud", "url": "https://other.example/"}, {"type": "WebSub", "url": HUB.url}],
        ),
    ],
)
def test_the_hub_that_a_feed_names_is_read(body: str) -> None:
    assert parse(body.encode(), URL).hub == HUB


@pytest.mark.parametrize(
    "body",
    [
        rss(""),
        rss('<link rel="hub" href="ftp://hub.example/"/><link rel="hub"/><link rel="hub" href="http://[/"/>'),
        rss('<link rel="hub" href="https://hub.example/a b"/>'),
        rss(f'<link rel="hub" href="https://hub.example/{"a" * 2000}"/>'),
        rss("<item><title>B</title><link rel='hub' href='https://hub.example/'/></item>"),
        json_feed(hubs="https://hub.example/"),
        json_feed(hubs=[1, None, {"type": 3, "url": 4}, {"type": "WebSub", "url": ["https://hub.example/"]}]),
    ],
)
def test_what_is_no_hub_is_none(body: str) -> None:
    assert parse(body.encode(), URL).hub.url == ""


@pytest.mark.parametrize(
    "header",
    [
        '<https://hub.example/>; rel="hub", <https://quay.example/feed>; rel="self"',
        "<https://hub.example/>;rel=hub;title=x,</feed>; type=a; rel=self",
        '<https://hub.example/>; title="a, b; c"; rel="preload hub", </feed>; REL="alternate self"',
    ],
)
def test_what_the_server_says_goes_before_what_the_feed_says(header: str) -> None:
    named = Hub("https://elsewhere.example/", "https://elsewhere.example/feed")
    assert hubs.announced(Fetched(URL, 200, b"", link=header), named) == HUB


def test_without_a_name_of_its_own_a_feed_is_known_by_its_address() -> None:
    got = Fetched(URL, 200, b"")
    assert hubs.announced(got, Hub(HUB.url, "")) == Hub(HUB.url, URL)
    assert hubs.announced(got, HUB) == HUB
    assert hubs.announced(got, Hub("", HUB.topic)) == NO_HUB
    assert hubs.announced(replace(got, link="<<>>;;rel=, <x; rel=hub"), NO_HUB) == NO_HUB


def test_a_hub_is_asked_at_once_then_a_day_later_and_at_half_its_lease() -> None:
    one = HubSubscription(FEED, HUB)
    assert hubs.is_due(one, NOON)
    asked = replace(one, token="t", asked_at=NOON)
    assert not hubs.is_due(asked, NOON + DAY - timedelta(seconds=1))
    assert hubs.is_due(asked, NOON + DAY)
    live = replace(asked, verified_at=NOON, lease_until=NOON + 10 * DAY)
    assert not hubs.is_due(live, NOON + 4 * DAY)
    assert hubs.is_due(live, NOON + 5 * DAY)
    renewing = replace(live, asked_at=NOON + 5 * DAY)
    assert not hubs.is_due(renewing, NOON + 5.5 * DAY)
    assert hubs.is_due(renewing, NOON + 6 * DAY)
    ended = replace(asked, verified_at=None, lease_until=None)
    assert hubs.is_due(ended, NOON + DAY)


@pytest.mark.parametrize(
    ("given", "lease"),
    [
        ("432000", 5 * DAY),
        ("", hubs.LEASE),
        ("-5", hubs.LEASE),
        ("ten", hubs.LEASE),
        ("٣", hubs.LEASE),
        ("1", hubs.SHORTEST_LEASE),
        ("9" * 5000, hubs.LONGEST_LEASE),
    ],
)
def test_a_lease_is_kept_within_bounds(given: str, lease: timedelta) -> None:
    assert hubs.lease(given) == lease


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_body_is_known_by_its_signature(method: str) -> None:
    made = hmac.new(b"secret", b"<feed/>", getattr(hashlib, method)).hexdigest()
    assert hubs.is_signed("secret", b"<feed/>", f"{method}={made}")
    assert hubs.is_signed("secret", b"<feed/>", f" {method.upper()}={made.upper()} ")
    for wrong in (f"{method}={made[:-1]}", f"{method}=", made, "", f"md5={made}", f"{method}=ü{made[1:]}"):
        assert not hubs.is_signed("secret", b"<feed/>", wrong)
    assert not hubs.is_signed("other", b"<feed/>", f"{method}={made}")
    assert not hubs.is_signed("secret", b"<feed />", f"{method}={made}")


def told(news: timedelta | None, checked: timedelta = timedelta()) -> FeedStatus:
    """A feed that was checked, and is told to have news, so long after noon."""
    health = FeedHealth(checked_at=NOON + checked, next_at=NOON + DAY)
    return FeedStatus(FEED, health, news_at=None if news is None else NOON + news)


def test_a_feed_with_news_is_due_at_most_once_a_minute() -> None:
    second, minute = timedelta(seconds=1), timedelta(minutes=1)
    assert not decide.is_due(told(None), NOON + minute)
    assert not decide.is_due(told(second), NOON + 59 * second)
    assert decide.is_due(told(second), NOON + minute)
    assert decide.is_due(told(60 * minute), NOON + 60 * minute)
    assert not decide.is_due(told(second, checked=2 * second), NOON + 60 * minute)
    assert not decide.is_due(told(20 * minute), NOON + 10 * minute)  # by a clock that was set back since
