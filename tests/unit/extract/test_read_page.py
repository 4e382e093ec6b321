"""Articles out of pages: nothing of the furniture, nothing lost, and no article where there is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.extract import read_page

PARAGRAPHS = (
    "The town of Orlen will close its dam road for two summers while the crest of the wall is repaired.",
    "“We looked at every shortcut, and none of them was safe,” said Petra Vale, the chief engineer.",
    "The work will cost 41 million crowns, a third more than the water board had set aside for it.",
    "Farmers below the dam asked for a ferry, and the council promised them an answer within a month.",
    "The first lorries are expected at the quarry in spring, when the snow on the pass has melted.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
LINKED = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",'
    ' "author": [{"@type": "Person", "name": "Ada Brink"}]}</script>'
)
MISSING = (
    "<html><head><title>404 Not Found</title></head><body><h1>Page not found</h1>"
    "<p>We are sorry, but the page that you asked for is not here. It may have moved long ago.</p>"
    "<p>Please try the search, or go back to the front page and start again from there.</p></body></html>"
)


def page(body: str = BODY, head: str = "") -> bytes:
    title = "<title>Dam road closes | Orlen Post</title>"
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{title}{head}</head>"
        f"<body><article><h1>Dam road closes</h1>{body}</article></body></html>"
    ).encode()


def text_of(html: bytes) -> str:
    read = read_page(html)
    assert read is not None
    return read.text


def test_paragraphs_stand_apart_by_blank_lines() -> None:
    assert text_of(page()) == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>",
        "<div class='cookie-notice'><p>We use cookies to measure how our articles are read.</p></div>",
        "<aside><h3>The Post at breakfast</h3><p>Sign up for our newsletter.</p></aside>",
        "<div class='share-bar'>Share this: <a href='#'>Post</a> <a href='#'>Mail</a></div>",
        "<p>Read more: <a href='/other'>Quarry sold to a choir</a></p>",
        "<h3>Most read</h3><ul><li><a href='/a'>Quarry sold to a choir</a></li></ul>",
        "<figure><img src='a.jpg'><figcaption>The dam. Photo: Orlen Post</figcaption></figure>",
        "<form><h3>Leave a comment</h3><p>Your email address will not be published.</p></form>",
        "<div id='comments'><ol class='comment-list'><li><p>Ferry! Ferry!</p></li></ol></div>",
        "<p>Sign up for our newsletter and read the Post before your neighbours do.</p>",
        "<p>© Orlen Post. All rights reserved.</p>",
        "<p>Reporting by Ada Brink; editing by Tom Lask</p>",
    ],
)
def test_furniture_after_the_text_is_left_out(furniture: str) -> None:
    assert text_of(page(BODY + furniture)) == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "furniture",
    [
        "<p class='standfirst'>The repair takes twice as long as planned. The farmers want a ferry.</p>",
        "<p><time datetime='2026-03-05'>5 March 2026</time></p>",
        "<div class='byline'>By Ada Brink</div>",
    ],
)
def test_what_stands_between_headline_and_text_is_left_out(furniture: str) -> None:
    assert text_of(page(furniture + BODY)) == "\n\n".join(PARAGRAPHS)


def test_a_teaser_between_paragraphs_is_left_out() -> None:
    cut = BODY.replace("</p><p>The work", "</p><p>Related: <a href='/x'>Quarry sold</a></p><p>The work")
    assert text_of(page(cut)) == "\n\n".join(PARAGRAPHS)


def test_a_heading_inside_is_a_paragraph_of_its_own() -> None:
    headed = BODY.replace("</p><p>The work", "</p><h2>What it costs</h2><p>The work")
    assert text_of(page(headed)).split("\n\n")[2] == "What it costs"


def test_words_in_links_and_emphasis_stay_in_their_sentence() -> None:
    linked = BODY.replace("Petra Vale", "<a href='/people/vale'>Petra <em>Vale</em></a>")
    assert text_of(page(linked)) == "\n\n".join(PARAGRAPHS)


def test_a_pop_up_leaves_and_the_name_it_opens_from_stays() -> None:
    name = (
        "<span class='rollover'><a href='#'>Petra Vale</a><span class='rollover-box'>"
        "<a href='/1'>Vale speaks at school</a> <a href='/2'>Vale opens bridge</a></span></span>"
    )
    assert text_of(page(BODY.replace("Petra Vale", name))) == "\n\n".join(PARAGRAPHS)


def test_an_article_in_two_containers_is_made_whole() -> None:
    more = [f"Paragraph {number} of the second part tells of the road above the dam." for number in range(6)]
    first = f"<div class='text-part'>{BODY}</div><div class='ad-slot'>Advertisement</div>"
    second = "<div class='text-part'>" + "".join(f"<p>{text}</p>" for text in more) + "</div>"
    assert text_of(page(first + second)) == "\n\n".join([*PARAGRAPHS, *more])


def test_paragraphs_in_a_layout_table_stay_apart() -> None:
    table = f"<table><tr><td><a href='/'>Home</a></td><td>{BODY}</td></tr></table>"
    assert text_of(page(table)) == "\n\n".join(PARAGRAPHS)


def test_a_post_shown_in_an_article_is_part_of_it() -> None:
    words = "The road closes at noon, and I will miss the view."
    post = f"<div class='embed'><blockquote><p>{words}</p></blockquote></div>"
    assert words in text_of(page(BODY + post + BODY.replace("The", "Then the")))


def test_the_headline_is_the_pages_own_without_the_outlets_name() -> None:
    read = read_page(page())
    assert read is not None
    assert read.headline == "Dam road closes"
    assert read.language == "en"


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ("<meta name='author' content='Ada Brink'>", "Ada Brink"),
        ("<meta name='author' content='By Ada Brink and Tom Lask'>", "Ada Brink, Tom Lask"),
        (LINKED, "Ada Brink"),
        ("", None),
    ],
)
def test_the_byline_is_what_the_page_marks_up(head: str, byline: str | None) -> None:
    read = read_page(page(head=head))
    assert read is not None
    assert read.byline == byline


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            "<meta property='article:published_time' content='2026-03-05T06:30:00+01:00'>",
            datetime(2026, 3, 5, 5, 30, tzinfo=UTC),
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2026-03-05"}]}</script>',
            datetime(2026, 3, 5, tzinfo=UTC),
        ),
        ("<meta property='article:published_time' content='0001-01-01T00:00:00'>", None),
        ("<meta property='article:published_time' content='soon'>", None),
        ("", None),
    ],
)
def test_the_date_is_the_marked_moment_and_never_the_clocks(head: str, published: datetime | None) -> None:
    read = read_page(page(head=head))
    assert read is not None
    assert read.published == published


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"not a page",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
        b"<html><head><title>Orlen Post</title></head><body><p>Loading</p></body></html>",
        b"<html><body><h1>News</h1><ul>"
        + b"<li><a href='/x'>Quarry sold to a choir</a></li>" * 40
        + b"</ul></body></html>",
        MISSING.encode(),
    ],
)
def test_a_page_without_an_article_gives_none(html: bytes) -> None:
    assert read_page(html) is None


@pytest.mark.parametrize(
    "last",
    [
        "“We read of it in the parish newsletter, like everybody else,” said Ada Brink, a farmer.",
        "More on the ferry is expected in spring.",
        "Most popular of all was the ferry – cheap, slow and never full – when it still ran.",
        "Contact between the two sides broke off again in the evening.",
    ],
)
def test_a_last_sentence_that_begins_like_furniture_stays(last: str) -> None:
    assert text_of(page(f"{BODY}<p>{last}</p>")) == "\n\n".join([*PARAGRAPHS, last])


def test_a_lede_that_was_lost_is_put_back() -> None:
    lede = "Orlen will be without its dam road for two summers, the longest closure since it was built."
    boxed = f"<p><span class='share-intro'>{lede}</span></p>{BODY}"
    assert text_of(page(boxed)) == "\n\n".join([lede, *PARAGRAPHS])
