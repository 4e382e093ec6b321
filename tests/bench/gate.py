"""How strict and how fair the gate is: sentences made wrong by a script, and natural errors."""

from __future__ import annotations

import functools
import gzip
import json
import operator
import random
import re
import runpy
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from bot.adapters.lexicons import lexicon
from bot.core.checks import support
from bot.core.checks.support import WEIGHTS, CitedSentences, faults_of
from bot.core.checks.support.contrary import opposites
from bot.core.reading.grammar import ENGLISH_GRAMMAR
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.names import NamesOfText, names_of_text
from bot.core.reading.sentence import read
from bot.core.reading.text import sentences, terms
from bot.model import Article, Cite
from tests.bench import hostile
from tests.bench.alterations import KINDS, altered
from tests.bench.summaries import BENCH, _untokenized

DAY = datetime(2026, 1, 1, tzinfo=UTC)
MOST_CITED = 5
COPIED = 6
"""Sentences copied from an article."""

SOURCES = ("wikinews", "qags-cnndm", "qags-xsum", "summedits")
WORDINGS = ("human", "copied")

BARS = {
    "random number": (0.94, 0.95),
    "another number of the article": (0.76, 0.90),
    "date": (0.97, 0.98),
    "name foreign to the article": (0.99, 0.99),
    "unit, scale or currency": (0.80, 0.80),
    "another person of the article": (0.72, 0.92),
    '"not" added': (0.88, 0.95),
    '"not" dropped': (0.50, 0.86),
    "antonym": (0.30, 0.55),
}


CUT_BARS = (0.12, 0.01)
LONG_CUT_BAR = 0.30
"""Of the long sentences over Wikinews articles."""


@dataclass(frozen=True)
class Sample:
    """A sentence that its article supports, with the sentences that it is cited to."""

    source: str
    wording: str
    text: str
    cites: tuple[Cite, ...]

    @property
    def article(self) -> Article:
        return self.cites[0].article


def samples(bench: Path = BENCH) -> list[Sample]:
    """People's sentences over their own article, and sentences of the articles themselves."""
    found: list[Sample] = []
    for source, article, texts in _articles(bench):
        spans = sentences(article.text)
        cites = [Cite(article, span) for span in spans]
        found += [Sample(source, "human", text, covering(text, cites)) for text in map(_without_marks, texts)]
        rng = random.Random(article.id)
        whole = [text for text in (article.words(span) for span in spans) if _is_whole(text)]
        for text in sorted(rng.sample(whole, min(COPIED, len(whole)))):
            found.append(Sample(source, "copied", _without_marks(text), covering(text, cites)))
    return found


def _is_whole(text: str) -> bool:
    return 8 <= len(text.split()) <= 45 and text[-1] == "." and text[0].isupper()


def _without_marks(text: str) -> str:
    """The words alone: what stands in marks is another check's."""
    plain = re.sub(r"``|''|[“”\"`]|(?<!\w)['‘]|(?<![sS\W])['’](?!\w)|(?<=[.,])['’](?!\w)", "", text)
    return " ".join(plain.replace(" - ", "-").split())


def covering(text: str, cites: Sequence[Cite]) -> tuple[Cite, ...]:
    """Up to five sentences that hold its numbers and names, then its other words; in text order."""
    worth = {term: 3.0 if term[0].isdigit() else 1.0 for term in terms(text)}
    printed = " ".join(cite.article.words(cite.span)[1:] for cite in cites)
    for run in re.findall(r"\b[A-Z][\w’'-]+", text):
        if re.search(rf"(?<!\w){re.escape(run)}(?!\w)", printed):
            worth.update(dict.fromkeys(terms(run), 3.0))
    held = {cite: set(terms(cite.article.words(cite.span))) for cite in cites}
    chosen: list[Cite] = []
    left = dict(worth)
    while left and len(chosen) < MOST_CITED:
        best = max(
            cites, key=lambda cite: (sum(left.get(term, 0.0) for term in held[cite]), -cite.span.start)
        )
        gain = sum(left.get(term, 0.0) for term in held[best])
        if gain <= 0 or (chosen and gain < 2.0):
            break
        chosen.append(best)
        left = {term: value for term, value in left.items() if term not in held[best]}
    return tuple(sorted(chosen or cites[:1], key=lambda cite: cite.span))


