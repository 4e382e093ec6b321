"""Numbers, units and dates: how each language writes them, what each figure is worth and of what."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.reading.grammar import SCALES, SMALL, FigureWords, Numerals
from bot.core.reading.sentence import Reading, Word
from bot.core.reading.text import accentless


def worth(number: str, scale: str = "") -> float:
    """What an English number is worth, in digits or a small word, with the word for its scale."""
    plain = float(SMALL[number]) if number in SMALL else float(number.replace(",", ""))
    return plain * SCALES.get(scale, 1.0)


# --- the numbers of a text in any language -----------------------------------------------------------


Value = frozenset[float]
"""What a number may be worth: more than one thing where an hour is written "8 p.m." or as 20."""

_DIGITS = r"\d+(?:[.,’'\u202f\u00a0 ]\d+)*"
_AFTERNOON = re.compile(r"(?::\d\d| \d\d)?\s*p\.?m\b")
_SUFFIX = r"(?:tagig|jahrig|stundig|wochig|monatig|kopfig|prozentig|fach|mal|daags|jarig|koppig)\w*"


def numbers(text: str, numerals: Numerals) -> list[Value]:
    """The numbers in order, with the word for a scale ("million") counted in."""
    plain = re.sub(r"(?i)\b(?:por ciento|per cent|per cento|pour cent|por cento)\b", "%", accentless(text))
    found = [value for value in _values(plain, numerals) if value != {1.0}]
    return [frozenset(round(each, 6) for each in value) for value in found]


def _values(text: str, numerals: Numerals) -> Iterator[Value]:
    at, (pattern, words) = 0, _words_of(numerals)
    while match := pattern.search(text, at):
        at = match.end()
        token = match.group().casefold()
        values = _read(token, numerals) if token[0].isdigit() else [words[match["word"].casefold()]]
        if len(values) == 1:
            values[0], at = _scaled(values[0], text, at, numerals)
        *before, last = values
        yield from (frozenset((value,)) for value in before)
        hour = _AFTERNOON.match(text, at)
        yield frozenset((last, last + 12) if hour and 0 < last < 12 else (last,))


def _scaled(value: float, text: str, at: int, numerals: Numerals) -> tuple[float, int]:
    """The value with the scales that follow it: "3 mil millones"."""
    while match := re.compile(r"[ \u00a0-]?(?:de )?([^\W\d_]+)").match(text, at):
        scale = numerals.scales.get(match[1].casefold())
        if scale is None:
            break
        value, at = value * scale, match.end()
    return value, at


def _read(token: str, numerals: Numerals) -> list[float]:
    """What digits are worth; each run of them by itself where they are no number of the language."""
    group, decimal = re.escape(numerals.grouping), re.escape(numerals.decimal)
    whole = re.fullmatch(rf"(\d{{1,3}}(?:[{group}]\d{{3}})+|\d+)(?:{decimal}(\d+))?", token)
    if whole is None:
        return [float(run) for run in re.findall(r"\d+", token)]
    return [float(re.sub(r"\D", "", whole[1]) + "." + (whole[2] or "0"))]


@functools.cache
def _words_of(numerals: Numerals) -> tuple[re.Pattern[str], dict[str, float]]:
    """What finds a number, and the worth of each word for one."""
    words: dict[str, float] = dict(_each(numerals.units, 2, 1)) | dict(_each(numerals.tens, 30, 10))
    tens = dict(_each((numerals.units[-1],), 20, 10)) | dict(_each(numerals.tens, 30, 10))
    for ten, worth in tens.items():
        for one, more in _each(numerals.units[:8], 2, 1):
            joined = {f"{ten}-{one}", f"{ten} {one}", f"{ten} y {one}", f"{ten} e {one}", f"{one}und{ten}"}
            words |= dict.fromkeys((*joined, f"{one}en{ten}"), worth + more)
        words |= dict.fromkeys((f"{ten}-one", f"{ten} one", f"einund{ten}", f"eenen{ten}"), worth + 1)
    words |= {word: worth for word, worth in numerals.scales.items() if len(word) > 2}
    longest = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    suffix = _SUFFIX if numerals.compounds else r"(?!)"
    return re.compile(
        rf"(?<![\w.,]){_DIGITS}|\d+|(?<!\w)(?P<word>{longest})(?:(?!\w)|(?={suffix}))", re.IGNORECASE
    ), words


def _each(words: Sequence[str], first: int, step: int) -> Iterator[tuple[str, float]]:
    for number, forms in enumerate(words):
        yield from ((form, float(first + number * step)) for form in forms.split("|"))


# --- units -------------------------------------------------------------------------------------------


def is_measure(token: Word, words: FigureWords) -> bool:
    """Whether a word is a unit, a scale or a currency."""
    return (
        token.low in words.units
        or (len(token.low) > 1 and token.low in words.scales)
        or token.low in words.currencies
    )


# --- the figures of a sentence -----------------------------------------------------------------------


CONVERTED = 0.035
"""Share by which a converted figure may be off: 100 miles are 160 kilometres."""

NEARLY = 0.12
"""Share by which what is "nearly" or "fewer than" a number may be under it."""

BEYOND = 0.25
"""Share by which what is "more than" a number may be over it."""

FEWEST_BEYOND = 5
"""Of what has no unit."""

FRACTION = 0.05
"""Share by which a fraction in words may be off: 66 per cent are two thirds."""

COUNTED = 3
"""Words after a number among which what it counts stands."""

OLDEST = 110
"""Years of somebody's age, set off by commas behind a name."""


