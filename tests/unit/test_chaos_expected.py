"""Which editions the harness expects: what a program had time for, and no more."""

from __future__ import annotations

from tests.chaos.expected import Run, must_be_there

SLOTS = (0.0, 60.0, 120.0)


def test_a_program_that_ran_all_the_time_missed_none() -> None:
    assert must_be_there(SLOTS, [Run(-5, 200)], 10) == {0, 60, 120}


def test_a_slot_without_time_enough_before_the_next_is_not_expected() -> None:
    assert must_be_there(SLOTS, [Run(-5, 5), Run(55, 95)], 10) == {60}


def test_the_last_slot_that_passed_before_a_start_is_due_at_once() -> None:
    assert must_be_there(SLOTS, [Run(30, 45)], 10) == {0}


def test_a_clock_that_is_off_counts_as_it_is() -> None:
    assert must_be_there(SLOTS, [Run(52, 64, off=5)], 10) == set()
    assert must_be_there(SLOTS, [Run(52, 66, off=5)], 10) == {60}


def test_slots_that_a_jump_forth_passed_over_are_not_expected() -> None:
    assert must_be_there(SLOTS, [Run(-5, 20), Run(20, 40, off=110)], 10) == {0, 120}


def test_slots_that_a_jump_back_shows_again_are_passed() -> None:
    assert must_be_there(SLOTS, [Run(115, 121), Run(121, 150, off=-60)], 10) == set()
    assert must_be_there(SLOTS, [Run(55, 121), Run(121, 200, off=-60)], 10) == {60, 120}


def test_another_program_that_is_ahead_ends_the_time_of_one_that_is_behind() -> None:
    assert must_be_there(SLOTS, [Run(58, 90, off=-5), Run(58, 70, off=55)], 10) == set()
    assert must_be_there(SLOTS, [Run(58, 90, off=-5), Run(58, 76, off=55)], 10) == {120}
