"""What stands on an article's page, or before and after its text, and is not the article."""

from __future__ import annotations

import re

from bot.core.extract.blocks import TextBlock
from bot.core.extract.tree import BLOCKS, Element, elements, remove, text_of
from bot.core.reading.scripts import ENDS, ends_nothing, weight

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
    return text.endswith((*ENDS, "”", '"', "’", "'", "」", "』")) or (ends_nothing(text) and len(text) >= 40)


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


# --- lines before and after an article that are about it and not of it ----------------------------

_DATED = re.compile(
    r"""(?:by|published|updated|posted|last[ ](?:updated|modified))\b
    |\d{1,2}[ /.-]+(?:\d|[^\W\d]{3})
    |(?:mon|tues|wednes|thurs|fri|satur|sun)day\b
    |(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?[ ]\d""",
    re.IGNORECASE | re.VERBOSE,
)
"""How a line begins that says when and by whom the article was written."""

_CREDIT = re.compile(
    r"""\W*(?:©|copyright\b|all[ ]rights[ ]reserved
    |reporting[ ]by\b|additional[ ]reporting\b|editing[ ]by\b|with[ ]reporting[ ]by\b
    |(?:[\w.’']+[ ,]+){0,12}contributed[ ](?:reporting\b|to[ ]this[ ](?:report|story|article))
    |(?:follow|like|join|find|contact|reach|e-?mail)\b.{0,120}
        (?:twitter|facebook|instagram|\w@\w|[ ]@\w|https?:)
    |.{0,300}\bfollow[ ](?:him|her|them|us)[ ]on\b
    |.{0,160}\b(?:newsletters?|in(?:to)?[ ]your[ ]inbox|subscribe[ ](?:to|now|today|here))\b
    |.{0,160}\bsign[ ]up[ ](?:for|to|here)\b
    |(?:have|got)[ ]a[ ](?:news[ ]?)?(?:tip|story)\b
    |updated[ ]at\b|originally[ ]published\b|tags?\W*$|comments?\W*$|share[ ](?:this|on)\b
    |(?:photo|image|picture)s?(?:[ ]credit)?[ ]?(?::|by\b|courtesy)
    |more[ ][A-Z]{2,}.{0,30}https?:|note:.{0,40}comments?\b)""",
    re.IGNORECASE | re.VERBOSE,
)
"""How a line begins that gives credit, asks for something or sends away, at an article's end."""

_END = 6  # blocks: furniture further up is taken by its tags and names, or stays
_SPEECH = re.compile(r"[“„«]|(?<!\w)\"")
_WORDS = re.compile(r"\w+")


def trimmed(blocks: list[TextBlock], headline: str) -> list[TextBlock]:
    """The blocks without repeated headline, dates and standfirst before, and credits and calls after."""
    kept = [block for block in blocks if len(block.text) > 200 or not is_teaser_text(block.text)]
    return _without_end(_without_start(kept, _plain(headline)))


def _without_start(blocks: list[TextBlock], headline: str) -> list[TextBlock]:
    for number, block in enumerate(blocks[:5]):
        if _plain(block.text) == headline:
            blocks = [before for before in blocks[:number] if _is_prose(before.text)] + blocks[number + 1 :]
            break
    start = 0
    while start < len(blocks) - 1 and (blocks[start].heading or _is_dateline(blocks[start].text)):
        start += 1
    return blocks[start:]


def _is_prose(text: str) -> bool:
    return weight(text) > 80 and is_sentence(text)


def _is_dateline(text: str) -> bool:
    return len(_WORDS.findall(text)) < 16 and bool(_DATED.match(text)) and not is_sentence(text)


def _without_end(blocks: list[TextBlock]) -> list[TextBlock]:
    first = max(1, len(blocks) - _END)
    kept = blocks[:first] + [block for block in blocks[first:] if not _is_credit(block.text)]
    while len(kept) > 1 and kept[-1].heading:
        kept.pop()
    return kept


def _is_credit(text: str) -> bool:
    """A paragraph with speech in it is the article's, whatever it begins with."""
    return len(text) < 600 and not _SPEECH.search(text) and bool(_CREDIT.match(text))


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))
