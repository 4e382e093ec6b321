from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.feeds.parse import MAX_BYTES, is_web_page, parse
from bot.errors import NotAFeed
from bot.model import Entry

URL = "https://quay.example/news/feed.xml"
MARCH = datetime(2026, 3, 2, 12, tzinfo=UTC)

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Quay &amp; Harbour</title>
<item><title>Bridge &lt;b&gt;vote&lt;/b&gt; &amp;amp; after</title>
<link>../bridge?id=1&amp;utm_source=rss&amp;p=2#c</link>
<guid isPermaLink="false">quay-1</guid><pubDate>Mon, 02 Mar 2026 13:00:00 +0100</pubDate>
<dc:creator>Ida Holm</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>The longer text & more.</p>]]></content:encoded></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://quay.example/base/">
<title>The Quay</title>
<entry><id>tag:quay,2026:1</id><title type="html">A &amp;lt; B</title><link rel="enclosure" href="a.mp3"/>
<link href="a?x=1&amp;y=2"/><updated>2026-03-02T12:00:00Z</updated>
<author><name>Ida Holm</name></author><content type="html">&lt;p&gt;Text&lt;/p&gt;</content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://quay.example/"><title>The Quay</title></channel>
<item rdf:about="https://quay.example/a"><title>A</title><link>https://quay.example/a</link>
<dc:date>2026-03-02T12:00:00Z</dc:date></item></rdf:RDF>"""


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Q</title>{''.join(items)}</channel></rss>".encode()


def json_feed(**item: Any) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Q", "items": [item]}).encode()


def only(body: bytes | str, **more: str) -> Entry:
    parsed = parse(body.encode() if isinstance(body, str) else body, URL, **more)
    assert len(parsed.entries) == 1
    return parsed.entries[0]


def test_rss_gives_canonical_links_plain_headlines_and_the_longest_text() -> None:
    assert parse(RSS.encode(), URL).title == "The Quay & Harbour"
    assert only(RSS) == Entry(
        url="https://quay.example/bridge?id=1&p=2",
        guid="quay-1",
        headline="Bridge vote & after",
        html="<p>The longer text & more.</p>",
        byline="Ida Holm",
        published=MARCH,
    )


def test_atom_links_are_relative_to_their_base_and_enclosures_are_no_pages() -> None:
    entry = only(ATOM)
    assert entry.url == "https://quay.example/base/a?x=1&y=2"
    assert (entry.guid, entry.headline, entry.byline) == ("tag:quay,2026:1", "A < B", "Ida Holm")
    assert (entry.published, entry.html) == (MARCH, "<p>Text</p>")


def test_rdf_is_read() -> None:
    entry = only(RDF)
    assert (entry.url, entry.headline, entry.published) == ("https://quay.example/a", "A", MARCH)


def test_json_feed_is_read_in_either_version() -> None:
    entry = only(
        json_feed(
            id=7,
            url="/a",
            title="A &amp; B",
            content_html="<p>Text</p>",
            date_published="2026-03-02T13:00:00+01:00",
            authors=[{"name": "Ida Holm"}, {"name": "Per Dahl"}],
        )
    )
    assert entry == Entry("https://quay.example/a", "7", "A & B", "<p>Text</p>", "Ida Holm, Per Dahl", MARCH)
    older = only(
        json_feed(id="x", external_url="https://o.example/", content_text="1 < 2", author={"name": "Ida"})
    )
    assert (older.url, older.html, older.byline) == ("https://o.example/", "1 &lt; 2", "Ida")


def test_broken_xml_keeps_its_links_whole() -> None:
    entry = only(
        b"<rss><channel><item><title>Fish & Chips</title><link>http://q.example/?a=1&b=2</link></item>"
    )
    assert (entry.url, entry.headline) == ("http://q.example/?a=1&b=2", "Fish & Chips")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "shift_jis"])
def test_the_declared_encoding_is_used(encoding: str) -> None:
    word = "日本" if encoding == "shift_jis" else "Grüße"
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>'
    text += f"<item><title>{word}</title><link>http://q.example/</link></item></channel></rss>"
    assert only(text.encode(encoding)).headline == word


def test_an_undeclared_encoding_is_what_the_server_says_or_else_guessed() -> None:
    body = (
        rss("<item><title>Привет</title><link>http://q.example/</link></item>")
        .decode()
        .encode("windows-1251")
    )
    assert only(body, content_type="text/xml; charset=windows-1251").headline == "Привет"
    assert parse(body, URL).entries[0].url == "http://q.example/"


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("ida@q.example (Ida Holm)", "Ida Holm"),
        ("ida@q.example", None),
        ("Ida Holm", "Ida Holm"),
        (" ", None),
    ],
)
def test_an_author_is_a_name_and_no_mail_address(author: str, byline: str | None) -> None:
    assert only(rss(f"<item><link>http://q.example/</link><author>{author}</author></item>")).byline == byline


@pytest.mark.parametrize(
    "date", ["", "soon", "2026-02-30T00:00:00Z", "0000-00-00", "Mon, 99 Foo 20266 99:99:99 GMT"]
)
def test_a_date_that_is_none_is_no_date(date: str) -> None:
    entry = only(rss(f"<item><link>http://q.example/</link><pubDate>{date}</pubDate></item>"))
    assert entry.published is None


def test_an_entry_without_a_link_has_its_guid_for_an_address_or_is_left_out() -> None:
    assert only(rss("<item><guid>http://q.example/1</guid></item>")).url == "http://q.example/1"
    assert (
        parse(rss("<item><guid>1</guid></item>", "<item><link>javascript:x</link></item>"), URL).entries == ()
    )


TEXT = "The bridge is closed. Ferries sail instead. They cost nothing. The works last a year."


def test_an_item_of_rdf_is_where_it_is_about() -> None:
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel><title>Q</title></channel>"
        '<item rdf:about="https://quay.example/1"><title>A</title></item></rdf:RDF>'
    )
    for one in (body, body.replace("<title>A", "<title>A &broken <")):
        assert only(one).url == "https://quay.example/1"


def test_an_entry_without_a_link_whose_text_is_all_there_has_an_address_of_its_own() -> None:
    site = "<link>https://quay.example/</link>"
    item = f"<item><title>The bridge</title><description>{TEXT}</description>{{}}</item>"
    dated = item.format("<pubDate>Mon, 02 Mar 2026 13:00:00 +0100</pubDate>")
    long = item.format(f"<guid>{'long ' * 99}</guid>")
    parsed = parse(rss(site, item.format("<guid>bridge 1</guid>"), dated, long), URL)
    guid, date, cut = (entry.url for entry in parsed.entries)
    assert guid.startswith("https://quay.example/#bridge-1-")
    assert date.startswith("https://quay.example/#The-bridge-2026-03-02-")
    assert len(cut) < 200
    assert not any(entry.has_page for entry in parsed.entries)
    assert parsed == parse(rss(site, item.format("<guid>bridge 1</guid>"), dated, long), URL)
    assert only(rss(dated)).url.startswith(f"{URL}#The-bridge-")
    elsewhere = parse(rss(site, dated), "https://quay.example/sport.xml").entries[0]
    assert elsewhere.url != date  # what two feeds call by one name may be two things
    noted = json_feed(id="7", content_text=TEXT)
    assert only(noted).url.startswith(f"{URL}#7-")
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Q</title><link href='/'/>{}</feed>"
    entry = f"<entry><id>tag:quay,2026:1</id><title>A</title><content>{TEXT}</content></entry>"
    assert only(atom.format(entry)).url.startswith("https://quay.example/#tag:quay,2026:1-")


def test_entries_without_a_link_and_with_one_guid_for_all_are_told_apart_by_their_headlines() -> None:
    items = [
        f"<item><title>{name}</title><guid>0</guid><description>{TEXT}</description></item>" for name in "AB"
    ]
    first, second = parse(rss(*items), URL).entries
    assert first.key != second.key
    assert first.url.startswith(f"{URL}#A-")


def test_entries_with_neither_a_link_nor_a_text_are_counted() -> None:
    teaser = "<item><title>A</title><description>Read more.</description></item>"
    good = "<item><link>https://quay.example/1</link></item>"
    parsed = parse(rss(teaser, good, teaser, "<item><link>javascript:x</link></item>"), URL)
    assert (len(parsed.entries), parsed.left_out) == (1, 3)


def test_an_entry_listed_twice_is_one() -> None:
    item = "<item><guid>1</guid><title>A</title><link>http://q.example/</link></item>"
    assert len(parse(rss(item, item), URL).entries) == 1


def test_a_feed_that_lists_nothing_is_a_feed() -> None:
    assert parse(rss(), URL).entries == ()


def test_zero_bytes_and_lone_surrogates_do_not_reach_the_store() -> None:
    entry = only(json_feed(id="a\0b", url="http://q.example/", title="x\ud800y\0"))
    assert (entry.guid, entry.headline) == ("ab", "x?y")


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/feed", "pyproject.toml"]
)
def test_a_body_that_names_a_file_or_an_address_opens_nothing(name: str) -> None:
    with pytest.raises(NotAFeed, match="no RSS, Atom or JSON feed"):
        parse(name.encode(), URL)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("after", ["<rss version='2.0'><channel/></rss>", "<rss><channel>& <item>"])
def test_a_feed_that_declares_entities_is_refused_sound_or_broken(encoding: str, after: str) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE rss [<!ENTITY l0 "x">{lol}]>{after}'
    with pytest.raises(NotAFeed, match="entities"):
        parse(body.encode(encoding), URL)


def test_an_external_doctype_is_not_fetched_and_does_no_harm() -> None:
    doctype = b'<!DOCTYPE rss SYSTEM "file:///etc/passwd">'
    assert len(parse(doctype + rss("<item><link>http://q.example/</link></item>"), URL).entries) == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"<!doctype html><html><body>x</body></html>", "a web page"),
        (b"<!-- x --><HTML><p>x", "a web page"),
        (b"<?xml version='1.0'?><opml version='2.0'><body/></opml>", "no RSS"),
        (b"{", "its JSON is broken"),
        (b"{}", "no JSON Feed"),
        (b"[1]", "no JSON Feed"),
        (b'{"items": 1}', "no JSON Feed"),
        (b"[" * 200_000, "its JSON is broken"),
        (b"<rss><channel>" + b"<a>" * 5_000, "nested"),
        (b"<rss version='2.0'><channel>" + b"<item/>" * 10_001 + b"</channel></rss>", "more than"),
        (b"<rss><channel>" + b"<a/>" * 20_000, "too large to be repaired"),
        (b"<rss " + b"a='b' " * 20_000, "longer than any feed"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_usable_feed_is_refused_with_the_reason(body: bytes, says: str) -> None:
    with pytest.raises(NotAFeed, match=says):
        parse(body, URL)


def test_comments_without_end_do_not_stall_the_look_for_a_page() -> None:
    assert not is_web_page(b"<!---->" * 1_000_000)