def _articles(bench: Path) -> Iterator[tuple[str, Article, list[str]]]:
    for row in _rows(bench / "summaries" / "wikinews-dev.jsonl.gz"):
        text = "\n".join(_untokenized(sentence) for sentence in row["sentences"])
        day = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
        yield "wikinews", _article(row["id"], text, row["title"], day), row["summaries"]
    for name in ("cnndm", "xsum"):
        for row in _rows(bench / "faithfulness" / f"qags-{name}-dev.jsonl.gz"):
            sure = [one["sentence"] for one in row["sentences"] if one["votes_yes"] == one["votes"]]
            yield f"qags-{name}", _article(row["id"], _rejoined(row["article"])), sure
    edits = _rows(bench / "faithfulness" / "summedits-news-dev.jsonl.gz")
    for row in _rows(bench / "faithfulness" / "summedits-news-docs.jsonl.gz"):
        good = [edit["summary"] for edit in edits if edit["doc_id"] == row["id"] and edit["label"] == 1]
        yield "summedits", _article(row["id"], row["text"]), good


def _article(identity: str, text: str, headline: str = "", day: datetime | None = None) -> Article:
    return Article(identity, "", "", headline, text, DAY, published=day)


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


# --- made wrong ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0


Table = Mapping[tuple[str, str, str], Share]
"""By kind ("cut" for what is right), wording and source ("all" for all)."""


def table(found: Sequence[Sample]) -> tuple[Table, float]:
    """What is caught of each kind and what is wrongly cut, with the milliseconds a sentence."""
    counts: defaultdict[tuple[str, str, str], list[bool]] = defaultdict(list)
    started, looked = time.perf_counter(), 0
    for kind, sample, text in _all_texts(found):
        caught = bool(faults_of(text, evidence(sample)))
        looked += 1
        for source in (sample.source, "all"):
            counts[kind, sample.wording, source].append(caught)
    ms = 1000 * (time.perf_counter() - started) / looked
    return {key: Share(sum(hits), len(hits)) for key, hits in counts.items()}, ms


def _all_texts(found: Sequence[Sample]) -> Iterator[tuple[str, Sample, str]]:
    yield from (("cut", sample, sample.text) for sample in found)
    texts = [(sample.text, sample.article.text) for sample in found]
    for kind in KINDS:
        yield from ((kind, found[number], text) for number, text in altered(texts, kind))


def evidence(sample: Sample) -> CitedSentences:
    return evidence_of(sample.cites)


def evidence_of(cites: Sequence[Cite]) -> CitedSentences:
    article = cites[0].article
    return CitedSentences.of(cites, {article.id: _cast(article.text)}, _lexicon())


@functools.lru_cache(maxsize=512)
def _cast(text: str) -> NamesOfText:
    return names_of_text(text, _lexicon())


@functools.cache
def _lexicon() -> Lexicon:
    return lexicon()


# --- natural errors ----------------------------------------------------------------------------------


NATURAL = ("qags-cnndm", "qags-xsum", "xsumfaith", "summedits")
"""The sets of errors that models and people really made."""

Features = tuple[float, ...]


@dataclass(frozen=True)
class Judgements:
    """The sentences of a set as they are judged: features by id, and whether people find each supported."""

    features: Mapping[str, list[Features]]
    labels: Mapping[str, list[bool]]

    def scores(self, weights: Sequence[float]) -> dict[str, list[float]]:
        """The log odds of each sentence."""
        return {
            key: [sum(map(operator.mul, weights, one)) for one in rows] for key, rows in self.features.items()
        }


