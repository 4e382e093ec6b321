"""Answers to people's questions, alone and in threads: python -m tests.bench.ask [--weeks] [--list FILE].

Every record is answered by weights that never saw it: five folds by record, or with --weeks each week by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import runpy
import sys
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.adapters.store import SqlStore
from bot.core import forms
from bot.core.answers.evidence import Matcher
from bot.core.answers.judgement import AnswerJudgement
from bot.core.answers.query import understand
from bot.core.reading.text import stem
from bot.newsroom import ask
from bot.newsroom.ask import Thread
from tests.bench import ask_corpus
from tests.conftest import BENCH
from tools.train_answers import Asked, collect, judgement, lines, question_of

Record = dict[str, Any]
Row = dict[str, Any]

SETS = ("said", "ask", "conversations")
FOLDS = 5
NEVER = -1.0
"""The chance from which on an answer is shown where it is never silent."""


def fold(record: str, day: str) -> str:
    """One of five, by the record's id."""
    return str(zlib.crc32(record.encode()) % FOLDS)


def week(record: str, day: str) -> str:
    """The calendar week of its day."""
    year, number, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-{number}"


Found = dict[str, list[tuple[Row, Row]]]
"""For each set the rows of its answers, as they are and when never silent."""


async def answers(
    store: SqlStore, bench: Path, held_out: Callable[[str, str], str], learned: Sequence[Asked]
) -> Found:
    """Every record answered by weights that never saw it."""
    judged = {
        name: judgement([one for one in learned if held_out(one.record, one.day) != name])
        for name in {held_out(record["id"], record["as_of"]) for _, record in _records(bench)}
    }
    return await answers_by(store, bench, lambda record: judged[held_out(record["id"], record["as_of"])])


async def answers_by(store: SqlStore, bench: Path, judged: Callable[[Record], AnswerJudgement]) -> Found:
    """Every record answered by the weights that are given for it."""
    found: Found = {name: [] for name in SETS}
    for name, record in _records(bench):
        async for rows in _answered(store, record, judged(record)):
            found[name].append(rows)
    return found


def _records(bench: Path) -> Iterator[tuple[str, Record]]:
    for name in SETS:
        yield from ((name, record) for record in lines(bench / "ask" / f"{name}-dev.jsonl"))


async def _answered(
    store: SqlStore, record: Record, judged: AnswerJudgement
) -> AsyncIterator[tuple[Row, Row]]:
    thread = Thread(tuple(record.get("about", ())))
    for turn in record.get("turns", [record]):
        question = question_of(turn["ask"], record["as_of"])
        told = await ask.ask(store, question, judged, thread)
        key = {"id": record["id"], "turn": turn.get("turn")}
        row = {**key, **forms.answer_form(told)}
        if not told.answered:
            told = await ask.ask(store, question, replace(judged, enough=NEVER), thread)
        yield row, {**key, **forms.answer_form(told)}
        thread = thread.after(turn["ask"])


def tables(bench: Path, found: Found) -> dict[str, dict[str, float]]:
    """The shares by set and row; `silent` of the questions without an answer, `open` when never silent."""
    scorer = runpy.run_path(str(bench / "ask" / "score.py"))
    shares: dict[str, dict[str, float]] = {}
    for name in SETS:
        as_is = {(row["id"], row["turn"]): _plain(row) for row, _ in found[name]}
        never = {(row["id"], row["turn"]): _plain(row) for _, row in found[name]}
        right: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        for record in lines(bench / "ask" / f"{name}-dev.jsonl"):
            for key, kind, gold, judge in scorer["units"](record):
                verdict = judge(gold, as_is.get(key))
                silent = gold.get("answer") == "silent"
                seen = (
                    {"silent": verdict == "right"}
                    if silent
                    else {
                        kind: verdict == "right",
                        "answer": verdict == "right",
                        "answer wrong": verdict == "wrong",
                        "open": judge(gold, never.get(key)) == "right",
                    }
                )
                asked.update(seen.keys())
                right.update({row: int(held) for row, held in seen.items()})
        shares[name] = {row: right[row] / count for row, count in asked.items()}
    return shares


def _plain(row: Row) -> Row:
    """The row as the scorer reads it: bullets as text."""
    return {**row, "bullets": [bullet["text"] for bullet in row["bullets"]]}


ROWS = (
    ("said: a fitting quote", "said", "answer", ".41", ".88"),
    ("said: somebody else's or unfit", "said", "answer wrong", ".23", "≤ .08"),
    ("ask: unanswerable kept silent", "ask", "silent", ".03", ".60"),
    ("ask: answerable right", "ask", "answer", ".50", ".58"),
    ("ask: answerable right if never silent", "ask", "open", ".50", ".69"),
    ("conversations: silent", "conversations", "silent", ".03", ".62"),
    ("conversations: first turn", "conversations", "first turn", ".73", ".76"),
    ("conversations: later turn", "conversations", "later turn", ".37", ".60"),
    ("conversations: fact in another article", "conversations", "other article", ".10", ".38"),
    ("conversations: right if never silent", "conversations", "open", "–", "–"),
)


def holding(bench: Path, found: Found) -> tuple[int, int, int]:
    """Answers shown, when never silent too; their cited sentences; those that hold a word of what was asked.

    In a thread the words of its earlier turns count as well, in any form and by any word of their family.
    """
    shown = cited = held = 0
    for name in SETS:
        asked = {}
        for record in lines(bench / "ask" / f"{name}-dev.jsonl"):
            words: list[str] = []
            for turn in record.get("turns", [record]):
                words = [*words, *map(stem, understand(turn["ask"]))]
                asked[record["id"], turn.get("turn")] = Matcher.of(words)
        for _, row in found[name]:
            matcher = asked[row["id"], row["turn"]]
            texts = [bullet["text"] for bullet in row["bullets"]]
            shown += bool(texts)
            cited += len(texts)
            held += sum(bool(matcher.places(text)) for text in texts)
    return shown, cited, held


def report(bench: Path = BENCH, held_out: Callable[[str, str], str] = fold, listing: str = "") -> str:
    """The figures beside those of before and the goals."""
    if not (bench / "ask").is_dir():
        return f"ask: skipped, no questions at {bench / 'ask'}"
    return asyncio.run(_report(bench, held_out, listing))


async def _report(bench: Path, held_out: Callable[[str, str], str], listing: str) -> str:
    store = await ask_corpus.opened(bench)
    try:
        found = await answers(store, bench, held_out, await collect(bench, store))
    finally:
        await store.close()
    if listing:
        _write(Path(listing), found)
    shares = tables(bench, found)
    apart = "each week held out" if held_out is week else "five folds by record"
    return "\n".join(
        [
            f"ask: people's questions, {apart}",
            "  before  goal   On Record",
            *(
                f"  {was:6}  {goal:6} {_short(shares[name][row]):5}  {title}"
                for title, name, row, was, goal in ROWS
            ),
            "  answers {}, their cited sentences {}, those that hold a word of what was asked {}".format(
                *holding(bench, found)
            ),
        ]
    )


def _write(path: Path, found: Found) -> None:
    rows = [{"set": name, **row} for name in SETS for row, _ in found[name]]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", action="store_true", help="hold out each week instead of folds")
    parser.add_argument("--list", default="", help="write every answer to this file")
    given = parser.parse_args()
    sys.stdout.write(report(held_out=week if given.weeks else fold, listing=given.list) + "\n")


if __name__ == "__main__":
    main()
