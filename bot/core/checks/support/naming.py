"""Whom an article names, and is each name of a sentence in what it cites, and in its own place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from bot.core.checks.support.fit import Fault, fit
from bot.core.reading.lexicon import ClaimWords, Lexicon
from bot.core.reading.names import NameRun, NamesOfText, names_a_thing, runs
from bot.core.reading.sentence import Reading
from bot.model import Reason

BETTER, MARGIN = 1.3, 0.03
"""Times as well as the one named that another has to fit, and by how much at least."""

# --- the names of a claim ----------------------------------------------------------------------------


ALIKE = 4
"""Letters that two words share from their beginning where one is made of the other: Russia, Russian."""


def name_faults(
    claim: Reading, cited: Sequence[Reading], people: NamesOfText, known: frozenset[str], lexicon: Lexicon
) -> Iterator[Fault]:
    """Names that stand in nothing that is cited, and persons in another's place.

    `people` are those of the cited articles; `known` are words that may be named without being cited: of
    speakers, headlines and outlets.
    """
    said = known.union(*(reading.places for reading in cited))
    said = said.union(*({token.low for token in reading.tokens} for reading in cited))
    said = said.union(one.low + other.low for reading in cited for one, other in pairwise(reading.tokens))
    initials = {short for reading in cited for short in _shortened(reading)}
    mine = [name for name in runs(claim, lexicon) if _is_name(claim, name, people, lexicon)]
    for name in mine:
        first = name.first + _opens_commonly(claim, name, lexicon)
        strange = any(
            _strange(claim, at, said, people, lexicon.claims)
            for at in range(first, name.last)
            if not (lexicon.capital_nouns and _is_noun(claim, at, name, people, lexicon))
        )
        if strange and not _is_short(name.words, said, initials, lexicon):
            who = _printed(claim, name)
            yield Fault(Reason.NAME, f"The cited sentences do not name {who}.", who)
    if not people.cased or not any(token.capital for token in claim.tokens):
        yield from _lowered(claim, said, people, lexicon)
    yield from _persons(claim, cited, people)


def _opens_commonly(claim: Reading, name: NameRun, lexicon: Lexicon) -> bool:
    """Whether the first word of a longer name only opens the sentence: "Former Harbour Master"."""
    longer = name.last > name.first + 1
    word = name.words[0]
    return longer and name.first in claim.openings and word not in lexicon.given and _is_listed(word, lexicon)


def _is_name(claim: Reading, name: NameRun, people: NamesOfText, lexicon: Lexicon) -> bool:
    """Whether a run is a name: a word alone that opens a sentence, where the article has it as one."""
    if name.first not in claim.openings or name.last > name.first + 1:
        return True
    word = name.words[0]
    if word in people.names or claim.tokens[name.first].text.isupper():
        return True
    return word not in people.words and not _is_common(word, lexicon)


COMPOUND = 5
"""Letters from which a word may end in another: "Rettungseinsatz", "Einsatz"."""


def _is_noun(claim: Reading, at: int, name: NameRun, people: NamesOfText, lexicon: Lexicon) -> bool:
    """Whether a word has its capital as all nouns have, where the language writes them so.

    Persons are none, nor what stands beside a given name; a word alone may be told by its ending, or by a
    word of the article that it ends in or that ends in it.
    """
    token, word = claim.tokens[at], claim.tokens[at].low
    beside = claim.tokens[max(name.first, at - 1)].low if at > name.first else ""
    if word in people.persons or word in lexicon.places or word in lexicon.given or beside in lexicon.given:
        return False
    if not word.isalpha() or token.text.isupper():
        return False
    if _is_listed(word, lexicon) or names_a_thing(word, lexicon) or _has_an_article(word, people, lexicon):
        return True
    if name.last == name.first + 1:
        return _is_described(claim, at, lexicon) or _looks_like_a_noun(word, people, lexicon)
    if name.first not in claim.openings or name.last > name.first + 2:
        return False
    opening, second = name.words
    described = opening not in lexicon.given and opening.endswith(lexicon.adjective_endings)
    return described and _looks_like_a_noun(second, people, lexicon)


def _looks_like_a_noun(word: str, people: NamesOfText, lexicon: Lexicon) -> bool:
    if names_a_thing(word, lexicon) or word.endswith(lexicon.claims.noun_endings):
        return True
    return _has_an_article(word, people, lexicon) or _is_compound(word, people.words | lexicon.common)


def _has_an_article(word: str, people: NamesOfText, lexicon: Lexicon) -> bool:
    """Whether the text has it behind a word that stands before nouns: "das Hochwasser", "im Stadion"."""
    before = lexicon.determiners | lexicon.contractions
    return word in people.words and any((one, word) in people.pairs for one in before)


def _is_described(claim: Reading, at: int, lexicon: Lexicon) -> bool:
    """Whether an adjective stands before it: "bei sengender Hitze"."""
    before = claim.tokens[at - 1] if at and at not in claim.breaks else None
    if before is None or not before.content or (before.capital and at - 1 not in claim.openings):
        return False
    known = before.low in lexicon.classes or before.low in lexicon.cues or before.low in lexicon.verbs
    return not known and before.low.endswith(lexicon.adjective_endings)


def _is_compound(word: str, known: Collection[str]) -> bool:
    return any(
        other != word
        and (
            (word.endswith(other) and len(other) >= COMPOUND)
            or (other.endswith(word) and len(word) >= COMPOUND)
        )
        for other in known
    )


def _is_common(word: str, lexicon: Lexicon) -> bool:
    return word.endswith(lexicon.claims.common_endings) or _is_listed(word, lexicon)


def _is_listed(word: str, lexicon: Lexicon) -> bool:
    numbers = lexicon.grammar.figures
    lists = (
        lexicon.classes,
        lexicon.nouns,
        lexicon.starters,
        lexicon.adjectives,
        lexicon.titles,
        numbers.spelled,
        numbers.tens,
    )
    return word in lexicon.claims.openers or any(word in words for words in lists)


def _lowered(claim: Reading, said: Collection[str], people: NamesOfText, lexicon: Lexicon) -> Iterator[Fault]:
    """Names in a text without capitals: given ones that the article has nowhere, and those of its persons.

    Of an article with capitals the persons are left: who is named in small letters elsewhere is no name.
    """
    for at, token in enumerate(claim.tokens):
        if not token.content or token.capital:
            continue
        given = token.low in lexicon.given and token.low not in people.words
        named = given or (token.low in people.persons and not people.cased)
        if named and _strange(claim, at, said, people, lexicon.claims):
            yield Fault(Reason.NAME, f"The cited sentences do not name {token.text}.", token.text)


def _strange(claim: Reading, at: int, said: Collection[str], people: NamesOfText, words: ClaimWords) -> bool:
    """Whether a word of a name is cited nowhere, nor stands in the article beside another that is."""
    word = claim.tokens[at].low
    if word in words.within or word in words.nameless or _stands(word, said, words):
        return False
    before = claim.tokens[at - 1].low if at else ""
    after = claim.tokens[at + 1].low if at + 1 < len(claim.tokens) else ""
    led = (
        word not in people.persons
        and before in said
        and before not in claim.grammar.small
        and (before, word) in people.pairs
    )
    followed = after in said and after not in claim.grammar.small and (word, after) in people.pairs
    return not (led or followed)


def _printed(claim: Reading, name: NameRun | tuple[int, int]) -> str:
    return " ".join(token.text for token in claim.tokens[name[0] : name[1]])


def _stands(word: str, said: Collection[str], words: ClaimWords) -> bool:
    """Whether a word is cited, or another of the same country or with another ending."""
    if word in said or any(other in said for other in words.same.get(word, ())):
        return True
    return len(word) >= ALIKE and any(_made_of(word, other, words) for other in said)


def _made_of(one: str, other: str, words: ClaimWords) -> bool:
    """Whether two words differ in their ending alone: Italy, Italian; Iraq, Iraqi; not Johnson, Johnston."""
    if one[:ALIKE] != other[:ALIKE]:
        return False
    shorter = min(len(one), len(other))
    shared = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return one[shared:] in words.name_endings and other[shared:] in words.name_endings


def _shortened(reading: Reading) -> Iterator[str]:
    """The initials of each run of words: what an organisation may be called for short."""
    tokens = [token for token in reading.tokens if token.low not in ("of", "the", "and", "for")]
    for size in (2, 3, 4, 5):
        for at in range(len(tokens) - size + 1):
            yield "".join(token.low[0] for token in tokens[at : at + size])


def _is_short(
    name: Sequence[str], said: Collection[str], initials: Collection[str], lexicon: Lexicon
) -> bool:
    """Whether it is the short form of a name that is cited, or the long form of one that is cited short."""
    if len(name) == 1:
        return len(name[0]) <= 5 and name[0] in initials
    short = "".join(word[0] for word in name if word not in lexicon.claims.within)
    return len(short) > 2 and short in said and short not in lexicon.grammar.small


def _persons(claim: Reading, cited: Sequence[Reading], people: NamesOfText) -> Iterator[Fault]:
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
                yield Fault(Reason.PERSON, f"{who} stands where the cited sentences name somebody else.", who)


def _mentions(reading: Reading, people: NamesOfText) -> list[tuple[int, int]]:
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
