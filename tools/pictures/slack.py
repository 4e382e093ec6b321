"""Block Kit as HTML: what each block and element holds, drawn plainly; nothing is added or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

Payload = dict[str, Any]


def message(payload: Payload) -> str:
    """A message, a modal or App Home."""
    body = "".join(_blocks(payload["blocks"]))
    if payload.get("type") == "modal":
        buttons = (_button(payload[key]) for key in ("close", "submit") if key in payload)
        title = f"<h1>{_words(payload['title'])}</h1>"
        return f'<div class="modal">{title}{body}<p class="ends">{"".join(buttons)}</p></div>'
    if payload.get("type") == "home":
        return f'<div class="home">{body}</div>'
    return f'<div class="message"><p class="author">On Record <span>APP</span></p>{body}</div>'


def _blocks(blocks: Iterable[Payload]) -> Iterator[str]:
    for block in blocks:
        yield _BLOCKS[block["type"]](block)


def _header(block: Payload) -> str:
    return f"<h2>{_words(block['text'])}</h2>"


def _context(block: Payload) -> str:
    return f'<p class="context">{" ".join(_words(one) for one in block["elements"])}</p>'


def _section(block: Payload) -> str:
    beside = _field(block["accessory"]) if "accessory" in block else ""
    return f"<p>{_words(block['text'])}</p>{beside}"


def _actions(block: Payload) -> str:
    return f'<p class="actions">{"".join(_button(one["text"]) for one in block["elements"])}</p>'


def _divider(_block: Payload) -> str:
    return "<hr>"


def _rich_text(block: Payload) -> str:
    return "".join(_rich(one) for one in block["elements"])


def _rich(element: Payload) -> str:
    match element["type"]:
        case "rich_text_list":
            return f"<ul>{''.join(f'<li>{_runs(one)}</li>' for one in element['elements'])}</ul>"
        case "rich_text_quote":
            return f"<blockquote>{_runs(element)}</blockquote>"
    return f"<p>{_runs(element)}</p>"


def _runs(element: Payload) -> str:
    return "".join(_run(run) for run in element["elements"])


def _run(run: Payload) -> str:
    shown = escape(run.get("text", "")).replace("\n", "<br>")
    if run["type"] == "link":
        shown = f"<a>{shown or escape(run['url'])}</a>"
    return f"<b>{shown}</b>" if run.get("style", {}).get("bold") else shown


def _table(block: Payload) -> str:
    rows = ("".join(f"<td>{_cell(cell)}</td>" for cell in row) for row in block["rows"])
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _cell(cell: Payload) -> str:
    return _rich_text(cell) if cell["type"] == "rich_text" else escape(cell["text"])


def _input(block: Payload) -> str:
    optional = ' <span class="context">(optional)</span>' if block.get("optional") else ""
    hint = f'<p class="context">{_words(block["hint"])}</p>' if "hint" in block else ""
    return f'<p class="label">{_words(block["label"])}{optional}</p>{_field(block["element"])}{hint}'


def _field(element: Payload) -> str:
    chosen = element.get("initial_option")
    shown = _words(chosen["text"]) + " ▾" if chosen else escape(element.get("initial_value", ""))
    if "initial_conversation" in element:
        shown = f"#{escape(element['initial_conversation'])} ▾"  # Slack puts the channel's name there
    tall = " tall" if element.get("multiline") else ""
    return f'<div class="field{tall}">{shown or "&nbsp;"}</div>'


def _button(text: Payload) -> str:
    return f"<button>{_words(text)}</button>"


def _words(text: Payload) -> str:
    return escape(text["text"])


_BLOCKS = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "input": _input,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}
