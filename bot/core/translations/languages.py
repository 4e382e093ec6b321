"""What is known of each language that digests are translated between: numbers, and how negation is said."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes numbers; words are in lower case and without accents."""

    code: str
    name: str  # in English, as prompts and footers have it
    grouping: str  # what may part thousands
    decimal: str
    units: tuple[str, ...]  # two to twenty
    tens: tuple[str, ...]  # thirty to ninety
    scales: dict[str, float]
    denies: re.Pattern[str]
    compounds: bool = False  # a name may be the first part of a longer word
    capital_nouns: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _scales(text: str) -> dict[str, float]:
    return {word: float(worth) for worth, *words in map(str.split, text.split(",")) for word in words}


def _denies(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


LANGUAGES = {
    one.code: one
    for one in (
        Language(
            "en",
            "English",
            ",",
            ".",
            _words(
                "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
                " sixteen seventeen eighteen nineteen twenty"
            ),
            _words("thirty forty fifty sixty seventy eighty ninety"),
            _scales(
                "12 dozen dozens,1e2 hundred hundreds,1e3 thousand thousands,1e6 million millions m mn,"
                "1e9 billion billions bn,1e12 trillion trillions"
            ),
            _denies(r"not|\w+n't|no|never|nobody|none|neither|nor|without|nothing|cannot"),
        ),
        Language(
            "de",
            "German",
            ".\u202f\u00a0’'",
            ",",
            _words(
                "zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn"
                " sechzehn siebzehn achtzehn neunzehn zwanzig"
            ),
            _words("dreißig|dreissig vierzig funfzig sechzig siebzig achtzig neunzig"),
            _scales(
                "12 dutzend dutzende dutzenden,1e2 hundert hunderte hunderten,1e3 tausend tausende tausenden,"
                "1e6 million millionen mio,1e9 milliarde milliarden mrd,1e12 billion billionen"
            ),
            _denies(r"nicht|kein\w*|nie|niemals|niemand\w*|nichts|weder|ohne|nein"),
            compounds=True,
            capital_nouns=True,
        ),
        Language(
            "fr",
            "French",
            "\u202f\u00a0 .",
            ",",
            _words(
                "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
                " dix-sept dix-huit dix-neuf vingt"
            ),
            _words("trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix"),
            _scales(
                "12 douzaine douzaines,1e2 cent cents centaines,1e3 mille milliers,1e6 million millions,"
                "1e9 milliard milliards"
            ),
            _denies(r"pas|non|aucun\w*|jamais|rien|sans|ni"),
        ),
        Language(
            "es",
            "Spanish",
            ".\u202f\u00a0",
            ",",
            _words(
                "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis"
                " diecisiete dieciocho diecinueve veinte"
            ),
            _words("treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
            _scales(
                "12 docena docenas,1e2 cien cientos centenares,1e3 mil miles,1e6 millon millones,1e12 billon"
                " billones"
            ),
            _denies(r"no|ningun\w*|nunca|jamas|nadie|nada|sin|ni|tampoco"),
        ),
        Language(
            "it",
            "Italian",
            ".\u202f\u00a0",
            ",",
            _words(
                "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
                " sedici diciassette diciotto diciannove venti"
            ),
            _words("trenta quaranta cinquanta sessanta settanta ottanta novanta"),
            _scales(
                "12 dozzina dozzine,1e2 cento centinaia,1e3 mille mila migliaia,1e6 milione milioni,"
                "1e9 miliardo miliardi"
            ),
            _denies(r"non|nessun\w*|mai|niente|nulla|senza"),
        ),
        Language(
            "nl",
            "Dutch",
            ".\u202f\u00a0",
            ",",
            _words(
                "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
                " zeventien achttien negentien twintig"
            ),
            _words("dertig veertig vijftig zestig zeventig tachtig negentig"),
            _scales(
                "12 dozijn dozijnen,1e2 honderd honderden,1e3 duizend duizenden,1e6 miljoen miljoenen,"
                "1e9 miljard miljarden,1e12 biljoen"
            ),
            _denies(r"niet|geen|nooit|niemand|niets|noch|zonder"),
            compounds=True,
        ),
        Language(
            "pt",
            "Portuguese",
            ".\u202f\u00a0",
            ",",
            _words(
                "dois|duas tres quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze"
                " dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove vinte"
            ),
            _words("trinta quarenta cinquenta sessenta setenta oitenta noventa"),
            _scales(
                "12 duzia duzias,1e2 cem centenas,1e3 mil milhares,1e6 milhao milhoes,1e9 bilhao bilhoes"
            ),
            _denies(r"nao|nenhum\w*|nunca|jamais|ninguem|nada|sem|nem"),
        ),
    )
}
"""By ISO 639-1 code: those into and out of which a line's numbers and names can be checked."""
