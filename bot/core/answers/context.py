"""What a thread is about: the names of its story and its first question, which later turns lean on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.answers.query import Sought, plain, root_of_word, understand
from bot.core.reading.postings import rarity
from bot.core.reading.text import STOP_WORDS, WORD
from bot.model import Answer, Article, Scope

NAMES = 6
"""Names of a story that a search takes up."""

SHOWN = 3
"""Of them, those by which an answer says what it is about."""

HEAD = 1_500
"""Code points at the beginning of an article that tell what its story is about."""

STORY_WEIGHT, FIRST_WEIGHT = 0.5, 0.4
"""How much all names of the story and all words of the first question count beside the turn itself."""

SHORTEST_NAME = 5
"""Letters of a name from which on longer words that begin so are of the same."""

MOST_OFTEN = 6
"""Times that a name is counted at most."""

FEWEST = 4
"""Words of a turn by itself: fewer are hardly a question of their own."""

_JOINED = re.compile(r"^(?:and|but|so)\b[, ]*")
_OF_ONE = re.compile(
    r"^(?:(?:who|whom|what|where|when|why|how|which)(?: (?:old|long|tall|far|many|much|often))? )?"
    r"(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would)(?:n't)? (?:he|she|him|her|his)\b"
)
_LEANS = re.compile(
    r"^(?:what about|how about)\b"
    r"|\b(?:it|its|he|she|they|his|her|him|them|their|there|that|this|those|these|one|also|else)\b"
)


@dataclass(frozen=True, slots=True)
class Thread:
    """The articles that a thread is about, and what was asked in it before, oldest first."""

    about: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    at: datetime | None = None  # of the last question

    def after(self, question: str, answer: Answer | None = None) -> Thread:
        """The thread once this was asked in it: the first answer tells what one without a story is about."""
        first = answer is not None and answer.answered and answer.scope is Scope.CORPUS
        about = answer.about if answer and first else self.about
        return replace(self, about=about, questions=(*self.questions, question))


NO_THREAD = Thread()


def leans(question: str) -> bool:
    """Whether a turn leans on what stands before it: "and in Germany?", "how old is he"."""
    asked = plain(question.strip())
    rest = _JOINED.sub("", asked)
    return _LEANS.search(rest) is not None or (rest != asked and len(understand(rest)) < FEWEST)


def of_nobody(question: str) -> bool:
    """Whether a question asks of him or her and of little else: only a story tells who that is."""
    asked = _JOINED.sub("", plain(question.strip()))
    return _OF_ONE.match(asked) is not None and len(understand(asked)) < FEWEST


def story_words(articles: Sequence[Article]) -> tuple[Counter[str], Mapping[str, str]]:
    """The words that the story's articles write with a capital alone, by how much they open the articles.

    With how each is written.
    """
    found: Counter[str] = Counter()
    written: dict[str, str] = {}
    for article in articles:
        small = _small_words(article.text)
        for weight, text in ((2, article.headline), (1, article.text[:HEAD])):
            for word, as_written in _capitals(text):
                if word in small or len(word) < 3:
                    continue
                found[word] += weight
                written.setdefault(word, as_written)
    return found, written


def capitalised(articles: Iterable[Article]) -> frozenset[str]:
    """All words that these articles write with a capital somewhere."""
    texts = (f"{article.headline}\n{article.text}" for article in articles)
    return frozenset(word for text in texts for word in names_in(text))


def names_in(text: str) -> set[str]:
    """The words of a text that are written with a capital and are no stop words."""
    return {word for word, _ in _capitals(text)}


def _capitals(text: str) -> Iterator[tuple[str, str]]:
    """Its words that are written with a capital and are no stop words, each with how it is written."""
    for match in WORD.finditer(plain(text)):
        word, start = match.group().removesuffix("'s"), match.start()
        if text[start].isupper() and word not in STOP_WORDS:
            yield word, text[start : start + len(word)]


def _small_words(text: str) -> set[str]:
    return {match.group() for match in WORD.finditer(plain(text)) if text[match.start()].islower()}


def names_of_story(counts: Mapping[str, int], total: int, frequencies: Mapping[str, int]) -> dict[str, float]:
    """The names that tell the story from others, the first the most, each with its share of one.

    Japan and Japanese are one name: two would tell of any event there.
    """
    worth = {
        word: min(count, MOST_OFTEN) * rarity(total, frequencies.get(word, 0))
        for word, count in counts.items()
    }
    best: list[str] = []
    for word in sorted(worth, key=lambda word: (-worth[word], word)):
        if len(best) < NAMES and not any(_of_one_name(word, other) for other in best):
            best.append(word)
    whole = sum(worth[word] for word in best) or 1.0
    return {word: worth[word] / whole for word in best}


def _of_one_name(one: str, other: str) -> bool:
    """Whether the longer of two words begins as the shorter does, but for its last letter: Korea, Korean."""
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_NAME and long.startswith(short[:-1])


def in_thread(own: Sought, first: Sought | None, story: Mapping[str, float]) -> Sought:
    """A turn's question with what it leans on: the story's names and the thread's first question."""
    weights = dict(own.weights)
    named: dict[str, float] = {}
    for word, share in story.items():
        root = root_of_word(word)
        named[root] = share
        weights[root] = max(weights.get(root, 0.0), STORY_WEIGHT * share)
    for root, share in (first.weights if first else {}).items():
        weights[root] = max(weights.get(root, 0.0), FIRST_WEIGHT * share)
    whole = sum(weights.values()) or 1.0
    shares = {root: weight / whole for root, weight in weights.items()}
    return replace(own, weights=shares, whole=own.whole * whole, own=own.weights, story=named)
