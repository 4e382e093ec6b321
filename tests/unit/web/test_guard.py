from datetime import timedelta

import pytest

from bot.errors import ConfigError
from bot.platforms.web import require_password
from bot.platforms.web.guard import LONGEST_WAIT, REMEMBERED, LoginThrottle
from tests.fakes.desk import MORNING


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_needs_no_password(host: str) -> None:
    require_password(host, None)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "news.example", ""])
@pytest.mark.parametrize("password", [None, ""])
def test_beyond_loopback_the_page_does_not_start_without_one(host: str, password: str | None) -> None:
    with pytest.raises(ConfigError, match=r"web\.password"):
        require_password(host, password)
    require_password(host, "a password")


def test_each_wrong_password_doubles_the_wait() -> None:
    throttle, waits = LoginThrottle(), []
    assert not throttle.wait("10.0.0.1", MORNING)
    for _ in range(9):
        throttle.wrong("10.0.0.1", MORNING)
        waits.append(throttle.wait("10.0.0.1", MORNING))
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    assert waits[-1] == LONGEST_WAIT
    assert not throttle.wait("10.0.0.1", MORNING + LONGEST_WAIT)


def test_the_right_password_ends_the_wait_and_others_never_had_one() -> None:
    throttle = LoginThrottle()
    throttle.wrong("10.0.0.1", MORNING)
    assert not throttle.wait("10.0.0.2", MORNING)
    throttle.right("10.0.0.1")
    assert not throttle.wait("10.0.0.1", MORNING)


def test_the_memory_of_wrong_passwords_is_bounded() -> None:
    throttle = LoginThrottle()
    for number in range(REMEMBERED + 1):
        throttle.wrong(str(number), MORNING)
    assert not throttle.wait("0", MORNING)
    assert throttle.wait("1", MORNING)
