"""What of a machine's translation may be printed, line by line."""

from __future__ import annotations

import pytest

from bot.core.reading.numbers import numbers
from bot.core.translations import LANGUAGES, Line, fault
from bot.core.translations.prove import Names, same_numbers
from bot.model import Reason
from tests.fakes.articles import english
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, STRIKE

NAMES = Names.of((BRIDGE, BRIDGE_AGAIN, STRIKE), english())


def wrong(original: str, text: str, into: str = "de", was: str = "en") -> Reason | None:
    """The reason why a translation is not printed."""
    found = fault(Line(original, original, was), text, into, NAMES)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "1,200.5 tonnes", 1200.5),
        ("de", "1.200,5 Tonnen", 1200.5),
        ("fr", "1 200,5 tonnes", 1200.5),
        ("es", "1.200,5 toneladas", 1200.5),
        ("en", "3 billion dollars", 3e9),
        ("de", "3 Milliarden Dollar", 3e9),
        ("es", "3 mil millones de dólares", 3e9),
        ("en", "a three-day strike", 3),
        ("de", "ein dreitägiger Streik", 3),
        ("en", "twenty-one ships", 21),
        ("de", "einundzwanzig Schiffe", 21),
        ("fr", "vingt-deux navires", 22),
        ("en", "hundreds of people", 100),
        ("de", "Hunderte von Menschen", 100),
        ("it", "200 mila persone", 200_000),
        ("pt", "1,5 milhões de pessoas", 1.5e6),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(language: str, text: str, value: float) -> None:
    assert numbers(text, LANGUAGES[language].numerals) == [frozenset({value})]


@pytest.mark.parametrize(
    ("original", "text", "same"),
    [
        ("It opens at 8 p.m.", "Es öffnet um 20 Uhr.", True),
        ("It opens at 8 p.m.", "Es öffnet um 21 Uhr.", False),
        ("It opens at 8:30.", "Es öffnet um 8.30 Uhr.", True),
        ("One ship in five", "Ein Schiff von fünf", True),
        ("It cost 1,200 euros", "Es kostete 1,200 Euro", False),
        ("Five and five", "Fünf", False),
        ("On 16 November 2026", "Am 16.11.2026", False),
        ("About 40 cars", "Etwa 40² Autos", False),
        ("About ½ a mile, 3 cars", "Etwa ½ Meile, 3 Autos", True),
    ],
)
def test_numbers_are_the_same_each_as_often(original: str, text: str, same: bool) -> None:
    assert same_numbers(original, LANGUAGES["en"], text, LANGUAGES["de"]) is same


CLOSED = "The Aldmouth bridge was closed to all traffic on Sunday night after two cables cracked."
SILVA = "Mayor Ana Silva’s council paid $1.2 million in March, 84 percent of what Norland had."


@pytest.mark.parametrize(
    ("original", "into", "text"),
    [
        (CLOSED, "de", "Die Aldmouth-Brücke wurde Sonntagnacht gesperrt, nachdem zwei Kabel gerissen waren."),
        (CLOSED, "de", "Die Aldmouther Brücke wurde am Sonntag gesperrt, weil zwei Kabel gerissen waren."),
        (
            CLOSED,
            "nl",
            "De Aldmouthbrug is zondag voor al het verkeer gesloten nadat twee kabels waren gescheurd.",
        ),
        (CLOSED, "fr", "Le pont d’Aldmouth a été fermé dimanche soir après la rupture de deux câbles."),
        (CLOSED, "es", "El puente de Aldmouth fue cerrado el domingo por la noche tras romperse dos cables."),
        (
            SILVA,
            "de",
            "Bürgermeisterin Ana Silvas Rat zahlte im März 1,2 Millionen Dollar, 84 Prozent dessen, was Norland hat.",
        ),
        (
            SILVA,
            "it",
            "Il consiglio di Ana Silva ha pagato a marzo 1,2 milioni di dollari, l’84 per cento di Norland.",
        ),
        (
            "The council did not say when German ships return.",
            "de",
            "Der Rat sagte nicht, wann deutsche Schiffe kommen.",
        ),
        ("Nobody asked Rui Costa about NATO.", "fr", "Rui Costa n’a jamais été interrogé sur l’OTAN."),
    ],
)
def test_a_faithful_translation_passes(original: str, into: str, text: str) -> None:
    assert wrong(original, text, into) is None


