"""A question as a model is asked to answer it, and what of its draft may be printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.core.answers.extractive import BULLETS, AnswerCandidate
from bot.core.checks import quotes_within
from bot.core.checks.gate import Gate
from bot.core.material import line, material
from bot.core.prompt import Prompt
from bot.core.reading.lexicon import Lexicon
from bot.model import Checked, Cite, DraftAnswer, Form, Sources, WritingRequest

SENTENCES = 12
"""Sent for one question: an answer stands among the best ten or nowhere."""

WORDS = 80
MOST_TOKENS = 900


def sources(best_first: Sequence[AnswerCandidate], languages: Collection[str]) -> Sources | None:
    """The best sentences with the quotes that stand in them; None where no article could be checked.

    They are in one of these languages: that of the best sentence in any of them.
    """
    spoken = [code for one in best_first if (code := one.read.article.written_in) in languages]
    if not spoken:
        return None
    picked = [one for one in best_first if one.read.article.written_in == spoken[0]][:SENTENCES]
    picked.sort(key=lambda one: (one.read.article.id, one.span))
    reads = tuple(dict.fromkeys(one.read for one in picked))
    quotes = dict.fromkeys(quote for one in picked for quote in quotes_within(one.read, one.span))
    return Sources(reads, tuple(Cite(one.read.article, one.span) for one in picked), tuple(quotes))


def writing_request(given: Sources, question: str, prompt: Prompt, lexicon: Lexicon) -> WritingRequest:
    """What a model is asked for, in the language of the sources."""
    values = {"bullets": str(BULLETS), "language": lexicon.grammar.name, "words": str(WORDS)}
    asked = f"{material(given)}\n\nThe question: {line(question)}"
    return WritingRequest(Form.ANSWER, prompt.name, prompt.fill(values), asked, MOST_TOKENS)


# --- what of a draft may be printed ---------------------------------------------------------------


def check(draft: DraftAnswer, sources: Sources, lexicon: Lexicon, prompt: str = "") -> Checked:
    """The first bullets that the articles support, as many as an answer shows."""
    return Gate.of(sources, lexicon, prompt).check(draft.bullets[:BULLETS])
