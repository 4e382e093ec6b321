"""Time zones as people type them: names, cities, abbreviations and offsets, understood or refused well.

An abbreviation or an offset does not say when clocks change, so that a place which has it is offered.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping
from zoneinfo import available_timezones

from bot.core.commands.timetable import shown
from bot.errors import ConfigError

ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    "acdt": ("Australia/Adelaide",),
    "acst": ("Australia/Adelaide", "Australia/Darwin"),
    "adt": ("America/Halifax",),
    "aedt": ("Australia/Sydney", "Australia/Melbourne"),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "akdt": ("America/Anchorage",),
    "akst": ("America/Anchorage",),
    "ast": ("America/Halifax", "Asia/Riyadh"),
    "awst": ("Australia/Perth",),
    "brt": ("America/Sao_Paulo",),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "cat": ("Africa/Maputo", "Africa/Johannesburg"),
    "cdt": ("America/Chicago", "America/Havana"),
    "cest": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid"),
    "cet": ("Europe/Berlin", "Europe/Paris", "Africa/Algiers"),
    "cst": ("America/Chicago", "America/Mexico_City", "Asia/Shanghai"),
    "eat": ("Africa/Nairobi",),
    "edt": ("America/New_York", "America/Toronto"),
    "eest": ("Europe/Athens", "Europe/Helsinki", "Europe/Kyiv"),
    "eet": ("Europe/Athens", "Europe/Helsinki", "Africa/Cairo"),
    "est": ("America/New_York", "America/Toronto", "America/Panama"),
    "gst": ("Asia/Dubai",),
    "hkt": ("Asia/Hong_Kong",),
    "hst": ("Pacific/Honolulu",),
    "ict": ("Asia/Bangkok", "Asia/Ho_Chi_Minh"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "mdt": ("America/Denver",),
    "mesz": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "met": ("Europe/Berlin", "Europe/Paris"),
    "mez": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "msk": ("Europe/Moscow",),
    "mst": ("America/Denver", "America/Phoenix"),
    "ndt": ("America/St_Johns",),
    "nst": ("America/St_Johns",),
    "nzdt": ("Pacific/Auckland",),
    "nzst": ("Pacific/Auckland",),
    "pdt": ("America/Los_Angeles", "America/Vancouver"),
    "pht": ("Asia/Manila",),
    "pkt": ("Asia/Karachi",),
    "pst": ("America/Los_Angeles", "America/Vancouver", "Asia/Manila"),
    "sast": ("Africa/Johannesburg",),
    "sgt": ("Asia/Singapore",),
    "wat": ("Africa/Lagos",),
    "west": ("Europe/Lisbon",),
    "wet": ("Europe/Lisbon",),
    "wib": ("Asia/Jakarta",),
    "et": ("America/New_York",),
    "ct": ("America/Chicago",),
    "mt": ("America/Denver",),
    "pt": ("America/Los_Angeles",),
}
"""Places that have an abbreviation, the likeliest first."""

OFFSETS: Mapping[int, tuple[str, ...]] = {  # minutes east of Greenwich, outside summer time
    -660: ("Pacific/Pago_Pago",),
    -600: ("Pacific/Honolulu",),
    -570: ("Pacific/Marquesas",),
    -540: ("America/Anchorage",),
    -480: ("America/Los_Angeles", "America/Vancouver"),
    -420: ("America/Denver", "America/Phoenix"),
    -360: ("America/Chicago", "America/Mexico_City"),
    -300: ("America/New_York", "America/Bogota", "America/Lima"),
    -240: ("America/Halifax", "America/Santiago", "America/La_Paz"),
    -210: ("America/St_Johns",),
    -180: ("America/Sao_Paulo", "America/Argentina/Buenos_Aires"),
    -120: ("America/Noronha", "America/Nuuk"),
    -60: ("Atlantic/Azores", "Atlantic/Cape_Verde"),
    0: ("UTC", "Europe/London", "Africa/Accra"),
    60: ("Europe/Berlin", "Europe/Paris", "Africa/Lagos"),
    120: ("Europe/Athens", "Africa/Cairo", "Africa/Johannesburg"),
    180: ("Europe/Moscow", "Europe/Istanbul", "Africa/Nairobi"),
    210: ("Asia/Tehran",),
    240: ("Asia/Dubai", "Asia/Tbilisi"),
    270: ("Asia/Kabul",),
    300: ("Asia/Karachi", "Asia/Tashkent"),
    330: ("Asia/Kolkata", "Asia/Colombo"),
    345: ("Asia/Kathmandu",),
    360: ("Asia/Dhaka", "Asia/Bishkek"),
    390: ("Asia/Yangon",),
    420: ("Asia/Bangkok", "Asia/Jakarta", "Asia/Ho_Chi_Minh"),
    480: ("Asia/Singapore", "Asia/Shanghai", "Australia/Perth"),
    525: ("Australia/Eucla",),
    540: ("Asia/Tokyo", "Asia/Seoul"),
    570: ("Australia/Darwin", "Australia/Adelaide"),
    600: ("Australia/Brisbane", "Australia/Sydney"),
    630: ("Australia/Lord_Howe",),
    660: ("Pacific/Guadalcanal", "Pacific/Noumea"),
    720: ("Pacific/Auckland", "Pacific/Fiji"),
    765: ("Pacific/Chatham",),
    780: ("Pacific/Tongatapu", "Pacific/Apia"),
    840: ("Pacific/Kiritimati",),
}
"""Places that are so far from Greenwich."""

_UTC = {
    "utc",
    "gmt",
    "z",
    "zulu",
    "uct",
    "etc/utc",
    "etc/gmt",
    "etc/uct",
    "etc/zulu",
    "universal",
    "etc/universal",
}
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*([0-9]{1,2})(?::?([0-9]{2}))?", re.ASCII)


@functools.cache
def zones() -> tuple[str, ...]:
    """Every IANA time zone that Python knows, those of continents and oceans alone, and UTC.

    Not those of Etc, whose signs are turned round: Etc/GMT+7 is seven hours behind.
    """
    places = (zone for zone in available_timezones() if re.match(r"(?!Etc/)[A-Z][a-z]+/", zone))
    return ("UTC", *sorted(places))


@functools.cache
def _names() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Zones by their names and by their cities, folded; a city in two of them is in neither."""
    known = {zone.casefold(): zone for zone in zones()}
    cities: dict[str, list[str]] = {}
    for zone in zones():
        cities.setdefault(zone.casefold().rpartition("/")[2], []).append(zone)
    return known, {city: found[0] for city, found in cities.items() if len(found) == 1}