@pytest.mark.parametrize(
    ("original", "text", "why"),
    [
        (
            CLOSED,
            "Die Aldmouth-Brücke wurde am Sonntag gesperrt, nachdem drei Kabel gerissen waren.",
            Reason.NUMBER,
        ),
        (
            CLOSED,
            "Die Aldmouth-Brücke wurde am Montag gesperrt, nachdem zwei Kabel gerissen waren.",
            Reason.UNIT,
        ),
        (CLOSED, "Die Brücke wurde am Sonntag gesperrt, nachdem zwei Kabel gerissen waren.", Reason.NAME),
        (CLOSED, "Die „Aldmouth-Brücke“ wurde am Sonntag gesperrt, weil zwei Kabel rissen.", Reason.QUOTE),
        (CLOSED, "Die ‚Aldmouth-Brücke‘ wurde am Sonntag gesperrt, weil zwei Kabel rissen.", Reason.QUOTE),
        (CLOSED, "Die Aldmouth-Brücke wurde am Sonntag gesperrt, zwei Kabel: www.prize.example", Reason.LINK),
        (CLOSED, "@here Die Aldmouth-Brücke wurde am Sonntag gesperrt, weil zwei Kabel rissen.", Reason.PING),
        (CLOSED, "**Die Aldmouth-Brücke** wurde am Sonntag gesperrt, weil zwei Kabel rissen.", Reason.MARKUP),
        (
            CLOSED,
            "Die Aldmouth-Brücke wurde\u202e am Sonntag gesperrt, weil zwei Kabel rissen.",
            Reason.CHARACTERS,
        ),
        (CLOSED, "Die Aldmouth-Brücke\nwurde am Sonntag gesperrt, weil zwei Kabel rissen.", Reason.LENGTH),
        (CLOSED, "Aldmouth.", Reason.LENGTH),
        (CLOSED, CLOSED, Reason.NUMBER),
        (
            CLOSED,
            "Le pont d’Aldmouth a été fermé Sonntag, après la rupture de zwei câbles cette nuit.",
            Reason.LANGUAGE,
        ),
        (
            CLOSED,
            "Die Aldmouth-Brücke wurde am Sonntag nicht gesperrt, als zwei Kabel rissen.",
            Reason.NEGATION,
        ),
        ("The council did not open the bridge.", "Der Rat hat die Brücke geöffnet.", Reason.NEGATION),
        ("It sails to Germany again.", "Sie fährt wieder nach Frankreich.", Reason.UNIT),
        (
            "Mayor Ana Silva spoke there.",
            "Bürgermeister Ana Silva und Boris Halvorsen sprachen dort.",
            Reason.NAME,
        ),
    ],
)
def test_what_is_not_in_the_original_or_no_longer_there_is_not_printed(
    original: str, text: str, why: Reason
) -> None:
    assert wrong(original, text) is why


def test_what_was_not_translated_is_none() -> None:
    headline = "Teachers in Norland vote to strike over pay"
    assert wrong(headline, headline) is Reason.LANGUAGE


def test_out_of_german_a_name_stands_as_well_and_a_noun_need_not() -> None:
    original = "Bürgermeisterin Ana Silva kündigte 40.000 Euro für neue Fähren an."
    assert wrong(original, "Mayor Ana Silva announced 40,000 euros for new ferries.", "en", "de") is None
    assert wrong(original, "The mayor announced 40,000 euros for new ferries.", "en", "de") is Reason.NAME
