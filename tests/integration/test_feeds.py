"""Feeds by the address of their site, on the command line's side and at the desk, against a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence

import pytest

from bot.core.feeds import opml
from bot.core.outline import texts
from bot.errors import AddressRefused, Gone, NotAFeed
from bot.model import ListedFeed, Reply, Topic
from bot.newsroom import feeds
from bot.newsroom.preferences import MOST_TOPICS
from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.desk_channel import DeskChannel, open_desk_channel, rows, said
from tests.fakes.outlet import Line
from tests.fakes.web import Web

LINK = '<link rel="alternate" type="{}" href="{}">'
RSS, ATOM = "application/rss+xml", "application/atom+xml"
DATES = ("Mon, 02 Mar 2026 12:00:00 GMT", "Sun, 01 Mar 2026 12:00:00 GMT")


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with fake.serving() as serving:
        yield serving


@pytest.fixture
async def room(web: Web) -> AsyncIterator[DeskChannel]:
    async with open_desk_channel(allow=web.allow) as channel:
        yield channel


def front(web: Web, *links: tuple[str, str], path: str = "/") -> None:
    """A page that names these feeds, by type and address."""
    head = "".join(LINK.format(*link) for link in links)
    web.routes[path] = fake.body(f"<!doctype html><html><head>{head}</head><body>News</body></html>")


def publish(web: Web, path: str, title: str, *stories: str) -> None:
    lines = [Line(f"/{story}", story, date=date) for story, date in zip(stories, DATES, strict=False)]
    web.routes[path] = fake.feed(outlet.rss(title, lines))


async def taken(room: DeskChannel) -> list[tuple[str, str]]:
    return [(one.feed.outlet, one.feed.url) for one in await room.store.feeds(room.actor.workspace)]


async def add(room: DeskChannel, typed: str) -> Reply:
    return await room.type(f"/news feeds add {typed}")


async def test_the_one_feed_that_a_page_names_is_taken(web: Web, room: DeskChannel) -> None:
    front(web, (RSS, "/news.xml"))
    publish(web, "/news.xml", "The Quay", "a", "b")
    assert not (await add(room, web.url("/"))).error
    assert await taken(room) == [("The Quay", web.url("/news.xml"))]
    assert set(web.hits()) == {"/", "/news.xml"}


async def test_a_site_without_a_scheme_is_looked_for_over_tls_first(web: Web, room: DeskChannel) -> None:
    front(web, (RSS, "/news.xml"))
    publish(web, "/news.xml", "The Quay", "a")
    found = await feeds.find(room.desk.gatherer, f"127.0.0.1:{web.port}")
    assert [feed.url for feed in found] == [web.url("/news.xml")]


async def test_two_formats_of_one_feed_are_one(web: Web, room: DeskChannel) -> None:
    front(web, (RSS, "/rss"), (ATOM, "/atom"))
    publish(web, "/rss", "The Quay", "a", "b")
    publish(web, "/atom", "The Quay", "a", "b")
    await add(room, web.url("/"))
    assert await taken(room) == [("The Quay", web.url("/rss"))]


async def test_of_several_one_is_chosen_by_its_button(web: Web, room: DeskChannel) -> None:
    front(web, (RSS, "/news"), (RSS, "/sport"), (RSS, "/dead"))
    publish(web, "/news", "The Quay", "a", "b")
    publish(web, "/sport", "The Quay: Sport", "c")
    offer = await add(room, web.url("/"))
    assert offer.error
    assert await taken(room) == []
    assert offer.outline.title == "This site has 2 feeds; none is taken yet. Which one do you want?"
    assert said(offer.outline) == [
        f"newest just now · 7 entries a week · {web.url('/news')}",
        f"newest just now · {web.url('/sport')}",
    ]
    labels = [(one.label, one.ref) for section in offer.outline.sections for one in section.controls]
    assert [label for label, _ in labels] == ["Take 1", "Take 2"]
    ref = labels[1][1]
    assert (await room.may_only_read().press("take", ref)).error
    assert (await room.elsewhere("T2").press("take", ref)).error
    assert await taken(room) == []
    assert not (await room.press("take", ref)).error
    assert await taken(room) == [("The Quay: Sport", web.url("/sport"))]


async def test_a_button_takes_nothing_but_what_was_offered(web: Web, room: DeskChannel) -> None:
    reply = await room.press("take", "000000000000")
    assert reply.error
    assert said(reply.outline) == ["This offer is no longer kept; add the site again."]


async def test_where_the_page_names_none_the_usual_places_are_asked_until_one_answers(
    web: Web, room: DeskChannel
) -> None:
    front(web)
    front(web, path="/feed")  # a site that answers everything with its front page
    publish(web, "/rss", "The Quay", "a")
    await add(room, web.url("/"))
    assert await taken(room) == [("The Quay", web.url("/rss"))]
    assert set(web.hits()) == {"/", "/feed", "/rss"}


async def test_a_profile_of_mastodon_has_its_feed_beside_it(web: Web, room: DeskChannel) -> None:
    front(web, path="/@ada")
    publish(web, "/@ada.rss", "Ada", "a")
    await add(room, web.url("/@ada"))
    assert await taken(room) == [("Ada", web.url("/@ada.rss"))]


async def test_a_page_without_a_feed_says_what_was_tried(web: Web, room: DeskChannel) -> None:
    front(web)
    with pytest.raises(NotAFeed, match=r"none at /feed, /rss, /rss\.xml, /atom\.xml") as raised:
        await feeds.find(room.desk.gatherer, web.url("/"))
    assert "look for an RSS or Atom address on the site" in str(raised.value)
    assert len(web.requests) == 8


async def test_named_feeds_that_fail_are_told_and_nothing_is_guessed(web: Web, room: DeskChannel) -> None:
    front(web, (RSS, "/gone"), (RSS, "http://10.0.0.1/feed"))
    with pytest.raises(NotAFeed, match=r"none of the 2 feeds of this page can be read: .*/gone: nothing"):
        await feeds.find(room.desk.gatherer, web.url("/"))
    assert set(web.hits()) == {"/", "/gone"}


async def test_what_is_no_page_says_what_is_wrong_with_it(web: Web, room: DeskChannel) -> None:
    web.routes["/feed"] = fake.feed('<!DOCTYPE r [<!ENTITY a "b">]><rss/>')
    with pytest.raises(NotAFeed, match="entities of its own"):
        await feeds.find(room.desk.gatherer, web.url("/feed"))
    with pytest.raises(Gone):
        await feeds.find(room.desk.gatherer, web.url("/nothing"))
    with pytest.raises(AddressRefused):
        await feeds.find(room.desk.gatherer, "http://10.0.0.1/")
    assert len(web.requests) == 2


def many(web: Web, count: int) -> Sequence[tuple[str, str]]:
    for number in range(count):
        publish(web, f"/{number}", f"Feed {number}", f"story-{number}")
    return [(RSS, f"/{number}") for number in range(count)]


async def test_ten_at_most_are_looked_at(web: Web, room: DeskChannel) -> None:
    front(web, *many(web, 14))
    found = await feeds.find(room.desk.gatherer, web.url("/"))
    assert len(found) == 10
    assert len(web.requests) == 11
    offer = await add(room, web.url("/"))
    assert offer.outline.title.startswith("These are the first 10 feeds of this site.")


def listing(*lines: tuple[str, str]) -> bytes:
    return folders({"": lines})


def folders(within: Mapping[str, Sequence[tuple[str, str]]]) -> bytes:
    """A file with these feeds, title and address, in these folders; the one without a name is the top."""
    body = ""
    for name, lines in within.items():
        outlines = "".join(f'<outline text="{title}" xmlUrl="{url}"/>' for title, url in lines)
        body += f'<outline text="{name}">{outlines}</outline>' if name else outlines
    return f'<opml version="2.0"><body>{body}</body></opml>'.encode()


async def test_each_line_of_a_list_has_its_outcome(web: Web, room: DeskChannel) -> None:
    for name in ("old", "new", "moved-to"):
        publish(web, f"/{name}", f"The {name}", name)
    web.routes["/moved"] = fake.redirect("/moved-to", 301)
    front(web, path="/page")
    await add(room, web.url("/old"))
    web.requests.clear()
    urls = [web.url(f"/{name}") for name in ("old", "new", "moved", "dead", "page")]
    urls[1] = urls[1].replace("http:", "feed:")  # as some readers write it
    lines = [("Mine", url) for url in (*urls, "http://10.0.0.1/feed", "nonsense")]
    reply = await room.desk.import_feeds(listing(*lines), room.actor)
    assert not reply.error
    assert reply.outline.title == "7 feeds in the file: 2 taken, 1 taken before and 4 failed"
    told = [(url, said.partition(":")[0]) for _, url, said in rows(reply.outline)]
    assert told == [
        (urls[0], "taken before"),
        (web.url("/new"), "taken"),
        (web.url("/moved-to"), "taken"),
        (urls[3], "failed"),
        (urls[4], "failed"),
        ("http://10.0.0.1/feed", "failed"),
        ("nonsense", "failed"),
    ]
    why = [said for _, _, said in rows(reply.outline)]
    assert "HTTP 404" in why[3]
    assert "this is a web page" in why[4]
    assert "not a web address" in why[6]
    # only whoever runs On Record names outlets
    assert [outlet for outlet, _ in await taken(room)] == ["The moved-to", "The new", "The old"]
    assert web.hits()["/old"] == 0, "what is taken already is not asked for"
    again = await room.desk.import_feeds(listing(*lines[:3]), room.actor)
    assert again.outline.title == "3 feeds in the file: 3 taken before"


async def topics(room: DeskChannel) -> list[Topic]:
    return await room.store.topics(room.actor.workspace)


async def test_folders_become_topics_of_the_outlets_that_were_taken(web: Web, room: DeskChannel) -> None:
    for name in ("quay", "port", "field"):
        publish(web, f"/{name}", f"The {name}", name)
    quay, port, field = (("Mine", web.url(f"/{name}")) for name in ("quay", "port", "field"))
    await add(room, quay[1])
    file = folders(
        {"Harbour": [quay, port], "harbour": [field], "Dead": [("", web.url("/dead"))], "": [quay]}
    )
    reply = await room.desk.import_feeds(file, room.actor)
    assert await topics(room) == [Topic("Harbour", outlets=("The quay", "The port", "The field"))]
    assert said(reply.outline) == [
        "Topics made of folders: Harbour. Let one lead here with: /news follow TOPIC."
    ]
    assert said((await room.desk.import_feeds(file, room.actor)).outline) == [], "nothing changes"
    assert await topics(room.elsewhere("T2")) == []


async def test_a_topic_of_outlets_alone_gains_those_of_its_folder_and_no_other_does(
    web: Web, room: DeskChannel
) -> None:
    publish(web, "/port", "The Port", "a")
    port = [("", web.url("/port"))]
    before = [
        Topic("Ferries", words=("ferry",)),
        Topic("Here", outlets=("The Port",), language="en"),
        Topic("Sea", outlets=("The Quay",)),
    ]
    for topic in before:
        await room.store.put_topic(room.actor.workspace, topic)
    names = ("SEA", "ferries", "here", "x" * 61, "…")
    reply = await room.desk.import_feeds(folders(dict.fromkeys(names, port)), room.actor)
    assert await topics(room) == [*before[:2], Topic("Sea", outlets=("The Quay", "The Port"))]
    assert said(reply.outline) == [
        "Topics with more outlets: Sea.",
        f"The folder “ferries” changed no topic: {texts.topic_of_more('Ferries')}",
        f"The folder “here” changed no topic: {texts.topic_of_more('Here')}",
        f"The folder “{'x' * 61}” changed no topic: “{'x' * 60}…” is longer than 60 characters.",
        "The folder “…” changed no topic: “…” holds no word to look for.",
    ]


async def test_no_more_topics_are_made_of_folders_than_a_workspace_may_have(
    web: Web, room: DeskChannel
) -> None:
    publish(web, "/port", "The Port", "a")
    names = [f"Folder {number}" for number in range(MOST_TOPICS + 20)]
    file = folders({name: [("", web.url("/port"))] for name in names})
    reply = await room.desk.import_feeds(file, room.actor)
    assert len(await topics(room)) == MOST_TOPICS
    made, *left, more = said(reply.outline)
    assert made.startswith("Topics made of folders: Folder 0, Folder 1,")
    assert "and 188 more. Let one lead" in made
    assert len(left) == 12
    assert left[0].endswith("This workspace has 200 topics, the most there can be; remove one first.")
    assert more == "… and 8 more."


async def test_feeds_and_their_topics_are_the_same_after_export_and_import(
    web: Web, room: DeskChannel
) -> None:
    for name in ("quay", "port", "field"):
        publish(web, f"/{name}", f"The {name}", name)
        await add(room, web.url(f"/{name}"))
    mine = [Topic("All", outlets=("The port", "The quay")), Topic("Sea", outlets=("The quay",))]
    for topic in mine:
        await room.store.put_topic(room.actor.workspace, topic)
    other = room.elsewhere("T2")
    await other.desk.import_feeds((await room.desk.export_feeds(room.actor)).encode(), other.actor)
    assert await taken(other) == await taken(room)
    assert await topics(other) == mine


async def test_a_list_is_looked_at_side_by_side_but_two_at_a_time_at_one_host(
    web: Web, room: DeskChannel
) -> None:
    for number in range(6):
        publish(web, f"/{number}", f"Feed {number}", f"story-{number}")
        web.routes[f"/{number}"] = fake.slow(0.2, web.routes[f"/{number}"])
    await room.desk.import_feeds(listing(*(("", web.url(f"/{number}")) for number in range(6))), room.actor)
    assert len(await taken(room)) == 6
    assert web.most_at_once == 2


async def test_a_list_is_for_who_may_change_things_and_for_nobody_else(web: Web, room: DeskChannel) -> None:
    publish(web, "/feed", "The Quay", "a")
    reader = room.may_only_read()
    assert (await reader.desk.import_feeds(listing(("", web.url("/feed"))), reader.actor)).error
    broken = await room.desk.import_feeds(b"<html>", room.actor)
    assert said(broken.outline) == [
        "The file is no OPML, or it is broken; export it anew from your feed reader."
    ]
    assert web.requests == []


async def test_a_workspace_exports_its_own_feeds_alone(web: Web, room: DeskChannel) -> None:
    publish(web, "/feed", "The Quay & Co", "a")
    await add(room, web.url("/feed"))
    made = await room.desk.export_feeds(room.actor)
    assert opml.read(made.encode()) == (ListedFeed(web.url("/feed"), "The Quay & Co"),)
    other = room.elsewhere("T2")
    assert "The Quay" not in await other.desk.export_feeds(other.actor)
    reply = await other.desk.import_feeds(made.encode(), other.actor)
    assert reply.outline.title == "1 feed in the file: 1 taken"


async def test_what_is_taken_already_is_said_and_a_name_that_is_not_given(
    web: Web, room: DeskChannel
) -> None:
    publish(web, "/feed", "The Quay", "a")
    taken_now = "The Quay is taken; its articles follow in a minute or two."
    assert (await add(room, web.url("/feed"))).outline.footer == taken_now
    assert (await add(room, web.url("/feed"))).outline.footer == "This feed is taken already, as The Quay."
    assert "only who runs On Record" in (await add(room, f"{web.url('/feed')} Our Quay")).outline.footer
    assert await taken(room) == [("The Quay", web.url("/feed"))]


async def test_a_feed_is_removed_by_its_outlet_where_one_is_meant(web: Web, room: DeskChannel) -> None:
    for path, title in (("/news", "The Quay"), ("/sport", "The Quay"), ("/hills", "The Hills")):
        publish(web, path, title, path[1:])
        await add(room, web.url(path))
    reply = await room.type("/news feeds remove the quay")
    urls = f"{web.url('/news')}, {web.url('/sport')}"
    assert said(reply.outline) == [f"2 feeds of the quay are taken; name one by its address: {urls}"]
    assert not (await room.type("/news feeds remove the hills")).error
    assert not (await room.type(f"/news feeds remove {web.url('/sport')}")).error
    assert not (await room.type("/news feeds remove The Quay")).error
    assert await taken(room) == []
    gone = await room.type("/news feeds remove The Quay")
    assert said(gone.outline) == [
        "The Quay: this feed is not taken here; the list of feeds shows those that are"
    ]
