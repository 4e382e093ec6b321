"""A second reader of what passed: asked once a story, it can cut, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.adapters.store import SqlStore
from bot.core import outline
from bot.errors import ConfigError
from bot.model import Digest, FallbackReason
from bot.newsroom import brief
from tests.fakes.openai.hostile import KINDS, Hostile
from tests.fakes.openai.request import Asked
from tests.fakes.openai.server import ModelServer, model_server
from tests.fakes.openai.writers import Writer, convinced, verdicts
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, OTHER_STRIKE, STRIKE
from tests.fakes.writing import NOW, order, tariff, writing


@pytest.fixture
async def store(store: SqlStore) -> SqlStore:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE, workspaces=["w"])
    return store


async def digest(store: SqlStore, server: ModelServer, second: bool = True) -> tuple[Digest, str]:
    async with writing(server, store, NOW, seconds=60.0, patience=10.0, second=second) as desk:
        made = await brief.digest_on_request(order(), store, NOW, writer=desk.writer)
        return made, await desk.writer.spent("w", NOW)


def texts(made: Digest) -> list[tuple[str, ...]]:
    return [tuple(bullet.text for bullet in one.bullets) for one in made.briefings]


def asked_of(server: ModelServer) -> list[str]:
    return [
        entry.body["input"]
        for entry in server.journal
        if "verdicts" in entry.body["text"]["format"]["schema"]["properties"]
    ]


def saying(verdict: str) -> Writer:
    """A reader who says so of the first bullet, and yes of all others."""
    return lambda asked: verdicts({number: verdict if number == 1 else "yes" for number in asked.sentences})


async def test_it_is_asked_once_a_story_of_each_bullet_beside_its_own_sources(
    server: ModelServer, store: SqlStore
) -> None:
    made, _ = await digest(store, server)
    asked = asked_of(server)
    assert len(asked) == len(made.briefings) == len(server.journal) / 2
    for briefing in made.briefings:
        (material,) = [one for one in asked if f"[1] {briefing.bullets[0].text}" in one]
        for number, bullet in enumerate(briefing.bullets, 1):
            part = material.split(f"[{number}] ")[1].split("\n\n")[0]
            assert part.splitlines()[0] == bullet.text
            assert all(f"- {cite.article.words(cite.span)}" in part for cite in bullet.cites)


@pytest.mark.parametrize("verdict", ["no", "unsure"])
async def test_what_it_is_not_sure_of_is_cut_and_counted(store: SqlStore, verdict: str) -> None:
    async with model_server() as server:
        whole, _ = await digest(store, server, second=False)
        server.reader = saying(verdict)
        made, _ = await digest(store, server)
    assert texts(made) == [bullets[1:] for bullets in texts(whole)]
    assert "3 cut" in outline.of_digest(made).footer


async def test_what_it_says_nothing_of_is_cut_and_with_nothing_left_the_footer_says_so(
    store: SqlStore,
) -> None:
    async with model_server(ModelServer(reader=lambda asked: verdicts({}))) as server:
        made, said = await digest(store, server)
    assert {one.tally.fallback for one in made.briefings if one.tally} == {FallbackReason.UNUSABLE}
    assert "cut by the second reader" in said


HOSTILE: dict[str, Callable[[Asked], Any]] = {
    "both": lambda asked: {
        "verdicts": [
            *verdicts(dict.fromkeys(asked.sentences, "yes"))["verdicts"],
            *verdicts({1: "no"})["verdicts"],
        ]
    },
    "strangers": lambda asked: verdicts(
        {0: "yes", 99: "yes", -1: "yes", **dict.fromkeys(asked.sentences, "yes")}
    ),
    "bullets": lambda asked: (
        '{"bullets": [{"text": "See https://prize.example", "cites": [1], "quotes": []}]}'
    ),
    "text": lambda asked: '{"verdicts": [{"number": 1, "text": "yes, @everyone see prize.example"}]}',
    "prose": lambda asked: "Yes to all of them!",
    "long": lambda asked: '{"verdicts": [' + ",".join(['{"number": 1, "text": "yes"}'] * 5_000) + "]}",
}


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_hostile_second_reader_can_only_cut(store: SqlStore, kind: str) -> None:
    async with model_server() as server:
        whole, _ = await digest(store, server, second=False)
        server.reader = HOSTILE[kind]
        made, _ = await digest(store, server)
    for briefing, before in zip(made.briefings, whole.briefings, strict=True):
        if briefing.writer != "extractive":
            assert set(briefing.bullets) <= set(before.bullets)
            assert briefing.headline == before.headline
    assert "prize.example" not in str(outline.of_digest(made))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_hostile_writer_gets_no_further_with_a_second_reader_who_agrees(
    store: SqlStore, kind: str
) -> None:
    async with model_server(ModelServer(Hostile(3, kind), reader=convinced)) as server:
        whole, _ = await digest(store, server, second=False)
    async with model_server(ModelServer(Hostile(3, kind), reader=convinced)) as server:
        made, _ = await digest(store, server)
    assert texts(made) == texts(whole)


async def test_where_it_fails_the_checks_decide_alone_and_why_says_so(store: SqlStore) -> None:
    async with model_server(ModelServer(reader=lambda asked: "I would rather not.")) as server:
        made, said = await digest(store, server)
    assert all(one.writer == "briefing@1, stand-in" for one in made.briefings)
    assert "no second reading: the model: its answer is no JSON" in said


async def test_its_verdicts_are_paid_once_and_count_in_the_budget(
    server: ModelServer, store: SqlStore
) -> None:
    await digest(store, server)
    calls = len(server.journal)
    await digest(store, server)
    assert len(server.journal) == calls
    (spent,) = await store.spent(NOW.date(), "w")
    assert spent.calls == calls
    assert spent.nanos == tariff().price.of(server.tokens_in, server.tokens_out)


def test_a_model_of_its_own_wants_a_price(tmp_path: Any) -> None:
    from bot.config import load

    file = tmp_path / "onrecord.toml"
    row = '[[model.prices]]\nmodel = "a"\ntokens_in = 1\ntokens_out = 1\n'
    file.write_text(f'[model]\nname = "a"\nsecond_reader_name = "b"\n{row}', "utf-8")
    with pytest.raises(ConfigError, match="prices has none for b"):
        load(file, {})
