"""The numbers of a text, in digits or in words, read as its language writes them."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from bot.core.translations.concepts import accentless
from bot.core.translations.languages import LANGUAGES, Language

Value = frozenset[float]
"""What a number may be worth: more than one thing where an hour is told as "8 p.m." or as 20."""

_DIGITS = r"\d+(?:[.,’'\u202f\u00a0 ]\d+)*"
_AFTERNOON = re.compile(r"(?::\d\d| \d\d)?\s*p\.?m\b")
_SUFFIX = r"(?:tagig|jahrig|stundig|wochig|monatig|kopfig|prozentig|fach|mal|daags|jarig|koppig)\w*"


def same_numbers(one: str, one_is: Language, other: str, other_is: Language) -> bool:
    """Whether two texts hold the same numbers, each as often; a lone 1 may be an article."""
    mine, theirs = numbers(one, one_is), numbers(other, other_is)
    if len(mine) != len(theirs) or _signs(one) != _signs(other):
        return False
    left = sorted(theirs, key=len)
    for value in sorted(mine, key=len):
        found = next((each for each in left if each & value), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _signs(text: str) -> list[str]:
    """Signs that are numbers and no digits: "½", "²"."""
    return sorted(sign for sign in text if unicodedata.category(sign) in ("No", "Nl"))


def numbers(text: str, language: Language) -> list[Value]:
    """The numbers in order, with the word for a scale ("million") counted in."""
    plain = re.sub(r"(?i)\b(?:por ciento|per cent|per cento|pour cent|por cento)\b", "%", accentless(text))
    found = [value for value in _values(plain, language) if value != {1.0}]
    return [frozenset(round(each, 6) for each in value) for value in found]


def _values(text: str, language: Language) -> Iterator[Value]:
    at, (pattern, words) = 0, _words_of(language.code)
    while match := pattern.search(text, at):
        at = match.end()
        token = match.group().casefold()
        values = _read(token, language) if token[0].isdigit() else [words[match["word"].casefold()]]
        if len(values) == 1:
            values[0], at = _scaled(values[0], text, at, language)
        *before, last = values
        yield from (frozenset((value,)) for value in before)
        hour = _AFTERNOON.match(text, at)
        yield frozenset((last, last + 12) if hour and 0 < last < 12 else (last,))


def _scaled(value: float, text: str, at: int, language: Language) -> tuple[float, int]:
    """The value with the scales that follow it: "3 mil millones"."""
    while match := re.compile(r"[ \u00a0-]?(?:de )?([^\W\d_]+)").match(text, at):
        scale = language.scales.get(match[1].casefold())
        if scale is None:
            break
        value, at = value * scale, match.end()
    return value, at


def _read(token: str, language: Language) -> list[float]:
    """What digits are worth; each run of them by itself where they are no number of the language."""
    group, decimal = re.escape(language.grouping), re.escape(language.decimal)
    whole = re.fullmatch(rf"(\d{{1,3}}(?:[{group}]\d{{3}})+|\d+)(?:{decimal}(\d+))?", token)
    if whole is None:
        return [float(run) for run in re.findall(r"\d+", token)]
    return [float(re.sub(r"\D", "", whole[1]) + "." + (whole[2] or "0"))]


@functools.cache
def _words_of(code: str) -> tuple[re.Pattern[str], dict[str, float]]:
    """What finds a number, and the worth of each word for one."""
    language = LANGUAGES[code]
    words: dict[str, float] = dict(_each(language.units, 2, 1)) | dict(_each(language.tens, 30, 10))
    tens = dict(_each((language.units[-1],), 20, 10)) | dict(_each(language.tens, 30, 10))
    for ten, worth in tens.items():
        for one, more in _each(language.units[:8], 2, 1):
            joined = {f"{ten}-{one}", f"{ten} {one}", f"{ten} y {one}", f"{ten} e {one}", f"{one}und{ten}"}
            words |= dict.fromkeys((*joined, f"{one}en{ten}"), worth + more)
        words |= dict.fromkeys((f"{ten}-one", f"{ten} one", f"einund{ten}", f"eenen{ten}"), worth + 1)
    words |= {word: worth for word, worth in language.scales.items() if len(word) > 2}
    longest = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    suffix = _SUFFIX if language.compounds else r"(?!)"
    return re.compile(
        rf"(?<![\w.,]){_DIGITS}|\d+|(?<!\w)(?P<word>{longest})(?:(?!\w)|(?={suffix}))", re.IGNORECASE
    ), words


def _each(words: Sequence[str], first: int, step: int) -> Iterator[tuple[str, float]]:
    for number, forms in enumerate(words):
        yield from ((form, float(first + number * step)) for form in forms.split("|"))
