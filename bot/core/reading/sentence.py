"""A sentence by its words: each with its stem, and where each stands."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.reading.text import STOP_WORDS, fold_text, stem

_TOKEN = re.compile(
    r"[^\W\d_]+ n[’']t\b|"
    r"[$£€¥]|%|\d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th)?|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'][^\W\d_]+)*|[.;:!?,()–—-]"
)
_STOPS = frozenset(".;:!?,()–—-")
_NEVER_CONTENT = STOP_WORDS - {
    "no",
    "not",
    "nor",
    "before",
    "after",
    "above",
    "below",
    "under",
    "over",
    "up",
    "down",
    "off",
    "out",
    "against",
}


_IRREGULAR = """
    say said, tell told, come came, go went gone, take took taken, give gave given, get got gotten, make
    made, see saw seen, find found, leave left, hold held, keep kept, lead led, meet met, send sent, win
    won, lose lost, fall fell fallen, rise rose risen, grow grew grown, begin began begun, become became,
    bring brought, buy bought, build built, catch caught, choose chose chosen, draw drew drawn, drive
    drove driven, eat ate eaten, fight fought, fly flew flown, forget forgot forgotten, freeze froze
    frozen, hear heard, hide hid hidden, know knew known, lay laid, lend lent, mean meant, pay paid, run
    ran, sell sold, shoot shot, sing sang sung, sink sank sunk, sit sat, sleep slept, speak spoke spoken,
    spend spent, stand stood, steal stole stolen, strike struck stricken, swear swore sworn, sweep swept,
    swim swam swum, teach taught, think thought, throw threw thrown, understand understood, wake woke
    woken, wear wore worn, write wrote written, shake shook shaken, seek sought, spin spun, stick stuck,
    swing swung, tear tore torn, ride rode ridden, ring rang rung, break broke broken, feed fed, feel
    felt, flee fled, forbid forbade forbidden, forgive forgave forgiven, hang hung, overcome overcame,
    prove proved proven, spring sprang sprung, deal dealt, dig dug, blow blew blown, bind bound, withdraw
    withdrew withdrawn, undertake undertook undertaken, uphold upheld, show showed shown, plead pled
    pleaded, die dying died, lie lying lay, man men, woman women, child children, foot feet, life lives,
    wife wives
"""
_BASES = {
    form: forms.split()[0] for forms in _IRREGULAR.split(",") for form in forms.split()[1:] if form != "lay"
}


class Word(NamedTuple):
    """A word, a number or a mark; `root` is its stem."""

    text: str
    low: str
    root: str
    content: bool  # whether it says what the sentence is about
    capital: bool


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The tokens of a sentence without its punctuation, and where each root stands."""

    text: str
    tokens: tuple[Word, ...]
    places: Mapping[str, tuple[int, ...]]
    breaks: frozenset[int]  # the tokens before which a mark of punctuation stands
    openings: frozenset[int]  # the tokens that open a sentence, or what follows a colon

    @property
    def roots(self) -> frozenset[str]:
        """The roots of its words of content."""
        return frozenset(token.root for token in self.tokens if token.content)


@functools.lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The reading of a sentence; the same text is read once."""
    tokens: list[Word] = []
    breaks: set[int] = set()
    openings: set[int] = {0}
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word == "-":
            continue
        if word in _STOPS:
            breaks.add(len(tokens))
            if word in ".:!?":
                openings.add(len(tokens))
            continue
        tokens.extend(map(_word, _parted(word)))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        places[token.root].append(at)
    return Reading(
        text,
        tuple(tokens),
        {root: tuple(at) for root, at in places.items()},
        frozenset(breaks),
        frozenset(openings),
    )


def _parted(word: str) -> tuple[str, ...]:
    """A word with a "not" in it as two: "wasn't", "cannot"."""
    low = word.lower().replace("’", "'").replace(" ", "")
    if low == "cannot":
        return ("can", "not")
    if low.endswith("n't"):
        stump = low.removesuffix("n't")
        return ({"ca": "can", "wo": "will", "sha": "shall"}.get(stump, word[: len(stump)]), "not")
    return (word,)


def _word(word: str) -> Word:
    low = fold_text(word).removesuffix("'s").removesuffix("'")
    if word[0].isdecimal():
        return Word(word, low, low.replace(",", ""), True, False)
    low = low.replace(".", "") if len(low) > 1 else low
    content = low not in _NEVER_CONTENT and (len(low) > 1 or not low.isalpha())
    return Word(word, low, root_of(low), content, word[0].isupper())


def root_of(low: str) -> str:
    """The stem of a folded word, of an irregular form that of its base: "rose" and "rise" have one."""
    return stem(_BASES.get(low, low))
