"""What a model is asked to write, what it costs, and its drafts, which point at sources by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.model.articles import AnnotatedArticle, Quote, digest_of
from bot.model.stories import Bullet, Cite

NANOS = 1_000_000_000
"""Billionths in one unit of the currency: a token of the cheapest models costs some dozens of them."""

BYTES_A_TOKEN = 3
"""In UTF-8; English has four and more, Chinese about three, so that an estimate is rarely too low."""


class Form(StrEnum):
    """What is to be written; each has a schema of its own."""

    BRIEFING = "briefing"  # with a headline
    ANSWER = "answer"
    TRANSLATION = "translation"  # of numbered lines, each under its number
    VERDICTS = "verdicts"  # on numbered sentences: a bullet each, whose text is yes, no or unsure


@dataclass(frozen=True, slots=True)
class WritingRequest:
    """What a model is asked for: our instructions, and the material, which is data from strangers."""

    form: Form
    prompt: str  # its name, such as "briefing@1"
    instructions: str
    material: str
    most_tokens: int  # of the answer
    kept: bool = True  # whether its draft may be: not what comes of people's talk

    def key(self, model: str) -> str:
        """The same for the same request to the same model: its answer need not be paid for twice."""
        return digest_of("commission", model, self.form, self.prompt, self.instructions, self.material)

    @property
    def tokens(self) -> int:
        """About how many tokens go in, rather too many."""
        sent = self.instructions + self.material
        return len(sent.encode("utf-8", "replace")) // BYTES_A_TOKEN + 1


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens of a call as the server counted them, or `estimated`, and the tries that were lost."""

    tokens_in: int = 0
    tokens_out: int = 0
    lost: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a model wrote, unchecked, and what it took."""

    draft: Draft
    usage: Usage


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, in the currency's unit."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: int, tokens_out: int) -> int:
        """The price of so many tokens, in billionths of the currency's unit."""
        return round((tokens_in * self.tokens_in + tokens_out * self.tokens_out) * NANOS / 1_000_000)


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The most that a day may cost, in billionths: one workspace, and all together."""

    workspace: int
    whole: int


@dataclass(frozen=True, slots=True)
class Spend:
    """What a workspace spent on a model on one day (UTC); money in billionths of the currency's unit."""

    day: date
    workspace: str
    model: str
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    nanos: int = 0


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sources:
    """What a model is given: sentences and verified quotes, each numbered from 1 in this order.

    `reads` are the articles that they stand in, whole: words that a draft puts between quotation marks
    are looked for there.
    """

    reads: tuple[AnnotatedArticle, ...]
    sentences: tuple[Cite, ...]
    quotes: tuple[Quote, ...] = ()

    def __post_init__(self) -> None:
        read = {read.article for read in self.reads}
        known = {quote for read in self.reads for quote in read.quotes}
        if any(cite.article not in read for cite in self.sentences):
            raise ValueError("a numbered sentence stands in one of the articles")
        if any(quote not in known for quote in self.quotes):
            raise ValueError("a numbered quote was found in one of the articles")

    @property
    def language(self) -> str:
        """The ISO 639-1 code of the one language of the articles."""
        return self.reads[0].article.written_in

    def sentence(self, number: int) -> Cite | None:
        """The sentence of this number; None where none has it."""
        return _numbered(self.sentences, number)

    def quote(self, number: int) -> Quote | None:
        """The quote of this number; None where none has it."""
        return _numbered(self.quotes, number)


def _numbered(items: Sequence[T], number: int) -> T | None:
    return items[number - 1] if 1 <= number <= len(items) else None


@dataclass(frozen=True, slots=True)
class DraftBullet:
    """One sentence as a model wrote it; a quote stands in its text as "[q2]", never in words.

    `cites` are the numbers of the sentences that it comes from, `quotes` those of the quotes that go with it.
    """

    text: str
    cites: tuple[int, ...]
    quotes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A briefing as a model wrote it."""

    bullets: tuple[DraftBullet, ...]
    headline: str | None = None


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """An answer as a model wrote it; without bullets it says that the corpus does not say."""

    bullets: tuple[DraftBullet, ...] = ()


class Reason(StrEnum):
    """Why something of a draft is not printed; what counters and tables are keyed by."""

    CITES = "cites"  # cites nothing, or a number that was not given
    QUOTE = "quote"  # words in marks that no article quotes, or a number that was not given
    SPEAKER = "speaker"  # a quote beside somebody who did not say it
    NUMBER = "number"
    DATE = "date"
    UNIT = "unit"  # another unit, scale or currency
    NAME = "name"  # a name that stands in nothing it cites
    PERSON = "person"  # somebody of the article, but not the one of whom this is said
    NEGATION = "negation"
    ANTONYM = "antonym"
    UNSUPPORTED = "unsupported"  # too little of it stands in what it cites
    OPINION = "opinion"
    LINK = "link"
    PING = "ping"
    MARKUP = "markup"
    CHARACTERS = "characters"  # invisible ones, or ones that turn the direction of writing
    ASIDE = "aside"  # reasoning, apology, instructions: words about the writing itself
    LEAKED = "leaked"  # the prompt's own words
    LANGUAGE = "language"
    LENGTH = "length"
    SENTENCE = "sentence"  # not one whole sentence that stands alone


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why one bullet is not printed, counted from 0; None is the headline.

    `detail` is a sentence for the repair prompt.
    """

    bullet: int | None
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the gate makes of a draft: one place a bullet in order, None where it is rejected.

    `quotes` are those that bullets asked for without a place in their text, each once.
    """

    bullets: tuple[Bullet | None, ...]
    rejections: tuple[Rejection, ...] = ()
    headline: str | None = None
    quotes: tuple[Quote, ...] = ()

    @property
    def printed(self) -> tuple[Bullet, ...]:
        """The bullets that passed."""
        return tuple(bullet for bullet in self.bullets if bullet is not None)
