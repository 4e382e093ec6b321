"""Plain words that are no question on the news."""

from __future__ import annotations

import pytest

from bot.core.commands import PlainTalk, plain_talk


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("help", PlainTalk.HELP),
        ("What can you do?", PlainTalk.HELP),
        ("hello!", PlainTalk.HELLO),
        ("Good morning all", PlainTalk.HELLO),
        ("thanks a lot", PlainTalk.THANKS),
        ("Thank you!", PlainTalk.THANKS),
        ("digest", PlainTalk.DIGEST),
        ("what’s the news?", PlainTalk.DIGEST),
        ("please give me the headlines", PlainTalk.DIGEST),
        ("what's new on the bridge", None),
        ("who helps the harbour", None),
        ("who said hello", None),
    ],
)
def test_plain_words_are_understood(text: str, talk: PlainTalk | None) -> None:
    assert plain_talk(text) is talk
