"""Can a sentence stand alone: nothing in it leans on the sentence before."""

from __future__ import annotations

import re

from bot.core.checks.marks import outside_marks
from bot.core.checks.patterns import any_of, compiled

_LINKS = r"""
    however | also | but | and | so | then | meanwhile | moreover | furthermore | therefore | instead
    still | yet | thus | nevertheless | nonetheless | besides | likewise | similarly | otherwise | hence
    or | nor | again | indeed | too | though | rather | consequently | accordingly | in addition
    in contrast | by contrast | for example | for instance | as a result | in turn | in return
    in response | on the other hand | at the same time | at th(?:e|at) time | that said | even so
    after all | of course | in fact | in other words | more recently | earlier | later | afterwards?
    previously | since then | until then | by then | finally | lastly | secondly | thirdly | elsewhere
    there | here | (?:hours|days|weeks|months|years|minutes) (?:later|earlier)
    (?:the|a) (?:day|week|month|year|night|few \w+) (?:before|after|later|earlier)
    the (?:other|same|former|latter) | others? | another | both | neither | either | none | such | no,
    yes, | well, | another
    (?:some|all|most|one|many|two|three|several) of (?:them|these|those|this|that)
    asked (?:if|whether|about|why|how|what)
"""
_PRONOUNS = r"""
    he | she | it | they | him | her | hers | his | its | their | theirs | them | this | that | these
    those | who | which | what | why | how | we | i | you | (?:it|he|she|that|here|there|what)[’']s
    they[’']re
"""
_NOUNS_THAT_LEAN = r"""
    move | decision | ruling | pair | duo | trio | group | incident | blast | crash | attack | accident
    announcement | comments? | remarks? | statement | reports? | findings | measure | proposal | plan
    deal | bill | law | study | company | firm | man | woman | boy | girl | teenager | victims?
    suspects? | officers? | officials? | couple | meeting | event | news | latest | results?
    questions? | answer | problem | issue | idea | documents? | letter | video | footage | film | book
    game | match | win | defeat | victory | goal | case | trial | hearing | charges? | allegations?
    claims? | two | three | four | five | six | actor | actress | singer | star | player | striker
    politician | lawmaker | senator | minister | president | billionaire | agency | organi[sz]ation
    body | team | club | side | newspaper | paper | site | website | building | vehicle | ship | vessel
    aircraft | plane
"""
_LEADING_WORDS = r"""
    in | on | at | after | before | during | for | with | by | to | from | as | while | when | since
    until | under | over | about | despite | following | according | asked | speaking | last | late
    early | once | if | although | though | because
"""

_LINK = compiled(any_of(_LINKS) + r"(?!\w)")
_PRONOUN = compiled(any_of(_PRONOUNS) + r"(?![\w’'])")
_LEANING_NOUN = compiled(r"the (?:\w+ )?" + any_of(_NOUNS_THAT_LEAN) + r"(?!\w)")
_LEADING = compiled(any_of(_LEADING_WORDS) + " ")
_PERSON = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im)\b")
_INTRODUCES = re.compile(r"(?:An?|One|Two|Three) ")
_PRONOUN_SUBJECT = re.compile(r", (?:he|she|it|they|his|her|its|their|this|these|those)\b")
_BACKWARD = compiled(
    r"\bthe latter\b|\bthe former(?= (?:is|was|has|had|said|will)\b|[,.])|\b(?:as well|too)\.$"
)
_NAME = re.compile(
    r"(?<!^)\b[A-Z][\w’'-]+|^[A-Z][\w’'-]+(?= (?:[A-Z]|\w+ed\b|said|told|has|had|was|is|will))"
)
_NOT_NAMES = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
    August September October November December""".split()
)
_LOOK_AHEAD = 25
"""Code points after a leaning noun within which its name may follow: "The company Acme Steel said"."""


def dangling(sentence: str) -> bool:
    """Whether the sentence leans on what was said before: "However", "He", "The move", "the latter"."""
    told = outside_marks(sentence).strip()
    opening = sentence.lstrip("“”\"‘'« (")
    return bool(
        _LINK.match(opening)
        or _PRONOUN.match(opening)
        or _leans_on_a_noun(told)
        or _BACKWARD.search(told)
        or _person_without_name(told)
        or _pronoun_after_leading_phrase(told)
    )


def _leans_on_a_noun(told: str) -> bool:
    """Whether it opens with "The company" and no name follows."""
    match = _LEANING_NOUN.match(told)
    return match is not None and not _names(told[len("The ") : match.end() + _LOOK_AHEAD])


def _person_without_name(told: str) -> bool:
    """Whether a person's pronoun comes before any name, and the sentence does not open with "A man"."""
    pronoun = _PERSON.search(told)
    return pronoun is not None and not _INTRODUCES.match(told) and not _names(told[: pronoun.start()])


def _pronoun_after_leading_phrase(told: str) -> bool:
    """Whether "he" follows "In Washington,": the name in the phrase is not the pronoun's."""
    subject = _PRONOUN_SUBJECT.search(told)
    return bool(_LEADING.match(told)) and subject is not None and "," not in told[: subject.start()]


def _names(run: str) -> list[str]:
    return [name for name in _NAME.findall(run) if name not in _NOT_NAMES]
