"""One canonical form for each web address, so that one page is known by one name."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from bot.core.feeds.addresses import bare_host
from bot.errors import NotAnAddress

MAX_LENGTH = 4096
"""Longer addresses are refused; browsers and servers stop well before."""

_TOO_LONG = f"it is longer than {MAX_LENGTH} characters"
_DEFAULT_PORTS = {"http": 80, "https": 443}

_TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign\w*|link\w*|ptr\w*|custom\d|format|bbc_team)|ns_(?:mchannel|source|campaign|linkname)|"
    r"hsa_\w+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|ttclid|igshid|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|"
    r"oly_(?:enc|anon)_id|vero_id|wt_mc|xtor|smid|smtyp|ftag|cmpid|guccounter|guce_referrer\w*|__twitter_impression|ref_src",
    re.IGNORECASE,
)
"""Parameters that tell where a reader came from and never which page it is."""

_SPACE_AND_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_IN_PATH = "/:@!$&'()*+,;=%~"
_IN_QUERY = "/?:@!$&'()*+,;=%~"


def canonical(url: str, base: str = "") -> str:
    """The one form of an http or https address, resolved against `base`.

    Scheme and host in lower case, no default port, fragment, tracking parameter or dot segment,
    escapes only where needed. Raises NotAnAddress for anything else.
    """
    try:
        return _canonical(_split(url, base))
    except ValueError as error:
        raise NotAnAddress(f"{url.strip()[:200]!r} is not a web address: {error}") from error


def _canonical(parts: SplitResult) -> str:
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError("it does not begin with http:// or https://")
    if "@" in parts.netloc:
        raise ValueError("a user name in it is not taken")
    query = _escaped(_without_tracking(parts.query), _IN_QUERY)
    whole = urlunsplit((parts.scheme, _authority(parts), _path(parts.path), query, ""))
    if len(whole) > MAX_LENGTH:
        raise ValueError(_TOO_LONG)
    return whole


def _split(url: str, base: str) -> SplitResult:
    cleaned = re.sub(r"[\t\r\n]", "", url.strip(" \t\r\n\f\v\ufeff"))
    if len(cleaned) > MAX_LENGTH:
        raise ValueError(_TOO_LONG)
    if not cleaned:
        raise ValueError("it is empty")
    return urlsplit(urljoin(base, cleaned) if base else cleaned)


def _authority(parts: SplitResult) -> str:
    host = bare_host(parts.hostname or "")
    port = parts.port
    if port == 0:
        raise ValueError("port 0 is no port")
    shown = f"[{host}]" if ":" in host else host
    return shown if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{shown}:{port}"


def _path(path: str) -> str:
    segments: list[str] = []
    whole = _escaped(path, _IN_PATH).removeprefix("/").split("/")
    for segment in whole:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    if whole[-1] in (".", "..") and segments:
        segments.append("")
    return "/" + "/".join(segments)


def _without_tracking(query: str) -> str:
    pairs = query.split("&")
    return "&".join(pair for pair in pairs if pair and not _TRACKING.fullmatch(pair.partition("=")[0]))


def _escaped(text: str, safe: str) -> str:
    """Needed escapes in capitals, needless ones undone; what is no escape is made one."""
    whole = _STRAY_PERCENT.sub("%25", text)
    plain = _ESCAPE.sub(_undo_needless, whole)
    spaced = _SPACE_AND_CONTROL.sub(lambda match: f"%{ord(match[0]):02X}", plain)
    return quote(spaced, safe=safe, errors="replace")


def _undo_needless(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()
