"""Can a quote or a bullet be understood where it is printed: is what it points at and whom it names told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import takewhile

from bot.core.checks.standalone import has_verb, pointing_back
from bot.core.reading.grammar import MONTHS, WEEKDAYS
from bot.core.reading.text import STOP_WORDS, terms, words
from bot.model import Article

_OPENS_LEANING = re.compile(
    r"(?:Thus|Therefore|Hence|However|Instead|Otherwise|Meanwhile|And|But|So|Or|Because|He|She|They|That|This|These|Those|Which|Here|Then|Also|Again"
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


# --- a bullet below others: names, short names of bodies, dates ------------------------------------


_OPENING_NAME = re.compile(r"(?:[^,]* [^,]*, )?(?:M(?:r|s|rs)\. )?([A-Z][\w’'-]+)(?:,| [a-z])")
_OPENERS = f"(?:{'|'.join(sorted(word.capitalize() for word in STOP_WORDS))})"
_FIRST_NAME = re.compile(rf"\b(?!{_OPENERS}\b)[A-Z][\w’'-]+\Z")
_TITLES = frozenset(
    """Admiral Ambassador Attorney Bishop Captain Cardinal Chairman Chancellor Chief Coach Colonel
    Congressman Congresswoman Councilman Councilwoman Dame Defendant Democrat Deputy Detective Director
    Doctor Father Former General Gov Governor Judge Justice King Lady Leader Lieutenant Lord Major Mayor
    Minister Miss Mother Officer Pastor Pope President Prince Princess Professor Queen Rabbi Rep
    Representative Republican Reverend Saint Secretary Sen Senator Sergeant Sheriff Sir Sister
    Speaker""".split()
)
_WORD_ENDS = re.compile(r"\b")
_DAYS_AND_MONTHS = frozenset((*WEEKDAYS, *MONTHS))
_SPEAKING_NAME = re.compile(
    r"(?<![A-Z])(?<=[a-z,”\"] )([A-Z][\w-]+)(?: (?:said|says|told|added|wrote|argued|noted)\b|[’']s [a-z])"
)
"""A surname within a sentence, of somebody who speaks or has something: "Quist told", "Quist's seat"."""

_STANDS_BY_ITSELF = re.compile(
    r"(?<!two)(?<!three)(?<!four)(?<!five)(?<!six)(?= ?(?:[.,;:?!]|$)| (?:is|was|are|were|has|had|have|will"
    r"|would|could|should|can|may|might|must|after|before|by|from|and|or|but|on|at|as|while|when|because"
    r"|since)\b)"
)
"""Where "the deal" ends: "the deal was", and not "the deal makers", nor "the five judges"."""

_ACRONYM = re.compile(r"(?<!\()\b[A-Z]{3,6}s?\b(?!\))")
_ON_DAY = re.compile(rf"\b(?:on|since) ({'|'.join(MONTHS)}) (\d{{1,2}})\b(?!, \d)")

DAYS_OF_ANY_MONTH, OTHER_YEAR = 28, 180
"""Later days of a month are left alone; so far ahead a day without a year is one of the year before."""

OLD_DAYS = 4
"""Days before its article from which what happened "on July 15" is no news of that article."""


def understood(text: str, article: Article, above: Sequence[str]) -> bool:
    """Whether a sentence can be understood by whoever has read its article's headline and what is above."""
    shown = " ".join((article.headline, *above))
    told = set(terms(shown))
    return (
        all(
            _is_told(noun, told | set(terms(text[:at])))
            for at, noun in pointing_back(text)
            if _STANDS_BY_ITSELF.match(text, at + len("the ") + len(noun))
        )
        and not _names_one_of_two(text, article.text, " ".join(above))
        and not _is_short_for(text, article.text, shown)
        and not _is_of_another_day(text, article)
    )


def names_alone(text: str, opening: bool) -> set[str]:
    """The surnames that open a sentence alone, and without `opening` those of whoever speaks in it."""
    first = _OPENING_NAME.match(text)
    within = () if opening else _SPEAKING_NAME.finditer(text)
    return {match.group(1) for match in (first, *within) if match} - _DAYS_AND_MONTHS


def _names_one_of_two(text: str, whole: str, shown: str) -> bool:
    """Whether it names a surname that two bear in the article, and nothing shown says which of them."""
    return any(
        len(_bearers(name, whole)) > 1 and len(_bearers(name, shown)) != 1
        for name in names_alone(text, opening=False)
        if not _bearers(name, text)
    )


def _is_short_for(text: str, whole: str, shown: str) -> bool:
    """Whether it has the short name of a body that the article gives in full and nothing shown does."""
    return any(
        f"({match.group()})" in whole and match.group() not in shown for match in _ACRONYM.finditer(text)
    )


def _is_of_another_day(text: str, article: Article) -> bool:
    """Whether it tells of a day that it names and that is some days before the article's."""
    at = article.published
    for match in _ON_DAY.finditer(text) if at else ():
        month, day = MONTHS.index(match.group(1)) + 1, int(match.group(2))
        if at and 1 <= day <= DAYS_OF_ANY_MONTH:
            days = (at.date() - date(at.year, month, day)).days
            if days > OLD_DAYS or days < -OTHER_YEAR:
                return True
    return False


def in_full(name: str, text: str) -> bool:
    """Whether the name stands somewhere behind another capitalised word."""
    return next(_words_before(name, text), None) is not None


def _bearers(name: str, text: str) -> set[str]:
    """The first names of those who bear a surname in the text; a title is none."""
    return {before for before in _words_before(name, text) if before not in _TITLES}


def _words_before(name: str, text: str) -> Iterator[str]:
    """The capitalised words behind which the name stands, one for each time."""
    at = text.find(f" {name}")
    while at >= 0:
        begins = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
        before = _FIRST_NAME.search(text, begins, at)
        if before and _WORD_ENDS.match(text, at + 1 + len(name)):
            yield before.group()
        at = text.find(f" {name}", at + 1)
