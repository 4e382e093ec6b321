"""What stands on an article's page and is not the article, found before the text is."""

from __future__ import annotations

import re

from bot.core.extract.tree import BLOCKS, Element, elements, remove, text_of

NAMED = re.compile(
    r"newsletter|sign-?up|subscri(?:be|ption)|pop-?up|rollover|tooltip|hovercard|caption|promo|pull-?quote"
    r"|read-?more|recirc|recommend|trending|advert|cookie|consent|share-?(?:bar|tools|buttons)"
    r"|standfirst|strapline"
    r"|(?:^|[ _-])(?:comment-?form|credits?|about|bio|tags?|teasers?|related)(?:$|[ _-])",
    re.IGNORECASE,
)
"""Names that newsrooms give to what is not the article, in the class or the id of an element."""

TEASER = re.compile(
    r"""\W*(?:related(?:[ ](?:stor|articl|post|link|content|read|video|coverage|news)\w*)?
    |(?:read|see|watch|learn)[ ](?:more|also|next|this|now)
    |don.t[ ]miss(?:[ ]this|[ ]it)?
    |more[ ](?:on|from|stories|about|like|news)\b.{0,40}
    |(?:you[ ])?(?:may|might)[ ]also[ ](?:like|enjoy|be[ ]interested[ ]in).{0,30}
    |recommended(?:[ ]for[ ]you|[ ]reading)?
    |also[ ](?:read|on|see|watch)\b.{0,40}
    |most[ ](?:read|popular|viewed)\b.{0,30}
    |trending(?:[ ]now)?|in[ ]case[ ]you[ ]missed[ ]it|further[ ]reading|must[ ]read|up[ ]next
    |what[ ]to[ ]read[ ]next|editor.s[ ]picks?|top[ ]stories|latest[ ](?:news|stories)
    )\W*(?:$|[:|–—-](?=\s|$))""",
    re.IGNORECASE | re.VERBOSE,
)
"""How a line begins that sends the reader to another article."""

_NEVER_TEXT = ("aside", "nav", "form", "button", "dialog", "figcaption", "select", "textarea", "iframe")
_CONTAINERS = ("article", "body", "html", "main", "head")
_INLINE = ("span", "a", "em", "i", "b", "strong", "abbr", "mark")
_SMALL = 1500
"""Furniture is shorter, in characters; a container with a telling name but more text holds the article."""


def without_furniture(tree: Element) -> None:
    """Take out of the tree what its tags, names and links tell to be no part of the article."""
    _keep_posts(tree)
    _unroll_tables(tree)
    for element in reversed(list(elements(tree))):
        if element.tag in _NEVER_TEXT or (element.tag not in _CONTAINERS and _named(element)):
            _remove_small(element)
    for line in elements(tree, "p", "li", "h2", "h3", "h4", "h5", "h6", "div", "span"):
        if _is_teaser(line):
            remove(line)
    for row in elements(tree, "ul", "ol"):
        if _link_share(row) > 0.8:
            _remove_small(row)


def _named(element: Element) -> bool:
    """Whether its name tells; a name within a sentence needs more, for a pop-up opens from a word of it."""
    if not NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return False
    return element.tag not in _INLINE or len(element.findall(".//a")) > 1


def _remove_small(element: Element) -> None:
    paragraphs = sum(1 for _ in zip(element.iter("p"), range(9), strict=False))
    if paragraphs < 9 and _length(element, _SMALL) < _SMALL:
        remove(element)


def _keep_posts(tree: Element) -> None:
    """A social post that an article shows is part of it, though its wrapper is called an embed."""
    for post in elements(tree, "blockquote"):
        for wrapper in post.iterancestors("div", "figure"):
            if "embed" in (wrapper.get("class") or "").lower():
                wrapper.attrib.pop("class")


def _unroll_tables(tree: Element) -> None:
    """A table that lays out the page becomes plain containers, so that its paragraphs stay apart."""
    for table in elements(tree, "table"):
        if any(len(cell.findall("p")) > 3 for cell in table.iter("td")):
            for part in list(table.iter("table", "tbody", "tr", "td")):
                part.tag = "div"


def _is_teaser(line: Element) -> bool:
    if line.tag in ("div", "span") and any(child.tag in BLOCKS for child in line):
        return False
    if not 0 < _length(line, 400) < 400:
        return False
    text, share = text_of(line), _link_share(line)
    if share > 0.3:
        row_of_links = line.tag == "p" and share > 0.6 and len(line.findall(".//a")) > 1
        return bool(TEASER.match(text)) or (row_of_links and not is_sentence(text))
    return len(text) < 40 and is_teaser_text(text)


def is_teaser_text(text: str) -> bool:
    """Whether a line begins as a teaser does, and is none of the article's sentences."""
    return bool(TEASER.match(text)) and not is_sentence(text)


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return text.endswith((".", "!", "?", "…", "”", '"', "’", "'"))


def _link_share(element: Element) -> float:
    """Which part of the text stands in links."""
    length = _length(element, 5 * _SMALL)
    return sum(_length(link, length) for link in element.iter("a")) / length if length else 0.0


def _length(element: Element, limit: int) -> int:
    """The characters of text inside, counted no further than the limit."""
    length = 0
    for piece in element.itertext():
        length += len(piece.strip())
        if length >= limit:
            return limit
    return length
