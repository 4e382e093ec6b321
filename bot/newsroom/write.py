"""What a model writes, as far as it passes: stories, answers, translations, summaries of threads.

Each draft is proofread: checked; what fails is repaired once with the reasons, or cut. What does not pass
stays in the articles' own words.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from bot.core.answers import prompt as answering
from bot.core.answers.extractive import AnswerCandidate
from bot.core.briefing import prompt as asking
from bot.core.briefing.prompt import (
    Passed,
    passed,
    rejected,
    repair,
    second_reading,
    shortened,
    without_doubted,
    written_briefing,
)
from bot.core.outline import drafting, texts
from bot.core.prompt import Prompt
from bot.core.reading.language import DEFAULT
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import counted
from bot.core.threads import check as thread_check
from bot.core.threads import prompt as thread_prompt
from bot.core.translations import Line, articles_of, fault, lines, writing_request
from bot.core.translations.prove import Names
from bot.errors import BotError, BudgetSpent, ModelError
from bot.model import (
    AnnotatedArticle,
    Answer,
    Briefing,
    Checked,
    Draft,
    DraftAnswer,
    FallbackReason,
    Sources,
    Story,
    StoryStatus,
    Talk,
    Tally,
    ThreadSummary,
    Translated,
    Translation,
    WritingRequest,
)
from bot.newsroom.drafts import Drafts
from bot.ports import Failures, Meter

log = logging.getLogger(__name__)

T = TypeVar("T")
BriefingOrAnswer = TypeVar("BriefingOrAnswer", Briefing, Answer)

LATE = "no draft came before the digest had to go out; raise model.digest_seconds, or take a faster model"

Check = Callable[[Draft, Sources, Lexicon, str], Checked]
"""The gate for what is written: a briefing or an answer."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What passed; `final` unless a repair that was wanted did not come."""

    passed: Passed
    final: bool = True


@dataclass(frozen=True, slots=True)
class SecondReader:
    """A model, the same or another, that is asked of what passed whether its sources say all of it."""

    drafts: Drafts
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Proofreader:
    """Lets nothing through that the sources do not support."""

    drafts: Drafts
    repair: Prompt
    lexicons: Mapping[str, Lexicon]  # of the languages that drafts are checked in, by code
    meter: Meter
    failures: Failures
    second: SecondReader | None = None

    async def read(
        self, request: WritingRequest, given: Sources, check: Check, workspace: str, deadline: float
    ) -> Proof:
        """What passes; raises a `ModelError`, a `StoreError`, or TimeoutError after the loop's `deadline`."""
        draft = shortened(await self.drafts.of(request, workspace, deadline))
        first = await self._checked(draft, given, check, request)
        wrong = rejected(draft, first)
        second = None
        if wrong:
            again = repair(request, self.repair, draft, first)
            mended = await self._mended(again, workspace, deadline)
            if mended is not None:
                second = await self._checked(Draft(mended.bullets[: len(wrong)]), given, check, again)
        found, read = passed(draft, first, second), True
        if self.second and found.bullets:
            found, read = await self._read_again(self.second, found, second, request, workspace, deadline)
        self._count(first, found.tally)
        if not found.bullets:
            faults = dict.fromkeys(one.reason.value for one in first.rejections if one.bullet is not None)
            cut = f"{counted(found.tally.cut, 'bullet')} cut by the checks ({', '.join(faults)})"
            doubted = f"{counted(found.tally.cut, 'bullet')} cut by the second reader"
            why = cut if faults else doubted if found.tally.cut else "it wrote no bullet"
            reason = f"the model: nothing of what it wrote can be printed: {why}"
            log.warning("write: %s: %s", request.prompt, reason)
            self.drafts.failed(reason)
        return Proof(found, final=read and (not wrong or second is not None))

    async def _read_again(
        self,
        reader: SecondReader,
        found: Passed,
        repaired: Checked | None,
        request: WritingRequest,
        workspace: str,
        deadline: float,
    ) -> tuple[Passed, bool]:
        """What a second reader is sure of, and whether there was one: without, the checks decide alone."""
        asked = second_reading(found.bullets, request, reader.prompt)
        try:
            verdicts = await reader.drafts.of(asked, workspace, deadline)
        except (BotError, TimeoutError) as error:
            log.warning("write: no second reading: %s", str(error) or LATE)
            self.drafts.failed(f"no second reading: {str(error) or LATE}")
            return found, False
        sure = without_doubted(found, verdicts, repaired.bullets if repaired else ())
        self.meter.count("model_bullets", len(found.bullets) - len(sure.bullets), fate="doubted")
        return sure, True

    async def outcome(self, work: Awaitable[T], about: str) -> T | FallbackReason:
        """The work's result, or why there is none: one text that cannot be written stops no other."""
        with self.failures.contain("write", about):
            try:
                return await work
            except (BotError, TimeoutError) as error:
                if not isinstance(error, BudgetSpent):
                    reason = str(error) or LATE
                    log.warning("write: %s stays as it is: %s", about, reason)
                    self.drafts.failed(reason)
                return why_none(error)
        return FallbackReason.UNAVAILABLE

    async def _mended(self, again: WritingRequest, workspace: str, deadline: float) -> Draft | None:
        try:
            return await self.drafts.of(again, workspace, deadline)
        except (BotError, TimeoutError) as error:
            log.info("write: no repair: %s", str(error) or LATE)
            return None

    async def _checked(self, draft: Draft, given: Sources, check: Check, request: WritingRequest) -> Checked:
        """Off the loop: the check reads whole articles."""
        lexicon = self.lexicons[given.language]
        return await asyncio.to_thread(check, draft, given, lexicon, request.instructions)

    def _count(self, first: Checked, tally: Tally) -> None:
        self.meter.count("model_bullets", tally.bullets - tally.repaired, fate="passed")
        self.meter.count("model_bullets", tally.repaired, fate="repaired")
        self.meter.count("model_bullets", tally.cut, fate="cut")
        for rejection in first.rejections:
            self.meter.count("model_rejections", reason=rejection.reason.value)


