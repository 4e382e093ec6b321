"""What can be an answer where it stands: figures, sums, ages, times, places, names, causes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from bot.core.reading.grammar import MONTHS, WEEKDAYS
from bot.core.reading.text import STOP_WORDS
from bot.model import Span


class Fact(StrEnum):
    """The type of an answer."""

    NAME = "name"
    PLACE = "place"
    NUMBER = "number"
    MONEY = "money"
    AGE = "age"
    TIME = "time"
    MEASURE = "measure"  # a length of time, a height, a speed, a weight
    CAUSE = "cause"
    SPEECH = "speech"
    ANY = "any"  # whatever is told; yes or no


_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half twice thrice"
    " none zero dozen dozens hundreds thousands millions billions"
).split()
_SCALE = r"(?:[\s-](?:hundred|thousand|million|billion|trillion|bn|m|k)\b)"
_FIGURE = rf"(?:(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)|\b(?:{'|'.join(_SMALL)})\b){_SCALE}*"
_MONTH = rf"(?:{'|'.join(MONTHS)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_PERIOD = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies))"
_UNIT = (
    rf"(?:{_PERIOD}|feet|foot|ft|inch(?:es)?|yards?|met(?:er|re)s?|miles?|kilomet(?:er|re)s?|km|mph|knots|acres"
    r"|hectares|pounds|lbs?|kilograms?|kg|grams?|milligrams?|mg|tons?|tonnes|gallons?|lit(?:er|re)s?|degrees"
    r"|barrels|megawatts|gigawatts|light-years)\b"
)
_MONEY = (
    r"(?:US|A|C|NZ|HK)?[$€£¥]\s?\d[\d,.]*(?:[\s-](?:thousand|million|billion|trillion)|(?:bn|m|k)\b)?"
    rf"|{_FIGURE}\s(?:U\.?S\.? |Canadian |Australian )?"
    r"(?:dollars?|euros?|pounds|rubles?|roubles?|yen|yuan|rupees?|cents?|kron[ae]r?|crowns|francs|pesos?|reais|won)\b"
)
_SHARE = rf"{_FIGURE}\s?(?:%|percent\b|per cent\b|percentage points?\b)"
_AGE = (
    r"\b\d{1,3}(?:-|\s)(?:years?|months?)(?:-|\s)old\b|(?<=, )\d{1,3}(?=[,.])|\b[Aa]ged? (?:of )?\d{1,3}\b"
    r"|\bturn(?:s|ed)? \d{1,3}\b|\bin (?:his|her|their) (?:early |mid-?|late )?\d0s\b|\bat \d{2}\b"
)
_TIME = (
    rf"{_MONTH}(?:\s\d{{1,2}}(?!\d))?(?:,?\s\d{{4}})?|\b\d{{1,2}}\s{_MONTH}(?:\s\d{{4}})?"
    rf"|\b(?:{'|'.join(WEEKDAYS)})\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}(?::\d\d)?\s?[ap]\.?m\b"
    r"|\b(?:yesterday|today|tonight|tomorrow|midnight|noon)\b"
    r"|\b(?:last|next|this|earlier this|later this)"
    r" (?:week|weekend|month|year|spring|summer|fall|autumn|winter)\b"
    rf"|{_FIGURE}\s{_PERIOD}\s(?:ago|later|earlier|before|after)\b"
)
_CAPITAL = r"[A-Z][\w’'&.-]*[\w]"
_RUN = rf"{_CAPITAL}(?:\s(?:(?:of|the|de|da|van|von|der|al|bin|and|for)\s){{0,2}}{_CAPITAL})*"
_PLACE = (
    r"\b(?:in|at|near|from|to|into|outside|inside|of|on|off|across|around|over|toward|for)\s"
    r"(?:the\s|nearby\s|downtown\s|central\s|northern\s|southern\s|eastern\s|western\s)*"
    rf"({_RUN})"
)
_CAUSE = (
    r"\b(?:because|due to|owing to|thanks to|as a result|caus(?:e|ed|es|ing)|blam(?:e|ed|ing)|led to"
    r"|after|since"
    r"|so that|in order to|reasons?|for (?:\w+ )?\w+ing"
    r"|to (?:be|make|get|avoid|help|prevent|protect|spend|focus|have)"
    r"|over (?:his|her|its|their|the|a)|amid|following|citing|accus(?:ed|ing)|alleg\w+|violat\w+|if)\b"
)
_PATTERNS = {
    Fact.NUMBER: rf"{_SHARE}|{_FIGURE}",
    Fact.MONEY: rf"{_MONEY}|{_SHARE}",
    Fact.AGE: _AGE,
    Fact.TIME: _TIME,
    Fact.MEASURE: (
        rf"{_FIGURE}(?:\s|-)(?:full |more )?{_UNIT}(?:-\d+)?|\b\d-foot-\d+\b|\ba {_PERIOD}\b|{_SHARE}"
    ),
    Fact.CAUSE: _CAUSE,
    Fact.SPEECH: r"[“\"][^”\"]{3,}[”\"]|\b(?:said|says|told|tweeted|wrote|added|called)\b",
}
_COMPILED = {fact: re.compile(pattern) for fact, pattern in _PATTERNS.items()}
_NAME = re.compile(rf"{_RUN}|[‘“\"][A-Z][^”’\"]{{2,40}}[”’\"]")
_IN_PLACE = re.compile(_PLACE)
_NAMELESS = frozenset(
    word.lower()
    for word in (*WEEKDAYS, *MONTHS, "I", "Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "CNN", "AP")
)


def facts(text: str, wanted: Fact) -> Iterator[Span]:
    """Where something of the type stands in a sentence; nothing for `ANY`."""
    if wanted is Fact.NAME:
        yield from _names(text, _NAME, 0)
    elif wanted is Fact.PLACE:
        yield from _names(text, _IN_PLACE, 1)
    elif wanted is not Fact.ANY:
        yield from (Span(match.start(), match.end()) for match in _COMPILED[wanted].finditer(text))


def _names(text: str, pattern: re.Pattern[str], group: int) -> Iterator[Span]:
    for match in pattern.finditer(text):
        span = Span(match.start(group), match.end(group))
        words = [word.strip(".’'“”\"‘").lower() for word in text[span.start : span.end].split()]
        opens = span.start == 0 and len(words) == 1 and words[0] in STOP_WORDS
        if not opens and any(word not in _NAMELESS and word not in STOP_WORDS for word in words):
            yield span
