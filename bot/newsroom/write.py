"""The stories of a digest in a model's words: drafted, checked, repaired once, cut; else as they are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.briefing import prompt as asking
from bot.core.briefing.check import check
from bot.core.briefing.written import Passed, passed, shortened, told
from bot.core.outline import drafting
from bot.core.prompt import Prompt
from bot.core.quotes.lexicon import Lexicon
from bot.errors import BotError, BudgetSpent
from bot.model import Briefing, Checked, Commission, Draft, Plainer, Sources, Story, Tally, Telling
from bot.newsroom.drafts import Drafts
from bot.ports import Meter

log = logging.getLogger(__name__)

LATE = "no draft came in time"

REMEMBERED = 200
"""Stories whose checked drafts are held for the other channels of the hour, which then need no new check."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Tells stories through a model whose every word is checked.

    `seconds` is the time that the stories of one digest have together; what is late stays extractive.
    """

    drafts: Drafts
    prompts: Mapping[str, Prompt]
    lexicon: Lexicon
    meter: Meter
    seconds: float
    _remembered: dict[tuple[str, ...], Passed] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What wrote a briefing: the prompt, its version and the model."""
        return f"{self.prompts['briefing'].name}, {self.drafts.model.name}"

    async def tell(self, briefings: Sequence[Briefing], workspace: str) -> tuple[Briefing, ...]:
        """The briefings, each in the model's words where they pass; a story that goes on stays as it is."""
        deadline = asyncio.get_running_loop().time() + self.seconds
        return tuple(await asyncio.gather(*(self._told(each, workspace, deadline) for each in briefings)))

    async def spent(self, workspace: str, now: datetime) -> str:
        """What the model cost the workspace today, as a sentence."""
        today = await self.drafts.spend.spent(now.date(), workspace)
        return drafting.spent(today, self.drafts.tariff.ceilings, self.drafts.tariff.currency)

    async def close(self) -> None:
        """End what is under way."""
        await self.drafts.close()

    async def _told(self, plain: Briefing, workspace: str, deadline: float) -> Briefing:
        if plain.telling is not Telling.NEW:
            return plain
        try:
            found = await self._found(plain.story, workspace, deadline)
        except BudgetSpent:
            return self._plainer(plain, Plainer.BUDGET)
        except (BotError, TimeoutError) as error:
            log.warning("write: story %s stays extractive: %s", plain.story.id, str(error) or LATE)
            return self._plainer(plain, Plainer.UNAVAILABLE)
        except Exception:  # one story that cannot be written must not stop the digest
            log.exception("write: story %s failed", plain.story.id)
            return self._plainer(plain, Plainer.UNUSABLE)
        if found is None:
            return plain
        return told(plain, found, self.name) or self._plainer(plain, Plainer.UNUSABLE, found.tally)

    async def _found(self, story: Story, workspace: str, deadline: float) -> Passed | None:
        """What passes of the draft of a story; None where no sentence of it can be sent."""
        key = tuple(read.article.id for read in story.articles)
        known = self._remembered.get(key)
        if known is not None:
            return known
        given = await asyncio.to_thread(asking.sources, story)
        if given is None:
            return None
        found = self._remembered[key] = await self._passed(given, workspace, deadline)
        while len(self._remembered) > REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        return found

    async def _passed(self, given: Sources, workspace: str, deadline: float) -> Passed:
        wish = asking.commission(given, self.prompts["briefing"])
        async with asyncio.timeout_at(deadline):
            draft = shortened(await self.drafts.of(wish, workspace))
        first = await self._checked(draft, given, wish)
        second = None
        if asking.rejected(draft, first):
            second = await self._repaired(wish, draft, first, given, workspace, deadline)
        found = passed(draft, first, second)
        self._count(first, found.tally)
        return found

    async def _repaired(
        self,
        wish: Commission,
        draft: Draft,
        first: Checked,
        given: Sources,
        workspace: str,
        deadline: float,
    ) -> Checked | None:
        """The check of the repair; None where there is none in time, and what was rejected is cut."""
        again = asking.repair(wish, self.prompts["repair"], draft, first)
        try:
            async with asyncio.timeout_at(deadline):
                mended = await self.drafts.of(again, workspace)
        except (BotError, TimeoutError) as error:
            log.info("write: no repair: %s", str(error) or LATE)
            return None
        wanted = mended.bullets[: len(asking.rejected(draft, first))]
        return await self._checked(Draft(wanted), given, again)

    async def _checked(self, draft: Draft, given: Sources, wish: Commission) -> Checked:
        return await asyncio.to_thread(check, draft, given, self.lexicon, wish.instructions)

    def _plainer(self, plain: Briefing, why: Plainer, tally: Tally | None = None) -> Briefing:
        self.meter.count("model_plainer", why=why.value)
        return replace(plain, tally=replace(tally or Tally(), plainer=why))

    def _count(self, first: Checked, tally: Tally) -> None:
        self.meter.count("model_bullets", tally.bullets - tally.repaired, fate="passed")
        self.meter.count("model_bullets", tally.repaired, fate="repaired")
        self.meter.count("model_bullets", tally.cut, fate="cut")
        for rejection in first.rejections:
            self.meter.count("model_rejections", reason=rejection.reason.value)
