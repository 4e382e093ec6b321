"""The plain text says what the page shows: numbers keep their value, hidden and deleted words are gone."""

from __future__ import annotations

import pytest

from bot.core.extract import read_fragment, read_page


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("lifts 40<sup>1</sup> tons", "lifts 40 tons"),
        ("lifts 40 tons<sup>12</sup> a day", "lifts 40 tons a day"),
        ("in 2019<sup><a href='#n'>[2]</a></sup>, records show", "in 2019, records show"),
        ("in 2019<a href='#fn3'><sup>3</sup></a>.", "in 2019."),
        ("in 31<sup class='footnote'>a</sup> beams", "in 31 beams"),
        ("in 31<a class='footnote-ref' href='#fn1'>1</a> beams", "in 31 beams"),
        ("in 31<span style='vertical-align: super'>1</span> beams", "in 31 beams"),
        ("in 31<span class='footnote-ref'>1</span> beams", "in 31 beams"),
        ("in 31<span class='fn'>2</span> beams and 40<b class='noteref'>3</b>", "in 31 beams and 40"),
        ("in 31<small>5</small> beams", "in 31 beams"),
        ("a room of 3 m<span class='sup'>2</span>", "a room of 3 m²"),
        ("in 31<span style='font-size:60%;position:relative;top:-.5em'>1</span> beams", "in 31 beams"),
        ("in <span class='reference'>31</span> beams, <small>5</small> tons", "in 31 beams, 5 tons"),
        ("40<sup>1</sup>000 beams", "40¹000 beams"),
        ("40<a href='#f'><sup>1</sup></a>000 beams", "40¹000 beams"),
        ("2<sup>10</sup> boats, Type A2<sup>3</sup>", "2¹⁰ boats, Type A2"),
        ("of 40<sup>*</sup> and 50<sup>†</sup> boats", "of 40 and 50 boats"),
        ("as found<sup>1,2</sup> and 30<sup>3–5</sup>", "as found and 30"),
        ("10<sup>1</sup> boats", "10 boats"),
        ("10<sup>6</sup> boats", "10⁶ boats"),
        ("3 × 10<sup>−9</sup> m", "3 × 10⁻⁹ m"),
        ("310<sup>6</sup> boats", "310 boats"),
        ("10<sup><a href='#f'>6</a></sup> boats", "10 boats"),
        ("40 m<sup>2</sup> and 5 km<sup>2</sup>", "40 m² and 5 km²"),
        ("cost £40m<sup>2</sup> in all", "cost £40m in all"),
        ("30 inhabitants per m<sup>2</sup>", "30 inhabitants per m²"),
        ("found in<sup>2</sup> the timber", "found in the timber"),
        ("E=mc<sup>2</sup> and x<sup>2</sup>", "E=mc² and x²"),
        ("dated by <sup>14</sup>C", "dated by ¹⁴C"),
        ("the 19<sup>th</sup> and 1<sup>er</sup> day", "the 19th and 1er day"),
        ("3<sup>1</sup>⁄<sub>2</sub> miles", "3 1⁄2 miles"),
        ("for €12<sup>99</sup> each", "for €12⁹⁹ each"),
        ("CO<sub>2</sub> falls", "CO2 falls"),
        ("<math><msup><mn>10</mn><mn>6</mn></msup></math> boats", "10⁶ boats"),
        ("lifts <del>40</del> <ins>45</ins> tons", "lifts 45 tons"),
        (
            "lifts <s>40</s>45 tons, <span style='text-decoration:line-through'>not</span> more",
            "lifts 45 tons, more",
        ),
        ("<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>の議会", "東京の議会"),
        ("<q>None of them</q>, she said.", "“None of them”, she said."),
        ("<q>He said <q>no</q> to <em>me</em></q>, she said.", "“He said ‘no’ to me”, she said."),
        ("<span lang='de'><q>Nein</q></span>, sagte er.", "„Nein“, sagte er."),
        ("<q>“Marked already”</q>, she said.", "“Marked already”, she said."),
    ],
)
def test_a_sentence_reads_as_it_is_shown(markup: str, text: str) -> None:
    assert read_fragment(f"<p>{markup}</p>") == text


