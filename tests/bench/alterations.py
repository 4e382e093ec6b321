"""Sentences made wrong by a seeded script: one number, date, name, unit or word at a time.

Its word lists are its own: it imports nothing of the checks that it measures.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

Altered = str | None
Alteration = Callable[[str, str, random.Random], Altered]

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
)

FOREIGN = (
    "Ottoline Varga",
    "Desmond Achterberg",
    "Priya Lindqvist",
    "Tomasz Okonkwo",
    "Marguerite Yablonski",
    "Halvard Brennecke",
    "Ignatius Mbeki-Rowe",
    "Solveig Castellan",
    "Rufus Pemberley",
    "Anneke Dragomir",
)
FOREIGN_PLACES = (
    "Uzbekistan",
    "Tromso",
    "Guadalajara",
    "Saskatoon",
    "Ljubljana",
    "Mombasa",
    "Tasmania",
    "Vilnius",
)
FOREIGN_FIRMS = ("Castrop Industries", "Nordhaven", "Yamatex", "Veltrona", "Orbis Mutual")

GIVEN = frozenset(
    """james john robert michael william david richard joseph thomas charles daniel matthew anthony mark donald
    steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary
    nicholas eric jonathan stephen larry justin scott brandon benjamin samuel frank gregory raymond alexander
    patrick jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle ethan walter noah
    jeremy christian keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret
    ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia
    dorothy amy kathleen angela shirley emma brenda pamela nicole anna samantha katherine christine helen debra
    rachel carolyn janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren kelly
    christina joan evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice
    ann kathryn abigail sophia frances jean alice judy isabella julia grace amber denise danielle marilyn
    beverly charlotte natalie theresa diana brittany doris kayla alexis lori marie andy mike chris tom steve
    ben tony joe jim bill bob dave matt nick luke alan stuart ian neil simon graham colin craig darren gareth
    liam louise claire gemma jamie lewis barack hillary jeremy boris vladimir angela emmanuel jose mohamed
    ahmed ali carlos juan luis diego marco antonio francesco pierre jacques hans karl ivan sergei yuri""".split()
)

OPPOSITES: dict[str, str] = {
    one: other
    for line in """rise fall|rose fell|rising falling|rises falls|increase decrease|increased decreased|won lost
        win lose|wins loses|winning losing|winner loser|up down|above below|before after|first last|more fewer
        higher lower|high low|highest lowest|most least|largest smallest|biggest smallest|bigger smaller|large small
        big small|young old|older younger|new old|male female|man woman|men women|boy girl|father mother|son daughter
        brother sister|husband wife|north south|northern southern|east west|eastern western|left right|open closed
        opened closed|opening closing|start end|started ended|begin end|began ended|early late|earlier later
        accept reject|accepted rejected|approve reject|approved rejected|support oppose|supported opposed
        supports opposes|supporters opponents|allow ban|allowed banned|legal illegal|guilty innocent|success failure
        successful unsuccessful|succeeded failed|pass fail|passed failed|arrived left|arrive leave|entered left
        enter leave|gain lose|gained lost|buy sell|bought sold|buying selling|hire fire|hired fired|attack defend
        attacked defended|alive dead|life death|live die|lived died|born died|strong weak|stronger weaker
        safe dangerous|public private|local foreign|national local|positive negative|true false|confirmed denied
        confirm deny|admitted denied|deny admit|praised criticised|praise criticise|welcomed condemned|include exclude
        including excluding|included excluded|inside outside|with without|over under|full empty|hot cold|warm cold
        day night|morning evening|summer winter|friend enemy|allies enemies|peace war|love hate|hope fear|add remove
        added removed|build destroy|built destroyed|create destroy|raise lower|raised lowered|raising lowering
        improve worsen|improved worsened|better worse|best worst|good bad|rich poor|expand shrink|expanded shrank
        long short|longer shorter|fast slow|faster slower|join leave|joined left|save spend|saved spent|free jailed
        freed jailed|released detained|release detain|arrested released|hit missed|appear vanish|appeared vanished
        agree disagree|agreed disagreed|temporary permanent|major minor|majority minority|future past|next previous
        present absent|possible impossible|likely unlikely|able unable|happy unhappy|same different|cheap expensive
        easy difficult|advance retreat|advanced retreated|victory defeat|beat lost|profit loss|profits losses
        progress setback|income debt|import export|imports exports|employed unemployed|adult child|adults children
        student teacher|victim attacker|victims attackers|buyer seller|winners losers|boost cut|boosted cut
        strengthen weaken|strengthened weakened|ahead behind|near far|together apart|always never|often rarely
        remember forget|push pull|lead trail|leading trailing|upper lower|deep shallow|wide narrow|hard soft
        heavy light|dark bright|clean dirty|wet dry|sick healthy|ill well|healthy sick|quiet loud|modern ancient
        military civilian|conservative liberal|democratic republican|democrats republicans|republican democratic""".replace(
        "\n", "|"
    ).split("|")
    if len(line.split()) == 2
    for one, other in (line.split(), line.split()[::-1])
}

UNITS = {
    "million": ("billion", "thousand"),
    "billion": ("million", "trillion"),
    "trillion": ("billion",),
    "thousand": ("million",),
    "percent": ("percentage points", "people"),
    "per cent": ("percentage points",),
    "miles": ("kilometres", "feet"),
    "mile": ("kilometre",),
    "kilometres": ("miles",),
    "kilometers": ("miles",),
    "km": ("miles",),
    "metres": ("feet",),
    "meters": ("feet",),
    "feet": ("metres", "inches"),
    "inches": ("feet",),
    "tons": ("pounds",),
    "tonnes": ("kilograms",),
    "pounds": ("tonnes",),
    "kg": ("tonnes",),
    "acres": ("hectares",),
    "hectares": ("acres",),
    "hours": ("days", "minutes"),
    "hour": ("day",),
    "minutes": ("hours", "seconds"),
    "minute": ("hour",),
    "seconds": ("minutes",),
    "days": ("weeks", "months"),
    "day": ("week",),
    "weeks": ("days", "months"),
    "week": ("month",),
    "months": ("years", "weeks"),
    "month": ("year",),
    "years": ("months", "decades"),
    "year": ("month",),
    "year-old": ("month-old",),
    "dollars": ("euros",),
    "euros": ("dollars",),
    "gallons": ("litres",),
    "litres": ("gallons",),
    "degrees": ("percent",),
}
CURRENCIES = {"$": "£", "£": "$", "€": "$"}

_NUMBER = re.compile(
    r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,])|(?<![\w.,/-])\d+(?:\.\d+)?(?!\w|[.,]\d)"
)
_WORDED = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DATE = re.compile(
    rf"\b(?P<day>{'|'.join(DAYS)})\b|\b(?P<month>{'|'.join(month for month in MONTHS if month != 'May')})\b"
    rf"|(?<![\d.,$£€])\b(?P<year>(?:19|20)\d\d)\b(?![.,]?\d)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    rf"(?P<before>(?:\d|\b(?:a|an|one|{'|'.join(NUMBER_WORDS)}|several|few|hundred))[ -]?)(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|should|can|may|might|must)\b(?! not\b|n['’]t)",
    re.IGNORECASE,
)
_BASE = {
    "said": "say",
    "won": "win",
    "told": "tell",
    "took": "take",
    "made": "make",
    "found": "find",
    "killed": "kill",
    "announced": "announce",
    "agreed": "agree",
    "admitted": "admit",
    "signed": "sign",
    "called": "call",
    "received": "receive",
    "began": "begin",
    "became": "become",
    "gave": "give",
    "went": "go",
    "came": "come",
    "attacked": "attack",
    "lost": "lose",
    "died": "die",
    "left": "leave",
    "voted": "vote",
    "dumped": "dump",
    "poured": "pour",
    "scored": "score",
    "beat": "beat",
    "joined": "join",
    "filed": "file",
    "met": "meet",
    "warned": "warn",
    "claimed": "claim",
    "accused": "accuse",
    "reported": "report",
    "showed": "show",
}
_PAST = re.compile(rf"\b(?:{'|'.join(_BASE)})\b(?!['’])")
_NOT = re.compile(
    r"\b(?:did|does|do) not (\w+)|\b(is|are|was|were|has|have|had|would|could|should|does|do|did)n['’]t\b|\b(?:not|never)\b |\bno longer ",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"(?<![.\w])(?:[A-Z](?:[\w-]|['’](?!s\b))+|[A-Z]\.(?!\w))(?: (?:(?:[A-Z](?:[\w-]|['’](?!s\b))+|[A-Z]\.(?!\w))|(?:de|van|von|al|bin|la)(?= [A-Z])))*"
)
_NO_NAMES = frozenset(
    [
        *DAYS,
        *MONTHS,
        *"The A An In On At It He She They This That These Those But And For From After Before While When As If With By Of To Its His Her Their There Some Many Most More Two Three Four Five However Although Despite According Since I We You".split(),
    ]
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
    return (
        float(
            NUMBER_WORDS.index(number.lower()) + 2
            if number.lower() in NUMBER_WORDS[:11]
            else number.replace(",", "")
        )
        if number.lower() not in NUMBER_WORDS[11:]
        else {"fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0}[number.lower()]
    )


def random_number(text: str, article: str, rng: random.Random) -> Altered:
    """Another number of the same shape, which the article has nowhere."""
    known = {_value(number) for _, _, number in numbers(article)}
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
        return rng.choice(NUMBER_WORDS)
    digits = [str(rng.randint(1, 9)) if at == 0 else str(rng.randint(0, 9)) for at, _ in enumerate(number)]
    return "".join(fresh if old.isdigit() else old for old, fresh in zip(number, digits, strict=True))


def article_number(text: str, article: str, rng: random.Random) -> Altered:
    """A number of the article in the place of another."""
    places = numbers(text)
    if not places:
        return None
    start, end, _ = rng.choice(places)
    others = sorted(
        {
            other
            for _, _, other in numbers(article)
            if _value(other) not in {_value(own) for *_, own in places}
        }
    )
    if not others:
        return None
    return text[:start] + rng.choice(others) + text[end:]


def date(text: str, article: str, rng: random.Random) -> Altered:
    """Another weekday, month or year."""
    places = list(_DATE.finditer(text))
    if not places:
        return None
    match = rng.choice(places)
    was = match.group()
    if match.group("year"):
        new = str(int(was) + rng.choice((-12, -5, -3, -2, -1, 1, 2, 3, 4, 7)))
    else:
        pool = DAYS if match.group("day") else MONTHS
        new = rng.choice([other for other in pool if other.lower() != was.lower()])
        new = new.lower() if was.islower() else new
    return text[: match.start()] + new + text[match.end() :]


def names(text: str) -> list[tuple[int, int, str]]:
    """Runs of capitals, or a known given name with the word after it where the text has no capitals."""
    found = [(*match.span(), match.group()) for match in _RUN.finditer(text)]
    opens = {0, *(match.end() for match in re.finditer(r"[.!?:] ", text))}
    found = [run for run in found if run[2] not in _NO_NAMES and not (run[0] in opens and " " not in run[2])]
    return found or [
        (*match.span(), match.group())
        for match in re.finditer(r"\b([a-z]+) [a-z][a-z-]{2,}\b", text.lower())
        if match.group(1) in GIVEN and match.group().split()[1] not in _SMALL
    ]


_SMALL = frozenset(
    "went set following when where while or if then so not can could may might into over before during about against between through out up down off back more most all both one two three first last told says say did does do made took came got scored won lost left played added claimed insisted believes admitted wants gave saw bent the and was has had who said is to of in on at for with from are were will would as by his her after that which says have been also he she it but".split()
)


def foreign_name(text: str, article: str, rng: random.Random) -> Altered:
    """A name that the article has nowhere, in the place of one that it has."""
    places = names(text)
    if not places:
        return None
    start, end, name = rng.choice(places)
    pool = FOREIGN if _is_person(name) else FOREIGN + FOREIGN_PLACES + FOREIGN_FIRMS
    fresh = rng.choice([other for other in pool if not any(part in article for part in other.split())])
    return text[:start] + fresh + text[end:]


def _is_person(name: str) -> bool:
    parts = name.split()
    return len(parts) > 1 and parts[0].lower() in GIVEN


_SHOWN = re.compile(
    r"\b([A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][\w’-]+)(?=,? (?:said|says|told|added|who|has said|\d\d,|wrote|argued))"
    r"|\b(?:Mr|Mrs|Ms|Dr|President|Senator|Minister|Judge|spokesman|spokeswoman|attorney)\.? ([A-Z][a-z]+ [A-Z][\w’-]+)"
)


def people(article: str) -> list[str]:
    """Everybody of the article with a surname, and a given name that is known or words that show a person."""
    found = [name for _, _, name in names(article)] if any(True for _ in _RUN.finditer(article)) else []
    lowered = [
        match.group()
        for match in re.finditer(r"\b([a-z]+) [a-z][a-z-]{2,}\b", article)
        if match.group(1) in GIVEN and match.group().split()[1] not in _SMALL
    ]
    return sorted({name for name in found if _is_person(name) and 2 <= len(name.split()) <= 3} | set(lowered))


def article_person(text: str, article: str, rng: random.Random) -> Altered:
    """Another person of the article, by the surname where the surname alone stood."""
    everybody = people(article)
    surnames = {person.split()[-1] for person in everybody}
    places = []
    for person in everybody:
        for form in (person, person.split()[-1]):
            match = re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text)
            if match and len(form) > 3:
                places.append((match.start(), match.end(), person, form))
                break
    if not places or len(surnames) < 2:
        return None
    start, end, was, form = rng.choice(places)
    present = {person for _, _, person, _ in places}
    others = [
        one
        for one in everybody
        if one not in present and one.split()[-1] not in text and one.split()[-1] != was.split()[-1]
    ]
    if not others:
        return None
    other = rng.choice(others)
    return text[:start] + (other if form == was else other.split()[-1]) + text[end:]


def unit(text: str, article: str, rng: random.Random) -> Altered:
    """Another unit, scale or currency beside the same number."""
    made = [
        (match.span("unit"), rng.choice(UNITS[match.group("unit").lower()])) for match in _UNIT.finditer(text)
    ]
    made += [(match.span(), CURRENCIES[match.group()]) for match in re.finditer(r"[$£€](?= ?\d)", text)]
    made += [(match.span(), " percentage points") for match in re.finditer(r"(?<=\d) ?%", text)]
    if not made:
        return None
    (start, end), new = rng.choice(made)
    return text[:start] + new + text[end:]


def not_added(text: str, article: str, rng: random.Random) -> Altered:
    """A "not" after an auxiliary, or "did not" before a verb of the past."""
    places = list(_AUXILIARY.finditer(text))
    if places:
        match = rng.choice(places)
        return text[: match.end()] + " not" + text[match.end() :]
    past = _PAST.search(text)
    if past is None:
        return None
    return f"{text[: past.start()]}did not {_BASE[past.group()]}{text[past.end() :]}"


def not_dropped(text: str, article: str, rng: random.Random) -> Altered:
    """Without its "not"."""
    places = list(_NOT.finditer(text))
    if not places:
        return None
    match = rng.choice(places)
    kept = match.group(1) or match.group(2) or ""
    if not match.group(1) and not match.group(2):
        kept = ""
    return re.sub(" {2,}", " ", text[: match.start()] + kept + text[match.end() :])


def antonym(text: str, article: str, rng: random.Random) -> Altered:
    """A word's contrary."""
    places = [match for match in re.finditer(r"[A-Za-z]+", text) if match.group().lower() in OPPOSITES]
    if not places:
        return None
    match = rng.choice(places)
    new = OPPOSITES[match.group().lower()]
    new = new.capitalize() if match.group()[0].isupper() else new
    return text[: match.start()] + new + text[match.end() :]


KINDS: dict[str, Alteration] = {
    "random number": random_number,
    "another number of the article": article_number,
    "date": date,
    "name foreign to the article": foreign_name,
    "unit, scale or currency": unit,
    "another person of the article": article_person,
    '"not" added': not_added,
    '"not" dropped': not_dropped,
    "antonym": antonym,
}


def altered(
    texts: Sequence[tuple[str, str]], kind: str, seed: int = 7, kinds: Mapping[str, Alteration] = KINDS
) -> Iterator[tuple[int, str]]:
    """The texts that this kind can make wrong, each with its number; the same for the same seed."""
    rng = random.Random(f"{seed} {kind}")
    for number, (text, article) in enumerate(texts):
        made = kinds[kind](text, article, rng)
        if made is not None and made != text:
            yield number, made
