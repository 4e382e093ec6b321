from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands import parse
from bot.core.commands.timetable import MOST_QUIET_DATES, Timetable, quiet, read, read_quiet, times, typed
from bot.errors import ConfigError
from bot.model import Days, Quiet

WORKING = "on Mon,Tue,Wed,Thu,Fri"


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("08:00", "08:00"),
        ("8:00", "08:00"),
        ("8am", "08:00"),
        ("8 AM", "08:00"),
        ("8 a.m.", "08:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("12:30 pm", "12:30"),
        ("5pm", "17:00"),
        ("17.30", "17:30"),
        ("17h", "17:00"),
        ("17h30", "17:30"),
        ("0800", "08:00"),
        ("noon", "12:00"),
        ("midnight and midday", "00:00,12:00"),
        ("17:00, 8:05; 08:05 and 0:00", "00:00,08:05,17:00"),
        ("every day at 8:00", "08:00 daily"),
        ("daily 08:00", "08:00 daily"),
        ("Mon to Sun 08:00", "08:00 daily"),
        ("08:00 on weekdays", f"08:00 {WORKING}"),
        ("weekdays 8am & 5pm", f"08:00,17:00 {WORKING}"),
        ("Mon-Fri 08:00", f"08:00 {WORKING}"),
        ("Mon – Fri 08:00", f"08:00 {WORKING}"),
        ("Monday through Friday at 08:00", f"08:00 {WORKING}"),
        ("workdays 08:00", f"08:00 {WORKING}"),
        ("Mondays 09:00", "09:00 on Mon"),
        ("on Mondays at noon", "12:00 on Mon"),
        ("weekends 10:00", "10:00 on Sat,Sun"),
        ("Mon, Wed 7:30", "07:30 on Mon,Wed"),
        ("7:30 Tues + Thurs", "07:30 on Tue,Thu"),
        ("Fri-Mon 09:00", "09:00 on Mon,Fri,Sat,Sun"),
        ("weekly", "08:00 on Mon"),
        ("weekly 09:00", "09:00 on Mon"),
        ("weekly on Friday 17:00", "17:00 on Fri"),
        ("every Friday, 17:00", "17:00 on Fri"),
        ("0 8 * * *", "08:00 daily"),
        ("0 8 * * 1-5", f"08:00 {WORKING}"),
        ("0 8 * * MON-FRI", f"08:00 {WORKING}"),
        ("30 7,19 * * sun", "07:30,19:30 on Sun"),
        ("0 8 * * 0", "08:00 on Sun"),
        ("0 8 * * 7", "08:00 on Sun"),
        ("cron 0 8 ? * *", "08:00 daily"),
        ("cron: */30 8 * * *", "08:00,08:30 daily"),
        ("0 8-18/5 * * *", "08:00,13:00,18:00 daily"),
        ("0 8 1 * *", "cron 0 8 1 * *"),
        ("0 8 1,15 * 1", "cron 0 8 1,15 * 1"),
        ("0 9 * jan,JUL *", "cron 0 9 * 1,7 *"),
        ("0 0 29 2 *", "cron 0 0 29 2 *"),
        ("0 * * * *", f"cron 0 {','.join(map(str, range(24)))} * * *"),
    ],
)
def test_times_and_days_are_read_as_people_write_them(words: str, form: str) -> None:
    assert times(words) == form
    assert times(form) == form


