"""What Slack holds of a workspace: people, channels, messages, and the app's tokens."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.slack import reading
from tests.fakes.slack.blocks import elements_of

if TYPE_CHECKING:
    from tests.fakes.slack.people import User
    from tests.fakes.slack.server import Slack


@dataclass
class Token:
    """A bot token, what it may, and until when."""

    value: str
    scopes: frozenset[str]
    expires_at: float | None = None
    refresh: str | None = None
    dead: str | None = None  # the error that it gives: token_revoked, account_inactive


@dataclass(eq=False)
class Message:
    """One message, as Slack keeps it."""

    channel: Channel
    ts: str
    author: str  # a user id
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    edited: dict[str, Any] | None = None
    broadcast: bool = False
    by_bot: bool = False
    subtype: str | None = None
    hidden_until: float = 0.0  # it is in no history before
    unfurl_links: bool = True
    unfurl_media: bool = True
    seen_by: str | None = None  # the one who sees an ephemeral message
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        """What a reader is shown."""
        return {"text": self.text, "blocks": self.blocks, "attachments": self.attachments}

    @property
    def readable(self) -> str:
        """The words that a reader sees."""
        return reading.readable(self.body)

    @property
    def pings(self) -> list[str]:
        """Whom it pings."""
        return reading.pings(self.body)

    @property
    def links(self) -> list[reading.Link]:
        """Where it links."""
        return reading.links(self.body)

    @property
    def formatted(self) -> list[tuple[str, str]]:
        """What its mrkdwn sets in bold, italics, strike or code: (mark, words)."""
        return reading.formatted(self.body)

    @property
    def unfurls(self) -> bool:
        """Whether Slack would unfold its links; off needs both flags."""
        return bool(self.links) and (self.unfurl_links or self.unfurl_media)

    @property
    def elements(self) -> list[tuple[str, dict[str, Any]]]:
        """(block_id, element) of everything that can be pressed or chosen."""
        return [(block["block_id"], one) for block in self.blocks for one in elements_of(block)]

    @property
    def labels(self) -> list[str]:
        """The texts of its buttons."""
        return [one["text"]["text"] for _, one in self.elements if one.get("type") == "button"]

    def payload(self, full_metadata: bool = True) -> dict[str, Any]:
        """The message as the API and the payloads give it."""
        found: dict[str, Any] = {"type": "message", "user": self.author, "ts": self.ts, "text": self.text}
        installed = self.channel.workspace
        if self.by_bot:
            found |= {"bot_id": installed.bot_id, "app_id": installed.slack.app.id}
        optional = {
            "blocks": self.blocks,
            "attachments": self.attachments,
            "files": self.files,
            "edited": self.edited,
            "subtype": "thread_broadcast" if self.broadcast else self.subtype,
            "reactions": [{"name": n, "users": u, "count": len(u)} for n, u in self.reactions.items()],
        }
        found |= {name: copy.deepcopy(value) for name, value in optional.items() if value}
        if self.metadata:
            kept = copy.deepcopy(self.metadata) if full_metadata else {}
            found["metadata"] = kept or {"event_type": self.metadata["event_type"]}
        return found | self._threading()

    def _threading(self) -> dict[str, Any]:
        if self.thread_ts:
            parent = self.channel.at(self.thread_ts)
            return {"thread_ts": self.thread_ts, "parent_user_id": parent.author if parent else None}
        replies = self.channel.replies(self.ts)
        if not replies:
            return {}
        return {"thread_ts": self.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}


@dataclass(eq=False)
class Channel:
    """A channel: public, private, or a direct talk with the app."""

    workspace: Workspace
    id: str
    name: str
    private: bool = False
    im_with: str | None = None
    archived: bool = False
    group_talk: bool = False  # a direct message of several
    refuses: str | None = None  # the error of every post, such as restricted_action
    creator: str = ""
    members: set[str] = field(default_factory=set)
    kept: dict[str, Message] = field(default_factory=dict)  # by ts, oldest first
    threads: dict[str, list[Message]] = field(default_factory=dict)  # ts of the parent -> replies
    whispers: list[Message] = field(default_factory=list)  # ephemeral
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)  # thread_ts -> setStatus
    prompts: dict[str, dict[str, Any]] = field(default_factory=dict)  # thread_ts -> setSuggestedPrompts
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """im, mpim, group or channel, as scopes and events call it."""
        if self.im_with:
            return "im"
        if self.group_talk:
            return "mpim"
        return "group" if self.private else "channel"

    def at(self, ts: str) -> Message | None:
        """The message of that time."""
        return self.kept.get(ts)

    def keep(self, message: Message) -> None:
        """Add a message."""
        self.kept[message.ts] = message
        if message.thread_ts:
            self.threads.setdefault(message.thread_ts, []).append(message)

    def drop(self, message: Message) -> None:
        """Remove a message."""
        del self.kept[message.ts]
        if message.thread_ts:
            self.threads[message.thread_ts].remove(message)

    def replies(self, ts: str) -> list[Message]:
        """The replies below a message, oldest first."""
        return list(self.threads.get(ts, ()))

    def messages(self) -> list[Message]:
        """What the channel shows, oldest first; replies only where they were sent to the channel too."""
        return [one for one in self.kept.values() if not one.thread_ts or one.broadcast]

    def thread(self, parent: Message | str) -> list[Message]:
        """What the thread pane shows: the parent, then its replies."""
        ts = parent if isinstance(parent, str) else parent.thread_ts or parent.ts
        first = self.at(ts)
        return [*([first] if first else []), *self.replies(ts)]

    def status(self, thread: Message) -> str:
        """What the app says that it is doing there; gone once it answered, and after two minutes."""
        found = self.statuses.get(thread.ts)
        if found is None or found["until"] <= self.workspace.slack.clock.now():
            return ""
        return str(found["status"])

    def ephemerals(self, user: User) -> list[Message]:
        """The messages that only this user sees here."""
        return [one for one in self.whispers if one.seen_by == user.id]


@dataclass(eq=False)
class Workspace:
    """A team, and the app's installation in it."""

    slack: Slack
    id: str
    name: str
    bot_user: str
    bot_id: str
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)
    installed: bool = False
    edit_window_closed: bool = False  # the workspace lets nobody edit

    def user(self, name: str, **own: Any) -> User:
        """Another member."""
        from tests.fakes.slack.people import User

        made = User(self, self.slack.id("U"), name, **own)
        self.users[made.id] = made
        return made

    def channel(self, name: str, *members: User, bot: bool = True, **own: Any) -> Channel:
        """Another channel, with the app in it unless `bot` says no."""
        inside = {one.id for one in members} | ({self.bot_user} if bot else set())
        creator = own.pop("creator", members[0].id if members else "")
        made = Channel(self, self.slack.id("C"), name, creator=creator, members=inside, **own)
        self.channels[made.id] = made
        return made

    @property
    def bot_token(self) -> str:
        """The newest token of the app here."""
        return self.tokens[-1].value

    @property
    def living(self) -> list[Token]:
        """The tokens that still serve."""
        return [one for one in self.tokens if one.dead is None]