def zone(value: str) -> str:
    """The name of an IANA time zone, by its name or its city, in whatever case; raises ConfigError."""
    known, by_city = _names()
    typed = " ".join(value.split()).replace(" ", "_").casefold()
    found = known.get(typed) or by_city.get(typed) or ("UTC" if typed in _UTC else None)
    if found:
        return found
    if typed in ABBREVIATIONS:
        offered = _either(ABBREVIATIONS[typed])
        raise ConfigError(f"“{value}” does not say when clocks change; name a place: {offered}?")
    if matched := _OFFSET.fullmatch(value.strip().casefold()):
        raise _of_offset(value, *matched.groups())
    if value in available_timezones():
        return value
    near = _near(typed, known, by_city)
    remedy = f"did you mean {near}?" if near else "write one such as Europe/Berlin."
    raise ConfigError(f"There is no time zone “{shown(value)}”; {remedy}")


def _of_offset(value: str, sign: str, hours: str, minutes: str | None) -> ConfigError:
    offset = (int(hours) * 60 + int(minutes or 0)) * (1 if sign == "+" else -1)
    places = OFFSETS.get(offset)
    if places is None:
        return ConfigError(f"No place is at “{value}”; write its zone, such as Europe/Berlin.")
    return ConfigError(f"“{value}” does not say when clocks change; name a place: {_either(places)}?")


def _either(places: tuple[str, ...]) -> str:
    return f"{', '.join(places[:-1])} or {places[-1]}" if len(places) > 1 else places[0]


def _near(typed: str, known: Mapping[str, str], by_city: Mapping[str, str]) -> str | None:
    """By its city, else by the whole name."""
    city = difflib.get_close_matches(typed.rpartition("/")[2], by_city, n=1, cutoff=0.75)
    whole = difflib.get_close_matches(typed, known, n=1, cutoff=0.75)
    return by_city[city[0]] if city else known[whole[0]] if whole else None
