"""Who said it: P(person) is the sum over mentions of P(mention) times P(person given the mention)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.core.quotes.clauses import addressee, addressee_behind, ruling
from bot.core.quotes.marks import utterances
from bot.core.quotes.mentions import NOBODY, Mention
from bot.core.quotes.pronouns import (
    GENDERS,
    NAMED,
    Discourse,
    is_clash,
    is_named_in,
    pronoun_features,
    rivals,
)
from bot.core.quotes.rulings import RULES, SENTENCE, SURE, TURNS, Ruling
from bot.core.quotes.scene import UNNAMED, Scene, Speech, scene
from bot.core.reading.lexicon import Lexicon, Weights
from bot.model import Quote, QuoteKind

Shares = dict[int, float]
"""How probable each entity is."""


class Resolver:
    """Resolves the pronouns of one article; `discourse` is what was decided so far."""

    def __init__(self, scene: Scene, weights: Mapping[str, float]) -> None:
        self.discourse = Discourse()
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
        kind = self._scene.cast.mentions[number].kind
        found: Shares = defaultdict(float)
        for entity, share in zip(scores, softmax(list(scores.values())), strict=True):
            found[NOBODY if is_clash(self._scene, entity, kind) else entity] += share
        return found

    def _settle_before(self, number: int) -> None:
        """Takes each earlier pronoun to mean its likeliest rival, so that later ones can lean on it."""
        mentions = self._scene.cast.mentions
        for index in range(self._settled, number):
            if mentions[index].kind in GENDERS:
                scores = self._scored(index)
                if scores:
                    self.discourse.settle(index, mentions[index].kind, max(scores, key=scores.__getitem__))
        self._settled = max(self._settled, number)

    def _scored(self, number: int) -> dict[int, float]:
        known = self._scores.get(number)
        if known is None:
            known = self._scores[number] = {
                rival.entity: score(
                    pronoun_features(self._scene, number, rival, self.discourse), self._weights
                )
                for rival in rivals(self._scene, number, self.discourse)
            }
        return known


# --- what the ranker of mentions sees, without names or topics ---------------------------------------


BEFORE = 10  # mentions looked at before an utterance
AFTER = 5  # and after it
LINES_BEFORE = 2  # paragraphs looked back
PREVIOUS = -1  # stands for "whoever spoke before"
SHORT = 8  # words of a turn in a dialogue
FEW = 5  # words of what may be a name or a term
NAMESAKES = "namesakes"
SETTLED = (*RULES, NAMESAKES)  # rules whose confidence is not fitted


def candidates(scene: Scene, speech: Speech) -> list[int]:
    """The mentions that may tell the speaker of an utterance, in text order."""
    mentions, items = scene.cast.mentions, scene.tokens.items
    middle = scene.mention_at(speech.first)
    end = scene.mention_at(speech.last)
    before = [
        number
        for number in range(max(0, middle - BEFORE), middle)
        if items[mentions[number].first].line >= speech.line - LINES_BEFORE
    ]
    after = [
        number
        for number in range(end, min(len(mentions), end + AFTER))
        if items[mentions[number].first].line <= speech.last_line + 1
    ]
    found = before + list(range(middle, end))[:3] + after
    return [
        number
        for number in found
        if not (_is_bracketed(scene, speech, mentions[number]) or _is_of_the_next(scene, number))
    ]


def _is_of_the_next(scene: Scene, number: int) -> bool:
    """Whether a noun only tells whose the next one is: "the court’s | two judges"."""
    mention, after = scene.cast.mentions[number], scene.cast.mentions[number + 1 : number + 2]
    unnamed = mention.possessive and mention.kind in UNNAMED
    return unnamed and any(one.kind in UNNAMED and one.title == mention.last for one in after)


def _is_bracketed(scene: Scene, speech: Speech, mention: Mention) -> bool:
    """Whether a mention stands within a remark in brackets, and the utterance outside them."""
    classes = scene.classes
    start, end = sorted((mention.first, speech.first))
    if end - start > SENTENCE:
        return False
    opened, closed = classes[start:end].count("("), classes[start:end].count(")")
    if mention.first > speech.first:
        return opened > closed and classes[mention.title - 1] != "("
    return closed > opened and classes[mention.last : mention.last + 1] != (")",)


def mention_features(scene: Scene, speech: Speech, number: int, order: int, same: bool) -> list[str]:
    """The features of one mention; `order` counts from the utterance outwards, `same` is "spoke before"."""
    mention = scene.cast.mentions[number]
    around = scene.around[number]
    zone = _zone(scene, speech, mention)
    gap, speeches = _between(scene, speech, mention)
    left, right = around.left, around.right
    context = f"{speech.cue_before[:5]}>{speech.cue_after[:5]}"
    found = [
        zone,
        f"{zone} {mention.kind}",
        f"{zone} order {min(order, 4)}",
        f"{zone} gap {_bucket(gap)}",
        f"{zone} left {left}",
        f"{zone} right {right}",
        f"{zone} left {left} right {right}",
        f"{zone} context {context}",
        f"{zone} speeches {min(speeches, 2)}",
        f"{zone} ending {speech.ending} {'capital' if speech.capital else 'lower'}",
        f"{zone} before {speech.before}",
        f"{zone} after {speech.after}",
        f"{mention.kind} left {left}",
        f"{mention.kind} right {right}",
    ]
    found.extend(_cue_features(scene, speech, mention, around.cue, zone))
    found.extend(_entity_features(scene, speech, mention, zone))
    if same:
        found.append(f"{zone} spoke before")
    if gap <= 1:
        found.append(f"{zone} next to it, left {left} right {right}")
    return found


def _cue_features(scene: Scene, speech: Speech, mention: Mention, cue: int, zone: str) -> Iterator[str]:
    """How the verb of a mention goes with the utterance."""
    if cue >= 0:
        sentence = scene.tokens.items[cue].sentence
        same = sentence == scene.tokens.items[speech.first].sentence
        steps = speech.first - cue if cue < speech.first else cue - speech.last
        yield f"{zone} {'same' if same else 'other'} sentence {scene.classes[cue]} {_bucket(steps - 1)}"
        if cue < speech.first and scene.classes[speech.first - 1] in (":", ","):
            yield f"{zone} cue then {scene.classes[speech.first - 1]}"
    at = mention.title - 1
    if zone == "A0" and at > speech.last and scene.classes[at].startswith("cue"):
        yield f"A0 inverted {scene.classes[at]} {_bucket(at - speech.last - 1)}"


def _entity_features(scene: Scene, speech: Speech, mention: Mention, zone: str) -> Iterator[str]:
    if mention.entity < 0:
        return
    entity = scene.cast.entities[mention.entity]
    yield f"{mention.kind} {entity.kind} told {_bucket(len(entity.mentions) - 1)} times more"
    if entity.gender:
        yield f"{zone} gendered {mention.kind}"
    if mention.kind in ("full", "short") and entity.words[-1] in speech.words:
        yield f"{zone} named in the words"
    if mention.title < mention.first:
        yield f"{zone} titled {mention.kind}"
    if mention.kind == "single" and scene.tokens.items[mention.first].text.isupper():
        yield f"{zone} single in capitals"


def _zone(scene: Scene, speech: Speech, mention: Mention) -> str:
    """Where a mention stands: A after, B before, M within; 0 same sentence, and outwards."""
    items = scene.tokens.items
    at = items[mention.first]
    if mention.first > speech.last:
        if at.sentence == items[speech.last].sentence:
            return "A0"
        return "A1" if at.line == speech.last_line else "A2"
    if mention.first > speech.first:
        return "M"
    if at.sentence == items[speech.first].sentence:
        return "B0"
    if at.line == speech.line:
        return "B1" if at.sentence == items[speech.first].sentence - 1 else "B2"
    if at.line == speech.line - 1:
        return "B3" if at.sentence == items[speech.first].sentence - 1 else "B4"
    return "B5"


def _between(scene: Scene, speech: Speech, mention: Mention) -> tuple[int, int]:
    """Tokens, and other runs of speech, between a mention and the utterance."""
    if mention.first > speech.last:
        start, end = speech.last + 1, mention.title
    else:
        start, end = mention.last, speech.first
    return max(0, end - start), scene.classes[start:end].count("speech")


def previous_features(scene: Scene, speech: Speech, before: Speech) -> list[str]:
    """The features of "whoever spoke before"."""
    lines = speech.line - before.last_line
    gap = speech.first - before.last - 1
    people = sum(
        mention.kind in ("full", "short", "he", "she", "role")
        for mention in scene.cast.mentions[scene.mention_at(before.last) : scene.mention_at(speech.first)]
    )
    context = f"{speech.cue_before[:5]}>{speech.cue_after[:5]}"
    place = f"{min(lines, 3)} lines"
    whole = "whole" if speech.before == "start" and speech.after == "end" else "part"
    return [
        "before",
        f"before {place}",
        f"before {place} context {context}",
        f"before {place} gap {_bucket(gap)}",
        f"before {place} {whole} people {min(people, 3)}",
        f"before {place} after {speech.after}",
        f"before {place} starts {speech.before}",
        f"before {place} ending {before.ending} then {'capital' if speech.capital else 'lower'}",
        f"before {place} its cues {before.cue_before[:5]}>{before.cue_after[:5]}",
        f"before {place} {whole} it starts {before.before}",
        f"before whole {whole} context {context}",
    ]


def _bucket(count: int) -> str:
    if count <= 3:
        return str(count)
    for top in (5, 8, 12, 20, 35):
        if count <= top:
            return f"to {top}"
    return "far"


# --- the ranking -------------------------------------------------------------------------------------


def score(features: Sequence[str], weights: Mapping[str, float]) -> float:
    """The sum of the weights of the features that are present."""
    get = weights.get
    return sum([get(feature, 0.0) for feature in features])


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores as shares that sum to one."""
    top = max(scores, default=0.0)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]


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
    speech: int = -1  # the number of the utterance


