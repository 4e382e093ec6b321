"""What ships of each language that is read: its words and its weights; and the quotes found by them.

Small, as each worker that reads pages imports it.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib import resources

from bot.core.quotes import find_quotes
from bot.core.reading.language import lexicon_for
from bot.core.reading.lexicon import Lexicon, Weights
from bot.model import AnnotatedArticle, Article


def lexicon(language: str = "en") -> Lexicon:
    """What the quote engine knows of a language."""
    file = resources.files("bot.core.reading.lexicon") / f"{language}.toml"
    words = tomllib.loads(file.read_text("utf-8"))
    weights = resources.files("bot.core.quotes") / "weights" / f"{words.get('weights', language)}.json"
    return Lexicon.of(words, Weights(**json.loads(weights.read_text("utf-8"))))


def lexicons() -> dict[str, Lexicon]:
    """What the quote engine knows of each language that it reads, by ISO 639-1 code."""
    files = resources.files("bot.core.reading.lexicon").iterdir()
    languages = sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))
    return {language: lexicon(language) for language in languages}


def checked_in() -> dict[str, Lexicon]:
    """Those of the languages that a model's drafts are checked in."""
    return {language: known for language, known in _known().items() if known.reads}


def with_quotes(article: Article) -> AnnotatedArticle:
    """The article with the quotes in it, found by its language's words."""
    return AnnotatedArticle(article, find_quotes(article, lexicon_for(article, _known())))


@cache
def _known() -> dict[str, Lexicon]:
    """Read once a process."""
    return lexicons()
