from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import pytest

from bot.errors import Unavailable
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def meter() -> PrometheusMeter:
    return PrometheusMeter()


@pytest.fixture
def guard(meter: PrometheusMeter) -> FailureGuard:
    return FailureGuard(lambda: NOW, meter)


def test_a_fault_ends_in_the_guard_and_the_log_has_it_by_its_id(
    guard: FailureGuard, meter: PrometheusMeter, caplog: pytest.LogCaptureFixture
) -> None:
    with guard.contain("gather", "a feed") as contained:
        raise ZeroDivisionError("a fault")
    assert isinstance(contained.error, ZeroDivisionError)
    assert len(contained.reference) == 8
    assert contained.reference in caplog.text
    assert "Traceback" in caplog.text
    assert b'onrecord_failures_total{use_case="gather"} 1.0' in meter.page()


def test_an_error_of_ours_says_itself_what_happened(
    guard: FailureGuard, caplog: pytest.LogCaptureFixture
) -> None:
    with guard.contain("gather", "a feed") as contained:
        raise Unavailable("https://a.example/", "answered 503")
    assert contained.reference == ""
    assert "a feed: https://a.example/: answered 503" in caplog.text
    assert "Traceback" not in caplog.text


def test_cancelling_passes_through(guard: FailureGuard) -> None:
    with pytest.raises(asyncio.CancelledError), guard.contain("gather", "a feed"):
        raise asyncio.CancelledError


def test_what_ends_well_is_neither_logged_nor_counted(
    guard: FailureGuard, meter: PrometheusMeter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with guard.contain("gather", "a feed") as contained:
        pass
    assert contained.error is None
    assert not caplog.records
    assert b"failures" not in meter.page()
