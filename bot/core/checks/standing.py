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
    in truth | to be sure | in reality | in short | all told | above all | apart from that | aside from that
    after all | actually
    of course | in fact | in other words | more recently | earlier | later | afterwards?
    previously | since then | until then | by then | finally | lastly | secondly | thirdly | elsewhere
    there, | here | (?:\w+ )?(?:hours|days|weeks|months|years|minutes) (?:later|earlier)
    (?:the|a) (?:day|week|month|year|night|few \w+) (?:before|after|later|earlier)
    the (?:other|same|former|latter) | others? | another | both | neither | either | none | such | no,
    yes, | well,
    (?:some|all|most|one|many|two|three|several) of (?:them|these|those|this|that)
    (?:with|after|before|despite|given|from|by|in|at|on|for) that (?!of\b)\w+,?
    (?:due to|because of|as for) th(?:at|is) | the \w+ of (?:them|these|those)
    of the (?:two|three|four|five|six)
    asked (?:if|whether|about|why|how|what)
    (?:un)?fortunately | (?:not )?surprisingly | interestingly | sadly | clearly | obviously | perhaps
    maybe | in particular | specifically | in the end
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
    claims? | two | three | four | five | six | actor | actress | story | singer | star | player | striker
    politician | lawmaker | senator | minister | president | billionaire | agency | organi[sz]ation
    body | team | club | side | newspaper | paper | site | website | building | vehicle | ship | vessel
    aircraft | plane | photo | photograph | picture | clip | tweet | ad | speech | interview | poll | survey
    family
"""
_LEADING_WORDS = r"""
    in | on | at | after | before | during | for | with | by | to | from | as | while | when | since
    until | under | over | about | despite | following | according | asked | speaking | last | late
    early | once | if | although | though | because | unless | even
"""

_LINK = compiled(any_of(_LINKS) + r"(?!\w)")
_PRONOUN = compiled(any_of(_PRONOUNS) + r"(?![\w’'])")
_LEANING_NOUN = compiled(r"the (?:\w+ )?" + any_of(_NOUNS_THAT_LEAN) + r"(?!\w)")
_LEADING = compiled(any_of(_LEADING_WORDS) + " ")
_PARTICIPLE = re.compile(r"[A-Z]\w*(?:ed|ing|wn) [^,]*, (?:he|she|it|they)\b")
_PERSON = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im)\b")
_INTRODUCES = re.compile(r"(?:An?|One|Two|Three) ")
_PRONOUN_SUBJECT = re.compile(r", (?:he|she|it|they|his|her|its|their|this|these|those)\b")
_BACKWARD = re.compile(
    any_of(r"""
    \bthe latter\b | \bthe former(?= (?:is|was|has|had|said|will)\b|[,.]) | \b(?:as well|too|a \w+ one|so)\.$
    , (?:however|though|meanwhile|too)[,.] | \b(?:[Tt]hese|[Tt]hose) (?!who\b|of\b|in\b|with\b)\w
    \b[Tt]his (?!week|month|year|morning|evening|afternoon|summer|spring|autumn|fall|winter|season)
    \b(?:that|such) (?:move|decision|kind|case|day|time|point|approach|idea|argument)\b
    \bof (?:that|it|them)(?=,| [―—–-]| (?:was|were|is|are)\b)
    ^(?:\S+ ){0,6}of (?:them|these|those)\b
    \b(?:accepted|rejected|denied|dismissed|welcomed|disputed|criticised|praised) the \w+\.$
    \bhere\b | ^\w+ there\b | ^(?:\w+ )?(?:[Tt]he|that) same\b | ^All (?:two|three|four|five|six)\b
    ^(?:\S+ ){1,3}(?:also|then|therefore|thus)\b | ^(?:\S+ ){0,2}such an?(?= )
    , (?:he|she|they|it) (?:say|says|said|added|adds|wrote|argued|told)\b
    """)
)
_LIGHTLY = re.compile(
    r"\b(?:also|later|another|others?|again|instead|then|similar|latest|both|now"
    r"|(?<!stood )(?<!stand )still)\b"
)
_DESCRIBED = re.compile(
    r"The (?:[\w.’'-]+ ){1,5}?(?:nominee|candidate|contender|senator|congress(?:wo)?man|governor"
    r"|mayor|president|minister|leader|mogul|magnate|businessman|frontrunner|front-runner|striker|coach"
    r"|singer|actor|actress|company|giant|firm|agency)\b(?!,? [A-Z]| (?:of|for|in) )",
    re.IGNORECASE,
)
"""Somebody known by a description alone: "The Republican nominee was speaking"."""

_BARE_OPENER = re.compile(
    r"The (?:[a-z-]+ )?[a-z-]+(?: [a-z]+(?:s|ed)|,| said| was| is| had| has| were| are| will)\b"
)
_NAME = re.compile(
    r"(?<!^)\b[A-Z][\w’'-]+|^[A-Z][\w’'-]+(?= (?:[A-Z]|\w+ed\b|said|told|has|had|was|is|will))"
)
_NOT_NAMES = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
    August September October November December American Americans British French German Russian Chinese
    Israeli European African Asian Republican Republicans Democrat Democrats Democratic Christian Muslim
    Muslims Jewish Congress Senate House Most Many Some All Few Several Every""".split()
)
_NAMED = re.compile(r",? [A-Z]| (?:of|in|at|from|between|against|by|for|on|with|over|to)\b.{0,20} [A-Z]")
"""What may follow a leaning noun: its name ("The company Acme"), or a phrase that holds one."""


