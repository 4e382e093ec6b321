"""Lists of feeds as other feed readers write them, and as we do."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from bot.core.feeds import opml
from bot.errors import ConfigError
from bot.model import Feed, ListedFeed, Topic

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def read(body: str) -> list[tuple[str, str]]:
    return [(feed.url, feed.title) for feed in listed(body)]


def listed(body: str) -> tuple[ListedFeed, ...]:
    return opml.read(f'<opml version="1.0"><head/><body>{body}</body></opml>'.encode())


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


def test_a_feed_is_in_the_innermost_folder_with_a_name_around_each_of_its_lines() -> None:
    one, two, three = (f'<outline xmlUrl="http://q.example/{number}"/>' for number in (1, 2, 3))
    unnamed = f'<outline text=" ">{one}</outline>'
    body = (
        f'<outline text="News"><outline title="Local  News">{one}{two}</outline>{unnamed}</outline>'
        f'<outline text="Empty"/>{one}{three}'
    )
    assert [feed.folders for feed in listed(body)] == [("Local News", "News"), ("Local News",), ()]


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
    topics = [
        Topic("Port & Quay", outlets=("the “quay” <& co>", 'The "Quay" <& Co>')),
        Topic("No folder", words=("port",), outlets=("R\x01\ud800",)),
        Topic("Nor this", language="en", outlets=("R\x01\ud800",)),
    ]
    made = opml.written(feeds, topics, "Feeds", NOW)
    assert opml.read(made.encode()) == (
        ListedFeed(feeds[0].url, feeds[0].outlet, ("Port & Quay",)),
        ListedFeed(feeds[1].url, "R"),
    )
    root = ElementTree.fromstring(made)
    assert root.get("version") == "2.0"
    assert root.findtext("head/dateCreated") == "Mon, 02 Mar 2026 12:00:00 +0000"
