"""A model's quotes: each number and each run between marks becomes the article's own slice, or a fault."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.checks.marks import (
    LONGEST_NAME,
    balanced,
    has_marks,
    marked,
    outside_marks,
    printable,
    surely_said,
)
from bot.core.quotes import find_quotes
from bot.core.quotes.lexicon import Lexicon
from bot.core.quotes.verify import verify
from bot.core.text import fold, words
from bot.model import Article, Quote, QuoteKind, ReadArticle, Reason, Sources, Span

PLACE = re.compile(r"[“\"]?\[q(\d{1,4})\][”\"]?")
"""Where a quote is to stand, with or without marks around it."""

TURNS_WITHIN = 4
"""Words before a slice among which a "not" would turn it round."""

_GAP = "\ue000{}\ue000"
_GAPS = re.compile("\ue000(\\d+)\ue000")
_STOPS = ".!?"


@dataclass(frozen=True, slots=True)
class Placed:
    """A text with the articles' own words in its marks.

    `told` is the text without them, `form` has a few plain words in their place.
    """

    text: str
    told: str
    form: str
    quotes: tuple[Quote, ...]
    faults: tuple[tuple[Reason, str], ...] = ()


def place(text: str, sources: Sources, reads: Sequence[ReadArticle], lexicon: Lexicon) -> Placed:
    """The text with each of its quotes looked up, those typed between marks in the cited articles alone."""
    found: list[Quote] = []
    faults: list[tuple[Reason, str]] = []

    def by_number(match: re.Match[str]) -> str:
        quote = sources.quote(int(match.group(1)))
        if quote is None or not printable(quote):
            faults.append((Reason.QUOTE, f"No quote has the number {match.group(1)}."))
            return " "
        return _keep(quote)

    def _keep(quote: Quote) -> str:
        found.append(_without_comma(quote))
        return _GAP.format(len(found) - 1)

    numbered = PLACE.sub(by_number, text.replace("\ue000", " "))
    parts, done = [], 0
    for pair in marked(numbered):
        quote = _verified(numbered[pair.start : pair.end], reads, lexicon)
        if quote is None:
            faults.append((Reason.QUOTE, _TYPED))
            break
        parts += [numbered[done : pair.start], _keep(quote)]
        done = pair.end
    whole = "".join((*parts, numbered[done:]))
    told = _GAPS.sub(" ", whole)
    if has_marks(told) or not balanced(told):
        faults.append((Reason.QUOTE, _TYPED if has_marks(told) else "A bracket or a mark does not close."))
    found = [_within_clause(quote, whole, at) for at, quote in enumerate(found)]
    printed = _GAPS.sub(lambda match: _marks(found[int(match.group(1))]), _one_stop(whole, found))
    faults += _unfit(found, told)
    if not faults and any(quote.speaker for quote in found):
        faults += _misspoken(printed, found, lexicon)
    return Placed(printed, told, _GAPS.sub("“these words are theirs”", whole), tuple(found), tuple(faults))


_TYPED = (
    "Words stand in quotation marks that the cited articles do not quote; put a quote as its number, [q1]."
)


def _verified(run: str, reads: Sequence[ReadArticle], lexicon: Lexicon) -> Quote | None:
    """What an article quotes in these words: speech of somebody known, or a name or a title between marks."""
    claimed = run.strip("“”„«»\"'‘’` ")
    if not any(character.isalnum() for character in claimed) or _GAPS.search(run):
        return None
    found = (verify(claimed, read, lexicon) for read in reads)
    return next((quote for quote in found if quote is not None and not _turned(quote, reads, lexicon)), None)


def _turned(slice_of: Quote, reads: Sequence[ReadArticle], lexicon: Lexicon) -> bool:
    """Whether words just before the slice, in the same utterance, may say the contrary: "not"."""
    first = slice_of.spans[0]
    whole = (
        span
        for read in reads
        if read.article == slice_of.article
        for quote in read.quotes
        for span in quote.spans
    )
    start = next((span.start for span in whole if span.covers(first)), first.start)
    before = words(fold(slice_of.article.text[start : first.start]).text)[-TURNS_WITHIN:]
    return any(word in lexicon.turns or word.endswith("n't") for word in before)


def _without_comma(quote: Quote) -> Quote:
    """The quote without a comma before its closing mark, which belongs to the sentence that it stood in."""
    return _shorter(quote) if quote.text[-1] in ",;" else quote


def _within_clause(quote: Quote, whole: str, at: int) -> Quote:
    """The quote without its full stop, where a comma follows."""
    return _shorter(quote) if quote.text[-1] == "." and f"{_GAP.format(at)}," in whole else quote


def _shorter(quote: Quote) -> Quote:
    last = quote.spans[-1]
    return (
        replace(quote, spans=(*quote.spans[:-1], Span(last.start, last.end - 1))) if len(last) > 1 else quote
    )


def _marks(quote: Quote) -> str:
    return f"“{quote.text}”"


def _one_stop(whole: str, found: Sequence[Quote]) -> str:
    """The text without a full stop after a quote that has its own."""

    def one(match: re.Match[str]) -> str:
        ends = found[int(match.group(1))].text[-1] in _STOPS
        return match.group().removesuffix(".") if ends else match.group()

    return re.sub("\ue000(\\d+)\ue000\\.?", one, whole)


def _unfit(found: Sequence[Quote], told: str) -> list[tuple[Reason, str]]:
    """Quotes that cannot stand in this sentence: of nobody known or not named in it, or with marks inside."""
    faults = []
    plain = words(fold(told).text)
    for quote in found:
        if has_marks(quote.text) or "\n" in quote.text or "[" in quote.text or "]" in quote.text:
            faults.append(
                (Reason.QUOTE, "A quote with marks or brackets of its own cannot stand in a sentence.")
            )
        elif quote.kind is QuoteKind.NOT_SPEECH:
            if len(words(quote.text)) > LONGEST_NAME:
                faults.append((Reason.QUOTE, _TYPED))
        elif quote.speaker is None:
            faults.append((Reason.SPEAKER, "Nobody is sure who said the words in marks; leave them out."))
        elif words(fold(quote.speaker).text)[-1] not in plain:
            faults.append((Reason.SPEAKER, f"The sentence does not name who said it: {quote.speaker}."))
    return faults


def _misspoken(printed: str, found: Sequence[Quote], lexicon: Lexicon) -> list[tuple[Reason, str]]:
    """Quotes that the sentence gives to another than the article does, as the same engine reads both."""
    speakers = {fold(quote.text).text: quote.speaker for quote in found if quote.speaker}
    article = Article("draft", "", "", "", printed, _article_of(found).captured)
    faults = []
    for read in find_quotes(article, lexicon):
        said = next((name for text, name in speakers.items() if fold(read.text).text in text), None)
        if said and read.speaker and not _same(read.speaker, said):
            faults.append((Reason.SPEAKER, f"It gives words of {said} to somebody else."))
        elif said and not read.speaker and _others(outside_marks(printed), said):
            faults.append((Reason.SPEAKER, f"It does not make clear that {said} said it."))
    return faults


def _article_of(found: Sequence[Quote]) -> Article:
    return found[0].article


def _same(one: str, other: str) -> bool:
    mine, theirs = words(fold(one).text), words(fold(other).text)
    return mine[-1] in theirs or theirs[-1] in mine


_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w’'-]+")


def _others(told: str, said: str) -> bool:
    """Whether a capital within the sentence may be somebody else's name."""
    own = set(words(fold(said).text))
    return any(fold(name).text.removesuffix("'s") not in own for name in _NAME.findall(told.strip()))


def wanted(numbers: Sequence[int], placed: Sequence[Quote], sources: Sources) -> Mapping[int, Quote | None]:
    """The quotes that a bullet asks for beside it, by number; None where none is printed beside a name."""
    in_text = {quote.article.id: quote.spans[0].start for quote in placed}
    found: dict[int, Quote | None] = {}
    for number in dict.fromkeys(numbers):
        quote = sources.quote(number)
        if quote is not None and in_text.get(quote.article.id) == quote.spans[0].start:
            continue
        found[number] = quote if quote is not None and surely_said(quote) else None
    return found
