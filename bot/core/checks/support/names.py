"""Whom an article names, and is each name of a sentence in what it cites, and in its own place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.core.checks.support.fit import fit
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.numbers import MONTHS, WEEKDAYS
from bot.core.reading.sentence import Reading, Token, read
from bot.core.reading.text import STOP_WORDS
from bot.model import Reason

WITHIN = frozenset(("of", "de", "van", "von", "al", "bin", "la", "der", "du", "da", "del"))
"""Small words within a name."""

_COURTESY = frozenset("mr mrs ms miss dr sir lord lady sgt pc det insp".split())
NO_NAMES = _COURTESY | {*map(str.lower, (*WEEKDAYS, *MONTHS)), "i"}
"""Words with a capital that name nobody by themselves."""


class Name(NamedTuple):
    """A run of name words where it stands: tokens, end exclusive."""

    first: int
    last: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom an article speaks of: the words of names, those of persons, and which words stand side by side."""

    names: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    cased: bool = True  # whether its names are written with capitals


def together(casts: Sequence[Cast]) -> Cast:
    """Those of several articles."""
    if len(casts) == 1:
        return casts[0]
    return Cast(
        frozenset[str]().union(*(one.names for one in casts)),
        frozenset[str]().union(*(one.persons for one in casts)),
        frozenset[str]().union(*(one.words for one in casts)),
        frozenset[tuple[str, str]]().union(*(one.pairs for one in casts)),
        any(one.cased for one in casts),
    )


def cast(text: str, lexicon: Lexicon) -> Cast:
    """Who is named in an article, whether it is written with capitals or without."""
    reading = read(text)
    tokens = reading.tokens
    cased = _is_cased(reading)
    lowered = {token.low for token in tokens if token.text.islower()}
    found: set[str] = set()
    persons: set[str] = set()
    for name in runs(reading) if cased else ():
        proper = [word for word in name.words if word not in lowered and word not in WITHIN]
        found.update(proper)
        if _is_person(reading, name, lexicon):
            persons.update(word for word in proper if len(word) > 1)
    for first, second in pairwise(tokens):
        if _leads(first, lexicon) and _may_be_surname(second, lexicon) and second.capital == cased:
            persons.update({first.low, second.low} - _COURTESY)
    persons -= lexicon.titles
    lows = [token.low for token in tokens]
    pairs = frozenset(pairwise(lows))
    return Cast(frozenset(found | persons), frozenset(persons), frozenset(lows), pairs, cased)


def _is_cased(reading: Reading) -> bool:
    """Whether names are written with capitals: more than one word in a hundred within the sentences is."""
    capitals = sum(token.capital and at not in reading.openings for at, token in enumerate(reading.tokens))
    return capitals > 0.01 * len(reading.tokens)


def _is_person(reading: Reading, name: Name, lexicon: Lexicon) -> bool:
    words = [word for word in name.words if word not in lexicon.titles]
    strange = lexicon.organisations | lexicon.places | lexicon.peoples
    if not words or any(word in strange for word in words):
        return False
    if len(words) < len(name.words) or words[0] in lexicon.given:
        return True
    before = reading.tokens[name.first - 1].low if name.first else ""
    after = reading.tokens[name.last].low if name.last < len(reading.tokens) else ""
    speaks = after in lexicon.cues or after == "who" or (name.last in reading.breaks and after.isdecimal())
    return before in lexicon.titles or (len(words) in (2, 3) and (speaks or before in lexicon.people))


def _leads(token: Token, lexicon: Lexicon) -> bool:
    return token.low in lexicon.given or token.low in _COURTESY


def _may_be_surname(token: Token, lexicon: Lexicon) -> bool:
    return token.content and token.low.isalpha() and len(token.low) > 2 and token.low not in lexicon.classes


def runs(reading: Reading) -> Iterator[Name]:
    """The runs of capitals that may be names, in order."""
    tokens, at = reading.tokens, 0
    while at < len(tokens):
        end = _end(reading, at)
        if end > at:
            start = at + 1 if at in reading.openings and end > at + 1 and tokens[at].low in STOP_WORDS else at
            if not (start in reading.openings and end == start + 1 and tokens[start].low in STOP_WORDS):
                yield Name(start, end, tuple(token.low for token in tokens[start:end]))
        at = max(end, at + 1)


def _end(reading: Reading, at: int) -> int:
    """Where a run of capitals ends that starts at a token; there where none does."""
    tokens, end = reading.tokens, at
    while end < len(tokens) and (end == at or end not in reading.breaks or _initial(tokens[end - 1])):
        if _names_something(tokens, end):
            end += 1
        elif end > at and tokens[end].low in WITHIN and _goes_on(reading, end + 1):
            end += 2
        else:
            break
    return end


