"""Generated utterances, edited in known ways: each edit is told for what it is, and nothing else matches."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.quotes.drift import compare
from bot.model import AnnotatedArticle, Drift, DriftKind
from tests.fakes.stories import annotated

CONTENT = """harbour ferry bridge cable council mayor winter ticket engineer tunnel railway signal budget crane
storm island market school hospital teacher lantern orchard quarry verdict pension referee stadium
copper timber glacier compass anchor parcel harvest mirror saddle violin window bakery candle desert feather
garden hammer insect jacket kettle ladder magnet needle oyster pebble quilt ribbon shovel tractor umbrella
velvet walnut zipper basket canyon dolphin emerald furnace granite helmet""".split()
SMALL = "the a of to and in for with on our that is was not will we".split()


@st.composite
def sentences(draw: st.DrawFn, least: int = 8, most: int = 24) -> list[str]:
    """Words of one sentence: every other one says something, and none of those twice."""
    count = draw(st.integers(least, most))
    telling = draw(st.lists(st.sampled_from(CONTENT), min_size=count, max_size=count, unique=True))
    small = draw(st.lists(st.sampled_from(SMALL), min_size=count, max_size=count))
    return [telling[at] if at % 2 else small[at] for at in range(count)]


def text_of(words: Sequence[str]) -> str:
    return " ".join(words).capitalize()


def says(outlet: str, *quotes: str, speaker: str = "Ana Silva") -> AnnotatedArticle:
    text = "\n\n".join([f"{outlet} reports.", *(f"“{quote}” Silva said." for quote in quotes)])
    said = [(quote, speaker) for quote in quotes]
    return annotated(f"News of {outlet}", text, *said, outlet=outlet, hours=ord(outlet) - ord("A"))


def found(one: Sequence[str], other: Sequence[str]) -> tuple[Drift, ...]:
    return compare([says("A", *one), says("B", *other)])


def kinds(one: Sequence[str], other: Sequence[str]) -> list[DriftKind]:
    return [drift.kind for drift in found(one, other)]


def marked(drift: Drift) -> list[list[str]]:
    return [[wording.quote.article.words(span) for span in wording.differing] for wording in drift.wordings]


@given(sentences(), st.sampled_from([",", ".", "!", ""]), st.booleans())
def test_an_unchanged_utterance_is_alike_in_any_typography(words: list[str], end: str, upper: bool) -> None:
    plain = text_of(words)
    other = (plain.upper() if upper else plain).replace(" the ", "\u00a0the ") + end
    assert kinds([plain], [other]) == [DriftKind.ALIKE]


@given(sentences(), st.data())
def test_one_changed_word_is_marked_in_both(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:at], "xylophone", *words[at + 1 :]]
    (drift,) = found([text_of(words)], [text_of(changed)])
    assert drift.kind is DriftKind.REWORDED
    assert [[word.lower() for word in marks] for marks in marked(drift)] == [[words[at]], ["xylophone"]]


@given(sentences(), st.data())
def test_a_dropped_negation_is_never_a_cut(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(words) - 1))
    words = [word if word != "not" else "will" for word in words]
    (drift,) = found([text_of([*words[:at], "not", *words[at:]])], [text_of(words)])
    assert drift.kind is DriftKind.REWORDED
    assert marked(drift) == [["not"], []]


@given(sentences(least=12), st.data())
def test_words_left_out_at_the_ends_are_a_cut(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, 5))
    end = data.draw(
        st.integers(len(words) - (0 if start else 5), len(words)).filter(lambda e: e - start < len(words))
    )
    (drift,) = found([text_of(words)], [text_of(words[start:end])])
    assert drift.kind is DriftKind.CUT
    left = " ".join(word.lower() for marks in marked(drift) for word in marks)
    assert left.split() == [*words[:start], *words[end:]]


@given(sentences(most=12), sentences(most=12))
def test_one_quote_here_and_two_there_are_one_utterance(first: list[str], second: list[str]) -> None:
    assume(not set(first) & set(second) & set(CONTENT))
    one, other = f"{text_of(first)}.", f"{text_of(second)}."
    (drift,) = found([f"{one} {other}"], [one, other])
    assert (drift.kind, len(drift.quotes)) == (DriftKind.CUT, 3)


@given(sentences(least=10), st.integers(0, 1), st.randoms())
def test_other_sentences_of_the_same_words_are_apart(
    words: list[str], parity: int, chance: random.Random
) -> None:
    telling = [word for word in words if word in CONTENT]
    backwards = text_of(words[::-1])
    assert kinds([text_of(words)], [backwards]) == []
    others = [word for word in CONTENT if word not in telling]
    half = [
        chance.choice(others) if word in telling and telling.index(word) % 2 == parity else word
        for word in words
    ]
    assert kinds([text_of(words)], [text_of(half)]) == []


@given(st.lists(sentences(least=10), min_size=2, max_size=6, unique_by=tuple))
def test_every_quote_is_of_one_utterance_and_every_mark_within_its_quote(all_words: list[list[str]]) -> None:
    quotes = [text_of(words) for words in all_words]
    drifts = compare([says("A", *quotes), says("B", *quotes[::-1]), says("C", *quotes[:1])])
    held = [quote for drift in drifts for quote in drift.quotes]
    assert len(held) == len(set(held))
    for drift in drifts:
        assert len(drift.outlets) > 1
        for wording in drift.wordings:
            assert all(wording.quote.span.covers(span) for span in wording.differing)
