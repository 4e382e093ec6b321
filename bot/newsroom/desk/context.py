"""What the handlers of the desk work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.outline import of_error, texts
from bot.core.reading.lexicon import Lexicon
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.errors import BotError
from bot.model import Actor, AnnotatedArticle, Quote, Reply, Span
from bot.newsroom.gather import Gatherer
from bot.newsroom.write import Writer
from bot.ports import Clock, Failures, Meter, Store


@dataclass(frozen=True, slots=True)
class Context:
    """The doors and the gatherer, as app.py wires them."""

    store: Store
    gatherer: Gatherer
    clock: Clock
    meter: Meter
    failures: Failures
    lexicon: Lexicon  # of English, by which texts are held against articles
    writer: Writer | None = None  # writes in a model's words, where one is configured
    judgement: NewsJudgement = NO_JUDGEMENT
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
    article_id, start, end = ref.rsplit(":", 2)
    reads = await context.store.articles([article_id], actor.workspace)
    read = reads.get(article_id)
    quote = _quote_at(read, Span(int(start), int(end))) if read else None
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
