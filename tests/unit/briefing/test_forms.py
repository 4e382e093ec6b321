"""The fixed form of `brief --format json`, which other programs read."""

from __future__ import annotations

from bot.core import forms
from bot.core.briefing.extractive import brief
from bot.model import Quote, QuoteKind, Span
from tests.fakes.stories import BRIDGE, story


def test_a_briefing_has_these_keys_and_no_others() -> None:
    briefing = brief(story(BRIDGE))
    assert briefing is not None
    form = forms.briefing_form(briefing)
    assert list(form) == ["headline", "articles", "writer", "bullets", "quotes", "outlets"]
    assert (form["headline"], form["writer"]) == (BRIDGE.article.headline, "extractive")
    assert form["outlets"] == [{"name": "Harbour Post", "url": BRIDGE.article.url}]
    first = briefing.bullets[0]
    span = first.cites[0].span
    assert forms.bullet_form(first) == {
        "text": first.text,
        "cites": [{"article": BRIDGE.article.id, "start": span.start, "end": span.end}],
        "quotes": [],
    }


def test_each_row_of_a_quote_is_a_slice_of_its_article() -> None:
    text = BRIDGE.article.text
    spans = tuple(
        Span(text.index(words), text.index(words) + len(words)) for words in ("We will not", "That may take")
    )
    quote = Quote(BRIDGE.article, spans, QuoteKind.QUOTE, "Ana Silva", "Mayor")
    rows = forms.quote_forms([quote])
    assert [(row["text"], row["speaker"], row["role"]) for row in rows] == [
        ("We will not", "Ana Silva", "Mayor"),
        ("That may take", "Ana Silva", "Mayor"),
    ]
    assert all(text[span.start : span.end] == row["text"] for span, row in zip(spans, rows, strict=True))
