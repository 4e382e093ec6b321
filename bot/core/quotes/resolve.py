"""Pronouns shared out among the people they may mean, in text order, each leaning on those before."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.quotes.linear import score, softmax
from bot.core.quotes.pronouns import GENDERS, NAMED, Thread, is_named_in, pronoun_features, rivals
from bot.core.quotes.scene import Scene, Speech

Shares = dict[int, float]
"""How probable each entity is."""


class Resolver:
    """Resolves the pronouns of one article; `thread` is what was decided so far."""

    def __init__(self, scene: Scene, weights: Mapping[str, float]) -> None:
        self.thread = Thread()
        self._scene = scene
        self._weights = weights
        self._scores: dict[int, dict[int, float]] = {}
        self._settled = 0

    def shares(self, number: int, speech: Speech) -> Shares:
        """Whom a pronoun means when it tells the speaker of this utterance."""
        self._settle_before(number)
        named = self._weights.get(NAMED, 0.0)
        scores = {
            entity: value + (named if is_named_in(self._scene, entity, speech) else 0.0)
            for entity, value in self._scored(number).items()
        }
        return dict(zip(scores, softmax(list(scores.values())), strict=True))

    def _settle_before(self, number: int) -> None:
        """Takes each earlier pronoun to mean its likeliest rival, so that later ones can lean on it."""
        mentions = self._scene.cast.mentions
        for index in range(self._settled, number):
            if mentions[index].kind in GENDERS:
                scores = self._scored(index)
                if scores:
                    self.thread.settle(index, mentions[index].kind, max(scores, key=scores.__getitem__))
        self._settled = max(self._settled, number)

    def _scored(self, number: int) -> dict[int, float]:
        known = self._scores.get(number)
        if known is None:
            known = self._scores[number] = {
                rival.entity: score(pronoun_features(self._scene, number, rival, self.thread), self._weights)
                for rival in rivals(self._scene, number, self.thread)
            }
        return known
