from dataclasses import replace

import pytest

from bot.core.filters import Sieve, filter_of, sift
from bot.model import AnnotatedArticle, Article, Filter, FilterKind
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, STRIKE, STRIKE_AGAIN, story

ARTICLE = replace(STRIKE.article, byline="By Ada Okafor and Rui Costa", language="en")


def leaves(kind: str, value: str, article: Article = ARTICLE) -> bool:
    return Sieve([filter_of(kind, value)]).against(article) is not None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("words", "strike"),
        ("words", "STRIKES"),
        ("words", "pay teacher"),  # in any order and form
        ("words", "headline: Norland"),
        ("phrase", "strike over pay"),
        ("phrase", "the Norland teachers’ union"),
        ("outlet", " norland DAILY "),
        ("author", "ada okafor"),
        ("author", "Costa"),
        ("language", "en"),
        ("expression", r"\b\d+ percent\b"),
        ("expression", "NORLAND"),
        ("expression", r"^teachers in norland vote to"),  # the headline comes first
    ],
)
def test_what_fits_is_left_out(kind: str, value: str) -> None:
    article = replace(ARTICLE, text=f"{ARTICLE.text}\n\nheadline:")
    assert leaves(kind, value, article)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("words", "strike harbour"),
        ("words", "trike"),
        ("phrase", "pay strike"),
        ("phrase", "over pay teachers"),  # from the headline into the text
        ("outlet", "Norland"),
        ("author", "Ada Costa"),
        ("author", "Okaf"),
        ("language", "de"),
        ("expression", "(?-i)NORLAND"),
        ("expression", r"^bridge$"),
    ],
)
def test_what_does_not_fit_passes(kind: str, value: str) -> None:
    assert not leaves(kind, value)


def test_what_an_article_does_not_say_fits_nothing() -> None:
    bare = replace(ARTICLE, byline=None, language=None, headline="")
    assert not leaves("author", "Okafor", bare)
    assert not leaves("language", "en", bare)


def test_accents_and_typography_are_no_difference() -> None:
    article = replace(ARTICLE, text="The caf\u00e9 owner\u2019s well\u2011kept ga\u00adrden.")
    assert leaves("words", "cafe garden", article)
    assert leaves("phrase", "owner's well kept", article)


def test_without_filters_everything_passes() -> None:
    assert Sieve([]).against(ARTICLE) is None


def test_the_first_filter_that_fits_is_named() -> None:
    filters = [
        filter_of("words", "harbour"),
        filter_of("expression", "norland"),
        filter_of("words", "strike"),
        filter_of("outlet", "Norland Daily"),
    ]
    assert Sieve(filters).against(ARTICLE) == filters[1]
    assert Sieve(filters[2:]).against(ARTICLE) == filters[2]


def test_only_lets_what_fits_any_of_them_pass_and_leaving_out_wins() -> None:
    only = [filter_of("words", "strike", only=True), filter_of("outlet", "Valley Times", only=True)]
    assert Sieve(only).against(ARTICLE) is None
    assert Sieve(only).against(BRIDGE.article) == only[0]
    against: Filter = filter_of("words", "teachers")
    assert Sieve([*only, against]).against(ARTICLE) == against


def test_two_filters_for_one_outlet_name_the_first() -> None:
    first, second = filter_of("outlet", "Norland Daily"), filter_of("outlet", "NORLAND DAILY")
    assert Sieve([first, second]).against(ARTICLE) == first


def test_text_with_half_a_surrogate_pair_can_be_looked_at() -> None:
    article = replace(ARTICLE, text="strike \ud800 over")
    assert leaves("expression", "over$", article)


def test_a_story_is_cut_to_what_passes_and_what_is_cut_has_its_filter() -> None:
    bridge, strike = story(BRIDGE, BRIDGE_AGAIN), story(STRIKE, STRIKE_AGAIN)
    post, words = filter_of("outlet", "Harbour Post"), filter_of("words", "strike")
    assert sift([bridge, strike], [post, words]) == (
        [story(BRIDGE_AGAIN)],
        [(story(BRIDGE), post), (strike, words)],
    )
    assert sift([bridge, strike], []) == ([bridge, strike], [])


class TestMutedStories:
    MUTED = Filter(FilterKind.STORY, BRIDGE.article.id)

    def test_a_story_that_holds_the_article_is_stopped_whole(self) -> None:
        bridges, strike = story(BRIDGE, BRIDGE_AGAIN), story(STRIKE)
        assert sift([bridges, strike], [self.MUTED]) == ([strike], [(bridges, self.MUTED)])

    def test_it_stays_muted_in_the_next_version_of_the_article(self) -> None:
        later = AnnotatedArticle(replace(BRIDGE.article, id="later", supersedes=BRIDGE.article.id))
        assert sift([story(later)], [self.MUTED]) == ([], [(story(later), self.MUTED)])

    def test_other_filters_work_beside_it(self) -> None:
        only = filter_of("words", "strike", only=True)
        passed, stopped = sift([story(STRIKE), story(BRIDGE_AGAIN)], [self.MUTED, only])
        assert passed == [story(STRIKE)]
        assert [one for _, one in stopped] == [only]
