"""Briefings in the language that a channel asks for: each line that passes, the others as they are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.prompt import Prompt
from bot.core.reading.lexicon import Lexicon
from bot.core.translations import Line, commission, fault, lines
from bot.core.translations.prove import Names
from bot.model import Briefing, Draft, FallbackReason, Translated, Translation, WritingRequest
from bot.newsroom.drafts import Drafts
from bot.newsroom.proof import outcome
from bot.newsroom.write import Writer
from bot.ports import Meter

log = logging.getLogger(__name__)


async def into(
    language: str, briefings: Sequence[Briefing], workspace: str, writer: Writer | None
) -> tuple[Briefing, ...]:
    """The briefings with what of them passes in this language; without a model they say so."""
    if writer is None:
        return await asyncio.to_thread(_without_model, language, briefings)
    proof = writer.proofreader
    translator = Translator(proof.drafts, writer.prompts["translation"], proof.lexicon, proof.meter, language)
    deadline = writer.deadline()
    work = (translator.translated(each, workspace, deadline) for each in briefings)
    return tuple(await asyncio.gather(*work))


def _without_model(language: str, briefings: Sequence[Briefing]) -> tuple[Briefing, ...]:
    """Those with anything to translate, saying why it is not."""
    none = Translated(language, fallback=FallbackReason.NO_MODEL)
    return tuple(replace(each, translated=none) if lines(each, language) else each for each in briefings)


@dataclass(frozen=True, slots=True)
class Translator:
    """Has checked lines translated by a model, and prints nothing of it unchecked."""

    drafts: Drafts
    prompt: Prompt
    lexicon: Lexicon
    meter: Meter
    language: str

    async def translated(self, briefing: Briefing, workspace: str, deadline: float) -> Briefing:
        """The briefing with its translation, or with the reason why there is none."""
        wanted = await asyncio.to_thread(lines, briefing, self.language)
        if not wanted:
            return briefing
        work = self._lines(briefing, wanted, workspace, deadline)
        found = await outcome(work, f"the translation of {briefing.story.id}")
        if isinstance(found, FallbackReason):
            self.meter.count("model_plainer", why=found.value)
            found = Translated(self.language, fallback=found)
        return replace(briefing, translated=found)

    async def _lines(
        self, briefing: Briefing, wanted: Sequence[Line], workspace: str, deadline: float
    ) -> Translated:
        wish = commission(wanted, self.language, self.prompt)
        async with asyncio.timeout_at(deadline):
            draft = await self.drafts.of(wish, workspace)
        passed = await asyncio.to_thread(self._passed, briefing, wanted, draft, wish)
        left = len(wanted) - len(passed)
        self.meter.count("model_translations", len(passed), fate="passed")
        self.meter.count("model_translations", left, fate="original")
        return Translated(self.language, passed, left, None if passed else FallbackReason.UNUSABLE)

    def _passed(
        self, briefing: Briefing, wanted: Sequence[Line], draft: Draft, wish: WritingRequest
    ) -> tuple[Translation, ...]:
        """The lines that may be printed; off the loop, as the check reads whole articles."""
        names = Names.of(briefing.story.articles, self.lexicon)
        texts = {each.cites[0]: each.text.strip() for each in draft.bullets if each.cites}
        passed: list[Translation] = []
        for number, line in enumerate(wanted, 1):
            text = texts.get(number, "")
            wrong = fault(line, text, self.language, names, wish.instructions)
            if wrong is None:
                passed.append(Translation(line.of, text, self.language, line.language))
            else:
                self.meter.count("model_rejections", reason=wrong[0].value)
                log.info("translate: a line stays as it is: %s", wrong[1])
        return tuple(passed)
