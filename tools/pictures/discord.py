"""Discord's components and the Markdown in them as HTML, drawn plainly; nothing is added or left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

Payload = dict[str, Any]

_INLINE = re.compile(
    r"\\(?P<plain>.)|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*|\[(?P<name>(?:\\.|[^\\\]])+)\]\((?P<url>[^)\s]+)\)"
)
_LINES = {"### ": "h3", "## ": "h2", "# ": "h2", "-# ": "p class=context", "- ": "li", "> ": "blockquote"}


def message(payload: Payload) -> str:
    """A message with components or embeds, or a modal."""
    if "title" in payload:
        return f'<div class="modal"><h1>{escape(payload["title"])}</h1>{_parts(payload["components"])}</div>'
    embeds = "".join(map(_embed, payload.get("embeds", ())))
    text = _markdown(payload.get("content") or "")
    return f'<p class="author">On Record <span>APP</span></p>{text}{embeds}{_parts(payload["components"])}'


def _parts(components: Iterable[Payload]) -> str:
    return "".join(_DRAWN[one["type"]](one) for one in components)


def _container(component: Payload) -> str:
    return f'<div class="container">{_parts(component["components"])}</div>'


def _row(component: Payload) -> str:
    return f'<p class="actions">{_parts(component["components"])}</p>'


def _section(component: Payload) -> str:
    button = f'<span style="float:right">{_parts([component["accessory"]])}</span>'
    return button + _parts(component["components"])


def _button(component: Payload) -> str:
    return f"<button>{escape(component['label'])}</button>"


def _separator(_component: Payload) -> str:
    return "<hr>"


def _text(component: Payload) -> str:
    return _markdown(component["content"])


def _label(component: Payload) -> str:
    hint = f'<p class="context">{escape(component["description"])}</p>' if "description" in component else ""
    return f'<p class="label">{escape(component["label"])}</p>{hint}{_parts([component["component"]])}'


def _field(component: Payload) -> str:
    tall = " tall" if component["style"] == 2 else ""
    return f'<div class="field{tall}">{escape(component.get("value", "")) or "&nbsp;"}</div>'


def _select(component: Payload) -> str:
    chosen = [one["label"] for one in component["options"] if one.get("default")]
    shown = chosen[0] if chosen else component.get("placeholder", "")
    return f'<div class="field">{escape(shown)} ▾</div>'


def _embed(embed: Payload) -> str:
    title = f"<h3>{escape(embed['title'])}</h3>" if "title" in embed else ""
    footer = f'<p class="context">{escape(embed["footer"]["text"])}</p>' if "footer" in embed else ""
    return f'<div class="container">{title}{_markdown(embed.get("description", ""))}{footer}</div>'


def _markdown(text: str) -> str:
    return "".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    for start, tag in _LINES.items():
        if line.startswith(start):
            return f"<{tag}>{_inline(line.removeprefix(start))}</{tag.split()[0]}>"
    return f"<p>{_inline(line)}</p>" if line else ""


def _inline(text: str) -> str:
    return "".join(_runs(text))


def _runs(text: str) -> Iterator[str]:
    at = 0
    for found in _INLINE.finditer(text):
        yield escape(text[at : found.start()])
        at = found.end()
        if found["plain"]:
            yield escape(found["plain"])
        elif found["bold"]:
            yield f"<b>{_inline(found['bold'])}</b>"
        else:
            yield f"<a>{_inline(found['name'])}</a>"
    yield escape(text[at:])


_DRAWN = {
    1: _row,
    2: _button,
    3: _select,
    4: _field,
    9: _section,
    10: _text,
    14: _separator,
    17: _container,
    18: _label,
}
