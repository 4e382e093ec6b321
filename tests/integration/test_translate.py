"""Digests in the language that a channel asks for, whatever the model's server does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.core import forms, outline
from bot.model import (
    Block,
    Bullet,
    Digest,
    FallbackReason,
    Paragraph,
    Price,
    Quote,
    StoryStatus,
    Translation,
)
from bot.newsroom import brief, write
from bot.newsroom.deliver import Deliverer
from bot.newsroom.write import Writer
from bot.ops.failures import FailureGuard
from bot.platforms.console import render_text
from bot.platforms.web.render import render
from tests.fakes.openai.server import FAULTS, ModelServer, model_server
from tests.fakes.openai.translators import TWISTS, Twisted, translating
from tests.fakes.platform import ChatServer
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE
from tests.fakes.writing import NOW, Desk, order, tariff, writing

GERMAN = replace(order(), language="de")
LABEL = "Translated by machine from English; quotes are in the original."


@pytest.fixture
async def store(store: SqlStore) -> SqlStore:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE, workspaces=["w"])
    return store


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with model_server(ModelServer(writer=translating)) as running:
        yield running


async def posted(store: SqlStore, desk: Desk | None) -> tuple[Digest, ChatServer]:
    """The digest of the morning as the store has it, after one tick, and where it went."""
    chat = ChatServer()
    await store.put_subscription(GERMAN)
    async with writing(ModelServer(), store, NOW) as idle:
        ticking = desk or idle
        writer: Writer | None = desk.writer if desk else None
        async with asyncio.timeout(120):
            await Deliverer(
                store,
                {"chat": chat},
                ticking.clock,
                ticking.meter,
                FailureGuard(ticking.clock, ticking.meter),
                writer,
            ).tick()
    (digest,) = await store.digests("order-news", MORNING - timedelta(days=1))
    return digest, chat


def blocks(digest: Digest) -> list[Block]:
    return [block for section in outline.of_digest(digest).sections for block in section.blocks]


def translations(digest: Digest) -> list[Translation]:
    return [block for block in blocks(digest) if isinstance(block, Translation)]


def why(digest: Digest) -> set[FallbackReason | None]:
    return {briefing.translated.fallback for briefing in digest.briefings if briefing.translated}


async def test_a_digest_is_posted_in_german_and_labelled_with_its_quotes_as_they_are(
    server: ModelServer, store: SqlStore
) -> None:
    async with writing(server, store, NOW) as desk:
        digest, chat = await posted(store, desk)
        assert desk.counted("model_translations", fate="passed") >= len(translations(digest))
    shown = outline.of_digest(digest)
    assert len(chat.messages) == 1 + len(digest.briefings)
    assert len(translations(digest)) >= len(digest.briefings)
    assert all(line.cites and line.language == "de" for line in translations(digest))
    assert not any(set('“”„"') & set(line.text) for line in translations(digest))
    assert Paragraph(LABEL) in blocks(digest)
    assert "translated into German by machine." in shown.footer
    assert "Aldmouth Brücke" in str(shown.day)
    quotes = [block for block in blocks(digest) if isinstance(block, Quote)]
    assert quotes
    assert all(quote.text in quote.article.text for quote in quotes)


async def test_what_is_kept_is_what_was_made(server: ModelServer, store: SqlStore) -> None:
    async with writing(server, store, NOW) as desk:
        made = await brief.digest_on_request(GERMAN, store, NOW, writer=desk.writer)
        kept, _ = await posted(store, desk)
    assert [briefing.translated for briefing in kept.briefings] == [
        briefing.translated for briefing in made.briefings
    ]


async def test_a_translation_shows_on_the_page_in_the_terminal_and_in_the_forms(
    server: ModelServer, store: SqlStore
) -> None:
    async with writing(server, store, NOW) as desk:
        digest = await brief.digest_on_request(GERMAN, store, NOW, writer=desk.writer)
    line = translations(digest)[0]
    shown = outline.of_digest(digest)
    assert " ".join(render_text(shown).split()).count(line.text) == 1
    assert {"runs": [[line.text, False]], "language": "de"} in [
        bullet
        for section in render(shown)["sections"]
        for block in section["blocks"]
        for bullet in block.get("bullets", ())
    ]
    rows = [forms.briefing_form(briefing)["translations"] for briefing in digest.briefings]
    assert line.text in str(rows)


async def test_each_story_is_translated_once_for_all_channels_of_a_language(
    server: ModelServer, store: SqlStore
) -> None:
    async with writing(server, store, NOW) as desk:
        for room in ("a", "b", "c"):
            asked = replace(order(room), language="de")
            made = await brief.digest_on_request(asked, store, NOW, writer=desk.writer)
        calls = len(server.journal)
        assert calls == 2 * len(made.briefings)
        await brief.digest_on_request(replace(order(), language="fr"), store, NOW, writer=desk.writer)
    assert len(server.journal) == calls + len(made.briefings)


async def test_what_is_in_the_language_already_is_not_translated(
    server: ModelServer, store: SqlStore
) -> None:
    async with writing(server, store, NOW) as desk:
        plain = await brief.digest_on_request(order(), store, NOW, writer=desk.writer)
        english = await brief.digest_on_request(
            replace(order(), language="en"), store, NOW, writer=desk.writer
        )
    assert english == plain


async def test_without_a_model_the_original_is_posted_and_says_so(store: SqlStore) -> None:
    digest, chat = await posted(store, None)
    assert chat.messages
    assert translations(digest) == []
    assert "3 stories not translated into German by the model: none is configured." in (
        outline.of_digest(digest).footer
    )


async def test_at_the_ceiling_the_original_is_posted_and_says_so(
    server: ModelServer, store: SqlStore
) -> None:
    dear = tariff(0.01, 0.01, Price(tokens_in=10, tokens_out=30))
    async with writing(server, store, NOW, dear) as desk:
        digest, chat = await posted(store, desk)
    assert server.journal == []
    assert len(chat.messages) == 4
    assert translations(digest) == []
    footer = outline.of_digest(digest).footer
    assert "3 stories not translated into German by the model: its budget for today is spent." in footer


@pytest.mark.parametrize("fault", [*FAULTS, 401])
async def test_every_fault_ends_in_a_posted_digest(
    server: ModelServer, store: SqlStore, fault: str | int
) -> None:
    async with writing(server, store, NOW) as desk:  # who has time, on a busy machine too
        await brief.digest_on_request(order(), store, NOW, writer=desk.writer)
    server.always = fault
    async with writing(server, store, NOW, seconds=4, patience=0.4) as desk:
        digest, chat = await posted(store, desk)
    assert len(chat.messages) == 4
    assert {briefing.writer for briefing in digest.briefings} == {"briefing@1, stand-in"}
    assert translations(digest) == []
    assert why(digest) <= {FallbackReason(FAULTS.get(str(fault), "key")), FallbackReason.LATE}
    assert "not translated into German by the model: " in outline.of_digest(digest).footer


@pytest.mark.parametrize("kind", TWISTS)
async def test_a_line_whose_translation_does_not_pass_stands_in_the_original_and_is_counted(
    store: SqlStore, kind: str
) -> None:
    async with (
        model_server(ModelServer(writer=Twisted(kind))) as server,
        writing(server, store, NOW) as desk,
    ):
        digest, _ = await posted(store, desk)
    assert translations(digest) == []
    assert [block for block in blocks(digest) if isinstance(block, Bullet)]
    cut = "not translated into German by the model: its answer was cut at its length."
    said = cut if kind == "endless" else "left as in the article: no translation passed the checks."
    assert said in outline.of_digest(digest).footer


async def test_a_bullet_with_somebodys_words_stays_as_it_is(server: ModelServer, store: SqlStore) -> None:
    async with writing(server, store, NOW) as desk:
        made = await brief.digest_on_request(order(), store, NOW)
        quote = BRIDGE.quotes[0]
        spoken = replace(
            made.briefings[0].bullets[0],
            text=f"“{quote.text}” said Mayor Ana Silva.",
            quotes=(),
            insertions=(),
        )
        going_on = replace(made.briefings[0], bullets=(spoken,), status=StoryStatus.DEVELOPING)
        (told_of,) = await write.translate_into("de", [going_on], "w", desk.writer)
    assert told_of.translated is not None
    assert told_of.translated.of(spoken) is None
    assert quote.text not in server.journal[-1].body["input"]
