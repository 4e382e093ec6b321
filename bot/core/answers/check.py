"""An untrusted DraftAnswer: what of it may be printed; nothing left is "the corpus does not say"."""

from __future__ import annotations

from bot.core.answers.extractive import BULLETS
from bot.core.checks.gate import Gate
from bot.core.reading.lexicon import Lexicon
from bot.model import Checked, DraftAnswer, Sources


def check(draft: DraftAnswer, sources: Sources, lexicon: Lexicon, prompt: str = "") -> Checked:
    """The first bullets that the articles support, as many as an answer shows."""
    return Gate.of(sources, lexicon, prompt).check(draft.bullets[:BULLETS])
