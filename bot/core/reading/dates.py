"""Moments as feeds and pages write them: by the standards, nearly so, or in the words of a language."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

from bot.core.reading.grammar import WEEKDAYS

_LONGEST = 120
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # what is earlier is an empty field of a template

_EPOCH = re.compile(r"-?(\d{10}|\d{13}|\d{16})(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?", re.IGNORECASE)
_TIME = re.compile(
    r"""(?<![\d:])(?P<hour>\d{1,2})\s?[:h]\s?(?P<minute>\d\d)(?:\s?:\s?(?P<second>\d\d)(?:[.,]\d+)?)?(?!\d)
    (?:\s*(?P<half>[ap])\.?m\b\.?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_OFFSET = re.compile(
    r"""\s*[(\[]?(?:GMT|UTC|UT|Z)?\s?(?P<sign>[+-])(?:(?P<hours>\d\d):?(?P<minutes>\d\d)|(?P<only>\d{1,2}))(?![\d:])""",
    re.IGNORECASE | re.VERBOSE,
)
_ZONE = re.compile(r"\s*[(\[]?([A-Z]{1,5})\b", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})(?:\s?[-/.月월]\s?(\d{1,2}))?(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_WORD = r"(?P<month>[^\s\d.,/:()+-]{3,20})"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?!\d)"
_DAY_FIRST = re.compile(
    rf"{_DAY}(?:st|nd|rd|th|er|º|ª)?[\s.,/-]*(?:(?:de|of)\s+|d[’'])?{_WORD}", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"{_WORD}[\s.,/-]*{_DAY}", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"(?:^|[\s,/'’-])(\d\d)(?!\d)")
_MINUSES = str.maketrans({"\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2013": "-"})

_ZONES = {
    **dict.fromkeys(("GMT", "UTC", "UT", "Z", "WET"), 0),
    **dict.fromkeys(("CET", "MEZ", "WEST"), 60),
    **dict.fromkeys(("CEST", "MESZ", "EET", "CAT", "SAST"), 120),
    **dict.fromkeys(("EEST", "MSK", "EAT"), 180),
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "AKST": -540,
    "AKDT": -480,
    "HST": -600,
    "BST": 60,
    "HKT": 480,
    "SGT": 480,
    "AWST": 480,
    "WIB": 420,
    "JST": 540,
    "KST": 540,
    "ACST": 570,
    "AEST": 600,
    "AEDT": 660,
    "NZST": 720,
    "NZDT": 780,
    "BRT": -180,
}
"""Minutes east of Greenwich; IST is left out: India, Israel and Ireland all write it."""

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar/janner februar marz/mrz/maerz april mai juni juli august september oktober november"
    " dezember",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre"
    " noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta"
    " lokakuuta marraskuuta joulukuuta",
    "pl": "stycznia/styczen lutego/luty marzec/marca kwietnia/kwiecien maja czerwiec/czerwca lipiec/lipca"
    " sierpnia/sierpien wrzesnia/wrzesien pazdziernika listopada grudzien/grudnia",
    "cs": "ledna/leden unora brezna/brezen dubna/duben kvetna/kveten cervna/cerven/cvn"
    " cervence/cervenec/cvc srpna/srpen zari rijna/rijen listopadu prosince/prosinec",
    "sk": "januara februara marca/marec aprila maja juna jula augusta septembra oktobra novembra decembra",
    "hu": "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie/nov"
    " decembrie",
    "hr": "sijecnja/sijecanj veljace/veljaca ozujka/ozujak travnja/travanj svibnja/svibanj lipnja/lipanj"
    " srpnja/srpanj kolovoza rujna/rujan listopada studenoga/studeni prosinca/prosinac",
    "sl": "januar februar marec april maj junij julij avgust september oktober november december",
    "bg": "януари февруари март април маи юни юли август септември октомври ноември декември",
    "ru": "января/январь февраля/февраль марта апреля/апрель мая/маи июня/июнь июля/июль августа"
    " сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь",
    "uk": "січня/січень лютого/лютии березня/березень квітня/квітень травня/травень червня/червень"
    " липня/липень серпня/серпень вересня/вересень жовтня/жовтень листопада грудня/грудень",
    "el": "ιανουαριου/ιανουαριοσ φεβρουαριου/φεβρουαριοσ μαρτιου/μαρτιοσ απριλιου/απριλιοσ μαιου/μαιοσ"
    " ιουνιου/ιουνιοσ ιουλιου/ιουλιοσ αυγουστου/αυγουστοσ σεπτεμβριου/σεπτεμβριοσ οκτωβριου/οκτωβριοσ"
    " νοεμβριου/νοεμβριοσ δεκεμβριου/δεκεμβριοσ",
    "tr": "ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık",
    "id": "januari februari maret april mei/mai juni juli agustus september oktober"
    " november/nopember desember",
    "ca": "gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre",
    "lt": "sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio",
    "lv": "janvaris februaris marts aprilis maijs junijs julijs augusts septembris oktobris novembris"
    " decembris",
    "et": "jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember",
}
"""Of each language the months in order, without accents; other forms of one are behind slashes."""


def moment(text: str, language: str = "") -> datetime | None:
    """The moment in its own zone, or UTC, that a text writes; None when it writes none, or none after 1970.

    `language` helps where a month's name is another month's elsewhere.
    """
    line = " ".join(text.translate(_MINUSES).split())
    if not line or len(line) > _LONGEST:
        return None
    try:
        found = _epoch(line) or _written(line, language[:2].lower())
        return found if found and found.astimezone(UTC) >= _EARLIEST else None
    except (ValueError, OverflowError, OSError):
        return None


