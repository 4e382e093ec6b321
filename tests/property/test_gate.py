"""Whatever a draft holds: the gate gives an answer, and prints marks around verified slices alone."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.briefing.prompt import check
from bot.core.checks.support import faults_of, support
from bot.core.reading.text import sentences
from bot.model import Cite, Draft, DraftBullet, Sources
from tests.fakes.articles import english, read
from tests.fakes.evidence import evidence

TEXT = (
    "The council of Kestmouth sold its harbour on Monday for 12 million dollars. "
    "“We will not sell the lighthouse to anybody,” said Ida Quist, the mayor. "
    "Bo Lund told reporters: “The piers are older than my grandfather.”"
)
READ = read(TEXT)
SOURCES = Sources((READ,), tuple(Cite(READ.article, span) for span in sentences(TEXT)), READ.quotes)

PIECES = st.sampled_from(
    [
        *TEXT.split(),
        "[q1]",
        "[q2]",
        "[q9]",
        "“",
        "”",
        '"',
        "'",
        "said",
        "not",
        "12",
        "13",
        "²",
        "٣",
        "1,2",
        "$",
        "@",
        ".",
    ]
)
SENTENCES = st.lists(PIECES, max_size=25).map(" ".join)
DRAFTS = st.builds(
    Draft,
    st.lists(
        st.builds(
            DraftBullet,
            st.one_of(SENTENCES, st.text(max_size=120)),
            st.lists(st.integers(-1, 5), max_size=4).map(tuple),
            st.lists(st.integers(-1, 4), max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    st.one_of(st.none(), SENTENCES, st.text(max_size=80)),
)
SLICES = [quote.text for quote in READ.quotes]


@settings(max_examples=300, deadline=None)
@given(DRAFTS)
def test_marks_hold_slices_and_nothing_is_left_without_an_answer(draft: Draft) -> None:
    found = check(draft, SOURCES, english())
    assert len(found.bullets) == len(draft.bullets)
    rejected = {rejection.bullet for rejection in found.rejections}
    for number, bullet in enumerate(found.bullets):
        assert (bullet is None) == (number in rejected)
        if bullet is not None:
            runs = re.findall(r"“([^”]*)”", bullet.text)
            assert sorted(runs) == sorted(quote.text for quote in bullet.quotes)
            assert all(any(run in whole for whole in SLICES) for run in runs)
            assert not re.search(r"[@<>\[\]]", bullet.text)
    assert not re.search(r"[“”\"@<>]", found.headline or "")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=150), SENTENCES))
def test_any_text_has_a_score(text: str) -> None:
    given_sentences = evidence()
    assert 0 <= support(text, given_sentences) <= 1
    assert isinstance(faults_of(text, given_sentences), list)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 6))
def test_a_sentence_is_supported_by_itself(number: int) -> None:
    (cited,) = evidence(number).cited
    assert faults_of(cited.text, evidence(number)) == []
