"""Strangers' text made fit for any chat: what does not show is left out, a link leads where it says."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from bot.model import Link

_KEPT = frozenset("\u200c\u200d")
"""Joiners: Persian and Hindi spell with them, and pictures are put together by them."""

_HIDDEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs"))
MOST_STACKED = 4
"""Combining marks on one letter: more than any script writes, fewer than cover the lines around."""

LONGEST_ADDRESS = 2000
"""Characters of an address: Discord takes 2,048, Slack 3,000."""

LONGEST = 16_000
"""Characters of one text that are looked at: no chat shows as many in one piece."""

LONGEST_NAME = 300
"""Characters of a link's name."""

CUT = "…"

_DOTS = str.maketrans(dict.fromkeys("\u0701\u0702\ua4f8\U00010a50\U0001d16d", "."))
"""Signs that look like the dot of an address (Unicode confusables); the wide ones are folded."""

_WIDE_DOT = re.compile(r"(?<=[0-9a-z\u00df-\u024f-])\u3002(?=[0-9a-z\u00df-\u024f])")
"""A full stop of Chinese and Japanese where no such text is around: browsers take it for a dot (IDNA)."""

_ADDRESS = re.compile(r"[\w+.-]{1,20}://|\bwww\.|\b[\w-]{1,63}(?:\.[\w-]{1,63})*\.[^\W\d_]{2,}")
_UNFIT = re.compile(r"[\s<>\"`\\]")


class _Shown(dict[int, str]):
    """What each character is shown as, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _shown(chr(code))
        return found


_SHOWN = _Shown()


def shown(text: str) -> str:
    """The text without characters that do not show or that turn its direction; line breaks stay."""
    text = text[:LONGEST]
    if text.isascii() and text.isprintable():
        return text
    kept = text.replace("\r\n", "\n").translate(_SHOWN)
    return _unstacked(kept) if any(map(unicodedata.combining, set(kept))) else kept


def _unstacked(text: str) -> str:
    kept: list[str] = []
    stacked = 0
    for character in text:
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked <= MOST_STACKED:
            kept.append(character)
    return "".join(kept)


def one_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(shown(text).split())


def cut(text: str, longest: int) -> str:
    """The text, or as much of it as fits with a mark that it goes on."""
    return text if len(text) <= longest else text[: longest - len(CUT)].rstrip() + CUT


def safe_url(url: str) -> str | None:
    """The address if a reader may be led there: http or https, with a host, of a bearable length."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    fit = parts.scheme in ("http", "https") and host and len(url) <= LONGEST_ADDRESS
    return url if fit and not _UNFIT.search(url) and shown(url) == url else None


def link_name(link: Link) -> str:
    """What a link is called; one that is called like another address is called by its own host."""
    name = cut(one_line(link.name), LONGEST_NAME)
    host = _host(link.url)
    looks_like = [_host(found) for found in _ADDRESS.findall(_as_read(name))]
    honest = all(one and (host == one or host.endswith(f".{one}")) for one in looks_like)
    return name if name and honest else _in_ascii(host) or name


def link_parts(link: Link) -> tuple[str, str]:
    """What stands before a link, a name like another address (else empty), and what it is called."""
    name, called = cut(one_line(link.name), LONGEST_NAME), link_name(link)
    return "" if called == name else name, called


def _as_read(name: str) -> str:
    """The name as a reader takes it: wide and styled letters plain, without signs that do not show."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_DOTS)
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Mn", "Me"))
    return _WIDE_DOT.sub(".", seen)


def _in_ascii(host: str) -> str:
    """The host as it is asked for, so that letters of another script do not pass for those of this one."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _host(url: str) -> str:
    try:
        named = urlsplit(url if "://" in url else f"https://{url}").hostname or ""
    except ValueError:
        return ""
    return named.removeprefix("www.")


def _shown(character: str) -> str:
    if character in ("\n", "\u2028", "\u2029"):
        return "\n"
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _HIDDEN and character not in _KEPT else character
