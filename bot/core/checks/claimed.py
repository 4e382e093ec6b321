"""A model's quotes: each number and each run between marks becomes the article's own slice, or a fault.

The quote must stand beside the one who said it, so that nobody can take it for another's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.checks.quoting import LONGEST_NAME, balanced, has_marks, marked, printable, surely_said
from bot.core.checks.wording import unsafe
from bot.core.quotes import find_quotes
from bot.core.quotes.verify import verify
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import fold_text, words
from bot.model import AnnotatedArticle, Article, Cite, Quote, QuoteKind, Reason, Sources, Span

PLACE = re.compile(r"[“\"]?\[q(\d{1,4})\][”\"]?")
"""Where a quote is to stand, with or without marks around it."""

TURNS_WITHIN = 4
"""Words before a slice among which a "not" would turn it round."""

_EDGE = "\ue000"  # a private character, which no newspaper prints
_GAP = f"{_EDGE}{{}}{_EDGE}"
_GAPS = re.compile(f"{_EDGE}(\\d+){_EDGE}")
_PLAIN_WORDS = "“these words are theirs”"
_UNCLOSED = "A bracket or a mark does not close."
_STOPS = ".!?"
_OPENED = re.compile(r"(?<![\w’'.])['‘](?!\d|em\b|til\b|tis\b|cause\b)(?=\w)")
"""A single mark before a word, which opens speech though none closes it."""

Fault = tuple[Reason, str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A text with the articles' own words in its marks.

    `prose` is the text without them, `form` has a few plain words in their place.
    """

    text: str
    prose: str
    form: str
    quotes: tuple[Quote, ...]
    faults: tuple[Fault, ...] = ()


def place(text: str, sources: Sources, cites: Sequence[Cite], lexicon: Lexicon) -> Placed:
    """The text with each of its quotes looked up, those typed between marks in the cited articles alone."""
    placing = _Placing(sources, lexicon)
    whole = placing.typed(placing.numbered(text.replace(_EDGE, " ")), cites)
    prose = _GAPS.sub(" ", whole)
    if claims(prose) or not balanced(prose):
        placing.faults.append((Reason.QUOTE, _TYPED if claims(prose) else _UNCLOSED))
    found = [_within_clause(quote, whole, at) for at, quote in enumerate(placing.found)]
    printed = _GAPS.sub(lambda match: f"“{found[int(match.group(1))].text}”", _one_stop(whole, found))
    faults = [*placing.faults, *_unfit(found, prose, lexicon)]
    if not faults and any(quote.speaker for quote in found) and not _is_copied(printed, cites):
        faults = misspoken(printed, prose, found, lexicon)
    return Placed(printed, prose, _GAPS.sub(_PLAIN_WORDS, whole), tuple(found), tuple(faults))


class _Placing:
    """The quotes of one text as they are found, each leaving a numbered gap in it."""

    def __init__(self, sources: Sources, lexicon: Lexicon) -> None:
        self._sources = sources
        self._lexicon = lexicon
        self.found: list[Quote] = []
        self.faults: list[Fault] = []

    def numbered(self, text: str) -> str:
        """The text with a gap for each number that was given to a quote."""
        return PLACE.sub(self._by_number, text)

    def _by_number(self, match: re.Match[str]) -> str:
        quote = self._sources.quote(int(match.group(1)))
        if quote is None or not printable(quote):
            self.faults.append((Reason.QUOTE, f"No quote has the number {match.group(1)}."))
            return " "
        return self._gap(quote)

    def typed(self, text: str, cites: Sequence[Cite]) -> str:
        """The text with a gap for each run between marks that a cited article quotes."""
        cited = {cite.article for cite in cites}
        reads = [read for read in self._sources.reads if read.article in cited]
        parts, done = [], 0
        for pair in marked(text):
            quote = verified(text[pair.start : pair.end], reads, self._lexicon)
            if quote is None:
                self.faults.append((Reason.QUOTE, _TYPED))
                break
            parts += [text[done : pair.start], self._gap(quote)]
            done = pair.end
        return "".join((*parts, text[done:]))

    def _gap(self, quote: Quote) -> str:
        self.found.append(_shorter(quote) if quote.text[-1] in ",;" else quote)
        return _GAP.format(len(self.found) - 1)


