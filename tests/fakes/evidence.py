"""A report of six sentences, to hold claims against."""

from __future__ import annotations

from bot.core.checks.support import CitedSentences
from bot.core.reading.names import names_of_text
from bot.model import Cite, Span
from tests.fakes.articles import article, english

FLOOD = (
    "The River Ald burst its banks at Kestmouth on Monday and flooded 345 homes, the fire service said. "
    "About 1,200 people were taken to two sports halls, and 12 of them were treated in hospital. "
    "Mayor Ida Quist said the town had asked for $2.4 million in aid. "
    "The engineer Bo Lund, who built the dam in 1987, did not warn the council. "
    "Water rose by 40 percent within three hours, 16 kilometres from the coast. "
    "Bo Lund resigned on 4 March, and Ida Quist praised the rescuers."
)


def evidence(*numbers: int, text: str = FLOOD) -> CitedSentences:
    """The article's sentences of these numbers, counted from 1."""
    whole = article(text)
    ends = [
        0,
        *(at + 2 for at in range(len(text) - 2) if text[at : at + 2] == ". " and text[at + 2].isupper()),
    ]
    spans = [Span(start, end) for start, end in zip(ends, [*ends[1:], len(text)], strict=True)]
    cites = [Cite(whole, spans[number - 1]) for number in numbers or range(1, len(spans) + 1)]
    return CitedSentences.of(cites, {whole.id: names_of_text(text, english())}, english())
