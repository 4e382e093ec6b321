from __future__ import annotations

import pytest

from bot.errors import BotError, Gone, ModelFault, ModelUnavailable, RateLimited, Unavailable
from bot.ops.retry import asked_wait, retrying

URL = "https://quay.example/"


class Door:
    """Fails with each error in turn, then opens."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.attempts = 0
        self.waited = 0.0

    async def attempt(self, tries: int = 3, seconds: float = 5) -> str:
        async for attempt in retrying(tries, seconds):
            with attempt:
                self.attempts += 1
                self.waited = attempt.retry_state.idle_for
                if self.errors:
                    raise self.errors.pop(0)
                return "open"
        return "never"


async def test_what_may_pass_is_tried_again() -> None:
    door = Door(Unavailable(URL, "down"), Unavailable(URL, "down"))
    assert await door.attempt() == "open"
    assert door.attempts == 3


@pytest.mark.parametrize("error", [Gone(URL, "gone"), BotError("no"), ValueError("a fault of ours")])
async def test_what_will_not_pass_is_raised_at_once(error: Exception) -> None:
    door = Door(error)
    with pytest.raises(type(error)):
        await door.attempt()
    assert door.attempts == 1


async def test_tries_run_out_and_the_last_error_is_raised_itself() -> None:
    door = Door(*(Unavailable(URL, f"down {n}") for n in range(9)))
    with pytest.raises(Unavailable, match="down 1"):
        await door.attempt(tries=2)


@pytest.mark.parametrize(
    "error",
    [
        Unavailable(URL, "busy", 0.3),
        RateLimited("busy", 0.3),
        ModelUnavailable("busy", ModelFault.BROKEN, retry_after=0.3),
    ],
)
async def test_the_wait_that_is_asked_for_is_kept(error: BotError) -> None:
    door = Door(error)
    assert await door.attempt() == "open"
    assert door.waited == 0.3


async def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    door = Door(Unavailable(URL, "busy", 60))
    with pytest.raises(Unavailable) as caught:
        await door.attempt(seconds=1)
    assert (door.attempts, door.waited) == (1, 0)
    assert asked_wait(caught.value) == 60
