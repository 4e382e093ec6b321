"""What the page's own styles say of an element: its `style`, and the simple rules of the page's sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from bot.core.extract.tree import Element

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_BRACE = re.compile(r"([{}])")
_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_UNSCRIPTED = re.compile(r"\.no-?js\b", re.IGNORECASE)
_SCREEN = re.compile(r"\s*(?:(?:all|screen)\s*(?:,|$)|$)", re.IGNORECASE)
_LONGEST_SHEET = 500_000  # characters of all sheets together that are looked at
_MOST_RULES = 1000  # that a page has elements for
_MOST_STEPS = 200_000  # of comparing an element with a rule, in all; a news page needs some thousands
_READ = ("display", "visibility", "vertical-align", "text-decoration", "text-decoration-line")
"""What is read of a sheet; opacity, places and sizes there are those of what a script moves into view."""

Style = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Rule:
    steps: tuple[
        tuple[str, frozenset[str]], ...
    ]  # tag, and names with their sign: ancestors before, itself last
    rank: tuple[int, int, int, int]  # ids, classes and tags in its selector; its place
    style: dict[str, tuple[str, bool]]


class Styles:
    """The styles of a page's elements."""

    def __init__(self, tree: Element) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._known: dict[Element, frozenset[str]] = {}
        self._steps = _MOST_STEPS
        sheets = [sheet for sheet in tree.iter("style") if _SCREEN.match(sheet.get("media") or "")]
        if not sheets:
            return
        used: set[str] = set().union(*map(_names, tree.iter(etree.Element)))
        rules = _rules("\n".join(sheet.text or "" for sheet in sheets)[:_LONGEST_SHEET])
        for rule in islice((rule for rule in rules if rule.steps[-1][1] <= used), _MOST_RULES):
            self._rules.setdefault(min(rule.steps[-1][1]), []).append(rule)

    def of(self, element: Element) -> Style:
        """The properties that its own style and the sheets give it; values in small letters."""
        found: dict[str, tuple[str, tuple[bool, int, int, int, int, int]]] = {}
        names = self._names(element) if self._rules else ()
        for rule in (rule for name in names for rule in self._rules.get(name, ())):
            if self._fits(rule, element):
                for name, (value, important) in rule.style.items():
                    rank = (important, 0, *rule.rank)
                    if name not in found or rank >= found[name][1]:
                        found[name] = (value, rank)
        for name, (value, important) in _declarations(element.get("style") or "").items():
            if name not in found or important or not found[name][1][0]:
                found[name] = (value, (important, 1, 0, 0, 0, 0))
        return {name: value for name, (value, _) in found.items()}

    def _fits(self, rule: _Rule, element: Element) -> bool:
        *before, last = rule.steps
        if not self._is(element, last):
            return False
        above = element.iterancestors()
        return all(any(self._is(each, step) for each in above) for step in reversed(before))

    def _is(self, element: Element, step: tuple[str, frozenset[str]]) -> bool:
        self._steps -= 1
        tag, names = step
        return self._steps > 0 and tag in ("", element.tag) and names <= self._names(element)

    def _names(self, element: Element) -> frozenset[str]:
        if element not in self._known:
            self._known[element] = _names(element)
        return self._known[element]


def _declarations(text: str) -> dict[str, tuple[str, bool]]:
    """Each property, with its value and whether that is important; comments and escapes are resolved."""
    found: dict[str, tuple[str, bool]] = {}
    for part in _unescaped(_COMMENT.sub("", text)).split(";") if text else ():
        name, colon, value = part.partition(":")
        if colon:
            plain, _, mark = value.lower().partition("!")
            important = mark.strip() == "important"
            name = name.strip().lower()
            if important or not found.get(name, ("", False))[1]:
                found[name] = (" ".join(plain.split()), important)
    return found


def _unescaped(text: str) -> str:
    def letter(match: re.Match[str]) -> str:
        if not match[1]:
            return match[2]
        number = int(match[1], 16)
        return chr(number) if 0 < number <= 0x10FFFF else "\ufffd"

    return _ESCAPE.sub(letter, text) if "\\" in text else text


def _rules(sheet: str) -> Iterator[_Rule]:
    """The rules for names of elements that hold on a screen of every size; those within others are left."""
    depth, selector = 0, ""
    pieces = _BRACE.split(_COMMENT.sub("", sheet))
    for place, (text, brace) in enumerate(zip(pieces[::2], pieces[1::2], strict=False)):
        if brace == "{":
            depth += 1
            selector = text.rpartition(";")[2].strip() if depth == 1 else ""
            continue
        if depth == 1 and selector and not selector.startswith("@"):
            style = {name: value for name, value in _declarations(text).items() if name in _READ}
            for one in selector.split(",") if style else ():
                yield from _rule(one, style, place)
        depth, selector = max(0, depth - 1), ""


def _rule(selector: str, style: dict[str, tuple[str, bool]], place: int) -> Iterator[_Rule]:
    compounds = [_COMPOUND.fullmatch(part) for part in selector.split()]
    known = [match for match in compounds if match]
    if not known or len(known) < len(compounds) or not known[-1][2] or _UNSCRIPTED.search(selector):
        return
    steps = tuple(((match[1] or "").lower(), frozenset(_NAME.findall(match[2]))) for match in known)
    names = [name for _, given in steps for name in given]
    ids = sum(name[0] == "#" for name in names)
    yield _Rule(steps, (ids, len(names) - ids, sum(bool(tag) for tag, _ in steps), place), style)


def _names(element: Element) -> frozenset[str]:
    names = frozenset(f".{name}" for name in (element.get("class") or "").split())
    return names | {f"#{element.get('id')}"} if element.get("id") else names