NO_TIME = "is no time of day; write it as HH:MM, for example 08:00."
FIELDS = "A cron line has five fields (minute, hour, day, month, weekday), for example 0 8 * * 1-5;"
SAME_TIMES = (
    "One order has the same times on each of its days;"
    " give the others an order of their own with: /news schedule add"
)
NUMBERS = "as 5, 1-5, 1,3 or */2."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Type times of day as HH:MM, for example 08:00, 17:00."),
        ("24:00", f"“24:00” {NO_TIME}"),
        ("8", f"“8” {NO_TIME}"),
        ("8:60", f"“8:60” {NO_TIME}"),
        ("13pm", f"“13pm” {NO_TIME}"),
        ("0am", f"“0am” {NO_TIME}"),
        ("٠٨:٠٠", f"“٠٨:٠٠” {NO_TIME}"),
        ("08:00-17:00", f"“08:00-17:00” {NO_TIME}"),
        ("8ish", f"“8ish” {NO_TIME}"),
        ("hourly", f"“hourly” {NO_TIME}"),
        ("x" * 60, f"“{'x' * 40}…” {NO_TIME}"),
        ("Mondy 08:00", "“mondy” is no day and no time; did you mean Monday?"),
        ("08:00 on weekday's", "“weekday's” is no day and no time; did you mean weekdays?"),
        ("Mondays", "Add a time of day to the days, for example: Mondays 09:00"),
        (
            "Mon 8:00, Tue 9:00",
            SAME_TIMES,
        ),
        (
            "8:00 Mon 9:00",
            SAME_TIMES,
        ),
        ("weekly Mon, Tue 8:00", "A weekly digest comes on one day at one time, for example: Fridays 17:00"),
        ("weekly 8:00 17:00", "A weekly digest comes on one day at one time, for example: Fridays 17:00"),
        (
            " ".join(f"{hour}:00" for hour in range(13)),
            "A channel has at most 12 digests a day; these are 13.",
        ),
        ("@daily", "“@daily” is not understood; write it as “08:00” or “Mondays 09:00”."),
        ("cron", f"{FIELDS} “” has 0."),
        ("cron 0 8 * *", f"{FIELDS} “0 8 * *” has 4."),
        ("60 8 * * *", f"“60” is no minute of a cron line; it goes from 0 to 59, {NUMBERS}"),
        ("0 24 * * *", f"“24” is no hour of a cron line; it goes from 0 to 23, {NUMBERS}"),
        ("0 8 0 * *", f"“0” is no day of a cron line; it goes from 1 to 31, {NUMBERS}"),
        ("0 8 * 13 *", f"“13” is no month of a cron line; it goes from 1 to 12, {NUMBERS}"),
        ("0 8 * * 8", f"“8” is no weekday of a cron line; it goes from 0 to 7, {NUMBERS}"),
        ("0 8 * * 5-1", f"“5-1” is no weekday of a cron line; it goes from 0 to 7, {NUMBERS}"),
        ("0 8 */0 * *", f"“*/0” is no day of a cron line; it goes from 1 to 31, {NUMBERS}"),
        ("0 8 1w * *", f"“1w” is no day of a cron line; it goes from 1 to 31, {NUMBERS}"),
        (
            "*/5 * * * *",
            "A channel has at most 24 digests a day by a cron line; “*/5 * * * *” gives 288.",
        ),
        ("0 8 30 2 *", "There is no day on which “0 8 30 2 *” comes; change its day or its month."),
        ("0 8 31 4,6 *", "There is no day on which “0 8 31 4,6 *” comes; change its day or its month."),
    ],
)
def test_what_is_wrong_with_times_is_one_sentence_with_a_remedy(words: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        times(words)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("22:00-07:00", "22:00-07:00"),
        ("10pm to 7am", "22:00-07:00"),
        ("from 22:00 until 07:00", "22:00-07:00"),
        ("22 – 7", "22:00-07:00"),
        ("noon-1pm", "12:00-13:00"),
        ("midnight - 6:00", "00:00-06:00"),
        ("Sat", "Sat"),
        ("weekends", "Sat,Sun"),
        ("22:00-7:00 on Sundays", "22:00-07:00 Sun"),
        ("Sat-Sun 2026-12-25", "Sat,Sun 2026-12-25"),
        ("2026-12-25, 2026-12-24", "2026-12-24,2026-12-25"),
        ("off", "off"),
        ("None", "off"),
    ],
)
def test_quiet_time_is_read_as_people_write_it(words: str, form: str) -> None:
    assert quiet(words) == form
    assert quiet(form) == form


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("22:00", "“22:00” is no quiet time; write hours as 22:00-07:00."),
        ("25-7", "“25-7” is no quiet time; write hours as 22:00-07:00."),
        ("7-7", "Quiet hours end at another time than they begin, for example 22:00-07:00."),
        ("9-10, 12-13", "There is one span of quiet hours in a day, for example 22:00-07:00."),
        ("daily", "Every day would be quiet; pause the order instead with: /news schedule pause"),
        ("2026-13-01", "“2026-13-01” is no date; write it as YYYY-MM-DD."),
        ("Sundy", "“sundy” is no day and no time; did you mean Sunday?"),
        (",", "“,” is no quiet time; write 22:00-07:00, Sat, or off."),
        (
            " ".join(f"2026-{number // 28 + 1:02}-{number % 28 + 1:02}" for number in range(50)),
            "There are at most 40 quiet dates; these are 50.",
        ),
    ],
)
def test_what_is_wrong_with_quiet_time_is_one_sentence_with_a_remedy(words: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        quiet(words)
    assert str(caught.value) == sentence


MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
WEEKDAYS = st.sets(st.integers(0, 6), max_size=6).map(lambda days: tuple(sorted(days)))


@given(st.sets(MINUTES, min_size=1, max_size=12), st.one_of(st.none(), WEEKDAYS))
def test_a_timetable_is_read_back_from_what_is_written(
    slots: set[time], weekdays: tuple[int, ...] | None
) -> None:
    made = Timetable(tuple(sorted(slots)), None if weekdays is None else Days(weekdays))
    assert read(typed(made)) == made


NUMBER = st.integers(0, 60).map(str)
PART = st.one_of(NUMBER, st.just("*"), st.builds("{}-{}".format, NUMBER, NUMBER), st.just("*/7"), st.text())


@given(st.lists(PART, min_size=5, max_size=5).map(" ".join))
def test_a_cron_line_is_read_back_or_refused(line: str) -> None:
    try:
        made = read(f"cron {line}")
    except ConfigError:
        return
    assert read(typed(made)) == made


@given(
    st.none() | st.lists(MINUTES, min_size=2, max_size=2, unique=True),
    WEEKDAYS,
    st.sets(st.dates(date(2000, 1, 1), date(2099, 1, 1)), max_size=MOST_QUIET_DATES),
)
def test_quiet_time_is_read_back_from_what_is_written(
    hours: list[time] | None, weekdays: tuple[int, ...], dates: set[date]
) -> None:
    begin, end = hours or (None, None)
    made = Quiet(begin, end, weekdays, tuple(sorted(dates)))
    assert read_quiet(quiet(str(quiet_words(made)))) == made


def quiet_words(made: Quiet) -> str:
    hours = "" if made.begin is None or made.end is None else f"{made.begin:%H:%M} to {made.end:%H:%M}"
    names = [f"{date(2024, 1, 1) + timedelta(days=day):%A}" for day in made.weekdays]
    return " ".join([hours, *names, *(day.isoformat() for day in made.dates)]).strip() or "off"


@given(st.text(max_size=60))
def test_anything_typed_is_read_or_refused_with_a_sentence(anything: str) -> None:
    for check in (times, quiet):
        with suppress(ConfigError):
            form = check(anything)
            assert check(form) == form


@pytest.mark.parametrize(
    ("line", "args"),
    [
        ("schedule set 08:00", {"times": "08:00"}),
        ("schedule set 2 08:00", {"order": "2", "times": "08:00"}),
        ("schedule set 2 8 am size:3", {"order": "2", "times": "08:00", "size": "3"}),
        ("schedule set 8 am", {"times": "08:00"}),
        ("schedule set 8 a.m. on weekdays", {"times": f"08:00 {WORKING}"}),
        ("schedule set 2 size:3", {"order": "2", "size": "3"}),
        ("schedule set size:3 order:Week", {"order": "Week", "size": "3"}),
        ("schedule set 0 8 * * 1-5", {"times": f"08:00 {WORKING}"}),
        ("schedule set 2 0 8 * * 1-5", {"order": "2", "times": f"08:00 {WORKING}"}),
        ("schedule set 2 times:Mon 7:30 zone:utc", {"order": "2", "times": "07:30 on Mon", "zone": "UTC"}),
        ("schedule add weekly Friday 17:00 name:Week", {"times": "17:00 on Fri", "name": "Week"}),
        ("schedule set quiet:10pm to 7am", {"quiet": "22:00-07:00"}),
        ("schedule pause 2", {"order": "2"}),
        ("schedule resume", {}),
    ],
)
def test_a_command_names_its_order_by_a_number_before_what_changes(line: str, args: dict[str, str]) -> None:
    assert dict(parse(f"/news {line}").args) == args


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("schedule set", "When\\? For example: /news schedule set 08:00 on weekdays"),
        ("schedule add zone:UTC", "When\\? For example: /news schedule add weekly Friday 17:00 name:Week"),
        ("schedule set late:maybe", "late: takes one or none, not “maybe”."),
        ("schedule add 08:00 name:12", "“12” is no name of an order; .*"),
    ],
)
def test_a_command_that_cannot_be_read_says_why(line: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        parse(f"/news {line}")
