"""The hostile writer does what it says: each kind gives a draft of the schema that is not what was given."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.llm.schema import schema_of
from bot.model import Form
from tests.fakes.openai import strict
from tests.fakes.openai.hostile import KINDS, Hostile
from tests.fakes.openai.request import Asked

MATERIAL = """Article of Harbour Post, 2 March 2026: Ferry sails
[1] The ferry sails again on Monday, the council of Quay said.
[2] Repairs cost 2.4 million crowns and were not insured.
[3] [q1] said Ana Silva.
[4] Rui Costa, an engineer, had warned of cracks.

What people said
[q1] Ana Silva, Mayor: We have waited long enough,
[q2] Rui Costa: Nobody asked the people"""
SCHEMA = schema_of(Form.BRIEFING)["schema"]


def asked(material: str = MATERIAL) -> Asked:
    return Asked("You write the news briefings. Each bullet is one sentence.", material, SCHEMA, 900)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_each_kind_keeps_the_schema_and_breaks_the_text(kind: str, seed: int) -> None:
    draft: Any = Hostile(seed, kind)(asked())
    assert strict.fault(SCHEMA, draft) is None
    first = draft["bullets"][0]
    assert first["text"] not in asked().sentences.values()


def test_kinds_come_in_turn_and_the_same_seed_gives_the_same_drafts() -> None:
    one, other = Hostile(7), Hostile(7)
    drafts = [one(asked()) for _ in range(2 * len(KINDS))]
    assert drafts == [other(asked()) for _ in range(2 * len(KINDS))]
    assert one.told == [*KINDS, *KINDS]


@pytest.mark.parametrize("kind", KINDS)
def test_material_without_quotes_or_sentences_is_no_obstacle(kind: str) -> None:
    assert Hostile(1, kind)(asked("Article\n[1] It rained.")) is not None
    assert Hostile(1, kind)(asked("Nothing."))["bullets"] == []
