from __future__ import annotations

from bot.core.stories.headlines import headline_similarity
from bot.core.stories.rank import SAME_HEADLINE


def test_the_same_words_in_other_forms_are_the_same_and_none_in_common_is_nothing() -> None:
    assert headline_similarity("Bridge closes in Aldmouth", "Aldmouth: bridge closed") >= SAME_HEADLINE
    assert headline_similarity("Bridge closes in Aldmouth", "Teachers vote to strike") == 0.0
    assert headline_similarity("", "Bridge closes") == 0.0


def test_it_does_not_matter_which_comes_first() -> None:
    one, other = "Mayor resigns after vote", "Vote forces resignation of mayor in Aldmouth"
    assert headline_similarity(one, other) == headline_similarity(other, one) > 0.5


def test_other_numbers_tell_headlines_apart() -> None:
    same = headline_similarity("Storm kills 12 in Norland", "12 dead in Norland storm")
    other = headline_similarity("Storm kills 12 in Norland", "40 dead in Norland storm")
    assert same > other + 0.15


def test_what_nobody_reads_of_a_headline_is_not_compared() -> None:
    long = "mayor " * 2_000
    assert headline_similarity(long, "x" * 20_000) == headline_similarity(long[:300], "x" * 300)
