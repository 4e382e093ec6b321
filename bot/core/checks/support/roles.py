"""Who does what: does a sentence give somebody what another does, or says, in the sentences it cites.

No parser: the one who acts stands before the verb, or behind "by" where the verb is passive; what stands
between commas is passed over. Only names are held against names, since "a coach" may be anybody of them.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.core.checks.support.contrary import alike, opposites
from bot.core.checks.support.fit import Fault
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.names import NamesOfText
from bot.core.reading.sentence import Reading
from bot.model import Reason

NOUN_PHRASE = 9
"""Words of the one who acts at most."""

SAME_DEED = 0.6
"""Share of what follows a verb that has to follow it in the cited sentence too."""

LIKE_DEED = 0.4
"""The same where it is more than one word."""

SAME_SAYING = 0.6
"""Share of what is said that a cited sentence has to hold."""

NEARLY_AS_MUCH = 0.75
"""Share of that from which another sentence may be meant as well."""

FEWEST_SAID = 2
"""Words of content of what somebody says, under which any sentence would hold them."""

SHORT = 3
"""Letters of a name that may be short for another: EU, UN."""

FEWEST_SHARED, SAME_SENTENCE = 4, 0.6
"""Words that a sentence shares with another at least, and their share of its words, where it is the same."""

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb where it stands, who does it as far as a name tells, and the roots of what follows it."""

    at: int
    root: str
    actors: tuple[Name, ...]
    nouns: frozenset[str]  # the roots of the one who acts
    rest: frozenset[str]


def role_faults(
    claim: Reading,
    cited: Sequence[Reading],
    spoken: Sequence[frozenset[str]],
    people: NamesOfText,
    lexicon: Lexicon,
) -> Iterator[Fault]:
    """Deeds and words of one person that are given to another, and deeds turned into their contrary."""
    if not lexicon.claims.actor_first:
        return
    mine = deeds(claim, people, lexicon)
    theirs = [
        (reading, deed)
        for reading, voices in zip(cited, spoken, strict=True)
        for deed in deeds(reading, people, lexicon, voices)
    ]
    misspoken = list(_misspoken(claim, mine, cited, spoken, theirs, lexicon))
    if misspoken:  # whose deeds are those of what is said
        yield misspoken[0]
        return
    for deed in mine:
        word, who = claim.tokens[deed.at].text, _printed(deed)
        if deed.actors and _done_by_another(deed, theirs):
            yield Fault(Reason.PERSON, f"In the cited sentences somebody else than {who} does this.", who)
        elif deed.actors and _does_the_contrary(claim, deed, theirs, lexicon):
            yield Fault(Reason.ANTONYM, f"The cited sentences say the contrary of “{word}”.", word)
    if _crossed(mine, theirs) or any(_transposed(claim, reading, lexicon) for reading in cited):
        yield Fault(Reason.PERSON, "The cited sentences have the two sides the other way round.")


def _printed(deed: Deed) -> str:
    return " ".join(deed.actors[0]).title() if deed.actors else ""


# --- who does what -----------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4096)
def deeds(
    reading: Reading, people: NamesOfText, lexicon: Lexicon, voices: frozenset[str] = frozenset()
) -> tuple[Deed, ...]:
    """The verbs of a sentence with who does each and what follows; "I" is the one whose words stand in it."""
    verbs = [at for at in range(len(reading.tokens)) if _is_verb(reading, at, lexicon)]
    found = []
    for at in verbs:
        passive = _is_passive(reading, at, lexicon)
        span = _agent(reading, at, lexicon) if passive else _before(reading, at, verbs, lexicon)
        if reading.tokens[at].low in lexicon.cues:
            span = _behind(reading, at) or span
        if span is None:
            continue
        start, end = span
        nouns = frozenset(token.root for token in reading.tokens[start:end] if token.content)
        actors = _names(reading, start, end, people, lexicon)
        if len(voices) == 1 and any(
            lexicon.pronouns.get(one.low) == "i" for one in reading.tokens[start:end]
        ):
            actors = tuple(tuple(map(reading.grammar.low, voice.split())) for voice in voices)
        found.append(Deed(at, reading.tokens[at].root, actors, nouns, _rest(reading, at, span)))
    return tuple(found)


