"""The Web API over HTTP: reads a call as Slack reads it, checks token, scope and rate, and answers."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.slack import faults, rates
from tests.fakes.slack.limits import Refused
from tests.fakes.slack.world import Token, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack.server import Slack

POSTS = frozenset({"chat.postMessage"})  # what goes wrong by chance
JSON_FIELDS = ("blocks", "attachments", "metadata", "view", "prompts", "unfurls", "loading_messages")
NOT_JSON = {  # chat.postMessage, errors: invalid_blocks_format, invalid_metadata_format
    "blocks": "invalid_blocks_format",
    "metadata": "invalid_metadata_format",
}


@dataclass
class Call:
    """One call: which method, with what, by whom; and what it was answered."""

    slack: Slack
    method: str
    args: dict[str, Any]
    token: str = ""
    basic: tuple[str, str] | None = None  # client id and secret
    answer: dict[str, Any] = field(default_factory=dict)
    _at: tuple[Workspace, Token] | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace of the token."""
        assert self._at
        return self._at[0]

    @property
    def scopes(self) -> frozenset[str]:
        """What the token may."""
        return self._at[1].scopes if self._at else frozenset()

    def login(self) -> None:
        """Refuse a token that does not serve; docs.slack.dev, Web API errors."""
        if not self.token:
            raise Refused("not_authed")
        if self.token == self.slack.app.app_token:
            raise Refused("not_allowed_token_type")
        self._at = self.slack.who(self.token)
        if self._at is None:
            raise Refused("invalid_auth")
        token = self._at[1]
        if token.dead:
            raise Refused(token.dead)
        if token.expires_at is not None and self.slack.clock.now() >= token.expires_at:
            raise Refused("token_expired")

    def need(self, *scopes: str) -> None:
        """Refuse a token that has none of these scopes."""
        if scopes and not self.scopes & set(scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.scopes)))

    def wanted(self, name: str) -> Any:
        """An argument that must be there."""
        value = self.args.get(name)
        if value in (None, ""):
            raise Refused("invalid_arguments", [f"missing required field: {name}"])
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean, however it was sent."""
        value = self.args.get(name, default)
        return value in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        """A whole number, however it was sent."""
        try:
            return int(self.args.get(name) or default)
        except ValueError:
            raise Refused("invalid_limit") from None


Handler = Callable[[Call], dict[str, Any]]


@dataclass(frozen=True)
class Method:
    """A method: what runs it, how many calls a minute, which scopes (one of them is enough)."""

    run: Handler
    a_minute: int
    scopes: tuple[str, ...] = ()
    open: bool = False  # needs no bot token


METHODS: dict[str, Method] = {}


def method(name: str, tier: int, *scopes: str, no_token: bool = False) -> Callable[[Handler], Handler]:
    """Put a handler into the table; the tier is that of the method's page, above 4 it is a number a minute."""

    def put(run: Handler) -> Handler:
        METHODS[name] = Method(run, rates.TIERS.get(tier, tier), scopes, no_token)
        return run

    return put


async def serve(slack: Slack, request: web.Request) -> web.Response:
    """Answer one request, or do with it what a fault says."""
    name = request.match_info["method"]

    async def handle() -> web.Response:
        return await _answer(slack, name, request)

    fault = slack.faults.take(name) or _by_chance(slack, name)
    await slack.steps.asked(name)
    try:
        answer = await fault(request, handle) if fault else await handle()
    finally:
        slack.tell()
    await slack.steps.done(name)
    return answer


def _by_chance(slack: Slack, name: str) -> faults.Fault | None:
    if slack.mishaps is None:
        return None
    if slack.mishaps.broken:
        return faults.status(500)
    mishap = slack.mishaps.of_post() if name in POSTS else None
    return faults.by_chance(slack, mishap) if mishap else None


async def _answer(slack: Slack, name: str, request: web.Request) -> web.Response:
    call = Call(slack, name, {})
    try:
        call = await _read(slack, name, request)
        slack.calls.append(call)
        seconds = _refuse_or_wait(call)
        if seconds:
            return faults.too_many(seconds)
        call.answer = {"ok": True, **METHODS[name].run(call)}
    except TooMany as refusal:
        return faults.too_many(refusal.seconds)
    except Refused as refusal:
        call.answer = refusal.body()
    headers = {"X-OAuth-Scopes": ",".join(sorted(call.scopes))} if call.scopes else {}
    return web.json_response(call.answer, headers=headers)


class TooMany(Exception):
    """A limit finer than a method's tier."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


def _refuse_or_wait(call: Call) -> int:
    found = METHODS.get(call.method)
    if found is None:
        raise Refused("unknown_method", req_method=call.method)
    if found.open:
        return call.slack.rates.wait(call.method, "", found.a_minute)
    call.login()
    call.need(*found.scopes)
    a_minute = found.a_minute
    if call.slack.app.distributed and call.method in {"conversations.history", "conversations.replies"}:
        a_minute = rates.SMALL_HISTORY
    return call.slack.rates.wait(call.method, call.workspace.id, a_minute)


async def _read(slack: Slack, name: str, request: web.Request) -> Call:
    args: dict[str, Any] = {key: value for key, value in request.query.items() if key != "token"}
    if request.content_type == "application/json":
        args |= _json_body(await request.text())
    else:
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = secret if kind == "Bearer" else str(args.pop("token", ""))
    basic = _basic(request.headers["Authorization"]) if kind == "Basic" else None
    return Call(slack, name, {key: _value(key, one) for key, one in args.items()}, token, basic)


def _json_body(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(found, dict):
        raise Refused("json_not_object")
    return {key: value for key, value in found.items() if value is not None}


def _value(name: str, value: Any) -> Any:
    if name not in JSON_FIELDS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refused(NOT_JSON.get(name, "invalid_arguments")) from None


def _basic(header: str) -> tuple[str, str]:
    name, _, secret = base64.b64decode(header.split(" ")[1]).decode().partition(":")
    return name, secret
