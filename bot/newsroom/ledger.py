"""The error ledger: what readers reported, turned into regression cases."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.core.quotes import verify
from bot.core.reading.lexicon import Lexicon
from bot.model import Case
from bot.ports import ReportStore


async def cases(store: ReportStore, lexicons: Mapping[str, Lexicon], workspace: str | None) -> list[Case]:
    """The reports of a workspace, or all, oldest first, each held against its article."""
    reports = await store.reports(workspace)
    return await asyncio.to_thread(lambda: [verify.check(report, lexicons) for report in reports])
