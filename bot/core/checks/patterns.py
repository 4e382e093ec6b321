"""Lists of wordings, written one after another, as one regular expression."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*\n\s*| \| ")


def any_of(*wordings: str) -> str:
    """A group that matches any of the wordings; in each text they stand on lines or between " | "."""
    alternatives = [wording for text in wordings for wording in _BETWEEN.split(text.strip())]
    return f"(?:{'|'.join(alternatives)})"


def compiled(pattern: str) -> re.Pattern[str]:
    """The expression, blind to case."""
    return re.compile(pattern, re.IGNORECASE)
