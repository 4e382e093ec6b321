"""What is known of each language that digests are translated between: its numbers, denials and names."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from bot.core.reading.grammar import ENGLISH, Numerals
from bot.core.reading.text import accentless


@dataclass(frozen=True, slots=True)
class Language:
    """A language into and out of which lines are translated."""

    code: str
    name: str  # in English, as prompts and footers have it
    numerals: Numerals
    denies: re.Pattern[str]
    capital_nouns: bool = False


def _denies(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


LANGUAGES = {
    one.code: one
    for one in (
        Language(
            "en",
            "English",
            ENGLISH,
            _denies(r"not|\w+n't|no|never|nobody|none|neither|nor|without|nothing|cannot"),
        ),
        Language(
            "de",
            "German",
            Numerals.of(
                ".\u202f\u00a0’'",
                ",",
                "zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn"
                " sechzehn siebzehn achtzehn neunzehn zwanzig",
                "dreißig|dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
                "12 dutzend dutzende dutzenden,1e2 hundert hunderte hunderten,1e3 tausend tausende"
                " tausenden,1e6 million millionen mio,1e9 milliarde milliarden mrd,1e12 billion"
                " billionen",
                compounds=True,
            ),
            _denies(r"nicht|kein\w*|nie|niemals|niemand\w*|nichts|weder|ohne|nein"),
            capital_nouns=True,
        ),
        Language(
            "fr",
            "French",
            Numerals.of(
                "\u202f\u00a0 .",
                ",",
                "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
                " seize dix-sept dix-huit dix-neuf vingt",
                "trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
                "12 douzaine douzaines,1e2 cent cents centaines,1e3 mille milliers,1e6 million"
                " millions,1e9 milliard milliards",
            ),
            _denies(r"pas|non|aucun\w*|jamais|rien|sans|ni"),
        ),
        Language(
            "es",
            "Spanish",
            Numerals.of(
                ".\u202f\u00a0",
                ",",
                "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
                " dieciseis diecisiete dieciocho diecinueve veinte",
                "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
                "12 docena docenas,1e2 cien cientos centenares,1e3 mil miles,1e6 millon millones,1e12"
                " billon billones",
            ),
            _denies(r"no|ningun\w*|nunca|jamas|nadie|nada|sin|ni|tampoco"),
        ),
        Language(
            "it",
            "Italian",
            Numerals.of(
                ".\u202f\u00a0",
                ",",
                "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici"
                " quindici sedici diciassette diciotto diciannove venti",
                "trenta quaranta cinquanta sessanta settanta ottanta novanta",
                "12 dozzina dozzine,1e2 cento centinaia,1e3 mille mila migliaia,1e6 milione"
                " milioni,1e9 miliardo miliardi",
            ),
            _denies(r"non|nessun\w*|mai|niente|nulla|senza"),
        ),
        Language(
            "nl",
            "Dutch",
            Numerals.of(
                ".\u202f\u00a0",
                ",",
                "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"
                " zestien zeventien achttien negentien twintig",
                "dertig veertig vijftig zestig zeventig tachtig negentig",
                "12 dozijn dozijnen,1e2 honderd honderden,1e3 duizend duizenden,1e6 miljoen"
                " miljoenen,1e9 miljard miljarden,1e12 biljoen",
                compounds=True,
            ),
            _denies(r"niet|geen|nooit|niemand|niets|noch|zonder"),
        ),
        Language(
            "pt",
            "Portuguese",
            Numerals.of(
                ".\u202f\u00a0",
                ",",
                "dois|duas tres quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze"
                " quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove vinte",
                "trinta quarenta cinquenta sessenta setenta oitenta noventa",
                "12 duzia duzias,1e2 cem centenas,1e3 mil milhares,1e6 milhao milhoes,1e9 bilhao bilhoes",
            ),
            _denies(r"nao|nenhum\w*|nunca|jamais|ninguem|nada|sem|nem"),
        ),
    )
}
"""By ISO 639-1 code: those into and out of which a line's numbers and names can be checked."""


# ruff: noqa: E501  (a row is one thing, and is read as one)


# --- words that translations turn into others --------------------------------------------------------


# A row is one thing in each language, its words parted by "/". A word stands for all that begins with it, in
# either case where it is written small; after "=" it stands for itself alone. Accents are left out.
_COLUMNS = ("en", "de", "fr", "es", "it", "nl", "pt")