def why_none(error: BotError | TimeoutError) -> FallbackReason:
    """What people are told of an error that kept a text from being written."""
    if isinstance(error, TimeoutError):
        return FallbackReason.LATE
    return FallbackReason(error.fault) if isinstance(error, ModelError) else FallbackReason.UNAVAILABLE


REMEMBERED = 200
"""Stories whose checked drafts are held for the other channels of the hour, which then need no new check."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes briefings and answers through a model whose every word is checked.

    `seconds` is the time that an answer has, and that the stories of one digest have together; what is
    late stays extractive. `threads`: whether what people say to one another may be sent to the model.
    """

    proofreader: Proofreader
    prompts: Mapping[str, Prompt]
    seconds: float
    threads: bool = False
    _remembered: dict[tuple[str, ...], Passed] = field(default_factory=dict)

    async def write(self, briefings: Sequence[Briefing], workspace: str) -> tuple[Briefing, ...]:
        """The briefings, each in the model's words where they pass; a story that goes on stays as it is."""
        deadline = self.deadline()
        return tuple(await asyncio.gather(*(self._written(each, workspace, deadline) for each in briefings)))

    async def answer(self, plain: Answer, best_first: Sequence[AnswerCandidate], workspace: str) -> Answer:
        """The answer out of these sentences in the model's words; as it is where none of them pass."""
        lexicons = self.proofreader.lexicons
        given = await asyncio.to_thread(answering.sources, best_first, lexicons)
        if given is None:
            checks = self._checks([one.read for one in best_first])
            return plain if checks else self._in_another_language(plain)
        lexicon = lexicons[given.language]
        request = answering.writing_request(given, plain.question, self.prompts["answer"], lexicon)
        work = self.proofreader.read(request, given, _check_answer, workspace, self.deadline())
        found = await self.proofreader.outcome(work, "an answer")
        if isinstance(found, FallbackReason):
            return replace(plain, tally=self.fallback(found))
        tally = found.passed.tally
        if not found.passed.bullets:
            return replace(plain, tally=self.fallback(FallbackReason.UNUSABLE, tally))
        return replace(plain, bullets=found.passed.bullets, writer=self.name("answer"), tally=tally)

    async def spent(self, workspace: str, now: datetime) -> str:
        """What the model cost the workspace today, and what went wrong with it last, as sentences."""
        drafts = self.proofreader.drafts
        today = await drafts.store.spent(now.date(), workspace)
        said = drafting.spent(today, drafts.tariff.ceilings, drafts.tariff.currency, drafts.estimated)
        return f"{said} {texts.model_trouble(*drafts.trouble)}" if drafts.trouble else said

    async def close(self) -> None:
        """End what is under way."""
        await self.proofreader.drafts.close()
        if self.proofreader.second and self.proofreader.second.drafts is not self.proofreader.drafts:
            await self.proofreader.second.drafts.close()

    def name(self, prompt: str) -> str:
        """What wrote a text: the prompt, its version and the model."""
        return f"{self.prompts[prompt].name}, {self.proofreader.drafts.model.name}"

    def deadline(self) -> float:
        """When what is begun now has to be there, as the loop counts time."""
        return asyncio.get_running_loop().time() + self.seconds

    def fallback(self, why: FallbackReason, tally: Tally | None = None) -> Tally:
        """The tally of a text that the model did not write."""
        self.proofreader.meter.count("model_fallbacks", why=why.value)
        return replace(tally or Tally(), bullets=0, repaired=0, fallback=why)

    async def _written(self, plain: Briefing, workspace: str, deadline: float) -> Briefing:
        if plain.status is not StoryStatus.NEW:
            return plain
        found = await self.proofreader.outcome(self._found(plain.story, workspace, deadline), plain.story.id)
        if found is None:
            return plain if self._checks(plain.story.articles) else self._in_another_language(plain)
        if isinstance(found, FallbackReason):
            return replace(plain, tally=self.fallback(found))
        made = written_briefing(plain, found, self.name("briefing"))
        return made or replace(plain, tally=self.fallback(FallbackReason.UNUSABLE, found.tally))

    def _checks(self, reads: Sequence[AnnotatedArticle]) -> bool:
        """Whether drafts are checked in the language of any of these articles."""
        return any(read.article.written_in in self.proofreader.lexicons for read in reads)

    def _in_another_language(self, plain: BriefingOrAnswer) -> BriefingOrAnswer:
        return replace(plain, tally=self.fallback(FallbackReason.LANGUAGE))

    async def _found(self, story: Story, workspace: str, deadline: float) -> Passed | None:
        """What passes of the draft of a story; None where no sentence of it can be sent."""
        key = tuple(read.article.id for read in story.articles)
        if known := self._remembered.get(key):
            return known
        lexicons = self.proofreader.lexicons
        given = await asyncio.to_thread(asking.sources, story, lexicons)
        if given is None:
            return None
        request = asking.writing_request(given, self.prompts["briefing"], lexicons[given.language])
        proof = await self.proofreader.read(request, given, asking.check, workspace, deadline)
        if proof.final:
            self._remember(key, proof.passed)
        return proof.passed

    def _remember(self, key: tuple[str, ...], found: Passed) -> None:
        self._remembered[key] = found
        while len(self._remembered) > REMEMBERED:
            del self._remembered[next(iter(self._remembered))]


