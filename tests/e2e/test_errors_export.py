"""The error ledger as the program exports it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters.store import open_store
from bot.model import Fault, Report
from tests.fakes.program import Program
from tests.fakes.stored_articles import HARBOUR, ferry, harvest

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
KEYS = {
    *("report", "at", "fault", "article_id", "url", "outlet", "headline", "language", "text"),
    *("quote_text", "quote_start", "quote_end", "spans", "kind", "speaker", "role", "confidence"),
    *("claimed", "note", "held_words", "held_speaker", "now"),
}


async def _report(database: str) -> None:
    store = await open_store(database)
    await store.keep([harvest(HARBOUR, ferry())])
    shown = ferry().quotes[0]
    claims = (("r1", "north", Fault.QUOTE, "now we sail"), ("r2", "south", Fault.SPEAKER, "Bo\x1b[31m Lund"))
    for id_, workspace, fault, claimed in claims:
        await store.add_report(Report(id_, workspace, shown, fault, claimed, "Look again.", AT))
    await store.close()


def test_reports_are_exported_as_cases_with_each_claim_held_against_its_article(tmp_path: Path) -> None:
    program = Program(tmp_path)
    empty = program.call("errors", "export")
    assert (empty.returncode, empty.stdout) == (4, "")
    asyncio.run(_report(program.environment["ONRECORD_DATABASE"]))
    first, second = program.lines("errors", "export")
    assert set(first) == set(second) == KEYS
    assert first["text"][first["quote_start"] : first["quote_end"]] == first["quote_text"]
    ((start, end),) = first["held_words"]
    assert first["text"][start:end] == "Now we sail"
    assert (second["claimed"], second["held_speaker"]) == ("Bo\x1b[31m Lund", None)
    assert [row["report"] for row in program.lines("errors", "export", "--workspace", "south")] == ["r2"]
    shown = program.call("errors", "export", "--format", "text").stdout.splitlines()
    assert shown == [
        "2026-03-03 wrong quote: “We have waited long enough,”; claimed: now we sail (the article bears it out)",
        "2026-03-03 wrong speaker: “We have waited long enough,”; claimed: Bo Lund (not in the article)",
    ]
