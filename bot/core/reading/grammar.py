"""How a language's sentences are read: its words and their stems, its numbers, units, days and months.

English stands here; another language has a table in its file.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.reading.text import STOP_WORDS, fold_text, stem

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Numerals:
    """How a language writes numbers; words are in lower case and without accents."""

    grouping: str  # what may part thousands
    decimal: str
    units: tuple[str, ...]  # two to twenty
    tens: tuple[str, ...]  # thirty to ninety
    scales: Mapping[str, float]
    compounds: bool  # whether words are joined to longer ones

    @classmethod
    def of(
        cls, grouping: str, decimal: str, units: str, tens: str, scales: str, *, compounds: bool = False
    ) -> Numerals:
        """Those of lists of words; scales as "12 dozen dozens,1e2 hundred"."""
        worths = {word: float(worth) for worth, *words in map(str.split, scales.split(",")) for word in words}
        return cls(grouping, decimal, tuple(units.split()), tuple(tens.split()), worths, compounds)


ENGLISH = Numerals.of(
    ",",
    ".",
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty",
    "thirty forty fifty sixty seventy eighty ninety",
    "12 dozen dozens,1e2 hundred hundreds,1e3 thousand thousands,1e6 million millions m mn,1e9"
    " billion billions bn,1e12 trillion trillions",
)
SMALL = dict(zip(("zero", "one", *ENGLISH.units[:-1]), range(20), strict=True))
TENS = dict(zip((ENGLISH.units[-1], *ENGLISH.tens), range(20, 100, 10), strict=True))
SCALES = {word: worth for word, worth in ENGLISH.scales.items() if word[-1] != "s"} | {"b": 1e9, "k": 1e3}
"""What an English word makes of the number before it."""


@dataclass(frozen=True, slots=True, eq=False)
class FigureWords:
    """The words around the figures of a language, in lower case."""

    spelled: Mapping[str, float]
    tens: Mapping[str, float]  # what a word for one to nine may follow
    scales: Mapping[str, float]
    singles: frozenset[str]  # "a", before a scale
    halves: frozenset[str]
    half_of: frozenset[str]  # what follows "half" where it is a share
    than: frozenset[str]  # what follows "more" and "fewer" before a number
    more: frozenset[str]  # "over": what is meant is more
    less: frozenset[str]  # "under", "fewer"
    least: frozenset[str]  # "least": it is that or more
    most: frozenset[str]
    nearly: frozenset[str]  # it is a little less
    no: frozenset[str]  # what makes of "more than" the most, and of "less than" the least
    alternative: frozenset[str]  # "or", before "more"
    roughly: frozenset[str]
    fractions: Mapping[str, float]  # "third", of a hundred
    percent: frozenset[str]
    points: frozenset[str]  # "Prozentpunkte"
    currencies: Mapping[str, str]
    units: Mapping[str, tuple[str, float]]  # the dimension, and the worth in the first unit of it
    origin: frozenset[str]  # "from", before what was
    aim: frozenset[str]  # "to", before what is
    instead: frozenset[str]  # before what is not, or no longer
    joining: frozenset[str]  # "and", between two figures
    ages: str  # the unit of somebody's age
    between: tuple[str, str]
    to: str
    pointing: frozenset[str]  # "the", before "two": those named just before
    leading: frozenset[str]  # "several", before a unit without a figure


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """The words for days, months and years of a language, in lower case; a form leads to its name."""

    weekdays: tuple[str, ...]  # from Monday on
    months: tuple[str, ...]
    forms: Mapping[str, str]
    short: Mapping[str, str]  # names of days and months as "Sept."
    also_words: frozenset[str]  # "may", which is a month in some places alone
    before_a_month: frozenset[str]
    relative: Mapping[str, int]  # "yesterday": days from that of publication
    shifts: Mapping[str, int]  # "last", before a year or a month
    ago: frozenset[str]  # behind a number of weeks that have passed since
    ago_before: frozenset[str]  # the same, before it
    ahead: frozenset[str]  # "in", before a number of weeks after which something will be
    year: frozenset[str]
    month: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """What the sentences of one language are read by."""

    language: str  # ISO 639-1
    name: str  # in English
    stemmer: str  # Snowball's
    token: re.Pattern[str]
    small: frozenset[str]  # words that say nothing about what a text is about
    telling: frozenset[str]  # those of them that do within a sentence: "not", "up"
    bases: Mapping[str, str]  # an irregular form -> its base
    grouping: str
    decimal: str
    figures: FigureWords
    dates: DateWords
    accented: bool = False  # whether words keep their accents: "fordern", "fördern"
    fading: frozenset[str] = field(init=False, default=frozenset())  # the small ones but the telling

    def __post_init__(self) -> None:
        object.__setattr__(self, "fading", self.small - self.telling)

    def low(self, word: str) -> str:
        """A word in lower case, its accents kept where they tell words apart."""
        return word.lower().replace("’", "'") if self.accented else fold_text(word)

    def root(self, low: str) -> str:
        """The stem of a word in lower case, of an irregular form that of its base: "rose", "rise"."""
        return stem(self.bases.get(low, low), self.stemmer)

    @classmethod
    def of(cls, language: str, table: Mapping[str, Any]) -> Grammar:
        """That of a language file's table."""
        grouping, decimal = table["grouping"], table["decimal"]
        return cls(
            language,
            table["name"],
            table["stemmer"],
            _token(grouping, decimal, table["ordinal"]),
            _listed(table["small"]),
            _listed(table["telling"]),
            _bases(table["irregular"]),
            grouping,
            decimal,
            _figure_words(table["figures"]),
            _date_words(table["dates"]),
            accented=True,
        )


