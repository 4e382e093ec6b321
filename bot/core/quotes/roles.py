"""What the article calls a speaker: the words before the name, or set off by commas after it."""

from __future__ import annotations

from bot.core.quotes.mentions import Mention
from bot.core.quotes.names import bare
from bot.core.quotes.scene import Scene

AFTER = 14  # words of a role after a name
COURTESY = frozenset(("mr.", "mrs.", "ms.", "mr", "mrs", "ms", "miss"))


def role_of(scene: Scene, entity: int) -> str | None:
    """The first role that the article gives somebody, as it prints it; None without any."""
    numbers = scene.cast.entities[entity].mentions
    mentions = [scene.cast.mentions[number] for number in numbers]
    for mention in mentions:
        if mention.kind in ("full", "short", "single"):
            role = _before(scene, mention) or _after(scene, mention)
            if role:
                return role
    return None


def _before(scene: Scene, mention: Mention) -> str | None:
    """The title and the words that lead to it: "State Department spokesman", "Malta’s Energy Minister"."""
    items = scene.tokens.items
    if mention.title == mention.first or items[mention.first - 1].low in COURTESY:
        return None
    return scene.tokens.text[items[mention.title].start : items[mention.first - 1].end]


def _after(scene: Scene, mention: Mention) -> str | None:
    """What stands between commas after the name: "a 68-year-old Kyiv resident"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    at = mention.last + 1
    if at >= len(items) or items[at - 1].text != "," or items[at].sentence != items[mention.first].sentence:
        return None
    if classes[at] != "det" and bare(items[at].low) not in lexicon.people and not _role_ahead(scene, at):
        return None
    end = at
    while end < len(items) and end - at < AFTER and items[end].sentence == items[at].sentence:
        if classes[end] in (",", ".", ";", "speech", "rel", "aux") or classes[end].startswith("cue"):
            break
        end += 1
    if end - at >= AFTER or not any(bare(token.low) in lexicon.people for token in items[at:end]):
        return None
    return scene.tokens.text[items[at].start : items[end - 1].end]


def _role_ahead(scene: Scene, at: int) -> bool:
    return any(bare(token.low) in scene.lexicon.people for token in scene.tokens.items[at : at + 4])