class Bound(StrEnum):
    """On which side of a number lies what is meant."""

    NONE = ""
    MORE = "more"
    LEAST = "least"
    LESS = "less"
    MOST = "most"
    NEARLY = "nearly"


DENIED = 3
"""Words before "more than" in which a denial makes it the most: "should not father more than 25"."""

UPWARD, DOWNWARD = (Bound.MORE, Bound.LEAST), (Bound.LESS, Bound.MOST, Bound.NEARLY)
_CONTRARY = {
    Bound.MORE: (Bound.NONE, *DOWNWARD),
    Bound.LEAST: DOWNWARD,
    Bound.LESS: (Bound.NONE, *UPWARD),
    Bound.NEARLY: (Bound.NONE, *UPWARD),
    Bound.MOST: UPWARD,
    Bound.NONE: (),
}
"""With which bounds of the same number elsewhere one is not to be had."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number where it stands (tokens, end exclusive), with its scale counted in, and its unit."""

    value: float
    first: int
    last: int
    unit: str = ""  # %, points, a currency, a dimension, ordinal
    worth: float = 1.0  # of its unit, in the first unit of its dimension
    bound: Bound = Bound.NONE
    roughly: bool = False
    counted: frozenset[str] = frozenset()
    digits: int = 1  # significant ones
    year: bool = False
    fraction: bool = False  # "a third of"


@functools.lru_cache(maxsize=4096)
def figures(reading: Reading) -> tuple[Figure, ...]:
    """The figures of a sentence in order, its years among them."""
    found: list[Figure] = []
    at = 0
    while at < len(reading.tokens):
        figure = _figure(reading, at)
        if figure is not None:
            found.append(figure)
        at = figure.last if figure is not None else at + 1
    return tuple(found)


def _figure(reading: Reading, at: int) -> Figure | None:
    tokens, words = reading.tokens, reading.grammar.figures
    number, last, digits = _number(reading, at)
    if number is None:
        return None
    scaled = last
    while (
        last < len(tokens)
        and tokens[last].low in words.scales
        and not (len(tokens[last].low) == 1 and not _adjacent(reading, last))
    ):
        number *= words.scales[tokens[last].low]
        last += 1
    year = (
        last == scaled and tokens[at].text.isdecimal() and len(tokens[at].text) == 4 and 1500 <= number < 2100
    )
    unit, worth, last = _unit(reading, at, last)
    second = 0 if unit else _second(reading, at, last)
    if second:
        unit, worth, _ = _unit(reading, at, second + 1)
    if tokens[at].low[-2:] in ("st", "nd", "rd", "th") and tokens[at].low[0].isdecimal():
        unit = "ordinal"
    before = {token.low for token in tokens[max(0, at - 3) : at]}
    counted = frozenset(token.root for token in tokens[last : last + COUNTED] if token.content)
    return Figure(
        number,
        at,
        last,
        unit,
        worth,
        _bound(reading, at, last),
        bool(before & words.roughly),
        counted,
        digits,
        year and not unit,
        (tokens[at].low in words.halves and unit == "%") or tokens[last - 1].low in words.fractions,
    )