_TYPED = (
    "Words stand in quotation marks that the cited articles do not quote; put a quote as its number, [q1]."
)


def claims(text: str) -> bool:
    """Whether marks of any form stand in a text, closed or not."""
    return has_marks(text) or _OPENED.search(text) is not None


def _is_copied(printed: str, cites: Sequence[Cite]) -> bool:
    """Whether it is a cited sentence as it stands, so that the article itself says who speaks."""
    plain = _unmarked(printed)
    return any(plain == _unmarked(cite.article.words(cite.span)) for cite in cites)


def _unmarked(text: str) -> str:
    return " ".join(words(fold_text(text)))


def verified(run: str, reads: Sequence[AnnotatedArticle], lexicon: Lexicon) -> Quote | None:
    """What an article quotes in these words: speech of somebody known, or a name or a title between marks."""
    claimed = run.strip("“”„«»\"'‘’` ")
    if not any(character.isalnum() for character in claimed) or _GAPS.search(run):
        return None
    found = (verify(claimed, read, lexicon) for read in reads)
    return next((quote for quote in found if quote is not None and not _turned(quote, reads, lexicon)), None)


def _turned(slice_of: Quote, reads: Sequence[AnnotatedArticle], lexicon: Lexicon) -> bool:
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
    before = words(fold_text(slice_of.article.text[start : first.start]))[-TURNS_WITHIN:]
    return any(word in lexicon.turns or word.endswith("n't") for word in before)


def _within_clause(quote: Quote, whole: str, at: int) -> Quote:
    """The quote without its full stop, where a comma follows."""
    return _shorter(quote) if quote.text[-1] == "." and f"{_GAP.format(at)}," in whole else quote


def _shorter(quote: Quote) -> Quote:
    last = quote.spans[-1]
    return (
        replace(quote, spans=(*quote.spans[:-1], Span(last.start, last.end - 1))) if len(last) > 1 else quote
    )


def _one_stop(whole: str, found: Sequence[Quote]) -> str:
    """The text without a full stop after a quote that has its own."""

    def one(match: re.Match[str]) -> str:
        ends = found[int(match.group(1))].text[-1] in _STOPS
        return match.group().removesuffix(".") if ends else match.group()

    return re.sub(rf"{_GAPS.pattern}\.?", one, whole)


def _unfit(found: Sequence[Quote], prose: str, lexicon: Lexicon) -> list[Fault]:
    """Quotes that cannot stand in this sentence: of nobody known or not named in it, or with marks inside."""
    faults = []
    plain = words(fold_text(prose))
    for quote in found:
        if unsafe(quote.text):
            faults.append((Reason.QUOTE, "A quote with a link, a ping or hidden characters is not printed."))
        elif has_marks(quote.text) or set("\n[]") & set(quote.text):
            faults.append(
                (Reason.QUOTE, "A quote with marks or brackets of its own cannot stand in a sentence.")
            )
        elif quote.kind is QuoteKind.NOT_SPEECH:
            if len(words(quote.text)) > LONGEST_NAME:
                faults.append((Reason.QUOTE, _TYPED))
        elif quote.speaker is None:
            faults.append((Reason.SPEAKER, "Nobody is sure who said the words in marks; leave them out."))
        elif surname(quote.speaker, lexicon) not in plain:
            faults.append((Reason.SPEAKER, f"The sentence does not name who said it: {quote.speaker}."))
    return faults


