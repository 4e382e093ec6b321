"""Fits the two rankers of bot/core/quotes on annotated articles, and says how well they do on articles kept out.

    python tools/train_quotes.py BENCH/quotes            cross-validated figures, by article and by publisher
    python tools/train_quotes.py BENCH/quotes --write    fits on everything and writes bot/core/quotes/weights.py

Needs numpy; the engine itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.core.quotes.features import PREVIOUS  # noqa: E402 -- the checkout must be on the path first
from bot.core.quotes.lexicon import Lexicon  # noqa: E402
from bot.core.quotes.marks import utterances  # noqa: E402
from bot.core.quotes.pronouns import GENDERS, Thread, pronoun_features, rivals  # noqa: E402
from bot.core.quotes.scene import Scene, scene  # noqa: E402
from bot.core.quotes.speaker import (  # noqa: E402
    Attribution,
    Attributor,
    Weights,
    confidence,
    grounds,
    options_for,
    settle,
)

FOLDS = 5
LEAST = 10  # times a feature is seen before it gets a weight
PENALTY = (1e-3, 3e-3)  # of the ranker of mentions, and of that of pronouns
ROUNDS = 2
NOTHING = 0.02  # a weight this small is not written
Record = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """An article laid out, with the gold record of each utterance."""

    id: str
    publisher: str
    scene: Scene
    gold: tuple[Record | None, ...]


@dataclass
class Choice:
    """One decision to learn from: the features of each option, and which options are right."""

    options: list[list[str]]
    right: list[bool]


@dataclass
class Table:
    """Choices laid out as arrays: a row an option, a column a feature."""

    names: list[str]
    columns: np.ndarray  # features of the options, one after another
    options: np.ndarray  # where each option's features start
    groups: np.ndarray  # where each choice's options start
    right: np.ndarray


def table(choices: Sequence[Choice], least: int) -> Table:
    """The choices as arrays, features seen fewer than `least` times left out."""
    counts = Counter(name for choice in choices for option in choice.options for name in option)
    names = [""] + [name for name, count in counts.items() if count >= least]
    index = {name: number for number, name in enumerate(names)}
    columns: list[int] = []
    options: list[int] = []
    groups: list[int] = []
    right: list[bool] = []
    for choice in choices:
        groups.append(len(options))
        right += choice.right
        for option in choice.options:
            options.append(len(columns))
            columns.append(0)
            columns += [index[name] for name in option if name in index]
    return Table(names, np.array(columns), np.array(options), np.array(groups), np.array(right, float))


def fit_table(data: Table, penalty: float, steps: int = 60) -> dict[str, float]:
    """Weights that make the right options of each choice probable: a conditional logit, by Adam."""
    size, rows = len(data.names), len(data.options)
    lengths = np.diff(np.append(data.options, len(data.columns)))
    option_of = np.repeat(np.arange(rows), lengths)
    group_of = np.repeat(np.arange(len(data.groups)), np.diff(np.append(data.groups, rows)))
    order = np.argsort(data.columns, kind="stable")
    sorted_options = option_of[order]
    used, firsts = np.unique(data.columns[order], return_index=True)
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        scores = np.add.reduceat(weights[data.columns], data.options)
        powers = np.exp(scores - np.maximum.reduceat(scores, data.groups)[group_of])
        shares = powers / np.add.reduceat(powers, data.groups)[group_of]
        good = powers * data.right
        target = good / np.maximum(np.add.reduceat(good, data.groups), 1e-300)[group_of]
        slope = penalty * weights
        slope[used] += np.add.reduceat((shares - target)[sorted_options], firsts) / len(data.groups)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        rate = 0.2 * (0.05 ** (step / steps))
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(weights[n]), 3) for n, name in enumerate(data.names) if n}


# --- what is right -------------------------------------------------------------------------------


class Judge:
    """Says which mentions and entities are right for a gold record, by the scorer's own rule."""

    def __init__(self, scorer: ModuleType) -> None:
        self._judge: Callable[[str, Record], tuple[str, bool]] = scorer.judge
        self._known: dict[str, set[int]] = {}

    def entities(self, sample: Sample, record: Record) -> set[int]:
        if record["speaker_kind"] in ("none", "unresolved"):
            return set()
        key = f"{sample.id} {record['speaker']} {record['source_text']}"
        if key not in self._known:
            people = enumerate(sample.scene.cast.entities)
            verdicts = [(number, *self._judge(entity.name, record)) for number, entity in people]
            right = {number for number, verdict, _ in verdicts if verdict == "right"}
            self._known[key] = {number for number, _, full in verdicts if number in right and full} or right
        return self._known[key]

    def mentions(self, sample: Sample, record: Record, numbers: Iterable[int], right: set[int]) -> set[int]:
        """The mentions within the gold source; else those of a right entity."""
        if record.get("source_start") is None:
            return set()
        items, cast = sample.scene.tokens.items, sample.scene.cast
        inside = [
            number
            for number in numbers
            if number != PREVIOUS
            and items[cast.mentions[number].first].start < record["source_end"]
            and items[cast.mentions[number].last - 1].end > record["source_start"]
        ]
        pronoun = record.get("source_form") == "pronoun"
        if right and not pronoun:
            fitting = {n for n in inside if cast.mentions[n].entity in right}
            return fitting or {n for n in numbers if n != PREVIOUS and cast.mentions[n].entity in right}
        return set(inside[:1])


