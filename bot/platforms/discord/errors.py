"""What discord.py raises, as our errors; the only place that knows its exceptions and Discord's codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.errors import (
    BotError,
    ChannelGone,
    ConfigError,
    MessageRefused,
    NotAllowed,
    PlatformError,
    RateLimited,
    Unreachable,
)

BLOCKED_WAIT = 600.0
"""Seconds to keep quiet when Discord's edge refuses us (Topics/Rate Limits: Invalid Request Limit)."""

CONGESTED_WAIT = 60.0
"""Seconds to hold off at the least where Discord refused a call time and again, or all come again at once."""

RETRY_WAIT = 300.0
"""Seconds after which a thread may no longer be locked, or its slow mode over."""

_CHANNEL_GONE = {10003, 10004}
"""Unknown Channel, Unknown Guild (Topics/Opcodes and Status Codes: JSON error codes, as all below)."""
_NOT_ALLOWED = {
    50001: "the bot cannot see it: View Channel is missing, or the bot was removed from the server",
    50007: "this person takes no messages from the bot",
    50013: "a permission is missing",
    160002: "Read Message History is missing",
}
_INVALID_FORM = 50035
INTERACTION_EXPIRED = 50027
"""Invalid Webhook Token: an interaction's lives for fifteen minutes."""

_RETRY_LATER = {
    20016: "slow mode",
    20028: "too many messages here",
    50083: "archived",
    160005: "the thread is locked",
}

REFUSED_LOGIN = (
    "Discord does not take the bot’s token: copy a new one from the Developer Portal (your application, Bot, "
    "Reset Token) into ONRECORD_DISCORD_TOKEN"
)
NO_INTENT = (
    "discord.read_threads asks for message content, which Discord does not give this bot: switch on Message "
    "Content Intent in the Developer Portal (your application, Bot, Privileged Gateway Intents), or set "
    "discord.read_threads to false"
)
_CLOSE_CODES = {
    4004: REFUSED_LOGIN,
    4010: "Discord does not know this shard",
    4011: "Discord asks for more shards",
    4012: "Discord no longer speaks this version of its gateway; update discord.py",
    4013: "Discord does not know an intent that the bot asks for; update discord.py",
    4014: NO_INTENT,
}


class Missing(PlatformError):
    """What was to be changed or answered is not there any more; `code` is Discord's own."""

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.code = code


class Refused(PlatformError):
    """Discord does not take it; `code` is its own."""

    unclear = False

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.code = code


class FormRefused(Refused, MessageRefused):
    """What it does not take is the form of a message, and not who posts it or where."""


class OutcomeUnclear(PlatformError):
    """Something may have been created or not: it is to be looked for before it is created again."""


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Raise what discord.py raises within as an error of ours that names what it was about."""
    try:
        yield
    except BotError:
        raise
    except discord.RateLimited as error:
        raise RateLimited(f"Discord: {what}: rate limited", error.retry_after) from error
    except discord.HTTPException as error:
        raise _from_response(what, error) from error
    except discord.LoginFailure as error:
        raise ConfigError(REFUSED_LOGIN) from error
    except discord.PrivilegedIntentsRequired as error:
        raise ConfigError(NO_INTENT) from error
    except discord.ConnectionClosed as error:
        raise _from_close(error) from error
    except aiohttp.ClientConnectorError as error:
        raise Unreachable(f"Discord: {what}: no connection ({error})") from error
    except (OSError, aiohttp.ClientError, TimeoutError, discord.DiscordException) as error:
        raise PlatformError(f"Discord: {what}: {str(error) or type(error).__name__}") from error


def _from_response(what: str, error: discord.HTTPException) -> BotError:
    call = f"Discord: {what}"
    if error.code == INTERACTION_EXPIRED:
        return Missing(f"{call}: the time for an answer is over", error.code)
    if error.status == 401:
        return ConfigError(REFUSED_LOGIN)
    if error.code in _CHANNEL_GONE:
        return ChannelGone(f"{call}: {error.text}")
    if error.code in _RETRY_LATER:
        return RateLimited(f"{call}: {_RETRY_LATER[error.code]}", RETRY_WAIT)
    if error.status == 429:
        return RateLimited(f"{call}: refused for too many requests", _wait_of(error))
    if error.code in _NOT_ALLOWED or error.status == 403:
        return NotAllowed(f"{call}: {_NOT_ALLOWED.get(error.code, error.text)} ({error.code})")
    if error.status == 404:
        return Missing(f"{call}: {error.text}", error.code)
    if error.code == _INVALID_FORM:
        return FormRefused(f"{call}: {error.text} ({error.code})", error.code)
    if error.status < 500:
        return Refused(f"{call}: {error.text} ({error.code})", error.code)
    return PlatformError(f"{call}: answered {error.status}")


def _wait_of(error: discord.HTTPException) -> float:
    """Seconds that a refusal asks to wait; many where it comes not from Discord itself, but from its edge."""
    headers = error.response.headers
    try:
        return max(float(headers["Retry-After"]), CONGESTED_WAIT) if "Via" in headers else BLOCKED_WAIT
    except (KeyError, ValueError):
        return BLOCKED_WAIT


def _from_close(error: discord.ConnectionClosed) -> BotError:
    reason = _CLOSE_CODES.get(error.code)
    return ConfigError(reason) if reason else PlatformError(f"Discord closed the gateway ({error.code})")
