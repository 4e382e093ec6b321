"""An untrusted Draft about a thread: the gate's decisions, and then who said what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.checks.gate import Gate
from bot.core.checks.support import forget
from bot.core.reading.lexicon import Lexicon
from bot.core.threads.whose import Thread, whose_faults
from bot.model import Bullet, Checked, Draft, DraftBullet, Rejection, Sources


def check(draft: Draft, sources: Sources, lexicon: Lexicon, prompt: str = "") -> Checked:
    """The bullets that the messages support, each giving everybody their own; each rejection says why."""
    try:
        checked = Gate.of(sources, lexicon, prompt).check(list(map(_opened, draft.bullets)))
        return _given_to_their_authors(checked, sources, lexicon)
    finally:
        forget()  # nothing of people's talk is kept


def _opened(bullet: DraftBullet) -> DraftBullet:
    """The bullet with a capital at its beginning, where many a name in a chat has none."""
    return replace(bullet, text=bullet.text[:1].upper() + bullet.text[1:])


def _given_to_their_authors(checked: Checked, sources: Sources, lexicon: Lexicon) -> Checked:
    thread = Thread.of(sources, lexicon)
    kept: list[Bullet | None] = []
    rejections = list(checked.rejections)
    for place, bullet in enumerate(checked.bullets):
        faults = whose_faults(bullet.text, _cited(bullet, sources), thread) if bullet else []
        rejections += [Rejection(place, reason, detail) for reason, detail in faults]
        kept.append(None if faults else bullet)
    return replace(checked, bullets=tuple(kept), rejections=tuple(rejections), quotes=())


def _cited(bullet: Bullet, sources: Sources) -> Sequence[int]:
    """The places of the messages that it cites."""
    cited = {cite.article.id for cite in bullet.cites}
    return [place for place, cite in enumerate(sources.sentences) if cite.article.id in cited]
