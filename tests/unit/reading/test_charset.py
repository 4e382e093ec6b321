"""Bytes become the text that was meant, whatever was declared of them."""

from __future__ import annotations

import pytest

from bot.core.reading.charset import codec_named, decoded, without_c1, without_c1_references


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("cp-1251", "cp1251"),
        ("WIN-1251", "cp1251"),
        ("x-cp1251", "cp1251"),
        ("windows1252", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("utf8", "utf-8"),
        ("'UTF-8'", "utf-8"),
        ("hex", ""),
        ("cp-9999", ""),
        ("", ""),
    ],
)
def test_a_charset_has_many_names(name: str, codec: str) -> None:
    assert codec_named(name) == codec


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("declared", ["", "iso-8859-1", "utf-8", "windows-1251"])
def test_unicode_is_told_by_its_bytes(codec: str, declared: str) -> None:
    assert decoded("<a>Grüße – 日本</a>".encode(codec), [declared]) == "<a>Grüße – 日本</a>"


def test_utf_8_that_calls_itself_utf_16_is_read() -> None:
    assert decoded("<a>Grüße</a>".encode(), ["utf-16"]) == "<a>Grüße</a>"


def test_of_two_declared_charsets_the_first_that_fits_is_used() -> None:
    word = "Köln – Šibenik"
    assert decoded(word.encode("cp1252"), ["utf-8", "windows-1252"]) == word
    assert decoded("東京".encode("shift_jis"), ["euc-kr", "shift_jis"]) == "東京"


def test_stray_bytes_in_utf_8_are_of_windows() -> None:
    assert decoded("Grüße, ".encode() + b"it\x92s", ["utf-8"]) == "Grüße, it’s"


def test_controls_that_nobody_writes_are_of_windows() -> None:
    assert without_c1("It\x92s \x93over\x94 \x85") == "It’s “over” …"
    assert without_c1("plain – “text”") == "plain – “text”"
    assert without_c1_references("It&#146;s &#x93;over&#X94; &#163; &#8217;") == "It’s “over” &#163; &#8217;"
