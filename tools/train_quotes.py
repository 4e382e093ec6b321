"""Fits the rankers of bot/core/quotes on annotated articles and says how well they do on articles kept out.

    python -m tools.train_quotes BENCH/quotes                   by article
    python -m tools.train_quotes BENCH/quotes --by publisher    every publisher judged by the others
    python -m tools.train_quotes BENCH/quotes --write           then writes bot/core/quotes/weights/en.json
    python -m tools.train_quotes BENCH/quotes-de --write        the same in German: de.json

Needs numpy; the engine itself does not.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.adapters.lexicons import lexicon
from bot.core.quotes import kind_of
from bot.core.quotes.pronouns import GENDERS, NAMED, Discourse, is_named_in, pronoun_features, rivals
from bot.core.quotes.speaker import (
    PREVIOUS,
    SETTLED,
    Attribution,
    Attributor,
    confidence,
    grounds,
    options_for,
)
from bot.core.reading.lexicon import NO_WEIGHTS, Weights
from bot.model import QuoteKind
from tools.quote_data import ROOT, Judge, Record, Sample, language_of, load, samples, scorer_of
from tools.quote_fit import Choice, conditional_logit, logistic, table

ROUNDS = 2  # the second meets what the first decided, as the engine will
NOTHING = 0.05  # a weight this small is not written
THRESHOLD = 0.745  # confidence from which a speaker is named, in English
CURVE = (0.0, 0.5, 0.6, 0.65, 0.7, 0.72, 0.73, 0.74, 0.75, 0.8, 0.85, 0.9)


@dataclass(frozen=True)
class Plan:
    """How the rankers of a language are fitted; few articles hold their weights near those of another."""

    folds: int  # parts of the articles that are kept out in turn
    least: int  # times a feature is seen before it gets a weight
    penalty: tuple[float, float]  # of the ranker of mentions, and of that of pronouns
    ridge: float  # of the curve of confidence
    threshold: float  # confidence from which a speaker is named
    prior: Weights


PLANS = {
    "en": Plan(5, 10, (1.5e-3, 2e-2), 0.5, THRESHOLD, NO_WEIGHTS),
    "de": Plan(10, 2, (5e-3, 2e-2), 15.0, 0.7, lexicon("en").weights),
}


@dataclass
class Found:
    """What an engine decided for each utterance of an article, and for each pronoun."""

    attributions: list[Attribution | None]
    pronouns: Mapping[int, int] = field(default_factory=dict)


Decisions = tuple[list[Choice], list[Choice]]  # among mentions, and among rivals for a pronoun


def decisions(sample: Sample, judge: Judge, known: Found) -> Decisions:
    """The choices of one article, with the features of what went before as an engine decided it."""
    mentions: list[Choice] = []
    pronouns: list[Choice] = []
    discourse = Discourse()
    settled = 0
    for speech, record in zip(sample.scene.speeches, sample.gold, strict=True):
        before = known.attributions[speech.number - 1] if speech.number else None
        if before is not None:
            discourse.spoke(before.entity, sample.scene.speeches[speech.number - 1].last)
        options = options_for(sample.scene, speech, discourse)
        if record is None or record["quote_class"] == "ignore" or not options:
            continue
        right = judge.entities(sample, record)
        good = judge.mentions(sample, record, [number for number, _ in options], right)
        flags = [
            number in good or (number == PREVIOUS and discourse.speaker in right) for number, _ in options
        ]
        if any(flags) and not all(flags):
            mentions.append(Choice([features for _, features in options], flags))
        for number in good:
            if sample.scene.cast.mentions[number].kind in GENDERS and right:
                settled = _settle(sample, discourse, settled, number, known.pronouns)
                pronouns += _among_rivals(sample, discourse, number, speech.number, right)
    return mentions, pronouns


def _settle(sample: Sample, discourse: Discourse, start: int, end: int, known: Mapping[int, int]) -> int:
    for index, entity in known.items():
        if start <= index < end:
            discourse.settle(index, sample.scene.cast.mentions[index].kind, entity)
    return max(start, end)


def _among_rivals(
    sample: Sample, discourse: Discourse, number: int, speech: int, right: set[int]
) -> list[Choice]:
    found = rivals(sample.scene, number, discourse)
    hits = [rival.entity in right for rival in found]
    if not any(hits) or all(hits):
        return []
    words = sample.scene.speeches[speech]
    rows = [
        pronoun_features(sample.scene, number, rival, discourse)
        + [NAMED] * is_named_in(sample.scene, rival.entity, words)
        for rival in found
    ]
    return [Choice(rows, hits)]


def as_annotated(sample: Sample, judge: Judge) -> Found:
    """What is right, as if an engine had decided it."""
    rights = [judge.entities(sample, record) if record else set() for record in sample.gold]
    return Found([Attribution(min(right), 1.0, 0.0, PREVIOUS, "") if right else None for right in rights])


def run(sample: Sample, weights: Weights) -> Found:
    """What the engine decides with these weights."""
    attributor = Attributor(sample.scene, weights)
    return Found(attributor.run(), dict(attributor.resolver.discourse.resolved))


def learn(chosen: Mapping[str, Decisions], learning: Sequence[Sample], plan: Plan) -> Weights:
    """Both rankers, fitted on the decisions of these articles."""
    rankers = [
        conditional_logit(
            table([choice for sample in learning for choice in chosen[sample.id][which]], plan.least),
            plan.penalty[which],
            prior,
        )
        for which, prior in enumerate((plan.prior.mention, plan.prior.pronoun))
    ]
    kept = [{name: value for name, value in one.items() if abs(value) >= NOTHING} for one in rankers]
    return Weights(kept[0], kept[1], {}, plan.threshold)


def calibration(
    data: Sequence[Sample], judge: Judge, found: Mapping[str, Found], plan: Plan
) -> dict[str, float]:
    """The curve from what attributions of articles kept out rest on to how often they are right."""
    facts, right = [], []
    for sample in data:
        for record, attribution in zip(sample.gold, found[sample.id].attributions, strict=True):
            if attribution is None or attribution.rule in SETTLED:
                continue
            if record and record["speaker_scorable"] and record["quote_class"] == "full":
                facts.append(grounds(sample.scene, attribution))
                right.append(attribution.entity in judge.entities(sample, record))
    return logistic(facts, right, plan.ridge)


def folds(data: Sequence[Sample], by: str, parts: int) -> list[tuple[list[Sample], list[Sample]]]:
    """Articles to learn from and articles kept out, by article or by publisher."""

    def key(sample: Sample) -> str:
        return sample.publisher if by == "publisher" else str(sum(sample.id.encode()) % parts)

    keys = sorted({key(sample) for sample in data})
    return [([s for s in data if key(s) != one], [s for s in data if key(s) == one]) for one in keys]


@dataclass
class Trial:
    """Attributions of every article by an engine that did not learn from it."""

    data: Sequence[Sample]
    judge: Judge
    chosen: Mapping[str, Decisions]
    raw: Mapping[str, Found]
    found: Mapping[str, list[Attribution | None]]
    plan: Plan


def cross_validate(folder: Path, by: str = "article") -> Trial:
    """Every article attributed by rankers, and calibrated by a curve, that were fitted on others."""
    judge, data, plan = Judge(scorer_of(folder)), samples(folder), PLANS[language_of(folder)]
    raw = {sample.id: as_annotated(sample, judge) for sample in data}
    chosen: dict[str, Decisions] = {}
    for _ in range(ROUNDS):
        chosen = {sample.id: decisions(sample, judge, raw[sample.id]) for sample in data}
        for learning, kept_out in folds(data, by, plan.folds):
            weights = learn(chosen, learning, plan)
            raw |= {sample.id: run(sample, weights) for sample in kept_out}
    found: dict[str, list[Attribution | None]] = {}
    for learning, kept_out in folds(data, by, plan.folds):
        curve = calibration(learning, judge, raw, plan)
        found |= {sample.id: _calibrated(sample, raw[sample.id], curve) for sample in kept_out}
    return Trial(data, judge, chosen, raw, found, plan)


def _calibrated(sample: Sample, found: Found, curve: Mapping[str, float]) -> list[Attribution | None]:
    return [
        replace(one, confidence=confidence(sample.scene, one, curve))
        if one and one.rule not in SETTLED
        else one
        for one in found.attributions
    ]


def rows(trial: Trial, threshold: float) -> list[Record]:
    """The lines that the scorer reads, with speakers from a confidence on."""
    return [row for sample in trial.data for row in _rows(sample, trial.found[sample.id], threshold)]


def _rows(sample: Sample, found: Sequence[Attribution | None], threshold: float) -> list[Record]:
    lines = []
    for speech, attribution in zip(sample.scene.speeches, found, strict=True):
        if kind_of(sample.scene, speech) is QuoteKind.NOT_SPEECH:
            continue
        sure = attribution is not None and attribution.confidence >= threshold and attribution.entity >= 0
        name = sample.scene.cast.entities[attribution.entity].name if attribution and sure else None
        for at in sample.scene.tokens.runs[speech.number]:
            start, end = sample.scene.tokens.items[at].start, sample.scene.tokens.items[at].end
            words = sample.scene.tokens.text[start:end]
            line = {"article_id": sample.id, "quote_text": words, "quote_start": start, "quote_end": end}
            lines.append({**line, "speaker": name})
    return lines


def summary(figures: Record) -> str:
    """The figures of one scoring on a line."""
    attribution = figures["attribution"]
    return (
        f"extraction {figures['extraction_exact']['f1']:.4f}  surname {attribution['surname_accuracy']:.4f}  "
        f"full name {attribution['fullname_accuracy']:.4f}  end to end {figures['end_to_end']['f1']:.4f}  "
        f"wrong {figures['wrong_speaker_rate']:.4f}  answered {figures['coverage']:.4f}"
    )


def by_form(figures: Record) -> list[str]:
    """Right and wrong shares by source form."""
    forms = figures["attribution"]["by_source_form"]
    return [
        f"{form:8} {one['n']:5} right {one['accuracy']} wrong {one['wrong']}" for form, one in forms.items()
    ]


def write(weights: Weights, language: str) -> None:
    """Writes a file that a person can read: the rankers, the curve of confidence and the threshold."""
    groups = {"mention": weights.mention, "pronoun": weights.pronoun, "calibration": weights.calibration}
    short = {
        title: {name: float(f"{value:g}") for name, value in sorted(group.items())}
        for title, group in groups.items()
    }
    text = json.dumps({**short, "threshold": weights.threshold}, indent=1, ensure_ascii=False) + "\n"
    (ROOT / f"bot/core/quotes/weights/{language}.json").write_text(text, "utf-8")


def say(line: str) -> None:
    """A line to the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def report(trial: Trial, folder: Path, threshold: float) -> list[Record]:
    """Prints the curve and the tables; gives the scored errors at the threshold."""
    scorer, gold = scorer_of(folder), load(folder / "gold-dev.jsonl.gz")
    for one in CURVE:
        ids = [sample.id for sample in trial.data]
        say(f"from {one:4}: {summary(scorer.score(gold, rows(trial, one), None, ids))}")
    lines, errors = rows(trial, threshold), list[Record]()
    for line in by_form(scorer.score(gold, lines, errors, [sample.id for sample in trial.data])):
        say(line)
    for publisher in sorted({sample.publisher for sample in trial.data}):
        some = {sample.id for sample in trial.data if sample.publisher == publisher}
        its = [[one for one in group if one["article_id"] in some] for group in (gold, lines)]
        say(f"{publisher:13} {summary(scorer.score(*its, None, sorted(some)))}")
    return errors


def main() -> None:
    """Cross-validate, print the figures, and write weights or errors where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--by", default="article", choices=("article", "publisher"))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", type=Path, help="where the scored errors go, a line each")
    arguments = parser.parse_args()
    started = time.monotonic()
    trial = cross_validate(arguments.folder, arguments.by)
    errors = report(trial, arguments.folder, trial.plan.threshold)
    if arguments.errors:
        arguments.errors.write_text("\n".join(json.dumps(error) for error in errors), "utf-8")
    if arguments.write:
        curve = calibration(trial.data, trial.judge, trial.raw, trial.plan)
        write(
            replace(learn(trial.chosen, trial.data, trial.plan), calibration=curve),
            language_of(arguments.folder),
        )
    say(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
