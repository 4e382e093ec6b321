"""Questions to a store in memory: found, cited, dated, without, or said to be silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.lexicons import with_quotes
from bot.adapters.store import SqlStore
from bot.config import answer_judgement
from bot.core import forms, outline
from bot.errors import ConfigError
from bot.model import AnnotatedArticle, Article, Question, Scope
from bot.newsroom.ask import Thread, ask, search
from tests.fakes.stored_articles import NOON, article, ferry, read

JUDGED = answer_judgement()
BRIDGE = (
    "The Harbour Bridge reopened on Tuesday after nine months of repairs, the port authority said.\n\n"
    "Is the Harbour Bridge open again after repairs?\n\n"
    "Leave a comment about the Harbour Bridge repairs. Your e-mail address will not be published.\n\n"
    "Engineers replaced 340 steel cables on the Harbour Bridge. The work cost 18 million crowns.\n\n"
    "He told reporters that repairs to the Harbour Bridge went well."
)
OTHER = (
    "Bakers in the valley raised the price of bread by a tenth.",
    "A storm closed three schools in Northfield on Friday.",
    "The valley choir won a prize for its concert in Lund.",
    "Farmers expect a good harvest of apples this autumn.",
)


def made(text: str, name: str, headline: str, days: float = 0) -> Article:
    return replace(article(text, f"https://a.example/{name}", headline, days=days), id=name)


@pytest.fixture
async def store(store: SqlStore) -> SqlStore:
    others = [read(made(text, f"other{number}", "In the valley")) for number, text in enumerate(OTHER)]
    bridge = AnnotatedArticle(made(BRIDGE, "bridge", "Harbour Bridge reopens"))
    await store.import_articles("local", [bridge, ferry(), *others])
    return store


def asked(text: str, **more: object) -> Question:
    return replace(Question(text, "local"), **more)  # type: ignore[arg-type]  # a test's short hand


async def test_an_answer_is_the_articles_own_sentences(store: SqlStore) -> None:
    answer = await ask(store, asked("How many steel cables were replaced on the Harbour Bridge?"), JUDGED)
    assert answer.answered
    assert answer.bullets[0].text == "Engineers replaced 340 steel cables on the Harbour Bridge."
    assert len(answer.bullets) <= 3
    for bullet in answer.bullets:
        assert all(cite.article.words(cite.span) == bullet.text for cite in bullet.cites)


async def test_no_question_form_or_dangling_pronoun_is_shown_first(store: SqlStore) -> None:
    answer = await ask(store, asked("Has the Harbour Bridge reopened after repairs?"), JUDGED)
    texts = [bullet.text for bullet in answer.bullets]
    assert texts[0].startswith("The Harbour Bridge reopened on Tuesday")
    assert not any(text.endswith("?") or "comment" in text or "e-mail" in text for text in texts)


async def test_the_corpus_does_not_say(store: SqlStore) -> None:
    for question in ("Who won the volleyball cup in Brazil?", "Zeppelin?", "qwxz"):
        answer = await ask(store, asked(question), JUDGED)
        assert not answer.answered, question
        assert forms.answer_form(answer)["bullets"] == []


async def test_without_the_articles_that_hold_it_there_is_less_confidence(store: SqlStore) -> None:
    question = "How many steel cables were replaced on the Harbour Bridge?"
    sure = await ask(store, asked(question), JUDGED)
    less = await ask(store, asked(question, without=frozenset(["bridge"])), JUDGED)
    assert less.confidence < sure.confidence
    assert not less.answered


async def test_another_workspace_hears_nothing(store: SqlStore) -> None:
    answer = await ask(store, Question("Has the Harbour Bridge reopened?", "other"), JUDGED)
    assert (answer.answered, answer.confidence) == (False, 0.0)


async def test_dates_bound_a_search(store: SqlStore) -> None:
    early = await search(store, "Harbour Bridge", "local", as_of=NOON - timedelta(days=1))
    late = await search(store, "Harbour Bridge", "local", since=NOON + timedelta(days=1))
    both = await search(store, "Harbour Bridge", "local", since=NOON, as_of=NOON)
    assert (early.hits, late.hits) == ((), ())
    assert both.hits[0].article.id == "bridge"


async def test_a_search_gives_one_hit_an_article_with_its_passage(store: SqlStore) -> None:
    found = await search(store, "steel cables on the harbour bridge", "local", limit=3)
    assert len({hit.article.id for hit in found.hits}) == len(found.hits) <= 3
    assert 0 < found.confidence <= 1
    row = forms.search_form(found.hits)[0]
    assert list(row) == ["id", "headline", "outlet", "date", "score", "passage"]
    assert (row["id"], row["date"]) == ("bridge", "2026-03-02")
    assert "340 steel cables" in str(row["passage"])
    assert list(forms.found_form(found)) == ["confidence", "hits"]


@pytest.mark.parametrize("text", ["", "   ", "?", "what is the", "…"])
async def test_an_empty_question_is_one_clear_sentence(store: SqlStore, text: str) -> None:
    with pytest.raises(ConfigError, match="Please include a name"):
        await ask(store, asked(text), JUDGED)
    with pytest.raises(ConfigError, match="Please include a name"):
        await search(store, text, "local")


@pytest.mark.parametrize(
    "text", ['"harbour', "bridge OR NEAR(", "harbour'; DROP TABLE articles", "\ud800 harbour"]
)
async def test_a_question_is_never_read_as_a_query(store: SqlStore, text: str) -> None:
    assert (await search(store, text, "local")).hits


async def test_a_slip_of_the_finger_is_read_as_the_word_that_is_there(store: SqlStore) -> None:
    answer = await ask(store, asked("How many steel cables were replaced on the Harbuor Bridge?"), JUDGED)
    assert answer.meant == (("harbuor", "harbour"),)
    assert answer.bullets[0].text == "Engineers replaced 340 steel cables on the Harbour Bridge."
    assert "harbuor read as harbour" in outline.of_answer(answer).lead


async def test_operators_bound_what_is_found(store: SqlStore) -> None:
    assert (await search(store, 'bridge "steel cables"', "local")).hits[0].article.id == "bridge"
    without = (await search(store, "harbour bridge -cables", "local")).hits
    assert "bridge" not in {hit.article.id for hit in without}
    assert (await search(store, "harbour bridge outlet:nobody", "local")).hits == ()


async def test_where_none_answers_the_nearest_are_offered(store: SqlStore) -> None:
    answer = await ask(store, asked("Which hotel did the Harbour Bridge engineers stay at in Lund?"), JUDGED)
    assert not answer.answered
    assert answer.near[0].id == "bridge"
    assert "none of them says" in outline.of_answer(answer).lead


SAID = (
    "“The bridge will stand for a hundred years,” said Ana Silva, the mayor of Aldmouth, on Tuesday.\n\n"
    "“The bridge is ugly,” said Bo Berg, a baker in the old town of Aldmouth."
)


async def test_who_said_what_is_answered_with_their_own_words_alone(store: SqlStore) -> None:
    await store.import_articles("local", [with_quotes(made(SAID, "said", "Aldmouth bridge opens"))])
    answer = await ask(store, asked("what did mayor silva say about the bridge"), JUDGED)
    assert [quote.speaker for quote in answer.quotes] == ["Ana Silva"]
    assert answer.quotes[0].text.startswith("The bridge will stand")
    assert answer.bullets[0].cites[0].article.id == "said"


async def test_a_follow_up_is_about_the_threads_story_or_silent(store: SqlStore) -> None:
    thread = Thread(("bridge",)).after("When did the Harbour Bridge reopen?")
    told = await ask(store, asked("and how many cables were replaced"), JUDGED, thread)
    assert "340 steel cables" in told.bullets[0].text
    assert (told.scope, told.about) == (Scope.STORY, ("bridge",))
    silent = await ask(store, asked("who paid the choir for it"), JUDGED, thread)
    assert not silent.answered


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "bridge " * 2_000,
        "who " * 3_000,
        "🙂🙂🙂",
        "桥在哪里",
        "-",
        '"',
        "outlet:",
        "since:x bridge",
    ],
)
async def test_whatever_is_asked_is_answered_or_refused_in_a_sentence(store: SqlStore, text: str) -> None:
    refused = ""
    try:
        await ask(store, asked(text), JUDGED)
    except ConfigError as error:
        refused = str(error)
    assert refused in ("", "Please include a name, place or event.")
