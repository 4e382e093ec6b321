from __future__ import annotations

import contextlib
import ipaddress
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.feeds import decide, hubs, opml, sitemap, sites
from bot.core.feeds.addresses import canonical, refused
from bot.core.feeds.parse import parse
from bot.core.feeds.robots import LONGEST_PAUSE, rules_of
from bot.core.indexed import plain
from bot.errors import ConfigError, NotAFeed, NotAnAddress, Unavailable
from bot.model import NO_HUB, Feed, FeedHealth, Fetched, Topic

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        "<rss>",
        "<channel>",
        "<item>",
        "<title>",
        "</title>",
        "<link>",
        "http://q.example/",
        "</link>",
        "</item>",
        "&amp;",
        "<![CDATA[",
        "]]>",
        "&",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>",
        "<!--",
        "-->",
        "<?xml",
        "?>",
        '{"items": [',
        '{"id": 1}',
        "]}",
        "\x00",
        "ü",
        "<guid>",
        "<pubDate>",
        "9999",
        "<content type='xhtml'>",
        "\n",
    ]
)

SITEMAP_PIECES = st.sampled_from(
    [
        *("<urlset>", "</urlset>", "<sitemapindex>", "</sitemapindex>", "<sitemap>", "</sitemap>"),
        *("<url>", "</url>", "<loc>", "</loc>", "<lastmod>", "</lastmod>", "<news:news>", "</news:news>"),
        *("<news:title>", "</news:title>", "<image:loc/>", "http://q.example/", "/a", "2026-03-02", "&", "ü"),
        *("<!DOCTYPE urlset>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0'?>", "\x00", "\n"),
    ]
)


@given(st.text(max_size=200))
def test_any_text_is_a_canonical_address_or_none(text: str) -> None:
    with contextlib.suppress(NotAnAddress):
        url = canonical(text)
        assert canonical(url) == url


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_canonical_address_is_plain_and_stays_as_it_is(path: str, query: str) -> None:
    url = canonical(f"https://quay.example/{path.replace('#', '')}?{query.replace('#', '')}")
    assert url.isascii()
    assert not set(url) & set(' \t\r\n"<>\\^`{}|#')
    assert canonical(url) == url


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_mixture_of_mark_up_parses_or_is_refused_by_name(body: str) -> None:
    with contextlib.suppress(NotAFeed):
        for entry in parse(body.encode(), "https://quay.example/feed").entries:
            assert canonical(entry.url) == entry.url
            assert entry.published is None or entry.published.tzinfo is UTC


@given(st.binary(max_size=300))
def test_any_bytes_parse_or_are_refused_by_name(body: bytes) -> None:
    with contextlib.suppress(NotAFeed):
        parse(body, "https://quay.example/feed")


LINES = st.sampled_from(
    [
        "User-agent: *",
        "user agent onrecord",
        "User-agent:",
        "Disallow: /",
        "Allow: /a*$",
        "Disallow /%zz$*",
        "Crawl-delay: 1e999",
        "Crawl-delay:5",
        "Request-rate: 1/0",
        "Visit-time: 9-9",
        "#",
        "\ufeff",
        "\x85",
        ":",
    ]
)


@given(st.lists(LINES | st.text(max_size=20), max_size=20).map("\n".join), st.text(max_size=20))
def test_any_robots_file_has_an_answer_for_any_address(text: str, path: str) -> None:
    rules = rules_of(200, text.encode("utf-8", "replace"))
    assert rules is not None
    assert 0 <= rules.pause <= LONGEST_PAUSE
    assert rules.allow(canonical(f"https://quay.example/{path.replace('#', '')}")) in (True, False)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_robots_file(body: bytes) -> None:
    assert rules_of(200, body) is not None


@given(st.lists(SITEMAP_PIECES, max_size=30).map("".join))
def test_any_mixture_of_sitemap_marks_is_read_or_refused_by_name(body: str) -> None:
    with contextlib.suppress(NotAFeed):
        found = sitemap.parse(body.encode(), "https://quay.example/sitemap.xml")
        for listed in (*found.pages, *found.sitemaps):
            assert canonical(listed.url) == listed.url
            assert listed.changed is None or listed.changed.tzinfo is UTC


@given(st.binary(max_size=300))
def test_any_bytes_are_a_sitemap_or_refused_by_name(body: bytes) -> None:
    for got in (body, b"<urlset>" + body, b"\x1f\x8b" + body):
        with contextlib.suppress(NotAFeed):
            sitemap.parse(got, "https://quay.example/sitemap.xml")


