"""What a request says: our instructions, and the sentences and quotes that its material numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_SENTENCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_QUOTE = re.compile(r"^\[q(\d+)\] (?:(?P<speaker>[^:\n]+): )?(?P<words>.+)$", re.MULTILINE)
_REJECTED = re.compile(r"^\((\d+)\) (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """One request for a draft, as a model reads it."""

    instructions: str
    material: str
    schema: dict[str, Any]
    most_tokens: int | None

    @property
    def sentences(self) -> dict[int, str]:
        """The numbered sentences."""
        return {int(match[1]): match[2] for match in _SENTENCE.finditer(self.material)}

    @property
    def quotes(self) -> dict[int, tuple[str, str]]:
        """The numbered quotes: speaker (empty without one) and words."""
        found = _QUOTE.finditer(self.material)
        return {int(match[1]): (match["speaker"] or "", match["words"]) for match in found}

    @property
    def rejected(self) -> list[str]:
        """The bullets that a repair is asked for, as they were written."""
        return [match[2] for match in _REJECTED.finditer(self.material)]

    @property
    def wants_headline(self) -> bool:
        """Whether the schema has a place for one."""
        return "headline" in self.schema.get("properties", {})

    @property
    def wants_verdicts(self) -> bool:
        """Whether it asks of sentences, and not for them."""
        return "verdicts" in self.schema.get("properties", {})

    def draft(self, bullets: list[dict[str, Any]], headline: str | None = None) -> dict[str, Any]:
        """A draft as the schema wants it."""
        return {**({"headline": headline} if self.wants_headline else {}), "bullets": bullets}


def bullet(text: str, cites: list[int], quotes: list[int] | None = None) -> dict[str, Any]:
    """One bullet as the schema wants it."""
    return {"text": text, "cites": cites, "quotes": quotes or []}