def judgements(bench: Path = BENCH) -> dict[str, Judgements]:
    """Each set, judged with the sentences of its article that hold most of the words."""
    folder, found = bench / "faithfulness", {}
    docs = {row["id"]: row["text"] for row in _rows(folder / "summedits-news-docs.jsonl.gz")}
    for name in NATURAL[:3]:
        rows = _rows(folder / f"{name}-dev.jsonl.gz")
        found[name] = Judgements(
            {
                row["id"]: [_judged(one["sentence"], row["article"]) for one in row["sentences"]]
                for row in rows
            },
            {row["id"]: [bool(one["supported"]) for one in row["sentences"]] for row in rows},
        )
    rows = _rows(folder / "summedits-news-dev.jsonl.gz")
    found["summedits"] = Judgements(
        {row["id"]: [_judged(row["summary"], docs[row["doc_id"]])] for row in rows},
        {row["id"]: [bool(row["label"])] for row in rows},
    )
    return found


def natural(judged: Mapping[str, Judgements], leave_out: bool, bench: Path = BENCH) -> dict[str, float]:
    """AUC, for SummEdits balanced accuracy too, by the scorer of the benchmark.

    With the weights that ship, or for each set with those learned from the others.
    """
    folder = bench / "faithfulness"
    scorer = runpy.run_path(str(folder / "score.py"))
    result: dict[str, float] = {}
    for name in NATURAL:
        others = [one for other, one in judged.items() if other != name]
        scores = judged[name].scores(learned(others) if leave_out else WEIGHTS)
        if name == "summedits":
            edits = {key: rows[0] for key, rows in scores.items()}
            made = _scored(scorer, "summedits", folder / "summedits-news-dev.jsonl.gz", edits)
            result |= {name: made["balanced_accuracy"], "summedits-auc": made["auc"]}
        else:
            result[name] = _scored(scorer, "qags", folder / f"{name}-dev.jsonl.gz", scores)["auc"]
    return result


def learned(sets: Sequence[Judgements]) -> list[float]:
    """The weights that fit these sets, each counting alike and both verdicts in it: logistic, a slight ridge."""
    features, labels, worth = [], [], []
    for one in sets:
        flat = [bool(label) for rows in one.labels.values() for label in rows]
        share = {True: 0.5 / sum(flat), False: 0.5 / (len(flat) - sum(flat))}
        features += [row for rows in one.features.values() for row in rows]
        labels += flat
        worth += [share[label] for label in flat]
    x, y, w = np.array(features), np.array(labels, float), np.array(worth) * len(labels) / len(sets)
    weights = np.zeros(x.shape[1])
    ridge = np.diag([0.0] + [1.0] * (x.shape[1] - 1))
    for _ in range(30):  # Newton's steps
        p = 1 / (1 + np.exp(-x @ weights))
        curve = (x * (w * p * (1 - p))[:, None]).T @ x + ridge
        weights += np.linalg.solve(curve, x.T @ (w * (y - p)) - ridge @ weights)
    return [float(weight) for weight in weights]


def _judged(text: str, article: str) -> Features:
    claim = _without_marks(text)
    return support.judged(claim, evidence_of(_nearest(claim, _over(article)))).features()


def _nearest(claim: str, cites: Sequence[Cite]) -> tuple[Cite, ...]:
    """Up to five sentences that hold as many of its words as five can."""
    left = set(read(claim).roots)
    chosen: list[Cite] = []
    held = {cite: read(cite.article.words(cite.span)).roots for cite in cites}
    while left and len(chosen) < MOST_CITED:
        best = max(cites, key=lambda cite: (len(left & held[cite]), -cite.span.start))
        if not left & held[best]:
            break
        chosen.append(best)
        left -= held[best]
    return tuple(chosen or cites[:1])


