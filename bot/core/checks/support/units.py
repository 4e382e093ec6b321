"""What a number may be of: scales, currencies, and units with what they are worth."""

from __future__ import annotations

from bot.core.checks.support.reading import Token

SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "mn": 1e6,
    "bn": 1e9,
    "m": 1e6,
    "b": 1e9,
    "k": 1e3,
}
"""What a word makes of the number before it."""

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


def unit_of(token: Token) -> tuple[str, float] | None:
    """The dimension of a unit and its worth in it."""
    return _UNITS.get(token.low) or _UNITS.get(token.low.removesuffix("s"))


def is_measure(token: Token) -> bool:
    """Whether a word is a unit, a scale or a currency."""
    return (
        unit_of(token) is not None
        or (len(token.low) > 1 and token.low in SCALES)
        or bool(CURRENCIES.get(token.low))
    )
