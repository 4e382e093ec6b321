"""An untrusted Draft about a thread: the gate's decisions, and whether each person is given their own words.

A sentence is taken apart at those whom it makes its subjects ("Ana will write, and Ben asks …"). What
stands behind each is held against that person's messages and against those of the others who are cited:
whoever it fits best must be the one who is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.checks.gate import Gate
from bot.core.checks.support import forget
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.sentence import Reading, read
from bot.core.reading.text import STOP_WORDS, sentences
from bot.model import Bullet, Checked, Draft, DraftBullet, Reason, Rejection, Sources


def check(draft: Draft, sources: Sources, lexicon: Lexicon, prompt: str = "") -> Checked:
    """The bullets that the messages support, each giving everybody their own; each rejection says why."""
    try:
        checked = Gate.of(sources, lexicon, prompt).check(list(map(_opened, draft.bullets)))
        return _given_to_their_authors(checked, sources, lexicon)
    finally:
        forget()  # nothing of people's talk is kept


def _opened(bullet: DraftBullet) -> DraftBullet:
    """The bullet with a capital at its beginning, where many a name in a chat has none."""
    return replace(bullet, text=bullet.text[:1].upper() + bullet.text[1:])


def _given_to_their_authors(checked: Checked, sources: Sources, lexicon: Lexicon) -> Checked:
    thread = Thread.of(sources, lexicon)
    kept: list[Bullet | None] = []
    rejections = list(checked.rejections)
    for place, bullet in enumerate(checked.bullets):
        faults = whose_faults(bullet.text, _cited(bullet, sources), thread) if bullet else []
        rejections += [Rejection(place, reason, detail) for reason, detail in faults]
        kept.append(None if faults else bullet)
    return replace(checked, bullets=tuple(kept), rejections=tuple(rejections), quotes=())


def _cited(bullet: Bullet, sources: Sources) -> Sequence[int]:
    """The places of the messages that it cites."""
    cited = {cite.article.id for cite in bullet.cites}
    return [place for place, cite in enumerate(sources.sentences) if cite.article.id in cited]


# --- whether each person is given what they themselves wrote --------------------------------------


Fault = tuple[Reason, str]

_REPORTS = frozenset(
    """say says said ask asks asked tell tells told write writes wrote add adds added reply replies replied
    answer answers answered think thinks thought believe believes believed suggest suggests suggested propose
    proposes proposed agree agrees agreed disagree disagrees disagreed want wants wanted hope hopes hoped
    wonder wonders wondered note notes noted report reports reported explain explains explained warn warns
    warned complain complains complained confirm confirms confirmed deny denies denied doubt doubts doubted
    object objects objected insist insists insisted promise promises promised offer offers offered recommend
    recommends recommended argue argues argued claim claims claimed mention mentions mentioned thank thanks
    thanked fear fears feared expect expects expected admit admits admitted point points pointed remind
    reminds reminded announce announces announced""".split()
)
"""Verbs that give somebody words or a view."""

_LEADS = frozenset("and but while whereas though although because then so after before when if as or".split())
"""Small words after which another subject may stand."""

_THEMSELVES = frozenset("i me my mine myself we us our ours".split())
_OTHERS = frozenset("he she they his her their".split())
_NEAR = 3
"""Words after a name among which its verb is looked for."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a message."""

    author: str
    roots: frozenset[str]
    lows: frozenset[str]
    asks: bool
    own: bool  # speaks of its author: "I", "we"


@dataclass(frozen=True, slots=True)
class Thread:
    """The numbered messages, and by which words each author is known."""

    messages: tuple[tuple[str, tuple[Statement, ...]], ...]
    names: Mapping[str, frozenset[str]]
    lexicon: Lexicon

    @classmethod
    def of(cls, sources: Sources, lexicon: Lexicon) -> Thread:
        """The messages that a model was given."""
        given = [cite.article for cite in sources.sentences]
        messages = tuple((one.outlet, tuple(_statements(one.outlet, one.text))) for one in given)
        names = {author: _names(author, lexicon) for author, _ in messages}
        return cls(messages, {author: words for author, words in names.items() if words}, lexicon)


