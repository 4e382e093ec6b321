"""The part of an article that is shown with it: whole sentences of one paragraph in its best window."""

from __future__ import annotations

from bot.core.answers.places import places, plain
from bot.core.answers.query import Sought
from bot.core.answers.rank import WINDOW, Ranked
from bot.core.reading.text import paragraphs, sentences
from bot.model import Article, Span


def passage(ranked: Ranked, sought: Sought) -> Span | None:
    """The sentences of the window's best paragraph, as many as the window holds; None for an empty text."""
    article = ranked.hit.article
    window = Span(ranked.window_at, ranked.window_at + WINDOW)
    runs = paragraphs(article.text)
    met = [run for run in runs if run.overlaps(window)] or runs[:1]
    if not met:
        return None
    best = max(met, key=lambda run: _share(article, run, sought))
    shown = [span for span in sentences(article.text, best) if span.overlaps(window)]
    return Span(shown[0].start, shown[-1].end) if shown else best


def _share(article: Article, run: Span, sought: Sought) -> float:
    return sought.share(places(plain(article.words(run)), sought.weights))
