"""Does a sentence say the contrary of what it cites: a "not" too many or too few, a word's opposite."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence

from bot.core.checks.support.fit import Fault, fit_word
from bot.core.reading.grammar import roots_of
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.sentence import Reading, Word
from bot.model import Reason

Run = tuple[str | None, ...]  # roots in a row; None is any word

SCOPE = 3
"""Words of content after a "not" of which one is what it denies."""

NEAR, FAR = 6, 8
"""Words between a denial and what it denies, and at most where one sentence bears another out."""

DENIED_ALIKE = 0.3
"""Fit from which a denial of a cited sentence is that of the claim, in other words."""

FEWEST_BETWEEN = 2
"""Words from what is denied to the next of content, where another word may stand for what is denied."""

OBJECT, FEWEST_OBJECT, OBJECT_NEAR = 4, 3, 10
"""Words of content after a "not", those of them after a verb, and words before these where a "not" may be."""

SPREAD = 5
"""Words from a denial on among which a second one counts with it: "is not doing no work"."""

JUST_AFTER = 2
"""Words after what is denied in which the denial may stand: "found no evidence"."""

BEFORE_LAST = 3
"""Words in a row before a denial that closes a clause by which its place is known."""

SAME_PLACE = (0.3, 0.5)
"""Fit from which a claim tells what a cited sentence denies, for the first word denied and the next."""

REVERSED, TIMES = 0.3, 1.5
"""Fit from which an opposite stands in the place of a word, and how many times as well as the word itself."""


JUST_BEFORE = 2
"""Words before a word in which a denial says what "un" does: "did not change", "unchanged"."""

SHORTEST_TURNED = 5
"""Letters of a word that "in" or "un" may turn round."""


def contrary_faults(claim: Reading, cited: Sequence[Reading], lexicon: Lexicon) -> Iterator[Fault]:
    """Denials that no cited sentence makes, denials left out, and opposites of cited words."""
    denied = _denials(lexicon, claim)
    for at in denied:
        if _put_in(lexicon, claim, at, cited) or not _is_denied(lexicon, claim, at, cited):
            said = claim.tokens[at].text
            yield Fault(Reason.NEGATION, f"The cited sentences do not deny this: “{said}”.", said)
    if any(
        _put_in(lexicon, reading, at, [claim]) or _left_out(lexicon, claim, reading, at)
        for reading in cited
        for at in _denials(lexicon, reading)
    ):
        yield Fault(Reason.NEGATION, "A cited sentence denies this; a “not” is missing.")
    for at, token in enumerate(claim.tokens):
        if _reverses(lexicon, claim, at, token, cited):
            yield Fault(
                Reason.ANTONYM, f"The cited sentences say the contrary of “{token.text}”.", token.text
            )


def _put_in(lexicon: Lexicon, denying: Reading, at: int, plain: Sequence[Reading]) -> bool:
    """Whether a sentence has the same words as stand around a denial, in a row, and fewer denials there."""
    runs = _around(lexicon, denying, at)
    denials = sum(_denies(lexicon, token) for token in denying.tokens[max(0, at - 1) : at + SPREAD])
    bare = any(_denied_less(lexicon, reading, run, denials) for run in runs for reading in plain)
    return bare and not any(
        run in _around(lexicon, reading, there)
        for reading in plain
        for there in _denials(lexicon, reading)
        for run in runs
    )


def _denied_less(lexicon: Lexicon, reading: Reading, run: Run, denials: int) -> bool:
    roots = [token.root for token in reading.tokens]
    return any(
        _matches(roots[at : at + len(run)], run)
        and sum(_denies(lexicon, token) for token in reading.tokens[at : at + len(run) + JUST_AFTER])
        < denials
        for at in reading.places.get(run[0] or "", ())
    )


def _matches(roots: Sequence[str], run: Run) -> bool:
    return len(roots) == len(run) and all(mine in (None, root) for mine, root in zip(run, roots, strict=True))


def _around(lexicon: Lexicon, reading: Reading, at: int) -> list[Run]:
    """The word before a denial and those after it up to the first of content; also without "did".

    And the same up to the second of content with any word in the place of the first.
    """
    tokens = reading.tokens
    content = [place + 1 for place in range(at + 1, min(len(tokens), at + 8)) if tokens[place].content]
    if lexicon.claims.denies_last:
        end = next((place for place in range(at + 1, len(tokens)) if place in reading.breaks), len(tokens))
        if not content or content[0] > end:
            run = (*tokens[max(0, at - BEFORE_LAST) : at], *tokens[at + 1 : end])
            return [tuple(token.root for token in run)] if at >= BEFORE_LAST else []
    found: list[Run] = []
    for start in (at - 1, at - 2 if at > 1 and tokens[at - 1].low in lexicon.claims.helping else -1):
        if start < 0 or not content:
            continue
        after = tuple(token.root for token in tokens[at + 1 : content[0]])
        found.append((tokens[start].root, *after))
        if tokens[at].low in lexicon.claims.articled:
            found.append((tokens[start].root, None, *after))
        if len(content) > 1 and content[1] - content[0] > FEWEST_BETWEEN:
            rest = (token.root for token in tokens[content[0] : content[1]])
            found.append((tokens[start].root, *after[:-1], None, *rest))
    return found


def _denials(lexicon: Lexicon, reading: Reading) -> list[int]:
    return [
        at
        for at, token in enumerate(reading.tokens)
        if _denies(lexicon, token)
        and not (at + 1 < len(reading.tokens) and _is_no_denial(lexicon, reading, at))
    ]


def _is_no_denial(lexicon: Lexicon, reading: Reading, at: int) -> bool:
    """Whether it is "not only" or "no more than", or the first word of "never-before-seen"."""
    after = reading.tokens[at + 1].low
    only = after in lexicon.claims.indeed and any(
        token.low in lexicon.claims.instead for token in reading.tokens[at + 2 :]
    )
    figures = reading.grammar.figures
    second = reading.tokens[at + 2].low if at + 2 < len(reading.tokens) else ""
    bound = after in figures.more | figures.less and second in figures.than  # "no more than four"
    return only or bound or (after == "before" and "never-before" in reading.text.lower())


def _denies(lexicon: Lexicon, token: Word) -> bool:
    return token.low in lexicon.claims.denials


def _implies(lexicon: Lexicon, token: Word) -> bool:
    return (
        token.root in roots_of(lexicon.claims.implied, lexicon.grammar)
        or lexicon.claims.denying.fullmatch(token.low) is not None
    )


@functools.lru_cache(maxsize=8)
def opposites(lexicon: Lexicon) -> Mapping[str, frozenset[str]]:
    """For each root, the roots of what says the contrary."""
    found: dict[str, set[str]] = {}
    crossed = [pair for sides in lexicon.claims.contraries for pair in itertools.product(*sides)]
    for one, other in (map(lexicon.grammar.root, pair) for pair in (*lexicon.claims.opposites, *crossed)):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {root: frozenset(others) for root, others in found.items()}


@functools.lru_cache(maxsize=8)
def alike(lexicon: Lexicon) -> Mapping[str, frozenset[str]]:
    """For each root, itself and those that say the same in a group of contraries."""
    found: dict[str, set[str]] = {}
    for side in (side for sides in lexicon.claims.contraries for side in sides):
        roots = {lexicon.grammar.root(word) for word in side if word not in lexicon.grammar.small}
        for root in roots:
            found.setdefault(root, set()).update(roots)
    return {root: frozenset(others) for root, others in found.items()}


@functools.lru_cache(maxsize=4096)
def _turned(lexicon: Lexicon, low: str) -> frozenset[str]:
    """The roots of a word with or without what turns it round."""
    if not low.isalpha() or len(low) < SHORTEST_TURNED:
        return frozenset()
    longer = {turn + low for turn in lexicon.claims.turning}
    shorter = {low.removeprefix(turn) for turn in lexicon.claims.turning if low.startswith(turn)}
    found = longer | {word for word in shorter if len(word) >= SHORTEST_TURNED}
    return frozenset(map(lexicon.grammar.root, found))


def _scope(lexicon: Lexicon, reading: Reading, at: int, size: int = SCOPE) -> list[int]:
    """The words that a denial may deny: the next of content."""
    end = next(
        (place for place in range(at + 1, len(reading.tokens)) if place in reading.breaks),
        len(reading.tokens),
    )
    after = [place for place in range(at + 1, end) if reading.tokens[place].content]
    return [place for place in after if not _denies(lexicon, reading.tokens[place])][:size]


def _is_denied(lexicon: Lexicon, claim: Reading, at: int, cited: Sequence[Reading]) -> bool:
    """Whether what the claim denies is denied in the cited sentence that tells of it."""
    for place in _scope(lexicon, claim, at):
        root = claim.tokens[place].root
        found = [(reading, there) for reading in cited for there in reading.places.get(root, ())]
        if found:
            reading, there = max(found, key=lambda one: fit_word(claim, place, *one))
            return _denied_before(lexicon, reading, there)
    return any(
        fit_word(claim, at, reading, there) >= DENIED_ALIKE
        for reading in cited
        for there, token in enumerate(reading.tokens)
        if _denies(lexicon, token) or _implies(lexicon, token)
    )


def _denied_before(lexicon: Lexicon, reading: Reading, at: int) -> bool:
    near = range(max(0, at - FAR), at + 1)
    return any(
        _denies(lexicon, reading.tokens[place]) or _implies(lexicon, reading.tokens[place]) for place in near
    )


def _left_out(lexicon: Lexicon, claim: Reading, reading: Reading, at: int) -> bool:
    """Whether the claim tells, undenied and in the same words around, what a cited sentence denies."""
    mine = [run for there in _denials(lexicon, claim) for run in _around(lexicon, claim, there)]
    if any(run in mine for run in _around(lexicon, reading, at)):
        return False
    if _tells_object(lexicon, claim, reading, _scope(lexicon, reading, at, OBJECT)):
        return True
    for needed, place in zip(SAME_PLACE, _scope(lexicon, reading, at), strict=False):
        for there in claim.places.get(reading.tokens[place].root, ()):
            near = claim.tokens[max(0, there - NEAR) : there + JUST_AFTER + 1]
            if any(_denies(lexicon, token) or _implies(lexicon, token) for token in near):
                continue
            if fit_word(claim, there, reading, place) >= needed:
                return True
    return False


def _tells_object(lexicon: Lexicon, claim: Reading, reading: Reading, scope: Sequence[int]) -> bool:
    """Whether three words in a row of what is denied stand in the claim, undenied, under another verb."""
    roots = [reading.tokens[place].root for place in scope[1:]]
    mine = [at for at, token in enumerate(claim.tokens) if token.content]
    for first in range(len(mine) - len(roots) + 1):
        run = mine[first : first + len(roots)]
        if len(roots) < FEWEST_OBJECT or [claim.tokens[at].root for at in run] != roots:
            continue
        before = claim.tokens[max(0, run[0] - OBJECT_NEAR) : run[-1] + 1]
        if not any(_denies(lexicon, token) or _implies(lexicon, token) for token in before):
            return True
    return False


def _reverses(lexicon: Lexicon, claim: Reading, at: int, token: Word, cited: Sequence[Reading]) -> bool:
    """Whether a cited sentence has the opposite in this place, and none has the word there."""
    others = opposites(lexicon).get(token.root, frozenset())
    if not any(_denies(lexicon, one) for one in claim.tokens[max(0, at - JUST_BEFORE) : at]):
        others |= _turned(lexicon, token.low)
    if not others:
        return False
    reciprocal = roots_of(lexicon.claims.reciprocal, lexicon.grammar)
    same = alike(lexicon).get(token.root, frozenset((token.root,)))
    here = [(reading, place) for reading in cited for root in same for place in reading.places.get(root, ())]
    there = [
        (reading, place)
        for reading in cited
        for root in others
        for place in reading.places.get(root, ())
        if root not in claim.places
        and not (token.root in reciprocal and _converse(claim, at, reading, place))
    ]
    if not there:
        return False
    best = max((fit_word(claim, at, *one) for one in here), default=0.0)
    return max(fit_word(claim, at, *one) for one in there) > max(REVERSED, TIMES * best)


def _converse(claim: Reading, at: int, reading: Reading, place: int) -> bool:
    """Whether the two sides have changed places: "Aldmouth beat Brennick", "Brennick lost to Aldmouth"."""
    before, after = _sides(claim, at)
    left, right = _sides(reading, place)
    return len(before & right) + len(after & left) > len(before & left) + len(after & right)


def _sides(reading: Reading, at: int) -> tuple[set[str], set[str]]:
    """The roots of content just before a word and just after it."""
    before, after = reading.tokens[max(0, at - NEAR) : at], reading.tokens[at + 1 : at + 1 + NEAR]
    return {token.root for token in before if token.content}, {token.root for token in after if token.content}
