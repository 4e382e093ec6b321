"""Lists of feeds as other feed readers write them, and as we do."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from bot.core.feeds import opml
from bot.errors import ConfigError
from bot.model import Feed, ListedFeed

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def read(body: str) -> list[tuple[str, str]]:
    feeds, _ = opml.read(f'<opml version="1.0"><head/><body>{body}</body></opml>'.encode())
    return [(feed.url, feed.title) for feed in feeds]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<outline text="Q" xmlUrl="http://q.example/f"/>', [("http://q.example/f", "Q")]),
        (
            "<outline title='Q  &amp;\n Co' xmlurl=' http://q.example/f '/>",
            [("http://q.example/f", "Q & Co")],
        ),
        ('<outline xmlURL="http://q.example/f?a=1&b=2"/>', [("http://q.example/f?a=1&b=2", "")]),
        (
            (
                '<outline text="In"><outline text="Deep"><outline text="Q" xmlUrl="http://q.example/"/></outline>'
                '</outline><outline text="R" xmlUrl="http://r.example/"/>'
            ),
            [("http://q.example/", "Q"), ("http://r.example/", "R")],
        ),
        (
            '<outline text="Q" xmlUrl="http://q.example/"/><outline text="R" xmlUrl="http://q.example/"/>',
            [("http://q.example/", "Q")],
        ),
        ('<outline text="Q" xmlUrl="file:///etc/passwd"/>', [("file:///etc/passwd", "Q")]),
    ],
)
def test_what_a_file_lists(body: str, found: list[tuple[str, str]]) -> None:
    assert read(body) == found


def test_folders_with_feeds_are_counted() -> None:
    inside = '<outline xmlUrl="http://q.example/{}"/>'
    body = f'<outline text="A">{inside.format(1)}{inside.format(2)}</outline><outline text="B"/>' + inside
    assert opml.read(f"<opml><body>{body}</body></opml>".encode())[1] == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "no OPML"),
        (b"<html><body>News</body></html>", "no OPML"),
        (b'<rss version="2.0"><channel/></rss>', "no OPML"),
        (b"<opml><body><outline", "no OPML"),
        (b"\x00\xff" * 50, "no OPML"),
        (b"<opml><body><outline text='Q'/></body></opml>", "lists no feed"),
        (b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body/></opml>', "entities of its own"),
        (
            (
                b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body>'
                b'<outline text="&a;" xmlUrl="http://q.example/"/></body></opml>'
            ),
            "entities of its own",
        ),
        (b"<opml>" + b"<outline>" * 300 + b"</outline>" * 300 + b"</opml>", "nested more than 200 deep"),
        (b"<opml>" + b" " * opml.MOST_BYTES, "larger than 1 MB"),
        (
            b"<opml>"
            + b"".join(b'<outline xmlUrl="http://q.example/%d"/>' % n for n in range(501))
            + b"</opml>",
            "lists 501 feeds; 500 are the most",
        ),
    ],
)
def test_what_is_no_list_or_too_long_a_one_is_refused(body: bytes, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        opml.read(body)


def test_what_is_written_is_read_again() -> None:
    feeds = [
        Feed.of("https://q.example/f?a=1&b=2", 'The "Quay" <& Co>'),
        Feed.of("https://r.example/", "R\x01\ud800"),
    ]
    made = opml.written(feeds, "Feeds", NOW)
    assert opml.read(made.encode()) == (
        (ListedFeed(feeds[0].url, feeds[0].outlet), ListedFeed(feeds[1].url, "R")),
        0,
    )
    root = ElementTree.fromstring(made)
    assert root.get("version") == "2.0"
    assert root.findtext("head/dateCreated") == "Mon, 02 Mar 2026 12:00:00 +0000"
