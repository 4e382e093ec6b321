"""Small inputs with known outcomes, a kind each: which words are found, of whom, and what is never printed.

`want` are quotes with their speakers: null is nobody, "any" is anybody or nobody. `forbid` is what no quote may hold
or bear. With `exact` no other quote has a speaker.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.lexicons import lexicons
from bot.core.forms import quote_rows
from bot.core.quotes import find_quotes
from bot.core.reading.language import lexicon_for
from bot.core.reading.text import fold
from bot.model import AnnotatedArticle
from tests.fakes.articles import article

KNOWN = lexicons()
CASES = [
    json.loads(line)
    for file in ("cases.jsonl", "variations.jsonl")
    for line in Path(__file__).with_name(file).read_text("utf-8").splitlines()
]


def _bare(text: str) -> str:
    return fold(text.replace("\n", " ")).text.strip(" \"'「」,.，、。")


def _is_wanted(row: dict[str, Any], want: dict[str, Any]) -> bool:
    return _bare(row["quote_text"]) == _bare(want["text"]) and want["speaker"] in ("any", row["speaker"])


def _is_forbidden(row: dict[str, Any], forbid: dict[str, Any]) -> bool:
    holds = fold(forbid.get("text_contains", "")).text in fold(row["quote_text"]).text
    return holds and ("speaker" not in forbid or forbid["speaker"] == row["speaker"])


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_an_input_comes_out_as_it_should(case: dict[str, Any]) -> None:
    page = article(case["text"])
    found = AnnotatedArticle(page, find_quotes(page, lexicon_for(page, KNOWN)))
    left: list[dict[str, Any]] = [row for row in quote_rows(found) if row["kind"] != "not-speech"]
    for forbid in case["forbid"]:
        assert not [row for row in left if _is_forbidden(row, forbid)]
    for want in case["want"]:
        wanted = [row for row in left if _is_wanted(row, want)]
        assert wanted, (want, [(row["quote_text"], row["speaker"]) for row in left])
        left.remove(wanted[0])
    if case["exact"]:
        assert not [(row["quote_text"], row["speaker"]) for row in left if row["speaker"]]
