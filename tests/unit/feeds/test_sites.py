"""Where a page says its feeds are, and where they usually are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.feeds import sites
from bot.core.feeds.addresses import meant
from bot.errors import NotAnAddress
from bot.model import CheckedFeed, Entry

SITE = "https://quay.example/news/"
CHANNEL = "UC" + "x" * 22
CHANNEL_FEED = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"


def named(head: str, url: str = SITE) -> tuple[str, ...]:
    return sites.named_feeds(f"<!doctype html><html><head>{head}</head></html>".encode(), url)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', ["https://quay.example/feed"]),
        (
            "<LINK TYPE='application/atom+xml' HREF=atom.xml REL='home Alternate'/>",
            ["https://quay.example/news/atom.xml"],
        ),
        (
            '<link href="/f?a=1&amp;b=2" rel=alternate type="application/rss+xml; charset=utf-8">',
            ["https://quay.example/f?a=1&b=2"],
        ),
        (
            '<base href="https://cdn.example/x/"><link rel=alternate type=application/feed+json href=f.json>',
            ["https://cdn.example/x/f.json"],
        ),
        ('<link rel="feed" href="/all">', ["https://quay.example/all"]),
        ('<body><a rel="alternate" type="text/xml" href="/x">RSS</a>', ["https://quay.example/x"]),
        ('<link rel="alternate" type="application/rss+xml">', []),
        ('<link rel="alternate" hreflang="de" href="/de">', []),
        ('<link rel="stylesheet" type="text/xml" href="/s">', []),
        ('<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">', []),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', []),
        ('<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">', []),
        ('<!-- <link rel="alternate" type="application/rss+xml" href="/feed"> -->', []),
        ("<script>'<link rel=alternate type=application/rss+xml href=/feed>'</script>", []),
    ],
)
def test_what_a_page_names(head: str, found: list[str]) -> None:
    assert named(head) == tuple(found)


LINK = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'


def test_each_once_in_order_and_ten_at_most() -> None:
    links = [LINK.format("", f"/{number}") for number in range(30)]
    assert named("".join(links[:2] * 2)) == ("https://quay.example/0", "https://quay.example/1")
    assert len(named("".join(links))) == sites.MOST_CANDIDATES


def test_comments_are_no_news_unless_they_are_all() -> None:
    news, comments = LINK.format("News", "/feed/"), LINK.format("Comments Feed", "/comments/feed/")
    assert named(comments + news) == ("https://quay.example/feed/",)
    assert named(comments) == ("https://quay.example/comments/feed/",)


def test_a_channel_of_youtube_by_its_page_or_its_address() -> None:
    page = "https://www.youtube.com/@quay"
    link = f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">'
    assert named(link, page) == (CHANNEL_FEED,)
    assert named(link) == ()
    assert sites.usual_feeds(f"https://m.youtube.com/channel/{CHANNEL}/videos") == (CHANNEL_FEED,)
    assert sites.usual_feeds(page) == ()


def test_the_usual_places() -> None:
    root = [f"https://quay.example{path}" for path in sites.USUAL_PATHS]
    assert list(sites.usual_feeds("https://quay.example/")) == root
    assert list(sites.usual_feeds("https://quay.example/blog/?page=2")) == [
        "https://quay.example/blog/feed",
        *root,
    ]
    assert sites.usual_feeds("https://social.example/@ada")[0] == "https://social.example/@ada.rss"


def entries(*days: int) -> tuple[Entry, ...]:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    return tuple(
        Entry(f"https://q.example/{day}", "", "", published=start + timedelta(days=day)) for day in days
    )


def test_the_same_entries_in_another_format_are_the_same_feed() -> None:
    rss = CheckedFeed("https://q.example/rss", "Q", entries(0, 1))
    atom = CheckedFeed("https://q.example/atom", "Q", entries(1, 0))
    sport = CheckedFeed("https://q.example/sport", "Q sport", entries(1))
    empty = [CheckedFeed(f"https://q.example/{name}", "", ()) for name in ("a", "b")]
    assert sites.distinct([rss, rss, atom, sport, *empty]) == (rss, sport, *empty)


def test_how_busy_a_feed_is() -> None:
    assert sites.a_week(entries(0, 1, 2, 3)) == pytest.approx(7)
    assert sites.a_week(entries(0, 14)) == pytest.approx(0.5)
    assert sites.a_week(entries(3, 3)) is None
    assert sites.a_week(entries(3)) is None


def test_what_typed_text_may_mean() -> None:
    assert meant("Quay.Example/x") == ("https://quay.example/x", "http://quay.example/x")
    assert meant("http://quay.example") == ("http://quay.example/",)
    with pytest.raises(NotAnAddress):
        meant("ftp://quay.example")
    with pytest.raises(NotAnAddress):
        meant("not a site")
