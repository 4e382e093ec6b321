"""Who else an article might mean as the speaker of a quote, for holding a claim against it."""

from __future__ import annotations

from bot.core.quotes.marks import utterances
from bot.core.quotes.scene import scene
from bot.core.quotes.speaker import Attributor
from bot.core.reading.lexicon import Lexicon
from bot.model import Quote, QuoteKind

SUPPORTED = 0.3  # share from which the text is taken to support somebody


def supported_names(quote: Quote, lexicon: Lexicon) -> list[str]:
    """The names that the article supports as speakers of a quote, the likeliest first."""
    if quote.kind is QuoteKind.NOT_SPEECH:
        return []
    if quote.speaker is not None:
        return [quote.speaker]
    found = utterances(quote.article.text, lexicon)
    layout = scene(quote.article.text, found, lexicon)
    for spans, attribution in zip(found, Attributor(layout, lexicon.weights).run(), strict=True):
        if attribution is not None and any(span.covers(quote.spans[0]) for span in spans):
            ranked = sorted(attribution.shares.items(), key=lambda pair: -pair[1])
            entities = layout.cast.entities
            return [entities[entity].name for entity, share in ranked if entity >= 0 and share >= SUPPORTED]
    return []
