"""Whatever a translator does, what is printed holds no link, ping, mark or number that the original has not."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.core.translations import LANGUAGES, Line, fault
from bot.core.translations.prove import Names, same_numbers
from tests.fakes.articles import english
from tests.fakes.openai.translators import TWISTS, german
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, OTHER_STRIKE, STRIKE

READS = (BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE)
NAMES = Names.of(READS, english())
LINES = [
    paragraph
    for read in READS
    for paragraph in read.article.text.split("\n")
    if paragraph.endswith(".") and "“" not in paragraph and "(" not in paragraph
]
FORBIDDEN = ("prize.example", "@", "<", "*", "`", "|", "\u202e", "\u2066", "\u200b", "\u200f", "Halvorsen")
MARKS = '"“”„‟«»‹›‘‚「」＂'


def passes(original: str, text: str) -> bool:
    return fault(Line(original, original, "en"), text, "de", NAMES) is None


def test_faithful_lines_pass() -> None:
    assert sum(passes(line, german(line)) for line in LINES) >= 0.8 * len(LINES) > 5


@given(st.sampled_from(LINES), st.sampled_from(sorted(TWISTS)), st.integers(0, 10_000))
def test_no_twist_of_a_translation_prints_what_the_original_has_not(line: str, kind: str, seed: int) -> None:
    twisted = TWISTS[kind](line, german(line), random.Random(seed))
    if passes(line, twisted):
        assert kind == "denied", twisted  # where nothing stands that can be turned round
        assert twisted == german(line)


@given(st.sampled_from(LINES), st.text(max_size=12), st.integers(0, 400))
def test_no_characters_put_into_a_translation_print_a_mark_a_ping_a_link_or_a_number(
    line: str, put: str, at: int
) -> None:
    good = german(line)
    text = good[:at] + put + good[at:]
    if passes(line, text):
        assert not any(bad in text for bad in FORBIDDEN)
        assert not set(MARKS) & set(text)
        assert "://" not in text
        assert same_numbers(line, LANGUAGES["en"], text, LANGUAGES["de"])


@given(st.text(max_size=400), st.sampled_from(sorted(LANGUAGES)), st.sampled_from(sorted(LANGUAGES)))
def test_whatever_comes_back_the_check_answers(text: str, into: str, was: str) -> None:
    fault(Line("The ferry sails.", "The ferry sails.", was), text, into, NAMES)