_AGO = re.compile(r"(?:(\d{1,4})|an?|last|past)\s(day|week|month|year)s?(?:\sago)?")
_PLAIN_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_NEAR = {"today": 0, "now": 0, "yesterday": 1, "day before yesterday": 2}
LEAP_YEARS = 8
"""Years within which a 29 February lies, whatever the century."""

_DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}


def typed_day(text: str, today: date) -> date | None:
    """The day that somebody means: 2026-11-30, yesterday, Monday, 3 days ago, last week, 30 November.

    Without a year it is the last such day up to `today`. None where it is no day.
    """
    line = " ".join(text.translate(_MINUSES).casefold().split()).removeprefix("the ")
    try:
        return date.fromisoformat(line.replace("/", "-"))
    except ValueError:
        pass
    if line in _NEAR:
        return today - timedelta(days=_NEAR[line]) if _NEAR[line] < today.toordinal() else None
    last = line.startswith("last ")
    for number, name in enumerate(WEEKDAYS):
        if line.removeprefix("last ") in (name.casefold(), name[:3].casefold()):
            return today - timedelta(days=(today.weekday() - number) % 7 or 7 * last)
    if line == "this week":
        return today - timedelta(days=today.weekday())
    if ago := _AGO.fullmatch(line):
        back = int(ago[1] or 1) * _DAYS_OF[ago[2]]
        return today - timedelta(days=back) if back < today.toordinal() else None
    if not re.search(r"[^\W\d_]{3}", line) and not _PLAIN_DAY.fullmatch(line):
        return None  # figures alone, whose day and month nobody can tell apart
    with_year = moment(line)
    if with_year or re.search(r"\d{4}", line):
        return with_year.date() if with_year else None
    years = range(today.year, today.year - LEAP_YEARS - 1, -1)  # a 29 February is years away
    found = (moment(f"{line} {year}") for year in years if year > 0)
    return next((one.date() for one in found if one and one.date() <= today), None)


def _epoch(line: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970."""
    match = _EPOCH.fullmatch(line)
    return datetime.fromtimestamp(int(match[1]) / 1000 ** ((len(match[1]) - 10) // 3), UTC) if match else None


def _written(line: str, language: str) -> datetime | None:
    compact = _COMPACT.fullmatch(line)
    if compact:
        return datetime(*(int(part or 0) for part in compact.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    try:
        return _zoned(datetime.fromisoformat(line))
    except ValueError:
        pass
    time = _TIME.search(line)
    if time is None:
        day = _day(line, language)
        return day.replace(tzinfo=UTC) if day else None
    offset = _offset(line, time.end())
    rest = f"{line[: time.start()]} {line[offset[1] :]}"
    day = _day(rest, language)
    return (day + _clock(time)).replace(tzinfo=timezone(offset[0])) if day else None


def _zoned(found: datetime) -> datetime:
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _clock(time: re.Match[str]) -> timedelta:
    """The time of day; 24:00 and a leap second are the moment after."""
    hour, minute, second = int(time["hour"]), int(time["minute"]), int(time["second"] or 0)
    half = (time["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):
        raise ValueError("no time of day")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _offset(line: str, start: int) -> tuple[timedelta, int]:
    """How far ahead of UTC the clock behind `start` is, and where that is written to an end."""
    match = _OFFSET.match(line, start)
    if match:
        size = timedelta(hours=int(match["hours"] or match["only"]), minutes=int(match["minutes"] or 0))
        return (-size if match["sign"] == "-" else size), match.end()
    zone = _ZONE.match(line, start)
    if zone and zone[1].upper() in _ZONES:
        return timedelta(minutes=_ZONES[zone[1].upper()]), zone.end()
    return timedelta(), start


def _day(line: str, language: str) -> datetime | None:
    match = _YEAR_FIRST.search(line)
    if match:
        return datetime(int(match[1]), int(match[2]), int(match[3] or 1))  # noqa: DTZ001 - the zone follows
    match = _YEAR_LAST.search(line)
    if match:
        return _numbered(int(match[1]), int(match[3]), int(match[4]), match[2])
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(line):
            month = _month(match["month"], language)
            year = month and _year(line, match)
            if month and year:
                return datetime(year, month, int(match["day"]))  # noqa: DTZ001
    return None


def _numbered(first: int, second: int, year: int, between: str) -> datetime | None:
    """Day and month in the order that is possible; by dots the day is first; else it stays unknown."""
    if second > 12 >= first:
        first, second = second, first
    elif between != "." and first <= 12 and first != second:
        return None
    return datetime(year, second, first)  # noqa: DTZ001


def _year(line: str, day: re.Match[str]) -> int | None:
    match = _YEAR.search(line, day.end()) or _YEAR.search(line)
    if match:
        return int(match[1])
    match = _SHORT_YEAR.search(line, day.end())
    return int(match[1]) + (2000 if int(match[1]) < 70 else 1900) if match else None


def _month(word: str, language: str) -> int | None:
    """The month of this name, in this language, in English, or in every language that knows it."""
    plain = _folded(word)
    for one in (language, "en"):
        number = _month_in(plain, one)
        if number:
            return number
    others = {number for number in (_month_in(plain, one) for one in _MONTHS) if number}
    return others.pop() if len(others) == 1 else None


def _month_in(plain: str, language: str) -> int | None:
    """Its number in one language, by its whole name or by the only one that begins so."""
    if language in ("nb", "nn"):
        language = "no"
    names = [month.split("/") for month in _MONTHS.get(language, "").split()]
    whole = [number for number, forms in enumerate(names, start=1) if plain in forms]
    begun = [
        number for number, forms in enumerate(names, start=1) if any(one.startswith(plain) for one in forms)
    ]
    found = whole or begun
    return found[0] if len(found) == 1 else None


def _folded(word: str) -> str:
    """Without case and accents."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))
