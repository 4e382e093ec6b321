"""What the service says when it refuses: an error code, and for a form the fields that are wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

KNOWN: Mapping[int, tuple[int, str]] = {  # Discord docs, Topics/Opcodes and Status Codes: JSON error codes
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    20016: (429, "This action cannot be performed due to slowmode rate limit"),
    20022: (429, "This message cannot be edited due to announcement rate limits."),
    20028: (429, "The channel you are writing has hit the write rate limit."),
    30034: (429, "Max number of daily application command creates has been reached (200)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    40033: (400, "This message has already been crossposted."),
    40060: (400, "Interaction has already been acknowledged."),
    40067: (400, "A tag is required to create a forum post in this channel"),
    40094: (400, "This interaction has reached its limit of follow-up messages"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50033: (400, "Invalid Recipient(s)"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    160002: (400, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
}


class Refused(Exception):
    """One answer that is a refusal; its body is what the client reads."""

    def __init__(self, status: int, code: int, message: str, errors: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


def refused(code: int) -> Refused:
    status, message = KNOWN[code]
    return Refused(status, code, message)


@contextmanager
def under(part: str) -> Iterator[None]:
    """Names the fields of a refusal as parts of a larger body."""
    try:
        yield
    except Refused as refusal:
        if refusal.errors:
            refusal.errors = {part: refusal.errors}
        raise


class Form:
    """Collects what is wrong with a body, field by field, and refuses it all at once."""

    def __init__(self) -> None:
        self._errors: dict[str, Any] = {}

    def fail(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        node = self._errors
        for key in path:
            node = node.setdefault(str(key), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def text(self, path: tuple[str | int, ...], value: object, least: int, most: int) -> bool:
        """Whether the value is a text of that length."""
        if value is None and least > 0:
            self.fail(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif value is not None and not isinstance(value, str):
            self.fail(path, "STRING_TYPE_CONVERT", f"Could not interpret {value!r} as string.")
        elif value is not None and not least <= len(value) <= most:
            self.fail(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        else:
            return True
        return False

    def count(self, path: tuple[str | int, ...], value: object, least: int, most: int) -> bool:
        if not isinstance(value, list):
            self.fail(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        elif not least <= len(value) <= most:
            self.fail(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        else:
            return True
        return False

    def one_of(self, path: tuple[str | int, ...], value: object, allowed: Collection[Any]) -> bool:
        if value in allowed and not isinstance(value, bool):
            return True
        self.fail(
            path, "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, sorted(allowed)))}}}."
        )
        return False

    def url(self, path: tuple[str | int, ...], value: object, most: int, schemes: Collection[str]) -> None:
        if not self.text(path, value, 1, most):
            return
        scheme, separator, rest = str(value).partition("://")
        if not separator or scheme.lower() not in schemes or not rest or any(c.isspace() for c in rest):
            self.fail(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")

    def done(self) -> None:
        if self._errors:
            raise Refused(400, 50035, "Invalid Form Body", self._errors)
