"""What stands within a sentence as a reader sees it: nothing deleted, no note marks in numbers."""

from __future__ import annotations

import re

from bot.core.extract.style import Style, Styles
from bot.core.extract.tree import Element, elements, remove

_DELETED = ("del", "s", "strike", "rt", "rp", "rtc")
"""Struck out, or how a word is pronounced."""

_STYLED = ("span", "font", "small", "b", "i", "em", "strong")
_STRIKING = ("text-decoration", "text-decoration-line")
_SMALLER = re.compile(r"(?:x{1,2}-)?small|0?\.\d|[1-8]\d(?:\.\d*)?%|[5-9](?:\.\d*)?p[xt]|1[0-3](?:\.\d*)?px")

_SUPERSCRIPTS = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_NUMBER = re.compile(r"\d{1,3}")
_SIGNED = re.compile(r"[+−–-]\s?\d{1,3}|n")
_NOTE_NAME = re.compile(
    r"(?:^|[ _-])(?:foot-?note|endnote|fn|fn-?ref|note-?ref|reference|cite)(?:$|[ _-]?)", re.IGNORECASE
)
_RAISED_NAME = re.compile(
    r"(?:^|[ _-])(?:foot-?note|endnote|fn|fn-?ref|note-?ref|reference|cite|sup|superscript)(?:$|[ _-])",
    re.IGNORECASE,
)
_LONGEST_MARK = 12
_NOTE_MARK = re.compile(r"[*†‡§¶#]+|[\[(]\s*[\w*†‡§]{1,4}\s*[\])]|\d{1,3}(?:\s?[,;–-]\s?\d{1,3})+")
_POWER = re.compile(
    r"""(?:(?<![\d.,])10                       # a power of ten
    |(?<![\w.,$€£¥])2                          # and of two
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
_WITHIN = ("a", "b", "em", "i", "strong", "span", "font", "small", "sup")
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


def as_shown(tree: Element, styles: Styles) -> None:
    """Write out what the markup means within sentences, so that the plain text says the same."""
    for element in elements(tree, *_DELETED):
        remove(element)
    _name_styled(tree, styles)
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


def _name_styled(tree: Element, styles: Styles) -> None:
    """Give what a style strikes out or raises, or a name raises, the treatment of the elements for that."""
    for element in elements(tree, *_STYLED):
        style = styles.of(element)
        if any("line-through" in style.get(name, "") for name in _STRIKING):
            remove(element)
        elif _is_raised(style) or _is_raised_by_name(element):
            element.tag = "sup"


def _is_raised(style: Style) -> bool:
    """Whether it is set as a superscript, or smaller and higher than its line."""
    place = style.get("vertical-align", "")
    higher = (
        place in ("top", "text-top")
        or place[:1].isdigit()
        or (
            style.get("position") == "relative"
            and (style.get("top", "").startswith("-") or style.get("bottom", "")[:1].isdigit())
        )
        or "translatey(-" in style.get("transform", "")
    )
    return place in ("super", "text-top") or (higher and bool(_SMALLER.match(style.get("font-size", ""))))


def _is_raised_by_name(element: Element) -> bool:
    """Whether a number or sign glued to the word before is called a note or superscript, or is small."""
    text = " ".join("".join(element.itertext()).split())
    if len(text) > _LONGEST_MARK or not (_NUMBER.fullmatch(text) or _NOTE_MARK.fullmatch(text)):
        return False
    before = _before(element)
    if element.tag == "small":
        return before[-1:].isdigit()
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_RAISED_NAME.search(names)) and bool(before) and not before[-1].isspace()


# --- raised letters and numbers -------------------------------------------------------------------


def _lower(sup: Element) -> None:
    """A raised text in its line: a footnote mark leaves, a power is written as such, other letters stay."""
    text = " ".join("".join(sup.itertext()).split())
    before, tail = _before(sup), _after(sup)
    if before[-1:].isdigit() and tail[:1].isdigit():
        _write(sup, text.translate(_SUPERSCRIPTS))  # without it, two numbers would read as one
    elif _is_mark(sup, text):
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
        elif above is not None and above.tag in _WITHIN:
            pieces.append(above.text or "")
            node = above
        else:
            pieces.append((above.text or "") if above is not None else "")
            break
    return "".join(reversed(pieces))[-40:]


def _after(element: Element) -> str:
    """The text right behind it, also behind what holds it alone."""
    while not element.tail and element.getnext() is None and element.getparent() is not None:
        element = element.getparent()
        if element.tag not in _WITHIN:
            return ""
    return element.tail or ""


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
