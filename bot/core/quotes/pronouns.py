"""Whom a pronoun means: the people spoken of before it, ranked by what the text supports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.quotes.mentions import Entity, Mention
from bot.core.quotes.scene import Scene, Speech, Surroundings

LOOK_BACK = 40  # mentions before a pronoun
INITIALS = 3  # letters from which a name of capitals alone is of no person
RIVALS = 6  # people considered
NAMED = "named in the words"  # the feature of a rival whom the utterance itself names
FITS = ("fits", "seems to fit")
CLASHES = ("clashes", "seems to clash")
GENDERS = {"he": "m", "she": "f"}


class Rival(NamedTuple):
    """Somebody a pronoun may mean, and where this person was last spoken of."""

    entity: int
    mention: int
    rank: int  # by recency, the latest is 0
    compatible_rank: int  # the same among those whose gender fits


@dataclass(slots=True)
class Discourse:
    """What was decided earlier in the text: who spoke last, and whom each pronoun meant."""

    speaker: int | None = None
    speaker_token: int = -1
    resolved: dict[int, int] = field(default_factory=dict)  # number of a pronoun mention -> entity
    latest: dict[str, int] = field(default_factory=dict)  # class of a pronoun -> entity

    def spoke(self, entity: int, token: int) -> None:
        """Notes who spoke last, and where."""
        self.speaker, self.speaker_token = entity, token

    def settle(self, number: int, kind: str, entity: int) -> None:
        """Notes whom a pronoun was taken to mean."""
        self.resolved[number] = entity
        self.latest[kind] = entity


def rivals(scene: Scene, number: int, discourse: Discourse) -> list[Rival]:
    """The people spoken of before a pronoun, the latest first."""
    mentions, entities = scene.cast.mentions, scene.cast.entities
    found: list[Rival] = []
    seen: set[int] = set()
    fitting = 0
    for index in range(number - 1, max(-1, number - 1 - LOOK_BACK), -1):
        entity = discourse.resolved.get(index, mentions[index].entity)
        if entity < 0 or entity in seen or not _may_be_meant(mentions[index].kind, entities[entity]):
            continue
        if _is_spoken_to(scene, number, entity) or _is_place(scene, entities[entity]):
            continue
        seen.add(entity)
        found.append(Rival(entity, index, len(found), fitting))
        fitting += _gender(entities[entity], mentions[number].kind) not in CLASHES
        if len(found) == RIVALS:
            break
    return _without_clashes(scene, mentions[number].kind, found)


def _without_clashes(scene: Scene, pronoun: str, found: list[Rival]) -> list[Rival]:
    """Those whom the gender does not rule out where somebody who was spoken of later fits."""
    genders = [_gender(scene.cast.entities[rival.entity], pronoun) for rival in found]
    fitting = next((rank for rank, gender in enumerate(genders) if gender in FITS), len(found))
    return [
        rival
        for rank, (rival, gender) in enumerate(zip(found, genders, strict=True))
        if rank < fitting or gender not in CLASHES
    ]


def _is_spoken_to(scene: Scene, number: int, entity: int) -> bool:
    """Whether it is the object of the verb of a pronoun: "she told Quist" is not Quist."""
    cue, mentions = scene.around[number].cue, scene.cast.mentions
    for mention in mentions[number + 1 : number + 3] if cue >= 0 else ():
        direct = mention.title in (cue + 1, cue + 2) and (
            mention.title == cue + 1 or scene.classes[cue + 1] in ("prep", "det")
        )
        if mention.entity == entity and direct and not mention.possessive:
            return True
    return False


def _is_place(scene: Scene, entity: Entity) -> bool:
    """Whether it stands as a place does wherever it is named: behind a preposition, with no given name."""
    named = entity.kind in ("person", "single")
    if not named or entity.titles or entity.gender or entity.words[0] in scene.lexicon.given:
        return False
    items, mentions = scene.tokens.items, scene.cast.mentions
    starts = [mentions[number].title for number in entity.mentions]
    return all(start > 0 and items[start - 1].low in scene.lexicon.locative for start in starts)


def _may_be_meant(mention_kind: str, entity: Entity) -> bool:
    """Whether it is somebody: no firm with a name of capitals."""
    initials = entity.kind == "single" and entity.name.isupper() and len(entity.name) >= INITIALS
    return (entity.kind in ("person", "single", "role") and not initials) or mention_kind in ("he", "she")


def pronoun_features(scene: Scene, number: int, rival: Rival, discourse: Discourse) -> list[str]:
    """The features of one rival for a pronoun."""
    mention, last = scene.cast.mentions[number], scene.cast.mentions[rival.mention]
    entity = scene.cast.entities[rival.entity]
    items = scene.tokens.items
    at, then = items[mention.first], items[last.first]
    around = scene.around[rival.mention]
    gender = _gender(entity, mention.kind)
    place = _place(scene, mention)
    distance = _distance(at.sentence - then.sentence)
    lines = min(at.line - then.line, 3)
    found = [
        f"gender {gender}",
        f"gender {gender} {entity.kind}",
        f"rank {min(rival.rank, 4)}",
        f"fitting rank {min(rival.compatible_rank, 3)} {gender}",
        f"sentences {distance}",
        f"lines {lines}",
        f"sentences {distance} left {around.left}",
        f"left {around.left}",
        f"right {around.right}",
        f"{last.kind}",
        f"{place} lines {lines}",
        f"{place} fitting rank {min(rival.compatible_rank, 3)}",
        f"{place} sentences {distance} right {around.right}",
        f"{_part(around)} sentences {distance}",
        f"{_part(around)} {place} rank {min(rival.compatible_rank, 2)}",
        f"{place} sentences {distance} {'opens' if last.title in scene.tokens.openings else 'inside'}",
        f"told {min(len(entity.mentions), 6)}",
        f"{'opens' if last.title in scene.tokens.openings else 'inside'} its sentence, sentences {distance}",
        f"{'opens' if _opens_line(scene, last) else 'inside'} its paragraph, lines {lines}",
    ]
    if entity.mentions and entity.mentions[0] == rival.mention:
        found.append(f"new, sentences {distance}")
    found.extend(_discourse_features(scene, number, rival, discourse))
    if _named_after(scene, number, rival.entity):
        found.append("object of the same sentence")
    return found


def is_clash(scene: Scene, entity: int, pronoun: str) -> bool:
    """Whether a title or a given name shows that a pronoun does not mean somebody."""
    return _gender(scene.cast.entities[entity], pronoun) == "clashes"


def is_named_in(scene: Scene, entity: int, speech: Speech) -> bool:
    """Whether the words of an utterance name somebody, as few speakers name themselves."""
    one = scene.cast.entities[entity]
    return one.kind in ("person", "single") and one.words[-1] in speech.words


def _discourse_features(scene: Scene, number: int, rival: Rival, discourse: Discourse) -> list[str]:
    found = []
    kind = scene.cast.mentions[number].kind
    token = scene.cast.mentions[number].first
    if discourse.speaker is not None:
        near = (
            "near"
            if token - discourse.speaker_token < 12
            else "mid"
            if token - discourse.speaker_token < 60
            else "far"
        )
        if discourse.speaker == rival.entity:
            found.append(f"spoke before, {near}")
        else:
            found.append(f"another spoke before, {near}")
    meant = discourse.latest.get(kind)
    if meant is not None:
        found.append("meant before" if meant == rival.entity else "another meant before")
    return found


def _part(around: Surroundings) -> str:
    """The part that a mention plays: the subject of a verb of speech, of another verb, or something else."""
    if around.left in ("prep", "verb", "poss") or around.left.startswith("cue"):
        return "inverted" if around.left.startswith("cue") and around.right in (",", ".", "end") else "object"
    verb = around.right.removeprefix("app-").removeprefix("rel-")
    if verb.startswith("cue"):
        return "speaking subject"
    return "subject" if verb.startswith(("verb", "aux")) else "other part"


def _gender(entity: Entity, pronoun: str) -> str:
    """Whether the gender fits: by a title or a given name, or else by pronouns near the name."""
    gender = GENDERS.get(pronoun, "")
    if entity.gender:
        return "fits" if entity.gender == gender else "clashes"
    fitting, other = entity.votes[gender], sum(entity.votes.values()) - entity.votes[gender]
    if fitting == other:
        return "unknown"
    return "seems to fit" if fitting > other else "seems to clash"


def _place(scene: Scene, pronoun: Mention) -> str:
    """Where in its paragraph a pronoun stands: first, after the speech that opens it, or later."""
    at = pronoun.first
    line = scene.tokens.items[at].line
    while at > 0 and scene.tokens.items[at - 1].line == line and pronoun.first - at < 4:
        at -= 1
        if scene.classes[at] == "speech":
            opens = at == 0 or scene.tokens.items[at - 1].line != line
            return "after opening speech" if opens else "after speech"
    return "opening" if pronoun.first - at < 2 else "later"


def _distance(sentences: int) -> str:
    if sentences <= 2:
        return str(sentences)
    return "3-5" if sentences <= 5 else "more"


def _opens_line(scene: Scene, mention: Mention) -> bool:
    at = mention.title
    return at == 0 or scene.tokens.items[at - 1].line != scene.tokens.items[at].line


def _named_after(scene: Scene, number: int, entity: int) -> bool:
    """Whether the person is named later in the pronoun's own sentence: "he told Rubio" is not Rubio."""
    mentions, items = scene.cast.mentions, scene.tokens.items
    sentence = items[mentions[number].first].sentence
    for mention in mentions[number + 1 : number + 5]:
        if items[mention.first].sentence != sentence:
            return False
        if mention.entity == entity:
            return True
    return False
