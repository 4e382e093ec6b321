"""What the ranker of speakers sees of an utterance and a mention: readable, without names or topics."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.quotes.mentions import Mention
from bot.core.quotes.scene import Scene, Speech

BEFORE = 10  # mentions looked at before an utterance
AFTER = 5  # and after it
LINES_BEFORE = 2  # paragraphs looked back
PREVIOUS = -1  # stands for "whoever spoke before"


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
    return before + list(range(middle, end))[:3] + after


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
