"""What a reader says is wrong with a quote, held against its article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.quotes import find_quotes
from bot.core.quotes.languages import lexicon_for
from bot.core.quotes.verify import supported_speaker, verify
from bot.core.reading.lexicon import Lexicon
from bot.model import AnnotatedArticle, Case, Fault, Quote, Report


def check(report: Report, lexicons: Mapping[str, Lexicon]) -> Case:
    """The report with what its article holds of the claim, and what the engine reads there today."""
    shown = report.quote
    lexicon = lexicon_for(shown.article, lexicons)
    read = AnnotatedArticle(shown.article, find_quotes(shown.article, lexicon))
    now = tuple(quote for quote in read.quotes if quote.span.overlaps(shown.span))
    if report.fault is Fault.QUOTE:
        return Case(report, verify(report.claimed, read, lexicon), None, now)
    return Case(report, None, _supported(report.claimed, shown, now, lexicon), now)


def _supported(claimed: str, shown: Quote, now: tuple[Quote, ...], lexicon: Lexicon) -> str | None:
    """Whom the engine names today, or might if it had named nobody: who was shown proves nothing."""
    for quote in (*now, replace(shown, speaker=None, role=None)):
        if name := supported_speaker(claimed, quote, lexicon):
            return name
    return None
