"""What a model is asked to write, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.model.drafts import Draft
from bot.model.spans import digest_of

NANOS = 1_000_000_000
"""Billionths in one unit of the currency: a token of the cheapest models costs some dozens of them."""

BYTES_A_TOKEN = 3
"""In UTF-8; English has four and more, Chinese about three, so that an estimate is rarely too low."""


class Form(StrEnum):
    """What is to be written; each has a schema of its own."""

    BRIEFING = "briefing"  # with a headline
    ANSWER = "answer"
    TRANSLATION = "translation"  # of numbered lines, each under its number


@dataclass(frozen=True, slots=True)
class WritingRequest:
    """What a model is asked for: our instructions, and the material, which is data from strangers."""

    form: Form
    prompt: str  # its name, such as "briefing@1"
    instructions: str
    material: str
    most_tokens: int  # of the answer
    kept: bool = True  # whether its draft may be: not what comes of people's talk

    def key(self, model: str) -> str:
        """The same for the same wish to the same model: its answer need not be paid for twice."""
        return digest_of("commission", model, self.form, self.prompt, self.instructions, self.material)

    @property
    def tokens(self) -> int:
        """About how many tokens go in, rather too many."""
        sent = self.instructions + self.material
        return len(sent.encode("utf-8", "replace")) // BYTES_A_TOKEN + 1


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens of a call as the server counted them, and the tries whose answer was lost."""

    tokens_in: int = 0
    tokens_out: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a model wrote, unchecked, and what it took."""

    draft: Draft
    usage: Usage


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, in the currency's unit."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: int, tokens_out: int) -> int:
        """The price of so many tokens, in billionths of the currency's unit."""
        return round((tokens_in * self.tokens_in + tokens_out * self.tokens_out) * NANOS / 1_000_000)


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The most that a day may cost, in billionths: one workspace, and all together."""

    workspace: int
    whole: int


@dataclass(frozen=True, slots=True)
class Spend:
    """What a workspace spent on a model on one day (UTC); money in billionths of the currency's unit."""

    day: date
    workspace: str
    model: str
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    nanos: int = 0
