"""The few texts that Slack does parse: the fallback of a message, and what a person typed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable

from bot.platforms.slack.limits import FALLBACK

_MARKED = re.compile(r"<([^<>]*)>")
_SPECIAL = re.compile(
    r"^!(?:subteam\^\w+(?:\|(?P<team>.*))?|date\^.*\|(?P<date>.*)|(?P<all>\w+).*)$", re.DOTALL
)

_MARKS = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})
_PINGS = re.compile(r"@(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)

Names = Callable[[str], str]
"""A user's id to the name that people see."""


def escaped(text: str) -> str:
    """Text that Slack shows as it stands: no mention, no link (Formatting message text: & < > alone)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def defused(text: str) -> str:
    """Text in which nothing is bold, linked or a mention, even where Slack looks for these by itself."""
    return _SCHEME.sub("", _PINGS.sub("＠", text)).translate(_MARKS)


def fallback(lines: Iterable[str]) -> str:
    """Lines for notifications and screen readers, defused and escaped, as many as Slack takes."""
    kept: list[str] = []
    left = FALLBACK
    for line in filter(None, map(defused, lines)):
        safe = escaped(line)
        if len(safe) > left:
            return "\n".join([*kept, _shortened(line, left)])
        kept.append(safe)
        left -= len(safe) + 1
    return "\n".join(kept)


def _shortened(line: str, longest: int) -> str:
    while line and len(escaped(line)) + 1 > longest:
        line = line[: min(len(line) - 1, longest)]
    return escaped(line) + "…" if longest > 0 else ""


def plain(text: str, names: Names) -> str:
    """What a person wrote, without Slack's marks: mentions as names, links as their addresses."""
    return html.unescape(_MARKED.sub(lambda found: _resolved(found.group(1), names), text))


def users_in(text: str) -> list[str]:
    """The ids of the users whom a text mentions, each once."""
    found = re.findall(r"<@([UW]\w+)(?:\|[^<>]*)?>", text)
    return list(dict.fromkeys(found))


def without(text: str, user: str) -> str:
    """The text without the mentions of one user."""
    return re.sub(rf"\s*<@{re.escape(user)}(?:\|[^<>]*)?>\s*", " ", text).strip()


def _resolved(mark: str, names: Names) -> str:
    target, _, label = mark.partition("|")
    if target.startswith("@"):
        return "@" + (names(target[1:]) or label or target[1:])
    if target.startswith("#"):
        return "#" + (label or target[1:])
    if special := _SPECIAL.match(mark):
        return special["team"] or special["date"] or f"@{special['all'] or 'group'}"
    address = target.removeprefix("mailto:")
    return address if not label or label in target else f"{label} ({address})"