def _is_verb(reading: Reading, at: int, lexicon: Lexicon) -> bool:
    token = reading.tokens[at]
    low = token.low
    if token.capital or low in lexicon.auxiliaries or not low.isalpha():
        return False
    before = reading.tokens[at - 1].low if at else ""
    if before in lexicon.determiners or before in lexicon.prepositions - lexicon.infinitive:
        return False
    if low in lexicon.cues or token.root in _verb_roots(lexicon):
        return True
    known = low in reading.grammar.bases or low.endswith(lexicon.verb_endings)
    return token.content and (known or before in lexicon.auxiliaries or before in lexicon.infinitive)


@functools.lru_cache(maxsize=8)
def _verb_roots(lexicon: Lexicon) -> frozenset[str]:
    """The roots of the verbs that the lexicon knows, small words left out."""
    contrary = {word for sides in lexicon.claims.contraries for side in sides for word in side}
    known = {*lexicon.cues, *lexicon.verbs, *contrary} - lexicon.grammar.small
    return frozenset(map(lexicon.grammar.root, known))


def _skipped(low: str, lexicon: Lexicon) -> bool:
    """Whether a word may stand between the one who acts and the verb."""
    return (
        low in lexicon.auxiliaries
        or low in lexicon.adverbs
        or low in lexicon.claims.denials
        or low.endswith("ly")
    )


def _is_passive(reading: Reading, at: int, lexicon: Lexicon) -> bool:
    place = at - 1
    while place >= 0 and (reading.tokens[place].low in lexicon.adverbs or reading.tokens[place].low == "not"):
        place -= 1
    return (
        place >= 0
        and reading.tokens[place].low in lexicon.passive
        and not reading.tokens[at].low.endswith("ing")
    )


