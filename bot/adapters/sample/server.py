"""The outlets' feeds, front pages and articles over HTTP, with conditional GET."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

import jinja2
from aiohttp import web

from bot.adapters.sample.outlets import OUTLETS, Outlet, Piece, pieces

_TYPES = {
    "feed.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
    "full.xml": "application/rss+xml",
}


def sample_app(started: datetime) -> web.Application:
    """An application that serves the outlets; all their times count back from `started`, which has a zone."""
    desk = _Desk(started)
    app = web.Application()
    for outlet in OUTLETS:
        app.router.add_get(outlet.feed_path, desk.feed)
        app.router.add_get(f"/{outlet.slug}/", desk.front)
    for piece in pieces():
        app.router.add_get(piece.path, desk.article)
    return app


class _Desk:
    """Answers requests; what it answers changes only with the start and the address it is asked at."""

    def __init__(self, started: datetime) -> None:
        self._started = started
        self._outlets = {outlet.slug: outlet for outlet in OUTLETS}
        self._pieces = {piece.path: piece for piece in pieces()}
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["rfc822"] = format_datetime
        self._templates.globals.update(started=started)

    async def feed(self, request: web.Request) -> web.Response:
        """The feed of the outlet in the path."""
        outlet = self._outlet(request)
        body = self._render(request, outlet.feed, outlet)
        return self._answer(request, body, _TYPES[outlet.feed], self._of(outlet)[0])

    async def front(self, request: web.Request) -> web.Response:
        """The front page: links, and no article."""
        outlet = self._outlet(request)
        return self._answer(
            request, self._render(request, "front.html", outlet), "text/html", self._of(outlet)[0]
        )

    async def article(self, request: web.Request) -> web.Response:
        """The page of the article at the path, with all that stands around it."""
        piece = self._pieces[request.path]
        outlet = self._outlets[piece.outlet]
        body = self._render(request, f"{outlet.slug}.html", outlet, piece)
        return self._answer(request, body, "text/html", piece)

    def _outlet(self, request: web.Request) -> Outlet:
        return self._outlets[request.path.split("/")[1]]

    def _of(self, outlet: Outlet) -> list[Piece]:
        return [piece for piece in pieces() if piece.outlet == outlet.slug]

    def _render(self, request: web.Request, name: str, outlet: Outlet, piece: Piece | None = None) -> str:
        base = f"{request.scheme}://{request.host}"
        mine = self._of(outlet)
        return self._templates.get_template(name).render(
            base=base,
            outlet=outlet,
            pieces=mine,
            piece=piece,
            others=[other for other in mine if other != piece],
        )

    def _answer(self, request: web.Request, body: str, kind: str, newest: Piece) -> web.Response:
        """The body, or 304 when the reader has it already."""
        raw = body.encode()
        etag = hashlib.blake2b(raw, digest_size=8).hexdigest()
        modified = newest.published(self._started)
        answer = web.Response(body=raw, content_type=kind, charset="utf-8")
        if _has(request, etag, modified):
            answer = web.Response(status=304)
        answer.etag = etag
        answer.last_modified = modified
        return answer


def _has(request: web.Request, etag: str, modified: datetime) -> bool:
    asked = request.if_none_match
    if asked is not None:
        return any(tag.value in ("*", etag) for tag in asked)
    return request.if_modified_since is not None and request.if_modified_since >= modified
