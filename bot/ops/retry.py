"""The one policy for trying again: used inside a door, within one call and its deadline."""

from __future__ import annotations

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from bot.errors import BotError, ModelUnavailable, RateLimited, Unavailable

_BACKOFF = wait_random_exponential(multiplier=0.3, max=5)


def retrying(tries: int, seconds: float) -> AsyncRetrying:
    """Up to so many tries, none begun after so many seconds; only for errors that say they are retryable.

    A wait that the other side asked for is kept; where it would pass the deadline, the error is raised
    at once, so that whoever can wait longer knows about it.
    """
    return AsyncRetrying(
        retry=retry_if_exception(_is_retryable),
        stop=stop_after_attempt(tries) | stop_before_delay(seconds),
        wait=_wait,
        reraise=True,
    )


def asked_wait(error: BaseException) -> float | None:
    """The seconds that the other side asked to wait, if it did."""
    if isinstance(error, Unavailable | ModelUnavailable):
        return error.retry_after
    return error.wait if isinstance(error, RateLimited) else None


def _is_retryable(error: BaseException) -> bool:
    return isinstance(error, BotError) and error.retryable


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = asked_wait(error) if error else None
    return _BACKOFF(state) if asked is None else asked
