"""What is made of a feed, as the command line prints it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import NotAFeed

FEED = """<rss version="2.0"><channel><title>Quay</title>
<item><title>Piers close</title><link>https://quay.example/1</link><guid>1</guid>
<pubDate>Tue, 18 Nov 2025 10:00:00 +0100</pubDate><description>&lt;p&gt;Two of five.&lt;/p&gt;</description></item>
<item><link>/2</link></item></channel></rss>"""


def test_entries_come_with_null_for_what_is_unknown(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(FEED, encoding="utf-8")
    base = ["--base", "https://quay.example/feed.xml"]
    done = CliRunner().invoke(app, ["feeds", "parse", str(file), *base, "--format", "json"])
    first, second = json.loads(done.stdout)["entries"]
    assert first == {
        "headline": "Piers close",
        "url": "https://quay.example/1",
        "published": "2025-11-18T09:00:00+00:00",
        "byline": None,
        "key": "1",
        "text": "Two of five.",
    }
    assert (second["url"], second["headline"], second["published"]) == ("https://quay.example/2", None, None)
    assert "Piers close" in CliRunner().invoke(app, ["feeds", "parse", str(file)]).stdout


def test_what_is_no_feed_is_named_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><p>Hello", encoding="utf-8")
    with pytest.raises(NotAFeed, match=r"page\.html.*web page"):
        CliRunner().invoke(app, ["feeds", "parse", str(file)], catch_exceptions=False)