def _agent(reading: Reading, at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """What stands behind "by" after a passive verb."""
    for place in range(at + 1, min(len(reading.tokens), at + NOUN_PHRASE)):
        if reading.tokens[place].low in lexicon.agents:
            end = place + 1
            while end < len(reading.tokens) and end - place < NOUN_PHRASE and end not in reading.breaks:
                end += 1
            return place + 1, end
        if place in reading.breaks:
            return None
    return None


def _behind(reading: Reading, at: int) -> tuple[int, int] | None:
    """The name behind a verb that reports at the end of a clause: ", said Ana Silva"."""
    end = at + 1
    while end < len(reading.tokens) and end not in reading.breaks and reading.tokens[end].capital:
        end += 1
    closes = end == len(reading.tokens) or end in reading.breaks
    return (at + 1, end) if at in reading.breaks and closes and end > at + 1 else None


def _before(reading: Reading, at: int, verbs: Sequence[int], lexicon: Lexicon) -> tuple[int, int] | None:
    """The words of the one who acts; of "shook her hand and thanked" those before the first verb."""
    tokens = reading.tokens
    end = at
    while end > 0 and end not in reading.breaks and _skipped(tokens[end - 1].low, lexicon):
        end -= 1
    if end == 0:
        return None
    if end in reading.breaks:  # what stands between commas: "Moyle, the leader, has lost"
        start = next((place for place in range(end - 1, 0, -1) if place in reading.breaks), 0)
        if not start:
            return None
        end = start
    low = tokens[end - 1].low
    if low in lexicon.relatives and end > 1:
        end -= 1
    elif low in reading.grammar.figures.joining:
        earlier = [place for place in verbs if place < end - 1]
        return _before(reading, earlier[-1], earlier[:-1], lexicon) if earlier else None
    start = end
    while start > 0 and end - start < NOUN_PHRASE:
        token = tokens[start - 1]
        if (
            (start in reading.breaks and start != end)
            or start - 1 in verbs
            or token.low in lexicon.conjunctions
        ):
            break
        if token.low in lexicon.auxiliaries:
            break
        start -= 1
    return (start, end) if start < end else None


def _names(reading: Reading, start: int, end: int, people: NamesOfText, lexicon: Lexicon) -> tuple[Name, ...]:
    """The names that act, without titles: not "Ukraine" in "the president of Ukraine", "Ukraine's forces"."""
    tokens = reading.tokens
    head = next(
        (
            at
            for at in range(start + 1, end)
            if tokens[at].low in lexicon.prepositions and tokens[at - 1].content
        ),
        end,
    )
    found: list[tuple[int, list[str]]] = []
    for at in range(start, head):
        token = tokens[at]
        low = token.low
        joined = bool(found) and found[-1][0] == at and at not in reading.breaks
        named = token.capital and (low in people.persons or low in people.names or at not in reading.openings)
        if not (named or (joined and low in people.persons)) or low in lexicon.claims.nameless:
            continue
        if joined:
            found[-1] = (at + 1, [*found[-1][1], low])
        elif low not in lexicon.titles:
            found.append((at + 1, [low]))
    joining = reading.grammar.figures.joining
    acts = (
        name for last, name in found if last == head or last in reading.breaks or tokens[last].low in joining
    )
    return tuple(map(tuple, acts))


def _rest(reading: Reading, at: int, span: tuple[int, int]) -> frozenset[str]:
    """The roots of what follows a verb up to the end of its clause, the one who acts left out."""
    inside = range(*span)
    found = set()
    for place in range(at + 1, len(reading.tokens)):
        token = reading.tokens[place]
        if place in reading.openings:
            break
        if token.content and place not in inside:
            found.add(token.root)
    return frozenset(found)


# --- whose it is -------------------------------------------------------------------------------------


def same_name(one: Name, other: Name) -> bool:
    """Whether two names may mean the same: one within the other, with one surname, or short for it."""
    if any(len(name) == 1 and len(name[0]) <= SHORT for name in (one, other)):
        return True
    return set(one) <= set(other) or set(other) <= set(one) or one[-1] == other[-1]


def _share(one: Sequence[Name], other: Sequence[Name]) -> bool:
    return any(same_name(mine, theirs) for mine in one for theirs in other)


def _held(words: frozenset[str], other: frozenset[str]) -> float:
    return len(words & other) / len(words) if words else 0.0


def _done_by_another(deed: Deed, theirs: Sequence[tuple[Reading, Deed]]) -> bool:
    """Whether a cited sentence has another do it, and none has these."""
    same = [other for _, other in theirs if other.root == deed.root]
    if not deed.rest or any(_may_be_one(deed, other) for other in same):
        return False
    enough = SAME_DEED if len(deed.rest) < FEWEST_SAID else LIKE_DEED
    return any(other.actors and _held(deed.rest, other.rest) >= enough for other in same)


def _may_be_one(one: Deed, other: Deed) -> bool:
    """Whether the same may act: names that agree; where one has none, a word in common."""
    if one.actors and other.actors:
        return _share(one.actors, other.actors)
    return bool(one.nouns & other.nouns)


def _does_the_contrary(
    claim: Reading, deed: Deed, theirs: Sequence[tuple[Reading, Deed]], lexicon: Lexicon
) -> bool:
    """Whether a cited sentence has the same person do the contrary to the same."""
    others = opposites(lexicon).get(deed.root, frozenset())
    same = alike(lexicon).get(deed.root, frozenset((deed.root,)))
    if any(other.root in same and _share(deed.actors, other.actors) for _, other in theirs):
        return False
    return any(
        other.root in others
        and other.root not in claim.places
        and _share(deed.actors, other.actors)
        and len(deed.rest & other.rest) >= FEWEST_SAID
        for _, other in theirs
    )


def _crossed(mine: Sequence[Deed], theirs: Sequence[tuple[Reading, Deed]]) -> bool:
    """Whether two verbs have each the other's actor."""
    doing: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for _, deed in theirs:
        doing[deed.root].append(deed.nouns)

    def acts(deed: Deed, root: str) -> bool:
        return any(deed.nouns & nouns for nouns in doing[root])

    return any(
        one.root != other.root
        and not one.nouns & other.nouns
        and acts(one, other.root)
        and acts(other, one.root)
        and not acts(one, one.root)
        and not acts(other, other.root)
        for one, other in combinations(mine, 2)
    )


def _transposed(claim: Reading, cited: Reading, lexicon: Lexicon) -> bool:
    """Whether the sentence is the cited one, but for two words that have changed places around a verb."""
    mine, theirs = _once(claim), _once(cited)
    order = [root for root in mine if root in theirs]
    if len(order) < FEWEST_SHARED or len(order) < SAME_SENTENCE * len(mine):
        return False
    other = [root for root in theirs if root in mine]
    moved = [at for at, (one, two) in enumerate(zip(order, other, strict=True)) if one != two]
    if len(moved) != 2 or moved[1] - moved[0] < 2:
        return False
    first, last = (mine[order[at]] for at in moved)
    there = sorted(theirs[order[at]] for at in moved)
    pairs = [
        (at, theirs[claim.tokens[at].root])
        for at in range(first + 1, last)
        if claim.tokens[at].root in theirs and _is_verb(claim, at, lexicon)
    ]
    same = [pair for pair in pairs if there[0] < pair[1] < there[1] and _is_verb(cited, pair[1], lexicon)]
    return any(_is_passive(claim, at, lexicon) == _is_passive(cited, other, lexicon) for at, other in same)


def _once(reading: Reading) -> dict[str, int]:
    """The roots of content that stand once in a sentence, in order, and where."""
    counts = Counter(token.root for token in reading.tokens if token.content)
    return {token.root: at for at, token in enumerate(reading.tokens) if counts[token.root] == 1}


def _misspoken(
    claim: Reading,
    mine: Sequence[Deed],
    cited: Sequence[Reading],
    spoken: Sequence[frozenset[str]],
    theirs: Sequence[tuple[Reading, Deed]],
    lexicon: Lexicon,
) -> Iterator[Fault]:
    """What somebody says in the claim and another in the cited sentences, where the claim has one speaker."""
    telling = [deed for deed in mine if claim.tokens[deed.at].low in lexicon.cues and deed.actors]
    voices = [
        [tuple(reading.grammar.low(word) for word in name.split()) for name in names]
        + [
            name
            for other, deed in theirs
            if other is reading and other.tokens[deed.at].low in lexicon.cues
            for name in deed.actors
        ]
        for reading, names in zip(cited, spoken, strict=True)
    ]
    for deed in telling:
        if not all(_share(deed.actors, other.actors) for other in telling):
            return
        found = _said_by_another(claim, deed, cited, voices, lexicon)
        if found:
            yield Fault(Reason.SPEAKER, f"The source has it said by {found}.", _printed(deed))


def _said_by_another(
    claim: Reading,
    deed: Deed,
    cited: Sequence[Reading],
    voices: Sequence[Sequence[Name]],
    lexicon: Lexicon,
) -> str:
    """Who says it in the cited sentences that hold most of it, where that is another; or nothing."""
    own = {word for name in deed.actors for word in name}
    words = _told(claim, deed, own)
    shares = [_held(words, reading.roots) for reading in cited]
    best = max(shares, default=0.0)
    if len(words) < FEWEST_SAID or best < SAME_SAYING:
        return ""
    found = ""
    for reading, share, names in zip(cited, shares, voices, strict=True):
        if share < NEARLY_AS_MUCH * best or (share < best and not names):
            continue
        known = any(set(name) & {token.low for token in claim.tokens} for name in names)
        if not names or _share(deed.actors, names) or (_may_say(reading, own, lexicon) and not known):
            return ""
        found = found or " ".join(names[0]).title()
    return found


def _told(claim: Reading, deed: Deed, own: set[str]) -> frozenset[str]:
    """The roots of what is told: behind the verb up to the next main clause, or before it."""
    tokens, joining = claim.tokens, claim.grammar.figures.joining
    ends = (at for at in range(deed.at + 1, len(tokens)) if at in claim.breaks and tokens[at].low in joining)

    def roots(start: int, end: int) -> frozenset[str]:
        found = (one for one in tokens[start:end] if one.content and one.low not in own)
        return frozenset(one.root for one in found) - deed.nouns

    behind = roots(deed.at + 1, next(ends, len(tokens)))
    return behind if len(behind) >= FEWEST_SAID else roots(0, deed.at)


def _may_say(reading: Reading, own: set[str], lexicon: Lexicon) -> bool:
    """Whether one of these words stands near a verb that reports: "a spokesman for Silva said"."""
    cues = [at for at, token in enumerate(reading.tokens) if token.low in lexicon.cues]
    places = [at for at, token in enumerate(reading.tokens) if token.low in own]
    return any(abs(cue - place) <= NOUN_PHRASE for cue in cues for place in places)
