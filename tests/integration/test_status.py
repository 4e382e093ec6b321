"""How everything fares, on one screen and for programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from bot.adapters.store import SqlStore, open_store
from bot.core import outline
from bot.core.forms import status_form
from bot.core.outline import texts
from bot.model import (
    AlertSettings,
    Ceilings,
    Channel,
    Delivery,
    DeliveryState,
    Digest,
    Edition,
    FeedHealth,
    FeedState,
    Outline,
    Spend,
    Status,
    Subscription,
    Watch,
)
from bot.newsroom.lookup import status_of
from bot.platforms.console import render_text
from tests.fakes.page import open_page
from tests.fakes.stored_articles import HARBOUR, NOON, VALLEY, ferry, harvest

DAILY = Channel("web", "local", "daily", "daily")
TEAM = Channel("slack", "T1", "C1", "news")
BROKEN = FeedHealth(
    FeedState.BROKEN, "the host cannot be found; check the address", NOON, NOON - timedelta(days=3)
)


async def troubled(store: SqlStore) -> None:
    for feed in (HARBOUR, VALLEY):
        await store.take_feed("local", feed)
    await store.keep([harvest(HARBOUR, ferry()), replace(harvest(VALLEY), health=BROKEN)])
    order = Subscription("o1", DAILY, (time(8), time(17)), "Europe/Berlin", created=NOON)
    await store.put_subscription(order)
    await store.put_subscription(
        Subscription("o2", TEAM, (time(8),), "UTC", paused=True, paused_for="no channel")
    )
    for phrase in ("port strike", "ferry"):
        await store.put_watch(Watch(phrase, TEAM, phrase=phrase))
    await store.put_alert_settings(TEAM, AlertSettings(stopped_for="the bot may not write there"))
    await store.put_alert_settings(DAILY, AlertSettings())
    for number, state in enumerate((DeliveryState.SENT, DeliveryState.FAILED)):
        edition = Edition("o1", date(2026, 3, 1 + number), time(8))
        digest = Digest(f"d{number}", edition, NOON, ())
        made = Delivery(f"v{number}", edition, DAILY, digest.id)
        await store.plan(made, digest)
        held = await store.claim(made.id, "mine", NOON)
        assert held
        await store.update_delivery(replace(held, state=state, tries=3, note="the channel is gone"))
    assert await store.reserve(
        Spend(NOON.date(), "local", "a-model", 1, 900, 100, 20_000_000), Ceilings(10**9, 10**9)
    )


async def test_what_is_wrong_what_comes_next_and_what_is_kept_is_on_one_screen(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'news.db'}")
    await troubled(store)
    found = await status_of(store, NOON, "EUR", 1.0)
    shown = render_text(outline.of_status(found), width=200)
    await store.close()
    assert "1 ok, 1 broken" in shown
    assert "check the address" in shown
    assert "Harbour Post" not in shown, "what is well is counted"
    assert re.search(r"web #daily +2 March 2026, 17:00 CET", shown)
    assert "Paused: no channel" in shown
    assert "2026-03-02 08:00" in shown
    assert re.search(r"slack #news of T1 +alerts +stopped +the bot may not write there", shown)
    assert "2026-03-01" not in shown, "what was posted is no trouble"
    assert "0.0200 of 1 EUR today, in 1 call" in shown
    assert found.size > 100_000
    assert texts.database(found.size) in shown
    assert len(shown.splitlines()) <= 40

    form = json.loads(json.dumps(status_form(found)))
    assert [(one["outlet"], one["state"]) for one in form["feeds"]] == [
        ("Harbour Post", "ok"),
        ("Valley Times", "broken"),
    ]
    assert [(one["channel"], one["next"], one["paused"]) for one in form["editions"]] == [
        ("daily", "2026-03-02T17:00:00+01:00", None),
        ("C1", None, "no channel"),
    ]
    assert [(one["day"], one["state"], one["note"]) for one in form["not_posted"]] == [
        ("2026-03-02", "failed", "the channel is gone")
    ]
    assert [(one["channel"], one["note"]) for one in form["alerts_stopped"]] == [
        ("C1", "the bot may not write there")
    ]
    assert form["spend"]["models"][0]["cost"] == 0.02
    assert form["kept"]["articles"] == 1
    assert {work for work, count in form["backlog"].items() if count} == {"alerts"}, "no program has looked"


async def test_the_replicas_are_named_with_their_age_and_their_share(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'news.db'}")
    await store.announce("a", "press-1", "0.1.0")
    await store.announce("b", "press-2", "0.2.0")
    await store.announce("a", "press-1", "0.1.0")
    await store.take_feed("local", HARBOUR)
    await store.claim_feeds([HARBOUR.id], "b", 60)
    await store.keep([harvest(HARBOUR)], "b")
    await store.take_lease("shard 3", "b", 60)
    found = await status_of(store, NOON, "EUR", None)
    form = json.loads(json.dumps(status_form(found)))
    rows = [(one["id"], one["host"], one["feeds"], one["shards"]) for one in form["replicas"]]
    assert rows == [("a", "press-1", 0, 0), ("b", "press-2", 1, 1)]
    assert all(one.silent <= one.age < timedelta(minutes=5) for one in found.replicas)
    shown = render_text(outline.of_status(found), width=200)
    assert "2 replicas" in shown
    assert re.search(r"press-2 +0\.2\.0 +under a minute +\d+ s ago +1 +1 +b", shown)
    await store.leave_others("b")
    assert [one.id for one in await store.replicas()] == ["a"]
    assert await store.take_lease("shard 3", "a", 60)
    await store.close()


async def test_an_empty_one_says_what_to_do(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'news.db'}")
    found = await status_of(store, NOON, "EUR", None)
    await store.close()
    shown = render_text(outline.of_status(found))
    assert texts.NO_FEEDS_IN_SHELL in shown.replace("\n", " ")
    assert "No language model is used." in shown


async def test_the_page_shows_it_to_who_signed_in() -> None:
    async def shown() -> Outline:
        return outline.of_status(Status(NOON, (), (), (), (), "EUR", None, {"articles": 2}, {}, 5_000_000))

    async with (
        open_page("correct horse", status=shown) as page,
        page.browser.get(f"{page.url}/status", allow_redirects=False) as answer,
    ):
        assert answer.status == 401
    async with open_page(status=shown) as page:
        html = await page.open("/status")
        assert "The database has 5.0 MB." in html
        assert "/status" in await page.open()
