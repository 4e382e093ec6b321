"""How long an answer stays fresh, as its server says."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_ALWAYS_ASK = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)


def fresh_for(headers: Mapping[str, str]) -> float:
    """Seconds before there is a point in asking again (RFC 9111, 4.2); 0 where nothing is said."""
    control = headers.get("Cache-Control", "")
    if _ALWAYS_ASK.search(control):
        return 0.0
    stated = _MAX_AGE.search(control)
    lifetime = float(stated[1]) if stated else _until_expiry(headers)
    age = headers.get("Age", "")
    return max(lifetime - (float(age) if age.isdecimal() else 0.0), 0.0)


def _until_expiry(headers: Mapping[str, str]) -> float:
    expires = _moment(headers.get("Expires", ""))
    sent = _moment(headers.get("Date", "")) or time.time()
    return expires - sent if expires else 0.0


def answered(headers: Mapping[str, str]) -> datetime | None:
    """When its server says that it answered; None where it does not say."""
    at = _moment(headers.get("Date", ""))
    return None if at is None else datetime.fromtimestamp(at, UTC)


def _moment(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None
