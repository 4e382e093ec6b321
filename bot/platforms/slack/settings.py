"""The settings for Slack, which way they make the app connect, and the scopes that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.errors import ConfigError

API = "https://slack.com/api/"

AUTHORIZE = "https://slack.com/oauth/v2/authorize"

FILES = "https://files.slack.com/"

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to hear of a mention",
    "assistant:write": "to answer in the Assistant pane",
    "channels:history": "to read a thread it is asked about, and to find its own message after a broken post",
    "channels:read": "to know who made a channel: they may change what it gets",
    "chat:write": "to post digests and answers",
    "commands": "for /news, /ask and Brief this",
    "files:read": "to take a list of feeds that is sent to it as a file",
    "groups:history": "as channels:history, in private channels that it was invited to",
    "groups:read": "as channels:read, in private channels that it was invited to",
    "im:history": "to hear what is written to the app itself",
    "im:read": "for the doctor to look at talks with the app that get digests",
    "im:write": "to open the direct messages of somebody who wants alerts there",
    "mpim:history": "as channels:history, in group messages that it was added to",
    "mpim:read": "as channels:read, in group messages that it was added to",
    "users:read": "for people’s names, time zones, and whether they are admins",
}
"""The least that works; none is a user's."""


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """Tokens and secrets as Slack's app pages name them; what is empty is not used.

    With a bot token there is one workspace, which the command line and the local page share. With a
    client id there are as many as install the app. Events come through Socket Mode where there is an
    app token, else to the public address.
    """

    bot_token: str = field(default="", repr=False)  # xoxb-…
    app_token: str = field(default="", repr=False)  # xapp-…
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    public_url: str = ""  # where Slack and people reach us, for OAuth
    managers: tuple[str, ...] = ()  # ids of users who may change feeds and schedules everywhere
    reads_freely: bool | None = None  # whether threads may be read beyond 15 messages a minute
    api_url: str = API
    authorize_url: str = AUTHORIZE
    files_url: str = FILES  # where what people upload is kept; nothing else gets the token

    @property
    def used(self) -> bool:
        """Whether there is anything to connect with."""
        return bool(self.bot_token or self.client_id)

    @property
    def many(self) -> bool:
        """Whether workspaces install the app by themselves."""
        return not self.bot_token

    @property
    def by_socket(self) -> bool:
        """Whether events come through Socket Mode."""
        return bool(self.app_token)

    @property
    def by_http(self) -> bool:
        """Whether Slack or people come to the public listener: with events, or to install the app."""
        return self.many or not self.by_socket

    @property
    def reads_all(self) -> bool:
        """Whether history may be read in large pages: of an app of one's own it may (Rate limits)."""
        return not self.many if self.reads_freely is None else self.reads_freely

    def check(self, sealed: bool = True) -> None:
        """Raise ConfigError that names what is missing, and where Slack shows it.

        `sealed` says whether there are keys under which tokens can be kept.
        """
        for name, start in (("bot_token", "xoxb-"), ("app_token", "xapp-")):
            value = getattr(self, name)
            if value and not value.startswith(start):
                raise ConfigError(f"slack.{name}: one that starts with {start} is needed; see docs/slack.md")
        if not self.used:
            raise ConfigError("set ONRECORD_SLACK_BOT_TOKEN, or a client id for installing Slack by OAuth")
        if not (self.app_token or self.signing_secret):
            raise ConfigError(
                "set ONRECORD_SLACK_APP_TOKEN for Socket Mode, or ONRECORD_SLACK_SIGNING_SECRET for "
                "events over HTTP; both are under Basic Information on the app's page"
            )
        if self.many and not (self.client_secret and self.public_url):
            raise ConfigError(
                "installing Slack by OAuth also needs ONRECORD_SLACK_CLIENT_SECRET and public.url"
            )
        if self.many and not sealed:
            raise ConfigError("slack: tokens of workspaces are kept as ciphertext: set ONRECORD_SECRET_KEYS")
