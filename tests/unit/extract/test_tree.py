"""Bytes are read as their page means them."""

from __future__ import annotations

import pytest

from bot.core.extract import read_fragment, read_text
from bot.core.extract.tree import lines_of, page_text, parsed

WORDS = "Żółw — “naïve” café, 5 €"


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (WORDS.encode("utf-8"), ""),
        (WORDS.encode("utf-8"), "iso-8859-1"),
        (b"\xef\xbb\xbf" + WORDS.encode("utf-8"), ""),
        (WORDS.encode("utf-16"), ""),
        (WORDS.encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_unicode_is_told_by_its_bytes(raw: bytes, charset: str) -> None:
    assert page_text(raw, charset) == WORDS


@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [
        ("“naïve” café, 5 €", "cp1252", ""),
        ("“naïve” café, 5 €", "cp1252", "iso-8859-1"),
        ("Жук сказал", "cp1251", "windows-1251"),
        ("Żółw", "iso8859-2", "ISO-8859-2"),
        ("東京の川", "shift_jis", "Shift_JIS"),
    ],
)
def test_other_bytes_are_read_as_the_server_says(text: str, codec: str, charset: str) -> None:
    assert page_text(text.encode(codec), charset) == text


def test_the_page_says_it_where_the_server_does_not() -> None:
    raw = b"<html><head><meta charset='windows-1251'></head>" + "Жук".encode("cp1251")
    assert page_text(raw).endswith("Жук")


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna", "no such thing", "utf-8\0", "base64"])
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    assert page_text("5 €".encode("cp1252"), charset) == "5 €"


def test_a_page_cut_within_a_character_stays_readable() -> None:
    assert page_text(WORDS.encode()[:-1]).startswith(WORDS[:-1])


def test_lines_end_where_blocks_and_breaks_do() -> None:
    tree = parsed(b"<p>One <b>two</b>\n three<br>four<div>five</div> six</p>")
    assert tree is not None
    assert lines_of(tree) == ["One two three", "four", "five", "six"]


def test_a_fragment_of_a_feed_becomes_plain_paragraphs() -> None:
    html = "<p>The road &amp; the dam.</p>\n<p>It <b>closes</b> at noon.</p><script>x()</script>"
    assert (
        read_fragment(html + "<p>Read more: <a href='/'>Dam</a></p>")
        == "The road & the dam.\n\nIt closes at noon."
    )
    assert read_fragment("Plain words, no markup") == "Plain words, no markup"
    assert read_fragment("") == ""


def test_a_text_file_is_kept_exactly_as_given() -> None:
    text = "\n  Dam road closes \r\n\r\nThe road\tcloses at noon.\n"
    read = read_text(text)
    assert read.text == text
    assert read.headline == "Dam road closes"
    assert read_text("").headline == ""
