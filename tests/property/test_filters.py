"""A sieve of many filters says what each filter says alone, whatever their order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.filters import LONGEST, Sieve, filter_of
from bot.errors import ConfigError
from bot.model import Filter, FilterKind
from tests.fakes.stories import BRIDGE

WORDS = st.sampled_from(["port", "Ports", "strike", "union's", "pay", "the", "café", "cafe", "U.S.", "2026"])
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
VALUES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
KINDS = st.sampled_from([FilterKind.WORDS, FilterKind.PHRASE, FilterKind.OUTLET, FilterKind.AUTHOR])
FILTERS = st.one_of(
    st.builds(filter_of, KINDS, VALUES, st.booleans()),
    st.builds(filter_of, st.just("expression"), st.sampled_from(["port.*pay", "^strike", r"u\.s"])),
    st.builds(filter_of, st.just("language"), st.sampled_from(["en", "de"])),
)


@given(st.lists(FILTERS, max_size=8), TEXTS, TEXTS, st.sampled_from([None, "en", "de"]))
def test_many_filters_say_what_each_says_alone(
    filters: list[Filter], text: str, headline: str, language: str | None
) -> None:
    article = replace(
        BRIDGE.article, text=text, headline=headline, outlet=headline, byline=text, language=language
    )
    fitting = [one for one in filters if Sieve([replace(one, only=False)]).against(article) is not None]
    leaving = [one for one in fitting if not one.only]
    only = [one for one in filters if one.only]
    unasked = bool(only) and not any(one.only for one in fitting)
    expected = leaving[0] if leaving else only[0] if unasked else None
    assert Sieve(filters).against(article) == expected


@given(st.text(alphabet="ab()[]{}*+?\\|^$.-0123456789<>P=!é", max_size=LONGEST))
def test_whatever_is_typed_as_an_expression_works_or_is_refused_in_one_sentence(pattern: str) -> None:
    said = ""
    try:
        Sieve([filter_of("expression", pattern)]).against(BRIDGE.article)
    except ConfigError as error:
        said = str(error)
    assert "\n" not in said