@functools.lru_cache(maxsize=64)
def roots_of(words: frozenset[str], grammar: Grammar) -> frozenset[str]:
    """The roots of a set of words."""
    return frozenset(map(grammar.root, words))


def _token(grouping: str, decimal: str, ordinal: str) -> re.Pattern[str]:
    """Numbers as the language writes them, abbreviations with points, words, marks."""
    group, point = re.escape(grouping), re.escape(decimal)
    return re.compile(
        r"[^\W\d_]+ n[’']t\b|"
        rf"[$£€¥]|%|{ordinal}|\d{{1,3}}(?:{group}\d{{3}})+(?:{point}\d+)?(?!\d)|\d+(?:{point}\d+)?(?:st|nd|rd|th)?"
        r"|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'][^\W\d_]+)*|[.;:!?,()–—-]"
    )


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _bases(text: str) -> Mapping[str, str]:
    return {form: forms.split()[0] for forms in text.split(",") for form in forms.split()[1:]}


def _worths(text: str) -> dict[str, float]:
    """Words and what each is worth, in pairs or as "12 dozen dozens,100 hundred"."""
    found: dict[str, float] = {}
    for part in text.split(","):
        worth, *words = part.split()
        found |= dict.fromkeys(words, float(worth))
    return found


def _figure_words(table: Mapping[str, str]) -> FigureWords:
    units: dict[str, tuple[str, float]] = {}
    for measure in table["units"].split(";"):
        dimension, _, rest = measure.strip().partition(":")
        units |= {word: (dimension, worth) for word, worth in _worths(rest).items()}
    first, last = table["between"].split()
    return FigureWords(
        spelled=_spelled(table["units_spelled"].split(), table["tens_spelled"].split()),
        tens={},
        scales=_worths(table["scales"]),
        singles=_listed(table["singles"]),
        halves=_listed(table["halves"]),
        half_of=_listed(table["half_of"]),
        than=_listed(table["than"]),
        more=_listed(table["more"]),
        less=_listed(table["less"]),
        least=_listed(table["least"]),
        most=_listed(table["most"]),
        nearly=_listed(table["nearly"]),
        no=_listed(table["no"]),
        alternative=_listed(table["alternative"]),
        roughly=_listed(table["roughly"]),
        fractions=_worths(table["fractions"]),
        percent=_listed(table["percent"]),
        points=_listed(table["points"]),
        currencies={
            word: part.split()[0] for part in table["currencies"].split(",") for word in part.split()
        },
        units=units,
        origin=_listed(table["origin"]),
        aim=_listed(table["aim"]),
        instead=_listed(table["instead"]),
        joining=_listed(table["joining"]),
        ages=table["ages"],
        between=(first, last),
        to=table["to"].strip(),
        pointing=_listed(table["pointing"]),
        leading=_listed(table["leading"]),
    )


