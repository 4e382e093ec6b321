"""What a question looks for, and how much each of its words tells."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.answers.facts import Fact
from bot.core.reading.grammar import ENGLISH_GRAMMAR
from bot.core.reading.postings import rarity
from bot.core.reading.text import search_words, stem

_MONEY = (
    r"(?:pay(?:ing|s)?|paid|cost|price|worth|spend|spent|earn|fined?|owe|raised?|bonus|fees?|reward|damages|prize"
    r"|sell|sold|sum|money|cash|income|salary|settle(?:ment)?)"
)
_BE = r"(?:'s| is| was| are)?"
_DOES = r"\bwhat (?:did|does|do|has|have|is|was)\b"
_WHICH = r"\b(?:what|which|at which|in which|at what)"
_ASKED: Mapping[Fact, tuple[str, ...]] = {
    Fact.AGE: (r"\bhow old\b", r"\bwhat age\b", r"\bage of\b"),
    Fact.TIME: (
        r"^(?:and )?(?:since |until |till )?when\b",
        r"\b(?:until|since|by) when\b",
        r"\b(?:what|which) (?:year|date|day|month|time)\b",
        r"\bsince:?$",
    ),
    Fact.CAUSE: (
        r"^(?:\w+ )?why\b",
        r"\bwhat (?:caused|led to|was the reason)\b",
        r"\breason (?:for|why)\b",
        r"\bhow come\b",
    ),
    Fact.MEASURE: (r"\bhow (?:long|tall|high|far|fast|big|large|heavy|deep|wide|hot|cold|strong|hard)\b",),
    Fact.MONEY: (
        rf"\bhow much\b(?=.*\b{_MONEY}\b)",
        r"\bwhat (?:does|do|did|was|is|would)\b.*\b(?:cost|earn|fetch|pay|sell for)\b",
        rf"\bwhat{_BE} (?:the |an? )?(?:\w+ ){{0,2}}(?:price|fine|reward|cost|fee|bonus|salary|income|sum)\b",
        r"^(?:and )?(?:the )?(?:\w+ ){0,4}(?:reward|price|fine|cost|bonus)s?\b",
    ),
    Fact.NUMBER: (
        r"\bhow (?:many|much|often)\b",
        r"\b(?:what|which) (?:\w+ )?(?:share|percentage|number|score|level|amount|rate)\b",
        rf"\bwhat{_BE} the (?:\w+ ){{0,2}}(?:amount|rate|magnitude|turnout)\b",
        r"\b(?:share of|death toll|the turnout|number of)\b",
    ),
    Fact.SPEECH: (rf"{_DOES}.*\b(?:say|said|think|tell|told|saying|claim|post|write|call for)\b",),
    Fact.PLACE: (
        r"\bwhere\b",
        rf"{_WHICH} (?:country|city|state|town|place|county|club|hotel|hospital|prison|school|stadium)\b",
        r"\b(?:at|in|into|to) (?:what|which) \w+ (?:country|nation|city|state|town|region|island)\b",
        r"\b(?:its|their|the) destination\b",
    ),
    Fact.NAME: (
        r"\b(?:who|whom|whose|who's|which)\b",
        rf"\bwhat{_BE} (?:(?:the|his|her|its|their) )?(?:\w+(?:'s)? ){{0,3}}(?:names?|called)\b",
        r"\bwhats?\b.*\bcalled\b",
        r"\bwhat (?:company|group|team|airline|show|film|book|song|band|model|soap)\b",
        r"\bname$",
    ),
}
"""The forms of questions by the type of their answer; the first that fits counts."""

_PATTERNS = tuple((fact, re.compile("|".join(forms))) for fact, forms in _ASKED.items())
_COUNTED = re.compile(r"\bhow (?:many|much) (?:of )?(?:(?:the|his|her|their|its) )?((?:[\w’'-]+ ?){1,3})")

_LATEST = re.compile(r"\b(?:now|latest|newest|so far|by now|current(?:ly)?|at the moment|yet|still)\b")

_ASKING = frozenset(
    """many much often ago tell happen happened name named following actually really exactly anyway still
    already yet far ever called please latest newest else get got gets
    whats hows whos wheres whens did""".split()
)
"""Words that belong to the asking and not to what is asked for."""

FAMILIES = """
    die dead death kill killed toll fatal deadly, shoot shooter gunman gunfire, pay payment settle
    settlement, win winner victory beat defeat, buy purchase acquire acquisition, sell sale, cost price
    worth, own owner, lawyer attorney counsel represent, doctor physician, judge court, jail prison,
    sentence sentenced, resign quit resignation, marry wife husband, birth born, apologize apology,
    attack attacker stab, name call identify, kick boot, baby child kid, police officer cop, job
    position role, hospital hospitalized, convict guilty verdict conviction, crash collide collision,
    offer bid, reward bounty, lay-off layoff cut, fire dismiss sack, strike walkout, film movie, trial
    court, teacher educator, fly flight, pilot airman, flee escape, allow permit, begin start open, end
    finish, deliberate deliberation, contain containment, claim redeem, watch viewer audience, run lead
    head chief executive ceo, chart list, author writer, book novel, leak leaker, vaccinate unvaccinated
    vaccine, plead plea, school student university, serve served, launch liftoff, injure wound hurt,
    minister secretary, successor succeed replace, become appoint promote promotion, coo operating, ceo
    executive, cfo financial, lock serve jail, plane jet warplane aircraft, member belong, quake
    earthquake, want demand seek sought, spouse partner, flood flooding, shareholder investor, stock
    share
