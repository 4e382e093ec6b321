"""Which weights go with a language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.core.quotes import weights, weights_de
from bot.core.quotes.speaker import Weights

LEARNED: Mapping[str, Weights] = MappingProxyType({"en": weights.WEIGHTS, "de": weights_de.WEIGHTS})
