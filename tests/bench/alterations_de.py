"""German sentences made wrong by a seeded script: one number, date, name, unit or word at a time.

Its word lists are its own: it imports nothing of the checks that it measures.
"""

from __future__ import annotations

import random
import re

from tests.bench.alterations import Alteration, Altered

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
DAYS = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn".split(), 2
    )
} | {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "hundert": 100}
PEOPLE = (
    "Ottilie Varga",
    "Desmond Achterberg",
    "Priya Lindqvist",
    "Tomasz Okonkwo",
    "Margarete Jablonski",
    "Halvard Brennecke",
    "Ignaz Mbeki-Rowe",
    "Solveig Castellan",
    "Rufus Pemberley",
    "Anneke Dragomir",
)
PLACES = (
    "Usbekistan",
    "Tromsö",
    "Guadalajara",
    "Saskatoon",
    "Ljubljana",
    "Mombasa",
    "Tasmanien",
    "Vilnius",
    "Yamatex",
    "Nordhaven",
    "Veltrona",
)
GIVEN = frozenset(
    """Angela Gerhard Peter Hans Klaus Wolfgang Michael Thomas Andreas Stefan Christian Martin Frank Jürgen Uwe
    Werner Helmut Günter Günther Dieter Manfred Horst Karl Heinz Walter Bernd Ralf Jörg Matthias Markus Daniel
    Alexander Sebastian Jan Tobias Florian Philipp Felix Max Paul Georg Franz Josef Johannes Friedrich Wilhelm Otto
    Kurt Ernst Rudolf Hermann Otmar Edmund Guido Joschka Renate Claudia Sabine Petra Monika Birgit Susanne Andrea
    Ursula Heidemarie Ulla Anna Maria Julia Katrin Christine Barbara Brigitte Gabriele George Tony Wladimir Jacques
    Nicolas Silvio Barack John Hillary Condoleezza Donald James Robert David William Mahmud Hugo Kofi Volker Rainer
    Harald Norbert Gregor Oskar Roland Christoph Dirk Holger Olaf Sigmar Ronald Cem Annette Kristina""".split()
)
OPPOSITES = {
    one: other
    for line in """mehr weniger|höher niedriger|hoch niedrig|größer kleiner|größte kleinste|größten kleinsten|neue alte
        neuen alten|große kleine|großen kleinen|erste letzte|ersten letzten|vor nach|für gegen|stieg sank|steigen sinken
        gestiegen gesunken|erhöht gesenkt|erhöhen senken|gewann verlor|gewonnen verloren|gewinnen verlieren
        Sieg Niederlage|Gewinn Verlust|positive negative|positiv negativ|starke schwache|starken schwachen
        Norden Süden|Osten Westen|nördlich südlich|östlich westlich|Männer Frauen|Mann Frau|Vater Mutter|Sohn Tochter
        Befürworter Gegner|bestätigte dementierte|begrüßte kritisierte|lobte kritisierte|angenommen abgelehnt
        erlaubt verboten|öffnen schließen|geöffnet geschlossen|begann endete|Beginn Ende|Anfang Ende|früher später
        besser schlechter|jüngere ältere|junge alte|lange kurze|schnell langsam|Krieg Frieden|Leben Tod|legal illegal
        möglich unmöglich|Mehrheit Minderheit|kaufen verkaufen|gekauft verkauft|festgenommen freigelassen
        Freispruch Verurteilung|linken rechten|oben unten|Import Export|Einnahmen Ausgaben|Angriff Verteidigung
        mindestens höchstens|Regierung Opposition|schwer leicht|schweren leichten|erfolgreich erfolglos|Erfolg Misserfolg
        heiß kalt|warm kalt|Tag Nacht|Sommer Winter|über unter|innerhalb außerhalb|zunehmend abnehmend""".replace(
        "\n", "|"
    ).split("|")
    if len(line.split()) == 2
    for one, other in (line.split(), line.split()[::-1])
}
UNITS = {
    "Millionen": ("Milliarden", "Tausend"),
    "Million": ("Milliarde",),
    "Milliarden": ("Millionen", "Billionen"),
    "Milliarde": ("Million",),
    "Prozent": ("Prozentpunkte", "Menschen"),
    "Euro": ("Dollar", "Franken"),
    "Dollar": ("Euro", "Pfund"),
    "Kilometer": ("Meter", "Meilen"),
    "Kilometern": ("Metern",),
    "Meter": ("Kilometer", "Zentimeter"),
    "Metern": ("Kilometern",),
    "Tonnen": ("Kilogramm",),
    "Liter": ("Hektar",),
    "Sekunden": ("Minuten",),
    "Minuten": ("Stunden", "Sekunden"),
    "Stunden": ("Tage", "Minuten"),
    "Tage": ("Wochen", "Monate"),
    "Tagen": ("Wochen", "Monaten"),
    "Wochen": ("Tage", "Monate"),
    "Monate": ("Jahre", "Wochen"),
    "Monaten": ("Jahren",),
    "Jahre": ("Monate", "Jahrzehnte"),
    "Jahren": ("Monaten", "Jahrzehnten"),
}

