"""The one spot where Slack's errors become ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.errors import ChannelGone, MessageRefused, NotAllowed, PlatformError, RateLimited

LONGEST_WAIT = 60.0
"""Seconds to wait where Slack asks for a wait without saying how long."""

STALE = frozenset(("token_expired", "token_revoked", "account_inactive", "invalid_auth", "not_authed"))
"""Errors of a token that is no longer good."""


class TokenEnded(NotAllowed):
    """The token is no longer good: nothing was done, and a newer one might do."""


_GONE = {
    "channel_not_found": "the channel is gone, or private without this app in it",
    "is_archived": "the channel is archived",
    "user_not_found": "this person is no longer in the workspace",
}
_NOT_ALLOWED = {
    "user_not_in_channel": "this person is not in the channel",
    "not_in_channel": "this app is not in the channel; invite it with /invite @On Record",
    "cannot_dm_bot": "a bot cannot be written to",
    "team_access_not_granted": "the workspace has not granted access to this app",
    "ekm_access_denied": "an admin of the workspace has suspended its messages",
    "edit_window_closed": "the workspace's time for edits is over",
    "cant_update_message": "the message is not ours",
    "message_not_found": "the message was deleted",
    "not_enabled": "the Home tab is off; turn it on under App Home on the app's page",
}


_REFUSED = frozenset(
    ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text")
)


def translated(error: SlackApiError, method: str) -> PlatformError:
    """Our error for an answer that says no, or for none that can be read."""
    data, status, headers = _parts(error)
    name = str(data.get("error", ""))
    if status == 429 or name in ("ratelimited", "rate_limited"):
        return RateLimited(f"Slack, {method}: too many calls", _wait(headers))
    if not name or status >= 500:
        return unclear(f"HTTP {status}", method)
    if name == "missing_scope":
        needed = data.get("needed") or "not named"
        return NotAllowed(
            f"Slack, {method}: the scope {needed} is missing; add it under OAuth & Permissions and "
            "install the app again"
        )
    if name in STALE:
        return TokenEnded(f"Slack, {method}: the token is no longer good ({name}); install the app again")
    if name in _GONE:
        return ChannelGone(f"Slack: {_GONE[name]}")
    if name in _NOT_ALLOWED:
        return NotAllowed(f"Slack: {_NOT_ALLOWED[name]}")
    if name.startswith("restricted_action"):
        return NotAllowed(f"Slack: the workspace's settings forbid it ({name})")
    if name in _REFUSED:
        return MessageRefused(f"Slack, {method}: {name}{_details(data)}")
    return PlatformError(f"Slack, {method}: {name}{_details(data)}")


def unclear(reason: str, method: str) -> PlatformError:
    """What is said where nobody knows whether a call was done: it is not repeated, but looked for."""
    return PlatformError(f"Slack, {method}: no clear answer ({reason})")


def _parts(error: SlackApiError) -> tuple[Mapping[str, Any], int, Mapping[str, str]]:
    """(body, status, headers); of an answer that is no JSON the body is empty."""
    response = error.response
    data = response if isinstance(response, dict) else getattr(response, "data", None)
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 200)
    return data if isinstance(data, dict) else {}, status, getattr(response, "headers", {})


def _wait(headers: Mapping[str, str]) -> float:
    asked = headers.get("Retry-After", headers.get("retry-after", ""))
    return float(asked) if asked.isdecimal() else LONGEST_WAIT


def _details(data: Mapping[str, Any]) -> str:
    """Where Slack says what is wrong with an argument."""
    messages = (data.get("response_metadata") or {}).get("messages") or []
    return f" ({'; '.join(map(str, messages[:3]))})" if messages else ""
