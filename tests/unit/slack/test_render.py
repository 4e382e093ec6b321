from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View

from bot.model import Control, Heading, Link, Links, Outline, Paragraph, Part, Section, Table
from bot.platforms.slack import limits
from bot.platforms.slack.render import control_of, key_of, message, messages, metadata, weight
from tests.fakes.desk import NEWS
from tests.fakes.slack import reading
from tests.fakes.slack.limits import check_content, check_view
from tests.unit.slack.samples import GOLDEN, VIEWS, rendered

RENDERED = rendered()
MESSAGES = [one for payload in RENDERED.values() if isinstance(payload, list) for one in payload]


@pytest.mark.parametrize("name", RENDERED)
def test_what_is_shown_is_what_the_golden_file_holds(name: str) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    assert RENDERED[name] == golden, "remedy: python -m tests.unit.slack.samples, and look at the difference"


def test_no_golden_file_is_of_a_sample_that_is_gone() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(RENDERED)


@pytest.mark.parametrize("payload", MESSAGES)
def test_each_message_passes_the_limits_of_slack(payload: dict[str, Any]) -> None:
    check_content(payload)


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_passes_the_limits_of_slack(name: str) -> None:
    check_view(VIEWS[name], ("modal", "home"))


def blocks() -> list[dict[str, Any]]:
    shown = [block for payload in MESSAGES for block in payload["blocks"]]
    return shown + [block for view in VIEWS.values() for block in view["blocks"]]


def test_each_block_is_one_that_slack_s_own_library_knows() -> None:
    for block in blocks():
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
        assert parsed.to_dict()["type"] == block["type"]


def test_each_view_is_one_that_slack_s_own_library_knows() -> None:
    for view in VIEWS.values():
        View(**view).validate_json()


def test_nothing_that_slack_would_parse_is_in_a_block() -> None:
    assert "mrkdwn" not in json.dumps(RENDERED)
    assert "<@" not in json.dumps(RENDERED)


def test_buttons_keep_what_they_do_and_to_what() -> None:
    controls = (
        Control("more", "s1", "More"),
        Control("more", "s2", "More"),
        Control("feed", "", "Add", True),
    )
    payload = message(Outline("t", (Section((), controls),)))
    elements = payload["blocks"][-1]["elements"]
    assert [control_of(element) for element in elements] == list(controls)
    assert len({element["action_id"] for element in elements}) == 3


def test_a_button_without_a_number_is_read_too() -> None:
    assert control_of({"action_id": "press:where", "value": "r"}) == Control("where", "r", "")


def test_the_key_of_a_part_is_found_in_its_metadata_alone() -> None:
    assert key_of({"metadata": metadata(Part("k1", NEWS))}) == "k1"
    assert key_of({}) is None
    assert key_of({"metadata": {"event_type": "other", "event_payload": {"key": "k1"}}}) is None
    assert key_of({"metadata": {"event_type": "onrecord_part", "event_payload": {"key": 7}}}) is None


def test_a_long_digest_is_cut_between_stories_and_nothing_is_lost() -> None:
    stories = [
        replace(NEWS.sections[0], blocks=(Heading(f"Story {n}"), *NEWS.sections[0].blocks[1:]))
        for n in range(80)
    ]
    pieces = messages(replace(NEWS, sections=tuple(stories)))
    assert len(pieces) > 1
    told = [section.blocks[0] for piece in pieces for section in piece.sections]
    assert told == [Heading(f"Story {n}") for n in range(80)]
    for piece in pieces:
        check_content(message(piece))
    assert pieces[0].lead
    assert not pieces[0].footer
    assert pieces[-1].footer


def test_a_message_has_one_table_and_a_long_one_goes_on_in_the_next() -> None:
    rows = tuple((f"Outlet {n}", f"https://o{n}.example/feed") for n in range(250))
    table = Table(("Outlet", "Feed"), rows)
    pieces = messages(Outline("250 feeds", (Section((table,)),)))
    payloads = [message(piece) for piece in pieces]
    for payload in payloads:
        check_content(payload)
    tables = [block for payload in payloads for block in payload["blocks"] if block["type"] == "table"]
    assert [cell["text"] for rows_ in tables for cell, _ in rows_["rows"][1:]] == [row[0] for row in rows]
    assert all(rows_["rows"][0][0]["text"] == "Outlet" for rows_ in tables)


def test_a_row_of_many_links_ends_before_it_is_too_long() -> None:
    links = tuple(Link(f"Outlet {n}", f"https://o{n}.example/{'x' * 300}") for n in range(200))
    payload = message(Outline("t", (Section((Links("Reported by 200 outlets", links),)),)))
    check_content(payload)
    assert weight(Section((Links("", links),))) < limits.MESSAGE_TEXT


def test_more_buttons_than_a_row_takes_stand_in_a_second_row() -> None:
    controls = tuple(Control("where", f"r{n}", f"Show {n}") for n in range(60))
    payload = message(Outline("t", (Section((Paragraph("p"),), controls),)))
    check_content(payload)
    assert [len(block["elements"]) for block in payload["blocks"][-3:]] == [25, 25, 10]


def test_screen_readers_and_notifications_are_told_the_words() -> None:
    text = message(NEWS)["text"]
    assert text.splitlines()[:3] == [NEWS.title, NEWS.lead, "Island ferry sails again on Monday"]
    assert "“We have waited long enough, and so have the schools,” – Ana Silva" in text
    assert len(text) <= limits.FALLBACK


def test_what_slack_would_read_as_a_mention_is_text() -> None:
    hostile = "<!channel> <@U1> <https://evil.example|bank> *bold* _it_ ~no~ `code` > quote"
    payload = message(Outline(hostile, (Section((Heading(hostile), Paragraph(hostile))),), lead=hostile))
    assert reading.pings(payload) == []
    assert reading.links(payload) == []
    assert reading.formatted(payload) == []
    check_content(payload)


def test_a_link_that_is_called_like_another_address_shows_where_it_leads() -> None:
    links = Links(
        "From", (Link("https://bank.example", "https://evil.example/x"), Link("Post", "javascript:x"))
    )
    payload = message(Outline("t", (Section((links,)),)))
    assert [(link.url, link.label) for link in reading.links(payload)] == [
        ("https://evil.example/x", "evil.example")
    ]