def dangling(sentence: str) -> bool:
    """Whether the sentence leans on what was said before: "However", "He", "The move", "the latter"."""
    return _leans_on_a_noun(outside_marks(sentence).strip()) or _leans_otherwise(sentence)


def leaning_noun(sentence: str) -> str | None:
    """The "move" of an opening "The move …" when it leans by that and by nothing else."""
    told = outside_marks(sentence).strip()
    match = _LEANING_NOUN.match(told)
    if match is None or not _leans_on_a_noun(told) or _leans_otherwise(sentence):
        return None
    return match.group().split()[-1]


def _leans_otherwise(sentence: str) -> bool:
    told = outside_marks(sentence).strip()
    opening = sentence.lstrip("“”\"‘'« (")
    return bool(
        _LINK.match(opening)
        or _PRONOUN.match(opening)
        or _BACKWARD.search(told)
        or _person_without_name(told)
        or _pronoun_after_leading_phrase(told)
    )


def leans_lightly(sentence: str) -> bool:
    """Whether it reads best after another ("also", "The poll shows"): printable, not first choice."""
    told = outside_marks(sentence).strip()
    return bool(_LIGHTLY.search(told) or _DESCRIBED.match(told) or _BARE_OPENER.match(told))


def _leans_on_a_noun(told: str) -> bool:
    """Whether it opens with "The company", and no name is with it."""
    match = _LEANING_NOUN.match(told)
    return match is not None and not _names(match.group()[4:]) and not _NAMED.match(told, match.end())


def _person_without_name(told: str) -> bool:
    """Whether a person's pronoun comes before any name, and the sentence does not open with "A man"."""
    pronoun = _PERSON.search(told)
    return pronoun is not None and not _INTRODUCES.match(told) and not _names(told[: pronoun.start()])


def _pronoun_after_leading_phrase(told: str) -> bool:
    """Whether "he" follows "In Washington," or "Known as": the name in the phrase is not the pronoun's."""
    if _PARTICIPLE.match(told):
        return True
    subject = _PRONOUN_SUBJECT.search(told)
    return bool(_LEADING.match(told)) and subject is not None and ", " not in told[: subject.start()]


def _names(run: str) -> list[str]:
    return [name for name in _NAME.findall(run) if name not in _NOT_NAMES]
