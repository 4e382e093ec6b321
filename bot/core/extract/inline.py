"""What stands within a sentence as a reader sees it: nothing deleted or hidden, no note marks in numbers."""

from __future__ import annotations

import re

from bot.core.extract.tree import Element, elements, remove

_DELETED = ("del", "s", "strike", "rt", "rp", "rtc")
"""Struck out, or how a word is pronounced."""

_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:\s*line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)

_SUPERSCRIPTS = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_NUMBER = re.compile(r"\d{1,3}")
_SIGNED = re.compile(r"[+−–-]\s?\d{1,3}|n")
_NOTE_NAME = re.compile(
    r"(?:^|[ _-])(?:foot-?note|endnote|fn|noteref|reference|cite)(?:$|[ _-]?)", re.IGNORECASE
)
_NOTE_MARK = re.compile(r"[*†‡§¶#]+|[\[(]\s*[\w*†‡§]{1,4}\s*[\])]|\d{1,3}(?:\s?[,;–-]\s?\d{1,3})+")
_POWER = re.compile(
    r"""(?:(?<![\d.,])10                       # a power of ten
    |[×·*^=]\s?\d+(?:[.,]\d+)?                 # within a formula
    |(?:^|[\s\d(/])(?:[kcdmµμn]m|ha|kg)        # a unit
    |(?:^|[\s/(]|(?<![$€£¥\d.,])[\d.,]+\s?)m   # metres, and no millions
    |\d\s?(?:ft|yd|mi|in)|/s
    |(?:^|[\s(=+*/-])[xyznrRct]|=\s?\w*[A-Za-z]|[^\s]\))$""",
    re.VERBOSE,
)
"""What a number is a power of, or a unit that is squared."""

_PRICE = re.compile(r"[$€£¥]\s?\d+$")
_CURRENCY = re.compile(r"\s?(?:[$€£¥]|(?:eur|usd|gbp|chf)\b)", re.IGNORECASE)
_STEPS = 8  # elements further back say nothing of a number
_FRACTION = re.compile(r"\s*[⁄∕/]")
_ISOTOPE = re.compile(r"[A-Z][a-z]?(?![a-z])")

_MARKS = {
    **dict.fromkeys(("de", "cs", "sk", "sl", "hr", "bg", "lt", "is", "et"), "„“‚‘"),
    **dict.fromkeys(("pl", "hu", "ro"), "„”‚’"),
    **dict.fromkeys(("fr", "it", "es", "pt", "ru", "uk", "el", "no", "nb", "nn"), "«»“”"),
    **dict.fromkeys(("sv", "fi"), "””’’"),
    "ja": "「」『』",
}
_ENGLISH = "“”‘’"
_BEGINS_QUOTED = re.compile(r"""\s*["'“„«‚‘「『”»]""")


def as_shown(tree: Element) -> None:
    """Write out what the markup means within sentences, so that the plain text says the same."""
    for element in elements(tree, *_DELETED):
        remove(element)
    _name_styled(tree)
    for element in elements(tree, "sup"):
        _lower(element)
    for link in elements(tree, "a"):
        if _is_note(link):
            remove(link)
    for power in elements(tree, "msup"):
        if len(power) == 2 and _NUMBER.fullmatch((power[1].text or "").strip()):
            power[1].text = (power[1].text or "").strip().translate(_SUPERSCRIPTS)
    for element in elements(tree, "ins", "ruby"):
        element.drop_tag()
    _with_marks(tree)


def _name_styled(tree: Element) -> None:
    """Give what a style strikes out or raises the treatment of the elements for that."""
    for element in elements(tree, "span", "font"):
        style = element.get("style") or ""
        if style and _STRUCK.search(style):
            remove(element)
        elif style and _RAISED.search(style):
            element.tag = "sup"


# --- raised letters and numbers -------------------------------------------------------------------


def _lower(sup: Element) -> None:
    """A raised text in its line: a footnote mark leaves, a power is written as such, other letters stay."""
    text = " ".join("".join(sup.itertext()).split())
    before, tail = _before(sup), sup.tail or ""
    if _is_mark(sup, text):
        remove(sup)
    elif _SIGNED.fullmatch(text):
        _write(sup, text.translate(_SUPERSCRIPTS))
    elif not _NUMBER.fullmatch(text):
        sup.drop_tag()  # an ordinal, a trade mark, a phrase
    elif _FRACTION.match(tail or _next_text(sup)):
        _write(sup, f" {text}" if before[-1:].isdigit() else text)
    elif _is_written(before, text, tail):
        _write(sup, text.translate(_SUPERSCRIPTS))
    else:
        remove(sup)


