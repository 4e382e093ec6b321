"""What a clause may settle of an utterance, and what every rule looks at: verbs of speech, people, agents."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.quotes.mentions import Mention
from bot.core.quotes.scene import UNNAMED, Scene, Speech

SENTENCE = 60  # tokens on either side within which a sentence is looked at
SURE = 0.95  # confidence where the clause itself names the speaker

DENIED = "denied"
SUPPOSED = "supposed"
MADE_UP = "made up"
ASKED = "asked"
TOLD = "told by another"
CROWD = "crowd"
FOUND = "found"
SIGNED = "signed"
LABEL = "label"
SIGN = "sign"
VERSE = "verse"
INVERTED = "inverted"
TURNS = "turns"
REPORTING = ("cue-say", "cue-tell", "cue-speak")
SPOKEN = (*REPORTING, "cue-gerund")
NAMED = ("full", "short", "single")
UNSPOKEN = (DENIED, LABEL, VERSE)
RULES = (*UNSPOKEN, SUPPOSED, MADE_UP, ASKED, TOLD, CROWD, FOUND, SIGNED, SIGN, INVERTED, TURNS)


class Ruling(NamedTuple):
    """What a clause settles: why, and the mention of who spoke, or -1 for nobody."""

    rule: str
    mention: int = -1


def nearest_cue(scene: Scene, speech: Speech, step: int) -> int:
    """The nearest verb of speech on one side, in the same sentence, before any other speech; or -1."""
    items, classes = scene.tokens.items, scene.classes
    at = speech.last if step > 0 else speech.first
    sentence, verbs, performing = items[at].sentence, scene.lexicon.unsaid, scene.lexicon.performing
    at += step
    while 0 <= at < len(items) and items[at].sentence == sentence and classes[at] != "speech":
        if classes[at].startswith("cue") or items[at].low in verbs or items[at].low in performing:
            return at
        at += step
    return -1


def agent(scene: Scene, at: int) -> int:
    """The mention of whom a "by" at a token names, or -1."""
    items, mentions = scene.tokens.items, scene.cast.mentions
    if at >= len(items) or items[at].low not in scene.lexicon.agents:
        return -1
    number = scene.mention_at(at)
    named = number < len(mentions) and mentions[number].title <= at + 2 and is_somebody(mentions[number])
    return number if named else -1


def is_somebody(mention: Mention) -> bool:
    """Whether a mention is of people, by name or by a noun."""
    return mention.kind in ("full", "short", "single", *UNNAMED)
