"""The lines before and after an article that are about it and not of it."""

from __future__ import annotations

import re

from bot.core.extract.blocks import Block
from bot.core.extract.furniture import is_sentence, is_teaser_text

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


def trimmed(blocks: list[Block], headline: str) -> list[Block]:
    """The blocks without repeated headline, dates and standfirst before, and credits and calls after."""
    kept = [block for block in blocks if len(block.text) > 200 or not is_teaser_text(block.text)]
    return _without_end(_without_start(kept, _plain(headline)))


def _without_start(blocks: list[Block], headline: str) -> list[Block]:
    for number, block in enumerate(blocks[:5]):
        if _plain(block.text) == headline:
            blocks = [before for before in blocks[:number] if _is_prose(before.text)] + blocks[number + 1 :]
            break
    start = 0
    while start < len(blocks) - 1 and (blocks[start].heading or _is_dateline(blocks[start].text)):
        start += 1
    return blocks[start:]


def _is_prose(text: str) -> bool:
    return len(text) > 80 and is_sentence(text)


def _is_dateline(text: str) -> bool:
    return len(_WORDS.findall(text)) < 16 and bool(_DATED.match(text)) and not is_sentence(text)


def _without_end(blocks: list[Block]) -> list[Block]:
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
