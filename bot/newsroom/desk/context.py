"""What the handlers of the desk work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.answers.context import NO_THREAD, Thread
from bot.core.answers.judgement import NO_ANSWER_JUDGEMENT, AnswerJudgement
from bot.core.outline import of_error, texts
from bot.core.reading.lexicon import Lexicon
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.errors import BotError
from bot.model import Actor, AnnotatedArticle, Place, Quote, Reply, Span
from bot.newsroom.gather import Gatherer
from bot.newsroom.write import Writer
from bot.ports import Clock, Failures, Meter, Store

KEPT = timedelta(days=1)
"""How long what was asked in a thread is remembered; the articles that it is about are kept with it."""

MOST_THREADS = 1_000
MOST_QUESTIONS = 20


@dataclass(slots=True)
class AskedInThreads:
    """What was asked in each thread lately. In memory alone: of people's talk nothing is stored."""

    threads: dict[Place, Thread] = field(default_factory=dict)

    def at(self, place: Place, about: Sequence[str], now: datetime) -> Thread:
        """What a thread is about and what was asked in it before."""
        before = self.threads.get(place, NO_THREAD)
        recent = before.at is not None and now - before.at < KEPT
        return Thread(tuple(about), before.questions if recent else ())

    def asked(self, place: Place, question: str, now: datetime) -> None:
        """Remember a question, and forget the oldest threads."""
        before = self.at(place, (), now)
        self.threads.pop(place, None)
        first, later = before.questions[:1], before.questions[1:]
        self.threads[place] = Thread((), (*first, *later[1 - MOST_QUESTIONS :], question), now)
        while len(self.threads) > MOST_THREADS:
            del self.threads[next(iter(self.threads))]


@dataclass(frozen=True, slots=True)
class Context:
    """The doors and the gatherer, as app.py wires them."""

    store: Store
    gatherer: Gatherer
    clock: Clock
    meter: Meter
    failures: Failures
    lexicons: Mapping[str, Lexicon]  # of the languages in which texts are held against articles
    writer: Writer | None = None  # writes in a model's words, where one is configured
    judgement: NewsJudgement = NO_JUDGEMENT
    answering: AnswerJudgement = NO_ANSWER_JUDGEMENT
    threads: AskedInThreads = field(default_factory=AskedInThreads)
    looked_at: dict[str, datetime] = field(default_factory=dict)  # when each workspace asked for its feeds


CommandHandler = Callable[[Context, Mapping[str, str], Actor], Awaitable[Reply]]
"""Does a command with these arguments."""

ButtonHandler = Callable[[Context, str, Actor], Awaitable[Reply]]
"""Does what a button says, to what its reference names."""


async def spent(context: Context, actor: Actor) -> str:
    """What a model cost the workspace today, as a sentence; nothing where there is none."""
    return await context.writer.spent(actor.workspace, context.clock()) if context.writer else ""


async def quote_of(context: Context, ref: str, actor: Actor) -> tuple[AnnotatedArticle, Quote]:
    """The quote that a button's reference names, with its article; raises BotError when it is gone."""
    try:
        article_id, start, end = ref.rsplit(":", 2)
        span = Span(int(start), int(end))
    except ValueError as error:  # was made up: no button of ours has it
        raise BotError(texts.OLD_BUTTON) from error
    reads = await context.store.articles([article_id], actor.workspace)
    read = reads.get(article_id)
    quote = _quote_at(read, span) if read else None
    if read is None or quote is None:
        raise BotError(texts.ARTICLE_GONE)
    return read, quote


def _quote_at(read: AnnotatedArticle, span: Span) -> Quote | None:
    """The quote of this place, or the part of one: a briefing may print less than all of an utterance."""
    exact = next((quote for quote in read.quotes if quote.span == span), None)
    around = next((quote for quote in read.quotes if quote.span.covers(span)), None)
    if exact or around is None:
        return exact
    parts = (
        Span(max(own.start, span.start), min(own.end, span.end)) for own in around.spans if own.overlaps(span)
    )
    return replace(around, spans=tuple(parts))


def failed(sentence: str, reference: str = "") -> Reply:
    """A reply of one sentence, with the id by which the log knows more."""
    return Reply(of_error(sentence, reference), error=True)
