"""Strangers' words in every place where Discord shows them: nothing pings, nothing links elsewhere."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.model import Input, Modal
from bot.platforms.discord.forum import name_of
from bot.platforms.discord.modals import render_modal
from bot.platforms.discord.render import key_of, message, pages
from tests.conftest import cases
from tests.fakes.discord import mentions
from tests.fakes.discord.check_components import walk
from tests.fakes.discord.check_message import check_new
from tests.fakes.discord.check_modal import check_modal
from tests.fakes.hostile_strings import hostile, outlines, turned

STRINGS = cases(150, 1_500)


def harmless(sent: dict[str, Any], allowed: set[str]) -> None:
    """It calls nobody whoever may be called, and leads where an article is; no label is another's address."""
    body = {"content": "", "embeds": [], "components": [], **sent}
    assert sent["allowed_mentions"] == {"parse": []}
    assert turned(sent) == set()
    for text in mentions.spoken(body):
        assert not mentions.USERS.search(text)
        assert not mentions.ROLES.search(text)
        assert not mentions.EVERYONE.search(text)
    for link in mentions.links_of(body):
        assert unquote(link.url) in allowed or link.url in allowed
        assert "evil.example" not in link.label or "evil.example" in urlsplit(link.url).netloc


def test_no_words_of_strangers_ping_link_or_break_a_message() -> None:
    luck = random.Random(20260302)
    for number in range(STRINGS):
        for made, allowed in outlines(luck):
            for page in pages(made):
                sent = message(page, "key-1", classic=number % 5 == 0)
                check_new(sent)
                harmless(sent, allowed)
                assert key_of(sent["components"]) == "key-1"
                assert sum(len(one.get("content", "")) for one in walk(sent["components"])) <= 4_000
                assert 1 <= len(name_of(page)) <= 100


def test_no_words_of_strangers_break_a_modal() -> None:
    luck = random.Random(20260303)
    for _ in range(STRINGS):
        words, value = hostile(luck), hostile(luck)
        inputs = (Input("words", words[:45] or "w", value=value, hint=words[:100]),)
        made = render_modal(Modal("filter", words[:24], inputs, lead=words))
        check_modal(made)
        assert turned(made) == set()
        told = "".join(one["content"] for one in walk(made["components"]) if "content" in one)
        assert not mentions.links_in(told)
