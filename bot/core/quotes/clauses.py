"""What the clause around an utterance says of it: denied, supposed, asked, told by another, on a sign."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.quotes.mentions import Mention
from bot.core.quotes.scene import UNNAMED, Scene, Speech

NEAR = 3  # words before a verb in which "never", "would have" or "if he" stand
REACH = 8  # words between a reporting verb and the words it reports
PHRASE = 4  # words after "asked by Ida Quist" in which the question starts
VERSE_WORDS = 10  # words up to which a line is taken for one of a poem
MARKS = frozenset("\"“”„‟«»'‘’‚‛‹›`″")
SURE = 0.95  # confidence where the clause itself names the speaker

_WERE = frozenset(("was", "were", "been", "being"))

DENIED = "denied"
SUPPOSED = "supposed"
ASKED = "asked"
TOLD = "told by another"
LABEL = "label"
SIGN = "sign"
VERSE = "verse"
INVERTED = "inverted"
TURNS = "turns"
REPORTING = ("cue-say", "cue-tell", "cue-speak")
SPOKEN = (*REPORTING, "cue-gerund")
UNSPOKEN = (DENIED, LABEL, VERSE)


class Ruling(NamedTuple):
    """What a clause settles: why, and the mention of who spoke, or -1 for nobody."""

    rule: str
    mention: int = -1


def ruling(scene: Scene, speech: Speech) -> Ruling | None:
    """What the clause around an utterance settles; None where it leaves the speaker open."""
    if _is_verse(scene, speech):
        return Ruling(VERSE)
    if _is_label(scene, speech):
        return Ruling(LABEL)
    before, after = nearest_cue(scene, speech, -1), nearest_cue(scene, speech, 1)
    for cue in (before, after):
        if cue > 0 and (heard := _heard(scene, speech, cue)):
            return heard
    if spoken_of := _spoken_of(scene, speech):
        return spoken_of
    settled = _ruling_before(scene, speech, before, after) if before >= 0 else None
    if settled is None and after >= 0:
        comma = scene.classes[speech.last + 1] == ","
        if (comma or speech.ending in ",?") and not _breaks(scene, speech.last + 1 + comma, after):
            settled = _unsaid(scene, after, speech.last) or _inverted(scene, speech, after)
    return settled


def _inverted(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """Several people without a name right after the verb: "“…,” shouted the neighbours of Bo Lund"."""
    mentions, classes = scene.cast.mentions, scene.classes
    if classes[cue] not in ("cue-say", "cue-speak"):
        return None
    if any(one not in (",", "aux", "adv") for one in classes[speech.last + 1 : cue]):
        return None
    number = scene.mention_at(cue)
    plural = number < len(mentions) and mentions[number].kind == "roles" and mentions[number].title == cue + 1
    return Ruling(INVERTED, number) if plural else None


def _ruling_before(scene: Scene, speech: Speech, cue: int, after: int) -> Ruling | None:
    """What a verb before the words settles."""
    if speech.first - cue > REACH:
        return None
    if _is_sign(scene, cue):
        return Ruling(SIGN)
    if _is_denied(scene, cue, speech.first):
        return Ruling(DENIED)
    settled = _unsaid(scene, cue) or _asked(scene, speech, cue)
    if settled is None and after < 0:
        told = _teller(scene, cue, speech)
        return Ruling(TOLD, told) if told >= 0 else None
    return settled


def _unsaid(scene: Scene, cue: int, floor: int = -1) -> Ruling | None:
    """Whether the verb says that nobody spoke, or that somebody may."""
    calling = scene.tokens.items[cue].low in scene.lexicon.calling
    if scene.classes[cue] not in SPOKEN and not calling:
        return None
    if scene.classes[cue] != "cue-gerund" and _is_negated(scene, cue, floor):
        return Ruling(DENIED)
    return Ruling(SUPPOSED) if _is_supposed(scene, cue, floor) else None


def nearest_cue(scene: Scene, speech: Speech, step: int) -> int:
    """The nearest verb of speech on one side, in the same sentence, before any other speech; or -1."""
    items, classes = scene.tokens.items, scene.classes
    at = speech.last if step > 0 else speech.first
    sentence, verbs = items[at].sentence, scene.lexicon.unsaid
    at += step
    while 0 <= at < len(items) and items[at].sentence == sentence and classes[at] != "speech":
        if classes[at].startswith("cue") or items[at].low in verbs:
            return at
        at += step
    return -1


def _breaks(scene: Scene, start: int, end: int) -> bool:
    """Whether another clause starts between two tokens."""
    return any(scene.classes[at] in (",", ";", ":", "rel", "conj", ".") for at in range(start, end))


def _is_no(scene: Scene, at: int) -> bool:
    low = scene.tokens.items[at].low
    return scene.classes[at] == "neg" or low.endswith("n't") or low in scene.lexicon.negating


def _is_negated(scene: Scene, cue: int, floor: int = -1) -> bool:
    """Whether "never" or "did not" stands before the verb; "not only" denies nothing."""
    items, classes = scene.tokens.items, scene.classes
    for at in range(cue - 1, max(floor, cue - 1 - NEAR), -1):
        if items[at].sentence != items[cue].sentence or items[at].low in scene.lexicon.claims.indeed:
            return False
        if _is_no(scene, at):
            return True
        if classes[at] not in ("adv", "aux"):
            return False
    ahead = cue + 1
    return (
        ahead + 1 < len(items)
        and items[ahead].sentence == items[cue].sentence
        and _is_no(scene, ahead)
        and classes[ahead + 1] in (",", ":", "speech")
    )


def _is_denied(scene: Scene, cue: int, speech: int) -> bool:
    """Whether "denied" governs the verb: "denied saying", "denied that he had called"."""
    items, classes, denying = scene.tokens.items, scene.classes, scene.lexicon.denying
    if items[cue].low in denying:
        return any(classes[at] == "that" for at in range(cue + 1, speech))
    for at in range(cue - 1, max(-1, cue - 1 - REACH), -1):
        if items[at].sentence != items[cue].sentence:
            return False
        if items[at].low in denying:
            return True
        if scene.lexicon.capital_nouns and items[at - 1].low in denying:
            continue  # "bestritt, gesagt zu haben"
        if classes[at] in (",", ";", ":", "conj", "speech") and items[at].low not in scene.lexicon.reported:
            return False
    return False


def _is_supposed(scene: Scene, cue: int, floor: int = -1) -> bool:
    """Whether nobody said it yet: "would have said", "might say", "if he says", "as if to say"."""
    items, lexicon = scene.tokens.items, scene.lexicon
    for at in range(cue - 1, max(floor, cue - 2 - NEAR), -1):
        low = items[at].low
        if items[at].sentence != items[cue].sentence:
            return False
        if low in lexicon.supposing or (f"{low}_{items[at + 1].low}" in lexicon.supposing and at + 1 < cue):
            return True
        if scene.classes[at] in (",", ";", ":", "speech", "rel") or scene.classes[at].startswith("cue"):
            return False
    return False


def _asked(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """A question put to somebody: of whoever asked, or of nobody: "Asked by Ida Quist “…”, Lund shrugged"."""
    items, lexicon, classes = scene.tokens.items, scene.lexicon, scene.classes
    if items[cue].low not in lexicon.asking:
        return None
    before = items[cue - 1].low if cue else ""
    if not (cue in scene.tokens.openings or before in lexicon.passive):
        return None
    agent, at = -1, cue + 1
    if items[at].low in lexicon.agents:
        number = scene.mention_at(at)
        mentions = scene.cast.mentions
        if number < len(mentions) and mentions[number].first < speech.first:
            agent, at = number, mentions[number].last
    rest = classes[at : speech.first]
    if len(rest) > PHRASE or any(one in ("conj", "rel", "that", ";") for one in rest) or "," in rest[:-1]:
        return None
    if agent < 0 and (speech.ending != "?" or len(rest) > 1):
        return None
    return Ruling(ASKED, agent)


def _heard(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """Somebody was told: of whom by, if it says, and of nobody else: "“…,” Bo Lund was told by Ida Quist"."""
    items, lexicon = scene.tokens.items, scene.lexicon
    if items[cue].low not in lexicon.hearing or items[cue - 1].low not in _WERE:
        return None
    if (speech.first - cue if cue < speech.first else cue - speech.last) > REACH:
        return None
    return Ruling(ASKED, _agent(scene, cue + 1))


def _spoken_of(scene: Scene, speech: Speech) -> Ruling | None:
    """Somebody was spoken of in these words, which are another's: "was praised by Bo Lund as “…”"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    for at in range(speech.first - 1, max(0, speech.first - 1 - REACH), -1):
        if items[at].sentence != items[speech.first].sentence or classes[at] in (";", ":", "speech", "conj"):
            return None
        if items[at].low in lexicon.spoken_of:
            before = at - 1
            while before > 0 and (classes[before] == "adv" or items[before].low.endswith("ly")):
                before -= 1
            if items[before].low not in _WERE:
                return None
            within = (
                _agent(scene, by) for by in range(at + 1, speech.first) if items[by].low in lexicon.agents
            )
            return Ruling(ASKED, max([*within, _agent(scene, speech.last + 1)], default=-1))
        if classes[at].startswith("cue"):
            return None
    return None