def _goes_on(reading: Reading, at: int) -> bool:
    return at < len(reading.tokens) and at not in reading.breaks and _names_something(reading.tokens, at)


def _initial(token: Token) -> bool:
    return len(token.text) == 1


def _names_something(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if not token.capital or token.low in NO_NAMES:
        return False
    return at == 0 or token.low not in STOP_WORDS or token.text.isupper()


Fault = tuple[Reason, str]

BETTER, MARGIN = 1.3, 0.03
"""Times as well as the one named that another has to fit, and by how much at least."""

# --- the names of a claim ----------------------------------------------------------------------------


ALIKE = 4
"""Letters that two words share from their beginning where one is made of the other: Russia, Russian."""

_PEOPLES = dict(
    pair.split()
    for pair in """france french, germany german, britain british, uk british, england english, wales welsh,
    scotland scottish, ireland irish, spain spanish, netherlands dutch, holland dutch, us american, denmark
    danish, sweden swedish, poland polish, turkey turkish, greece greek, china chinese, japan
    japanese, switzerland swiss, norway norwegian, portugal portuguese, thailand thai""".split(",")
)
"""Peoples whose names are not made of their country's by its ending."""

_COUNTRIES = {people: country for country, people in _PEOPLES.items()}
_ENDINGS = frozenset(
    ("", *"s n an ian ean i y a e ia ese ish ic ist ns ans ians eans is ies ists ics er ers".split())
)
_SAME = {
    "us": ("america", "american", "united", "states"),
    "uk": ("britain", "british", "united", "kingdom"),
    "british": ("uk",),
    "britain": ("uk",),
    "american": ("us",),
    "america": ("us",),
    "eu": ("european", "union"),
    "un": ("united", "nations"),
    "states": ("us",),
    "united": ("us", "uk", "un"),
    "kingdom": ("uk",),
    "nations": ("un",),
}


def name_faults(
    claim: Reading, cited: Sequence[Reading], people: Cast, known: frozenset[str], lexicon: Lexicon
) -> Iterator[Fault]:
    """Names that stand in nothing that is cited, and persons in another's place.

    `people` are those of the cited articles; `known` are words that may be named without being cited: of
    speakers, headlines and outlets.
    """
    said = known.union(*(reading.places for reading in cited))
    said = said.union(*({token.low for token in reading.tokens} for reading in cited))
    said = said.union(one.low + other.low for reading in cited for one, other in pairwise(reading.tokens))
    initials = {short for reading in cited for short in _shortened(reading)}
    mine = [name for name in runs(claim) if _is_name(claim, name, people, lexicon)]
    for name in mine:
        first = name.first + _opens_commonly(claim, name, lexicon)
        strange = any(_strange(claim, at, said, people) for at in range(first, name.last))
        if strange and not _is_short(name.words, said, initials):
            yield Reason.NAME, f"The cited sentences do not name {_printed(claim, name)}."
    if not people.cased:
        yield from _lowered(claim, said, people)
    yield from _persons(claim, cited, people)


def _opens_commonly(claim: Reading, name: Name, lexicon: Lexicon) -> bool:
    """Whether the first word of a longer name only opens the sentence: "Former Harbour Master"."""
    longer = name.last > name.first + 1
    word = name.words[0]
    return longer and name.first in claim.openings and word not in lexicon.given and _is_listed(word, lexicon)


def _is_name(claim: Reading, name: Name, people: Cast, lexicon: Lexicon) -> bool:
    """Whether a run is a name: a word alone that opens a sentence, where the article has it as one."""
    if name.first not in claim.openings or name.last > name.first + 1:
        return True
    word = name.words[0]
    if word in people.names or claim.tokens[name.first].text.isupper():
        return True
    return word not in people.words and not _is_common(word, lexicon)


_COMMON_ENDINGS = tuple(
    """ss es ts ns rs ls ds ks ps ms gs cs ys hs bs fs ws ing ed ly ion ment er or ist al ive ous ent ant able
    ate ure ance ence ity ness ship""".split()
)
"""What common words end in; of those in -s the plurals alone, not Vilnius, Paris, Texas or Laos."""
_COMMON = frozenset(
    """police people staff crew council court group firm company government parliament congress state city
    town man woman men women boy girl children child youth half part most such top chief head former
    ex late new old young big small major senior junior high low black white red blue green public
    private local early global dozens hundreds thousands millions around nearly almost roughly
    approximately prior amid despite unlike according media social tech past one two three four five
    six seven eight nine ten several oil gas gold rain snow fire water food health science work art
    music film sport football like even overall next once plus since given""".split()
)
"""Common words without such an ending that open sentences of the news."""


def _is_common(word: str, lexicon: Lexicon) -> bool:
    return word.endswith(_COMMON_ENDINGS) or _is_listed(word, lexicon)


def _is_listed(word: str, lexicon: Lexicon) -> bool:
    lists = (lexicon.classes, lexicon.nouns, lexicon.starters, lexicon.adjectives, lexicon.titles)
    return word in _COMMON or any(word in words for words in lists)


def _lowered(claim: Reading, said: Collection[str], people: Cast) -> Iterator[Fault]:
    """Names that a text without capitals shows by the given names beside them elsewhere."""
    for at, token in enumerate(claim.tokens):
        named = token.content and not token.capital and token.low in people.persons
        if named and _strange(claim, at, said, people):
            yield Reason.NAME, f"The cited sentences do not name {token.text}."


def _strange(claim: Reading, at: int, said: Collection[str], people: Cast) -> bool:
    """Whether a word of a name is cited nowhere, nor stands in the article beside another that is."""
    word = claim.tokens[at].low
    if word in WITHIN or word in NO_NAMES or _stands(word, said):
        return False
    before = claim.tokens[at - 1].low if at else ""
    after = claim.tokens[at + 1].low if at + 1 < len(claim.tokens) else ""
    led = (
        word not in people.persons
        and before in said
        and before not in STOP_WORDS
        and (before, word) in people.pairs
    )
    followed = after in said and after not in STOP_WORDS and (word, after) in people.pairs
    return not (led or followed)


def _printed(claim: Reading, name: Name | tuple[int, int]) -> str:
    return " ".join(token.text for token in claim.tokens[name[0] : name[1]])


def _stands(word: str, said: Collection[str]) -> bool:
    """Whether a word is cited, or another of the same country or with another ending."""
    same = (*_SAME.get(word, ()), _PEOPLES.get(word, ""), _COUNTRIES.get(word, ""))
    if word in said or any(other in said for other in same):
        return True
    return len(word) >= ALIKE and any(_made_of(word, other) for other in said)


def _made_of(one: str, other: str) -> bool:
    """Whether two words differ in their ending alone: Italy, Italian; Iraq, Iraqi; not Johnson, Johnston."""
    if one[:ALIKE] != other[:ALIKE]:
        return False
    shorter = min(len(one), len(other))
    shared = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return one[shared:] in _ENDINGS and other[shared:] in _ENDINGS


def _shortened(reading: Reading) -> Iterator[str]:
    """The initials of each run of words: what an organisation may be called for short."""
    tokens = [token for token in reading.tokens if token.low not in ("of", "the", "and", "for")]
    for size in (2, 3, 4, 5):
        for at in range(len(tokens) - size + 1):
            yield "".join(token.low[0] for token in tokens[at : at + size])


def _is_short(name: Sequence[str], said: Collection[str], initials: Collection[str]) -> bool:
    """Whether it is the short form of a name that is cited, or the long form of one that is cited short."""
    if len(name) == 1:
        return len(name[0]) <= 5 and name[0] in initials
    short = "".join(word[0] for word in name if word not in WITHIN)
    return len(short) > 2 and short in said and short not in STOP_WORDS


def _persons(claim: Reading, cited: Sequence[Reading], people: Cast) -> Iterator[Fault]:
    """Persons in whose place the cited sentences have another, whom the claim does not name."""
    here = {token.low for token in claim.tokens}
    mine = _mentions(claim, people)
    around = [(reading, run) for reading in cited for run in _mentions(reading, people)]
    for run in mine:
        words = {claim.tokens[at].low for at in range(*run)}
        own, rivals = [], []
        for reading, other in around:
            others = {reading.tokens[at].low for at in range(*other)}
            if words & others:
                own.append((reading, other))
            elif not here & others:
                rivals.append((reading, other))
        if own and rivals:
            best = max(fit(claim, run, *one) for one in own)
            if max(fit(claim, run, *one) for one in rivals) > BETTER * best + MARGIN:
                who = _printed(claim, run)
                yield Reason.PERSON, f"{who} stands where the cited sentences name somebody else."


def _mentions(reading: Reading, people: Cast) -> list[tuple[int, int]]:
    """The runs of tokens that name a person."""
    found: list[tuple[int, int]] = []
    for at, token in enumerate(reading.tokens):
        if token.low not in people.persons or not token.content:
            continue
        if found and found[-1][1] == at and at not in reading.breaks:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found
