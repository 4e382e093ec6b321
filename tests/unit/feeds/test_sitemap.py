from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from bot.core.feeds import sitemap
from bot.core.feeds.sitemap import Listed, Sitemap, parse
from bot.errors import NotAFeed, TooLarge

AT = "https://quay.example/sitemap.xml"
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*urls: str, attributes: str = XMLNS) -> bytes:
    entries = "".join(f"<url>{url}</url>" for url in urls)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {attributes}>{entries}</urlset>'.encode()


def test_pages_come_in_their_order_each_once_with_the_day_they_changed() -> None:
    body = urlset(
        "<loc> https://Quay.example/a?utm_source=map </loc><lastmod>2026-03-02T08:30:00+01:00</lastmod>",
        "<loc>/b&amp;c</loc><lastmod>2026-03-01</lastmod><priority>0.5</priority>",
        "<loc>https://quay.example/a</loc>",
        "<loc>mailto:desk@quay.example</loc>",
        "<lastmod>2026-03-01</lastmod>",
        "<loc>https://quay.example/d</loc><lastmod>yesterday</lastmod>",
    )
    assert parse(body, AT) == Sitemap(
        (
            Listed("https://quay.example/a", datetime(2026, 3, 2, 7, 30, tzinfo=UTC)),
            Listed("https://quay.example/b&c", datetime(2026, 3, 1, tzinfo=UTC)),
            Listed("https://quay.example/d"),
        )
    )


def test_an_index_lists_sitemaps() -> None:
    body = (
        f"<sitemapindex {XMLNS}><sitemap><loc>https://quay.example/2026.xml.gz</loc>"
        "<lastmod>2026-03-02</lastmod></sitemap><sitemap><loc>/2025.xml</loc></sitemap></sitemapindex>"
    ).encode()
    assert parse(body, AT).sitemaps == (
        Listed("https://quay.example/2026.xml.gz", datetime(2026, 3, 2, tzinfo=UTC)),
        Listed("https://quay.example/2025.xml"),
    )
    assert parse(body, AT).pages == ()


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "undeclared"])
def test_news_have_a_headline_and_a_date_and_pictures_no_say(declared: bool) -> None:
    news = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="i"' if declared else ""
    body = urlset(
        "<image:image><image:loc>https://quay.example/a.jpg</image:loc></image:image>"
        "<loc>https://quay.example/a</loc><news:news><news:publication><news:name>The Quay</news:name>"
        "</news:publication><news:publication_date>2026-03-02T06:00Z</news:publication_date>"
        "<news:title>Ferry &amp; bridge\n closed</news:title></news:news>",
        attributes=XMLNS + news,
    )
    published = datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert parse(body, AT).pages == (
        Listed("https://quay.example/a", None, published, "Ferry & bridge closed"),
    )


def test_gzip_a_mark_before_the_text_and_bare_ampersands_are_read() -> None:
    body = b"\xef\xbb\xbf\n" + urlset("<loc>https://quay.example/?a=1&b=2</loc>")
    for given in (body, gzip.compress(body)):
        assert parse(given, AT).pages == (Listed("https://quay.example/?a=1&b=2"),)


def test_other_encodings_are_read() -> None:
    body = urlset("<loc>https://quay.example/fähre</loc>").decode()
    for encoding in ("ISO-8859-1", "windows-1252", "UTF-16"):
        assert (
            parse(body.replace("UTF-8", encoding).encode(encoding), AT).pages[0].url.endswith("/f%C3%A4hre")
        )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no element found"),
        (b"<html><body>404</body></html>", "another kind of document"),
        (b"<rss><channel/></rss>", "another kind of document"),
        (b"User-agent: *\nSitemap: https://quay.example/s.xml", "not well-formed|syntax error"),
        (b"<urlset><url><loc>https://quay.example/a</loc></url>", "no element found"),
        (b'<!DOCTYPE urlset [<!ENTITY a "b">]><urlset/>', "DOCTYPE"),
        (b'<!DOCTYPE urlset SYSTEM "file:///etc/passwd"><urlset/>', "DOCTYPE"),
        (b"<urlset>" + b"<a>" * 30 + b"</a>" * 30 + b"</urlset>", "too deep"),
        (b'<?xml version="1.0" encoding="no-such"?><urlset/>', "unknown encoding"),
        (gzip.compress(b"<urlset/>", mtime=0)[:-12], "no sitemap that can be read"),
        (b"\x1f\x8bgarbage", "no whole gzip file"),
    ],
)
def test_what_is_no_sitemap_says_why(body: bytes, said: str) -> None:
    with pytest.raises(NotAFeed, match=said):
        parse(body, AT)


def test_a_sitemap_is_bounded() -> None:
    with pytest.raises(TooLarge, match="larger than 50 MB"):
        parse(gzip.compress(b" " * (sitemap.MAX_BYTES + 1)), AT)
    with pytest.raises(NotAFeed, match="more than 50000 addresses"):
        parse(urlset(*["<loc>/a</loc>"] * (sitemap.MAX_ENTRIES + 1)), AT)
    with pytest.raises(NotAFeed, match="not well-formed"):
        parse(urlset("<loc>/?a&b=c</loc>", "&amp;" * sitemap.MAX_AMPERSANDS), AT)
    assert parse(urlset(f"<loc>/{'a' * 1_000_000}</loc>", "<loc>/b</loc>"), AT).pages == (
        Listed("https://quay.example/b"),
    )