def _agent(scene: Scene, at: int) -> int:
    """The mention of whom a "by" at a token names, or -1."""
    items, mentions = scene.tokens.items, scene.cast.mentions
    if at >= len(items) or items[at].low not in scene.lexicon.agents:
        return -1
    number = scene.mention_at(at)
    named = number < len(mentions) and mentions[number].title <= at + 2 and _is_somebody(mentions[number])
    return number if named else -1


def _teller(scene: Scene, cue: int, speech: Speech) -> int:
    """The named subject of the verb that stands nearest, where another verb of speech stands before it."""
    items, classes, mentions = scene.tokens.items, scene.classes, scene.cast.mentions
    if speech.first - cue > PHRASE or classes[cue] not in REPORTING:
        return -1
    number = scene.mention_at(cue) - 1
    if number < 0:
        return -1
    mention = mentions[number]
    if mention.title and classes[mention.title - 1] == "prep":
        return -1
    between = list(classes[mention.last : cue])
    if between[:1] == [","] and mention.title and classes[mention.title - 1] == ",":
        between = between[1:]
    if any(one not in ("aux", "adv") for one in between) or mention.possessive or not _is_somebody(mention):
        return -1
    for at in range(mention.title - 1, -1, -1):
        if items[at].sentence != items[cue].sentence or classes[at] == "speech":
            return -1
        if classes[at] in REPORTING:
            return number if _is_clause(scene, at + 1, mention.title) else -1
    return -1


