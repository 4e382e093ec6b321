from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.core.commands.parse import likeliest
from bot.core.commands.time_zones import ABBREVIATIONS, OFFSETS, zone, zones
from bot.errors import ConfigError


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("america/new york", "America/New_York"),
        ("London", "Europe/London"),
        ("new york", "America/New_York"),
        ("BANGKOK", "Asia/Bangkok"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("Z", "UTC"),
        ("EST5EDT", "EST5EDT"),
        ("Etc/GMT+7", "Etc/GMT+7"),  # who writes it so knows
    ],
)
def test_a_zone_is_understood_by_name_city_and_case(typed: str, found: str) -> None:
    assert zone(typed) == found


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("CEST", "Europe/Berlin, Europe/Paris or Europe/Madrid"),
        ("cet", "Europe/Berlin, Europe/Paris or Africa/Algiers"),
        ("EST", "America/New_York, America/Toronto or America/Panama"),
        ("IST", "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
        ("JST", "Asia/Tokyo"),
        ("GMT+7", "Asia/Bangkok, Asia/Jakarta or Asia/Ho_Chi_Minh"),
        ("UTC+07:00", "Asia/Bangkok, Asia/Jakarta or Asia/Ho_Chi_Minh"),
        ("gmt + 7", "Asia/Bangkok, Asia/Jakarta or Asia/Ho_Chi_Minh"),
        ("+0530", "Asia/Kolkata or Asia/Colombo"),
        ("UTC-5", "America/New_York, America/Bogota or America/Lima"),
        ("UTC−3:30", "America/St_Johns"),
    ],
)
def test_what_does_not_say_when_clocks_change_is_refused_with_places_that_have_it(
    typed: str, offered: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        zone(typed)
    assert str(caught.value) == f"“{typed}” does not say when clocks change; name a place: {offered}?"


def test_an_offset_that_no_place_has_is_refused() -> None:
    with pytest.raises(ConfigError, match="No place is at “GMT\\+27”; write its zone, such as Europe/Berlin"):
        zone("GMT+27")


def test_no_sign_is_turned_round_by_a_suggestion() -> None:
    assert not any(one.startswith("Etc/") for one in zones())
    assert likeliest("GMT+7", zones()) == []


@pytest.mark.parametrize("name", ABBREVIATIONS)
def test_places_of_an_abbreviation_exist(name: str) -> None:
    assert set(ABBREVIATIONS[name]) <= available_timezones()


@pytest.mark.parametrize("offset", OFFSETS)
def test_places_of_an_offset_have_it_in_january_or_july(offset: int) -> None:
    for place in OFFSETS[offset]:
        seasons = {ZoneInfo(place).utcoffset(datetime(2026, month, 10)) for month in (1, 7)}
        assert timedelta(minutes=offset) in seasons