class Attributor:
    """One pass over the utterances of an article, in order: each may lean on the one before."""

    def __init__(self, scene: Scene, weights: Weights) -> None:
        self._scene = scene
        self._weights = weights
        self.resolver = Resolver(scene, weights.pronoun)
        self._shares: Shares = {}
        self._spoken: list[tuple[int, Speech]] = []

    def run(self) -> list[Attribution | None]:
        """An attribution for each utterance; None where nobody is spoken of."""
        found: list[Attribution | None] = []
        for speech in self._scene.speeches:
            one = self._attribute(speech)
            found.append(one)
            self._spoken.append((one.entity if one else NOBODY, speech))
        return found

    def _attribute(self, speech: Speech) -> Attribution | None:
        settled = ruling(self._scene, speech) or self._turn(speech)
        if settled is not None:
            return self._settled(speech, settled)
        options = options_for(self._scene, speech, self.resolver.discourse)
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
        self.resolver.discourse.spoke(entity, speech.last)
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        number = best[entity][1]
        if entity >= 0 and self._scene.cast.entities[entity].kind == NAMESAKES:
            return Attribution(NOBODY, probability, second, number, NAMESAKES)
        rule = self._rule(number)
        bare = Attribution(entity, probability, second, number, rule, by_entity, speech=speech.number)
        return replace(bare, confidence=confidence(self._scene, bare, self._weights.calibration))

    def _turn(self, speech: Speech) -> Ruling | None:
        """A short paragraph of speech alone after two who spoke in turn is of either: nobody is sure."""
        spoken = self._spoken
        if not _is_bare(speech) or len(spoken) < 2:
            return None
        (one, first), (other, second) = spoken[-2:]
        close = speech.line - second.last_line <= 1 and second.line - first.last_line <= 1
        short = max(speech.count, second.count) <= SHORT
        return Ruling(TURNS) if close and short and (one != other or NOBODY in (one, other)) else None

    def _settled(self, speech: Speech, settled: Ruling) -> Attribution:
        """What the clause itself tells; nobody leans on words that nobody said."""
        entity = self._scene.cast.mentions[settled.mention].entity if settled.mention >= 0 else NOBODY
        if entity >= 0:
            self._shares = {entity: 1.0}
            self.resolver.discourse.spoke(entity, speech.last)
        return Attribution(entity, SURE, 0.0, settled.mention, settled.rule, {}, SURE)

    def _rule(self, number: int) -> str:
        return "continued" if number == PREVIOUS else self._scene.cast.mentions[number].kind

    def _meant(self, number: int, speech: Speech) -> Shares:
        """Whom a mention is of, shared out where it is a pronoun."""
        if number == PREVIOUS:
            return self._shares
        mention = self._scene.cast.mentions[number]
        if mention.possessive and mention.kind in UNNAMED:
            return {-2 - number: 1.0}  # "the court’s three judges" are not the court
        if mention.kind not in GENDERS:
            return {mention.entity: 1.0} if mention.entity >= 0 else {-2 - number: 1.0}
        return self.resolver.shares(number, speech)