def _bound(reading: Reading, first: int, last: int) -> Bound:
    """On which side of a number lies what is meant: "more than 40", "no fewer than 40", "40 or more"."""
    tokens, words = reading.tokens, reading.grammar.figures
    if last + 1 < len(tokens) and tokens[last].low in words.alternative:
        after = tokens[last + 1].low
        if after in words.more | words.less:
            return Bound.LEAST if after in words.more else Bound.MOST
    for at in range(first - 1, max(-1, first - 4), -1):
        low = tokens[at].low
        more = low in words.more
        if more or low in words.less:
            denied = any(one.low in words.no for one in tokens[max(0, at - DENIED) : at])
            if denied:
                return Bound.MOST if more else Bound.LEAST
            return Bound.MORE if more else Bound.LESS
        for bound, known in (
            (Bound.LEAST, words.least),
            (Bound.MOST, words.most),
            (Bound.NEARLY, words.nearly),
        ):
            if low in known:
                return bound
        if at in reading.breaks or low[0].isdecimal():
            break
    return Bound.NONE


def _second(reading: Reading, at: int, last: int) -> int:
    """The other number of a range, which has the unit: "27–49%", "between 27 and 49 percent"; or 0."""
    tokens = reading.tokens
    if last < len(tokens) and f"{tokens[at].text}–{tokens[last].text}" in reading.text:
        return last
    if last + 1 >= len(tokens) or not tokens[last + 1].text[0].isdecimal():
        return 0
    words = reading.grammar.figures
    between = at > 0 and (tokens[at - 1].low, tokens[last].low) == words.between
    return last + 1 if between or tokens[last].low == words.to else 0


def _adjacent(reading: Reading, at: int) -> bool:
    return at not in reading.breaks


def _number(reading: Reading, at: int) -> tuple[float | None, int, int]:
    """The value of a number in digits or words, the token after it, and its significant digits."""
    tokens, grammar = reading.tokens, reading.grammar
    token, words = tokens[at], grammar.figures
    if (share := _share(reading, at)) is not None:
        return share, at + 2, 2
    if token.text[0].isdecimal():
        plain = (
            token.low.rstrip("stndrh").rstrip(".").replace(grammar.grouping, "").replace(grammar.decimal, ".")
        )
        return float(plain), at + 1, max(1, len(plain.replace(".", "").lstrip("0").rstrip("0")))
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if token.low in words.tens:
        ones, ten = words.spelled.get(following, 0), words.tens[token.low]
        return (ten + ones, at + 2, 2) if 0 < ones < 10 else (ten, at + 1, 1)
    spelled = words.spelled.get(token.low, 0)
    if spelled > 1:
        return spelled, at + 1, len(str(int(spelled)).rstrip("0"))
    if token.low in words.singles and following in words.scales and len(following) > 2:
        return 1.0, at + 1, 1
    if token.low in words.halves:
        third = tokens[at + 2].low if at + 2 < len(tokens) else ""
        if following in words.singles and len(third) > 1 and third in words.scales:  # "half a million"
            return words.scales[third] / 2, at + 3, 1
        if following in words.singles and third in words.units:  # "half an hour"
            return 0.5, at + 2, 1
        if following in words.half_of:
            return (50.0, at + 1, 1)
    return None, at, 0


def _share(reading: Reading, at: int) -> float | None:
    """What "a third of" or "two thirds of" is of a hundred; None where no fraction stands here."""
    tokens, words = reading.tokens, reading.grammar.figures
    if at + 2 >= len(tokens) or tokens[at + 2].low not in words.half_of:
        return None
    share = words.fractions.get(tokens[at + 1].low)
    many = 1.0 if tokens[at].low in words.singles else words.spelled.get(tokens[at].low, 0.0)
    return share * many if share and 0 < share * many < 100 else None


