"""Who said it: P(person) is the sum over mentions of P(mention) times P(person given the mention)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.core.quotes.features import PREVIOUS, candidates, mention_features, previous_features
from bot.core.quotes.linear import score, softmax
from bot.core.quotes.pronouns import GENDERS, Thread
from bot.core.quotes.resolve import Resolver, Shares
from bot.core.quotes.scene import Scene, Speech
from bot.core.reading.lexicon import Weights

NEGLIGIBLE = 1e-3  # a mention less probable than this is not looked into


@dataclass(frozen=True, slots=True)
class Attribution:
    """The likeliest speaker of an utterance, the mention that tells it, and how the text shows it."""

    entity: int
    probability: float
    runner_up: float
    mention: int  # PREVIOUS when it goes on from the speech before
    rule: str
    shares: Mapping[int, float] = field(default_factory=dict)  # how probable each entity is
    confidence: float = 0.0  # calibrated: the share of such attributions that are right


class Attributor:
    """One pass over the utterances of an article, in order: each may lean on the one before."""

    def __init__(self, scene: Scene, weights: Weights) -> None:
        self._scene = scene
        self._weights = weights
        self.resolver = Resolver(scene, weights.pronoun)
        self._shares: Shares = {}

    def run(self) -> list[Attribution | None]:
        """An attribution for each utterance; None where nobody is spoken of."""
        return [self._attribute(speech) for speech in self._scene.speeches]

    def _attribute(self, speech: Speech) -> Attribution | None:
        options = options_for(self._scene, speech, self.resolver.thread)
        if not options:
            return None
        chances = softmax([score(features, self._weights.mention) for _, features in options])
        by_entity: Shares = defaultdict(float)
        best: dict[int, tuple[float, int]] = {}
        for (number, _), chance in zip(options, chances, strict=True):
            if chance < NEGLIGIBLE:
                continue
            for entity, share in self._meant(number, speech).items():
                by_entity[entity] += chance * share
                best[entity] = max(best.get(entity, (0.0, 0)), (chance * share, number))
        if not by_entity:
            return None
        self._shares = dict(by_entity)
        ranked = sorted(by_entity.items(), key=lambda pair: -pair[1])[:2]
        entity, probability = ranked[0]
        self.resolver.thread.spoke(entity, speech.last)
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        number = best[entity][1]
        bare = Attribution(entity, probability, second, number, self._rule(number), by_entity)
        return replace(bare, confidence=confidence(self._scene, bare, self._weights.calibration))

    def _rule(self, number: int) -> str:
        return "continued" if number == PREVIOUS else self._scene.cast.mentions[number].kind

    def _meant(self, number: int, speech: Speech) -> Shares:
        """Whom a mention is of, shared out where it is a pronoun."""
        if number == PREVIOUS:
            return self._shares
        mention = self._scene.cast.mentions[number]
        if mention.kind not in GENDERS:
            return {mention.entity: 1.0} if mention.entity >= 0 else {-2 - number: 1.0}
        return self.resolver.shares(number, speech)


def confidence(scene: Scene, attribution: Attribution, weights: Mapping[str, float]) -> float:
    """How often such an attribution is right: a logistic curve over what it rests on."""
    total = sum(weights.get(name, 0.0) * value for name, value in grounds(scene, attribution))
    return 1 / (1 + math.exp(-total))


def grounds(scene: Scene, attribution: Attribution) -> list[tuple[str, float]]:
    """What the confidence in an attribution rests on, each with its amount."""
    chance = min(max(attribution.probability, 1e-4), 1 - 1e-4)
    odds = math.log(chance / (1 - chance))
    kind = scene.cast.entities[attribution.entity].kind if attribution.entity >= 0 else "nobody"
    return [
        ("always", 1.0),
        ("odds", odds),
        ("lead", math.log(chance / max(attribution.runner_up, 1e-4))),
        (f"by {attribution.rule}", 1.0),
        (f"odds by {attribution.rule}", odds),
        (f"is {kind}", 1.0),
    ]


def options_for(scene: Scene, speech: Speech, thread: Thread) -> list[tuple[int, list[str]]]:
    """The candidates for an utterance with their features, "whoever spoke before" last."""
    numbers = candidates(scene, speech)
    mentions = scene.cast.mentions
    after = [number for number in numbers if mentions[number].first > speech.last]
    before = [number for number in numbers if mentions[number].first <= speech.last]
    orders = {number: order for order, number in enumerate(after, 1)}
    orders |= {number: order for order, number in enumerate(reversed(before), 1)}
    found = [
        (
            number,
            mention_features(
                scene, speech, number, orders[number], mentions[number].entity == thread.speaker is not None
            ),
        )
        for number in numbers
    ]
    if speech.number and thread.speaker is not None:
        found.append((PREVIOUS, previous_features(scene, speech, scene.speeches[speech.number - 1])))
    return found
