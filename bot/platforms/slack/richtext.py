"""Rich text, block by block: runs of plain text and links, in which Slack parses nothing.

A mrkdwn text is read for mentions, links, bold and code, so that strangers' words would have to be
escaped against each. A rich_text block says what each run is: a text is shown as it stands, a link
leads where its `url` says and nowhere else, and a mention would be an element of its own, of which
nothing here makes any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.outline.safe import LONGEST_NAME, cut, link_parts, one_line, safe_url, shown
from bot.model import Link
from bot.platforms.slack.limits import TEXT, Payload

Runs = list[Payload]


def text(words: str, *styles: str, longest: int = TEXT) -> Runs:
    """A run of plain text; none where nothing shows."""
    return _run(cut(shown(words), longest), styles)


def line(words: str, *styles: str, longest: int = TEXT) -> Runs:
    """A run of plain text on one line; none where nothing shows."""
    return _run(cut(one_line(words), longest), styles)


def _run(words: str, styles: Sequence[str]) -> Runs:
    if not words:
        return []
    run: Payload = {"type": "text", "text": words}
    return [run | {"style": dict.fromkeys(styles, True)}] if styles else [run]


def link(one: Link, *styles: str, longest: int = LONGEST_NAME) -> Runs:
    """A link by its name; where that looks like another address, the name and the link by its host.

    The name alone where the address is not fit to be opened.
    """
    url = safe_url(one.url)
    if url is None:
        return line(cut(one_line(one.name), LONGEST_NAME), *styles, longest=longest)
    before, called = link_parts(one)
    run: Payload = {"type": "link", "url": url, "text": cut(called, longest)}
    styled = [run | {"style": dict.fromkeys(styles, True)}] if styles else [run]
    if not before:
        return styled
    return [*line(before, *styles, longest=longest), *text(" ("), *styled, *text(")")]


def joined(groups: Iterable[Runs], by: str, most: int, more: str) -> Runs:
    """Groups of runs with a mark between; `more` stands for those that would pass so many characters."""
    kept: Runs = []
    used = 0
    for group in (group for group in groups if group):
        used += size(group)
        if used > most:
            return [*kept, *text(f"{by}{more}")]
        kept += [*text(by), *group] if kept else group
    return kept


def size(payload: object) -> int:
    """The characters of all texts and addresses in a payload."""
    if isinstance(payload, dict):
        own = [payload[key] for key in ("text", "url") if isinstance(payload.get(key), str)]
        return sum(map(len, own)) + sum(map(size, payload.values()))
    return sum(map(size, payload)) if isinstance(payload, list) else 0


def merged(runs: Runs) -> Runs:
    """The same with plain runs that follow one another as one."""
    made: Runs = []
    for run in runs:
        if made and made[-1].keys() == run.keys() == {"type", "text"}:
            made[-1] = {"type": "text", "text": made[-1]["text"] + run["text"]}
        else:
            made.append(run)
    return made


class RichText:
    """A rich_text block in the making: lines, bullets and quotations in the order they come."""

    def __init__(self) -> None:
        self._elements: list[Payload] = []

    def line(self, runs: Runs) -> None:
        """Runs on a line of their own."""
        self._add("rich_text_section", runs)

    def quotation(self, runs: Runs) -> None:
        """Runs set off from what is around."""
        self._add("rich_text_quote", runs)

    def _add(self, kind: str, runs: Runs) -> None:
        if not runs:
            return
        last = self._elements[-1] if self._elements else None
        if last and last["type"] == kind:
            gap = "\n" if kind == "rich_text_section" else "\n\n"
            last["elements"] = merged([*last["elements"], *text(gap), *runs])
        else:
            self._elements.append({"type": kind, "elements": merged(runs)})

    def bullet(self, runs: Runs) -> None:
        """Runs as an entry of a list; entries that follow one another are one list."""
        if not runs:
            return
        entry = {"type": "rich_text_section", "elements": merged(runs)}
        last = self._elements[-1] if self._elements else None
        if last and last["type"] == "rich_text_list":
            last["elements"].append(entry)
        else:
            self._elements.append({"type": "rich_text_list", "style": "bullet", "elements": [entry]})

    def blocks(self) -> list[Payload]:
        """The block, or none where nothing was said; what was said before begins anew."""
        made, self._elements = self._elements, []
        return [{"type": "rich_text", "elements": made}] if made else []
