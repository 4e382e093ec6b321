"""What the app asks to be allowed, each with what it is for; config/slack-manifest.yaml asks for the same."""

from __future__ import annotations

from collections.abc import Mapping

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to hear of a mention",
    "assistant:write": "to answer in the Assistant pane",
    "channels:history": "to read a thread it is asked about, and to find its own message after a broken post",
    "channels:read": "to know who made a channel: they may change what it gets",
    "chat:write": "to post digests and answers",
    "commands": "for /news, /ask and Brief this",
    "groups:history": "as channels:history, in private channels that it was invited to",
    "groups:read": "as channels:read, in private channels that it was invited to",
    "im:history": "to hear what is written to the app itself",
    "users:read": "for people’s names, time zones, and whether they are admins",
}
"""The least that works; none is a user's."""
