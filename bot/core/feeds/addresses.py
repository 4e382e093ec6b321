"""Web addresses in one form, and the network addresses that may be connected to."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from bot.errors import NotAnAddress
from bot.model import digest_of

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NUMBER_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")

_NAMED: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(network), name)
    for network, name in (
        ("0.0.0.0/8", "an unspecified address"),
        ("127.0.0.0/8", "this machine"),
        ("169.254.0.0/16", "a link-local or metadata address"),
        ("100.64.0.0/10", "a carrier's shared address"),
        ("168.63.129.16/32", "a cloud metadata address"),
        ("192.0.0.0/24", "a protocol or metadata address"),
        ("192.88.99.0/24", "a relay address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an unspecified address"),
        ("::1/128", "this machine"),
        ("fe80::/10", "a link-local address"),
        ("fc00::/7", "a private or metadata address"),
        ("ff00::/8", "a multicast address"),
        ("2001::/32", "a tunnel address"),
        ("3fff::/20", "a reserved address"),
    )
)
"""RFC 6890 and its registries, and the metadata services of the large clouds."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""RFC 4291: nothing outside of it is a public IPv6 address."""

_EMBEDDING: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::/96"), 0),  # IPv4-compatible
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (IPv6Network("2002::/16"), 80),  # 6to4
)
"""IPv6 networks that carry an IPv4 address, and how many bits stand to the right of it."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A network, or one port in it, that the config allows although it is not public."""

    network: Network
    port: int | None = None

    @classmethod
    def read(cls, text: str) -> Allowed:
        """From "127.0.0.1:8766", "[::1]:8766" or "10.0.0.0/8"; raises ValueError with the remedy."""
        host, _, port = text.strip().rpartition(":")
        for network, number in ((text.strip(), None), (host, port)):
            try:
                return cls(ipaddress.ip_network(network.strip("[]")), int(number) if number else None)
            except ValueError:
                continue
        raise ValueError(f"{text!r} is no address or network: write 127.0.0.1:8766, [::1]:8766 or 10.0.0.0/8")

    def covers(self, address: Address, port: int) -> bool:
        """Whether a connection to there is allowed by this."""
        return address in self.network and self.port in (None, port)


def refused(address: str, port: int = 0, allowed: Iterable[Allowed] = ()) -> str | None:
    """Why this numeric address must not be connected to, in words for people; None when it may be."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "not a numeric address"
    if is_allowed(ip, port, allowed):
        return None
    return next(filter(None, map(_reason, _with_embedded(ip))), None)


def is_allowed(address: Address, port: int, allowed: Iterable[Allowed]) -> bool:
    """Whether the config names this address, public or not."""
    return any(entry.covers(address, port) for entry in allowed)


def _reason(ip: Address) -> str | None:
    for network, name in _NAMED:
        if ip in network:
            return name
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_UNICAST and not any(_embedded(ip)):
        return "a reserved address"
    if not ip.is_global and not any(_embedded(ip)):
        return "a private or reserved address"
    return None


def _with_embedded(ip: Address) -> Iterator[Address]:
    yield ip
    yield from _embedded(ip)


def _embedded(ip: Address) -> Iterator[IPv4Address]:
    if isinstance(ip, IPv4Address):
        return
    for network, shift in _EMBEDDING:
        if ip in network:
            yield IPv4Address(int(ip) >> shift & 0xFFFFFFFF)
    if int(ip) >> 32 & 0xFDFFFFFF == 0x00005EFE:  # ISATAP, RFC 5214
        yield IPv4Address(int(ip) & 0xFFFFFFFF)


def bare_host(host: str) -> str:
    """A host name in its one form: lower case, IDNA, no last dot; numeric only as a plain address.

    Raises ValueError for numbers in any other form (2130706433, 0x7f.1, 0177.0.0.1) and for what
    is no host name.
    """
    try:
        name = str(IPv6Address(host)) if ":" in host else host.encode("idna").decode("ascii")
        name = name.lower().removesuffix(".")
        if _NUMBER_LABEL.fullmatch(name.rpartition(".")[2]):
            return str(IPv4Address(name))
    except ValueError:
        raise ValueError(f"{host!r} is neither a host name nor a plain address") from None
    labels = name.split(".")
    if "%" in name or (":" not in name and (len(name) > 253 or not all(map(_LABEL.fullmatch, labels)))):
        raise ValueError(f"{host!r} is no host name")
    return name


# --- the one form of a web address ----------------------------------------------------------------

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

_FEED = re.compile(r"\Afeed:(?://|(?=https?://))", re.IGNORECASE)
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
        raise _refused(url, error) from error


def _refused(url: str, error: ValueError) -> NotAnAddress:
    return NotAnAddress(f"{url.strip()[:200]!r} is not a web address: {error}")


LONGEST_FRAGMENT = 100


def within(page: str, name: str, base: str = "") -> str:
    """The address of what has no page of its own: it leads to this one, and names what is meant.

    Raises NotAnAddress.
    """
    whole = "-".join(name.split())
    short = whole if len(whole) <= LONGEST_FRAGMENT else f"{whole[:LONGEST_FRAGMENT]}-{digest_of(whole)}"
    return f"{canonical(page, base)}#{_escaped(short, _IN_QUERY)}"


def meant(typed: str) -> tuple[str, ...]:
    """The canonical addresses that typed text may mean: without a scheme that over TLS, then the other.

    "feed://" is what some readers write in place of either. Raises NotAnAddress.
    """
    bare = _FEED.sub("", typed.strip())
    if not bare:
        raise NotAnAddress("there is no address; name a site or a feed, as in news.example")
    schemes = ("",) if "://" in bare else ("https://", "http://")
    try:
        return tuple(_canonical(_split(scheme + bare, "")) for scheme in schemes)
    except ValueError as error:
        raise _refused(typed, error) from error


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
