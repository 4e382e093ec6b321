from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.model import Control, Heading, Link, Links, Outline, Paragraph, Section, Table
from bot.platforms.discord.render import key_of, message, notice, pages
from tests.fakes.desk import NEWS
from tests.fakes.discord.check_components import walk
from tests.fakes.discord.check_message import check_new
from tests.fakes.discord.check_modal import check_modal
from tests.fakes.discord.mentions import links_of
from tests.unit.discord.samples import GOLDEN, MODALS, rendered

RENDERED = rendered()
MESSAGES = [
    one for name, sent in RENDERED.items() if isinstance(sent, list) and name != "commands" for one in sent
]


def body(sent: dict[str, Any]) -> dict[str, Any]:
    return {"content": "", "embeds": [], "components": [], **sent}


def texts(sent: dict[str, Any]) -> str:
    return "\n".join(one["content"] for one in walk(sent["components"]) if "content" in one)


@pytest.mark.parametrize("name", RENDERED)
def test_what_is_shown_is_what_the_golden_file_holds(name: str) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    remedy = "remedy: python -m tests.unit.discord.samples, and look at the difference"
    assert RENDERED[name] == golden, remedy


def test_no_golden_file_is_of_a_sample_that_is_gone() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(RENDERED)


@pytest.mark.parametrize("sent", MESSAGES)
def test_each_message_passes_the_limits_of_discord_and_calls_nobody(sent: dict[str, Any]) -> None:
    check_new(sent)
    assert sent["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("name", MODALS)
def test_each_modal_passes_the_limits_of_discord(name: str) -> None:
    check_modal(MODALS[name])


def test_the_key_of_a_part_is_in_a_button_of_its_message() -> None:
    assert key_of(message(NEWS, "key-1")["components"]) == "key-1"
    assert key_of(message(NEWS, "key-1", classic=True)["components"]) == "key-1"
    assert key_of(message(NEWS)["components"]) is None


def test_a_long_digest_is_cut_between_stories_and_nothing_is_lost() -> None:
    stories = tuple(
        replace(NEWS.sections[0], blocks=(Heading(f"Story {n}"), *NEWS.sections[0].blocks[1:]))
        for n in range(40)
    )
    pieces = pages(replace(NEWS, sections=stories))
    assert len(pieces) > 1
    shown = [section.blocks[0] for piece in pieces for section in piece.sections]
    assert shown == [Heading(f"Story {n}") for n in range(40)]
    for piece in pieces:
        check_new(message(piece, "key-1"))
        assert sum(1 for _ in walk(message(piece, "key-1")["components"])) <= 40
        assert len(texts(message(piece, "key-1"))) <= 4_000
        check_new(message(piece, "key-1", classic=True))
    assert pieces[0].lead
    assert pieces[-1].footer


def test_a_text_of_three_bytes_a_character_keeps_below_what_discord_answers_500_to() -> None:
    stories = tuple(Section((Heading("港"), Paragraph("渡し船は月曜日に再開する。" * 60))) for _ in range(12))
    for piece in pages(Outline("港のニュース", stories)):
        assert len(texts(message(piece)).encode()) <= 9_500


def test_a_long_table_goes_on_in_the_next_message_and_no_row_is_lost() -> None:
    rows = tuple((f"Outlet {n}", f"https://o{n}.example/feed") for n in range(250))
    pieces = pages(Outline("250 feeds", (Section((Table(("Outlet", "Feed"), rows),)),)))
    shown = "\n".join(texts(message(piece)) for piece in pieces)
    assert len(pieces) > 1
    assert all(f"- Outlet {n} · " in shown for n in range(250))


def test_a_row_of_many_links_ends_before_it_is_too_long_and_says_how_many_are_left() -> None:
    links = tuple(Link(f"Outlet {n}", f"https://o{n}.example/{'x' * 100}") for n in range(200))
    sent = message(Outline("t", (Section((Links("Reported by 200 outlets", links),)),)))
    check_new(sent)
    assert "and 194 more" in texts(sent)


def test_a_button_whose_id_stands_in_the_message_already_is_left_out() -> None:
    same = Control("more", "s1", "More")
    sent = message(Outline("t", (Section((Paragraph("p"),), (same,)), Section((Paragraph("q"),), (same,)))))
    check_new(sent)
    assert [one["custom_id"] for one in walk(sent["components"]) if "custom_id" in one] == ["press|more|s1"]


def test_a_control_with_the_longest_reference_still_has_its_button() -> None:
    sent = message(Outline("t", (Section((), (Control("elsewhere", "r" * 80, "x" * 200),)),)))
    check_new(sent)
    assert sum("custom_id" in one for one in walk(sent["components"])) == 1


def test_an_outline_of_nothing_is_still_a_message() -> None:
    for sent in (message(Outline("")), message(Outline("\u200b"), classic=True), notice(""), notice("@here")):
        check_new(sent)


def test_a_link_that_is_called_like_another_address_shows_where_it_leads() -> None:
    links = Links(
        "From", (Link("https://bank.example", "https://evil.example/x"), Link("Post", "javascript:x"))
    )
    sent = message(Outline("t", (Section((links,)),)))
    assert [(one.url, one.label) for one in links_of(body(sent))] == [
        ("https://evil.example/x", "evil.example")
    ]


def test_an_embed_shows_the_footer_as_plain_text() -> None:
    sent = message(Outline("t", footer="a_b [c]"), classic=True)
    assert sent["embeds"][0]["footer"]["text"] == "a_b [c]"
