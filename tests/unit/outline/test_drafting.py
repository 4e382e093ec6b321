from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.briefing import extractive
from bot.core.outline import drafting, texts
from bot.model import Briefing, Ceilings, FallbackReason, Spend, Story, Tally
from tests.fakes.stories import BRIDGE

DAY = date(2026, 3, 2)


def told(tally: Tally | None = None, writer: str = "briefing@1, model") -> Briefing:
    plain = extractive.brief(Story((BRIDGE,)))
    assert plain is not None
    return replace(plain, writer=writer, tally=tally)


def test_the_footer_counts_what_the_checks_made_of_all_drafts() -> None:
    said = drafting.written([told(Tally(3, 1, 0)), told(Tally(4, 1, 1))])
    assert said == f"{texts.written_by('briefing@1, model')} 7 bullets, 2 repaired, 1 cut."


def test_where_nothing_was_repaired_or_cut_nothing_is_said_of_it() -> None:
    assert drafting.written([told(Tally(1))]).endswith(" 1 bullet.")


def test_without_a_model_the_footer_is_as_it_always_was() -> None:
    assert drafting.written([told(None, "extractive")]) == texts.EXTRACTIVE
    assert drafting.written([]) == ""


def test_why_a_model_did_not_write_is_said_once_a_reason() -> None:
    plain = told(Tally(fallback=FallbackReason.BUDGET), "extractive")
    late = told(Tally(fallback=FallbackReason.LATE), "extractive")
    cut = told(Tally(cut=3, fallback=FallbackReason.UNUSABLE), "extractive")
    said = drafting.written([plain, plain, late, cut])
    assert "2 texts written without the model: its budget for today is spent." in said
    assert "1 text written without the model: it was too slow." in said
    assert said.endswith("1 text written without the model: nothing it wrote passed the checks.")


@pytest.mark.parametrize(
    ("nanos", "said"), [(0, "0.00"), (310_000, "0.00031"), (12_400_000, "0.01"), (1_250_000_000, "1.25")]
)
def test_what_the_model_cost_today_stands_beside_the_ceiling(nanos: int, said: str) -> None:
    today = [Spend(DAY, "north", "m", nanos=nanos), Spend(DAY, "north", "n", nanos=0)]
    assert (
        drafting.spent(today, Ceilings(500_000_000, 10**9), "USD") == f"The model today: {said} of 0.50 USD."
    )
