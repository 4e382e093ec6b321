from datetime import timedelta

import pytest

from bot.errors import ConfigError
from bot.platforms.web import require_password
from bot.platforms.web.guard import LONGEST_WAIT, REMEMBERED, Caller, LoginThrottle, Proxies
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


@pytest.mark.parametrize(
    ("direct", "forwarded", "address", "shared"),
    [
        ("127.0.0.1", "", "127.0.0.1", False),  # somebody at the machine itself
        ("127.0.0.1", "203.0.113.9", "203.0.113.9", False),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.5", "203.0.113.9", False),
        ("127.0.0.1", "no address", "127.0.0.1", True),
        ("10.0.0.5", "", "10.0.0.5", True),  # a proxy that says of nobody
        ("172.17.0.1", "203.0.113.9", "172.17.0.1", True),  # one that is not named
        ("8.8.4.4", "203.0.113.9", "8.8.4.4", False),  # a visitor who says that they are many
        ("2001:db8::7", "", "2001:db8::/64", False),
        ("::ffff:203.0.113.9", "", "203.0.113.9", False),
    ],
)
def test_who_asks_is_who_the_nearest_trusted_proxy_saw(
    direct: str, forwarded: str, address: str, shared: bool
) -> None:
    proxies = Proxies(["127.0.0.1", "10.0.0.0/8"])
    assert proxies.caller(direct, forwarded, "http", "") == Caller(address, shared, secure=False)


def test_the_word_of_who_is_no_proxy_of_ours_is_not_taken_for_https() -> None:
    proxies = Proxies(["127.0.0.1"])
    assert proxies.caller("127.0.0.1", "", "http", "https").secure
    assert not proxies.caller("203.0.113.9", "", "http", "https").secure
