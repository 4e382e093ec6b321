"""What the commands are called in other languages, where a platform shows names by its reader's language.

Their default names work everywhere and are the ones that help shows. Keys are words of those names.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "help": "hilfe",
        "digest": "überblick",
        "ask": "fragen",
        "brief": "kurzfassung",
        "quotes": "zitate",
        "schedule": "zeiten",
        "why": "warum",
        "mute": "ausblenden",
        "unmute": "einblenden",
        "filters": "filter",
        "topics": "themen",
        "follow": "folgen",
        "unfollow": "entfolgen",
        "list": "liste",
        "add": "hinzufügen",
        "only": "nur",
        "remove": "entfernen",
        "check": "prüfen",
        "set": "setzen",
        "pause": "anhalten",
        "resume": "fortsetzen",
    }
}
"""By language (ISO 639-1); a word that is missing stays as it is."""


def local_names(word: str) -> dict[str, str]:
    """What a word of a command's name is in each language that has another for it."""
    return {language: names[word] for language, names in NAMES.items() if word in names}