def _spelled(units: Sequence[str], tens: Sequence[str]) -> dict[str, float]:
    """Joined words for numbers: "dreiundzwanzig", "zweihundert", "fünftausend"."""
    ones = dict(zip(units, range(2, 21), strict=True))
    small = dict(ones)
    for ten, worth in zip((units[-1], *tens), range(20, 100, 10), strict=True):
        small[ten] = worth
        small[f"einund{ten}"] = worth + 1
        small |= {f"{one}und{ten}": worth + number for one, number in ones.items() if number < 10}
    found = {word: float(number) for word, number in small.items()}
    for scale, worth in (("hundert", 100), ("tausend", 1000)):
        found[scale] = float(worth)
        found |= {f"{word}{scale}": float(number * worth) for word, number in (("ein", 1), *small.items())}
    return found


def _date_words(table: Mapping[str, str]) -> DateWords:
    def names(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
        rows = [row.split() for row in text.split(",")]
        return tuple(row[0] for row in rows), {form: row[0] for row in rows for form in row}

    weekdays, days = names(table["weekdays"])
    months, forms = names(table["months"])
    _, short = names(table["short"])
    return DateWords(
        weekdays,
        months,
        days | forms,
        short,
        _listed(table["also_words"]),
        _listed(table["before_a_month"]),
        {word: int(days) for word, days in _worths(table["relative"]).items()},
        {word: int(years) for word, years in _worths(table["shifts"]).items()},
        _listed(table["ago"]),
        _listed(table["ago_before"]),
        _listed(table["ahead"]),
        _listed(table["year"]),
        _listed(table["month"]),
    )


# --- English -----------------------------------------------------------------------------------------


_IRREGULAR = """
    say said, tell told, come came, go went gone, take took taken, give gave given, get got gotten, make
    made, see saw seen, find found, leave left, hold held, keep kept, lead led, meet met, send sent, win
    won, lose lost, fall fell fallen, rise rose risen, grow grew grown, begin began begun, become became,
    bring brought, buy bought, build built, catch caught, choose chose chosen, draw drew drawn, drive
    drove driven, eat ate eaten, fight fought, fly flew flown, forget forgot forgotten, freeze froze
    frozen, hear heard, hide hid hidden, know knew known, lay laid, lend lent, mean meant, pay paid, run
    ran, sell sold, shoot shot, sing sang sung, sink sank sunk, sit sat, sleep slept, speak spoke spoken,
    spend spent, stand stood, steal stole stolen, strike struck stricken, swear swore sworn, sweep swept,
    swim swam swum, teach taught, think thought, throw threw thrown, understand understood, wake woke
    woken, wear wore worn, write wrote written, shake shook shaken, seek sought, spin spun, stick stuck,
    swing swung, tear tore torn, ride rode ridden, ring rang rung, break broke broken, feed fed, feel
    felt, flee fled, forbid forbade forbidden, forgive forgave forgiven, hang hung, overcome overcame,
    prove proved proven, spring sprang sprung, deal dealt, dig dug, blow blew blown, bind bound, withdraw
    withdrew withdrawn, undertake undertook undertaken, uphold upheld, show showed shown, plead pled
    pleaded, die dying died, lie lying lay, man men, woman women, child children, foot feet, life lives,
    wife wives
"""
CURRENCIES = {
    word: words.split()[0]
    for words in """$ dollar dollars usd, £ gbp sterling, € euro euros eur, ¥ yen, yuan, rupee rupees,
    rouble roubles ruble rubles, franc francs, peso pesos, cent cents, pence""".split(",")
    for word in words.split()
}
"""Each word for a currency, and what it is known by; pounds may be a weight, won a victory."""

_MEASURES = {
    "time": """second 1 minute 60 hour 3600 day 86400 week 604800 fortnight 1209600 month 2629800
    year 31557600 decade 315576000 century 3155760000""",
    "length": """millimetre .001 millimeter .001 mm .001 centimetre .01 centimeter .01 cm .01 metre 1 meter 1
    kilometre 1000 kilometer 1000 km 1000 mile 1609.3 mi 1609.3 yard .9144 foot .3048 feet .3048 ft .3048
    inch .0254 inche .0254""",
    "weight": "gram .001 kilogram 1 kilo 1 kg 1 tonne 1000 ton 1000 lb .4536 ounce .02835 stone 6.35",
    "area": "acre 4047 hectare 10000",
    "volume": "litre 1 liter 1 gallon 3.785 pint .568 barrel 159",
    "speed": "mph 1.609 kph 1 kmh 1",
}
_UNITS = {
    word: (dimension, float(worth))
    for dimension, units in _MEASURES.items()
    for word, worth in zip(units.split()[::2], units.split()[1::2], strict=True)
}
"""Each unit in the first of its dimension; a month is the twelfth part of a year."""

_DAYS = tuple(map(str.lower, WEEKDAYS))
_YEAR = tuple(map(str.lower, MONTHS))


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(words: Iterable[str]) -> dict[str, str]:
    return {word: word for word in words}


ENGLISH_GRAMMAR = Grammar(
    "en",
    "English",
    "english",
    re.compile(
        r"[^\W\d_]+ n[’']t\b|"
        r"[$£€¥]|%|\d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th)?|(?:[^\W\d_]\.){2,}"
        r"|[^\W\d_]+(?:[’'][^\W\d_]+)*|[.;:!?,()–—-]"
    ),
    STOP_WORDS,
    _set("no not nor before after above below under over up down off out against"),
    {form: base for form, base in _bases(_IRREGULAR).items() if form != "lay"},
    ",",
    ".",
    FigureWords(
        spelled={word: float(worth) for word, worth in SMALL.items()},
        tens={word: float(worth) for word, worth in TENS.items()},
        scales=SCALES,
        singles=_set("a an one"),
        halves=_set("half"),
        half_of=_set("a an of the"),
        than=_set("than"),
        more=_set("more greater higher over exceeding exceeded above beyond topping"),
        less=_set("fewer less lower under below"),
        least=_set("least minimum"),
        most=_set("most maximum limit"),
        nearly=_set("nearly almost"),
        no=_set("no not"),
        alternative=_set("or"),
        roughly=_set("about around some nearly almost roughly approximately estimated close up"),
        fractions={
            word: share
            for share, words in (
                (100 / 3, "third thirds"),
                (25.0, "quarter quarters"),
                (20.0, "fifth fifths"),
                (10.0, "tenth tenths"),
            )
            for word in words.split()
        },
        percent=_set("% percent pc percentage"),
        points=frozenset(),
        currencies=CURRENCIES,
        units=_UNITS | {f"{word}s": worth for word, worth in _UNITS.items()},
        origin=_set("from"),
        aim=_set("to"),
        instead=_set("instead rather compared against versus"),
        joining=_set("and but while whereas"),
        ages="year",
        between=("between", "and"),
        to="to",
        pointing=_set("the these both all other"),
        leading=_set("a an one several few many some hundred hundreds thousands dozens per each every"),
    ),
    DateWords(
        weekdays=_DAYS,
        months=_YEAR,
        forms=_names((*_DAYS, *_YEAR)),
        short={
            **{name[:3]: name for name in (*_DAYS, *_YEAR)},
            "tues": "tuesday",
            "wednes": "wednesday",
            "thur": "thursday",
            "thurs": "thursday",
            "sept": "september",
        },
        also_words=_set("may march sun sat mar jan wed mon dec second"),
        before_a_month=_set("in on of since until by last next early late mid from during before after"),
        relative={"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1},
        shifts={"last": -1, "this": 0, "next": 1},
        ago=_set("ago"),
        ago_before=frozenset(),
        ahead=_set("in within"),
        year=_set("year"),
        month=_set("month"),
    ),
)
