"""The app as Slack knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SCOPES = (  # all that the stand-in knows but chat:write.public, which opens channels unjoined
    "app_mentions:read,assistant:write,channels:history,channels:join,channels:read,chat:write,"
    "commands,files:read,groups:history,groups:read,im:history,im:read,im:write,links:read,"
    "links:write,mpim:history,mpim:read,reactions:write,team:read,users:read,users:read.email"
)
EVENTS = (
    "app_home_opened,app_mention,app_uninstalled,assistant_thread_context_changed,"
    "assistant_thread_started,channel_archive,channel_deleted,channel_left,channel_rename,"
    "channel_unarchive,group_archive,group_left,group_rename,group_unarchive,link_shared,"
    "member_joined_channel,member_left_channel,message.channels,message.groups,message.im,"
    "message.mpim,tokens_revoked,user_change"
)


@dataclass
class App:
    """The app as its manifest and its settings describe it."""

    id: str = "A0RECORD01"
    name: str = "On Record"
    client_id: str = "1000.2000"
    client_secret: str = "client-secret"
    signing_secret: str = "signing-secret"
    verification_token: str = "deprecated-token"
    app_token: str = "xapp-1-A0RECORD01-1-token"
    scopes: frozenset[str] = frozenset(SCOPES.split(","))
    events: frozenset[str] = frozenset(EVENTS.split(","))
    commands: frozenset[str] | None = None  # those declared; None takes any
    shortcuts: frozenset[str] | None = None  # callback ids, likewise
    socket_mode: bool = True
    request_url: str = ""  # of events, commands and interactivity in HTTP mode
    redirect_urls: tuple[str, ...] = ()
    rotation: bool = False  # tokens expire after twelve hours
    distributed: bool = False  # sold outside the Marketplace: history 1 a minute, 15 messages
    home_tab: bool = True
    agent: bool = False  # an agent app rather than a legacy assistant

    @classmethod
    def of_manifest(cls, manifest: Mapping[str, Any], **own: Any) -> App:
        """An app with the scopes, events, redirects and switches of a manifest."""
        settings, oauth = manifest.get("settings", {}), manifest.get("oauth_config", {})
        features = manifest.get("features", {})
        return cls(
            name=manifest["display_information"]["name"],
            scopes=frozenset(oauth.get("scopes", {}).get("bot", ())),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            commands=frozenset(one["command"] for one in features.get("slash_commands", ())),
            shortcuts=frozenset(one["callback_id"] for one in features.get("shortcuts", ())),
            redirect_urls=tuple(oauth.get("redirect_urls", ())),
            socket_mode=bool(settings.get("socket_mode_enabled", False)),
            rotation=bool(settings.get("token_rotation_enabled", False)),
            home_tab=bool(features.get("app_home", {}).get("home_tab_enabled", False)),
            **own,
        )
