"""French, Spanish, Italian and Portuguese: invented sentences, each with who speaks in it, in a file a language.

`speakers` are those of the quotes in order; `never` is a name that no quote may bear; `words` open the first quote.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.lexicons import lexicons
from bot.core.quotes import find_quotes
from bot.core.reading.language import lexicon_for
from bot.model import Quote, QuoteKind
from tests.fakes.articles import article

KNOWN = lexicons()
SENTENCES = {
    language: [
        json.loads(line)
        for line in Path(__file__).with_name(f"sentences_{language}.jsonl").read_text("utf-8").splitlines()
    ]
    for language in ("fr", "es", "it", "pt")
}
ROWS = [(language, row) for language, rows in SENTENCES.items() for row in rows]


def _spoken(text: str, language: str) -> list[Quote]:
    return [
        quote
        for quote in find_quotes(article(text), KNOWN[language])
        if quote.kind is not QuoteKind.NOT_SPEECH
    ]


@pytest.mark.parametrize(("language", "row"), ROWS, ids=[f"{one}-{row['text'][:40]}" for one, row in ROWS])
def test_who_speaks_in_a_sentence(language: str, row: dict[str, Any]) -> None:
    found = _spoken(row["text"], language)
    speakers = [quote.speaker for quote in found]
    if "never" in row:
        assert row["never"] not in speakers
        return
    assert found[0].text.strip(" .,") == row["words"]
    assert speakers in (row["speakers"], [None] if row.get("or_nobody") else None)


@pytest.mark.parametrize("language", list(SENTENCES))
def test_a_text_is_read_in_its_language(language: str) -> None:
    text = "\n\n".join(row["text"] for row in SENTENCES[language])
    assert len(SENTENCES[language]) >= 80
    assert lexicon_for(article(text), KNOWN).language == language
