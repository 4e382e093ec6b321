"""Moments are read as feeds and pages write them, and what is none is none."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.core.reading.dates import moment, typed_day

NINE = datetime(2025, 11, 18, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 18 Nov 2025 09:00:00 GMT",
        "Tue, 18 Nov 2025 10:00:00 +01:00",
        "Tue, 18 Nov 2025 16:00:00 GMT+7",
        "Tue, 18 Nov 2025 07:00:00 UTC-2",
        "Tue, 18 Nov 2025 04:00:00 -05",
        "Tue, 18 Nov 2025 04:00:00 EST",
        "Tue, 18 Nov 2025 05:00:00 PM +0800",
        "18 Nov 25 09:00 Z",
        "Tue, 18 Nov 2025 08:59:60 +0000",
        "Tue Nov 18 09:00:00 2025",
        "Tue Nov 18 2025 10:00:00 GMT+0100 (Central European Standard Time)",
        "2025-11-18T09:00:00Z",
        "2025-11-18 04:00:00 -0500",
        "2025-11-18T08:59:60Z",
        "2025/11/18 09:00",
        "20251118T090000Z",
        "20251118090000",
        "18.11.2025 10:00 MEZ",
        "11/18/2025 9:00 AM UTC",
        "November 18th, 2025 at 9:00 a.m.",
        "1763456400",
        "1763456400000",
        "2025年11月18日 09:00",
        "2025년 11월 18일 9:00",
        "Tue, 18 Nov 2025 04:00:00 \u22120500",
    ],
)
def test_one_moment_in_many_forms(text: str) -> None:
    assert moment(text) == NINE


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Di, 16 Dez 2025 09:00:00 +0000", 12),
        ("Mi, 14 Mär 2025", 3),
        ("14. Mrz. 2025", 3),
        ("mar., 16 déc. 2025 09:00:00 +0000", 12),
        ("16 de setiembre de 2025", 9),
        ("16 gen 2025", 1),
        ("16 mrt. 2025", 3),
        ("ons 14 maj 2025", 5),
        ("14 paź 2025", 10),
        ("14 июня 2025 г.", 6),
        ("14 вересня 2025", 9),
        ("2025. december 16.", 12),
        ("14 Şub 2025", 2),
        ("14 Ağustos 2025", 8),
        ("14 Μαΐου 2025", 5),
        ("14. tammikuuta 2025", 1),
    ],
)
def test_months_have_names_in_many_languages(text: str, month: int) -> None:
    found = moment(text)
    assert found is not None
    assert found.month == month


@pytest.mark.parametrize(
    ("text", "language", "month"),
    [
        ("14 lis 2025", "pl", 11),
        ("14 lis 2025", "hr", 10),
        ("14 srp 2025", "cs-CZ", 8),
        ("14 srp 2025", "hr", 7),
        ("14 des 2025", "nb", 12),
        ("14 červenec 2025", "cs", 7),
    ],
)
def test_a_name_that_is_two_months_is_told_by_the_language(text: str, language: str, month: int) -> None:
    found = moment(text, language)
    assert found is not None
    assert found.month == month


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "Tuesday",
        "14 lis 2025",  # October or November
        "03/04/2025",  # March or April
        "31 Nov 2025",
        "2026-02-30T00:00:00Z",
        "0001-01-01T00:00:00",
        "0000-00-00",
        "1970-01-01T00:00:00Z",
        "18 Nov 2025 25:00",
        "99999999999999999999",
        "1" * 4_000,
        "18 Foo 2025",
    ],
)
def test_what_is_no_moment_or_may_be_two_is_none(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-05-03", "2026-05-03"),
        ("2026/5/3", "2026-05-03"),
        ("3.5.2026", "2026-05-03"),
        ("today", "2026-11-30"),
        ("Yesterday", "2026-11-29"),
        ("the day before yesterday", "2026-11-28"),
        ("Monday", "2026-11-30"),
        ("last Monday", "2026-11-23"),
        ("fri", "2026-11-27"),
        ("3 days ago", "2026-11-27"),
        ("a week ago", "2026-11-23"),
        ("last week", "2026-11-23"),
        ("3 May", "2026-05-03"),
        ("May 3rd", "2026-05-03"),
        ("1 December", "2025-12-01"),
        ("Dec 5 2024", "2024-12-05"),
        ("12/01/2026", None),
        ("5", None),
        ("soon", None),
        ("31 February", None),
        ("99999 years ago", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, day: str | None) -> None:
    found = typed_day(typed, date(2026, 11, 30))
    assert (found.isoformat() if found else None) == day