def _is_clause(scene: Scene, start: int, end: int) -> bool:
    """Whether no further clause starts between a verb of speech and the subject of the next one."""
    classes = scene.classes
    return not any(one in ("conj", ";", ".", ":") for one in classes[start:end])


def _is_somebody(mention: Mention) -> bool:
    return mention.kind in ("full", "short", "single", *UNNAMED)


def _is_sign(scene: Scene, cue: int) -> bool:
    """Whether a sign speaks: "a banner that read", "signs saying"."""
    items, lexicon = scene.tokens.items, scene.lexicon
    if items[cue].low not in lexicon.displaying:
        return False
    at = cue - 1
    while at >= 0 and scene.classes[at] in ("rel", "that", "aux", "adv", ",", "conj"):
        at -= 1
    return at >= 0 and items[at].low in lexicon.displays


def _is_label(scene: Scene, speech: Speech) -> bool:
    """Whether the line is a link to another article: "Read more: “…”"."""
    items = scene.tokens.items
    at = speech.first
    while at > 0 and items[at - 1].line == speech.line and speech.first - at <= PHRASE:
        at -= 1
    if at == speech.first or (at and items[at - 1].line == speech.line):
        return False
    lead = [item.low for item in items[at : speech.first] if item.text[0].isalpha()]
    pointed = items[speech.first - 1].text in (":", "|", ">", "–", "—", "»")
    return pointed and "_".join(lead) in scene.lexicon.links


def _is_verse(scene: Scene, speech: Speech) -> bool:
    """Whether short lines follow one another within one pair of marks, or are parted by strokes."""
    runs = [scene.tokens.items[at] for at in scene.tokens.runs[speech.number]]
    text = scene.tokens.text
    if len(runs) == 1:
        parts = text[runs[0].start : runs[0].end].split(" / ")
        return len(parts) > 1 and all(1 < len(part.split()) <= VERSE_WORDS for part in parts)
    return all(len(text[run.start : run.end].split()) <= VERSE_WORDS for run in runs) and all(
        text[run.start - 1] == "\n" for run in runs[1:]
    )
