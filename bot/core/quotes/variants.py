"""The forms of a person's name across articles: which may be of one person, and which never are."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.reading.text import fold

SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
"""They tell father from son, so a name with one is never a name without it."""


class PersonName(NamedTuple):
    """A name in its parts, folded: "Ursula von der Leyen", "Martin L. King Jr."."""

    given: tuple[str, ...]
    surname: str
    suffix: str

    @property
    def full(self) -> bool:
        """Whether a given name stands before the surname."""
        return bool(self.given)


def parse_name(name: str) -> PersonName | None:
    """The parts of a name; None for a description ("a spokesman") and for a name of suffixes alone."""
    words = [word for word in name.replace(",", " ").split() if _plain(word)]
    suffix = _plain(words.pop()) if len(words) > 1 and _plain(words[-1]) in SUFFIXES else ""
    if not words or not _capital(words[-1]):
        return None
    given = tuple(_plain(word) for word in words[:-1] if _capital(word))
    opens_small = len(words) > 1 and not _capital(words[0]) and bool(given)
    return None if opens_small else PersonName(given, _plain(words[-1]), suffix)


def name_parts(name: str) -> list[str]:
    """The folded words of a name, without points and commas."""
    return [part for part in map(_plain, name.split()) if part]


def same_person(one: PersonName, other: PersonName) -> bool:
    """Whether two full names may be of one person: equal but for initials and middle names."""
    return (
        one.full
        and other.full
        and (one.surname, one.suffix) == (other.surname, other.suffix)
        and _one_stands_for(one.given[0], other.given[0])
        and _middles_agree(one.given[1:], other.given[1:])
    )


def may_be_same(one: PersonName, other: PersonName) -> bool:
    """The same, where a surname alone may be of anyone with it; its suffix, if any, is theirs too."""
    if one.full and other.full:
        return same_person(one, other)
    short, name = (other, one) if one.full else (one, other)
    return short.surname == name.surname and short.suffix in ("", name.suffix)


def _middles_agree(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    shorter, longer = sorted((mine, theirs), key=len)
    return not shorter or (
        len(shorter) == len(longer)
        and all(_one_stands_for(a, b) for a, b in zip(shorter, longer, strict=True))
    )


def _one_stands_for(one: str, other: str) -> bool:
    """Equal, or an initial and a name that begins with it."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _plain(word: str) -> str:
    return fold(word).text.strip("\"'(),. ").removesuffix("'s")


def _capital(word: str) -> bool:
    letter = next((character for character in word if character.isalpha()), "")
    return bool(letter) and not letter.islower()