def _is_mark(sup: Element, text: str) -> bool:
    """Whether it is a reference to a note: it links, is called so, or is written as one."""
    linked = sup.find(".//a") is not None or any(
        "#" in (link.get("href") or "") for link in sup.iterancestors("a")
    )
    named = _NOTE_NAME.search(f"{sup.get('class') or ''} {sup.get('id') or ''}")
    return linked or bool(named) or bool(_NOTE_MARK.fullmatch(text))


def _is_written(before: str, text: str, tail: str) -> bool:
    """Whether a raised number belongs to what stands before it: a power, a price, or an isotope's weight."""
    if len(text) == 2 and (_PRICE.search(before) or (before[-1:].isdigit() and _CURRENCY.match(tail))):
        return True
    if not before.strip() or before[-1:] in " (":
        return int(text) > 1 and bool(_ISOTOPE.match(tail))
    return text not in ("0", "1") and bool(_POWER.search(before))


def _before(element: Element) -> str:
    """The text of its line before it, as far as forty characters."""
    pieces: list[str] = []
    node = element
    for _ in range(_STEPS):
        if node is None or sum(map(len, pieces)) >= 40:
            break
        above, previous = node.getparent(), node.getprevious()
        if previous is not None:
            pieces.append(previous.tail or "")
            if not previous.tail:
                pieces.append("".join(previous.itertext()))
            node = previous
        elif above is not None and above.tag in ("a", "b", "em", "i", "strong", "span", "font"):
            pieces.append(above.text or "")
            node = above
        else:
            pieces.append((above.text or "") if above is not None else "")
            break
    return "".join(reversed(pieces))[-40:]


def _next_text(element: Element) -> str:
    following = element.getnext()
    return "".join(following.itertext()) if following is not None and following.tag in ("span", "sub") else ""


def _write(element: Element, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()


def _is_note(link: Element) -> bool:
    """Whether a link within the page is the mark of a note."""
    if not (link.get("href") or "").startswith("#"):
        return False
    text = " ".join("".join(link.itertext()).split())
    named = link.get("role") == "doc-noteref" or bool(_NOTE_NAME.search(link.get("class") or ""))
    return bool(_NOTE_MARK.fullmatch(text)) or (bool(_NUMBER.fullmatch(text)) and (named or _is_glued(link)))


def _is_glued(link: Element) -> bool:
    before = _before(link)
    return bool(before) and not before[-1].isspace()


# --- quotations -----------------------------------------------------------------------------------


def _with_marks(tree: Element) -> None:
    """A `q` in the quotation marks of its language, as a browser shows it."""
    quotations = [(q, sum(1 for _ in q.iterancestors("q"))) for q in elements(tree, "q")]
    for q, depth in quotations:
        if not _BEGINS_QUOTED.match("".join(q.itertext())):
            first = 2 * (depth % 2)
            marks = _marks(q)
            q.text = marks[first] + (q.text or "").lstrip()
            if len(q):
                q[-1].tail = (q[-1].tail or "").rstrip() + marks[first + 1]
            else:
                q.text = q.text.rstrip() + marks[first + 1]
    for q, _ in quotations:
        q.drop_tag()


def _marks(element: Element) -> str:
    languages = (node.get("lang") for node in (element, *element.iterancestors()))
    language = next(filter(None, languages), "")
    return _MARKS.get(language[:2].lower(), _ENGLISH)


# --- hidden text ----------------------------------------------------------------------------------

_HIDDEN_STYLE = re.compile(
    r"""(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)
    |(?:font-size|opacity|max-height)\s*:\s*0(?:\.0+)?(?:px|r?em|pt|%)?\s*(?:!|;|$)
    |(?:left|top|right|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01](?:px)?[\s,])""",
    re.IGNORECASE | re.VERBOSE,
)
_HIDDEN_NAME = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-only|-text)?|assistive-text|u-hidden-visually)(?:$|\s)",
    re.IGNORECASE,
)
_COLOURS = re.compile(r"(?:^|[;\s])(background(?:-color)?|color)\s*:\s*([^;!]+)", re.IGNORECASE)


def without_hidden(tree: Element) -> None:
    """Take out what no reader sees, but not most of the page, which its own script will show."""
    hidden = [element for element in elements(tree) if _is_hidden(element)]
    if not hidden:
        return
    whole = _letters(tree)
    for element in hidden:
        if element.getparent() is not None and _letters(element) <= whole // 2:
            remove(element)


def _is_hidden(element: Element) -> bool:
    if element.tag in ("html", "body", "head", "script", "meta"):
        return False
    if "hidden" in element.attrib or _HIDDEN_NAME.search(element.get("class") or ""):
        return True
    style = element.get("style") or ""
    if not style:
        return False
    colours = {name[:5].lower(): value.strip().lower() for name, value in _COLOURS.findall(style)}
    return bool(_HIDDEN_STYLE.search(style)) or (
        "color" in colours and colours["color"] == colours.get("backg")
    )


def _letters(element: Element) -> int:
    return sum(len(piece.strip()) for piece in element.itertext())
