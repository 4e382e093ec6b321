"""Bytes into text, whatever was declared of them."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable

_STARTS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_CODEC = re.compile(r"(?:utf|iso|cp|koi8|gb|big5|euc|shift|mac|tis|hz|ascii|johab)", re.IGNORECASE)
_WINDOWS = re.compile(r"(?:x-)?(?:cp|win|windows|ms|ibm)[-_ ]?(\d{3,4})", re.IGNORECASE)
_SEVEN_BIT = ("iso2022", "hz", "utf-7")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")  # as bytes of UTF-8, for a search ten times as quick
_C1_REFERENCE = re.compile(r"&#0*(?:12[89]|1[345]\d|x0*[89][0-9a-f]);", re.IGNORECASE)
_FROM_WINDOWS = {number: bytes([number]).decode("cp1252", "ignore") for number in range(0x80, 0xA0)}
"""The 32 controls after ASCII, which nobody writes, as what they are in Windows-1252."""

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold, and no text has."""

_SERVED = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)


def served(content_type: str) -> str:
    """The charset that a Content-Type names; empty where it names none."""
    named = _SERVED.search(content_type)
    return named[1] if named else ""


def decoded(body: bytes, declared: Iterable[str] = ()) -> str:
    """The text of these bytes: by their mark, as UTF-8 where they are that, or as the first that fits.

    `declared` are names of charsets, the most trusted first; what none of them fits is read as
    Windows-1252, and as UTF-8 with stray bytes of Windows-1252 where UTF-8 is declared or was cut.
    """
    names = [name for name in map(codec_named, declared) if name]
    wide = _wide(body) or next((name for name in names[:1] if _is_wide(name, body)), "")
    if wide:
        return body.decode(wide, "replace").removeprefix("\ufeff")
    try:
        return body.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as broken:
        cut = broken.reason == "unexpected end of data"
    others = [name for name in names if not name.startswith(("utf", *_SEVEN_BIT))]
    if cut or not names or (names[0].startswith("utf") and not others):
        return body.decode("utf-8", _STRAY).removeprefix("\ufeff")
    for name in others:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode(others[0] if others else "utf-8", "replace")


def _wide(body: bytes) -> str:
    """The codec that a mark or the zero bytes of a first tag tell, but for UTF-8."""
    return next((codec for start, codec in _STARTS if body.startswith(start)), "")


def _is_wide(name: str, body: bytes) -> bool:
    """Whether bytes that are sound UTF-8 may be of this codec all the same."""
    return name.startswith(_SEVEN_BIT) or (name.startswith(("utf-16", "utf-32")) and b"\0" in body)


def codec_named(name: str) -> str:
    """The codec of this name, read as browsers do; "" when it is none that texts are written in."""
    name = name.strip().strip("\"'")
    windows = _WINDOWS.fullmatch(name)
    try:
        codec = codecs.lookup(f"cp{windows[1]}" if windows else name).name
    except (LookupError, ValueError):
        return ""
    if codec in ("iso8859-1", "ascii"):
        return "cp1252"
    return codec if _CODEC.match(codec) else ""


def without_c1(text: str) -> str:
    """The text with control characters that were meant as Windows-1252 read as such."""
    return text.translate(_FROM_WINDOWS) if _C1.search(text.encode("utf-8", "replace")) else text


def without_c1_references(markup: str) -> str:
    """The same of markup that writes these characters by number, which lxml takes at its word."""
    if "&#" not in markup:
        return markup
    return _C1_REFERENCE.sub(lambda match: html.unescape(match[0]), markup)


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, as Windows-1252 where it has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    if error.reason == "unexpected end of data":
        return "\ufffd", error.end
    return wrong.decode("cp1252", "replace"), error.end


_STRAY = "onrecord-stray"
codecs.register_error(_STRAY, _stray)
