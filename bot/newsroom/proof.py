"""A commission's draft, proofread: checked; what fails is repaired once with the reasons, or cut."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.core.briefing.prompt import Passed, passed, rejected, repair, shortened
from bot.core.prompt import Prompt
from bot.core.reading.lexicon import Lexicon
from bot.errors import BotError, BudgetSpent
from bot.model import Checked, Draft, FallbackReason, Sources, Tally, WritingRequest
from bot.newsroom.drafts import Drafts
from bot.ports import Meter

log = logging.getLogger(__name__)

T = TypeVar("T")

LATE = "no draft came in time"

Check = Callable[[Draft, Sources, Lexicon, str], Checked]
"""The gate for what is written: a briefing or an answer."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What passed; `final` unless a repair that was wanted did not come."""

    passed: Passed
    final: bool = True


@dataclass(frozen=True, slots=True)
class Proofreader:
    """Lets nothing through that the sources do not support."""

    drafts: Drafts
    repair: Prompt
    lexicon: Lexicon
    meter: Meter

    async def read(
        self, wish: WritingRequest, given: Sources, check: Check, workspace: str, deadline: float
    ) -> Proof:
        """What passes; raises a `ModelError`, a `StoreError`, or TimeoutError after the loop's `deadline`."""
        async with asyncio.timeout_at(deadline):
            draft = shortened(await self.drafts.of(wish, workspace))
        first = await self._checked(draft, given, check, wish)
        wrong = rejected(draft, first)
        second = None
        if wrong:
            again = repair(wish, self.repair, draft, first)
            mended = await self._mended(again, workspace, deadline)
            if mended is not None:
                second = await self._checked(Draft(mended.bullets[: len(wrong)]), given, check, again)
        found = passed(draft, first, second)
        self._count(first, found.tally)
        return Proof(found, final=not wrong or second is not None)

    async def _mended(self, again: WritingRequest, workspace: str, deadline: float) -> Draft | None:
        try:
            async with asyncio.timeout_at(deadline):
                return await self.drafts.of(again, workspace)
        except (BotError, TimeoutError) as error:
            log.info("write: no repair: %s", str(error) or LATE)
            return None

    async def _checked(self, draft: Draft, given: Sources, check: Check, wish: WritingRequest) -> Checked:
        """Off the loop: the check reads whole articles."""
        return await asyncio.to_thread(check, draft, given, self.lexicon, wish.instructions)

    def _count(self, first: Checked, tally: Tally) -> None:
        self.meter.count("model_bullets", tally.bullets - tally.repaired, fate="passed")
        self.meter.count("model_bullets", tally.repaired, fate="repaired")
        self.meter.count("model_bullets", tally.cut, fate="cut")
        for rejection in first.rejections:
            self.meter.count("model_rejections", reason=rejection.reason.value)


async def outcome(work: Awaitable[T], about: str) -> T | FallbackReason:
    """The work's result, or why there is none: one text that cannot be written stops no other."""
    try:
        return await work
    except BudgetSpent:
        return FallbackReason.BUDGET
    except (BotError, TimeoutError) as error:
        log.warning("write: %s stays as it is: %s", about, str(error) or LATE)
        return FallbackReason.UNAVAILABLE
    except Exception:  # the digest goes out all the same, and the log gets the fault
        log.exception("write: %s failed", about)
        return FallbackReason.UNUSABLE
