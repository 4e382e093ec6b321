"""Annotated articles for tools/train_quotes.py: laid out as the engine sees them, with what is right."""

from __future__ import annotations

import gzip
import importlib.util
import json
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.core.quotes.marks import utterances
from bot.core.quotes.scene import Scene, scene
from bot.core.quotes.speaker import PREVIOUS
from bot.core.reading.lexicon import Lexicon

ROOT = Path(__file__).parent.parent
Record = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """An article laid out, with the gold record of each utterance."""

    id: str
    publisher: str
    scene: Scene
    gold: tuple[Record | None, ...]


class Judge:
    """Says which mentions and entities are right for a gold record, by the scorer's own rule."""

    def __init__(self, scorer: ModuleType) -> None:
        self._judge: Callable[[str, Record], tuple[str, bool]] = scorer.judge
        self._known: dict[str, set[int]] = {}

    def entities(self, sample: Sample, record: Record) -> set[int]:
        """The entities that the scorer takes for the gold speaker, the full names first."""
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
        known = [number for number in numbers if number != PREVIOUS]
        inside = [
            number
            for number in known
            if items[cast.mentions[number].first].start < record["source_end"]
            and items[cast.mentions[number].last - 1].end > record["source_start"]
        ]
        if right and record.get("source_form") != "pronoun":
            fitting = {number for number in inside if cast.mentions[number].entity in right}
            return fitting or {number for number in known if cast.mentions[number].entity in right}
        return set(inside[:1])


def load(path: Path) -> list[Record]:
    """The lines of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def words_of(language: str) -> Lexicon:
    """The words of a language, without what was learned of it."""
    file = ROOT / f"bot/core/reading/lexicon/{language}.toml"
    return Lexicon.of(tomllib.loads(file.read_text("utf-8")))


def language_of(folder: Path) -> str:
    """The language of a benchmark: that of its scorer, English where it does not say."""
    scorer = next(folder.glob("score_*.py"), None)
    return scorer.stem.removeprefix("score_") if scorer else "en"


def scorer_of(folder: Path) -> ModuleType:
    """The benchmark's own scorer as a module."""
    language = language_of(folder)
    file = folder / ("score.py" if language == "en" else f"score_{language}.py")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module if language == "en" else module.S  # which fits the English one to its language


def samples(folder: Path) -> list[Sample]:
    """Every article of the benchmark."""
    words = words_of(language_of(folder))
    gold: dict[str, list[Record]] = {}
    for record in load(folder / "gold-dev.jsonl.gz"):
        gold.setdefault(record["article_id"], []).append(record)
    return [
        _sample(article, gold.get(article["article_id"], []), words)
        for article in load(folder / "articles-dev.jsonl.gz")
    ]


def _sample(article: Record, records: Sequence[Record], words: Lexicon) -> Sample:
    found = utterances(article["text"], words)
    gold = tuple(
        next(
            (
                record
                for record in records
                if record["quote_start"] < spans[-1].end and spans[0].start < record["quote_end"]
            ),
            None,
        )
        for spans in found
    )
    return Sample(article["article_id"], article["publisher"], scene(article["text"], found, words), gold)
