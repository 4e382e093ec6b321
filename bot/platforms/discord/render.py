"""Outline -> what Discord is given: messages in Components V2, or in an embed where those are off; pure.

A message is a container: what it is at the top, then a text a story with its buttons below, the footer.
Nothing in it may call anybody: `allowed_mentions` lets none through, whatever a text holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.core import outline as outlines
from bot.core.outline import texts
from bot.core.outline.safe import CUT, cut, one_line
from bot.core.outline.texts import CONTINUED
from bot.model import Digest, Outline, Part, Section, digest_of
from bot.platforms.discord import buttons
from bot.platforms.discord.escape import escaped
from bot.platforms.discord.limits import (
    COMPONENTS,
    COMPONENTS_V2,
    CONTENT,
    EMBED_FOOTER,
    EMBED_TEXT,
    EMBED_TITLE,
    MESSAGE_BYTES,
    MESSAGE_TEXT,
    ROW,
    ROWS,
)
from bot.platforms.discord.markdown import divided, text_of

Payload = dict[str, Any]

NOBODY: Payload = {"parse": []}
"""`allowed_mentions` under which no text calls anybody (Resources/Message: Allowed Mentions Object)."""

TITLE = 240
DAY = 500
LEAD = 500
MOST_BUTTONS = 10
"""Buttons of a story, in two rows; a reader scans no more."""

AROUND = 12
"""Components of a message that are no story: container, top, lines, footer, a row to share and turn pages."""

WHOLE = 1_000
"""What fits into a message, as `outline.split` counts: thousandths of whichever limit is nearest."""


def parts(digest: Digest) -> tuple[Part, ...]:
    """The messages that a digest becomes, each with the key that finds it again."""
    split = pages(outlines.of_digest(digest))
    return tuple(
        Part(digest_of("digest", digest.id, str(number)), outline) for number, outline in enumerate(split)
    )


def pages(outline: Outline) -> list[Outline]:
    """The outline within the limits of a message, cut between stories."""
    whole = divided(outline)
    around = f"{_top(whole)}{escaped(CONTINUED, TITLE)}{_footer(whole)}"
    characters = MESSAGE_TEXT - len(around)
    size = MESSAGE_BYTES - len(around.encode())

    def cost(section: Section) -> int:
        made = _section(section, set())
        whole = "".join(_texts(made))
        return max(
            _share(len(whole), characters),
            _share(len(whole.encode()), size),
            _share(_count(made), COMPONENTS - AROUND),
        )

    return outlines.split(whole, WHOLE, cost)


def message(
    outline: Outline, key: str = "", below: Sequence[Payload] = (), *, classic: bool = False
) -> Payload:
    """A message of one page; `key` finds it again, `below` are buttons under all of it."""
    return _classic(outline, key, below) if classic else _modern(outline, key, below)


def plain(outline: Outline, key: str) -> Payload:
    """A message as text alone, for where Discord does not take its form; a button still bears the key."""
    pieces = [_top(outline), *map(text_of, outline.sections), _footer(outline)]
    text = "\n\n".join(filter(None, pieces))
    shown = text if len(text) <= CONTENT else f"{text[: CONTENT - 2]} {CUT}"
    return {"content": shown, "components": buttons.rows([_home(key)]), "allowed_mentions": NOBODY}


def shape(payload: Payload) -> str:
    """How much there is in a message, but not what it says."""
    components = payload.get("components", ())
    said = "".join(_texts(components))
    return f"{_count(components)} components, {len(said)} characters, {len(said.encode())} bytes"


def notice(sentence: str) -> Payload:
    """A message of one sentence of ours."""
    text = {"type": 10, "content": escaped(sentence, MESSAGE_TEXT) or CUT}
    return {"components": [text], "flags": COMPONENTS_V2, "allowed_mentions": NOBODY}


def _modern(outline: Outline, key: str, below: Sequence[Payload]) -> Payload:
    top: Payload = {"type": 10, "content": _top(outline)}
    if key:
        top = {"type": 9, "components": [top], "accessory": _home(key)}
    taken: set[str] = set()
    stories = [piece for section in outline.sections for piece in _section(section, taken)]
    inner = [top, *_ruled(stories)]
    if footer := _footer(outline):
        inner += [{"type": 14}, {"type": 10, "content": footer}]
    components = [{"type": 17, "components": inner}, *buttons.rows(below)]
    return {"components": components, "flags": COMPONENTS_V2, "allowed_mentions": NOBODY}


def _classic(outline: Outline, key: str, below: Sequence[Payload]) -> Payload:
    """The same in an embed and five rows of buttons."""
    pieces = [_day(outline), escaped(outline.lead, LEAD), *map(text_of, outline.sections)]
    body = "\n\n".join(filter(None, pieces))
    embed: Payload = {"title": escaped(outline.title, EMBED_TITLE) or texts.ON_RECORD}
    if body:
        embed["description"] = body[:EMBED_TEXT]
    if footer := cut(one_line(outline.footer), EMBED_FOOTER):
        embed["footer"] = {"text": footer}
    taken: set[str] = set()
    ours = [_home(key)] if key else []
    room = ROW * ROWS - len(ours) - len(below)
    controls = [one for section in outline.sections for one in _controls(section, taken)]
    rows = buttons.rows([*ours, *controls[:room], *below])
    return {"embeds": [embed], "components": rows, "allowed_mentions": NOBODY}


def _home(key: str) -> Payload:
    return buttons.button(buttons.custom_id(buttons.HOME, ref=key), texts.THIS_CHANNEL)


def _ruled(stories: list[Payload]) -> list[Payload]:
    return [{"type": 14}, *stories] if stories else []


def _section(section: Section, taken: set[str]) -> list[Payload]:
    text = text_of(section)
    told: list[Payload] = [{"type": 10, "content": text}] if text else []
    return [*told, *buttons.rows(_controls(section, taken))]


def _controls(section: Section, taken: set[str]) -> list[Payload]:
    """The section's buttons; one that stands in the message already is left out (ids are unique)."""
    made: list[Payload] = []
    for control in section.controls:
        one = buttons.of_control(control)
        if one and one["custom_id"] not in taken and len(made) < MOST_BUTTONS:
            taken.add(one["custom_id"])
            made.append(one)
    return made


def _top(outline: Outline) -> str:
    title = escaped(outline.title, TITLE) or texts.ON_RECORD
    return "\n".join(filter(None, (f"## {title}", _day(outline), escaped(outline.lead, LEAD))))


def _day(outline: Outline) -> str:
    return f"**{escaped(outline.day.text, DAY)}**" if outline.day else ""


def _footer(outline: Outline) -> str:
    footer = escaped(outline.footer, LEAD)
    return f"-# {footer}" if footer else ""


def _share(used: int, of: int) -> int:
    return math.ceil(used * WHOLE / of)


def _texts(components: Iterable[Payload]) -> Iterator[str]:
    for component in components:
        yield component.get("content", "")
        yield from _texts(component.get("components", ()))


def _count(components: Iterable[Payload]) -> int:
    return sum(1 + _count(component.get("components", ())) for component in components)
