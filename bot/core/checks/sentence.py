"""Does a line read as one whole sentence: not a heading, not garbled, not cut."""

from __future__ import annotations

import re

from bot.core.checks.marks import balanced, outside_marks
from bot.core.checks.verbs import has_verb
from bot.core.reading.text import words

SHORTEST, LONGEST = 6, 55
"""Words of a sentence that can be a bullet: under six none tells news, over 55 nobody reads on."""

_ENDS = re.compile(r"[.!][”\"’')\]]*$")
_TRAILS_OFF = re.compile(r"(?:\.\.\.?|…)[”\"’')\]]*$")
_CUT = re.compile(
    r"\b(?:and|or|but|the|an?|of|to|in|on|at|by|for|with|from|that|as|than|his|her|their|its"
    r"|Pres|Rep|Reps|Sen|Sens|Gov|Gen|Col|Lt|Sgt|Capt|Adm|Maj|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|vs)\.$"
)
_BREAK_INSIDE = re.compile(
    r"[a-z]{3,}[.!?] +[a-z]|[a-z]{2}[.!?][A-Z][a-z]|[a-z]{2}\)[A-Z]|\s[|•·►▶]\s|\S {2,}[A-Z]"
)
_LABEL = re.compile(r"[A-Z][\w’' -]{0,24}: [A-Z]")
_LATE_ARTICLE = re.compile(r"\b[A-Z][\w’'-]+ The \w|\b[a-z][\w’'-]* (?:The|An) [a-z]")
_CAPITAL_OPENER = re.compile(
    r"(?<![.:;!?…“”\"‘'(\[—–-]) (?:He|She|It|They|We|His|Their|Its|This|That|These|Those|But|And|However|"
    r"Although|While|When|Because|There|If|In|On|At|After|Before|With|From|By|As|For|Its|Is|Was|Are|Were|Has|Had)\b"
    r" (?=[a-z])"
)
_RUN_IN_HEADING = re.compile(r"(?:[A-Z]{2,} ){1,6}[A-Z]{3,} (?:A|An|The|[A-Z][a-z]+) [a-z]")
_NAME_PRONOUN = re.compile(r"\b([A-Z][\w’'-]+) (?:he|she|they|it|we) \w")
_DAYS_AND_MONTHS = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
    August September October November December Today Yesterday Tomorrow""".split()
)
_TWICE = re.compile(r"\b(\w{2,}) \1\b", re.IGNORECASE)
_MAY_STAND_TWICE = frozenset({"had", "that", "very", "is", "bye", "ha", "so"})
_FIRST_OR_SECOND = re.compile(
    r"\b(?:I|we|you|your|our|us|my|me|We|You|Your|Our|My)(?:[’'](?:m|re|ve|ll|d))?\b"
)
_TELLS_READER = re.compile(
    r"(?:Save|Get|Try|Consider|Remember|Imagine|Forget|Keep|Picture|Let|Don[’']t|Make sure)"
    r" (?:a|an|the|that|in|for|to|it|of|serious|up|out|on|no|not)\b"
)
_NUMERAL = re.compile(r"\b[A-Z]\w+ I\b")  # World War I, Charles I


_NO_SUBJECT = re.compile(r"(?:Things|Questions|Issues|Someone|Something|People) (?:like|such as) ")
_SAYS_NOTHING = re.compile(
    r"^(?:[\w.’'-]+ ){1,6}(?:said|says|told \w+|asked|added|wrote|replied|continued|explained)"
    r"(?:,|\.$| (?:as|when|while|after|before|during) (?:(?!\bthat\b)[^,])*\.$)"
)


def whole(sentence: str) -> bool:
    """Opens with a capital or a number, ends with a point, closes its marks, has a verb and a fit length."""
    count = len(words(sentence))
    return (
        SHORTEST <= count <= LONGEST
        and _opens_well(sentence)
        and _ends_well(sentence)
        and balanced(sentence)
        and has_verb(outside_marks(sentence))
        and not _SAYS_NOTHING.match(sentence)
        and not _NO_SUBJECT.match(sentence)
    )


def _opens_well(sentence: str) -> bool:
    first = sentence.lstrip("“”\"‘'«„")[:1]
    return first.isupper() or first.isdigit() or first in "$£€"


def _ends_well(sentence: str) -> bool:
    return bool(_ENDS.search(sentence)) and not _TRAILS_OFF.search(sentence) and not _CUT.search(sentence)


def garbled(sentence: str) -> bool:
    """Whether pieces of other sentences ran into it: "said that Russia The US and", "Russia he had flown"."""
    told = outside_marks(sentence)
    return bool(
        _BREAK_INSIDE.search(told)
        or _LABEL.match(told)
        or _RUN_IN_HEADING.match(told)
        or _LATE_ARTICLE.search(told)
        or _CAPITAL_OPENER.search(told)
        or _runs_on(told)
        or _stammers(told)
        or _mostly_not_prose(sentence)
    )


def _runs_on(told: str) -> bool:
    """A name and a pronoun that opens another clause stand side by side."""
    return any(match.group(1) not in _DAYS_AND_MONTHS for match in _NAME_PRONOUN.finditer(told))


def _stammers(told: str) -> bool:
    return any(match.group(1).lower() not in _MAY_STAND_TWICE for match in _TWICE.finditer(told))


def _mostly_not_prose(sentence: str) -> bool:
    """Tables, scores and lines in capitals are no sentences."""
    letters = sum(character.isalpha() for character in sentence)
    shouted = sum(len(word) > 1 and word.isupper() for word in words(sentence))
    return letters < 0.65 * len(sentence) or shouted > 0.4 * len(words(sentence))


def addresses_reader(sentence: str) -> bool:
    """Whether the writer speaks of himself or to the reader, outside quotation marks."""
    told = _NUMERAL.sub(" ", outside_marks(sentence))
    return _FIRST_OR_SECOND.search(told) is not None or _TELLS_READER.match(told) is not None
