"""What readers say is wrong with a quote: the error ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.articles import Quote


class Fault(StrEnum):
    """What is wrong."""

    QUOTE = "wrong quote"
    SPEAKER = "wrong speaker"


@dataclass(frozen=True, slots=True)
class Report:
    """One entry of the error ledger: a quote as it was shown, and what a reader says of it."""

    id: str
    workspace: str
    quote: Quote
    fault: Fault
    claimed: str  # the right speaker or words, as the reader says: never printed as ours
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A report with what the engine says of it: what a reader claims is held against the article."""

    report: Report
    words: Quote | None  # the article's own slices for claimed words; None where no quote of it holds them
    speaker: str | None  # the article's name for a claimed speaker; None where its text supports no such
    now: tuple[Quote, ...]  # what is read at that place today