@given(st.ip_addresses(v=4))
def test_what_is_refused_bare_is_refused_inside_ipv6(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(0xFFFF << 32 | int(address))
    assert (refused(str(address)) is None) is (refused(str(mapped)) is None)
    if not address.is_global or address.is_multicast:
        assert refused(str(address))


@given(st.ip_addresses(v=6))
def test_no_private_ipv6_address_passes(address: ipaddress.IPv6Address) -> None:
    if address.is_private or address.is_multicast or address.is_link_local or address.is_loopback:
        assert address.ipv4_mapped or refused(str(address))


@given(st.integers(0, 10_000), st.floats(0, 1e12), st.timedeltas(timedelta(minutes=1), timedelta(days=2)))
def test_a_failing_feed_is_always_due_again_within_a_week(
    failures: int, asked: float, every: timedelta
) -> None:
    error = Unavailable("https://quay.example/feed", "no answer", asked)
    after = decide.failed(NOW, FeedHealth(failures=failures), error, every)
    assert after.next_at is not None
    assert NOW < after.next_at <= NOW + timedelta(days=7)


TAGS = st.sampled_from(
    [
        *("<link ", "<a ", "<base ", "<script>", "</script>", "<!--", "-->", "<style", ">", "/>", "<"),
        *(
            "rel=alternate ",
            'rel="feed"',
            "type='application/rss+xml' ",
            "type=text/xml ",
            'href="',
            '"',
            "'",
        ),
        *(
            "href=/feed ",
            "href=http://[ ",
            "href=//q.example ",
            "http://q.example/comments",
            "=",
            "&amp;",
            "&#0;",
        ),
        *("\x00", "ü", "\n", "charset=utf-16", "title=Comments "),
    ]
)


@given(st.lists(TAGS, max_size=40).map("".join) | st.text(max_size=200), st.booleans())
def test_whatever_a_page_holds_it_names_a_few_canonical_addresses(page: str, wide: bool) -> None:
    body = page.encode("utf-16" if wide else "utf-8", "replace")
    found = sites.named_feeds(body, "https://q.example/", "text/html; charset=utf-8")
    assert len(found) == len(set(found)) <= sites.MOST_CANDIDATES
    assert all(canonical(url) == url for url in found)
    assert all(len(sites.usual_feeds(url)) <= sites.MOST_CANDIDATES for url in found)


OUTLINES = st.sampled_from(
    [
        *(
            "<opml>",
            "</opml>",
            "<body>",
            "<outline ",
            "</outline>",
            'xmlUrl="',
            'text="',
            '"',
            ">",
            "/>",
            "&",
            "<",
        ),
        *(
            "http://q.example/",
            "<!DOCTYPE o [<!ENTITY a 'b'>]>",
            "&a;",
            "<!--",
            "-->",
            "\x00",
            "ü",
            "<?xml ?>",
        ),
    ]
)


@given(st.lists(OUTLINES, max_size=40).map("".join) | st.text(max_size=200))
def test_whatever_a_list_of_feeds_holds_it_is_read_or_refused_with_a_sentence(text: str) -> None:
    with contextlib.suppress(ConfigError):
        feeds = opml.read(text.encode("utf-8", "replace"))
        assert feeds
        assert all(name.strip() for feed in feeds for name in feed.folders)


@given(st.lists(st.text(max_size=50), min_size=1, max_size=5))
def test_what_is_exported_can_be_imported(names: list[str]) -> None:
    feeds = [Feed.of(f"https://q.example/{number}", name) for number, name in enumerate(names)]
    found = opml.read(opml.written(feeds, [], "Feeds", NOW).encode())
    assert [one.url for one in found] == [feed.url for feed in feeds]


NAMES = st.lists(st.text(max_size=40), min_size=1, max_size=6, unique_by=plain)
TOPIC_NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1).map(str.split)


@given(NAMES, st.dictionaries(TOPIC_NAMES.filter(bool).map(" ".join), st.sets(st.integers(0, 5)), max_size=4))
def test_topics_of_outlets_alone_are_the_same_after_export_and_import(
    names: list[str], chosen: dict[str, set[int]]
) -> None:
    feeds = [Feed.of(f"https://q.example/{number}", name) for number, name in enumerate(names)]
    outlets = {topic: {names[at] for at in its if at < len(names)} for topic, its in chosen.items()}
    topics = [Topic(name, outlets=tuple(sorted(its))) for name, its in outlets.items() if its]
    found = opml.read(opml.written(feeds, topics, "Feeds", NOW).encode())
    called = {feed.url: feed.outlet for feed in feeds}
    assert {one.url for one in found} == set(called)
    again = {name: {called[one.url] for one in found if name in one.folders} for name in outlets}
    assert again == outlets


LINK_PIECES = st.sampled_from(
    [*'<>;,="', " ", "rel", "REL", "hub", "self", "http://h.example/", "/x", "ü", "//["]
)


@given(st.lists(LINK_PIECES, max_size=60).map("".join), st.text(max_size=40))
def test_any_link_header_names_a_web_address_or_none(header: str, named: str) -> None:
    got = Fetched("https://quay.example/feed", 200, b"", link=header)
    hub = hubs.announced(got, hubs.hub_in([("hub", named)], got.url))
    assert hub == NO_HUB or all(each.startswith(("http://", "https://")) for each in (hub.url, hub.topic))


@given(st.text(max_size=40), st.binary(max_size=40), st.text(max_size=60))
def test_no_guessed_signature_passes(secret: str, body: bytes, signature: str) -> None:
    assert not hubs.is_signed(secret, body, signature)
