"""WebSub (https://www.w3.org/TR/websub/): the hub that a feed names, when to ask it, whose a notice is."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from bot.model import NO_HUB, Fetched, Hub, HubSubscription

LEASE = timedelta(days=10)
"""How long we ask to be told; the hub decides."""

SHORTEST_LEASE, LONGEST_LEASE = timedelta(hours=1), timedelta(days=30)
"""What we make of any lease, so that no hub has us ask all the time, or is waited for in vain for months."""

ASK_AGAIN = timedelta(days=1)
"""The wait after a request that came to nothing; the feed is checked as any other meanwhile."""

MAX_HEADER = 8_000
MAX_ADDRESS = 2_000

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_RELATION = re.compile(r";\s*+rel\s*+=\s*+(?:\"([^\"]*)\"|([^\s;,\"]++))", re.IGNORECASE)
_METHODS = ("sha1", "sha256", "sha384", "sha512")


def hub_in(links: Iterable[tuple[str, str]], base: str) -> Hub:
    """The first hub and the first address of its own that a feed names by (relations, address)."""
    found: dict[str, str] = {}
    for relations, href in links:
        for relation in relations.lower().split():
            if (name := relation.rpartition("/")[2]) in ("hub", "self") and (at := _address(href, base)):
                found.setdefault(name, at)
    return Hub(found.get("hub", ""), found.get("self", ""))


def announced(got: Fetched, named: Hub) -> Hub:
    """The hub of a feed: as its server says, else as the feed itself does; NO_HUB where neither does."""
    served = hub_in(_header_links(got.link), got.url)
    url = served.url or named.url
    return Hub(url, served.topic or named.topic or got.url) if url else NO_HUB


def _header_links(header: str) -> Iterator[tuple[str, str]]:
    for address, parameters in _LINK.findall(header[:MAX_HEADER]):
        if relation := _RELATION.search(parameters):
            yield relation[1] or relation[2] or "", address


def _address(href: str, base: str) -> str:
    """In full, and as it is written: a hub knows a topic by each of its characters."""
    try:
        at = urljoin(base, href.strip()) if href.strip() else ""
        parts = urlsplit(at)
    except ValueError:
        return ""
    proper = parts.scheme in ("http", "https") and parts.netloc and len(at) <= MAX_ADDRESS
    return at if proper and at.isprintable() and " " not in at else ""


def is_due(one: HubSubscription, now: datetime) -> bool:
    """Whether to ask the hub now: for the first time, a day after it was in vain, or at half of a lease."""
    if one.asked_at is None:
        return True
    if one.verified_at is None or one.lease_until is None or one.asked_at > one.verified_at:
        return now >= one.asked_at + ASK_AGAIN
    return now >= one.verified_at + (one.lease_until - one.verified_at) / 2


def lease(seconds: str) -> timedelta:
    """The lease that a hub gives, within bounds; what we asked for where it gives none."""
    if not (seconds.isascii() and seconds.isdecimal()):
        return LEASE
    given = timedelta(seconds=int(seconds[:9]))
    return min(max(given, SHORTEST_LEASE), LONGEST_LEASE)


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether "method=hexadecimal" is the body's signature under this secret."""
    method, _, given = signature.strip().partition("=")
    if method.lower() not in _METHODS:
        return False
    made = hmac.new(secret.encode(), body, method.lower()).hexdigest()
    return hmac.compare_digest(made.encode(), given.lower().encode("utf-8", "replace"))
