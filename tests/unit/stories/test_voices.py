from __future__ import annotations

import pytest

from bot.core.stories.voices import publisher, publishers, texts, voice_of, voices
from bot.model import AnnotatedArticle
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, STRIKE, STRIKE_AGAIN, annotated, story


def at(url: str, outlet: str = "The Outlet", text: str = BRIDGE.article.text) -> AnnotatedArticle:
    return annotated("Bridge", text, outlet=outlet, url=url)


@pytest.mark.parametrize(
    ("url", "registered"),
    [
        ("https://www.harbour-post.example/a", "harbour-post.example"),
        ("https://money.harbour-post.example/b", "harbour-post.example"),
        ("https://news.valley.co.uk/c", "valley.co.uk"),
        ("https://valley.com.au/c", "valley.com.au"),
        ("https://co.uk/c", "co.uk"),
        ("https://ada.substack.com/p/d", "ada.substack.com"),
        ("http://127.0.0.1:8766/post/e", "The Outlet"),
        ("http://[::1]/f", "The Outlet"),
        ("http://localhost/g", "The Outlet"),
        ("http://[broken/h", "The Outlet"),
        ("a line of a file", "The Outlet"),
    ],
)
def test_a_publisher_is_known_by_the_domain_it_registered(url: str, registered: str) -> None:
    assert publisher(at(url).article) == registered


def test_outlets_of_one_publisher_are_one_voice() -> None:
    sisters = story(
        at("https://valley.example/1", "Valley Times"),
        at("https://sport.valley.example/2", "Valley Sport", BRIDGE_AGAIN.article.text),
    )
    assert (texts(sisters), voices(sisters)) == (2, 1)


def test_each_article_has_the_voice_that_first_told_its_text() -> None:
    copy = annotated("Copy", BRIDGE.article.text, outlet="Coast Wire", hours=1)
    own = annotated(
        "Own", "Ferries run free of charge while the bridge is shut.", outlet="Bay Radio", hours=2
    )
    voices_of = voice_of(story(BRIDGE, copy, own))
    assert voices_of[copy.article.id] == voices_of[BRIDGE.article.id] == publisher(BRIDGE.article)
    assert voices_of[own.article.id] == publisher(own.article)


def test_outlets_on_one_machine_are_voices_of_their_own() -> None:
    both = story(
        at("http://127.0.0.1:1/a", "Valley Times"),
        at("http://127.0.0.1:1/b", "Norland Daily", BRIDGE_AGAIN.article.text),
    )
    assert voices(both) == 2


def test_a_wire_copy_with_another_opening_and_a_cut_end_is_the_same_text() -> None:
    paragraphs = BRIDGE.article.text.split("\n\n")
    cut = "\n\n".join(["NORVIK, Monday — Our correspondent.", *paragraphs[:5]])
    copy = annotated("Bridge shut", cut, outlet="Norvik News", hours=1)
    assert texts(story(BRIDGE, copy)) == 1
    assert publishers(story(BRIDGE, copy, BRIDGE_AGAIN)) == ("harbour-post.example", "valley-times.example")


def test_reports_of_one_event_in_words_of_their_own_are_texts_of_their_own() -> None:
    assert texts(story(BRIDGE, BRIDGE_AGAIN)) == texts(story(STRIKE, STRIKE_AGAIN)) == 2


def test_texts_of_less_than_a_run_of_words_are_compared_whole() -> None:
    one, same, other = (
        annotated("A", "Rain falls."),
        annotated("B", "Rain falls!"),
        annotated("C", "Snow falls."),
    )
    assert (texts(story(one, same)), texts(story(one, other))) == (1, 2)
