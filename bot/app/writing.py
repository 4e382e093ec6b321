"""The model that the config names, with what it may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config import ModelConfig, lexicon, prompts
from bot.model import Ceilings, Price
from bot.model.writing import NANOS
from bot.newsroom.drafts import Drafts, Tariff
from bot.newsroom.write import Proofreader, Writer

if TYPE_CHECKING:
    from bot.adapters.store import SqlStore
    from bot.ports import Clock, Failures, Meter


def writer_of(
    config: ModelConfig, store: SqlStore, clock: Clock, meter: Meter, failures: Failures
) -> Writer | None:
    """What tells stories in the model's words; None where the config names no model."""
    if config.name is None or config.price is None:
        return None
    from bot.adapters.llm import OpenAiModel

    model = OpenAiModel(
        config.name,
        config.url,
        config.key.get_secret_value() if config.key else "",
        api=config.api,
        timeout=config.timeout_seconds,
        at_once=config.at_once,
    )
    drafts = Drafts(model, store, tariff_of(config), clock, meter)
    wordings = prompts()
    proofreader = Proofreader(drafts, wordings["repair"], lexicon(), meter, failures)
    return Writer(proofreader, wordings, config.digest_seconds, config.threads)


def tariff_of(config: ModelConfig) -> Tariff:
    """The price of the model in use, and the ceilings of a day."""
    price = Price(config.price.tokens_in, config.price.tokens_out) if config.price else Price(0, 0)
    ceilings = Ceilings(round(config.workspace_ceiling * NANOS), round(config.day_ceiling * NANOS))
    return Tariff(price, ceilings, config.currency)