_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?![\w:/]|[.,]\d|\.(?= [A-ZÄÖÜ])|-\d)"
)
_WORDED = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DATE = re.compile(
    rf"\b(?P<day>{'|'.join(DAYS)})(?=\b|[a-z])|\b(?P<month>{'|'.join(MONTHS)})\b"
    r"|(?<![\d.,€$])\b(?P<year>(?:19|20)\d\d)\b(?![.,]\d|er)"
    r"|\b(?P<of_month>\d{1,2})(?=\. (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|Nov|Dez))"
)
_UNIT = re.compile(
    rf"(?P<before>(?:\d|\b(?:{'|'.join(NUMBER_WORDS)}|einem|eine|ein|mehrere|mehreren|einige)) ?)"
    rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})\b"
)
_AUXILIARY = re.compile(
    r"\b(?:ist|sind|war|waren|hat|haben|hatte|hatten|wird|werden|wurde|wurden|kann|können|soll|sollen|will|wollen"
    r"|muss|müssen)\b(?! nicht\b)"
)
_NOT = re.compile(r"\bnicht (?!nur\b)|\b(?P<no>[Kk]ein(?:e[nmrs]?)?)\b|\bohne\b|\bniemals |\bnie ")
_NAME = re.compile(
    rf"\b(?:{'|'.join(sorted(GIVEN, key=len, reverse=True))})(?: [A-Z]\.)?(?: (?:von|van|de|zu))? [A-ZÄÖÜ][\w-]+"
)
_PLACE = re.compile(
    r"\b(?:Deutschland|Berlin|Hamburg|München|Köln|Frankfurt|Frankreich|Paris|Großbritannien|London|Italien|Rom|Spanien"
    r"|Madrid|Polen|Russland|Moskau|Türkei|Israel|Irak|Iran|China|Japan|Indien|Österreich|Wien|Schweiz|Washington"
    r"|SPD|CDU|CSU|FDP|Microsoft|Google|Siemens|Volkswagen|Greenpeace)\b"
)


def numbers(text: str) -> list[tuple[int, int, str]]:
    """The numbers that are no years, in digits or in words."""
    found = [
        (*match.span(), match.group())
        for match in _NUMBER.finditer(text)
        if not _YEAR.fullmatch(match.group())
    ]
    return sorted(found + [(*match.span(), match.group()) for match in _WORDED.finditer(text)])


def _value(number: str) -> float:
    known = NUMBER_WORDS.get(number.lower())
    return float(known) if known else float(number.replace(".", "").replace(",", "."))


def random_number(text: str, article: str, rng: random.Random) -> Altered:
    """Another number of the same shape, which the article has nowhere."""
    known = {_value(number) for *_, number in numbers(article)}
    places = numbers(text)
    if not places:
        return None
    start, end, number = rng.choice(places)
    for _ in range(50):
        fresh = _like(number, rng)
        if _value(fresh) not in known and fresh not in article:
            return text[:start] + fresh + text[end:]
    return None


def _like(number: str, rng: random.Random) -> str:
    if number.lower() in NUMBER_WORDS:
        return rng.choice(list(NUMBER_WORDS))
    digits = [str(rng.randint(1, 9)) if at == 0 else str(rng.randint(0, 9)) for at, _ in enumerate(number)]
    return "".join(fresh if old.isdigit() else old for old, fresh in zip(number, digits, strict=True))