def _is_bare(speech: Speech) -> bool:
    """Whether an utterance is all of its paragraph."""
    return speech.before == "start" and speech.after == "end"


def confidence(scene: Scene, attribution: Attribution, weights: Mapping[str, float]) -> float:
    """How often such an attribution is right: a logistic curve over what it rests on."""
    total = sum(weights.get(name, 0.0) * value for name, value in grounds(scene, attribution))
    return 1 / (1 + math.exp(-total))


def grounds(scene: Scene, attribution: Attribution) -> list[tuple[str, float]]:
    """What the confidence in an attribution rests on, each with its amount."""
    chance = min(max(attribution.probability, 1e-4), 1 - 1e-4)
    odds = math.log(chance / (1 - chance))
    kind = scene.cast.entities[attribution.entity].kind if attribution.entity >= 0 else "nobody"
    found = [
        ("always", 1.0),
        ("odds", odds),
        ("lead", math.log(chance / max(attribution.runner_up, 1e-4))),
        (f"by {attribution.rule}", 1.0),
        (f"odds by {attribution.rule}", odds),
        (f"is {kind}", 1.0),
    ]
    speech = scene.speeches[attribution.speech]
    cued = "cued" if speech.cue_before or speech.cue_after else "no cue"
    if speech.before not in ("start", ":") and not speech.capital:
        found.append((f"within a clause, {'few' if speech.count <= FEW else 'many'}, {cued}", 1.0))
    return found


