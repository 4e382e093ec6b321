import json
from dataclasses import replace

import pytest

from bot.core.outline.safe import safe_url
from bot.model import (
    Block,
    Bullet,
    Cite,
    Control,
    DayLine,
    Difference,
    Heading,
    Link,
    Links,
    Message,
    Outline,
    Paragraph,
    Passage,
    Said,
    Section,
    Span,
    Table,
    ThreadBullet,
    Wording,
)
from bot.platforms.web.render import Payload, render, render_typed, title_of
from tests.fakes.desk import FERRY, MILL, MORNING, NEWS, REGRET, WAITED, bullet, quote, where


def blocks(*given: Block, controls: tuple[Control, ...] = ()) -> list[Payload]:
    (section,) = render(Outline("", (Section(given, controls),)))["sections"]
    return list(section["blocks"])


def test_a_body_survives_json() -> None:
    assert json.loads(json.dumps(render(NEWS))) == render(NEWS)


def test_a_message_is_told_by_one_line() -> None:
    assert title_of(render(NEWS)) == NEWS.title
    assert title_of(render_typed("who?")) == "who?"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://harbour.example/a?b=1#c", True),
        ("http://harbour.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("//harbour.example/a", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_a_browser_is_led_to_the_web_alone(url: str, safe: bool) -> None:
    assert (safe_url(url) == url) is safe
    assert safe or safe_url(url) is None


def test_a_link_that_leads_elsewhere_keeps_its_name_only() -> None:
    (links,) = blocks(Links("From", (Link("Harbour Post", "javascript:alert(1)"),)))
    assert links["links"] == [{"name": "Harbour Post", "url": None}]
    (shown,) = blocks(quote(replace(FERRY, url="data:x"), "regrettable but necessary"))
    assert shown["url"] is None


def test_bullets_that_follow_one_another_are_one_list() -> None:
    kinds = [block["kind"] for block in blocks(bullet(FERRY, "One."), bullet(FERRY, "Two."), Paragraph("x"))]
    assert kinds == ["bullets", "paragraph"]


def test_the_words_of_a_quote_stand_apart_in_its_bullet() -> None:
    (shown,) = blocks(bullet(FERRY, "They called it “regrettable but necessary”.", REGRET))
    assert shown["bullets"][0]["runs"] == [
        ["They called it “", False],
        ["regrettable but necessary", True],
        ["”.", False],
    ]


def test_a_bullet_names_the_outlets_that_it_is_from_once_each() -> None:
    cites = (Cite(FERRY, Span(0, 10)), Cite(MILL, Span(0, 9)), Cite(FERRY, Span(20, 30)))
    (shown,) = blocks(Bullet("The ferry sails.", cites))
    assert [link["name"] for link in shown["bullets"][0]["links"]] == ["Harbour Post", "Valley Times"]


def test_a_passage_stands_between_the_sentences_beside_it() -> None:
    text = FERRY.text
    sentence = Span(text.index("“We"), text.index("Silva.") + 6)
    (shown,) = blocks(Passage(FERRY, sentence, WAITED.span))
    assert shown["earlier"].endswith("three weeks in dock, the harbour council said.")
    assert shown["later"] == "Repairs to the bow door cost 2.4 million crowns, twice the first estimate."
    (first,) = blocks(Passage(FERRY, Span(0, text.index("\n")), Span(4, 10)))
    assert first["earlier"] == ""
    assert first["later"].startswith("“We have waited")


def test_a_bullet_without_its_quotes_words_is_plain() -> None:
    (shown,) = blocks(bullet(FERRY, "They were sorry.", REGRET))
    assert shown["bullets"][0]["runs"] == [["They were sorry.", False]]


def test_a_quote_has_its_speaker_and_its_button_beside_it() -> None:
    shown, other = blocks(WAITED, REGRET, controls=(where(WAITED), where(REGRET)))
    assert shown["words"] == ["We have waited long enough, and so have the schools,"]
    assert (shown["speaker"], shown["role"], shown["outlet"]) == ("Ana Silva", "Mayor", "Harbour Post")
    assert (shown["where"]["ref"], other["where"]["ref"]) == (where(WAITED).ref, where(REGRET).ref)
    assert other["speaker"] is None


def test_a_quote_links_its_article_by_itself() -> None:
    links = Links("From", (Link("Harbour Post", FERRY.url),))
    assert [block["kind"] for block in blocks(WAITED, links)] == ["quote"]
    more = Links("From", (Link("Harbour Post", FERRY.url), Link("Valley Times", "https://valley.example/")))
    assert [block["kind"] for block in blocks(WAITED, more)] == ["quote", "links"]
    assert [block["kind"] for block in blocks(Heading("x"), WAITED, links)] == ["heading", "quote", "links"]
    assert [block["kind"] for block in blocks(links)] == ["links"]


def test_buttons_that_do_not_match_the_quotes_stay_in_their_row() -> None:
    section = render(Outline("", (Section((WAITED, REGRET), (where(WAITED),)),)))["sections"][0]
    assert [block["where"] for block in section["blocks"]] == [None, None]
    assert [control["action"] for control in section["controls"]] == ["where"]


def test_a_passage_comes_in_three() -> None:
    start = FERRY.text.index("“We have")
    end = FERRY.text.index("Silva.") + len("Silva.")
    (shown,) = blocks(Passage(FERRY, Span(start, end), WAITED.span))
    assert (shown["before"], shown["mark"]) == ("“", WAITED.text)
    assert shown["after"] == "” said Mayor Ana Silva."


def test_a_mark_that_leaves_its_sentence_is_shown_whole() -> None:
    (shown,) = blocks(Passage(FERRY, Span(100, 110), WAITED.span))
    assert (shown["before"], shown["mark"], shown["after"]) == ("", WAITED.text, "")


def test_a_wording_shows_its_outlets_and_the_words_that_differ() -> None:
    start = WAITED.span.start + len("We have waited ")
    (shown,) = blocks(Wording(WAITED, ("Harbour Post", "Bay Radio"), (Span(start, start + 4),)))
    assert shown["outlets"] == ["Harbour Post", "Bay Radio"]
    assert shown["url"] == FERRY.url
    assert shown["runs"] == [
        ["We have waited ", False],
        ["long", True],
        [" enough, and so have the schools,", False],
    ]


def test_headings_and_tables_are_kept_as_they_are() -> None:
    heading, table = blocks(Heading("Now"), Table(("a", "b"), (("1", "2"),)))
    assert heading == {"kind": "heading", "text": "Now"}
    assert table == {"kind": "table", "header": ["a", "b"], "rows": [["1", "2"]]}


def test_what_is_inserted_in_a_bullet_stands_apart_as_ours() -> None:
    text = "The island ferry sails on Monday [2 March] again."
    inserted = Bullet(text, (Cite(FERRY, Span(0, 10)),), insertions=(Span(32, 42),))
    (shown,) = blocks(inserted)
    assert shown["bullets"][0]["runs"] == [
        ["The island ferry sails on Monday", False],
        [" [2 March]", "ours"],
        [" again.", False],
    ]


def test_a_difference_is_what_each_outlet_says_with_its_link() -> None:
    (shown,) = blocks(Difference((Cite(FERRY, Span(0, 10)), Cite(MILL, Span(0, 8)))))
    assert shown["label"] == "Outlets differ"
    assert [(side["outlet"], side["words"]) for side in shown["sides"]] == [
        (FERRY.outlet, FERRY.text[:10]),
        (MILL.outlet, MILL.text[:8]),
    ]


def test_the_days_line_leads_to_what_it_cites() -> None:
    day = DayLine(("Ferry sails again", "Mill to close"), (Cite(FERRY, Span(0, 9)), Cite(MILL, Span(0, 9))))
    assert render(Outline("News", day=day))["day"] == [
        {"name": "Ferry sails again", "url": FERRY.url},
        {"name": "Mill to close", "url": MILL.url},
    ]


def test_what_somebody_said_leads_to_the_message() -> None:
    message = Message("1", "Ana", "Well. We sail on Monday.", MORNING, "https://chat.example/1")
    (block,) = blocks(Said(message, Span(6, 24)))
    assert block == {
        "kind": "words",
        "author": "Ana",
        "words": "We sail on Monday.",
        "url": "https://chat.example/1",
    }
    (nobody,) = blocks(Said(replace(message, author="", url="javascript:alert(1)"), Span(0, 5)))
    assert (nobody["author"], nobody["url"]) == ("Somebody", None)


def test_what_a_thread_is_told_in_leads_to_each_of_its_messages() -> None:
    ana = Message("1", "Ana", "Well. We sail on Monday.", MORNING, "https://chat.example/1")
    nobody = replace(ana, author="", url="javascript:alert(1)")
    (block,) = blocks(ThreadBullet("Ana wrote “We sail”.", (ana, nobody), (Said(ana, Span(6, 13)),)))
    assert block == {
        "kind": "retold",
        "runs": [["Ana wrote “", False], ["We sail", True], ["”.", False]],
        "links": [{"name": "Ana", "url": "https://chat.example/1"}, {"name": "Somebody", "url": None}],
    }


def test_a_button_that_opens_a_window_says_so() -> None:
    window = Control("wrong", "ferry:1:2", "Wrong quote or speaker", opens=True)
    section = Section((Heading("Ferry"),), (Control("more", "ferry", "More"), window))
    (told_section,) = render(Outline("", (section,)))["sections"]
    assert [(one["action"], one["opens"]) for one in told_section["controls"]] == [
        ("more", False),
        ("wrong", True),
    ]
