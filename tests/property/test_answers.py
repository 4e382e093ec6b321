"""Plain text keeps every character in its place, whatever the text is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers.query import plain


@given(st.text())
def test_plain_text_is_as_long_as_the_text(text: str) -> None:
    assert len(plain(text)) == len(text)
