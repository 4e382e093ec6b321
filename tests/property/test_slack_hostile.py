"""Strangers' words in every place where Slack shows them: nothing pings, nothing links elsewhere."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import urlsplit

from bot.model import Input, Modal
from bot.platforms.slack.modals import Origin, home_view, modal_view, reply_view
from bot.platforms.slack.render import message, messages
from tests.conftest import cases
from tests.fakes.hostile_strings import hostile, outlines, turned
from tests.fakes.slack import reading
from tests.fakes.slack.limits import UPDATE_TEXT, check_content, check_view

STRINGS = cases(150, 1_500)


def pointless(payload: dict[str, Any], allowed: set[str]) -> None:
    """Nothing in it pings, formats, or leads where no article is; no label is another host's address."""
    assert reading.pings(payload) == []
    assert reading.channels(payload) == []
    assert reading.formatted(payload) == []
    assert turned(payload) == set()
    for link in reading.links(payload):
        assert link.url in allowed
        assert "evil.example" not in link.label or "evil.example" in urlsplit(link.url).netloc


def test_no_words_of_strangers_ping_link_or_break_a_message() -> None:
    luck = random.Random(20260302)
    for _ in range(STRINGS):
        for made, allowed in outlines(luck):
            for piece in messages(made):
                payload = message(piece)
                check_content(payload)
                assert len(payload["text"]) <= UPDATE_TEXT
                pointless(payload, allowed)


def test_no_words_of_strangers_break_a_view() -> None:
    luck = random.Random(20260303)
    for _ in range(STRINGS // 5):
        words, value = hostile(luck), hostile(luck)
        inputs = (Input("words", words[:45] or "w", value=value, hint=words[:100]),)
        modal = Modal("filter", words[:24], inputs, lead=words)
        view = modal_view(modal, Origin("C1", "1.1", "r"))
        check_view(view)
        assert turned(view) == set()
        for made, allowed in outlines(luck):
            for shown in (reply_view(made, Origin()), home_view(made, Origin("D1"))):
                check_view(shown, ("modal", "home"))
                pointless(shown, allowed)
