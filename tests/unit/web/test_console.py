import io
from dataclasses import replace

import pytest

from bot.model import (
    Cite,
    DayLine,
    Difference,
    Heading,
    Link,
    Links,
    Message,
    Outline,
    Said,
    Section,
    Span,
    Table,
    ThreadBullet,
    Wording,
)
from bot.platforms.console import ConsolePlatform, clean, render_text
from tests.fakes.desk import FERRY, MILL, MORNING, NEWS, WAITED, part, passage, place


def test_a_digest_reads_as_text() -> None:
    assert render_text(Outline(NEWS.title, NEWS.sections[1:], footer=NEWS.footer)) == (
        "News for Monday, 2 March 2026, 08:00\n"
        "\n"
        "Old paper mill to become a library\n"
        "  • The town bought the paper mill for one crown.\n"
        "    “A library is cheaper than a ruin,”\n"
        "    – Tomas Berg, who leads the planning committee (Valley Times)\n"
        "  Reported by 1 outlet:\n"
        "    Valley Times  https://valley.example/mill\n"
        "\n"
        "Every sentence and quote is copied word for word."
    )


def test_a_passage_shows_the_words_between_marks() -> None:
    text = " ".join(render_text(passage(WAITED)).split())
    assert "“»We have waited long enough, and so have the schools,«” said Mayor Ana Silva." in text


def test_a_wording_shows_the_words_that_differ_between_marks() -> None:
    start = WAITED.span.start + len("We have waited ")
    wording = Wording(WAITED, ("Harbour Post", "Bay Radio"), (Span(start, start + 4),))
    assert " ".join(render_text(Outline("", (Section((wording,)),))).split()) == (
        "Harbour Post, Bay Radio: “We have waited »long« enough, and so have the schools,”"
    )


def test_where_outlets_differ_is_told_side_by_side() -> None:
    difference = Difference((Cite(FERRY, Span(0, 16)), Cite(MILL, Span(0, 8))))
    assert render_text(Outline("", (Section((difference,)),))).strip() == (
        f"≠ Outlets differ – {FERRY.outlet}: {FERRY.text[:16]}; {MILL.outlet}: {MILL.text[:8]}"
    )


def test_the_days_line_stands_below_the_title() -> None:
    day = DayLine(("Ferry sails again", "Mill to close"), (Cite(FERRY, Span(0, 9)), Cite(MILL, Span(0, 9))))
    shown = render_text(Outline("News", lead="2 stories.", day=day))
    assert shown == "News\nFerry sails again; Mill to close.\n2 stories."


def test_lines_keep_to_the_width_and_no_word_is_broken() -> None:
    narrow = render_text(NEWS, width=40)
    assert all(len(line) <= 40 or "https://" in line for line in narrow.splitlines())
    assert " ".join(narrow.split()) == " ".join(render_text(NEWS, width=200).split())


def test_a_table_stands_in_columns() -> None:
    table = Table(("Outlet", "State"), (("Harbour Post", "ok"), ("Valley", "gone")))
    assert render_text(Outline("2 feeds", (Section((table,)),))).splitlines()[2:] == [
        "Outlet        State",
        "Harbour Post  ok",
        "Valley        gone",
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m news", "red news"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\ here", "click here"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]52;c;never ended", ""),
        ("bell\x07 back\x08space \x00nul", "bell backspace nul"),
        ("one\r\ntwo\tthree\u2028four", "one two three four"),
        ("safe\u202egnp.exe\u202c", "safegnp.exe"),
        ("ﬁne – “quotes” stay, नमस्\u200dते too", "ﬁne – “quotes” stay, नमस्\u200dते too"),
        ("[bold]markup[/bold]", "[bold]markup[/bold]"),
    ],
)
def test_what_an_outlet_writes_cannot_drive_the_terminal(text: str, left: str) -> None:
    assert clean(text) == left


def test_every_text_of_an_outline_is_cleaned() -> None:
    evil = "\x1b[2Jx"
    outline = Outline(
        evil,
        (Section((Heading(evil), Links(evil, (Link(evil, evil),)), Table((evil,), ((evil,),)))),),
        lead=evil,
        footer=evil,
    )
    assert "\x1b" not in render_text(outline)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


async def test_a_pipe_gets_plain_text_and_a_screen_gets_styles() -> None:
    pipe, screen = io.StringIO(), Screen()
    await ConsolePlatform(lambda: MORNING, pipe).post(place(), part())
    await ConsolePlatform(lambda: MORNING, screen).post(place(), part(Outline("Plain [bold]words[/bold]")))
    assert pipe.getvalue() == render_text(NEWS) + "\n\n"
    assert "Plain [bold]words[/bold]" in screen.getvalue()


def test_what_somebody_said_stands_behind_their_name() -> None:
    message = Message("1", "Ana", "Well. We sail on Monday.", MORNING, "https://chat.example/1")
    said = Section((Said(message, Span(6, 24)), Said(replace(message, author=""), Span(0, 5))))
    assert render_text(Outline("", (said,))).split("\n")[1:] == [
        "  Ana: “We sail on Monday.”",
        "  Somebody: “Well.”",
    ]


def test_what_a_thread_is_told_in_names_whose_messages_it_comes_from() -> None:
    ana = Message("1", "Ana", "We sail on Monday.", MORNING, "https://chat.example/1")
    told = ThreadBullet("Ana and Ben sail on Monday.", (ana, replace(ana, author="Ben")))
    assert render_text(Outline("", (Section((told,)),))).split("\n")[1:] == [
        "  • Ana and Ben sail on Monday. (Ana, Ben)"
    ]
