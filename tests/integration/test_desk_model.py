"""The desk with a model: what it costs is said where people look, and a linked article is in its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.adapters.lexicons import checked_in
from bot.adapters.store import SqlStore
from bot.model import (
    Actor,
    AnnotatedArticle,
    Article,
    Channel,
    Command,
    Control,
    Paragraph,
    Place,
    Translation,
)
from bot.newsroom.desk import NewsDesk
from bot.newsroom.gather import Gatherer
from bot.ops.failures import FailureGuard
from tests.fakes.openai.server import ModelServer, model_server
from tests.fakes.openai.translators import translating
from tests.fakes.reading import ReadHere
from tests.fakes.stories import BRIDGE, MORNING
from tests.fakes.writing import order, writing

NOW = MORNING + timedelta(hours=2)
ACTOR = Actor(Place(Channel("chat", "w", "news", "news")), "user-1")


async def without_quotes(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


async def said(store: SqlStore, server: ModelServer, with_model: bool) -> tuple[str, str]:
    """The footers of the two."""
    async with (
        HttpFetcher() as fetcher,
        writing(server, store, NOW) as made,
    ):
        failures = FailureGuard(made.clock, made.meter)
        gatherer = Gatherer(
            store, fetcher, ReadHere(), without_quotes, made.clock, made.meter, failures, timedelta(hours=1)
        )
        desk = NewsDesk(
            store,
            gatherer,
            made.clock,
            made.meter,
            failures,
            checked_in(),
            made.writer if with_model else None,
        )
        why = await desk.handle(Command("why"), ACTOR)
        home = await desk.home(ACTOR)
    return why.outline.footer, home.footer


async def test_what_the_model_cost_stands_under_why_and_the_overview(
    server: ModelServer, store: SqlStore
) -> None:
    why, home = await said(store, server, with_model=True)
    assert why == "The model today: 0.00 of 1.00 USD."
    assert home.startswith(why)


async def test_without_a_model_nothing_is_said_of_it(server: ModelServer, store: SqlStore) -> None:
    why, home = await said(store, server, with_model=False)
    assert why == ""
    assert "model" not in home


async def test_a_linked_article_is_briefed_in_the_models_words(server: ModelServer, store: SqlStore) -> None:
    await store.import_articles("w", [BRIDGE])
    async with HttpFetcher() as fetcher, writing(server, store, NOW) as made:
        failures = FailureGuard(made.clock, made.meter)
        gatherer = Gatherer(
            store, fetcher, ReadHere(), without_quotes, made.clock, made.meter, failures, timedelta(hours=1)
        )
        desk = NewsDesk(store, gatherer, made.clock, made.meter, failures, checked_in(), made.writer)
        reply = await desk.handle(Command("brief", {"url": BRIDGE.article.url}), ACTOR)
    assert "Written by briefing@1, stand-in" in reply.outline.footer
    assert len(server.journal) == 1


@pytest.mark.parametrize("with_model", [True, False])
async def test_answers_briefings_and_more_are_in_the_language_of_the_channel(
    store: SqlStore, with_model: bool
) -> None:
    await store.import_articles("w", [BRIDGE])
    await store.put_subscription(replace(order(), language="de"))
    async with (
        model_server(ModelServer(writer=translating)) as server,
        HttpFetcher() as fetcher,
        writing(server, store, NOW) as made,
    ):
        failures = FailureGuard(made.clock, made.meter)
        gatherer = Gatherer(
            store, fetcher, ReadHere(), without_quotes, made.clock, made.meter, failures, timedelta(hours=1)
        )
        writer = made.writer if with_model else None
        desk = NewsDesk(store, gatherer, made.clock, made.meter, failures, checked_in(), writer)
        here = Actor(Place(order().channel), "user-1")
        asked = Command("ask", {"question": "Why was the Aldmouth bridge closed?"})
        replies = [
            await desk.handle(asked, here),
            await desk.handle(Command("brief", {"url": BRIDGE.article.url}), here),
            await desk.press(Control("more", BRIDGE.article.id, "More"), here),
        ]
    for reply in replies:
        blocks = [block for section in reply.outline.sections for block in section.blocks]
        lines = [block for block in blocks if isinstance(block, Translation)]
        if with_model:
            assert lines
            assert {line.language for line in lines} == {"de"}
            assert Paragraph("Translated by machine from English; quotes are in the original.") in blocks
            assert "translated into German by machine." in reply.outline.footer
        else:
            assert lines == []
            assert "not translated into German by the model: none is configured." in reply.outline.footer
