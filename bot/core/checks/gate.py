"""One sentence of a draft: the bullet that may be printed, or every reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.checks import standalone_de
from bot.core.checks.claimed import PLACE, Placed, claims, place, wanted
from bot.core.checks.quoting import outside_marks
from bot.core.checks.standalone import addresses_reader, garbled, has_verb
from bot.core.checks.support import CitedSentences, faults_of
from bot.core.checks.wording import instructs, too_long, wording_faults
from bot.core.reading.language import DEFAULT, reads_as
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.names import NamesOfText, names_of_text
from bot.core.reading.text import sentences, words
from bot.model import Bullet, Checked, Cite, DraftBullet, Quote, Reason, Rejection, Sources

MOST_BULLETS = 12
"""Of a draft: no briefing or answer shows more, and what comes after is not looked at."""

FEWEST_WORDS, ENOUGH_WORDS = 4, 8
"""Of a sentence that says something; and of one whose verb need not be among those that are known."""

LONGEST_HEADLINE = 140
"""Characters of a headline."""

MOST_CITES = 12
"""Sentences that one bullet may come from."""

Fault = tuple[Reason, str]


@dataclass(frozen=True, slots=True)
class Gate:
    """What a draft is held against: its sources, and the wording of its prompt without the articles.

    It reads the language of its lexicon; a sentence in another is not printed.
    """

    sources: Sources
    lexicon: Lexicon
    prompt: str
    names: Mapping[str, NamesOfText]

    @classmethod
    def of(cls, sources: Sources, lexicon: Lexicon, prompt: str = "") -> Gate:
        """The gate for these sources, whose articles are looked through for names once."""
        names = {read.article.id: names_of_text(read.article.text, lexicon) for read in sources.reads}
        return cls(sources, lexicon, prompt, names)

    def check(self, bullets: Sequence[DraftBullet], headline: str | None = None) -> Checked:
        """The bullets that may be printed and why the others may not."""
        passed: list[Bullet | None] = []
        rejections: list[Rejection] = []
        quotes: list[Quote] = []
        for number, draft in enumerate(bullets[:MOST_BULLETS]):
            bullet, beside, faults = self.bullet(draft)
            if bullet is not None and any(other and other.text == bullet.text for other in passed):
                bullet, beside, faults = None, (), [(Reason.SENTENCE, "It repeats another bullet.")]
            passed.append(bullet)
            rejections += [Rejection(number, reason, detail) for reason, detail in faults]
            quotes += beside
        for number in range(MOST_BULLETS, len(bullets[: MOST_BULLETS * 2])):
            passed.append(None)
            rejections.append(Rejection(number, Reason.LENGTH, f"Write {MOST_BULLETS} bullets at most."))
        title, faults = self.headline(headline)
        rejections += [Rejection(None, reason, detail) for reason, detail in faults]
        return Checked(tuple(passed), tuple(rejections), title, tuple(dict.fromkeys(quotes)))

    def bullet(self, draft: DraftBullet) -> tuple[Bullet | None, tuple[Quote, ...], list[Fault]]:
        """The bullet, the quotes to print beside it, and its faults; no bullet where there are faults."""
        if too_long(draft.text):
            return None, (), [(Reason.LENGTH, "It is too long; write one sentence of at most 40 words.")]
        cites, faults = self._cites(draft)
        if not cites:
            return None, (), faults
        text = " ".join(draft.text.split())
        placed = place(text, self.sources, cites, self.lexicon)
        beside = wanted(draft.quotes, placed.quotes, self.sources)
        faults += placed.faults
        faults += [
            (Reason.QUOTE, f"No quote has the number {number}.")
            for number, quote in beside.items()
            if quote is None
        ]
        faults += self._text_faults(placed, cites)
        if faults:
            return None, (), faults
        return _bullet(placed, cites), tuple(quote for quote in beside.values() if quote is not None), []

    def headline(self, text: str | None) -> tuple[str | None, list[Fault]]:
        """The headline, held against all the sentences that were given; None with its faults."""
        if text is None or not text.strip():
            return None, []
        if len(text) > LONGEST_HEADLINE:
            return None, [(Reason.LENGTH, "The headline is too long.")]
        plain = " ".join(text.split())
        faults = list(self._wording(plain, self.sources.sentences))
        if claims(plain) or PLACE.search(plain):
            faults.append((Reason.QUOTE, "A headline holds no quotes."))
        if len(sentences(plain)) > 1:
            faults.append((Reason.SENTENCE, "A headline is one sentence."))
        if not faults:
            unborne = faults_of(plain, self._evidence(self.sources.sentences))
            faults += [(one.reason, one.why) for one in unborne]
        return (None, faults) if faults else (plain, [])

    def _cites(self, draft: DraftBullet) -> tuple[tuple[Cite, ...], list[Fault]]:
        numbers = tuple(dict.fromkeys(draft.cites))
        if not numbers:
            return (), [(Reason.CITES, "It cites no sentence; give the numbers of those that it comes from.")]
        if len(numbers) > MOST_CITES:
            return (), [(Reason.CITES, f"It cites more than {MOST_CITES} sentences.")]
        cites = [self.sources.sentence(number) for number in numbers]
        faults: list[Fault] = [
            (Reason.CITES, f"No sentence has the number {number}.")
            for number, cite in zip(numbers, cites, strict=True)
            if cite is None
        ]
        found = tuple(cite for cite in cites if cite is not None)
        if any(instructs(cite.article.words(cite.span)) for cite in found):
            faults.append((Reason.CITES, "It cites a sentence that speaks to a machine; that is no news."))
        return found, faults

    def _text_faults(self, placed: Placed, cites: Sequence[Cite]) -> Iterator[Fault]:
        yield from self._wording(placed.prose, cites)
        yield from _form(placed, self.lexicon)
        for one in faults_of(placed.prose, self._evidence(cites, placed.quotes)):
            yield one.reason, one.why

    def _wording(self, prose: str, cites: Sequence[Cite]) -> Iterator[Fault]:
        known = " ".join(cite.article.words(cite.span) for cite in cites)
        yield from wording_faults(prose, known, self.prompt, self.lexicon)
        if not reads_as(prose, self.lexicon.grammar):
            yield Reason.LANGUAGE, "It is in another language than was asked for."

    def _evidence(self, cites: Sequence[Cite], quotes: Sequence[Quote] = ()) -> CitedSentences:
        said = {read.article.id: read.quotes for read in self.sources.reads}
        return CitedSentences.of(cites, self.names, self.lexicon, quotes, said)


def _form(placed: Placed, lexicon: Lexicon) -> Iterator[Fault]:
    """What keeps a text from being one whole sentence, whatever its quotes hold."""
    form = placed.form
    if len(sentences(form)) > 1:
        yield Reason.SENTENCE, "Write one sentence."
    elif not _is_whole(form, placed.quotes, lexicon) or garbled(form, lexicon.grammar.language == DEFAULT):
        yield Reason.SENTENCE, "Write one whole sentence that ends with a full stop."
    elif addresses_reader(form) or lexicon.claims.reader.search(outside_marks(form)):
        yield Reason.ASIDE, "It speaks to the reader or of the writer; write only what happened."


def _is_whole(form: str, quotes: Sequence[Quote], lexicon: Lexicon) -> bool:
    first, count = form.lstrip("“")[:1], len(words(form))
    opens = first.isupper() or first.isdigit() or first in "$£€" or form.startswith("“")
    ends = form[-1:] in (".", "!") or form.endswith("”")
    verbal = has_verb if lexicon.grammar.language == DEFAULT else standalone_de.has_verb
    tells = count >= ENOUGH_WORDS or bool(quotes) or verbal(outside_marks(form))
    return opens and ends and tells and count >= FEWEST_WORDS


def _bullet(placed: Placed, cites: tuple[Cite, ...]) -> Bullet:
    """The checked bullet; where a quote stands is cited too."""
    cited = {cite.article for cite in cites}
    more = tuple(Cite(quote.article, quote.span) for quote in placed.quotes if quote.article not in cited)
    return Bullet(placed.text, (*cites, *more), placed.quotes)
