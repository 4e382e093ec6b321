"""What `onrecord check` makes of the sample's own briefings, of the same made wrong, and how fast."""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.adapters.lexicons import lexicon, with_quotes
from bot.adapters.sample import outlets
from bot.core import outline
from bot.core.checks import printable
from bot.core.checks.sourced import SourceSentences, check
from bot.core.outline.texts import EXTRACTIVE
from bot.model import AnnotatedArticle, Article, Quote
from bot.newsroom.brief import brief_article
from bot.platforms.console import render_text
from tests.bench.alterations import KINDS, altered
from tests.fakes.stories import MORNING

WANTED = 200
REASONS = {
    "random number": {"number", "unit"},
    "another number of the article": {"number", "unit"},
    "date": {"date"},
    "name foreign to the article": {"name"},
    "unit, scale or currency": {"unit", "number"},
    "another person of the article": {"person", "name"},
    '"not" added': {"negation"},
    '"not" dropped': {"negation"},
    "antonym": {"antonym", "negation"},
    "a word within marks": {"quote"},
    "a quote of somebody else": {"speaker"},
}
"""The kinds of fault that say what was done to a sentence."""


@dataclass(frozen=True)
class Shares:
    """Of a kind: sentences made wrong, those with a fault, and with one that says what was done."""

    of: int
    caught: int
    named: int


def reads() -> list[AnnotatedArticle]:
    """The articles of the bundled outlets."""
    return [
        with_quotes(
            Article(
                piece.slug,
                "",
                piece.outlet,
                piece.headline,
                piece.text,
                MORNING,
                published=piece.published(MORNING),
            )
        )
        for piece in outlets.pieces()
    ]


def draft(read: AnnotatedArticle) -> str:
    """The article's briefing as it is printed, which somebody may paste."""
    briefing = brief_article(read)
    return render_text(outline.of_briefing(briefing)) if briefing else ""


def _spoken(quote: Quote, speaker: str = "") -> str:
    words = quote.text.rstrip(",.")
    return f"“{words},” said {speaker or quote.speaker}."


def _made_wrong(read: AnnotatedArticle) -> Iterator[tuple[str, str]]:
    briefing = brief_article(read)
    if briefing is None:
        return
    plain = [bullet.text for bullet in briefing.bullets if not bullet.quotes]
    for kind in KINDS:
        yield from ((kind, text) for _, text in altered([(one, read.article.text) for one in plain], kind))
    chance = random.Random(read.article.id)
    spoken = [quote for quote in read.quotes if printable(quote)]
    for quote in spoken:
        split = quote.text.split()
        split[chance.randrange(len(split))] = "doomed"
        yield "a word within marks", f"“{' '.join(split).rstrip(',.')},” said {quote.speaker}."
        others = sorted({one.speaker for one in spoken if one.speaker} - {quote.speaker})
        if others:
            yield "a quote of somebody else", _spoken(quote, chance.choice(others))


def clean() -> list[str]:
    """What is said against the sample's own briefings; nothing where all is well."""
    known = lexicon()
    return [
        f"{read.article.id}: {one.text}: {fault.why}"
        for read in reads()
        for one in check(draft(read), SourceSentences.of([read], known), ours=EXTRACTIVE)
        for fault in one.faults
    ]


def shares(wanted: int = WANTED) -> dict[str, Shares]:
    """By kind, of so many altered sentences in all, taken in turn from kind to kind."""
    known, made = lexicon(), defaultdict(list)
    for read in reads():
        sources = SourceSentences.of([read], known)
        for kind, text in _made_wrong(read):
            made[kind].append((sources, text))
    found: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    order = sorted((number, kind) for kind, texts in made.items() for number in range(len(texts)))
    for number, kind in order[:wanted]:
        sources, text = made[kind][number]
        reasons = {fault.reason.value for one in check(text, sources) for fault in one.faults}
        found[kind].append((bool(reasons), bool(reasons & REASONS[kind])))
    return {
        kind: Shares(len(hits), sum(hit for hit, _ in hits), sum(named for _, named in hits))
        for kind, hits in found.items()
    }


def speed(sentences: int = 3_000) -> tuple[float, float]:
    """Sentences a second against all articles of the sample at once, and each against its own."""
    known, given = lexicon(), reads()
    made = ((read, brief_article(read)) for read in given)
    texts = [(bullet.text, read) for read, briefing in made if briefing for bullet in briefing.bullets]
    many = [
        (f"{text.rstrip('.')} {number}.", read)  # none twice
        for number, (text, read) in enumerate((texts * (sentences // len(texts) + 1))[:sentences])
    ]
    whole = "\n".join(text for text, _ in many)
    together = _timed(lambda: check(whole, SourceSentences.of(given, known)))
    own = {read.article.id: SourceSentences.of([read], known) for read in given}
    apart = _timed(lambda: [check(text, own[read.article.id]) for text, read in many])
    return len(many) / together, len(many) / apart


def _timed(work: Callable[[], object]) -> float:
    """Seconds of the processor: others may work on it."""
    started = time.process_time()
    work()
    return time.process_time() - started


def report() -> str:
    """The figures."""
    faults, found = clean(), shares()
    together, apart = speed()
    head = (
        f"check: {len(reads())} briefings of the sample, {len(faults)} faults; sentences a second of one core"
    )
    lines = [
        f"{head}: {together:,.0f} against all articles at once, {apart:,.0f} each against its own",
        *faults,
        f"  {sum(one.of for one in found.values())} sentences made wrong              caught   named for what it is",
    ]
    lines += [f"  {kind:34} {one.caught:3} of {one.of:3}   {one.named:3}" for kind, one in found.items()]
    return "\n".join(lines)


def main() -> None:
    """Print the report."""
    sys.stdout.write(report() + "\n")
