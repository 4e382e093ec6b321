"""Is a quote beside the one who said it, and can nobody take it for another's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.quotes import find_quotes
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import fold, words
from bot.model import Article, Quote, Reason

Fault = tuple[Reason, str]

_TITLES = r"(?: (?!(?:of|to|about|on|for|with|and|in|at|by|from|that|who|against)\b)[\w.’'-]+){0,6}"
"""What may stand between such a verb and the surname: titles, given names, nothing that leads to another."""

_BARE_CUES = (
    "said|says|added|adds|wrote|writes|explained|argued|insisted|replied|recalled|continued|concluded"
)
"""Verbs after which the one who speaks stands, and never the one who is spoken to."""


def misspoken(printed: str, told: str, found: Sequence[Quote], lexicon: Lexicon) -> list[Fault]:
    """Quotes that the sentence may give to another than the article does.

    The engine that read the article reads the sentence too, and the name has to stand right beside a verb
    that reports.
    """
    speakers = {quote.speaker for quote in found if quote.speaker}
    if len(speakers) > 1:
        return [(Reason.SPEAKER, "It quotes two people; write a sentence for each.")]
    (said,) = speakers
    if not _reports(told, said, lexicon):
        return [(Reason.SPEAKER, f"Name who said it beside the verb: “{said} said”.")]
    article = Article("draft", "", "", "", printed, found[0].article.captured)
    spoken = [fold(quote.text).text for quote in found if quote.speaker]
    read = [
        one for one in find_quotes(article, lexicon) if any(fold(one.text).text in text for text in spoken)
    ]
    if any(one.speaker and not _same(one.speaker, said) for one in read):
        return [(Reason.SPEAKER, f"It gives words of {said} to somebody else.")]
    return []


def _reports(told: str, said: str, lexicon: Lexicon) -> bool:
    """Whether "Quist said", "Quist, the mayor, said", "said Quist" or "according to Quist" stands in it."""
    plain = fold(told).text
    name = re.escape(surname(said, lexicon))
    cues = "|".join(sorted(map(re.escape, lexicon.cues), key=len, reverse=True))
    after = rf"\b{name}(?:(?: [a-z]+){{0,2}}|, [^,]{{1,80}},| \([^)]{{1,40}}\))? (?:{cues})\b"
    before = rf"\b(?:{_BARE_CUES}|according to){_TITLES} {name}\b(?!['’]s)"
    match = re.search(after, plain)
    lower = match is not None and not _has_capital(told, plain, match.start() + len(name), match.end())
    return lower or re.search(before, plain) is not None


def surname(name: str, lexicon: Lexicon) -> str:
    """The last word of a name that is not "Jr."."""
    parts = words(fold(name).text)
    return next((part for part in reversed(parts) if part not in lexicon.suffixes), parts[-1])


def _has_capital(told: str, plain: str, start: int, end: int) -> bool:
    """Whether a name stands between the speaker and the verb, other than set off by commas."""
    run = told[start:end] if len(told) == len(plain) else plain[start:end]
    return not run.startswith((",", " (")) and any(character.isupper() for character in run)


def _same(one: str, other: str) -> bool:
    mine, theirs = words(fold(one).text), words(fold(other).text)
    return mine[-1] in theirs or theirs[-1] in mine
