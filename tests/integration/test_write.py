"""Digests in a model's words, posted whatever the model's server does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.core import outline
from bot.model import (
    Block,
    Briefing,
    Bullet,
    Cite,
    Digest,
    FallbackReason,
    Outline,
    Price,
    Quote,
    Span,
    Story,
    StoryStatus,
    Tally,
)
from bot.newsroom import brief
from bot.newsroom.deliver import Deliverer
from bot.ops.failures import FailureGuard
from tests.fakes.openai.hostile import KINDS, Hostile
from tests.fakes.openai.server import FAULTS, ModelServer, model_server
from tests.fakes.openai.writers import careless, silent, stubborn
from tests.fakes.platform import ChatServer
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE, annotated
from tests.fakes.writing import NOW, Desk, order, tariff, writing


@pytest.fixture
async def store(store: SqlStore) -> SqlStore:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE, workspaces=["w"])
    return store


async def posted(store: SqlStore, desk: Desk) -> tuple[Digest, ChatServer]:
    """The digest of the morning, after one tick, and where it went."""
    chat = ChatServer()
    await store.put_subscription(order())
    async with asyncio.timeout(120):
        await Deliverer(
            store, {"chat": chat}, desk.clock, desk.meter, FailureGuard(desk.clock, desk.meter), desk.writer
        ).tick()
    (digest,) = await store.digests("order-news", MORNING - timedelta(days=1))
    return digest, chat


def tallies(digest: Digest) -> list[Tally | None]:
    return [briefing.tally for briefing in digest.briefings]


def footer(digest: Digest) -> str:
    return outline.of_digest(digest).footer


async def test_a_digest_is_posted_in_the_models_words_and_says_so(
    server: ModelServer, store: SqlStore
) -> None:
    async with writing(server, store, NOW) as desk:
        digest, chat = await posted(store, desk)
    assert {briefing.writer for briefing in digest.briefings} == {"briefing@1, stand-in"}
    assert sum(tally.bullets for tally in tallies(digest) if tally) == sum(
        len(briefing.bullets) for briefing in digest.briefings
    )
    assert "Written by briefing@1, stand-in" in footer(digest)
    assert footer(digest).endswith(" bullets.")
    assert len(chat.messages) == 1 + len(digest.briefings)


async def test_what_a_check_rejects_is_repaired_once_or_cut_and_counted(store: SqlStore) -> None:
    async with model_server(ModelServer(writer=careless)) as server, writing(server, store, NOW) as desk:
        mended, _ = await posted(store, desk)
        assert "repaired" in footer(mended) or "cut" in footer(mended)
        assert desk.counted("model_rejections", reason="number") > 0
        prompts = {entry.body["instructions"].count("did not pass the check") for entry in server.journal}
        assert prompts == {0, 1}
    calls = len(server.journal)
    assert calls == 2 * len(mended.briefings)


async def test_what_stays_wrong_is_cut(store: SqlStore) -> None:
    async with model_server(ModelServer(writer=stubborn)) as server, writing(server, store, NOW) as desk:
        digest, _ = await posted(store, desk)
    assert f"{len(digest.briefings)} cut" in footer(digest)
    assert "4,712" not in str(outline.of_digest(digest))


@pytest.mark.parametrize("fault", [*FAULTS, 401])
async def test_every_fault_ends_in_a_posted_digest(
    server: ModelServer, store: SqlStore, fault: str | int
) -> None:
    server.always = fault
    async with writing(server, store, NOW, seconds=1.5, patience=0.4) as desk:
        digest, chat = await posted(store, desk)
    assert len(chat.messages) == 1 + len(digest.briefings) == 4
    assert {briefing.writer for briefing in digest.briefings} == {"extractive"}
    assert all(briefing.bullets for briefing in digest.briefings)
    reasons = {tally.fallback for tally in tallies(digest) if tally}
    assert reasons <= {FallbackReason(FAULTS.get(str(fault), "key")), FallbackReason.LATE}
    assert "written without the model" in footer(digest)


@pytest.mark.parametrize("fault", ["rate-limited", "error", "cut", "malformed", "page", "reset", "empty"])
async def test_a_fault_that_passes_is_not_seen_in_the_digest(
    server: ModelServer, store: SqlStore, fault: str
) -> None:
    server.faults = [fault, fault]
    async with writing(server, store, NOW) as desk:
        digest, _ = await posted(store, desk)
    assert {briefing.writer for briefing in digest.briefings} == {"briefing@1, stand-in"}


async def test_a_repair_that_does_not_come_costs_the_bullet_and_not_the_story(store: SqlStore) -> None:
    async with model_server(ModelServer(writer=stubborn)) as server, writing(server, store, NOW) as desk:
        server.faults = [None, None, None]
        server.always = "refusal"
        digest, _ = await posted(store, desk)
    assert {briefing.writer for briefing in digest.briefings} == {"briefing@1, stand-in"}
    assert f"{len(digest.briefings)} cut" in footer(digest)


async def test_a_model_with_nothing_to_say_leaves_the_story_to_the_extractive_writer(store: SqlStore) -> None:
    async with model_server(ModelServer(writer=silent)) as server, writing(server, store, NOW) as desk:
        digest, _ = await posted(store, desk)
    assert "3 texts written without the model: nothing it wrote passed the checks." in footer(digest)


async def test_with_a_ceiling_of_one_cent_digests_go_out_and_say_why_no_model_wrote_them(
    server: ModelServer, store: SqlStore
) -> None:
    dear = tariff(0.01, 0.01, Price(tokens_in=10, tokens_out=30))
    async with writing(server, store, NOW, dear) as desk:
        digest, chat = await posted(store, desk)
    assert server.journal == []
    assert len(chat.messages) == 4
    assert "3 texts written without the model: its budget for today is spent." in footer(digest)


async def test_many_channels_are_told_for_the_price_of_one(server: ModelServer, store: SqlStore) -> None:
    chat = ChatServer()
    for number in range(12):
        await store.put_subscription(order(f"room{number}"))
    async with writing(server, store, NOW) as desk:
        await Deliverer(
            store, {"chat": chat}, desk.clock, desk.meter, FailureGuard(desk.clock, desk.meter), desk.writer
        ).tick()
        first = await brief.digest_on_request(order(), store, NOW, writer=desk.writer)
    assert len(chat.messages) == 12 * 4
    assert len(server.journal) == len(first.briefings) == 3
    assert len({entry.body["input"] for entry in server.journal}) == 3


async def test_digests_made_at_once_pay_for_a_story_once(server: ModelServer, store: SqlStore) -> None:
    async with writing(server, store, NOW) as desk:
        made = await asyncio.gather(
            *(brief.digest_on_request(order(f"r{n}"), store, NOW, writer=desk.writer) for n in range(8))
        )
    assert len(server.journal) == 3
    assert len({briefing.bullets for digest in made for briefing in digest.briefings}) == 3


async def test_what_goes_on_is_told_as_it_is(server: ModelServer, store: SqlStore) -> None:
    async with writing(server, store, NOW) as desk:
        digest = await brief.digest_on_request(order(), store, NOW)
        going_on = [replace(briefing, status=StoryStatus.DEVELOPING) for briefing in digest.briefings]
        assert await desk.writer.write(going_on, "w") == tuple(going_on)
    assert server.journal == []


def printed(shown: Outline) -> list[Block]:
    return [block for section in shown.sections for block in section.blocks]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_hostile_writer_gets_nothing_printed_that_is_not_in_the_articles(
    store: SqlStore, kind: str
) -> None:
    async with (
        model_server(ModelServer(writer=Hostile(3, kind))) as server,
        writing(server, store, NOW) as desk,
    ):
        digest, _ = await posted(store, desk)
    for block in printed(outline.of_digest(digest)):
        if isinstance(block, Quote):
            assert block.text in " … ".join(block.article.words(span) for span in block.spans)
        if isinstance(block, Bullet):
            assert not any(bad in block.text for bad in ("prize.example", "@", "<", "\u202e", "Halvorsen"))
            assert all(quote.text in block.text for quote in block.quotes)
            assert block.text.count("“") == len(block.quotes)


async def test_what_the_model_cost_today_is_said_in_a_sentence(server: ModelServer, store: SqlStore) -> None:
    async with writing(server, store, NOW) as desk:
        assert await desk.writer.spent("w", NOW) == "The model today: 0.00 of 1.00 USD."
        await posted(store, desk)
        assert (await desk.writer.spent("w", NOW)).startswith("The model today: 0.00")
        assert await desk.writer.spent("elsewhere", NOW) == "The model today: 0.00 of 1.00 USD."


FERRY = """Die Fähre nach Kestmünde fährt ab Mittwoch nicht mehr, weil der Rat der Stadt das Geld gestrichen hat.

