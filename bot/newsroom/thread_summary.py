"""A thread of people in a model's words, where whoever runs On Record lets their talk be sent to it.

Nothing of it is kept: no draft, no memory of what passed, no line of a log.
"""

from __future__ import annotations

import asyncio
import logging

from bot.core.threads import prompt as asking
from bot.core.threads.check import check
from bot.errors import BotError, BudgetSpent
from bot.model import FallbackReason, Sources, Talk, ThreadSummary
from bot.newsroom.proof import LATE
from bot.newsroom.write import Writer

log = logging.getLogger(__name__)


async def retell(writer: Writer | None, talk: Talk, workspace: str) -> ThreadSummary:
    """The thread in bullets that passed; none where no model may be asked, or none came of it."""
    if writer is None or not writer.threads:
        return ThreadSummary()
    given = await asyncio.to_thread(asking.sources, talk)
    if given is None:
        return ThreadSummary()
    try:
        return await _retold(writer, talk, given, workspace)
    except BudgetSpent:
        why = FallbackReason.BUDGET
    except (BotError, TimeoutError) as error:
        log.warning("write: a thread stays extractive: %s", str(error) or LATE)
        why = FallbackReason.UNAVAILABLE
    except Exception as error:  # noqa: BLE001 - a fault may quote people, so that its name alone is logged
        log.warning("write: a thread failed: %s", type(error).__name__)
        why = FallbackReason.UNUSABLE
    return ThreadSummary(tally=writer.fallback(why))


async def _retold(writer: Writer, talk: Talk, given: Sources, workspace: str) -> ThreadSummary:
    wish = asking.writing_request(given, writer.prompts["thread"])
    proof = await writer.proofreader.read(wish, given, check, workspace, writer.deadline())
    told, tally = asking.thread_bullets(proof.passed.bullets, talk), proof.passed.tally
    if not told:
        return ThreadSummary(tally=writer.fallback(FallbackReason.UNUSABLE, tally))
    return ThreadSummary(told, writer.name("thread"), tally, len(given.sentences))
