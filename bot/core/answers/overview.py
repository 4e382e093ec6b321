"""Questions that ask for several things: two sides beside one another, or what happened day by day."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.answers.evidence import LEAD, Matcher
from bot.core.answers.extractive import EVENT, AnswerCandidate, alike
from bot.core.answers.query import Sought
from bot.core.answers.rank import RankedHit
from bot.core.reading.grammar import MONTHS
from bot.core.reading.text import terms
from bot.model import Article, Bullet

SIDE_BULLETS, SIDE_WORDS = 2, 45
"""Of one side; two sides together are as long as any answer."""

DAY_WORDS = 40
"""Of a day's bullet; longer ones do not make a list."""

ON_SUBJECT = 0.75
"""Share of the subject's words that an article must hold at its beginning, or a sentence near it."""

NEWEST, DAYS = 3, 6
"""Days that "the latest" and a timeline tell at most."""

NEWS = timedelta(days=14)
"""How much older than the newest what is told as the latest may be."""

TRIED, OF_A_DAY = 16, 2
"""Articles that are read for a bullet of their day, and of one day."""

NAMED = 0.5
"""Share of the subject's words that a bullet must hold itself."""


# --- two sides ------------------------------------------------------------------------------------

_WITH = r"(?:and|with|to|against|versus|vs\.?)"
_COMPARED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^(?:please )?compare (?P<one>[^ ]+['’]s?) {_WITH} (?P<other>[^ ]+['’]s?)(?P<rest> .+)$",
        rf"^(?:please )?compare (?P<one>.+?) {_WITH} (?P<other>.+)$",
        (
            r"^(?:what(?:['’]?s| is| are| was| were) )?(?:the )?differences? between"
            r" (?P<one>.+?) and (?P<other>.+)$"
        ),
        r"^how (?:do|does|did|is|are) (?P<one>.+?) and (?P<other>.+?) (?:differ|compare)(?P<rest> \w.*)?$",
        r"^how (?:do|does|did) (?P<one>.+?) (?:compare|differ) (?:to|with|from) (?P<other>.+)$",
    )
)
_BOTH_SAY = re.compile(
    r"^what (?P<does>did|do|does|have|has) (?P<one>.+?) and (?P<other>.+?) "
    r"(?P<say>say|said|think|tell|told)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"^(?P<other>.+?) (?P<rest>(?:on|about|over|regarding) .+)$", re.IGNORECASE)
_SHARED = re.compile(r"^(?P<shared>.+ (?:in|of|by|from|at|for)) (?P<one>[^ ].*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: as it is named, and the question about it alone."""

    name: str
    question: str


def sides(question: str) -> tuple[Side, Side] | None:
    """The two sides that a question compares, each with what is said of both; None where it compares none."""
    asked = question.strip().rstrip("?!. ")
    if match := _BOTH_SAY.match(asked):
        one, other = match["one"], match["other"]
        does, say, rest = match["does"], match["say"], match["rest"]
        return Side(one, f"what {does} {one} {say}{rest}"), Side(other, f"what {does} {other} {say}{rest}")
    for pattern in _COMPARED:
        if match := pattern.match(asked):
            one, other = match["one"].strip(), match["other"].strip()
            rest = match.groupdict().get("rest") or ""
            if not rest and (topic := _TOPIC.match(other)):
                other, rest = topic["other"], topic["rest"]
            shared = _SHARED.match(one)
            if shared and not _SHARED.match(other):
                ahead, one = shared["shared"], shared["one"]
            else:
                ahead = ""
            first, second = (" ".join(f"{ahead} {name} {rest}".split()) for name in (one, other))
            return Side(_bare(one), first), Side(_bare(other), second)
    return None


def of_side(best_first: Sequence[AnswerCandidate], name: Mapping[str, float]) -> list[AnswerCandidate]:
    """The sentences that name one side, by its stems, and near which its whole question stands."""
    matcher = Matcher.of(name)
    chosen: list[AnswerCandidate] = []
    left = SIDE_WORDS
    for one in best_first:
        length = len(one.text.split())
        on_it = one.fitness.near >= ON_SUBJECT and _held(name, matcher, one.text) >= ON_SUBJECT
        if on_it and length <= left and not any(alike(one.terms, other.terms) for other in chosen):
            chosen.append(one)
            left -= length
        if len(chosen) == SIDE_BULLETS:
            break
    return chosen


def side_by_side(told: Sequence[tuple[str, Bullet]], sides: Sequence[Side]) -> list[tuple[str, Bullet]]:
    """The bullets below their sides: one that tells of both stands once, above, below both names."""
    both = " / ".join(side.name for side in sides)
    times = Counter(bullet.words for _, bullet in told)
    labelled = [(both if times[bullet.words] > 1 else name, bullet) for name, bullet in told]
    once = {bullet.words: (name, bullet) for name, bullet in labelled}
    return sorted(once.values(), key=lambda pair: pair[0] != both)


def _held(wanted: Mapping[str, float], matcher: Matcher, text: str) -> float:
    """The share of what is wanted that a text holds."""
    return sum(wanted[root] for root in {place.root for place in matcher.places(text)})


def _bare(name: str) -> str:
    """Without what makes an owner of it."""
    return re.sub(r"['’]s?$", "", name)


# --- day by day -----------------------------------------------------------------------------------

_TIMELINE = (
    re.compile(
        r"^(?:please )?(?:give me |show me |make )?(?:an? |the )?(?:timeline|chronology)"
        r"(?: (?:of|for|on|about) (?P<subject>.+))?$",
        re.IGNORECASE,
    ),
    re.compile(r"^how (?:did|has|have) (?P<subject>.+?) (?:unfold|develop|evolve)(?:ed)?$", re.IGNORECASE),
)
_LATEST = (
    re.compile(
        r"^(?:so |and )?(?:(?:any|is there any|what(?:['’]?s| is| are) the|the) )?"
        r"(?:latest|newest|news|updates?)(?: (?:news|updates?|developments?))?"
        r"(?: (?:on|about|from|with|of|in) (?P<subject>.+))?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:so |and )?(?:anything|what(?:['’]?s| is)) new(?: (?:on|with|about|in) (?P<subject>.+))?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:so |and )?what(?:['’]?s| is| has| have)? (?:been )?(?:happen(?:ed|ing)|going on)"
        r"(?: (?:to|with|in|at|on) (?P<subject>.+))?$",
        re.IGNORECASE,
    ),
)


_WHEN = re.compile(
    r"(?:^| )(?:since .+|(?:before|after|until) .+|today|yesterday|so far|lately"
    r"|(?:this|last|the last|the past|past) (?:week|month|few days)"
    rf"|(?:in|during) (?:{'|'.join(MONTHS)})(?: \d{{4}})?)$",
    re.IGNORECASE,
)
"""Words of time at the end: they bound the articles, and are no part of the subject."""


@dataclass(frozen=True, slots=True)
class DayByDay:
    """What is told day by day; an empty subject is that of the thread."""

    subject: str
    newest_first: bool


def day_by_day(question: str) -> DayByDay | None:
    """What a question wants told day by day: "timeline of …", "latest on …"; None where it asks for less."""
    asked = question.strip().rstrip("?!. ")
    for patterns, newest_first in ((_TIMELINE, False), (_LATEST, True)):
        for pattern in patterns:
            if match := pattern.match(asked):
                return DayByDay(_WHEN.sub("", (match["subject"] or "").strip()), newest_first)
    return None


@dataclass(frozen=True, slots=True)
class Subject:
    """The stems of what is told day by day, with their shares, and how much of them an article must hold."""

    wanted: Mapping[str, float]
    enough: float

    @classmethod
    def of(cls, sought: Sought) -> Subject:
        """The question's own words; in a thread the names of its story."""
        return cls(sought.story, EVENT) if sought.story else cls(sought.own, ON_SUBJECT)

    def articles(self, ranked: Iterable[RankedHit], asked: DayByDay) -> list[Article]:
        """Those to be read: they are about the subject from their beginning, and of the days that are told.

        For the latest the newest days first; for a timeline the first and the last, then those of most
        articles.
        """
        matcher = Matcher.of(self.wanted)
        days: defaultdict[date, list[Article]] = defaultdict(list)
        for article in (each.hit.article for each in ranked):
            if _held(self.wanted, matcher, f"{article.headline}\n{article.text[:LEAD]}") >= self.enough:
                days[article.dated.date()].append(article)
        order = sorted(days, reverse=True)
        if asked.newest_first:
            order = [day for day in order if order[0] - day <= NEWS]
        elif len(order) > DAYS:
            first, last = order[-1], order[0]
            order = [last, first, *sorted(order[1:-1], key=lambda day: (-len(days[day]), day))]
        return [article for day in order for article in days[day][:OF_A_DAY]][:TRIED]

    def told(self, found: Iterable[Bullet], asked: DayByDay) -> list[tuple[date, Bullet]]:
        """One a day of bullets in the order in which they are tried: each names the subject, and is news."""
        matcher = Matcher.of(self.wanted)
        chosen: dict[date, Bullet] = {}
        said: list[frozenset[str]] = []
        for bullet in found:
            day, own = bullet.cites[0].article.dated.date(), frozenset(terms(bullet.words))
            new = day not in chosen and not any(alike(own, other) for other in said)
            named = _held(self.wanted, matcher, bullet.words) >= NAMED * self.enough
            if new and named and len(bullet.words.split()) <= DAY_WORDS:
                chosen[day] = bullet
                said.append(own)
            if len(chosen) == (NEWEST if asked.newest_first else DAYS):
                break
        return sorted(chosen.items(), key=lambda pair: pair[0], reverse=asked.newest_first)
