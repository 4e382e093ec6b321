"""An untrusted Draft of a briefing: what of it may be printed, and why the rest may not."""

from __future__ import annotations

from bot.core.checks.gate import Gate
from bot.core.reading.lexicon import Lexicon
from bot.model import Checked, Draft, Sources


def check(draft: Draft, sources: Sources, lexicon: Lexicon, prompt: str = "") -> Checked:
    """The bullets, quotes and headline that the articles support; each rejection says why.

    `prompt` is the wording that the model was given without the articles; none of it is printed.
    """
    return Gate.of(sources, lexicon, prompt).check(draft.bullets, draft.headline)
