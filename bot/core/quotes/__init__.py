"""The quote engine: every utterance of an article, and who said it, or nobody where it is not sure."""

from __future__ import annotations

from bot.core.quotes.kinds import kind_of
from bot.core.quotes.marks import Utterance, utterances
from bot.core.quotes.roles import role_of
from bot.core.quotes.scene import Scene, scene
from bot.core.quotes.speaker import Attribution, Attributor
from bot.core.reading.lexicon import Lexicon
from bot.model import Article, Evidence, Quote, QuoteKind, Span

MOST_ATTRIBUTED = 2000  # utterances: a text with more of them is no article, and nobody is named in it


def find_quotes(article: Article, lexicon: Lexicon) -> tuple[Quote, ...]:
    """The utterances of an article in text order, each with its speaker where the text supports one."""
    found = utterances(article.text, lexicon)
    if len(found) > MOST_ATTRIBUTED:
        return tuple(Quote(article, spans, QuoteKind.QUOTE) for spans in found)
    if not found:
        return ()
    layout = scene(article.text, found, lexicon)
    attributions = Attributor(layout, lexicon.weights).run()
    return tuple(
        _quote(article, spans, layout, number, attribution, lexicon.weights.threshold)
        for number, (spans, attribution) in enumerate(zip(found, attributions, strict=True))
    )


def _quote(
    article: Article,
    spans: Utterance,
    layout: Scene,
    number: int,
    attribution: Attribution | None,
    threshold: float,
) -> Quote:
    kind = kind_of(layout, layout.speeches[number])
    if kind is QuoteKind.NOT_SPEECH or attribution is None:
        return Quote(article, spans, kind)
    evidence = Evidence(attribution.rule, attribution.confidence, _cue(layout, attribution))
    if attribution.entity < 0 or attribution.confidence < threshold:
        return Quote(article, spans, kind, evidence=evidence)
    entity = layout.cast.entities[attribution.entity]
    role = role_of(layout, attribution.entity)
    return Quote(article, spans, kind, entity.name, role, evidence)


def _cue(layout: Scene, attribution: Attribution) -> Span | None:
    """Where the verb of the mention stands."""
    if attribution.mention < 0:
        return None
    mention = layout.cast.mentions[attribution.mention]
    at = layout.around[attribution.mention].cue
    if at < 0 and mention.title and layout.classes[mention.title - 1].startswith("cue"):
        at = mention.title - 1
    if at < 0:
        return None
    token = layout.tokens.items[at]
    return Span(token.start, token.end)
