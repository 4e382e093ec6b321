"""Installing, tokens and their rotation, and their end.

docs.slack.dev: Installing with OAuth (a code for ten minutes, redirect_uri equal to or below a
registered one), Using token rotation (12 hours, refresh tokens once, two live tokens),
auth.revoke, apps.uninstall.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.slack.limits import CODE_SECONDS, LIVE_TOKENS, TOKEN_SECONDS, Refused
from tests.fakes.slack.web_api import Call, method
from tests.fakes.slack.world import Token, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack.people import User
    from tests.fakes.slack.server import Slack


@dataclass
class Code:
    """What a user's consent gave."""

    user: User
    scopes: frozenset[str]
    redirect_uri: str
    at: float
    used: bool = False


def issue(workspace: Workspace, scopes: frozenset[str]) -> Token:
    """A new bot token; with rotation the oldest of more than two die."""
    slack = workspace.slack
    number = slack.id("N")
    if slack.app.rotation:
        until = slack.clock.now() + TOKEN_SECONDS
        token = Token(f"xoxe.xoxb-1-{number}", scopes, until, refresh=f"xoxe-1-{number}")
        for old in workspace.living[: max(0, len(workspace.living) - LIVE_TOKENS + 1)]:
            old.dead = "token_revoked"
    else:
        token = Token(f"xoxb-{number}", scopes)
    workspace.tokens.append(token)
    workspace.installed = True
    return token


def consent(user: User, query: dict[str, str]) -> str:
    """Let a user allow what an authorize address asks for; gives the address to go back to."""
    slack = user.workspace.slack
    app = slack.app
    uri = query.get("redirect_uri") or (app.redirect_urls[0] if app.redirect_urls else "")
    scopes = frozenset(query.get("scope", "").split(",")) - {""}
    if query.get("client_id") != app.client_id:
        raise Refused("invalid_client_id")
    if "#" in uri or not any(
        uri == one or uri.startswith(one.rstrip("/") + "/") for one in app.redirect_urls
    ):
        raise Refused("bad_redirect_uri")
    if not scopes or scopes - app.scopes:
        raise Refused("invalid_scope", needed=",".join(sorted(scopes - app.scopes)))
    name = slack.id("code")
    slack.codes[name] = Code(user, scopes, query.get("redirect_uri", ""), slack.clock.now())
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode({'code': name, 'state': query.get('state', '')})}"


def page(slack: Slack, request: web.Request) -> web.Response:
    """The consent page for a person at a real browser: who is named by `?user=` allows at once."""
    everyone = (one for workspace in slack.workspaces.values() for one in workspace.users.values())
    wanted = request.query.get("user")
    user = next((one for one in everyone if wanted in (None, one.id)), None)
    if user is None:
        return web.Response(status=404, text="nobody is signed in")
    try:
        raise web.HTTPFound(consent(user, dict(request.query)))
    except Refused as refusal:
        return web.Response(status=400, text=f"Something went wrong: {refusal.error}")


def _client(call: Call) -> None:
    app = call.slack.app
    given = call.basic or (call.args.get("client_id"), call.args.get("client_secret"))
    if given[0] != app.client_id:
        raise Refused("invalid_client_id")
    if given[1] != app.client_secret:
        raise Refused("bad_client_secret")


def _granted(workspace: Workspace, token: Token) -> dict[str, Any]:
    app = workspace.slack.app
    found = {
        "access_token": token.value,
        "token_type": "bot",
        "scope": ",".join(sorted(token.scopes)),
        "bot_user_id": workspace.bot_user,
        "app_id": app.id,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    return found | ({"refresh_token": token.refresh, "expires_in": TOKEN_SECONDS} if token.refresh else {})


@method("oauth.v2.access", 4, no_token=True)
def access(call: Call) -> dict[str, Any]:
    _client(call)
    if call.args.get("grant_type") == "refresh_token":
        return _refresh(call)
    code = call.slack.codes.get(str(call.args.get("code")))
    if code is None or call.slack.clock.now() - code.at > CODE_SECONDS:
        raise Refused("invalid_code")
    if code.used:
        raise Refused("code_already_used")
    if code.redirect_uri != str(call.args.get("redirect_uri") or ""):
        raise Refused("bad_redirect_uri")
    code.used = True
    workspace = code.user.workspace
    return _granted(workspace, issue(workspace, code.scopes)) | {"authed_user": {"id": code.user.id}}


def _refresh(call: Call) -> dict[str, Any]:
    wanted = call.wanted("refresh_token")
    for workspace in call.slack.workspaces.values():
        for token in workspace.tokens:
            if token.refresh == wanted and workspace.installed:
                token.refresh = None
                return _granted(workspace, issue(workspace, token.scopes))
    raise Refused("invalid_refresh_token")


def end(workspace: Workspace, error: str) -> None:
    """All tokens of a workspace die, and the app hears of it."""
    slack = workspace.slack
    for token in workspace.living:
        token.dead = error
    slack.emit(workspace, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [workspace.bot_user]}})
    if error == "account_inactive":
        slack.emit(workspace, {"type": "app_uninstalled"})
    workspace.installed = False
    for channel in workspace.channels.values():
        if not channel.im_with:
            channel.members.discard(workspace.bot_user)
    slack.tell()


@method("auth.revoke", 3)
def revoke(call: Call) -> dict[str, Any]:
    if call.flag("test"):
        return {"revoked": False}
    end(call.workspace, "token_revoked")
    return {"revoked": True}


@method("apps.uninstall", 1)
def uninstall(call: Call) -> dict[str, Any]:
    _client(call)
    end(call.workspace, "account_inactive")
    return {}
