"""`onrecord feeds` as people run it, against a site on loopback."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.feeds import opml
from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.outlet import Line
from tests.fakes.program import Program
from tests.fakes.web import Web

LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'


class Site:
    """A site with some feeds, and the program that takes them."""

    def __init__(self, web: Web, folder: Path) -> None:
        self.web, self.program = web, Program(folder)
        self.folder = folder
        outlet.settings(folder, allow=web.allow)

    def publish(self, *names: str) -> None:
        for name in names:
            lines = [Line(f"/{name}/story", f"News of {name}")]
            self.web.routes[f"/{name}.xml"] = fake.feed(outlet.rss(f"The {name}", lines))
        head = "".join(LINK.format(f"/{name}.xml") for name in names)
        self.web.routes["/"] = fake.body(f"<!doctype html><html><head>{head}</head></html>")

    async def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return await asyncio.to_thread(self.program.call, "feeds", *arguments)

    async def outlets(self) -> list[str]:
        rows = await asyncio.to_thread(self.program.json, "feeds", "list")
        return [row["outlet"] for row in rows]


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with fake.serving() as web:
        yield Site(web, tmp_path)


async def test_a_site_with_several_feeds_is_listed_and_one_is_picked(site: Site) -> None:
    site.publish("news", "sport")
    listed = await site.call("add", site.web.url("/"))
    assert listed.returncode == 2
    assert "This site has 2 feeds; none is taken yet." in listed.stdout
    assert "2 · The sport" in listed.stdout
    assert f"  2 · onrecord feeds add {site.web.url('/sport.xml')}\n" in listed.stdout
    assert await site.outlets() == []
    picked = await site.call("add", site.web.url("/"), "--pick", "2")
    assert (picked.returncode, picked.stdout) == (0, f"added: The sport, {site.web.url('/sport.xml')}\n")
    assert await site.outlets() == ["The sport"]


async def test_a_number_that_no_feed_has_and_an_address_that_is_none_are_named(site: Site) -> None:
    site.publish("news", "sport", "weather")
    picked = await site.call("add", site.web.url("/"), "--pick", "9")
    assert picked.returncode == 2
    assert "There is no feed number 9: this site has 3 feeds." in picked.stderr
    assert f"  3 · onrecord feeds add {site.web.url('/weather.xml')}\n" in picked.stdout
    empty = await site.call("add", "")
    assert empty.returncode != 0
    assert "there is no address; name a site or a feed" in empty.stderr
    assert await site.outlets() == []


async def test_an_import_that_has_not_begun_does_not_say_that_it_goes_on(site: Site) -> None:
    missing = site.web.url("/sitemap.xml")
    done = await asyncio.to_thread(site.program.call, "import", "--sitemap", missing)
    assert done.returncode == 3
    assert "404" in done.stderr
    assert "goes on" not in done.stderr


async def test_a_site_without_a_feed_is_an_error_that_says_what_was_tried(site: Site) -> None:
    site.publish()
    done = await site.call("add", site.web.url("/"))
    assert done.returncode == 3
    assert "there is none at /feed, /rss," in done.stderr


async def test_a_list_goes_out_and_comes_in_with_an_outcome_a_line(site: Site, tmp_path: Path) -> None:
    site.publish("news", "sport")
    await site.call("add", site.web.url("/news.xml"), "--outlet", "News & More")
    await site.call("add", site.web.url("/sport.xml"))
    assert (await site.call("export", "feeds.opml")).stdout == "exported: feeds.opml\n"
    shown = (await site.call("export")).stdout
    assert opml.read(shown.encode()) == opml.read((site.folder / "feeds.opml").read_bytes())
    await site.call("remove", site.web.url("/news.xml"))
    brought = await site.call("import", "feeds.opml")
    assert brought.returncode == 0, brought.stderr
    assert "2 feeds in the file: 1 taken and 1 taken before" in brought.stdout
    assert await site.outlets() == ["News & More", "The sport"]
    del site.web.routes["/news.xml"]
    await site.call("remove", site.web.url("/news.xml"))
    failed = await site.call("import", "feeds.opml", "--format", "jsonl")
    assert failed.returncode == 1
    assert [json.loads(line)["outcome"] for line in failed.stdout.splitlines()] == ["failed", "taken before"]
    assert (await site.call("import", "none.opml")).returncode == 2


async def test_a_feed_is_renamed_and_removed_by_its_new_name(site: Site) -> None:
    site.publish("news")
    feed = site.web.url("/news.xml")
    assert (await site.call("add", feed)).stdout == f"added: The news, {feed}\n"
    assert (await site.call("add", feed)).stdout == "This feed is taken already, as The news.\n"
    renamed = await site.call("add", feed, "--outlet", "The Quay")
    assert renamed.stdout.startswith("The news is now called The Quay;")
    assert await site.outlets() == ["The Quay"]
    assert (await site.call("remove", "The news")).returncode == 2
    assert (await site.call("remove", "the quay")).stdout == f"removed: The Quay, {feed}\n"
    assert await site.outlets() == []