def wanted(numbers: Sequence[int], placed: Sequence[Quote], sources: Sources) -> Mapping[int, Quote | None]:
    """The quotes that a bullet asks for beside it, by number; None where none is printed beside a name."""
    in_text = {quote.article.id: quote.spans[0].start for quote in placed}
    found: dict[int, Quote | None] = {}
    for number in dict.fromkeys(numbers):
        quote = sources.quote(number)
        if quote is not None and in_text.get(quote.article.id) == quote.spans[0].start:
            continue
        found[number] = quote if quote is not None and surely_said(quote) and not unsafe(quote.text) else None
    return found


# --- is a quote beside the one who said it -----------------------------------------------------------


_TITLES = r"(?: (?!(?:{})\b)[\w.’'-]+){{0,6}}"
"""What may stand between such a verb and the surname: titles, given names, nothing that leads to another."""


def misspoken(printed: str, prose: str, found: Sequence[Quote], lexicon: Lexicon) -> list[Fault]:
    """Quotes that the sentence may give to another than the article does.

    The engine that read the article reads the sentence too, and the name has to stand right beside a verb
    that reports.
    """
    speakers = {quote.speaker for quote in found if quote.speaker}
    if len(speakers) > 1:
        return [(Reason.SPEAKER, "It quotes two people; write a sentence for each.")]
    (said,) = speakers
    if not _reports(prose, said, lexicon):
        return [(Reason.SPEAKER, f"Name who said it beside the verb: “{said} said”.")]
    article = Article("draft", "", "", "", printed, found[0].article.captured)
    spoken = [fold_text(quote.text) for quote in found if quote.speaker]
    read = [
        one for one in find_quotes(article, lexicon) if any(fold_text(one.text) in text for text in spoken)
    ]
    if any(one.speaker and not may_be_one(one.speaker, said, lexicon) for one in read):
        return [(Reason.SPEAKER, f"It gives words of {said} to somebody else.")]
    return []


def _reports(prose: str, said: str, lexicon: Lexicon) -> bool:
    """Whether "Quist said", "Quist, the mayor, said", "said Quist" or "according to Quist" stands in it."""
    plain = fold_text(prose)
    name = re.escape(surname(said, lexicon))
    said_by = lexicon.claims
    cues = "|".join(
        sorted(map(re.escape, map(fold_text, (*lexicon.cues, *said_by.behind))), key=len, reverse=True)
    )
    after = rf"\b{name}(?:(?: [a-z]+){{0,2}}|, [^,]{{1,80}},| \([^)]{{1,40}}\))? (?:{cues})\b"
    titles = _TITLES.format("|".join(map(fold_text, said_by.leads_on)))
    leading = "|".join(map(re.escape, map(fold_text, said_by.reporting)))
    before = rf"(?<!\w)(?:{leading}){titles} {name}\b(?!['’]s)"
    match = re.search(after, plain)
    lower = match is not None and not _has_capital(prose, plain, match.start() + len(name), match.end())
    return lower or re.search(before, plain) is not None


ALIKE = 3
"""Letters that a given name and its short form begin with."""


def surname(name: str, lexicon: Lexicon) -> str:
    """The last word of a name that is not "Jr."."""
    parts = words(fold_text(name))
    return next((part for part in reversed(parts) if part not in lexicon.suffixes), parts[-1])


def _has_capital(prose: str, plain: str, start: int, end: int) -> bool:
    """Whether a name stands between the speaker and the verb, other than set off by commas."""
    run = prose[start:end] if len(prose) == len(plain) else plain[start:end]
    return not run.startswith((",", " (")) and any(character.isupper() for character in run)


def may_be_one(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two names may be one person's: the surname of one stands in the other, and given names agree.

    They do where they begin alike ("Rob", "Robert"); one that nobody knows agrees with any.
    """
    mine, theirs = words(fold_text(one)), words(fold_text(other))
    if surname(one, lexicon) not in theirs and surname(other, lexicon) not in mine:
        return False
    given = [[word for word in name[:-1] if word in lexicon.given] for name in (mine, theirs)]
    alike = any(first[:ALIKE] == second[:ALIKE] for first in given[0] for second in given[1])
    return alike or not all(given)
