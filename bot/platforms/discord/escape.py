"""Strangers' text as Discord's markdown that shows it as it stands, and links that lead where they say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.outline.safe import CUT, cut, link_parts, one_line, safe_url
from bot.model import Link

NAME = 200
"""Characters of a link's name."""

_UNIT = re.compile(
    r"(?P<calls>[@＠](?=[\w&!]))"
    r"|(?P<live>[\\*_~`|<\[\]]|^[-+#>]|:(?=/)|(?<=discord\.gg)/|(?<=discord\.com)/|(?<=discordapp\.com)/)"
    r"|(?P<number>^\d+(?=[.)]\s))"
    r"|.",
    re.IGNORECASE | re.DOTALL,
)
"""A character, or what would be markdown, a link by itself, or an entry of a list."""

APART = "\u200b"
"""Stands behind an @, which a backslash does not keep from calling people."""


def escaped(text: str, longest: int) -> str:
    """The text on one line without any markdown, mention or link; cut to so many characters as written."""
    kept: list[str] = []
    left = longest
    for found in _UNIT.finditer(one_line(text)):
        unit = _unit(found)
        if len(unit) > left:
            return _cut(kept, left)
        kept.append(unit)
        left -= len(unit)
    return "".join(kept)


def link(one: Link) -> str:
    """A link by its name; where that looks like another address, the name and the link by its host.

    The name alone where the address is not fit to be opened.
    """
    url = safe_url(one.url)
    if url is None:
        return escaped(one.name, NAME)
    before, called = link_parts(one)
    label = escaped(called.replace("[", "(").replace("]", ")"), NAME)
    linked = f"[{label}]({_address(url)})"
    return f"{escaped(before, NAME)} ({linked})" if before else linked


def resolved(text: str, names: Mapping[str, str]) -> str:
    """What a person wrote, mentions by `names`: users by id, channels by `#` and id, roles by `&`."""
    text = re.sub(r"<a?:(\w+):\d+>", r":\1:", text)
    text = re.sub(r"<t:(\d+)(?::\w)?>", r"\1", text)
    return re.sub(r"<(@!?|@&|#)(\d+)>", lambda found: _name(found, names), text)


def without(text: str, user: str) -> str:
    """The text without the mentions of one user."""
    return re.sub(rf"\s*<@!?{re.escape(user)}>\s*", " ", text).strip()


def plain_name(text: str, longest: int) -> str:
    """A name for a thread or a tag, where nothing is markdown; never empty."""
    return cut(one_line(text), longest) or "On Record"


def _unit(found: re.Match[str]) -> str:
    unit = found.group()
    match found.lastgroup:
        case "calls":
            return unit + APART
        case "live":
            return f"\\{unit}"
        case "number":
            return f"{unit}\\"
        case _:
            return unit


def _cut(kept: list[str], left: int) -> str:
    """What fits, with a mark that it goes on."""
    while kept and left < len(CUT):
        left += len(kept.pop())
    return "".join(kept).rstrip() + CUT


def _address(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace("*", "%2A")


def _name(found: re.Match[str], names: Mapping[str, str]) -> str:
    kind, number = found.groups()
    if kind == "#":
        return "#" + names.get(f"#{number}", "channel")
    if kind == "@&":
        return "@" + names.get(f"&{number}", "role")
    return "@" + names.get(number, "somebody")
