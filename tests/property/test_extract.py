"""No page, however broken or hostile, breaks the reader or holds it up."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.extract import read_fragment, read_page, read_text

PARAGRAPH = "<p>The council of ward {} voted to close the bridge after a long debate about its cost.</p>"
BODY = "".join(PARAGRAPH.format(number) for number in range(8))

PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class='ad'>",
            "</div>",
            "<ul><li>",
            "<a href='/x'>",
            "</a>",
            "<table><tr><td>",
        ),
        *(
            "<br>",
            "<h1>",
            "</h1>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "&amp;",
            "&#0;",
        ),
        *(
            "&#xD800;",
            "\0",
            "\ud800",
            "<meta charset=utf-7>",
            "<title>",
            "<time datetime='",
            "'>",
            '"',
            "<",
            ">",
        ),
        *("<blockquote>", "<figure>", "<span class=popup>", "<svg>", "<template>", "<frameset>", BODY),
    ]
)
MARKUP = st.lists(PIECES | st.text(max_size=20), max_size=40).map("".join)

HOSTILE = {
    "deep": "<div>" * 200_000 + BODY,
    "deep inline": "<p>" + "<span class=popup>" * 200_000 + "x",
    "deep lists": "<ul><li>" * 100_000 + BODY,
    "deep tables": "<table><tr><td>" * 50_000 + BODY,
    "deep embeds": "<div class=embed><blockquote>" * 60_000 + BODY,
    "huge attribute": f"<p class='{'a ' * 1_500_000}'>x</p>{BODY}",
    "many attributes": f"<p {' '.join(f'a{number}=1' for number in range(150_000))}>x</p>{BODY}",
    "quoted attributes": "<p " + " ".join(f"a{number}='>'" for number in range(150_000)) + f">x</p>{BODY}",
    "many links": "<ul>" + "<li><a href=x>a link</a>" * 25_000,
    "links in nested lists": "<ul>" * 200 + "<a></a>" * 58_000,
    "one word": "<article><p>" + "a" * 3_900_000,
    "one run of marks": "<article><p>" + '"' * 3_900_000,
    "entities": "<p>" + "&amp;" * 700_000,
    "open tags": "<a " * 300_000,
    "brackets": "<" * 1_000_000,
    "linked data": f"<script type='application/ld+json'>{'[' * 1_000_000}</script>{BODY}",
    "wide cells": f"<table><tr><td colspan=100000000 rowspan=1000000000>x</table>{BODY}",
    "long title": f"<title>{'a - ' * 500_000}</title>{BODY}",
}


@given(MARKUP)
@settings(max_examples=80, deadline=None)
def test_any_markup_gives_a_page_or_none(markup: str) -> None:
    read = read_page(markup.encode("utf-8", "surrogatepass"))
    assert read is None or (read.text == read.text.strip() and "\0" not in read.text)
    assert read_fragment(markup) == read_fragment(markup).strip()


@given(st.binary(max_size=400), st.text(max_size=12))
@settings(max_examples=80, deadline=None)
def test_any_bytes_and_charset_give_a_page_or_none(raw: bytes, charset: str) -> None:
    read_page(raw, "http://orlen.example/", charset)
    read_page(BODY.encode() + raw + BODY.encode(), charset=charset)


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_a_text_is_never_changed(text: str) -> None:
    assert read_text(text).text == text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_or_refused(name: str) -> None:
    page = f"<html><body>{HOSTILE[name]}".encode()
    read = read_page(page)
    assert read is None or read.text == read.text.strip()
    fragment = read_fragment(page.decode())
    assert fragment == fragment.strip()


def test_a_page_with_its_bytes_shuffled_is_read_or_refused() -> None:
    chance = random.Random(7)
    page = f"<html><head><title>Bridge</title></head><body><article>{BODY}</article></body></html>".encode()
    for _ in range(60):
        broken = bytearray(page)
        for _ in range(20):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        read_page(bytes(broken))
