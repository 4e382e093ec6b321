"""What a doctor found: of this machine, or of a chat platform."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, whether it is well, and what is to be said of it."""

    what: str
    ok: bool
    says: str