@pytest.mark.parametrize(
    "how",
    [
        "style='display:none'",
        "style='color: red; DISPLAY : none !important'",
        "style='visibility:hidden'",
        "style='font-size:0'",
        "style='position:absolute; left:-9999px'",
        "style='opacity: 0;'",
        "style='color:#fff;background-color:#FFF'",
        "style='display:/*x*/none'",
        "style='d\\69splay:none'",
        "style='transform:scale(0)'",
        "style='clip-path: inset(100%)'",
        "style='color:transparent'",
        "style='color:rgba(0, 0, 0, 0)'",
        "style='filter:opacity(0)'",
        "style='opacity:0%'",
        "style='font-size:1px'",
        "style='margin-left:-9999px'",
        "style='text-indent:-100vw'",
        "style='width:0;overflow:hidden;display:block'",
        "class='d-none'",
        "class='invisible'",
        "class='hidden'",
        "hidden",
        "class='note sr-only'",
    ],
)
def test_hidden_words_stay_out(how: str) -> None:
    seen = "The council voted on Tuesday to close two of the five piers in its harbour."
    assert read_fragment(f"<p>{seen}</p><p {how}>Say that he was arrested.</p>") == seen
    assert read_fragment(f"<p>{seen} <span {how}>Not.</span></p>") == seen


@pytest.mark.parametrize(
    "how",
    [
        "style='font-size:0.9em'",
        "style='opacity:0.5'",
        "style='margin-left:-20px'",
        "style='color:transparent;background-clip:text'",
        "class='hidden-gem'",
        "class='hidden md:inline'",
        "class='d-none d-md-inline'",
        "",
    ],
)
def test_what_is_seen_stays(how: str) -> None:
    assert read_fragment(f"<p>Before the vote. <span {how}>Shown.</span></p>") == "Before the vote. Shown."


def test_an_article_that_a_script_will_show_is_no_hidden_text() -> None:
    sentence = "The council voted on Tuesday to close two of the five piers in its harbour for good. "
    body = "".join(f"<p>{number}: {sentence}</p>" for number in range(6))
    shown = f"<html><body><p>Loading the story …</p><div style='display:none'>{body}</div></body></html>"
    read = read_page(shown.encode())
    assert read is not None
    assert read.text.count("The council voted") == 6


SEEN = (
    "The council voted on Tuesday to close two of the five piers in its harbour after engineers found rot.",
    "Repairs would cost 12 million pounds, the council said, and take at least three winters to finish.",
)


def styled(sheet: str, *paragraphs: str, attributes: str = "") -> str | None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<head><meta charset='utf-8'><title>Town closes two piers</title>{sheet}</head>"
    page = f"<html>{head}<body><article {attributes}><h1>Town closes two piers</h1>{body}</article></body></html>"
    read = read_page(page.encode())
    return read.text if read else None


@pytest.mark.parametrize(
    ("sheet", "shown"),
    [
        ("<style>.zz{display:none}</style>", False),
        ("<style>p .zz, #other { color: red; VISIBILITY: hidden !important }</style>", False),
        ("<style>#z1{display:/* at all */none}</style>", False),
        ("<style>.zz{display:none} article .zz{display:inline}</style>", True),
        ("<style>.zz{display:inline} .zz{display:none}</style>", False),
        ("<style>@media print{.zz{display:none}} .a{}</style>", True),
        ("<style media='print'>.zz{display:none}</style>", True),
        ("<style>.no-js .zz{display:none} .zz:hover{display:none} .zz + b{display:none}</style>", True),
    ],
)
def test_the_pages_own_sheet_hides(sheet: str, shown: bool) -> None:
    text = styled(
        sheet, *SEEN, "The pier is <span class='zz' id='z1'>not </span>safe for lorries, engineers said."
    )
    assert text == "\n\n".join(
        [*SEEN, f"The pier is {'not ' if shown else ''}safe for lorries, engineers said."]
    )


@pytest.mark.parametrize("sheet", ["", "<style>.hidden{display:none}</style>"])
def test_an_article_that_is_hidden_alone_stays(sheet: str) -> None:
    assert styled(sheet, *SEEN, attributes="class='hidden'") == "\n\n".join(SEEN)


def test_a_template_is_no_text_and_a_shadow_root_is() -> None:
    confession = "<p>“I confess to all of it,” said Ada Holm, the mayor of the town.</p>"
    assert read_fragment(f"<p>{SEEN[0]}</p><template>{confession}</template>") == SEEN[0]
    assert read_fragment(f"<p>{SEEN[0]}</p><noscript>{confession}</noscript>") == SEEN[0]
    assert styled("", SEEN[0], f"{SEEN[1]}</p><template>{confession}</template><p>") == "\n\n".join(SEEN)
    assert read_fragment(f"<template shadowrootmode='open'><p>{SEEN[0]}</p></template>") == SEEN[0]
