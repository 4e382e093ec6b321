"""What a message would ping, and which of its links one can click: the reading of its worst case.

Read as if the bot might mention everyone and every role, so that a message that pings nobody here
pings nobody anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord.check_components import TEXT, walk

USERS = re.compile(r"<@!?(\d{1,20})>")
ROLES = re.compile(r"<@&(\d{1,20})>")
EVERYONE = re.compile(r"@(everyone|here)")
CODE = re.compile(r"(?<!\\)(```.+?```|``.+?``|`[^`]+`)", re.DOTALL)
MASKED = re.compile(
    r"(?<!\\)\[((?:\\.|\[[^\]]*\]|[^\]\\])*)\]\(\s*<?([^\s>)]+(?:\([^)]*\))?[^\s>)]*)>?[^)]*\)"
)
MAIL = re.compile(r"<([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)>")  # Reference: Message Formatting
PHONE = re.compile(r"<(\+[\d() -]{5,})>")
BARE = re.compile(
    r"(?:https?://|discord:/{1,3}|steam://)[^\s<>]+|discord(?:\.gg|(?:app)?\.com/invite)/[\w-]+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pings:
    everyone: bool = False
    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everyone or bool(self.users) or bool(self.roles)


@dataclass(frozen=True)
class Link:
    url: str
    label: str = ""


def pings_in(body: Mapping[str, Any], allowed: Mapping[str, Any] | None, default: Collection[str]) -> Pings:
    """Whom a body pings (Discord docs, Resources/Message: Allowed Mentions Object).

    Without allowed_mentions `default` is parsed: a bot's message pings all that it names, an answer to
    an interaction the users that it names.
    """
    text = "\n".join(spoken(body))
    allowed = {"parse": default} if allowed is None else allowed
    parse = allowed.get("parse") or []
    users = {int(found) for found in USERS.findall(text)}
    roles = {int(found) for found in ROLES.findall(text)}
    if "users" not in parse:
        users &= {int(each) for each in allowed.get("users") or []}
    if "roles" not in parse:
        roles &= {int(each) for each in allowed.get("roles") or []}
    everyone = "everyone" in parse and bool(EVERYONE.search(text))
    return Pings(everyone, frozenset(users), frozenset(roles))


def spoken(body: Mapping[str, Any]) -> Iterator[str]:
    """The texts in which a mention pings: the content and the text displays, never an embed."""
    if body["content"]:
        yield body["content"]
    for one in walk(body["components"]):
        if one.get("type") == TEXT:
            yield one.get("content", "")


def texts(body: Mapping[str, Any]) -> Iterator[str]:
    """All that a reader reads, in order: content, embeds, texts, labels."""
    if body["content"]:
        yield body["content"]
    for embed in body["embeds"]:
        yield from _texts_of(embed)
    for one in walk(body["components"]):
        for part in ("content", "label", "placeholder"):
            if one.get(part):
                yield one[part]


def _texts_of(embed: dict[str, Any]) -> Iterator[str]:
    yield (embed.get("author") or {}).get("name") or ""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or []:
        yield from (field["name"], field["value"])
    yield (embed.get("footer") or {}).get("text") or ""


def links_in(text: str) -> list[Link]:
    """Those that a reader can click: masked and bare ones, not what stands in code."""
    text = CODE.sub(" ", text)
    found = [Link(url, label) for label, url in MASKED.findall(text) if ":" in url]
    rest = MASKED.sub(" ", text)
    found += [Link(f"mailto:{one}") for one in MAIL.findall(rest)] + [
        Link(f"tel:{one}") for one in PHONE.findall(rest)
    ]
    return found + [Link(one.rstrip(".,:;\"')]*_~|")) for one in BARE.findall(rest)]


def links_of(body: Mapping[str, Any]) -> list[Link]:
    """All of a message: in its texts, on its embeds and on its buttons."""
    found: list[Link] = []
    for text in (*spoken(body), *(part for embed in body["embeds"] for part in _live(embed))):
        found += links_in(text)
    for embed in body["embeds"]:
        for held, label in ((embed, embed.get("title")), (embed.get("author") or {}, "")):
            if held.get("url"):
                found.append(Link(held["url"], label or ""))
    found += [Link(one["url"], one.get("label") or "") for one in walk(body["components"]) if one.get("url")]
    return found


def _live(embed: dict[str, Any]) -> Iterator[str]:
    """The parts of an embed in which a link can be clicked."""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or []:
        yield from (field["name"], field["value"])
