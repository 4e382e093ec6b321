"""Stories and answers in a model's words, as far as they pass; else in the articles' own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.answers import prompt as answering
from bot.core.answers.extractive import Candidate
from bot.core.briefing import prompt as asking
from bot.core.briefing.prompt import Passed, written_briefing
from bot.core.outline import drafting
from bot.core.prompt import Prompt
from bot.core.reading.lexicon import Lexicon
from bot.model import (
    Answer,
    Briefing,
    Checked,
    Draft,
    DraftAnswer,
    FallbackReason,
    Sources,
    Story,
    StoryStatus,
    Tally,
)
from bot.newsroom.proof import Proofreader, outcome

REMEMBERED = 200
"""Stories whose checked drafts are held for the other channels of the hour, which then need no new check."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Tells stories and answers questions through a model whose every word is checked.

    `seconds` is the time that an answer has, and that the stories of one digest have together; what is
    late stays extractive. `threads`: whether what people say to one another may be sent to the model.
    """

    proofreader: Proofreader
    prompts: Mapping[str, Prompt]
    seconds: float
    threads: bool = False
    _remembered: dict[tuple[str, ...], Passed] = field(default_factory=dict)

    async def tell(self, briefings: Sequence[Briefing], workspace: str) -> tuple[Briefing, ...]:
        """The briefings, each in the model's words where they pass; a story that goes on stays as it is."""
        deadline = self.deadline()
        return tuple(await asyncio.gather(*(self._told(each, workspace, deadline) for each in briefings)))

    async def answer(self, plain: Answer, best_first: Sequence[Candidate], workspace: str) -> Answer:
        """The answer out of these sentences in the model's words; as it is where none of them pass."""
        given = await asyncio.to_thread(answering.sources, best_first)
        if given is None:
            return plain
        wish = answering.writing_request(given, plain.question, self.prompts["answer"])
        work = self.proofreader.read(wish, given, _check_answer, workspace, self.deadline())
        found = await outcome(work, "an answer")
        if isinstance(found, FallbackReason):
            return replace(plain, tally=self.fallback(found))
        tally = found.passed.tally
        if not found.passed.bullets:
            return replace(plain, tally=self.fallback(FallbackReason.UNUSABLE, tally))
        return replace(plain, bullets=found.passed.bullets, writer=self.name("answer"), tally=tally)

    async def spent(self, workspace: str, now: datetime) -> str:
        """What the model cost the workspace today, as a sentence."""
        drafts = self.proofreader.drafts
        today = await drafts.spend.spent(now.date(), workspace)
        return drafting.spent(today, drafts.tariff.ceilings, drafts.tariff.currency)

    async def close(self) -> None:
        """End what is under way."""
        await self.proofreader.drafts.close()

    def name(self, prompt: str) -> str:
        """What wrote a text: the prompt, its version and the model."""
        return f"{self.prompts[prompt].name}, {self.proofreader.drafts.model.name}"

    def deadline(self) -> float:
        """When what is begun now has to be there, as the loop counts time."""
        return asyncio.get_running_loop().time() + self.seconds

    def fallback(self, why: FallbackReason, tally: Tally | None = None) -> Tally:
        """The tally of a text that the model did not write."""
        self.proofreader.meter.count("model_plainer", why=why.value)
        return replace(tally or Tally(), bullets=0, repaired=0, fallback=why)

    async def _told(self, plain: Briefing, workspace: str, deadline: float) -> Briefing:
        if plain.status is not StoryStatus.NEW:
            return plain
        found = await outcome(self._found(plain.story, workspace, deadline), plain.story.id)
        if found is None:
            return plain
        if isinstance(found, FallbackReason):
            return replace(plain, tally=self.fallback(found))
        made = written_briefing(plain, found, self.name("briefing"))
        return made or replace(plain, tally=self.fallback(FallbackReason.UNUSABLE, found.tally))

    async def _found(self, story: Story, workspace: str, deadline: float) -> Passed | None:
        """What passes of the draft of a story; None where no sentence of it can be sent."""
        key = tuple(read.article.id for read in story.articles)
        if known := self._remembered.get(key):
            return known
        given = await asyncio.to_thread(asking.sources, story)
        if given is None:
            return None
        wish = asking.writing_request(given, self.prompts["briefing"])
        proof = await self.proofreader.read(wish, given, asking.check, workspace, deadline)
        if proof.final:
            self._remember(key, proof.passed)
        return proof.passed

    def _remember(self, key: tuple[str, ...], found: Passed) -> None:
        self._remembered[key] = found
        while len(self._remembered) > REMEMBERED:
            del self._remembered[next(iter(self._remembered))]


def _check_answer(draft: Draft, given: Sources, lexicon: Lexicon, prompt: str) -> Checked:
    return answering.check(DraftAnswer(draft.bullets), given, lexicon, prompt)
