"""Plain text keeps every character in its place, whatever the text is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers.query import places, plain
from bot.core.reading.text import WORD, stem


@given(st.text())
def test_plain_text_is_as_long_as_the_text(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.lists(st.sampled_from(["ferry", "Ferries", "sail", "sailing", "dock", "hope", "hoping", "us"])))
def test_every_word_is_found_where_it_stands(written: list[str]) -> None:
    text = " — ".join(written)
    roots = {stem(word.lower()) for word in written}
    expected: dict[str, list[int]] = {}
    for match in WORD.finditer(text):
        expected.setdefault(stem(match.group().lower()), []).append(match.start())
    assert places(plain(text), roots) == expected
