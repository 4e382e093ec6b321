"""The part of an article that is shown with it: whole sentences around its best window."""

from __future__ import annotations

from bot.core.answers.rank import WINDOW, Ranked
from bot.core.text import paragraphs, sentences
from bot.model import Span


def passage(ranked: Ranked) -> Span | None:
    """The sentences of the best window, from the paragraph in which it begins; None for an empty text."""
    text = ranked.hit.article.text
    run = next((run for run in paragraphs(text) if run.end > ranked.window_at), None)
    if run is None:
        return None
    window = Span(max(run.start, ranked.window_at), ranked.window_at + WINDOW)
    met = [span for span in sentences(text, run) if span.overlaps(window)]
    return Span(met[0].start, met[-1].end) if met else run