_ROWS = """
percent/per cent/% prozent/% pour cent/pourcent/% por ciento/porcentual/% per cento/percentual/% procent/% por cento/percentua/%
dollar/$ dollar/$ dollar/$ dolar/$ dollar/$ dollar/$ dolar/$
=euro/=euros/€ =euro/=euros/€ =euro/=euros/€ =euro/=euros/€ =euro/€ =euro/€ =euro/=euros/€
£/sterling/pound £/pfund £/livre =£/=libra/=libras £/sterlin £/pond £/=libra/=libras
kilomet/=km kilomet/=km kilomet/=km kilomet/=km chilomet/=km kilomet/=km quilomet/=km
=mile/=miles meile =miles milla =miglia/=miglio mijl milha
Monday Montag =lundi =lunes lunedi maandag =segunda-feira
Tuesday Dienstag =mardi =martes martedi dinsdag =terca-feira
Wednesday Mittwoch mercredi miercoles mercoledi woensdag =quarta-feira
Thursday Donnerstag =jeudi =jueves giovedi donderdag =quinta-feira
Friday Freitag vendredi =viernes venerdi vrijdag =sexta-feira
Saturday Samstag/Sonnabend samedi =sabado =sabato zaterdag =sabado
Sunday Sonntag dimanche =domingo =domenica zondag =domingo
January/=Jan Januar/Janner janvier =enero gennaio januari janeiro
February/=Feb Februar fevrier febrero febbraio februari fevereiro
=March/=Mar =Marz =mars =marzo =marzo =maart =marco
=April/=Apr =April =avril =abril =aprile =april =abril
=May =Mai =mai =mayo =maggio =mei =maio
=June/=Jun =Juni =juin =junio =giugno =juni =junho
=July/=Jul =Juli =juillet =julio =luglio =juli =julho
=August/=Aug =August =aout =agosto =agosto =augustus =agosto
September/=Sept September septembre septiembre =settembre september =setembro
October/=Oct Oktober octobre =octubre =ottobre oktober =outubro
November/=Nov November novembre noviembre =novembre november =novembro
December/=Dec Dezember decembre diciembre =dicembre december =dezembro
German/Germany deutsch allemand/Allemagne aleman/Alemania tedesc/Germania duits =alemao/alema/Alemanha
=French/France/Frenchm franzo/Frankreich francais/=France frances/=Francia francese/=Francia =Frans/=Franse/Frankrijk frances/Franca
=Spain/Spanish/=Spaniards spani/=Spanier espagn espan/=Espana spagn/=Spagna spaans/Spanje espanh
=Italy/Italian italien italie/=Italie italia italia italia italia
=Britain/British/=UK/=United Kingdom britisch/britannien/Grossbritannien/Großbritannien/britin/=Briten britanni/Royaume-Uni britanic/Reino Unido britanni/Regno Unito brits/=Brits/Verenigd Koninkrijk britanic/Reino Unido
=England/=English =England/englisch =Angleterre/anglais =Inglaterra/ingles =Inghilterra/ingles =Engeland/=Engels/=Engelse =Inglaterra/ingles
=US/=USA/=U.S/=United States/=America/=American/=Americans =US/=USA/Vereinigte Staaten/Vereinigten Staaten/amerikan Etats-Unis/americain Estados Unidos/=EEUU/estadounidens Stati Uniti/=Usa/=USA/statunitens =VS/Verenigde Staten/amerika Estados Unidos/=EUA/american
=Russia/=Russian/=Russians russ =Russie/=russe/=russes =Rusia/=ruso/=rusa/=rusos/=rusas =Russia/=russo/=russa/=russi/=russe =Rusland/=Russisch/=Russische/=Russen =Russia/=russo/=russa/=russos/=russas
=China/=Chinese =China/chines =Chine/chinois =China/=chino/=china/=chinos =Cina/cines =China/chine =China/chines
=Ukraine/Ukrainian ukrain ukrain/=Ukraine ucrani ucrain oekrai ucrani
=Poland/=Polish =Polen/polnisch =Pologne/polonais =Polonia/polac =Polonia/polacc =Polen/=Pools/=Poolse polon/=Polonia
=Netherlands/=Dutch niederland Pays-Bas/neerland =Paises Bajos/neerland =Paesi Bassi/oland nederland =Paises Baixos/holand
=Switzerland/=Swiss schweiz =Suisse/=suisse/=suisses =Suiza/=suizo/=suiza svizzer zwitser suic
=Austria/=Austrian osterreich autrich =Austria/austriac =Austria/austriac oostenrij austri
=Japan/Japanese japan =Japon/japonais =Japon/japones giappon japan =Japao/japones
=India/=Indian/=Indians =Indien/=indisch/=indische/=indischen/=Inder =Inde/=indien/=indienne =India/=indio/=india =India/indian =India/=Indiase/=Indiaas =India/indian
=Turkey/Turkish turkei/turkisch turqui/=turc/=turque turqui/=turco/=turca turchi/=turco/=turca turkij/=Turks/=Turkse turqui/=turco/=turca
=Israel/Israeli israel israel israel israel israel israel
=Iran/Iranian =Iran/iranisch =Iran/iranien =Iran/irani =Iran/iranian =Iran/=Iraans/=Iraanse =Ira/irania
=Brazil/Brazilian brasil bresil brasil brasil brazil brasil
=Mexico/Mexican mexik mexic/mexiqu mexic messic mexic mexic
=Canada/Canadian kanad =Canada/canadien canad =Canada/canades canad canad
=Europe/European europa/europai europ europ/=UE-Europa europ europ/=Europa europ
=EU =EU =UE =UE =UE/=Ue =EU =UE
=UN/=United Nations =UN/=UNO/Vereinte Nationen/Vereinten Nationen =ONU/Nations unies =ONU/Naciones Unidas =ONU/=Onu/Nazioni Unite =VN/Verenigde Naties =ONU/Nacoes Unidas
=NATO/=Nato =NATO/=Nato =OTAN/=Otan =OTAN =NATO/=Nato =NAVO =OTAN/=NATO
=London/=Londoners =London/Londoner =Londres =Londres =Londra =Londen =Londres
=Vienna/Viennese =Wien/=Wiener =Vienne =Viena =Vienna =Wenen =Viena
=Moscow/=Muscovites Moskau =Moscou =Moscu =Mosca =Moskou =Moscovo/=Moscou
=Brussels Brussel =Bruxelles =Bruselas =Bruxelles =Brussel =Bruxelas
=Geneva =Genf/=Genfer =Geneve =Ginebra =Ginevra =Geneve =Genebra
=Munich =Munchen/Munchner =Munich =Munich =Monaco =Munchen =Munique
=Cologne =Koln/=Kolner =Cologne =Colonia =Colonia =Keulen =Colonia
"""
_MULTI = re.compile(
    r"(?<=\w) (?=(?:cent|ciento|cento|Kingdom|States|Nations|Staaten|Nationen|Unido|Unito|Koninkrijk|Unidos"
    r"|Uniti|Staten|Bajos|Bassi|Baixos|unies|Unidas|Unite|Naties)\b)"
)


