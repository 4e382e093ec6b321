"""The one place where the openai package's exceptions become ours."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime

from openai import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    OpenAIError,
)

from bot.errors import ModelDenied, ModelError, ModelUnavailable

_LATER = frozenset({408, 409, 425, 429})
_NOT_CONNECTED = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})
_LONGEST_RETRY_AFTER = 3_600.0


class NoSuchApi(ModelDenied):
    """The address has no such API, or the server no such model: one status says both."""


@contextmanager
def translated() -> Iterator[None]:
    """Raises a `ModelError` for whatever fails within; nothing that a server says gets into its text."""
    try:
        yield
    except ModelError:
        raise
    except APIStatusError as error:
        raise _of_status(error) from error
    except (OpenAIError, TimeoutError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _unanswered(error) from error


def _of_status(error: APIStatusError) -> ModelError:
    status = error.status_code
    if status in _LATER or status >= 500:
        wait = retry_after(error.response.headers)
        return ModelUnavailable(f"the server cannot answer now (HTTP {status})", retry_after=wait)
    if status == 404:
        return NoSuchApi("the server has no such API or model (HTTP 404); check model.url and model.name")
    if status in (401, 403):
        return ModelDenied(f"the server does not take the key (HTTP {status}); check ONRECORD_MODEL_KEY")
    return ModelDenied(
        f"the server does not take the request (HTTP {status}); check model.name and model.api"
    )


def _unanswered(error: Exception) -> ModelError:
    """What is not a status; the answer of a call that was begun may have been paid for."""
    match error:
        case APITimeoutError() | TimeoutError():
            return ModelUnavailable("no full answer came in time", lost=1)
        case APIResponseValidationError():
            return ModelUnavailable("the answer is garbled", lost=1)
        case APIConnectionError() if type(error.__cause__).__name__ in _NOT_CONNECTED:
            return ModelUnavailable("the server cannot be reached")
        case APIConnectionError():
            return ModelUnavailable("the answer broke off", lost=1)
        case OpenAIError():
            return ModelDenied(f"the call cannot be made ({type(error).__name__}); check the model settings")
        case _:
            return ModelUnavailable(f"no proper answer came ({type(error).__name__})", lost=1)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from a number or a date (RFC 9110, 10.2.3), an hour at most."""
    value = headers.get("retry-after", "")
    try:
        asked = float(value)
    except ValueError:
        try:
            then = parsedate_to_datetime(value)
        except ValueError:
            return None
        asked = (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - time.time()
    return min(max(asked, 0.0), _LONGEST_RETRY_AFTER) if asked == asked else None
