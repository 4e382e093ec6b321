"""Who said what, over the sample's outlets: wordings that differ, and the quote book."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder: Path = tmp_path_factory.mktemp("program")
    gathered = Program(folder)
    assert gathered.call("run", "--once").returncode == 0
    return gathered


def test_the_digest_shows_how_another_outlet_words_a_quote(program: Program) -> None:
    digest = " ".join(program.call("digest").stdout.split())
    assert "“We did not walk off the quay for a headline." in digest
    assert "Worded differently: Meridian Ledger: “We did not walk off for »headlines«." in digest


def test_the_quote_book_has_a_person_under_every_outlet(program: Program) -> None:
    rows = program.lines("quotes", "--speaker", "tolliver")
    assert {row["person"] for row in rows} == {"Maren Tolliver"}
    assert {row["group"] for row in rows} == {1}
    assert len({row["outlet"] for row in rows}) == 3
    assert all(row["text"] in row["sentence"] for row in rows)
    assert program.lines("quotes", "--speaker", "Maren Tolliver") == rows


def test_namesakes_are_told_apart(program: Program) -> None:
    rows = program.lines("quotes", "--speaker", "Strand")
    groups = {(row["person"], row["group"]) for row in rows}
    assert {person for person, _ in groups} == {"Leonie Strand", "Winifred Strand"}
    assert len(groups) == 2


def test_a_wire_copy_is_one_line_with_both_outlets(program: Program) -> None:
    rows = program.lines("quotes", "--about", "awake to run")
    (row,) = [row for row in rows if row["text"].startswith("A test is only quick")]
    assert {outlet["name"] for outlet in row["outlets"]} == {"Harbour Courier", "Brennick Herald"}


def test_the_book_reads_as_text_and_an_unknown_name_finds_nothing(program: Program) -> None:
    told = " ".join(program.call("quotes", "--speaker", "Maren Tolliver").stdout.split())
    assert "Maren Tolliver, " in told
    assert "»If the judge wants our accident book, she can have it tonight,«” she said." in told
    assert program.call("quotes", "--speaker", "Nobody Here").returncode == 4
