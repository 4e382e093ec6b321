"""Folding with offsets and without say the same of any text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.reading.text import fold, fold_text


@given(st.text())
def test_a_folded_text_is_the_same_with_its_offsets_and_without(text: str) -> None:
    assert fold_text(text) == fold(text).text
