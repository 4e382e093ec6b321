"""What stands in a page's source and no reader sees: by its tag, its style, its name."""

from __future__ import annotations

import re

from bot.core.extract.style import Style, Styles
from bot.core.extract.tree import Element, elements, remove

_INSTEAD = ("noscript", "object", "iframe", "video", "audio", "canvas")
"""What they hold is shown in their place, where they themselves cannot be."""

_HIDING_NAME = re.compile(
    r"""(?:^|\s)(?:(?:is-)?sr-only|visually-?hidden|screen-?reader(?:-only|-text)?|assistive-text
    |(?:is-|u-|uk-)?hidden(?:-visually)?|d-none|display-none|invisible|is-invisible)(?:$|\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_SHOWN_WHERE_WIDE = re.compile(
    r"(?:^|\s)(?:\w{2,3}:(?:block|flex|inline\S*|grid|table\S*|contents|visible|not-sr-only)"
    r"|d-(?:sm|md|lg|xl|xxl)-(?!none)\S+)",
    re.IGNORECASE,
)
_FAR = re.compile(r"-(?:\d{3,}(?:\.\d*)?)[a-z]")
_AWAY = re.compile(
    r"translate[xy3d]*\([^)]*-\d{4,}px|scale(?:x|y|3d)?\((?:[\d.]+[ ,]+)?0(?:\.0+)?(?:[ ,][^)]*)?\)"
)
_CLIPPED = re.compile(
    r"inset\((?:[5-9]\d|100)%|(?:circle|ellipse)\(0(?:px|%)?(?:\s|\))|rect\([01](?:px)?[\s,]"
)
_CLEAR = re.compile(r"transparent|(?:rgb|hsl)a?\([^)]*[,/]\s*0?\.?0+%?\s*\)|#[0-9a-f]{3}0|#[0-9a-f]{6}00")
_FADED = re.compile(r"opacity\(\s*0?\.?0+%?\s*\)")
_NUMBER = re.compile(r"(\d*\.?\d+)(px|pt|%|r?em|)")
_SMALLEST = {"px": 2.0, "pt": 2.0, "em": 0.1, "rem": 0.1, "%": 10.0, "": 0.0}
"""Letters of this size or less nobody reads."""

_CUT = ("hidden", "clip")
_LONG = 60  # characters of a paragraph of an article
_ARTICLE = 140  # characters of such paragraphs that are enough for an article


def without_templates(tree: Element) -> None:
    """Take out what a script may make something of; a shadow root is shown in its place."""
    for template in elements(tree, "template"):
        if template.get("shadowrootmode"):
            template.drop_tag()
        else:
            remove(template)


def hidden_elements(tree: Element, styles: Styles) -> list[Element]:
    """The elements that no reader sees as the page stands, in order."""
    return [element for element in elements(tree) if _is_hidden(element, styles)]


def without_hidden(tree: Element, hidden: list[Element]) -> None:
    """Take these out, but not the most of the page or its article, which a script will show."""
    if not hidden:
        return
    texts = list(tree.iter("article", "main"))
    home = max(texts, key=_letters) if texts else tree
    whole, own = _letters(tree), _letters(home)
    leaving = [
        element
        for element in hidden
        if _letters(element)
        <= (own if home is not element and home in element.iterancestors() else whole) // 2
    ]
    inner = set(leaving)
    outermost = [element for element in leaving if inner.isdisjoint(element.iterancestors())]
    prose = sum(map(_prose, outermost))
    without_article = prose >= _ARTICLE > _prose(tree) - prose
    for element in outermost:
        if not (without_article and _prose(element)):
            remove(element)


def _is_hidden(element: Element, styles: Styles) -> bool:
    if element.tag in ("html", "body", "head", "script", "style", "meta"):
        return False
    if "hidden" in element.attrib or (element.tag in _INSTEAD and _letters(element)):
        return True
    style = styles.of(element)
    names = element.get("class") or ""
    if _HIDING_NAME.search(names) and style.get("display", "none") == "none":
        return not _SHOWN_WHERE_WIDE.search(names)
    return bool(style) and (_is_none(style) or _is_away(style) or _is_colourless(style))


def _is_none(style: Style) -> bool:
    size = _NUMBER.fullmatch(style.get("font-size", ""))
    opacity = _NUMBER.fullmatch(style.get("opacity", ""))
    return (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("content-visibility") == "hidden"
        or bool(size and float(size[1]) <= _SMALLEST[size[2]])
        or bool(opacity and float(opacity[1]) == 0)
        or bool(_FADED.search(style.get("filter", "")))
    )


def _is_away(style: Style) -> bool:
    cut = style.get("overflow", "") in _CUT or style.get("overflow-y", "") in _CUT
    zero = [name for name in ("max-height", "height", "width", "max-width") if _is_zero(style.get(name, ""))]
    return (
        "max-height" in zero
        or bool(zero and cut)
        or any(_FAR.match(style.get(name, "")) for name in ("left", "top", "right", "bottom", "text-indent"))
        or any(_FAR.search(value) for name, value in style.items() if name.startswith("margin"))
        or bool(_AWAY.search(style.get("transform", "")) or _is_zero(style.get("scale", "")))
        or bool(_CLIPPED.match(style.get("clip-path", "")) or _CLIPPED.match(style.get("clip", "")))
    )


def _is_zero(value: str) -> bool:
    number = _NUMBER.fullmatch(value)
    return bool(number and float(number[1]) == 0)


def _is_colourless(style: Style) -> bool:
    """Whether the letters have no colour of their own; a picture may show through them, or a shadow."""
    colour = style.get("color", "")
    if not colour or any(
        value == "text" for name, value in style.items() if name.endswith("background-clip")
    ):
        return False
    clear = bool(_CLEAR.fullmatch(colour)) and "text-shadow" not in style
    return clear or colour in (style.get("background"), style.get("background-color"))


def _letters(element: Element) -> int:
    return sum(len(piece.strip()) for piece in element.itertext())


def _prose(element: Element) -> int:
    lengths = map(_letters, element.iter("p"))
    return sum(length for length in lengths if length >= _LONG)
