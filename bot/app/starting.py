"""What has to hold before On Record runs: settings that can be used, and nobody who runs there already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.app.opening import clock, subscriptions_of
from bot.app.platforms import password_of, plain, slack_settings, vault_of
from bot.config import Config
from bot.errors import ConfigError


def check(config: Config) -> None:
    """Raise ConfigError for settings that each hold alone and cannot be run with; leaves nothing behind."""
    from bot.adapters import store
    from bot.platforms.web import require_password

    store.check_place(config.database)
    require_password(config.web.host, password_of(config))
    subscriptions_of(config, {}, clock(), {})
    vault_of(config)
    slack = slack_settings(config)
    if slack.used:
        slack.check(sealed=bool(plain(config.secret_keys)))
        if slack.by_http and config.public.port is None:
            raise ConfigError("public.port: Slack needs the public listener; set a port for it")


@contextmanager
def alone(config: Config) -> Iterator[Callable[[str], None]]:
    """Keep a second program from running on the same SQLite file; what is called says where this one serves.

    Raises ConfigError for the second; on PostgreSQL there may be any number.
    """
    from bot.adapters import store

    with store.held(config.database) as tell:
        yield tell