def article_number(text: str, article: str, rng: random.Random) -> Altered:
    """A number of the article in the place of another."""
    places = numbers(text)
    if not places:
        return None
    start, end, _ = rng.choice(places)
    mine = {_value(own) for *_, own in places}
    others = sorted({other for *_, other in numbers(article) if _value(other) not in mine})
    return text[:start] + rng.choice(others) + text[end:] if others else None


def date(text: str, article: str, rng: random.Random) -> Altered:
    """Another weekday, month, year or day of the month."""
    places = list(_DATE.finditer(text))
    if not places:
        return None
    match = rng.choice(places)
    was = match.group()
    if match.group("year"):
        new = str(int(was) + rng.choice((-12, -5, -3, -2, -1, 1, 2, 3, 4, 7)))
    elif match.group("of_month"):
        new = str(rng.choice([day for day in range(1, 29) if day != int(was) and f"{day}." not in article]))
    else:
        pool = DAYS if match.group("day") else MONTHS
        new = rng.choice([other for other in pool if other != was])
    return text[: match.start()] + new + text[match.end() :]


def foreign_name(text: str, article: str, rng: random.Random) -> Altered:
    """A name that the article has nowhere, in the place of one that it has."""
    people: list[tuple[int, int, tuple[str, ...]]] = [
        (*match.span(), PEOPLE) for match in _NAME.finditer(text)
    ]
    places = people or [(*match.span(), PLACES) for match in _PLACE.finditer(text)]
    if not places:
        return None
    start, end, pool = rng.choice(places)
    fresh = rng.choice([other for other in pool if not any(part in article for part in other.split())])
    return text[:start] + fresh + text[end:]


def article_person(text: str, article: str, rng: random.Random) -> Altered:
    """Another person of the article, by the surname where the surname alone stood."""
    everybody = sorted({match.group() for match in _NAME.finditer(article)})
    places = []
    for person in everybody:
        for form in (person, person.split()[-1]):
            match = re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text)
            if match and len(form) > 3:
                places.append((match.start(), match.end(), person, form))
                break
    if not places:
        return None
    start, end, was, form = rng.choice(places)
    others = [one for one in everybody if one.split()[-1] not in text and one.split()[-1] != was.split()[-1]]
    if not others:
        return None
    other = rng.choice(others)
    return text[:start] + (other if form == was else other.split()[-1]) + text[end:]


def unit(text: str, article: str, rng: random.Random) -> Altered:
    """Another unit, scale or currency beside the same number."""
    made = list(_UNIT.finditer(text))
    if not made:
        return None
    match = rng.choice(made)
    start, end = match.span("unit")
    return text[:start] + rng.choice(UNITS[match.group("unit")]) + text[end:]


def not_added(text: str, article: str, rng: random.Random) -> Altered:
    """A "nicht" after an auxiliary, or before the full stop."""
    places = list(_AUXILIARY.finditer(text))
    if places:
        match = rng.choice(places)
        return text[: match.end()] + " nicht" + text[match.end() :]
    return text[:-1] + " nicht." if text.endswith(".") else None


def not_dropped(text: str, article: str, rng: random.Random) -> Altered:
    """Without its "nicht", "ein" for "kein", "mit" for "ohne"."""
    places = list(_NOT.finditer(text))
    if not places:
        return None
    match = rng.choice(places)
    kept = ""
    if match.group("no"):
        kept = match.group("no")[1:]
        kept = kept.capitalize() if match.start() == 0 else kept
    elif match.group() == "ohne":
        kept = "mit"
    return text[: match.start()] + kept + text[match.end() :]


def antonym(text: str, article: str, rng: random.Random) -> Altered:
    """A word's contrary."""
    places = [match for match in re.finditer(r"[^\W\d_]+", text) if match.group() in OPPOSITES]
    if not places:
        return None
    match = rng.choice(places)
    return text[: match.start()] + OPPOSITES[match.group()] + text[match.end() :]


KINDS: dict[str, Alteration] = {
    "random number": random_number,
    "another number of the article": article_number,
    "date": date,
    "name foreign to the article": foreign_name,
    "unit, scale or currency": unit,
    "another person of the article": article_person,
    '"nicht" added': not_added,
    '"nicht", "kein", "ohne" dropped': not_dropped,
    "antonym": antonym,
}
