"""A question in the articles' own words: spellings, slips of the finger, names, and whose words it wants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.answers import asked, said
from bot.core.answers.asked import AskedFor
from bot.core.answers.query import Sought, understand, weigh
from bot.core.answers.said import Saying
from bot.core.outline import texts
from bot.core.reading.text import fold_text
from bot.errors import ConfigError
from bot.model import Question, SearchQuery
from bot.ports import ArticleStore

COMMON = 0.1
"""Words that a larger share of the articles holds do not choose the candidates: they cost and say little."""

FEW = 1_000
"""Articles that are looked through in no time, however large a share of all they are."""

MOST_WORDS = 40
"""Words of a question that are looked for."""

MOST_SLIPS = 2
"""Of them, those for which other words are tried where no article holds them."""

AT_ONCE = 50
"""Words that the store counts in one go; of more it leaves out the last."""

TRIED, FEW_HITS = 3, 20
"""Words that a mistyped one may mean, and known words, that are looked for together, and articles of each."""


def read(question: Question) -> AskedFor:
    """What is typed, apart from its operators; raises ConfigError for an operator whose value is no day."""
    typed = asked.read(question.text, question.as_of or question.now)
    if typed.unread:
        raise ConfigError(texts.no_day(typed.unread[0]))
    return typed


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of a question as articles write them, and in how many of all articles each stands.

    A name of nothing but stop words is a word.
    """

    words: tuple[str, ...]
    total: int
    counts: Mapping[str, int]
    phrases: tuple[str, ...] = ()
    meant: tuple[tuple[str, str], ...] = ()

    @property
    def searched(self) -> tuple[str, ...]:
        """What chooses: the phrases, and the words that few articles hold, or all if fewer than two."""
        most = max(COMMON * self.total, FEW)
        rare = tuple(word for word in self.words if self.counts[word] <= most)
        return (*(rare if len(rare) > 1 else self.words), *self.phrases)

    def read(self, text: str) -> str:
        """The text with what its mistyped words mean; folded where there are any."""
        for word, meaning in self.meant:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", meaning, fold_text(text))
        return text

    def sought(self, text: str, words: Sequence[str] | None = None) -> Sought:
        """What is looked for by these words, or some of them."""
        return weigh(text, self.total, self.counts, self.words if words is None else words)


async def terms_of(store: ArticleStore, typed: AskedFor, workspace: str, *, fallback: bool = False) -> Terms:
    """With what each word that no article holds may mean; raises ConfigError where there are no words."""
    words = (*typed.stop_names, *understand(typed.text))[:MOST_WORDS]
    if not words and not typed.phrases and not fallback:
        raise ConfigError(texts.NO_WORDS)
    total, counted = await store.frequencies(words, workspace)
    strange = [word for word in words if not counted[word]] if total else []
    held = [word for word in words if counted[word]]
    slips = {word: await _slip(store, word, held, workspace) for word in strange[:MOST_SLIPS]}
    counts = dict(counted) | dict(filter(None, slips.values()))
    meant = tuple((word, slip[0]) for word, slip in slips.items() if slip)
    read = dict(meant)
    known = tuple(dict.fromkeys(read.get(word, word) for word in words))
    phrases = tuple(phrase for phrase in typed.phrases if phrase not in known)
    return Terms(known, total, counts, phrases, meant)


async def _slip(
    store: ArticleStore, word: str, known: Sequence[str], workspace: str
) -> tuple[str, int] | None:
    """The word of the articles that a mistyped one is likeliest to mean, and how many hold it.

    Of several it is the one that stands in most articles with a word that is `known`, then one that begins
    as it is typed, then the commonest.
    """
    near = asked.slips(word)
    if not near:
        return None
    counts: dict[str, int] = {}
    for at in range(0, len(near), AT_ONCE):
        counts |= (await store.frequencies(near[at : at + AT_ONCE], workspace))[1]
    likely = sorted(filter(counts.__getitem__, near), key=lambda one: (one[0] != word[0], -counts[one]))
    together = dict.fromkeys(likely, 0)
    for one in likely[:TRIED] if len(likely) > 1 else ():
        for other in known[:TRIED]:
            query = SearchQuery((one, other), workspace, all_terms=True, limit=FEW_HITS)
            together[one] += len(await store.search(query))
    best = max(likely, key=lambda one: together[one], default="")  # the first of equals
    return (best, counts[best]) if best else None


@dataclass(frozen=True, slots=True)
class Understood:
    """A question, or one of its sides: what is typed, its words, and whose words it asks for."""

    typed: AskedFor
    terms: Terms
    saying: Saying | None


async def understood(
    store: ArticleStore, typed: AskedFor, workspace: str, *, fallback: bool = False
) -> Understood:
    """What is typed, by the words of the articles; with a `fallback`, also what has no words of its own."""
    terms = await terms_of(store, typed, workspace, fallback=fallback)
    return Understood(typed, terms, said.asked(terms.read(typed.text), typed.speaker))
