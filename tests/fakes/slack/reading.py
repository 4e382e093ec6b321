"""What a message does to its readers: whom it pings, where it links, what it formats, what it says.

docs.slack.dev, Formatting message text: `<@U…>`, `<#C…>`, `<!here>`, `<!subteam^…>` and
`<url|label>` are live in mrkdwn text; only `&`, `<` and `>` are escaped. Read in favour of danger:
the notification text counts as much as the blocks, and a bare @here counts as a ping unless the text
is `verbatim` (Text object). Not counted: channel names and domains written bare.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_ANGLE = re.compile(r"<([^<>\n]+)>")
_BARE_PING = re.compile(r"(?<![\w@<!])@(here|channel|everyone)\b")
_BARE_URL = re.compile(r"(?:https?://|mailto:)[^\s<>|]+")
_FORMAT = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)([^\n]+?)(?<=\S)\1(?![\w*_~`])")
_MARKDOWN_LINK = re.compile(r"\[([^\]\n]+)\]\(<?([^)\s>]+)>?[^)]*\)")
_LIVE = ("mrkdwn", "verbatim", "markdown", "text")


@dataclass(frozen=True)
class Link:
    """A live link; one that Slack makes of a bare address is its own label."""

    url: str
    label: str


def pieces(message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text that a message shows, with its kind: mrkdwn, plain_text, markdown, or its text field."""
    if message.get("text"):
        yield "text", message["text"]
    for part in (*(message.get("blocks") or ()), *(message.get("attachments") or ())):
        yield from _pieces(part)


def _pieces(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for one in node:
            yield from _pieces(one)
    if not isinstance(node, dict):
        return
    kind, text = node.get("type"), node.get("text")
    if isinstance(text, str):
        yield _kind(kind, node), text
    for name in ("alt_text",):
        if isinstance(node.get(name), str):
            yield "plain_text", node[name]
    for name, one in node.items():
        if name not in {"value", "metadata", "text"} or isinstance(one, dict):
            yield from _pieces(one)


def _kind(kind: Any, node: Mapping[str, Any]) -> str:
    if kind == "mrkdwn" and node.get("verbatim"):
        return "verbatim"  # Text object: bare addresses and names stay as they are
    if kind is None:
        return "mrkdwn"  # an attachment's text
    return str(kind) if kind in {"mrkdwn", "markdown"} else "plain_text"


def _rich(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for one in node:
            yield from _rich(one)
    elif isinstance(node, dict):
        if node.get("type") in {"user", "usergroup", "broadcast", "channel", "link"}:
            yield node
        for one in node.values():
            yield from _rich(one)


def _in_rich_text(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for block in message.get("blocks") or ():
        if block.get("type") in {"rich_text", "table"}:
            yield from _rich(block)


def pings(message: Mapping[str, Any]) -> list[str]:
    """Whom it pings: `@U…`, `!here`, `!subteam^S…`, `@here` written bare."""
    found: list[str] = []
    for kind, text in pieces(message):
        if kind not in _LIVE:
            continue
        inner = [one for one in _ANGLE.findall(text) if one[0] == "@" or one[0] == "!"]
        found += [one.split("|")[0] for one in inner if not one.startswith("!date^")]
        if kind != "verbatim":
            found += [f"@{one}" for one in _BARE_PING.findall(text)]
    for node in _in_rich_text(message):
        if node["type"] in {"user", "usergroup", "broadcast"}:
            found.append("@" + str(node.get("user_id") or node.get("usergroup_id") or node.get("range")))
    return found


def links(message: Mapping[str, Any]) -> list[Link]:
    """Every live link: written as one, made of a bare address, of a button or of an option."""
    found: list[Link] = []
    for kind, text in pieces(message):
        if kind in _LIVE:
            found += _links_in(kind, text)
    for node in _in_rich_text(message):
        if node["type"] == "link":
            found.append(Link(node["url"], node.get("text", node["url"])))
    return found + [Link(one["url"], _label(one)) for one in _with_url(message.get("blocks") or [])]


def _links_in(kind: str, text: str) -> Iterator[Link]:
    for inner in _ANGLE.findall(text):
        if inner[0] not in "@!#":
            url, _, label = inner.partition("|")
            yield Link(html.unescape(url), html.unescape(label or url))
    rest = _ANGLE.sub(" ", text)
    if kind == "markdown":
        for label, url in _MARKDOWN_LINK.findall(rest):
            yield Link(html.unescape(url), html.unescape(label))
        rest = _MARKDOWN_LINK.sub(" ", rest)
    for url in _BARE_URL.findall(rest) if kind != "verbatim" else ():
        yield Link(html.unescape(url), html.unescape(url))


def _with_url(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for one in node:
            yield from _with_url(one)
    elif isinstance(node, dict):
        if isinstance(node.get("url"), str) and isinstance(node.get("text"), dict):
            yield node
        for one in node.values():
            yield from _with_url(one)


def _label(node: Mapping[str, Any]) -> str:
    return str(node["text"].get("text", ""))


def channels(message: Mapping[str, Any]) -> list[str]:
    """The channels it links, by id."""
    live = (text for kind, text in pieces(message) if kind in _LIVE)
    return [one[1:].split("|")[0] for text in live for one in _ANGLE.findall(text) if one[0] == "#"]


def formatted(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What its mrkdwn sets in bold, italics, strike or code: (mark, words), read loosely."""
    live = (text for kind, text in pieces(message) if kind in {"mrkdwn", "verbatim", "text"})
    return [(mark, html.unescape(words)) for text in live for mark, words in _FORMAT.findall(text)]


def shown(text: str) -> str:
    """Text as a reader sees it: labels for links, names for mentions, entities as characters."""
    return html.unescape(_ANGLE.sub(lambda hit: hit[1].rpartition("|")[2], text))


def readable(message: Mapping[str, Any]) -> str:
    """All that a reader sees of a message; its text field only where there are no blocks."""
    if not message.get("blocks"):
        return shown(message.get("text") or "")
    parts = (text if kind == "plain_text" else shown(text) for kind, text in _pieces(message["blocks"]))
    return "\n".join(parts)
