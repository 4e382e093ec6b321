"""How the Discord stand-in reads a message's worst case: whom it pings, what one can click."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.discord import Refused, judge
from tests.fakes.discord.check_commands import valid_name
from tests.fakes.discord.mentions import Link, links_in

NOBODY: dict[str, Any] = {"parse": []}


@pytest.mark.parametrize("text", ["@everyone", "@here", "<@1>", "<@!1>", "<@&2>", "see `@everyone`"])
def test_a_message_without_allowed_mentions_pings_what_it_names(text: str) -> None:
    assert judge({"content": text}).pings
    assert not judge({"content": text, "allowed_mentions": NOBODY}).pings


def test_an_answer_without_allowed_mentions_pings_users_only() -> None:
    pings = judge({"content": "@everyone <@1> <@&2>"}, answers=True).pings
    assert (pings.everyone, pings.users, pings.roles) == (False, frozenset({1}), frozenset())


def test_listed_roles_are_pinged_and_no_others() -> None:
    body = {"content": "<@&2> <@&3> <@1> @everyone", "allowed_mentions": {"parse": [], "roles": ["2"]}}
    pings = judge(body).pings
    assert (pings.everyone, pings.users, pings.roles) == (False, frozenset(), frozenset({2}))


def test_a_text_display_pings_and_an_embed_does_not() -> None:
    held = {"type": 17, "components": [{"type": 10, "content": "@everyone"}]}
    assert judge({"flags": 1 << 15, "components": [held]}).pings.everyone
    assert not judge({"embeds": [{"description": "@everyone <@1>"}]}).pings


LIVE = {
    "bare": ("see https://example.org/a.", [Link("https://example.org/a")]),
    "masked": ("[read](https://example.org/a)", [Link("https://example.org/a", "read")]),
    "masked in angles": ("[read](<https://example.org/a>)", [Link("https://example.org/a", "read")]),
    "label with brackets": ("[a [b] c](https://example.org)", [Link("https://example.org", "a [b] c")]),
    "angles": ("<https://example.org>", [Link("https://example.org")]),
    "invite": ("join discord.gg/abc", [Link("discord.gg/abc")]),
    "loud": ("HTTPS://EXAMPLE.ORG", [Link("HTTPS://EXAMPLE.ORG")]),
    "after a backslash": (r"\https://example.org", [Link("https://example.org")]),
    "mail": ("<a@example.org>", [Link("mailto:a@example.org")]),
    "in code": ("`https://example.org` and ```\nhttps://example.org```", []),
    "broken off": ("https\\://example.org", []),
    "words": ("no link: at all (here)", []),
}


@pytest.mark.parametrize(("text", "links"), LIVE.values(), ids=LIVE)
def test_what_one_can_click(text: str, links: list[Link]) -> None:
    assert links_in(text) == links


def test_a_masked_link_escaped_still_shows_its_bare_address() -> None:
    assert links_in(r"\[read\](https://example.org)") == [Link("https://example.org")]


def test_embeds_and_buttons_carry_links_too() -> None:
    button = {"type": 2, "style": 5, "label": "Read", "url": "https://example.org/b"}
    body = {
        "embeds": [{"title": "A", "url": "https://example.org/a", "description": "https://example.org/c"}],
        "components": [{"type": 1, "components": [button]}],
    }
    assert {link.url[-1] for link in judge(body).links} == {"a", "b", "c"}
    assert judge(body).text == "\nA\nhttps://example.org/c\n\nRead"


def test_a_payload_beyond_the_limits_is_refused_without_a_server() -> None:
    with pytest.raises(Refused, match="50035"):
        judge({"content": "x" * 2_001})


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("news", True),
        ("nachrichten-über", True),
        ("समाचार", True),
        ("ข่าว", True),
        ("News", False),
        ("a b", False),
        ("", False),
        ("x" * 33, False),
    ],
)
def test_names_of_commands(name: str, valid: bool) -> None:
    assert valid_name(name) is valid
