"""Headline, byline and date are the article's own, never those of another that the page links to."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.core.extract import read_page
from bot.model import Page

OWN = "2025-11-18T09:00:00Z"
NINE = datetime(2025, 11, 18, 9, tzinfo=UTC)
BODY = (
    "<p>The council voted on Tuesday to close two of the five piers in its harbour after engineers found rot.</p>"
    "<p>The piers, built in <time datetime='1931'>1931</time>, carry about 400 fishing boats a year, and are the "
    "last in the county with a working crane, opened <time datetime='1999-05-05'>in May 1999</time> by the mayor.</p>"
    "<p>Repairs would cost 12 million pounds, the council said, and take at least three winters to finish.</p>"
)
HEADING = "<h1>Town closes two piers</h1>"


def read(
    head: str = "", inside: str = "", outside: str = "", title: str = "Town closes two piers", url: str = ""
) -> Page:
    page = read_page(
        f"<html lang='en'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body>{outside}<article>{HEADING if 'h1' not in head else ''}{inside}{BODY}</article></body></html>".encode(),
        url,
    )
    assert page is not None
    return page


def linked(*nodes: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(nodes if len(nodes) > 1 else nodes[0])}</script>"


def article(headline: str, date: str, **more: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": headline, "datePublished": date, **more}


OTHER = article("Ferry sold to a choir", "2015-02-03T08:00:00Z", author={"name": "Per Dahl"})
MAIN = article("Town closes two piers", OWN, author=[{"@type": "Person", "name": "Ida Holm"}])


@pytest.mark.parametrize(
    "head",
    [
        f"<meta property='article:published_time' content='{OWN}'>" + linked(OTHER),
        linked({"@type": "WebPage", "hasPart": [OTHER]}) + f"<meta itemprop='datePublished' content='{OWN}'>",
        linked(OTHER, MAIN),
        linked({"@graph": [{"@type": "ItemList", "itemListElement": [OTHER]}, MAIN]}),
        linked({"@type": "WebPage", "relatedLink": OTHER, "mainEntity": MAIN}),
        linked({**MAIN, "mentions": [OTHER], "isBasedOn": OTHER}),
        linked(OTHER) + linked(MAIN),
        "<script type='application/ld+json'>\n<!--\n" + json.dumps(MAIN) + "\n-->\n</script>",
        "<script type='application/ld+json'>" + json.dumps(MAIN)[:-1] + ",}</script>",
        "<script type='application/ld+json'>"
        + json.dumps(MAIN)[:-1]
        + ', "description": "one\ntwo"}</script>',
        f"<meta itemprop='datePublished' content='{int(NINE.timestamp() * 1000)}'>",
        f"<meta name='date' content='{int(NINE.timestamp())}'>",
        "<meta name='dc.date.issued' content='18 November 2025, 09:00'>",
    ],
)
def test_the_date_is_the_articles_own(head: str) -> None:
    assert read(head).published == NINE


@pytest.mark.parametrize(
    "around",
    [
        "<aside><a href='/x'>Old</a><time datetime='2019-01-02'>2 Jan</time></aside>",
        "<div class='top most-read'><span>Most read</span><time datetime='2018-05-05'>5 May</time></div>",
        "<div><article><h2>Old</h2><time datetime='2018-05-05'>5 May</time></article></div>",
        "<ul><li><a href='/x'>Ferry sold to a choir, says the harbour</a><time datetime='2018-05-05'></time></li></ul>",
        "<div class='post-comments'><time datetime='2018-05-05'>5 May</time></div>",
    ],
)
@pytest.mark.parametrize(
    "own", [f"<time datetime='{OWN}'>18 Nov 2025</time>", "<p>By Ida Holm <time>18 Nov 2025 09:00</time></p>"]
)
def test_a_teasers_time_is_never_the_articles(around: str, own: str) -> None:
    assert read(inside=own, outside=around).published == NINE
    assert read(inside=around + own).published == NINE
    assert read(outside=around).published is None


def test_the_first_publication_counts_and_an_address_tells_the_day() -> None:
    changed = "<time class='updated' datetime='2026-01-01'>1 Jan</time>"
    assert read(inside=f"{changed}<time datetime='{OWN}'>18 Nov</time>").published == NINE
    assert read(url="https://quay.example/2025/11/18/piers").published == datetime(2025, 11, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ("<meta name='author' content='Ruth August'>", "Ruth August"),
        ("<meta name='author' content='Maya Monday'>", "Maya Monday"),
        ("<meta name='author' content='Ida Holm Monday'>", "Ida Holm"),
        ("<meta name='author' content='April'>", None),
        ("<meta name='author' content='Mistral'>", "Mistral"),
        ("<meta name='author' content='admin'>", None),
        ("<meta property='og:site_name' content='Quay'><meta name='author' content='Quay'>", None),
        (linked({**MAIN, "author": "Mistral"}), "Mistral"),
        (linked({**MAIN, "author": [{"name": "Ida Holm"}, {"name": "Per Dahl"}]}), "Ida Holm, Per Dahl"),
        (linked({**MAIN, "author": {"name": "By IDA HOLM and Per Dahl"}}), "Ida Holm, Per Dahl"),
        (
            linked(
                {
                    "@graph": [
                        {**MAIN, "author": {"@id": "#1"}},
                        {"@type": "Person", "@id": "#1", "name": "Ida Holm"},
                    ]
                }
            ),
            "Ida Holm",
        ),
        (linked(OTHER, MAIN), "Ida Holm"),
        (linked({"@type": "WebPage", "hasPart": [OTHER]}), None),
    ],
)
def test_the_byline_is_the_articles_own(head: str, byline: str | None) -> None:
    assert read(head).byline == byline


@pytest.mark.parametrize(
    ("title", "site", "url", "headline"),
    [
        ("Anger in the port - piers close", "", "", "Anger in the port - piers close"),
        ("Hafen in Not – Stadt sperrt Stege", "Quay Post", "", "Hafen in Not – Stadt sperrt Stege"),
        (
            "Hafen in Not – Stadt sperrt Stege – Quay Post",
            "Quay Post",
            "",
            "Hafen in Not – Stadt sperrt Stege",
        ),
        ("Piers close | Quay Post", "Quay Post", "", "Piers close"),
        ("Quay Post: Piers close", "Quay Post", "", "Quay Post: Piers close"),
        ("Quay Post | Piers close", "Quay Post", "", "Piers close"),
        ("Piers close - Quay Post", "", "https://www.quaypost.example/a", "Piers close"),
        ("Piers close - The Quay Post", "", "https://quaypost.co.example/a", "Piers close - The Quay Post"),
        ("Piers close | Quay Post", "", "", "Piers close"),
        ("Storm: day two | live", "Quay Post", "", "Storm: day two | live"),
    ],
)
def test_a_headline_is_cut_at_the_sites_own_name_alone(
    title: str, site: str, url: str, headline: str
) -> None:
    named = f"<meta property='og:site_name' content='{site}'>" if site else ""
    page = read_page(
        f"<html><head><title>{title}</title>{named}</head><body><article>{BODY}</article></body></html>".encode(),
        url,
    )
    assert page is not None
    assert page.headline == headline


@pytest.mark.parametrize(
    "around",
    [
        "<aside class='latest'><span class='byline'>By Per Dahl</span></aside>",
        "<nav><a rel='author' href='/d'>Per Dahl</a></nav>",
        "<section class='related'><article><h3>Ferry sold</h3><span class='author'>Per Dahl</span></article></section>",
        "<div class='most-read'><span itemprop='author'>Per Dahl</span></div>",
        "<section class='comments'><span class='author'>Per Dahl</span></section>",
    ],
)
def test_another_articles_author_is_never_the_articles(around: str) -> None:
    for own in (
        "<p class='byline'>By Ida Holm</p>",
        "<p>By Ida Holm</p>",
        "<a rel='author' href='/i'>Ida Holm</a>",
    ):
        assert read(inside=own, outside=around).byline == "Ida Holm"
        assert read(inside=around + own).byline == "Ida Holm"
    assert read(outside=around).byline is None


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<p>By Ida Holm</p>", "Ida Holm"),
        (
            "<div><span>By</span> <a href='/i'>Ida Holm</a> and <a href='/v'>Vera van Pask</a></div>",
            "Ida Holm, Vera van Pask",
        ),
        ("<p>By Ida Holm, Political Editor • 5 min read</p>", "Ida Holm"),
        ("<p>By IDA HOLM | 18 November 2025</p>", "Ida Holm"),
        ("<p>Von Ida Holm</p>", "Ida Holm"),
        ("<p>By IDA HOLM and PER DAHL Associated Press</p>", "Ida Holm, Per Dahl"),
        ("<p>By Monday the piers were shut.</p>", None),
        ("<p>By the Sea Council</p>", None),
        ("<p>By Staff Writer</p>", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("meta", ["Site Admin", "Web Desk", "admin", "Staff Writer"])
def test_a_visible_byline_beats_what_names_nobody(line: str, byline: str | None, meta: str) -> None:
    assert read(f"<meta name='author' content='{meta}'>", inside=line).byline == byline


@pytest.mark.parametrize("how", ["class='d-none'", "style='display:none'", "hidden"])
def test_a_hidden_line_is_no_byline(how: str) -> None:
    assert read(inside=f"<p {how}>By Per Dahl</p><p>By Ida Holm</p>").byline == "Ida Holm"
    assert read(inside=f"<div {how}><p>By Per Dahl</p></div>").byline is None


def test_a_byline_below_the_heading_beats_who_put_the_page_up() -> None:
    meta = "<meta name='author' content='Per Dahl'>"
    assert read(meta, inside="<p>By Ida Holm</p>").byline == "Ida Holm"
    assert read(meta).byline == "Per Dahl"
    assert read(meta, outside="<p>By Ida Holm</p>").byline == "Per Dahl"


@pytest.mark.parametrize(
    ("title", "masthead", "heading"),
    [
        ("Town closes two piers | The Quay Post", "The Quay Post", "<h2>Town closes two piers</h2>"),
        ("The Quay Post - Town closes two piers", "The Quay Post", "<h2>Town closes two piers</h2>"),
        ("Town closes two piers | News | The Quay Post", "The Quay Post", "<h2>Town closes two piers</h2>"),
        ("Town closes two piers | The Quay Post", "The Quay Post", "<h1>Town closes two piers</h1>"),
        ("Town closes two piers | The Quay Post", "Town closes two piers", "<h2>The Quay Post</h2>"),
    ],
)
def test_the_masthead_is_no_headline(title: str, masthead: str, heading: str) -> None:
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    body = f"<body><h1>{masthead}</h1><main><article>{heading}{BODY}</article></main></body>"
    page = read_page(f"<html>{head}{body}</html>".encode())
    assert page is not None
    assert page.headline == "Town closes two piers"
    assert page.text.startswith("The council voted")
