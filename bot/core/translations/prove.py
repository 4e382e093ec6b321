"""May a machine's translation of a checked line be printed: the same numbers, names and denials, no more."""

from __future__ import annotations

import re

import py3langid

from bot.core.checks import has_marks
from bot.core.checks.written import wording_faults
from bot.core.reading.text import words
from bot.core.translations.concepts import accentless, concepts
from bot.core.translations.languages import LANGUAGES
from bot.core.translations.lines import Line
from bot.core.translations.names import Names, same_names
from bot.core.translations.numbers import same_numbers
from bot.model import Reason

Fault = tuple[Reason, str]

LONGEST, SPARE = 1.8, 30
"""Times as long as the original, and letters more, that a translation may be."""

SHORTEST = 0.4

LONG_ENOUGH = 40
"""Letters of its own from which the language of a line is told, names left out."""

MOST_SHARED = 0.5
"""Share of its words that a line may have in common with the original, names and numbers left out."""

_MARKS = frozenset('"“”„‟«»‹›〝〞＂「」『』`´')
_APOSTROPHE = re.compile(r"(?<![^\W\d_])['’‘‚‛](?!\d\d)|['’](?=\W*$)")
"""A single mark that stands where no apostrophe does."""

_SOFT = re.compile(
    r"(?<!\w)(?:fail|lack|refus|den[iy]|hardly|barely|absent|miss|prevent|except|instead|rather than|vain"
    r"|un(?!i|der|til)\w{3}|im(?:poss|prob|mob)|il(?:leg|lic)|in(?:able|cap|comp|eff|suff|valid|accur|activ)"
    r"|dis(?:agr|appr|qual|miss|appe)|nicht|kein)\w*",
    re.IGNORECASE,
)
"""What may become a denial in another language."""


def fault(line: Line, text: str, into: str, names: Names, prompt: str = "") -> Fault | None:
    """Why a translation is not printed; None when it may be."""
    its, was = LANGUAGES[into], LANGUAGES[line.language]
    if "\n" in text or not SHORTEST * len(line.text) <= len(text) <= LONGEST * len(line.text) + SPARE:
        return Reason.LENGTH, "It is far longer or shorter than the original."
    if has_marks(text) or _MARKS & set(text) or _APOSTROPHE.search(text):
        return Reason.QUOTE, "It holds quotation marks."
    for wrong in wording_faults(text, line.text, prompt):
        return wrong
    if not same_numbers(line.text, was, text, its):
        return Reason.NUMBER, "Its numbers are not those of the original."
    if concepts(line.text, was.code) != concepts(text, into):
        return Reason.UNIT, "It names another day, country or unit than the original."
    if wrong_name := same_names(line.text, was, text, its, names):
        return Reason.NAME, wrong_name
    if _denial_differs(line, text, into):
        return Reason.NEGATION, "It denies what the original says, or the other way round."
    if not _in_language(line, text, into):
        return Reason.LANGUAGE, f"It is not in {its.name}."
    return None


def _denial_differs(line: Line, text: str, into: str) -> bool:
    mine, theirs = accentless(line.text).casefold(), accentless(text).casefold()
    denied = LANGUAGES[line.language].denies.search(mine) is not None
    denies = LANGUAGES[into].denies.search(theirs) is not None
    return (denied and not denies) or (denies and not denied and not _SOFT.search(mine))


def _in_language(line: Line, text: str, into: str) -> bool:
    """Whether the words that are not the original's are of the language, and are most of its words."""
    before = {word.casefold() for word in words(line.text)}
    own = [word for word in words(text) if word.casefold() not in before]
    shared = [word for word in words(text) if word.casefold() in before and word.islower()]
    if not own or len(shared) > MOST_SHARED * (len(shared) + len(own)):
        return False
    rest = " ".join(own)
    if len(rest) < LONG_ENOUGH:
        return True
    best = [str(code) for code, _ in py3langid.rank(rest)[:3]]
    return best[0] == into or (into in best and best[0] not in LANGUAGES)
