"""An article as topics and filters look at it: its words folded, stemmed, and in their order."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.reading.text import fold_text, stem
from bot.model import Article

_WORD = re.compile(r"\w+(?:[’'.&]\w+)*")
_INVISIBLE = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_CAPITAL = "^"  # stands before a capitalised word, so that "Apple" is not found in "apple"
_BREAK = " | "  # between headline and text, so that no phrase reaches across


@dataclass(frozen=True)
class Indexed:
    """An article, and lazily what is looked up in it."""

    article: Article

    @functools.cached_property
    def headline(self) -> str:
        """The stems of the headline as a run."""
        return run(stems(self.article.headline))

    @functools.cached_property
    def text(self) -> str:
        """The stems of the text as a run."""
        return run(self._text)

    @functools.cached_property
    def counts(self) -> Mapping[str, int]:
        """How often the text holds each stem."""
        return Counter(self._text)

    @property
    def length(self) -> int:
        """The words of the text."""
        return len(self._text)

    @functools.cached_property
    def held(self) -> frozenset[str]:
        """The stems of headline and text."""
        return frozenset(self._text).union(stems(self.article.headline))

    @functools.cached_property
    def whole(self) -> str:
        """Headline and text as one run that no phrase crosses from one to the other."""
        return f"{self.headline}{_BREAK}{self.text}"

    @functools.cached_property
    def folded(self) -> str:
        """Headline and text, folded."""
        return fold_text(f"{self.article.headline}\n{self.article.text}")

    @functools.cached_property
    def names_in_headline(self) -> str:
        """The headline as a run of folded words with their capitals marked."""
        return run(marked(self.article.headline))

    @functools.cached_property
    def names_in_text(self) -> str:
        """The text as a run of folded words with their capitals marked."""
        return run(marked(self.article.text))

    @functools.cached_property
    def _text(self) -> list[str]:
        return stems(self.article.text)


def stems(text: str) -> list[str]:
    """The folded, stemmed words of a text, stop words and all, in order."""
    return [_stem(word) for word in _words(text)]


def marked(text: str) -> list[str]:
    """The folded words of a text, those with a capital marked, in order."""
    return [_marked(word) for word in _words(text)]


def run(words: Iterable[str]) -> str:
    """One string of the words, in which another is found at whole words only."""
    return f" {' '.join(words)} "


def plain(name: str) -> str:
    """A name of an outlet or a language as it is compared: folded, without white space around it."""
    return fold_text(name.strip())


def _words(text: str) -> list[str]:
    return _WORD.findall(text if text.isascii() else text.translate(_INVISIBLE))


@functools.lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return stem(_folded(word))


@functools.lru_cache(maxsize=65536)
def _marked(word: str) -> str:
    return (_CAPITAL if word[0].isupper() else "") + _folded(word)


def _folded(word: str) -> str:
    return fold_text(word).removesuffix("'s")
