"""Every field of an entry is told by its namespace and its `rel`; marks and encodings are as meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.feeds.parse import MAX_ENTRIES, parse
from bot.core.forms import entry_form
from bot.model import Entry

URL = "https://quay.example/feed.xml"
PAGE = "https://quay.example/piers"
LINK = f"<link>{PAGE}</link>"
SPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dcterms="http://purl.org/dc/terms/"'
)


def rss(*items: str, head: str = "", spaces: str = SPACES) -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {spaces}><channel><title>Quay</title>{head}{inside}</channel></rss>'.encode()


def atom(entry: str) -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title><entry>{entry}</entry></feed>'.encode()
    )


def only(body: bytes, **more: str) -> Entry:
    [entry] = parse(body, URL, **more).entries
    return entry


@pytest.mark.parametrize(
    "links",
    [
        f'<atom:link rel="self" href="https://quay.example/self.xml"/>{LINK}',
        f'{LINK}<atom:link rel="self" href="https://quay.example/self.xml"/>',
        f'<atom:link rel="replies" href="https://quay.example/talk"/>{LINK}',
        f'<atom:link href="{PAGE}"/>',
        f'<link/><atom:link rel="alternate" href="{PAGE}"/>',
        f'<link></link><guid isPermaLink="true">{PAGE}</guid>',
        f'<media:content url="https://quay.example/a.jpg"><media:link>x</media:link></media:content>{LINK}',
    ],
)
def test_the_link_is_the_items_own(links: str) -> None:
    assert only(rss(links)).url == PAGE


@pytest.mark.parametrize(
    "links",
    [
        f'<link rel="replies" href="/talk"/><link href="{PAGE}"/>',
        f'<link rel="edit" href="/edit"/><link rel="ALTERNATE" href="{PAGE}"/><link href="/other"/>',
        f'<link rel="alternate" type="application/json" href="/a.json"/><link type="text/html" href="{PAGE}"/>',
        f'<link rel="http://www.iana.org/assignments/relation/alternate" href="{PAGE}"/>',
        '<link rel="via" href="https://other.example/"/><link href="piers"/>',
        '<link rel="self" href="https://quay.example/1.atom"/><link xml:base="/x/" href="../piers"/>',
    ],
)
def test_of_an_atom_entrys_links_the_alternate_is_the_page(links: str) -> None:
    assert only(atom(f"<id>1</id><title>A</title>{links}")).url == PAGE


@pytest.mark.parametrize(
    "titles",
    [
        "<media:title>photo.jpg</media:title><title>Two piers close</title>",
        "<title>Two piers close</title><itunes:title>Short</itunes:title>",
        "<itunes:title>Short</itunes:title><title>Two piers close</title><media:title>b</media:title>",
        "<media:group><media:title>clip</media:title></media:group><title>Two piers close</title>",
        "<title></title><dc:title>Two piers close</dc:title>",
        "<title>Two piers<br/>close</title>",
        "<title>&lt;p&gt;Two piers&lt;/p&gt;&lt;p&gt;close&lt;/p&gt;</title>",
        "<title>Two piers close&lt;script&gt;track('x')&lt;/script&gt;</title>",
        "<title>&lt;style&gt;b{}&lt;/style&gt;Two &lt;b&gt;piers&lt;/b&gt; close</title>",
        "<title>&lt;![CDATA[Two piers close]]&gt;</title>",
        "<title><![CDATA[Two piers <i>close</i>]]></title>",
    ],
)
def test_the_headline_is_the_items_own_and_plain(titles: str) -> None:
    assert only(rss(titles + LINK)).headline == "Two piers close"


@pytest.mark.parametrize("wrap", ["{}", "<d:div xmlns:d='http://www.w3.org/1999/xhtml'>{}</d:div>"])
def test_an_xhtml_title_is_read_with_what_it_marks_up(wrap: str) -> None:
    words = wrap.format("Big <b xmlns='http://www.w3.org/1999/xhtml'>news</b> &lt;today&gt;")
    entry = only(atom(f'<id>1</id><title type="xhtml">{words}</title><link href="{PAGE}"/>'))
    assert entry.headline == "Big news <today>"


@pytest.mark.parametrize(
    ("authors", "byline"),
    [
        ("<dc:creator>Ida Holm</dc:creator><dc:creator>Per Dahl</dc:creator>", "Ida Holm, Per Dahl"),
        ("<dc:creator>Ida Holm</dc:creator><author>desk@quay.example</author>", "Ida Holm"),
        ("<author>ida@quay.example (Ida Holm)</author><author>Per Dahl</author>", "Ida Holm, Per Dahl"),
        ("<author>Ida Holm &lt;ida@quay.example&gt;</author>", "Ida Holm"),
        ("<author>Ida Holm (ida@quay.example)</author>", "Ida Holm"),
        ("<atom:author><atom:name>Ida Holm</atom:name></atom:author>", "Ida Holm"),
        ("<itunes:author>Quay Radio</itunes:author><dc:creator>Ida Holm</dc:creator>", "Ida Holm"),
        ("<dc:creator>Ida Holm</dc:creator><dc:creator>Ida Holm</dc:creator>", "Ida Holm"),
        ("<media:credit>Per Dahl</media:credit>", None),
    ],
)
def test_every_author_is_named_once(authors: str, byline: str | None) -> None:
    assert only(rss(LINK + authors)).byline == byline


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            "<media:description>A long caption of a boat</media:description><description>Real.</description>",
            "Real.",
        ),
        (
            "<description>Short.</description><content:encoded>The whole text.</content:encoded>",
            "The whole text.",
        ),
        (
            "<itunes:summary>A summary that is longer</itunes:summary><description>Real.</description>",
            "Real.",
        ),
        ("<media:description>All there is.</media:description>", "All there is."),
        ("<description>&lt;![CDATA[Some text. More.]]&gt;</description>", "Some text. More."),
        (
            "<description><p xmlns='http://www.w3.org/1999/xhtml'>Piers <b>close</b> &lt;now</p></description>",
            "<p>Piers <b>close</b> &lt;now</p>",
        ),
    ],
)
def test_the_text_is_the_items_own(given: str, text: str) -> None:
    assert only(rss(LINK + given)).html == text


def test_content_that_stands_elsewhere_or_is_no_text_is_passed_over() -> None:
    media = '<content type="audio/mpeg" src="a.mp3">x</content><content type="image/png">aGVsbG8=</content>'
    assert only(atom(f'<id>1</id><link href="{PAGE}"/>{media}<summary>Real.</summary>')).html == "Real."


def test_dates_are_taken_in_the_order_of_what_they_say() -> None:
    later = "<atom:updated>2026-01-05T09:00:00Z</atom:updated><dcterms:modified>2026-01-06</dcterms:modified>"
    dated = "<pubDate>soon</pubDate><dc:date>2025-11-18T09:00:00Z</dc:date>"
    assert only(rss(LINK + later + dated)).published == datetime(2025, 11, 18, 9, tzinfo=UTC)
    assert only(rss(LINK + later)).published == datetime(2026, 1, 5, 9, tzinfo=UTC)


SY = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


@pytest.mark.parametrize(
    ("head", "minutes"),
    [
        ("", 0),
        ("<ttl>60</ttl>", 60),
        ("<ttl> 5 </ttl>", 5),
        ("<ttl>often</ttl>", 0),
        ("<ttl>-5</ttl>", 0),
        ("<ttl>99999999999999999999</ttl>", 0),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", 60),
        ("<sy:updatePeriod>\n\tDaily\n</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360),
        ("<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 10_080),
        ("<sy:updatePeriod>now and then</sy:updatePeriod>", 0),
        ("<sy:updateFrequency>2</sy:updateFrequency>", 0),
        ("<ttl>90</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 90),
    ],
)
def test_how_long_it_asks_to_be_left_alone(head: str, minutes: int) -> None:
    body = rss(LINK, head=head, spaces=f"{SPACES} {SY}")
    assert parse(body, URL).asks == timedelta(minutes=minutes)
    broken = body.replace(b"</channel></rss>", b"<br>")
    assert parse(broken, URL).asks == timedelta(minutes=minutes), "as feedparser reads it"
    without = rss(LINK, head=head)
    assert parse(without, URL).asks == timedelta(minutes=minutes), "with a prefix that nobody declared"


def test_a_months_name_is_in_the_language_of_the_feed() -> None:
    item = f"{LINK}<pubDate>Pt, 14 lis 2025 10:00:00 +0100</pubDate>"
    assert only(rss(item, head="<language>pl-PL</language>")).published == datetime(
        2025, 11, 14, 9, tzinfo=UTC
    )
    assert only(rss(item, head="<language>hr</language>")).published == datetime(2025, 10, 14, 9, tzinfo=UTC)


def test_prefixes_that_are_not_declared_mean_what_they_mean_elsewhere() -> None:
    item = f"<media:title>photo</media:title><title>A</title>{LINK}<dc:creator>Ida Holm</dc:creator>"
    entry = only(rss(item, spaces=""))
    assert (entry.headline, entry.byline) == ("A", "Ida Holm")


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Fish & chips", "Fish & chips"),
        ("Caf&eacute;&nbsp;&mdash; &nosuch; &", "Café — &nosuch; &"),
        ("It&#146;s over", "It’s over"),
        ("It\x92s &#x93;over&#x94;", "It’s “over”"),
        ("A&#11;B", "AB"),
        ("<![CDATA[A & B &amp; &nbsp;C]]> & D", "A & B & C & D"),
    ],
)
def test_stray_marks_and_names_of_characters_leave_the_rest_as_it_is(title: str, headline: str) -> None:
    entry = only(rss(f"<media:title>x</media:title><title>{title}</title>{LINK}"))
    assert entry.headline == headline


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", "ISO-8859-1"),
        ("utf-8", "windows-1251"),
        ("utf-8", "utf-16"),
        ("cp1252", "ISO-8859-1"),
        ("cp1251", "cp-1251"),
        ("cp1251", "win-1251"),
        ("koi8-r", "KOI8-R"),
    ],
)
def test_bytes_are_read_as_they_were_meant(codec: str, declared: str) -> None:
    words = "Мэр Лесогорья" if codec in ("cp1251", "koi8-r") else "Héllo – wörld"
    text = f'<?xml version="1.0" encoding="{declared}"?>' + rss(f"<title>{words}</title>{LINK}").decode()
    assert only(text.encode(codec)).headline == words


def test_a_guid_that_repeats_for_other_pages_is_no_key() -> None:
    guid = '<guid isPermaLink="false">https://quay.example/</guid>'
    items = [f"<title>A{n}</title><link>https://quay.example/{n}</link>{guid}" for n in (0, 1, 2, 2)]
    entries = parse(rss(*items), URL).entries
    assert [entry.headline for entry in entries] == ["A0", "A1", "A2"]
    assert len({entry.key for entry in entries}) == 3
    assert only(rss(items[0])).key == "https://quay.example/"


def test_of_a_very_long_feed_the_newest_are_read_whichever_way_it_goes() -> None:
    start, count = datetime(2025, 1, 1, tzinfo=UTC), MAX_ENTRIES + 500
    items = [
        f"<title>T{n}</title><link>https://quay.example/{n}</link><pubDate>{start + timedelta(hours=n)}</pubDate>"
        for n in range(count)
    ]
    oldest_first = parse(rss(*items), URL).entries
    newest_first = parse(rss(*reversed(items)), URL).entries
    assert len(oldest_first) == len(newest_first) == MAX_ENTRIES
    assert oldest_first[-1].headline == newest_first[0].headline == f"T{count - 1}"


def test_an_entrys_form_has_null_for_what_is_unknown() -> None:
    dated = Entry(PAGE, "1", "A", published=datetime(2025, 11, 18, 9, tzinfo=UTC))
    assert entry_form(dated, "Text.") == {
        "headline": "A",
        "url": PAGE,
        "published": "2025-11-18T09:00:00+00:00",
        "byline": None,
        "key": "1",
        "text": "Text.",
    }
    assert entry_form(Entry(PAGE, "", ""), "")["published"] is None
