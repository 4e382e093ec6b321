"""Plain words that are no question on the news."""

from __future__ import annotations

import pytest

from bot.core.commands import PlainTalk, plain_talk


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("help", PlainTalk.HELP),
        ("What can you do?", PlainTalk.HELP),
        ("Help!", PlainTalk.HELP),
        ("?", PlainTalk.HELP),
        ("can you help me?", PlainTalk.HELP),
        ("How do I use this?", PlainTalk.HELP),
        ("how does this bot work", PlainTalk.HELP),
        ("what are the commands?", PlainTalk.HELP),
        ("what commands are there", PlainTalk.HELP),
        ("what can I ask you", PlainTalk.HELP),
        ("hello!", PlainTalk.HELLO),
        ("Good morning all", PlainTalk.HELLO),
        ("thanks a lot", PlainTalk.THANKS),
        ("Thank you!", PlainTalk.THANKS),
        ("digest", PlainTalk.DIGEST),
        ("what’s the news?", PlainTalk.DIGEST),
        ("please give me the headlines", PlainTalk.DIGEST),
        ("what's new on the bridge", None),
        ("who helps the harbour", None),
        ("how do ferries work", None),
        ("what did this cost", None),
        ("who said hello", None),
    ],
)
def test_plain_words_are_understood(text: str, talk: PlainTalk | None) -> None:
    assert plain_talk(text) is talk
