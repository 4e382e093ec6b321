"""What can break, as one tree.

    BotError
    ├── ConfigError            a file, a key and the remedy; also a wrong call
    │   └── NotAnAddress       what was given for a web address is none
    ├── FetchError
    │   ├── Unavailable        network gone, time-out, 429, 5xx, a limit of reading (retryable)
    │   ├── Forbidden          401, 403, a robot wall
    │   ├── Disallowed         the host's robots.txt asks crawlers to stay away
    │   ├── Gone               404, 410
    │   ├── TooLarge           more bytes, or more unpacked bytes, than the cap
    │   ├── TooManyRedirects
    │   ├── AddressRefused     a private, loopback, link-local or metadata address
    │   ├── NotAFeed
    │   └── NotAnArticle
    ├── ModelError
    │   ├── ModelUnavailable   network gone, time-out, 429, 5xx, half an answer (retryable)
    │   ├── ModelDenied        the key, the model's name or the request is not taken, or nothing is paid
    │   ├── ModelRefused       the model will not write about this
    │   ├── BadDraft           cut for length, no JSON, or of another schema
    │   └── BudgetSpent        a ceiling is reached
    ├── StoreError
    │   ├── StoreBusy          (retryable)
    │   └── SchemaTooNew       the database is from a later On Record
    ├── PlatformError
    │   ├── RateLimited        with the wait (retryable)
    │   ├── ChannelGone
    │   ├── NotAllowed         names what is missing
    │   └── MessageRefused     what it looks like, not who may post it or where
    └── NothingFound           a command that looks for something found nothing

An expected outcome is a value, not an error: a quote not found, an entry seen before, a question
the corpus does not answer. `NothingFound` exists for the command line's exit code alone.
"""

from __future__ import annotations

from enum import StrEnum


class BotError(Exception):
    """Any failure that On Record names; its text is one sentence that a person can act on."""

    retryable = False
    exit_code = 1


class ConfigError(BotError):
    """A setting, a file or a call that cannot be used; names the thing and the remedy."""

    exit_code = 2


class NotAnAddress(ConfigError, ValueError):
    """What was given for a web address is none."""


class FetchError(BotError):
    """An address that did not give what was asked of it."""

    exit_code = 3

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        """How it passes from one process to another."""
        return type(self), (self.url, self.reason), self.__dict__


class Unavailable(FetchError):
    """The network, the server or the reading failed for now; `retry_after` is in seconds, where known."""

    retryable = True

    def __init__(self, url: str, reason: str, retry_after: float | None = None) -> None:
        super().__init__(url, reason)
        self.retry_after = retry_after


class Forbidden(FetchError):
    """The server answers, but not to us."""


class Disallowed(FetchError):
    """The host's robots.txt keeps this address from crawlers such as us."""


class Gone(FetchError):
    """Nothing is at this address any more."""


class TooLarge(FetchError):
    """The body passes the size cap, as sent or as unpacked."""


class TooManyRedirects(FetchError):
    """The address redirects in a circle or too often."""


class AddressRefused(FetchError):
    """The address leads into a network that On Record never connects to."""


class NotAFeed(FetchError):
    """The body is no RSS, Atom or JSON feed, or no sitemap, that can be read."""


class NotAnArticle(FetchError):
    """The page holds no article text."""


class ModelFault(StrEnum):
    """How a model failed; people read a sentence of its own for each (docs/model.md)."""

    BUDGET = "budget"
    KEY = "key"  # not taken
    NO_SUCH_MODEL = "no-such-model"
    NOT_TAKEN = "not-taken"  # the request, in any form that we know
    NOT_PAID = "not-paid"  # the account at the server is empty
    UNREACHABLE = "unreachable"
    LATE = "late"
    RATE_LIMITED = "rate-limited"
    BROKEN = "broken"  # 5xx, or half an answer
    REFUSED = "refused"
    CUT_SHORT = "cut-short"
    NOT_JSON = "not-json"
    OTHER_SCHEMA = "other-schema"


class ModelError(BotError):
    """A language model that gave nothing to use; what it may have cost all the same is with it.

    `lost` counts the tries whose answer never came whole, though it may have been paid for.
    """

    exit_code = 3

    def __init__(
        self, reason: str, fault: ModelFault, *, tokens_in: int = 0, tokens_out: int = 0, lost: int = 0
    ) -> None:
        super().__init__(f"the model: {reason}")
        self.reason = reason
        self.fault = fault
        self.tokens_in = tokens_in
        self.tokens_out = tokens_out
        self.lost = lost


class ModelUnavailable(ModelError):
    """The network or the server failed for now; `retry_after` is in seconds where the server said."""

    retryable = True

    def __init__(
        self, reason: str, fault: ModelFault, *, retry_after: float | None = None, lost: int = 0
    ) -> None:
        super().__init__(reason, fault, lost=lost)
        self.retry_after = retry_after


class ModelDenied(ModelError):
    """The server does not take our key, the model's name or the request; the config wants a look."""


class ModelRefused(ModelError):
    """The model will not write about this."""


class BadDraft(ModelError):
    """The answer was cut for length, is no JSON, or is of another schema."""


class BudgetSpent(ModelError):
    """A ceiling of the day is reached."""


class StoreError(BotError):
    """The database did not do what was asked of it."""


class StoreBusy(StoreError):
    """Another writer holds the database."""

    retryable = True


class SchemaTooNew(StoreError):
    """The database was written by a later On Record; run that version, or restore a backup."""

    exit_code = 2


class PlatformError(BotError):
    """A chat platform did not take a message; where `unclear`, perhaps it did all the same."""

    unclear = True


class Unreachable(PlatformError):
    """No connection came about, so that nothing was sent."""

    unclear = False


LONGEST_PAUSE = 3_600.0
"""Seconds that a platform's wait is taken for at most: one bad answer holds nothing up for a year."""


class RateLimited(PlatformError):
    """The platform asks to wait."""

    retryable = True
    unclear = False

    def __init__(self, reason: str, wait: float) -> None:
        self.wait = wait if 0 <= wait <= LONGEST_PAUSE else LONGEST_PAUSE
        super().__init__(f"{reason}; waiting {self.wait:.0f} s")


class ChannelGone(PlatformError):
    """The channel was deleted, or the bot removed from it."""

    unclear = False


class NotAllowed(PlatformError):
    """A permission is missing; the text names it."""

    unclear = False


class MessageRefused(PlatformError):
    """The platform takes this message in no form: the same would be refused again."""

    unclear = False


class NothingFound(BotError):
    """The search ended well and found nothing."""

    exit_code = 4