"""


@functools.cache
def families() -> Mapping[str, frozenset[int]]:
    """Root -> the families of words that tell of the same thing in the news."""
    found: dict[str, set[int]] = {}
    for number, family in enumerate(FAMILIES.split(",")):
        for word in family.split():
            found.setdefault(ENGLISH_GRAMMAR.root(word), set()).add(number)
    return {root: frozenset(numbers) for root, numbers in found.items()}


@dataclass(frozen=True, slots=True)
class Sought:
    """The stems of a question, in order, each with its weight: how much it tells, as a share of `whole`."""

    fact: Fact
    weights: Mapping[str, float]
    whole: float  # the sum of the rarities of its stems
    counted: str = ""  # the root of what "how many" counts
    own: Mapping[str, float] = field(default_factory=dict)  # the same without the thread's words
    story: Mapping[str, float] = field(default_factory=dict)  # the names of the thread's story
    latest: bool = False  # whether what holds now is asked for, and nothing that is out of date

    def share(self, roots: Iterable[str]) -> float:
        """How much of the question these stems hold, from 0 to 1."""
        return sum(self.weights[root] for root in roots)


def understand(question: str) -> tuple[str, ...]:
    """The words to look for, folded, without stop words, in order, each once."""
    words = tuple(dict.fromkeys(search_words(question)))
    return tuple(word for word in words if word not in _ASKING) or words


def weigh(
    question: str, total: int, frequencies: Mapping[str, int], words: Sequence[str] | None = None
) -> Sought:
    """What the question looks for, its words weighed by how few of all `total` articles hold them.

    `words` are those of the question where articles write some of them in another way.
    """
    raw: dict[str, float] = {}
    for word in understand(question) if words is None else words:
        raw.setdefault(root_of_word(word), rarity(total, frequencies.get(word, 0)))
    whole = sum(raw.values()) or 1.0
    shares = {root: weight / whole for root, weight in raw.items()}
    latest = _LATEST.search(question.lower()) is not None
    return Sought(fact_of(question), shares, whole, counted_of(question), shares, latest=latest)


def root_of_word(word: str) -> str:
    """What a word of a question is known by: its stem, or itself where it is a name of several words."""
    return word if " " in word else stem(word)


_SENTENCE_ENDS = re.compile(r"(?<=\w{3}[.?!])\s+")


def fact_of(question: str) -> Fact:
    """What type of answer the question wants; of several sentences the last tells, where it tells any."""
    asked = question.lower().replace("’", "'").strip().rstrip("?!. ")
    return next(filter(None, map(_fact_of, (_SENTENCE_ENDS.split(asked)[-1], asked))), Fact.ANY)


def _fact_of(asked: str) -> Fact | None:
    return next((fact for fact, pattern in _PATTERNS if pattern.search(asked)), None)


def counted_of(question: str) -> str:
    """The root of the first word of content that is counted; empty where none is."""
    match = _COUNTED.search(question.lower())
    words = search_words(match.group(1)) if match else []
    return ENGLISH_GRAMMAR.root(words[0]) if words else ""


# --- a text as its words are compared ---------------------------------------------------------------


_ACCENTED = re.compile(r"[À-ɏḀ-ỿ]")


@functools.lru_cache(maxsize=2048)
def _without_accent(letter: str) -> str:
    """The letter that an accented one is built on, where that is one letter."""
    parts = unicodedata.normalize("NFKD", letter)
    base = "".join(part for part in parts if not unicodedata.combining(part))
    return base if len(base) == 1 else letter


def plain(text: str) -> str:
    """The text in lower case without accents and with straight apostrophes, every character in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(character.lower()[0] for character in text)
    if lower.isascii():
        return lower
    straight = lower.replace("’", "'").replace("‘", "'")
    return _ACCENTED.sub(lambda match: _without_accent(match.group()), straight)
