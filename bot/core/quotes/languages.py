"""Which lexicon an article is read with: that of its language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.reading.lexicon import Lexicon
from bot.model import Article

DEFAULT = "en"
LOOKED_AT = 2000  # characters of a text that show its language
WORD = re.compile(r"[^\W\d_]+")


def lexicon_for(article: Article, lexicons: Mapping[str, Lexicon]) -> Lexicon:
    """The lexicon of the language that an article says it is in, or else of its small words."""
    if article.language:
        return lexicons.get(article.language[:2].lower(), lexicons[DEFAULT])
    words = [word.lower() for word in WORD.findall(article.text, 0, LOOKED_AT)]
    counts = {language: _count(words, language, lexicons) for language in lexicons}
    best = max(counts, key=counts.__getitem__)
    return lexicons[best if counts[best] > counts[DEFAULT] else DEFAULT]


def _count(words: list[str], language: str, lexicons: Mapping[str, Lexicon]) -> int:
    """How many of the words are small words of this language and of no other."""
    others = frozenset[str]().union(*(_small(one) for name, one in lexicons.items() if name != language))
    own = _small(lexicons[language]) - others
    return sum(word in own for word in words)


def _small(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.determiners | lexicon.prepositions | lexicon.conjunctions | lexicon.auxiliaries
