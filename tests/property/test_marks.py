"""Whatever the style, speech between marks is found whole, in order, and never with a reporting clause."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.quotes.marks import utterances
from tests.fakes.articles import english

PAIRS = st.sampled_from(
    ["“”", '""', "‘’", "''", "«»", "„“", "″″", "`'", ("« ", " »"), ("«\u202f", "\u202f»"), ("''", "''")]
)
SPEECH = st.sampled_from(
    [
        "We will go now", "It's the girls' school", "They can't wait", "We came in the '90s", "The 12 boats left",
        "We sang rock 'n' roll", "It is O'Neill's boat", "My parents' house burned", "So the readers came",
    ]
)  # fmt: skip
NAMES = st.sampled_from(["Ida Quist", "Bo Lund", "Rosa van der Berg"])
CLAUSES = st.sampled_from(["said {}", "{} said", "added {}", "{} added"])
TURN = st.tuples(SPEECH, CLAUSES, NAMES, SPEECH)


def _line(turn: tuple[str, str, str, str], marks: tuple[str, str]) -> str:
    first, clause, name, second = turn
    opening, closing = marks
    return f"{opening}{first},{closing} {clause.format(name)}. {opening}{second}.{closing}"


@settings(max_examples=300, deadline=None)
@given(PAIRS.map(tuple), st.lists(TURN, min_size=2, max_size=4))
def test_what_is_between_marks_is_found_whole(marks: tuple[str, str], turns: list[tuple[str, ...]]) -> None:
    text = "\n\n".join(_line(turn, marks) for turn in turns)  # type: ignore[arg-type]
    found = [text[span.start : span.end] for spans in utterances(text, english()) for span in spans]
    assert found == [words for first, _, _, second in turns for words in (f"{first},", f"{second}.")]


@settings(max_examples=300, deadline=None)
@given(PAIRS.map(tuple), st.lists(TURN, min_size=2, max_size=4), st.data())
def test_no_mark_reaches_over_a_reporting_clause(
    marks: tuple[str, str], turns: list[tuple[str, ...]], data: st.DataObject
) -> None:
    lines = [_line(turn, marks) for turn in turns]  # type: ignore[arg-type]
    lost = data.draw(st.integers(0, len(lines) - 1))
    lines[lost] = lines[lost].replace(f",{marks[1]} ", ", ", 1)
    text = "\n\n".join(lines)
    for spans in utterances(text, english()):
        words = " ".join(text[span.start : span.end] for span in spans)
        assert not any(f"{clause.format(name)}." in words for _, clause, name, _ in turns)


@settings(max_examples=300, deadline=None)
@given(st.text("“”\"'‘’«»„″`,. \n「」—sa1", max_size=120))
def test_spans_ascend_and_hold_something(text: str) -> None:
    spans = [span for spans in utterances(text, english()) for span in spans]
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    assert all(any(letter.isalnum() for letter in text[span.start : span.end]) for span in spans)