Rund 1.400 Menschen waren bisher an jedem Tag mit der Fähre nach Kestmünde gefahren.

Der Rat der Stadt spart mit der Fähre nach eigenen Angaben 3,5 Millionen Euro im Jahr."""
BAC = """Le bac de Kestmonde ne part plus depuis mercredi, car la ville a supprimé son budget pour cette année.

Environ 1 400 personnes prenaient chaque jour le bac de Kestmonde, selon la mairie de la ville."""


@pytest.mark.parametrize(
    ("language", "headline", "text", "asked_in"),
    [
        ("de", "Fähre nach Kestmünde eingestellt", FERRY, ["German"]),
        ("fr", "Plus de bac à Kestmonde", BAC, []),
    ],
)
async def test_german_is_written_and_checked_in_german_and_what_nobody_checks_stays_extractive(
    store: SqlStore, language: str, headline: str, text: str, asked_in: list[str]
) -> None:
    plain = annotated(headline, text)
    read = replace(plain, article=replace(plain.article, language=language))
    first = Cite(read.article, Span(0, text.index("\n")))
    told = Briefing(Story((read,)), headline, (Bullet(text[: text.index("\n")], (first,)),), (), "extractive")
    async with model_server() as server, writing(server, store, NOW) as desk:
        [briefing] = await desk.writer.write([told], "w")
    said = [str(entry.body["instructions"]) for entry in server.journal]
    assert [
        one for one in ("English", "German") if any(f"bullets in {one}" in each for each in said)
    ] == asked_in
    if asked_in:
        assert briefing.writer == "briefing@1, stand-in"
        assert all(bullet.text in text for bullet in briefing.bullets)
    else:
        assert briefing.bullets == told.bullets
        assert outline.drafting.written([briefing]).endswith(
            "1 text written without the model: no draft is checked in the language of the articles."
        )
