"""Answers in a model's words, through the stand-in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.config import answer_judgement
from bot.core import outline
from bot.model import Answer, FallbackReason, Price, Question
from bot.newsroom import ask
from tests.fakes.openai.hostile import KINDS, Hostile
from tests.fakes.openai.server import ModelServer, model_server
from tests.fakes.openai.writers import silent
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, STRIKE
from tests.fakes.writing import Desk, tariff, writing

JUDGED = answer_judgement()
NOW = MORNING + timedelta(hours=6)
QUESTION = Question("Why was the Aldmouth bridge closed to traffic?", "w")
UNANSWERED = Question("Who won the chess tournament in Reykjavik?", "w")


@pytest.fixture
async def store(store: SqlStore) -> SqlStore:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, workspaces=["w"])
    return store


async def answered(store: SqlStore, desk: Desk, question: Question = QUESTION) -> Answer:
    return await ask.ask(store, question, JUDGED, writer=desk.writer)


async def test_an_answer_is_in_the_models_words_and_says_so(server: ModelServer, store: SqlStore) -> None:
    async with writing(server, store, NOW) as desk:
        found = await answered(store, desk)
    assert found.writer == "answer@1, stand-in"
    assert found.answered
    assert "Written by answer@1, stand-in" in outline.of_answer(found).footer
    (asked,) = server.journal
    assert QUESTION.text in asked.body["input"]
    assert QUESTION.text not in asked.body["instructions"]


async def test_the_same_question_is_paid_once(server: ModelServer, store: SqlStore) -> None:
    async with writing(server, store, NOW) as desk:
        assert await answered(store, desk) == await answered(store, desk)
    assert len(server.journal) == 1


async def test_what_the_corpus_does_not_say_is_not_asked_of_the_model(
    server: ModelServer, store: SqlStore
) -> None:
    async with writing(server, store, NOW) as desk:
        assert not (await answered(store, desk, UNANSWERED)).answered
    assert server.journal == []


@pytest.mark.parametrize("fault", ["error", "slow", "refusal", "length", "bad-json", "reset"])
async def test_every_fault_ends_in_an_answer(server: ModelServer, store: SqlStore, fault: str) -> None:
    server.always = fault
    plain = await ask.ask(store, QUESTION, JUDGED)
    async with writing(server, store, NOW, seconds=1.5, patience=0.4) as desk:
        found = await answered(store, desk)
    assert (found.bullets, found.writer) == (plain.bullets, "extractive")
    assert found.tally is not None
    assert "written without the model" in outline.of_answer(found).footer


async def test_over_the_budget_an_answer_is_extractive_and_says_why(
    server: ModelServer, store: SqlStore
) -> None:
    async with writing(server, store, NOW, tariff(0.001, 1, Price(10, 30))) as desk:
        found = await answered(store, desk)
    assert found.tally is not None
    assert found.tally.fallback is FallbackReason.BUDGET
    assert server.journal == []


async def test_a_model_with_no_answer_leaves_it_to_the_articles(store: SqlStore) -> None:
    async with model_server(ModelServer(writer=silent)) as server, writing(server, store, NOW) as desk:
        found = await answered(store, desk)
    assert found.writer == "extractive"
    assert found.answered


@pytest.mark.parametrize("kind", KINDS)
async def test_a_hostile_answer_prints_nothing_foreign(store: SqlStore, kind: str) -> None:
    async with (
        model_server(ModelServer(writer=Hostile(5, kind))) as server,
        writing(server, store, NOW) as desk,
    ):
        found = await answered(store, desk)
    for bullet in found.bullets:
        assert not any(bad in bullet.text for bad in ("prize.example", "@", "<", "\u202e", "Halvorsen"))
        assert bullet.text.count("“") == len(bullet.quotes)
