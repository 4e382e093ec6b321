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

from bot.adapters.llm.manners import Json, fault_in, names_model, refused_part
from bot.errors import ModelDenied, ModelError, ModelFault, ModelRefused, ModelUnavailable

_NO_ANSWER = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading raises of an answer that is none: no JSON, not what it says it is, or nested without end."""

_LATER = frozenset({408, 409, 425, 429})
_NOT_TAKEN = frozenset({400, 404, 405, 415, 422, 501})
_NOT_PAID_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
_NOT_CONNECTED = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})
_LONGEST_RETRY_AFTER = 3_600.0


class NotTaken(ModelDenied):
    """The server has no such API, or does not take a part of the request ("" where it does not say which)."""

    part = ""


@contextmanager
def translated() -> Iterator[None]:
    """Raises a `ModelError` for whatever fails within; nothing that a server says gets into its text."""
    try:
        yield
    except ModelError:
        raise
    except APIStatusError as error:
        raise _of_status(error) from error
    except (OpenAIError, TimeoutError, *_NO_ANSWER) as error:
        raise _unanswered(error) from error


def _of_status(error: APIStatusError) -> ModelError:
    status, fault = error.status_code, fault_in(error.body)
    if status == 402 or str(fault.get("code")) in _NOT_PAID_CODES:
        return ModelDenied(
            f"the account at the server is empty (HTTP {status}); pay there, or set another model.url",
            ModelFault.NOT_PAID,
        )
    if status in (401, 403):
        return ModelDenied(
            f"the server does not take the key (HTTP {status}); check ONRECORD_MODEL_KEY", ModelFault.KEY
        )
    if status in _NOT_TAKEN:
        return not_taken(status, fault)
    if status in _LATER or status >= 500:
        kind = ModelFault.RATE_LIMITED if status == 429 else ModelFault.BROKEN
        says = "asks for fewer requests" if status == 429 else "cannot answer now"
        wait = retry_after(error.response.headers)
        return ModelUnavailable(f"the server {says} (HTTP {status})", kind, retry_after=wait)
    return ModelDenied(
        f"the server does not take the request (HTTP {status}); check model.url", ModelFault.NOT_TAKEN
    )


def not_taken(status: int, fault: Mapping[str, Json]) -> ModelError:
    """What a server does not take, though another server might: the model, a part of a request, its topic."""
    if "content_filter" in (fault.get("code"), fault.get("type")):
        return ModelRefused("its server filters what is written about", ModelFault.REFUSED)
    if names_model(fault):
        return ModelDenied(
            f"the server has no such model (HTTP {status}); check model.name", ModelFault.NO_SUCH_MODEL
        )
    if status == 404:
        refused = NotTaken(
            "the server has no such API or model (HTTP 404); check model.url and model.name",
            ModelFault.NO_SUCH_MODEL,
        )
    else:
        refused = NotTaken(
            f"the server takes the request in no form (HTTP {status}); check model.url and model.api",
            ModelFault.NOT_TAKEN,
        )
    refused.part = refused_part(fault)
    return refused


def _unanswered(error: Exception) -> ModelError:
    """What is not a status; the answer of a call that was begun may have been paid for."""
    match error:
        case APITimeoutError() | TimeoutError():
            return ModelUnavailable(
                "no full answer came in time; raise model.timeout_seconds, or take a faster model",
                ModelFault.LATE,
                lost=1,
            )
        case APIResponseValidationError():
            return ModelUnavailable("the answer is garbled", ModelFault.BROKEN, lost=1)
        case APIConnectionError() if type(error.__cause__).__name__ in _NOT_CONNECTED:
            return ModelUnavailable(
                "nobody answers at the address; check model.url, and whether the server runs",
                ModelFault.UNREACHABLE,
            )
        case APIConnectionError():
            return ModelUnavailable("the answer broke off", ModelFault.BROKEN, lost=1)
        case OpenAIError():
            return ModelDenied(
                f"the call cannot be made ({type(error).__name__}); check the model settings",
                ModelFault.NOT_TAKEN,
            )
        case _:
            return ModelUnavailable(
                f"no proper answer came ({type(error).__name__})", ModelFault.BROKEN, lost=1
            )


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