@functools.lru_cache(maxsize=4)
def _over(article: str) -> tuple[Cite, ...]:
    lines = [_without_marks(line) for line in _rejoined(article).splitlines()]
    plain = _article("", "\n".join(line for line in lines if line))
    return tuple(Cite(plain, span) for span in sentences(plain.text))


def _rejoined(text: str) -> str:
    """The figures and hyphens that tokenising parted, as they were printed: "3, 800", "98. 7", "a - b"."""
    return re.sub(r"(?<=\w) - (?=\w)", "-", re.sub(r"(?<=\d)([,.]) (?=\d)", r"\1", text))


def _scored(scorer: dict[str, Any], kind: str, data: Path, scores: object) -> dict[str, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(scores, file)
        file.flush()
        out = StringIO()
        with redirect_stdout(out), warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the scorer leaves its files to the collector
            scorer["main"](kind, str(data), file.name)
    scored: dict[str, float] = json.loads(out.getvalue())
    return scored


def unknown_opposites(found: Sequence[Sample]) -> Share:
    """What is caught of the contraries whose pair is not on the gate's own list."""
    known = opposites(_lexicon())
    texts = [(sample.text, sample.article.text) for sample in found]
    hits = [
        bool(faults_of(text, evidence(found[number])))
        for number, text in altered(texts, "antonym")
        if not any(
            ENGLISH_GRAMMAR.root(new) in known.get(ENGLISH_GRAMMAR.root(old), ())
            for old, new in _replaced(found[number].text, text)
        )
    ]
    return Share(sum(hits), len(hits))


def _replaced(before: str, after: str) -> Iterator[tuple[str, str]]:
    pairs = zip(before.lower().split(), after.lower().split(), strict=False)
    return ((old.strip(".,;:"), new.strip(".,;:")) for old, new in pairs if old != new)


def report(bench: Path = BENCH) -> str:
    """Both tables by source, the natural errors, and what of a hostile writer is printed."""
    found = samples(bench)
    shares, ms = table(found)
    other = unknown_opposites(found)
    judged = judgements(bench)
    errors, held_out = natural(judged, False, bench), natural(judged, True, bench)
    lines = [f"gate: {len(found)} sentences that their articles support, {ms:.1f} ms each"]
    for at, wording in enumerate(WORDINGS):
        lines.append(f"  {_TITLES[wording]:36} bar    all          " + "".join(f"{s:13}" for s in SOURCES))
        for kind in ("cut", *KINDS):
            bar = BARS.get(kind, CUT_BARS)[at]
            cells = [shares.get((kind, wording, source), Share(0, 0)) for source in ("all", *SOURCES)]
            name = "wrongly cut (at most)" if kind == "cut" else kind
            lines.append(f"  {name:36} {_short(bar)}   " + "".join(f"{_cell(cell):13}" for cell in cells))
    lines += [
        f"  contraries that are not on the gate's own list: {_cell(other)} caught",
        "natural errors                QAGS CNN/DM   QAGS XSum   XSumFaith   SummEdits news",
        "  overlap (reference)         .70           .69         .75         .55",
        "  bar                         .85           .70         .83         .62",
        *(
            f"  {label:26}  " + "         ".join(f"{scored[name]:.3f}".removeprefix("0") for name in NATURAL)
            for label, scored in (("On Record", errors), ("weights of the other sets", held_out))
        ),
        f"  weights of all sets: {_numbers(learned(list(judged.values())))}; as they ship: {_numbers(WEIGHTS)}",
        hostile.report(),
    ]
    return "\n".join(lines)


_TITLES = {"human": "human wording", "copied": "copied from the article"}


def _numbers(weights: Sequence[float]) -> str:
    return ", ".join(f"{weight:.2f}" for weight in weights)


def _short(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")


def _cell(share: Share) -> str:
    return f"{share.value:.3f}".removeprefix("0") + f" of {share.of}" if share.of else "–"


def main() -> None:
    """Print the report."""
    sys.stdout.write(report() + "\n")


if __name__ == "__main__":
    main()