def options_for(scene: Scene, speech: Speech, discourse: Discourse) -> list[tuple[int, list[str]]]:
    """The candidates for an utterance with their features, "whoever spoke before" last."""
    addressed = (addressee(scene, speech), addressee_behind(scene, speech))
    numbers = [
        number
        for number in candidates(scene, speech)
        if number not in addressed and not _is_referred_to(scene, speech, scene.cast.mentions[number])
    ]
    mentions = scene.cast.mentions
    after = [number for number in numbers if mentions[number].first > speech.last]
    before = [number for number in numbers if mentions[number].first <= speech.last]
    orders = {number: order for order, number in enumerate(after, 1)}
    orders |= {number: order for order, number in enumerate(reversed(before), 1)}
    found = [
        (
            number,
            mention_features(
                scene,
                speech,
                number,
                orders[number],
                mentions[number].entity == discourse.speaker is not None,
            ),
        )
        for number in numbers
    ]
    if speech.number and discourse.speaker is not None:
        found.append((PREVIOUS, previous_features(scene, speech, scene.speeches[speech.number - 1])))
    return found


def _is_referred_to(scene: Scene, speech: Speech, mention: Mention) -> bool:
    """Whether the sentence says that words are about somebody: "users wrote “…” – referencing Bo Lund"."""
    items, at = scene.tokens.items, mention.title - 1
    if at < 1 or items[at].sentence != items[speech.first].sentence:
        return False
    words = scene.lexicon.referring
    return items[at].low in words or f"{items[at - 1].low}_{items[at].low}" in words


# --- whom a claim may mean ---------------------------------------------------------------------------


SUPPORTED = 0.3  # share from which the text is taken to support somebody


def supported_names(quote: Quote, lexicon: Lexicon) -> list[str]:
    """The names that the article supports as speakers of a quote, the likeliest first."""
    if quote.kind is QuoteKind.NOT_SPEECH:
        return []
    if quote.speaker is not None:
        return [quote.speaker]
    found = utterances(quote.article.text, lexicon)
    layout = scene(quote.article.text, found, lexicon)
    for spans, attribution in zip(found, Attributor(layout, lexicon.weights).run(), strict=True):
        if attribution is not None and any(span.covers(quote.spans[0]) for span in spans):
            ranked = sorted(attribution.shares.items(), key=lambda pair: -pair[1])
            entities = layout.cast.entities
            return [entities[entity].name for entity, share in ranked if entity >= 0 and share >= SUPPORTED]
    return []
