"""How strict and how fair the gate is in German: copied sentences and headlines, and both made wrong."""

from __future__ import annotations

import functools
import gzip
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.core.checks.gate import Gate
from bot.core.checks.support import CitedSentences, faults_of
from bot.core.reading.names import NamesOfText, names_of_text
from bot.core.reading.text import sentences
from bot.model import AnnotatedArticle, Article, Cite, DraftBullet, Sources
from tests.bench.alterations import altered
from tests.bench.alterations_de import KINDS
from tests.bench.gate import Share, _cell, _without_marks, covering
from tests.bench.summaries import BENCH
from tests.fakes.articles import german

COPIED = 3
"""Sentences copied from an article."""

Table = Mapping[tuple[str, str], Share]
"""By kind ("cut" for what is right) and wording: a headline, which people wrote, or a copied sentence."""


@dataclass(frozen=True)
class Sample:
    """A sentence that its article supports, with the sentences that it is cited to."""

    wording: str
    text: str
    cites: tuple[Cite, ...]


def samples(bench: Path = BENCH) -> list[Sample]:
    """Headlines over their own article, and sentences of the articles themselves."""
    found: list[Sample] = []
    with gzip.open(bench / "quotes-de" / "articles-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        day = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
        article = Article(row["article_id"], "", "", "", row["text"], day, published=day, language="de")
        cites = [Cite(article, span) for span in sentences(article.text)]
        whole = [
            text
            for text in dict.fromkeys(cite.article.words(cite.span) for cite in cites)
            if 8 <= len(text.split()) <= 45 and text[-1] == "." and text[0].isupper() and "\n" not in text
        ]
        headline = _without_marks(row["title"]).rstrip(".") + "."
        found.append(Sample("headline", headline, covering(headline, cites)))
        for text in sorted(random.Random(article.id).sample(whole, min(COPIED, len(whole)))):
            plain = _without_marks(text)
            found.append(Sample("copied", plain, covering(plain, cites)))
    return found


def evidence(sample: Sample) -> CitedSentences:
    """What the sentence is held against."""
    article = sample.cites[0].article
    return CitedSentences.of(sample.cites, {article.id: _names(article.text)}, german())


@functools.lru_cache(maxsize=1024)
def _names(text: str) -> NamesOfText:
    return names_of_text(text, german())


def all_texts(found: Sequence[Sample]) -> Iterator[tuple[str, Sample, str]]:
    """Every sentence as it is, then as each kind makes it wrong."""
    yield from (("cut", sample, sample.text) for sample in found)
    texts = [(sample.text, sample.cites[0].article.text) for sample in found]
    for kind in KINDS:
        yield from ((kind, found[number], text) for number, text in altered(texts, kind, kinds=KINDS))


def table(found: Sequence[Sample]) -> tuple[Table, float]:
    """What is caught of each kind and what is wrongly cut, with the milliseconds a sentence."""
    counts: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    started, looked = time.perf_counter(), 0
    for kind, sample, text in all_texts(found):
        counts[kind, sample.wording].append(bool(faults_of(text, evidence(sample))))
        looked += 1
    ms = 1000 * (time.perf_counter() - started) / looked
    return {key: Share(sum(hits), len(hits)) for key, hits in counts.items()}, ms


def through_the_gate(found: Sequence[Sample]) -> Share:
    """Copied sentences without marks of their own that the whole gate prints."""
    hits = []
    for sample in found:
        article = sample.cites[0].article
        plain = [
            cite
            for cite in sample.cites
            if article.words(cite.span) == sample.text and "\n" not in sample.text
        ]
        if sample.wording == "copied" and plain:
            sources = Sources((AnnotatedArticle(article),), tuple(plain[:1]))
            gate = Gate(sources, german(), "", {article.id: _names(article.text)})
            hits.append(gate.bullet(DraftBullet(sample.text, (1,)))[0] is not None)
    return Share(sum(hits), len(hits))


def report(bench: Path = BENCH) -> str:
    """The table by wording."""
    found = samples(bench)
    shares, ms = table(found)
    lines = [f"gate, German: {len(found)} sentences that their articles support, {ms:.1f} ms each"]
    lines.append(f"  {'':36} headlines    copied")
    for kind in ("cut", *KINDS):
        cells = [shares.get((kind, wording), Share(0, 0)) for wording in ("headline", "copied")]
        name = "wrongly cut (at most)" if kind == "cut" else kind
        lines.append(f"  {name:36} " + "".join(f"{_cell(cell):13}" for cell in cells))
    lines.append(f"  copied sentences through the whole gate: {_cell(through_the_gate(found))} printed")
    return "\n".join(lines)
