"""What a pair of quotation marks holds: speech, a fragment of it, or words that nobody said."""

from __future__ import annotations

from bot.core.quotes.scene import Scene, Speech
from bot.core.quotes.tokens import Token
from bot.model import QuoteKind

FRAGMENT = 3  # words from which speech is a quote
NAMED_WORDS = 10  # words up to which a run after "titled" or "a book" is taken for its name
NAME_WORDS = 7  # words up to which a run of capitals is taken for a title


def kind_of(scene: Scene, speech: Speech) -> QuoteKind:
    """The kind of an utterance, by its words and by what stands around it."""
    if not _is_speech(scene, speech):
        return QuoteKind.NOT_SPEECH
    return QuoteKind.FRAGMENT if speech.count < FRAGMENT else QuoteKind.QUOTE


def _is_speech(scene: Scene, speech: Speech) -> bool:
    if speech.cue_after and speech.before in ("start", ".", "speech"):
        return True
    if speech.count < FRAGMENT:
        alone = speech.before == "start" and speech.after == "end"
        spoken = alone or bool(speech.cue_before or speech.cue_after)
        return spoken and (alone or not _names_a_thing(scene, speech))
    named = speech.count <= NAMED_WORDS and _words(scene, speech)[0][0].isupper()
    return not (_is_title(scene, speech) or (named and _follows_naming(scene, speech)))


def _names_a_thing(scene: Scene, speech: Speech) -> bool:
    """A word or two that name something: capitals, or right after a noun or "called"."""
    return _words(scene, speech)[0][0].isupper() or _follows_naming(scene, speech)


def _follows_naming(scene: Scene, speech: Speech) -> bool:
    at = speech.first - 1
    if at >= 0 and scene.classes[at] in (",", ":"):
        return False
    if speech.before == "start":
        return False
    before = scene.tokens.items[at]
    return before.low in scene.lexicon.naming or (
        scene.lexicon.capital_nouns and _is_noun(before, scene.classes[at])
    )


def _is_noun(token: Token, its_class: str) -> bool:
    """Whether a word is a common noun where every noun has a capital: "das Album", but "mit den Worten"."""
    return token.text[0].isupper() and not token.capital and its_class == "low"


def _is_title(scene: Scene, speech: Speech) -> bool:
    """A short run in which all but the small words are capitalised, and which ends no sentence of speech."""
    words = _words(scene, speech)
    small = scene.lexicon.small
    large = [word for word in words if word.lower() not in small]
    return (
        1 < len(words) <= NAME_WORDS
        and len(large) > 1
        and all(word[0].isupper() or word[0].isdigit() for word in large)
        and words[0][0].isupper()
        and not (speech.cue_after and speech.ending == ",")
    )


def _words(scene: Scene, speech: Speech) -> list[str]:
    token = scene.tokens.items[speech.first]
    found = scene.lexicon.token.findall(scene.tokens.text, token.start, token.end)
    return [word for word in found if word[0].isalnum()] or ["-"]