@dataclass(frozen=True, slots=True)
class _Mention:
    """Where an author's name stands: tokens, end exclusive."""

    first: int
    last: int
    authors: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Clause:
    """Its subjects, and the tokens that say something of them."""

    authors: frozenset[str]
    first: int
    last: int


def whose_faults(text: str, places: Sequence[int], thread: Thread) -> list[Fault]:
    """What in the sentence is given to another than the author of a cited message; `places` are of those."""
    cited = [statement for place in places for statement in thread.messages[place][1]]
    authors = {thread.messages[place][0] for place in places}
    claim = read(text)
    mentions = list(_mentions(claim, thread.names, frozenset().union(*(one.lows for one in cited))))
    faults = list(_naming_faults(claim, mentions, cited, authors & thread.names.keys()))
    if not faults:
        for clause in _clauses(claim, mentions):
            faults += _clause_faults(claim, clause, cited, thread)
    return faults


def _statements(author: str, text: str) -> Iterator[Statement]:
    for span in sentences(text):
        words = text[span.start : span.end]
        reading = read(words)
        lows = frozenset(token.low for token in reading.tokens)
        own = any(low.split("'")[0] in _THEMSELVES for low in lows)
        yield Statement(author, reading.roots, lows, words.rstrip("”\")' ").endswith("?"), own)


def _names(author: str, lexicon: Lexicon) -> frozenset[str]:
    """The words by which an author may be called."""
    lows = (token.low for token in read(author).tokens)
    return frozenset(low for low in lows if low not in lexicon.claims.nameless and any(map(str.isalpha, low)))


def _mentions(
    claim: Reading, names: Mapping[str, frozenset[str]], cited: frozenset[str]
) -> Iterator[_Mention]:
    """Authors where they are named; a small word that the messages have too is none."""
    at = 0
    while at < len(claim.tokens):
        found = _called(claim, at, names, cited)
        last = at + 1
        while found and last < len(claim.tokens) and last not in claim.breaks:
            both = found & _called(claim, last, names, frozenset())
            if not both:
                break
            found, last = both, last + 1
        if found:
            yield _Mention(at, last, found)
        at = last


def _called(
    claim: Reading, at: int, names: Mapping[str, frozenset[str]], cited: frozenset[str]
) -> frozenset[str]:
    token = claim.tokens[at]
    common = token.low in STOP_WORDS or token.low in cited
    if common and not token.capital:
        return frozenset()
    return frozenset(author for author, words in names.items() if token.low in words)


def _naming_faults(
    claim: Reading, mentions: Sequence[_Mention], cited: Sequence[Statement], authors: set[str]
) -> Iterator[Fault]:
    """Nobody named whose message is cited; somebody named of whom none is, or who may be one of two."""
    if authors and not any(mention.authors & authors for mention in mentions):
        yield Reason.SPEAKER, f"Name whose words these are: {', '.join(sorted(authors))}."
    written = frozenset[str]().union(*(one.lows for one in cited))
    for mention in mentions:
        words = {claim.tokens[at].low for at in range(mention.first, mention.last)}
        if len(mention.authors) > 1:
            yield Reason.PERSON, "Two people of the thread have this name; write the whole name."
        elif mention.authors & authors:
            continue
        elif _reports(claim, mention):
            yield Reason.SPEAKER, "It gives words to somebody none of whose messages it cites."
        elif not words <= written:
            yield Reason.PERSON, "It names somebody whom the cited messages do not name."


def _reports(claim: Reading, mention: _Mention) -> bool:
    """Whether a verb beside the name gives them words: "Ana said", "said Ana", "according to Ana"."""
    after = claim.tokens[mention.last : mention.last + _NEAR]
    return any(token.low in _REPORTS for token in after) or _speaks_before(claim, mention)


def _speaks_before(claim: Reading, mention: _Mention) -> bool:
    """Whether "according to" stands before the name, or "said" where the name closes its clause."""
    led = [token.low for token in claim.tokens[max(mention.first - 2, 0) : mention.first]]
    closes = mention.last in claim.breaks or mention.last == len(claim.tokens)
    return led == ["according", "to"] or (closes and led[-1:] in (["said"], ["says"], ["wrote"]))