def _cell(word: str) -> str:
    exact, word = word.startswith("="), word.lstrip("=").replace("_", " ")
    if not word[0].isalpha():
        return re.escape(word)
    first = word[0] if exact or word[0].isupper() else f"[{word[0]}{word[0].upper()}]"
    if exact and word[0].islower():
        first = f"[{word[0]}{word[0].upper()}]" if word.startswith("euro") else word[0]
    ending = r"(?:s?(?!\w))" if exact else r"\w*"
    return rf"(?<!\w){first}{re.escape(word[1:])}{ending}"


@functools.cache
def _table() -> dict[str, tuple[re.Pattern[str], ...]]:
    rows = [[cell.split("/") for cell in _MULTI.sub("_", row).split()] for row in _ROWS.strip().splitlines()]
    return {
        code: tuple(re.compile("|".join(map(_cell, row[at]))) for row in rows)
        for at, code in enumerate(_COLUMNS)
    }


def concepts(text: str, code: str) -> frozenset[int]:
    """Which of them a text names."""
    plain = _money(accentless(text))
    return frozenset(number for number, row in enumerate(_table()[code]) if row.search(plain))


def without(text: str, code: str) -> str:
    """The text without the words that name them, and without accents."""
    plain = _money(accentless(text))
    for row in _table()[code]:
        plain = row.sub(" ", plain)
    return plain


def _money(text: str) -> str:
    """Dollars are those of the United States wherever nothing else is said; the country is not named then."""
    return re.sub(r"US[- ]?(?=[Dd]ollar|\$)", "", text)