# --- reading -------------------------------------------------------------------------------------


def load(path: Path) -> list[Record]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def lexicon() -> Lexicon:
    file = ROOT / "bot/core/quotes/lexicon/en.toml"
    return Lexicon.of(tomllib.loads(file.read_text("utf-8")))


def scorer_of(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def samples(folder: Path) -> list[Sample]:
    words = lexicon()
    gold: dict[str, list[Record]] = {}
    for record in load(folder / "gold-dev.jsonl.gz"):
        gold.setdefault(record["article_id"], []).append(record)
    return [
        _sample(article, gold.get(article["article_id"], []), words)
        for article in load(folder / "articles-dev.jsonl.gz")
    ]


def _sample(article: Record, records: Sequence[Record], words: Lexicon) -> Sample:
    found = utterances(article["text"], words)
    matched = []
    for spans in found:
        overlapping = [
            record
            for record in records
            if record["quote_start"] < spans[-1].end and spans[0].start < record["quote_end"]
        ]
        matched.append(overlapping[0] if overlapping else None)
    return Sample(
        article["article_id"], article["publisher"], scene(article["text"], found, words), tuple(matched)
    )


# --- decisions to learn from ---------------------------------------------------------------------


def decisions(
    sample: Sample, judge: Judge, known: Sequence[Attribution | None]
) -> tuple[list[Choice], list[Choice]]:
    """The choices among mentions, and among rivals for a pronoun, of one article.

    `known` is what an engine decided before, so that the features of what went before are those it will meet.
    """
    mentions: list[Choice] = []
    pronouns: list[Choice] = []
    thread = Thread()
    settled = 0
    for speech, record in zip(sample.scene.speeches, sample.gold, strict=True):
        before = known[speech.number - 1] if speech.number else None
        if before is not None:
            thread.speaker, thread.speaker_token = (
                before.entity,
                sample.scene.speeches[speech.number - 1].last,
            )
        options = options_for(sample.scene, speech, thread)
        if record is None or record["quote_class"] == "ignore" or not options:
            continue
        right = judge.entities(sample, record)
        good = judge.mentions(sample, record, [number for number, _ in options], right)
        flags = [number in good or (number == PREVIOUS and thread.speaker in right) for number, _ in options]
        if any(flags) and not all(flags):
            mentions.append(Choice([features for _, features in options], flags))
        for number in good:
            kind = sample.scene.cast.mentions[number].kind
            if kind in GENDERS and right:
                settled = _settle_to(sample, thread, number, settled, known)
                found = rivals(sample.scene, number, thread)
                hits = [rival.entity in right for rival in found]
                if any(hits) and not all(hits):
                    rows = [pronoun_features(sample.scene, number, rival, thread, speech) for rival in found]
                    pronouns.append(Choice(rows, hits))
    return mentions, pronouns


def _settle_to(
    sample: Sample, thread: Thread, number: int, settled: int, known: Sequence[Attribution | None]
) -> int:
    """Settles earlier pronouns as the engine of the last round did."""
    for index, entity in PRONOUNS.get(sample.id, {}).items():
        if settled <= index < number:
            settle(thread, index, sample.scene.cast.mentions[index].kind, entity)
    return max(settled, number)


PRONOUNS: dict[str, dict[int, int]] = {}
"""What the engine of the last round took each pronoun to mean."""


def run(sample: Sample, weights: Weights) -> list[Attribution | None]:
    attributor = Attributor(sample.scene, weights)
    found = attributor.run()
    PRONOUNS[sample.id] = dict(attributor.thread.resolved)
    return found


def learn(chosen: Mapping[str, tuple[list[Choice], list[Choice]]], learning: Sequence[Sample]) -> Weights:
    """Both rankers, fitted on the decisions of these articles."""
    mentions = [choice for sample in learning for choice in chosen[sample.id][0]]
    pronouns = [choice for sample in learning for choice in chosen[sample.id][1]]
    return Weights(
        fit_table(table(mentions, LEAST), PENALTY[0]), fit_table(table(pronouns, LEAST), PENALTY[1]), {}, 0.0
    )


def calibrate(
    data: Sequence[Sample], judge: Judge, found: Mapping[str, list[Attribution | None]]
) -> dict[str, float]:
    """A logistic curve from what attributions of articles kept out rest on to how often they are right."""
    facts: list[list[tuple[str, float]]] = []
    right: list[bool] = []
    for sample in data:
        for record, attribution in zip(sample.gold, found[sample.id], strict=True):
            if record and record["speaker_scorable"] and record["quote_class"] == "full" and attribution:
                facts.append(grounds(sample.scene, attribution))
                right.append(attribution.entity in judge.entities(sample, record))
    names = sorted({name for row in facts for name, _ in row})
    index = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(facts), len(names)))
    for row, one in enumerate(facts):
        for name, amount in one:
            matrix[row, index[name]] += amount
    weights, goal = np.zeros(len(names)), np.array(right, float)
    for _ in range(40):
        share = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (share - goal) + 0.5 * weights
        bend = (matrix * (share * (1 - share))[:, None]).T @ matrix + 0.5 * np.eye(len(names))
        weights -= np.linalg.solve(bend, slope)
    return {name: round(float(weights[index[name]]), 3) for name in names}