def _clauses(claim: Reading, mentions: Sequence[_Mention]) -> list[_Clause]:
    """What is said of each subject: up to the next, or before it where it closes the sentence."""
    groups = _groups(claim, [one for one in mentions if _is_subject(claim, one)])
    found: list[_Clause] = []
    begin = 0
    for place, (first, last, authors) in enumerate(groups):
        end = groups[place + 1][0] if place + 1 < len(groups) else len(claim.tokens)
        closes = not _says(claim, last, end)
        start = begin if closes or not place else last
        found.append(_Clause(authors, start, first if closes else end))
        begin = end
    return found


def _says(claim: Reading, first: int, last: int) -> bool:
    """Whether the tokens say more than that somebody spoke."""
    return any(token.content and token.low not in _REPORTS for token in claim.tokens[first:last])


def _groups(claim: Reading, subjects: Sequence[_Mention]) -> list[tuple[int, int, frozenset[str]]]:
    """Subjects with what joins them alone between them, as one: "Ana and Ben"."""
    groups: list[tuple[int, int, frozenset[str]]] = []
    for one in subjects:
        between = claim.tokens[groups[-1][1] : one.first] if groups else ()
        if groups and all(token.low in ("and", "or", "both") for token in between):
            first, _, authors = groups.pop()
            groups.append((first, one.last, authors | one.authors))
        else:
            groups.append((one.first, one.last, one.authors))
    return groups


def _is_subject(claim: Reading, mention: _Mention) -> bool:
    """Whether something is said of this person; whoever is asked, told or owns something is none."""
    first = mention.first
    if first == 0 or first in claim.breaks:
        return True
    return claim.tokens[first - 1].low in _LEADS or _speaks_before(claim, mention)


def _clause_faults(
    claim: Reading, clause: _Clause, cited: Sequence[Statement], thread: Thread
) -> Iterator[Fault]:
    names = frozenset[str]().union(*thread.names.values())
    tokens = claim.tokens[clause.first : clause.last]
    roots = {token.root for token in tokens if token.content and token.low not in names | _REPORTS}
    own = [one for one in cited if one.author in clause.authors]
    if not roots or not own:
        return
    mine = _shared(roots, own)
    others = [one for one in cited if one.author not in clause.authors]
    called = frozenset[str]().union(*(thread.names[author] for author in clause.authors))
    if any(_shared(roots, rival) > mine for rival in _by_author(others, called)):
        yield Reason.SPEAKER, "It gives somebody what another wrote; begin with the name of who wrote it."
    elif not mine and any(one.lows & thread.lexicon.turns or "nope" in one.lows for one in own):
        yield Reason.NEGATION, "Whoever is named says no to this."
    elif mine and _is_about_another({token.low for token in tokens}, roots, own):
        yield Reason.PERSON, "The message does not say this of its author; write “… says that …”."


def _shared(roots: set[str], statements: Sequence[Statement]) -> int:
    return len(roots & frozenset[str]().union(*(one.roots for one in statements)))


def _by_author(others: Sequence[Statement], called: frozenset[str]) -> list[list[Statement]]:
    """What each of the others states; what they ask, or say of the one who is named, may be answered."""
    by: dict[str, list[Statement]] = {}
    for one in others:
        if not one.asks and (one.own or not one.lows & called):
            by.setdefault(one.author, []).append(one)
    return list(by.values())


def _is_about_another(lows: set[str], roots: set[str], own: Sequence[Statement]) -> bool:
    """Whether somebody is made to do what their message tells of others.

    What somebody does stands in a sentence with "I" or "we"; behind a verb such as "says" it may stand in
    any, unless "he", "she" or "they" would be taken for the author.
    """
    best = max(own, key=lambda one: len(roots & one.roots))
    if best.own or any(one.own and roots & one.roots for one in own):
        return False
    reported = bool(lows & _REPORTS)
    return not reported or (bool(lows & _OTHERS) and not best.lows & _OTHERS)
