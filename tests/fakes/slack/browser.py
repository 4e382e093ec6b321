"""A user's browser on the way through an installation: the app's page, consent, and back again."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import aiohttp
from yarl import URL

from tests.fakes.slack import oauth

if TYPE_CHECKING:
    from tests.fakes.slack.people import User

_AUTHORIZE = re.compile(r"""href=["']([^"']*/oauth/v2/authorize\?[^"']*)["']""")


@dataclass(frozen=True)
class Page:
    """What the browser ends on."""

    status: int
    text: str
    url: str


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


async def install(user: User, url: str) -> Page:
    """Follow an install page to its authorize address, allow, and go where Slack sends the browser."""
    origin = URL(url).origin()
    jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=[origin])
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        async with session.get(url, allow_redirects=False) as first:
            text = await first.text()
            hit = _AUTHORIZE.search(text)
            onward = first.headers.get("Location") or (html.unescape(hit[1]) if hit else "")
        if "/oauth/v2/authorize" not in onward:
            return Page(first.status, text, str(first.url))
        async with session.get(oauth.consent(user, _query(onward))) as last:
            return Page(last.status, await last.text(), str(last.url))