def _check_answer(draft: Draft, given: Sources, lexicon: Lexicon, prompt: str) -> Checked:
    return answering.check(DraftAnswer(draft.bullets), given, lexicon, prompt)


async def translate_into(
    language: str, told: Sequence[BriefingOrAnswer], workspace: str, writer: Writer | None
) -> tuple[BriefingOrAnswer, ...]:
    """The briefings or answers with what of them passes in this language; without a model they say so."""
    if writer is None:
        return await asyncio.to_thread(_without_model, language, told)
    translator = Translator(writer.proofreader, writer.prompts["translation"], language)
    deadline = writer.deadline()
    return tuple(await asyncio.gather(*(translator.translated(each, workspace, deadline) for each in told)))


def _without_model(language: str, told: Sequence[BriefingOrAnswer]) -> tuple[BriefingOrAnswer, ...]:
    """Those with anything to translate, saying why it is not."""
    none = Translated(language, fallback=FallbackReason.NO_MODEL)
    return tuple(replace(each, translated=none) if lines(each, language) else each for each in told)


@dataclass(frozen=True, slots=True)
class Translator:
    """Has checked lines translated by a model, and prints nothing of it unchecked."""

    proofreader: Proofreader
    prompt: Prompt
    language: str

    async def translated(self, told: BriefingOrAnswer, workspace: str, deadline: float) -> BriefingOrAnswer:
        """The text with its translation, or with the reason why there is none."""
        wanted = await asyncio.to_thread(lines, told, self.language)
        if not wanted:
            return told
        about = f"the translation of a text about {articles_of(told)[-1].article.id}"
        work = self._lines(told, wanted, workspace, deadline)
        found = await self.proofreader.outcome(work, about)
        if isinstance(found, FallbackReason):
            self.proofreader.meter.count("model_fallbacks", why=found.value)
            found = Translated(self.language, fallback=found)
        return replace(told, translated=found)

    async def _lines(
        self, told: Briefing | Answer, wanted: Sequence[Line], workspace: str, deadline: float
    ) -> Translated:
        request = writing_request(wanted, self.language, self.prompt)
        draft = await self.proofreader.drafts.of(request, workspace, deadline)
        passed = await asyncio.to_thread(self._passed, told, wanted, draft, request)
        left = len(wanted) - len(passed)
        self.proofreader.meter.count("model_translations", len(passed), fate="passed")
        self.proofreader.meter.count("model_translations", left, fate="original")
        return Translated(self.language, passed, left, None if passed else FallbackReason.UNUSABLE)

    def _passed(
        self, told: Briefing | Answer, wanted: Sequence[Line], draft: Draft, request: WritingRequest
    ) -> tuple[Translation, ...]:
        """The lines that may be printed; off the loop, as the check reads whole articles."""
        names = Names.of(articles_of(told), self.proofreader.lexicons[DEFAULT])
        texts = {each.cites[0]: each.text.strip() for each in draft.bullets if each.cites}
        passed: list[Translation] = []
        for number, line in enumerate(wanted, 1):
            text = texts.get(number, "")
            wrong = fault(line, text, self.language, names, request.instructions)
            if wrong is None:
                passed.append(Translation(line.of, text, self.language, line.language))
            else:
                self.proofreader.meter.count("model_rejections", reason=wrong[0].value)
                log.info("translate: a line stays as it is: %s", wrong[1])
        return tuple(passed)