def calibrated(
    sample: Sample, found: Sequence[Attribution | None], curve: Mapping[str, float]
) -> list[Attribution | None]:
    return [one and replace(one, confidence=confidence(sample.scene, one, curve)) for one in found]


def write(weights: Weights) -> None:
    """The weights as a module that a person can read; those near nothing are left out."""
    lines = [
        '"""What the rankers learned: a weight for each feature, none of a name or a topic. Written by tools/train_quotes.py."""',
        "",
        "from bot.core.quotes.speaker import Weights",
        "",
    ]
    for title, group in (
        ("MENTION", weights.mention),
        ("PRONOUN", weights.pronoun),
        ("CALIBRATION", weights.calibration),
    ):
        lines += [f"{title} = {{"]
        lines += [
            f'    "{name}": {value:g},' for name, value in sorted(group.items()) if abs(value) >= NOTHING
        ]
        lines += ["}", ""]
    lines += [f"WEIGHTS = Weights(MENTION, PRONOUN, CALIBRATION, threshold={weights.threshold})", ""]
    (ROOT / "bot/core/quotes/weights.py").write_text("\n".join(lines), "utf-8")


def _taught(sample: Sample, judge: Judge) -> list[Attribution | None]:
    """What is right, as if an engine had decided it."""
    found: list[Attribution | None] = []
    for record in sample.gold:
        right = judge.entities(sample, record) if record else set()
        found.append(Attribution(min(right), 1.0, 0.0, PREVIOUS, "") if right else None)
    return found


# --- figures -------------------------------------------------------------------------------------


