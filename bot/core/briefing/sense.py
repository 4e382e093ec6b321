"""Can a quote be understood where it is printed: is each word for what was said before explained there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import takewhile

from bot.core.checks.standalone import has_verb, pointing_back
from bot.core.reading.text import STOP_WORDS, terms, words

_OPENS_LEANING = re.compile(
    r"(?:And|But|So|Or|Because|He|She|They|That|This|These|Those|Which|Here|Then|Also|Again"
    r"|(?:Many|Some|Most|All|None|Both|One|Part) of (?:it|them|these|those|that|this))\b"
)
_ANSWERS = re.compile(
    r"^(?:Yes|No|Yeah|Nope|Absolutely|Exactly|Correct|Right|Sure|Well|Look|Of course|Not really|Certainly)"
    r"(?:[,.!;:—–]| -)"
    r"|\b(?:the|that|this|your|good|great) question\b|\byou(?:[’']re| are) asking\b|\bYou ask\b"
)
_OF_SOMEBODY_HERE = re.compile(
    r"\b(?:we|us|they|you|are|were) both\b|\bboth (?:of (?:us|them|you)|men|women|sides|parties)\b"
    r"|\bthe (?:two|three|four) of (?:us|them|you)\b|\bhere\b(?! in [A-Z])"
)
_EMPTY_IT = re.compile(
    r"\b[Ii]t(?:[’']s|[’']ll be| is| was| has been| will be| would be| should be| takes| took| seems)"
    r"(?! (?:an?|the|my|our|your|his|her|their)\b)(?: [\w’']+){1,3}?(?:, [^,]{1,40},)?"
    r" (?:to|that|whether|if|when|how|for)\b"
)
"""The "it" of "it is clear that" stands for nothing."""

_DOES_SO = re.compile(r"\b(?:do|does|did|done|doing) (?:it|that|this|so)\b")
_HE = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er|[Hh]ers)\b")
_THEY = re.compile(r"\b(?:[Tt]hey|[Tt]hem|[Tt]heirs?)\b")
_IT = re.compile(r"\b(?:[Ii]t|[Ii]ts)\b")
_THIS_ALONE = re.compile(
    r"\b(?:[Tt]his|[Tt]hese|[Tt]hose)(?:[’']s)?(?=[,.;:!?—–]| ?$| (?:is|are|was|were|has|have|had|will|would"
    r"|can|could|should|may|might|must|in|on|at|to|for|from|with|by|as|and|or|but|because|when|all)\b)"
    r"|\b[Tt]hat(?:[’']s\b|(?=[,.;:!?—–]| ?$| (?:is|was|will|would|has|had)\b))"
)
_THIS_THING = re.compile(r"\b(?:[Tt]his|[Tt]hese|[Tt]hose|[Ss]uch an?) ((?:[\w’'-]+ ?){1,4})")
_THAT_THING = re.compile(
    r"\b(?:at|by|to|in|on|of|for|from|with|about|after|before|until|since) that ((?:[a-z’'-]+ ?){1,2})"
)
SHORT = 10
"""Words of speech that must hold a verb; of more the verb may be one that nobody listed."""

_ALWAYS_KNOWN = frozenset(
    terms(
        "time moment day week weekend month year season summer winter spring autumn fall morning afternoon "
        "evening night tonight century decade world country nation planet earth"
    )
)

_PERSON_OR_NAME = re.compile(
    r"(?<![.!?] )(?<!^)\b[A-Z][a-z]|^[A-Z][\w’'-]+(?= (?:[A-Z]|is|was|has|had|will)\b)"
    r"|\b(?i:an?|the|my|our|your|every|each|any|no|this|that) [a-z]"
)
_SEVERAL = re.compile(
    r"\b(?!(?:it|that|there|what|let|always|perhaps|this|was|is|has|does|yes)s?\b)\w{2,}(?<![siu’'])s\b"
    r"|\b(?:people|men|women|children|police|folks|every(?:one|body)|any(?:one|body)|someone|team|family)\b"
    r"|\b(?i:every|each|any|all|both|two|three|four|five|six|many|several|most|few) [a-z]"
    r"| and [A-Z]"
)
_THING = re.compile(
    r"(?<![.!?] )(?<!^)\b[A-Z]\w|\b(?i:an?|the|my|our|your|every|each|any|this|that|some|more) [a-z]"
    r"|\b[A-Z]\w+[’']s [a-z]|^[A-Z]\w+(?= (?:[A-Z]|is|was|has|had|will)\b)"
)
"""What "he", "they" and "it" may mean, where it stands before them."""


def makes_sense(said: str, told: AbstractSet[str]) -> bool:
    """Whether words of somebody can be understood by whoever read the bullets, whose terms are `told`."""
    return (
        (len(words(said)) > SHORT or has_verb(said))
        and not _ANSWERS.search(said)
        and not _OF_SOMEBODY_HERE.search(said)
        and all(_is_told(noun, told | set(terms(said[:at]))) for at, noun in _pointed_at(said))
    )


def leans(said: str) -> bool:
    """Whether words of somebody can only stand right below what they go on from: "It will", "about that"."""
    plain = _EMPTY_IT.sub(lambda match: "x" * len(match.group()), said)
    return (
        _OPENS_LEANING.match(plain) is not None
        or _DOES_SO.search(plain) is not None
        or _without(_THIS_ALONE, _CLAUSE, plain)
        or _without(_HE, _PERSON_OR_NAME, plain)
        or _without(_THEY, _SEVERAL, plain)
        or _without(_IT, _THING, plain)
    )


_CLAUSE = re.compile(r"[.!?;] |, (?:and|but) |(?:\S+ ){3,}\S+, $")
"""What comes before may be what "that" means: "Nobody would buy this bridge, that would be foolish"."""


def _without(pronoun: re.Pattern[str], antecedent: re.Pattern[str], said: str) -> bool:
    """Whether the pronoun stands in the words, and nothing before it that it could mean."""
    found = pronoun.search(said)
    return found is not None and antecedent.search(said, 0, found.start()) is None


def _pointed_at(said: str) -> Iterator[tuple[int, str]]:
    """What "this policy", "at that point" and "the law" point at, each with where it stands."""
    for pattern in (_THIS_THING, _THAT_THING):
        for match in pattern.finditer(said):
            yield match.start(), match.group(1)
    yield from pointing_back(said)


def _is_told(noun: str, told: AbstractSet[str]) -> bool:
    """Whether a word of a noun with what stands before it is told, or needs no telling; or it is no noun."""
    said = [word.lower() for word in words(noun)]
    phrase = list(takewhile(lambda word: word not in STOP_WORDS, said))
    return not phrase or not _ALWAYS_KNOWN.union(told).isdisjoint(terms(" ".join(phrase)))
