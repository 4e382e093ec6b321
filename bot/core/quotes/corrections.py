"""What a later version of its article makes of a printed quote: nothing, other words, another speaker.

Only a real change counts: marks, spaces and punctuation are made plain first, what the new version quotes at
greater length still holds the printed words, and a speaker whom it may still mean stays the speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from bot.core.quotes.verify import plain, standing, supported_speaker
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.names import may_be_same, parse_name
from bot.model import AnnotatedArticle, Change, Correction, Quote

ALIKE, ALIKE_OF_ANYONE = 0.6, 0.75
"""Share of equal words from which new words take the place of printed ones; the second where it is not known
that one person said both. Below it the printed words are gone, which is as true and says less."""

LONGEST = 400
"""Words of a quote by which its new wording is looked for; a longer one is a speech printed in full."""

MARKS = "',;:!?()[]"

Words = tuple[str, ...]


def correction(
    quote: Quote,
    printed: AnnotatedArticle,
    newest: AnnotatedArticle,
    lexicon: Lexicon,
    shown: Correction | None = None,
) -> Correction | None:
    """What its readers are to be shown of a printed quote, as of the newest version; None where all stands.

    `shown` is what they were shown before: it stays as it is until the article changes the quote again.
    """
    found = _found(quote, printed, newest, lexicon)
    if shown is None:
        return found
    if found is not None:
        return shown if _same(shown, found) else found
    if shown.change is Change.RESTORED:
        return shown
    now = _standing(quote, newest, lexicon)
    return Correction(quote, Change.RESTORED, newest.article, now) if now else shown


def _found(
    quote: Quote, printed: AnnotatedArticle, newest: AnnotatedArticle, lexicon: Lexicon
) -> Correction | None:
    """What the newest version changes, beside the printed one alone."""
    if now := _standing(quote, newest, lexicon):
        if _other_speaker(quote, now, lexicon):
            return Correction(quote, Change.SPEAKER, newest.article, now)
        return None
    said = [run for one in newest.quotes for run in one.words]
    if any(_holds(_words(runs), _words(quote.words)) for runs in (said, [newest.article.text])):
        return None  # the words are there, in two quotes or between no marks that are read as a quote's
    if now := _reworded(quote, printed, newest):
        return Correction(quote, Change.REWORDED, newest.article, now)
    return Correction(quote, Change.GONE, newest.article)


def _same(shown: Correction, found: Correction) -> bool:
    """Whether the newest version says of the quote what its readers were shown already."""
    if shown.change is not found.change or shown.now is None or found.now is None:
        return shown.change is found.change
    one, other = shown.now, found.now
    return _words(one.words) == _words(other.words) and not _differ(one.speaker, other.speaker)


def _standing(quote: Quote, newest: AnnotatedArticle, lexicon: Lexicon) -> Quote | None:
    """The utterance of the newest version that holds the printed words; of its own speaker first."""
    holding = [one for one in newest.quotes if _stands_in(quote, one, lexicon)]
    ours = (one for one in holding if not _other_speaker(quote, one, lexicon))
    return next(ours, next(iter(holding), None))


def _stands_in(quote: Quote, one: Quote, lexicon: Lexicon) -> bool:
    return _holds(_words(one.words), _words(quote.words)) or bool(standing(quote, one, lexicon))


def _other_speaker(quote: Quote, now: Quote, lexicon: Lexicon) -> bool:
    """Whether both have a name, not of one person, and the text no longer supports the printed one."""
    if quote.speaker is None or not _differ(quote.speaker, now.speaker):
        return False
    return supported_speaker(quote.speaker, now, lexicon, afresh=True) is None


def _differ(one: str | None, other: str | None) -> bool:
    """Whether these are the names of two people; a description may be of anyone."""
    mine, theirs = (parse_name(name) if name else None for name in (one, other))
    return mine is not None and theirs is not None and not may_be_same(mine, theirs)


def _reworded(quote: Quote, printed: AnnotatedArticle, newest: AnnotatedArticle) -> Quote | None:
    """The utterance that is new in the newest version and likest to the printed words; None where none is."""
    before = [_words(one.words) for one in printed.quotes]
    mine = _words(quote.words)[:LONGEST]
    best: tuple[float, Quote | None] = (0.0, None)
    for one in newest.quotes:
        words = _words(one.words)
        alike = SequenceMatcher(None, mine, words[:LONGEST], autojunk=False).ratio()
        named = quote.speaker and one.speaker and not _differ(quote.speaker, one.speaker)
        least = ALIKE if named else ALIKE_OF_ANYONE
        if alike >= least and alike > best[0] and not any(_holds(known, words) for known in before):
            best = (alike, one)
    return best[1]


def _words(runs: Iterable[str]) -> Words:
    """The words of a quote without what is typography: 5% and $3 are words with their signs."""
    return tuple(_split(runs))


def _split(runs: Iterable[str]) -> Iterator[str]:
    for run in runs:
        folded = plain([(0, run)])
        text = "".join(" " if at in folded.dashes else one for at, one in enumerate(folded.text))
        yield from filter(None, (word.strip(MARKS).rstrip(".-").strip(MARKS) for word in text.split()))


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    """Whether a part stands among the words, unbroken."""
    size = len(part)
    return any(tuple(words[at : at + size]) == tuple(part) for at in range(len(words) - size + 1))