def predictions(sample: Sample, found: Sequence[Attribution | None], threshold: float) -> list[Record]:
    entities = sample.scene.cast.entities
    rows = []
    for speech, attribution in zip(sample.scene.speeches, found, strict=True):
        sure = attribution is not None and attribution.confidence >= threshold and attribution.entity >= 0
        name = entities[attribution.entity].name if sure and attribution is not None else None
        for at in sample.scene.tokens.runs[speech.number]:
            token = sample.scene.tokens.items[at]
            rows.append(
                {
                    "article_id": sample.id,
                    "quote_text": sample.scene.tokens.text[token.start : token.end],
                    "quote_start": token.start,
                    "quote_end": token.end,
                    "speaker": name,
                }
            )
    return rows


def summary(figures: Record) -> str:
    attribution = figures["attribution"]
    forms = " ".join(
        f"{form} {one['accuracy']}/{one['wrong']}" for form, one in attribution["by_source_form"].items()
    )
    return (
        f"F1 {figures['extraction_exact']['f1']} surname {attribution['surname_accuracy']} "
        f"full {attribution['fullname_accuracy']} e2e {figures['end_to_end']['f1']} "
        f"wrong {figures['wrong_speaker_rate']} coverage {figures['coverage']} | {forms}"
    )


def folds(data: Sequence[Sample], by: str) -> list[tuple[list[Sample], list[Sample]]]:
    keys = (
        sorted({sample.publisher for sample in data}) if by == "publisher" else [str(n) for n in range(FOLDS)]
    )

    def key(sample: Sample) -> str:
        return sample.publisher if by == "publisher" else str(sum(sample.id.encode()) % FOLDS)

    return [([s for s in data if key(s) != one], [s for s in data if key(s) == one]) for one in keys]


def log(what: str, started: float) -> None:
    print(f"{time.monotonic() - started:6.1f} s  {what}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--by", default="article")
    parser.add_argument(
        "--threshold", type=float, default=0.6, help="the confidence from which a speaker is named"
    )
    parser.add_argument("--errors", type=Path, help="where the scored errors go, a line each")
    arguments = parser.parse_args()
    started = time.monotonic()
    scorer = scorer_of(arguments.folder)
    judge = Judge(scorer)
    data = samples(arguments.folder)
    gold = load(arguments.folder / "gold-dev.jsonl.gz")
    found = {sample.id: _taught(sample, judge) for sample in data}
    for _ in range(ROUNDS):
        chosen = {sample.id: decisions(sample, judge, found[sample.id]) for sample in data}
        log("decisions", started)
        for learning, kept_out in folds(data, arguments.by):
            weights = learn(chosen, learning)
            found |= {sample.id: run(sample, weights) for sample in kept_out}
            log("fold", started)
    by_fold = folds(data, arguments.by)
    curves = {}
    for learning, kept_out in by_fold:
        curve = calibrate(learning, judge, found)
        curves |= {sample.id: calibrated(sample, found[sample.id], curve) for sample in kept_out}
    ids = [sample.id for sample in data]
    for threshold in (0.0, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
        rows = [row for sample in data for row in predictions(sample, curves[sample.id], threshold)]
        print(threshold, summary(scorer.score(gold, rows, None, ids)), flush=True)
    errors: list[Record] = []
    rows = [row for sample in data for row in predictions(sample, curves[sample.id], arguments.threshold)]
    scorer.score(gold, rows, errors, ids)
    if arguments.errors:
        arguments.errors.write_text("\n".join(json.dumps(error) for error in errors), "utf-8")
    for publisher in sorted({sample.publisher for sample in data}):
        some = {sample.id for sample in data if sample.publisher == publisher}
        its_gold = [record for record in gold if record["article_id"] in some]
        its_rows = [row for row in rows if row["article_id"] in some]
        print(publisher, summary(scorer.score(its_gold, its_rows, None, sorted(some))), flush=True)
    if arguments.write:
        final = learn(chosen, data)
        write(replace(final, calibration=calibrate(data, judge, found), threshold=arguments.threshold))


if __name__ == "__main__":
    main()
