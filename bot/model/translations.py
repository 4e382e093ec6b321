"""A machine's words for what is told in another language: never a quote, always labelled."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.stories import Bullet, Cite, FallbackReason


@dataclass(frozen=True, slots=True)
class Translation:
    """A bullet or a headline in another language, as a model put it and the checks let it pass."""

    of: Bullet | str
    text: str
    language: str  # an ISO 639-1 code
    original: str  # the language that it was translated from

    def __post_init__(self) -> None:
        if any(mark in self.text for mark in '"“”„«»'):
            raise ValueError("a translation holds no quotation marks: quotes stay in the original")

    @property
    def cites(self) -> tuple[Cite, ...]:
        """The places that the original comes from."""
        return self.of.cites if isinstance(self.of, Bullet) else ()


@dataclass(frozen=True, slots=True)
class Translated:
    """What of a briefing is in the language that its channel asks for."""

    language: str
    lines: tuple[Translation, ...] = ()
    left: int = 0  # lines whose translation did not pass, and that stand in the original
    fallback: FallbackReason | None = None  # why there was none to check

    def of(self, original: Bullet | str) -> Translation | None:
        """The translation of this bullet or headline, where there is one."""
        return next((line for line in self.lines if line.of == original), None)