def _unit(reading: Reading, first: int, last: int) -> tuple[str, float, int]:
    tokens, words = reading.tokens, reading.grammar.figures
    if first and tokens[first - 1].low in "$£€¥" and first not in reading.breaks:
        return words.currencies[tokens[first - 1].low], 1.0, last
    if (tokens[first].low in words.halves and last == first + 1) or tokens[last - 1].low in words.fractions:
        return "%", 1.0, last
    if _is_age(reading, first, last):
        return *words.units[words.ages], last
    if last >= len(tokens):
        return "", 1.0, last
    word = tokens[last].low
    following = tokens[last + 1].low if last + 1 < len(tokens) else ""
    if word in words.percent or (word == "per" and following == "cent"):
        end = last + 1 + (word == "per")
        if following.startswith("point"):
            return "points", 1.0, end + 1
        return "%", 1.0, end
    if word in words.points:
        return "points", 1.0, last + 1
    if word in words.currencies:
        return words.currencies[word], 1.0, last + 1
    unit = words.units.get(word)
    return (*unit, last + 1) if unit else ("", 1.0, last)


def _is_age(reading: Reading, first: int, last: int) -> bool:
    """Whether a number is set off by commas behind a name: "Ana Silva, 24, said"."""
    token = reading.tokens[first]
    off = first in reading.breaks and (last in reading.breaks or last == len(reading.tokens))
    named = first > 0 and reading.tokens[first - 1].capital
    return off and named and token.text.isdecimal() and 0 < int(token.text) < OLDEST


def same_unit(claimed: Figure, known: Figure) -> bool:
    """Whether two figures may be of one thing: the same unit, one of one dimension, or none given."""
    if claimed.unit == known.unit:
        return True
    if "ordinal" in (claimed.unit, known.unit):  # "its 500th ship", "500 ships"
        return not {claimed.unit, known.unit} - {"ordinal", ""} and bool(claimed.counted & known.counted)
    if not known.unit:
        return not claimed.unit or not known.counted
    return not claimed.unit and not claimed.counted


def contrary_bounds(claimed: Figure, known: Figure) -> bool:
    """Whether "more than" or "fewer than" a number is claimed of which the contrary, or itself, is known."""
    mine, theirs = claimed.value * claimed.worth, known.value * known.worth
    return math.isclose(mine, theirs, rel_tol=1e-6) and known.bound in _CONTRARY[claimed.bound]


def same_value(claimed: Figure, known: Figure) -> bool:
    """Whether a claimed figure is the known one, in another unit of its dimension, or openly rounded."""
    mine, theirs = claimed.value * claimed.worth, known.value * known.worth
    if math.isclose(mine, theirs, rel_tol=1e-6):
        return True
    if not mine or not theirs:
        return False
    off = abs(mine - theirs) / theirs
    if claimed.bound in UPWARD:
        if mine > theirs:
            return False
        if theirs <= (1 + BEYOND) * mine and (claimed.unit or claimed.value >= FEWEST_BEYOND):
            return True
    if claimed.bound in DOWNWARD:
        return theirs < mine and (mine - theirs) <= NEARLY * mine
    if claimed.unit == known.unit and claimed.worth != known.worth and off <= CONVERTED:
        return True
    if claimed.fraction and claimed.unit == known.unit and off <= FRACTION:
        return True
    return _rounded(claimed, known) and (
        claimed.roughly
        or claimed.bound is not Bound.NONE
        or claimed.value >= 1000
        or known.digits > claimed.digits + 1
        or "." in str(known.value).rstrip("0").rstrip(".")
    )


def _rounded(claimed: Figure, known: Figure) -> bool:
    if known.digits <= claimed.digits or claimed.worth != known.worth:
        return False
    power = math.floor(math.log10(abs(known.value))) - claimed.digits + 1
    return math.isclose(round(known.value / 10**power) * 10**power, claimed.value, rel_tol=1e-6)