async def thread_summary(writer: Writer | None, talk: Talk, workspace: str) -> ThreadSummary:
    """The thread in bullets that passed; none where no model may be asked, or none came of it.

    Nothing of what people say is kept: no draft, no memory of what passed, no line of a log.
    """
    if writer is None or not writer.threads:
        return ThreadSummary()
    given = await asyncio.to_thread(thread_prompt.sources, talk)
    if given is None:
        return ThreadSummary()
    try:
        return await _summary(writer, talk, given, workspace)
    except (BotError, TimeoutError) as error:
        if not isinstance(error, BudgetSpent):
            log.warning("write: a thread stays extractive: %s", str(error) or LATE)
            writer.proofreader.drafts.failed(str(error) or LATE)
        why = why_none(error)
    except Exception as error:  # noqa: BLE001 - a fault may quote people, so that its name alone is logged
        log.warning("write: a thread failed: %s", type(error).__name__)
        why = FallbackReason.UNAVAILABLE
    return ThreadSummary(tally=writer.fallback(why))


async def _summary(writer: Writer, talk: Talk, given: Sources, workspace: str) -> ThreadSummary:
    request = thread_prompt.writing_request(given, writer.prompts["thread"])
    proof = await writer.proofreader.read(request, given, thread_check.check, workspace, writer.deadline())
    bullets, tally = thread_prompt.thread_bullets(proof.passed.bullets, talk), proof.passed.tally
    if not bullets:
        return ThreadSummary(tally=writer.fallback(FallbackReason.UNUSABLE, tally))
    return ThreadSummary(bullets, writer.name("thread"), tally, len(given.sentences))
