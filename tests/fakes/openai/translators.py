"""Translators behind the stand-in: one that puts English into a plain German, and ones that do it wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.openai.request import Asked
from tests.fakes.openai.writers import faithful

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*|\s+|.", re.DOTALL)
_KNOWN = dict(
    pair.strip().split(":")
    for pair in """the:die, a:eine, an:eine, of:von, to:zu, in:in, on:am, for:für, and:und, that:dass, was:wurde,
    were:wurden, is:ist, are:sind, have:haben, had:hatte, has:hat, it:sie, its:ihre, they:sie, them:ihnen,
    not:nicht, no:kein, nobody:niemand, never:nie, without:ohne, none:keiner, about:etwa, before:vor, after:nach,
    over:über, by:von, with:mit, from:von, while:während, who:die, at:bei, this:diese, there:dort, another:andere,
    two:zwei, three:drei, four:vier, five:fünf, six:sechs, seven:sieben, eight:acht, nine:neun, ten:zehn,
    twelve:zwölf, percent:Prozent, million:Millionen, kilometres:Kilometer, monday:Montag, tuesday:Dienstag,
    wednesday:Mittwoch, thursday:Donnerstag, friday:Freitag, saturday:Samstag, sunday:Sonntag, march:März,
    may:Mai, bridge:Brücke, closed:gesperrt, closes:schließt, traffic:Verkehr, night:Nacht, cables:Kabel,
    cable:Kabel, cracks:Risse, engineers:Ingenieure, engineer:Ingenieur, cars:Autos, day:Tag, ferries:Fähren,
    council:Rat, teachers:Lehrer, strike:Streik, union:Gewerkschaft, schools:Schulen, said:sagte, mayor:Amt,
    week:Woche, pay:Lohn, days:Tage, members:Mitglieder, drivers:Fahrer, bus:Bus, city:Stadt, people:Leute,
    ministry:Ministerium, voted:stimmten, wanted:wollten, opened:eröffnet, cross:überqueren""".split(",")
)
_FILLING = "auch dann schon noch wohl hier sehr bald etwas nun dabei immer wieder jetzt zuletzt".split()
_NAMED = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)*\b")


def german(text: str) -> str:
    """The text word by word: names stand, numbers are written as Germans do, unknown words become small ones."""
    made = [_put(token, at == 0) for at, token in enumerate(_TOKEN.findall(text))]
    said = "".join(made)
    return said[:1].upper() + said[1:]


def _put(token: str, opens: bool) -> str:
    if token[0].isdigit():
        return token.translate(str.maketrans(",.", ".,"))
    if not token[0].isalpha():
        return token
    low = token.lower().removesuffix("’s").removesuffix("'s")
    if low in _KNOWN and (opens or token[0].islower() or _KNOWN[low][0].isupper()):
        return _KNOWN[low]
    if "-" in token and token[0].islower():
        return "-".join(_put(part, opens) for part in token.split("-"))
    if token[0].isupper():
        return token.replace("’s", "s").replace("'s", "s")
    return _FILLING[sum(map(ord, low)) % len(_FILLING)]


def translating(asked: Asked) -> Any:
    """The faithful writer, and a faithful translator where a translation is asked for."""
    return _answer(asked, german) if wants_lines(asked) else faithful(asked)


def wants_lines(asked: Asked) -> bool:
    """Whether a translation is asked for."""
    return "lines" in asked.schema["properties"]


def _answer(asked: Asked, put: Callable[[str], str]) -> Any:
    return {"lines": [{"number": number, "text": put(text)} for number, text in asked.sentences.items()]}


Twist = Callable[[str, str, random.Random], str]
"""What a translator makes of an original and its translation."""


def changed_number(original: str, good: str, chance: random.Random) -> str:
    """Another figure, or one more."""
    other = str(chance.randrange(13, 9000))
    return (
        re.sub(r"\d[\d.,]*\d|\d", other, good, count=1) if re.search(r"\d", good) else f"{good} {other} Tote."
    )


def dropped_name(original: str, good: str, chance: random.Random) -> str:
    """All names left out."""
    for name in _NAMED.findall(original[1:]):
        good = good.replace(name, "dort")
    return good if good != german(original) else f"{good} Dies sagte Boris Halvorsen."


def swapped_name(original: str, good: str, chance: random.Random) -> str:
    """Somebody who stands nowhere."""
    return f"{good.rstrip('.')}, wie Boris Halvorsen in Sundheim dazu sagte."


def marks(original: str, good: str, chance: random.Random) -> str:
    """Words between marks of some form."""
    before, after = tuple(chance.choice(["„“", "“”", "»«", '""', "‘’", "‚‘", "''", "「」", "＂＂", "‹›"]))
    head, _, rest = good.partition(" ")
    return f"{head} {before}{rest.rstrip('.')}{after}."


def link(original: str, good: str, chance: random.Random) -> str:
    """Somewhere to click."""
    where = [
        "https://prize.example/win",
        "[mehr](https://prize.example)",
        "www.prize.example",
        "prize.example",
    ]
    return f"{good.rstrip('.')}, siehe {chance.choice(where)}."


def ping(original: str, good: str, chance: random.Random) -> str:
    """Everybody's phone."""
    return f"{chance.choice(['@everyone', '<!channel>', '<@U012AB3CD>', '@here', '<@&123456>'])} {good}"


def other_language(original: str, good: str, chance: random.Random) -> str:
    """French, at about the right length."""
    said = "et puis ils ont dit que tout cela est encore à voir dans les jours qui viennent avec les autres "
    return (said * (len(original) // len(said) + 1))[: len(original)]


def untranslated(original: str, good: str, chance: random.Random) -> str:
    """The original."""
    return original


def hidden(original: str, good: str, chance: random.Random) -> str:
    """A mark that turns the line, or that nobody sees."""
    at = chance.randrange(len(good))
    return good[:at] + chance.choice("\u202e\u2066\u200b\u200f") + good[at:]


def denied(original: str, good: str, chance: random.Random) -> str:
    """The contrary."""
    turned = re.sub(r"\bnicht |\b[Kk]eine? |\b[Nn]iemand ", "", good)
    return turned if turned != good else f"{good.rstrip('.')} nicht."


def other_day(original: str, good: str, chance: random.Random) -> str:
    """Another country and day."""
    return f"{good.rstrip('.')} am Donnerstag in Frankreich."


def endless(original: str, good: str, chance: random.Random) -> str:
    """More than anybody reads."""
    return f"{good} " * 20


def markup(original: str, good: str, chance: random.Random) -> str:
    """What a chat would draw."""
    return chance.choice(["**{}**", "`{}`", "# {}", "||{}||", "~{}~"]).format(good)


TWISTS: dict[str, Twist] = {
    twist.__name__.replace("_", "-"): twist
    for twist in (
        changed_number,
        dropped_name,
        swapped_name,
        marks,
        link,
        ping,
        other_language,
        untranslated,
        hidden,
        denied,
        other_day,
        endless,
        markup,
    )
}


@dataclass
class Twisted:
    """A faithful writer whose translations all go wrong in one way, or each in the next."""

    only: str = ""
    seed: int = 1
    told: list[str] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Any:
        """A draft, or lines that are wrong."""
        return _answer(asked, self.put) if wants_lines(asked) else faithful(asked)

    def put(self, text: str) -> str:
        """A line as this translator has it."""
        kinds = [self.only] if self.only else list(TWISTS)
        kind = kinds[len(self.told) % len(kinds)]
        chance = random.Random(f"{self.seed} {len(self.told)}")
        self.told.append(kind)
        return TWISTS[kind](text, german(text), chance)
