"""The one place where HTTP's answers and aiohttp's errors become ours."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

import aiohttp
from yarl import URL

from bot.adapters.fetch.guard import RefusedError, proper
from bot.errors import AddressRefused, FetchError, Forbidden, Gone, TooManyRedirects, Unavailable

MOVED = frozenset({301, 302, 303, 307, 308})
_MOVED_FOR_GOOD = frozenset({301, 308})
_LATER = frozenset({408, 425, 429})
_LONGEST_RETRY_AFTER = 7 * 86_400.0


@dataclass(slots=True)
class Trail:
    """Where one try stands, and how the redirects led there."""

    at: URL
    crawling: bool = False
    behind: set[URL] = field(default_factory=set)
    for_good: bool = True

    def follow(self, answer: aiohttp.ClientResponse, most: int) -> None:
        """Go where a redirect points; raises TooManyRedirects, AddressRefused or Unavailable."""
        location = answer.headers.get("Location")
        if not location:
            raise Unavailable(str(self.at), "it redirects to nowhere")
        target = proper(location, self.at)
        self.behind.add(self.at)
        if target in self.behind:
            raise TooManyRedirects(str(self.at), "it redirects in a circle")
        if len(self.behind) > most:
            raise TooManyRedirects(str(self.at), f"it redirects more than {most} times")
        self.for_good = self.for_good and answer.status in _MOVED_FOR_GOOD
        self.at = target

    @property
    def moved_to(self) -> str | None:
        """Where the address has moved for good."""
        return str(self.at) if self.behind and self.for_good else None


def check_status(answer: aiohttp.ClientResponse) -> None:
    """Raises what an answer without the thing asked for stands for."""
    url, status = str(answer.url), answer.status
    if status < 300 or status == 304:
        return
    if status in (404, 410):
        raise Gone(url, f"nothing is there any more (HTTP {status})")
    if "cf-mitigated" in answer.headers:
        raise Forbidden(url, f"a robot wall (Cloudflare) stands before it (HTTP {status})")
    if status in _LATER or status >= 500 or status < 400:
        raise Unavailable(url, f"the server cannot answer now (HTTP {status})", retry_after(answer.headers))
    raise Forbidden(url, f"the server refuses to answer us (HTTP {status})")


@contextmanager
def translated(trail: Trail) -> Iterator[None]:
    """Raises a `FetchError` for whatever fails within."""
    try:
        yield
    except FetchError:
        raise
    except (TimeoutError, aiohttp.ClientError, ValueError) as error:
        raise _unanswered(str(trail.at), error) from error


def _unanswered(url: str, error: Exception) -> FetchError:
    match error:
        case TimeoutError():
            return Unavailable(url, "no full answer came in time")
        case aiohttp.ClientConnectorDNSError():
            return Unavailable(url, "the name of the server is not known, or there is no network")
        case aiohttp.ClientConnectorCertificateError():
            return Unavailable(url, "its certificate is not valid")
        case aiohttp.ClientConnectorError(os_error=RefusedError(reason=reason)):
            return AddressRefused(
                url,
                f"it leads to {reason}; only whoever runs On Record can read it, "
                "by naming it in gather.allow",
            )
        case aiohttp.ClientConnectorError():
            return Unavailable(url, "the server cannot be reached")
        case aiohttp.ClientPayloadError():
            return Unavailable(url, "the answer broke off or is garbled")
        case _:
            return Unavailable(url, "the server's answer is malformed, so that it cannot be read")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After", "")
    try:
        asked = float(value) if value.isdecimal() else _seconds_until(value)
    except ValueError:
        return None
    return min(max(asked, 0.0), _LONGEST_RETRY_AFTER)


def _seconds_until(date: str) -> float:
    then = parsedate_to_datetime(date)
    return (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - time.time()
