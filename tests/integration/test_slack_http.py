"""Slack over HTTP with OAuth, before the stand-in: many workspaces, signatures, rotation, removal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

import aiohttp
import pytest
from aiohttp import web

from bot.errors import ChannelGone, ConfigError
from bot.model import Channel, Command, Place
from bot.platforms.slack import SlackPlatform, SlackSettings
from tests.fakes.bot_on_slack import Backwards, Counts, guard
from tests.fakes.desk import FakeDesk, part
from tests.fakes.platform_store import MemoryPlatformStore
from tests.fakes.slack import App, Clock, Slack, User, Workspace, serving
from tests.fakes.slack.events import signed


@dataclass
class Town:
    """Two workspaces that have not installed the app yet, and the app at its public address."""

    slack: Slack
    address: str
    tern: Workspace
    gull: Workspace
    mara: User
    ola: User
    platform: SlackPlatform
    ledger: MemoryPlatformStore
    desk: FakeDesk


@asynccontextmanager
async def town(rotation: bool = False) -> AsyncIterator[Town]:
    clock = Clock()
    async with serving(App(socket_mode=False, rotation=rotation), clock) as slack:
        slack.rates.on = False
        tern, gull = slack.workspace("tern", installed=False), slack.workspace("gull", installed=False)
        mara, ola = tern.user("mara", is_admin=True), gull.user("ola", is_admin=True)
        ledger, desk = MemoryPlatformStore(), FakeDesk()
        runner = web.AppRunner(web.Application(), access_log=None, shutdown_timeout=0.1)
        settings = SlackSettings(
            signing_secret=slack.app.signing_secret,
            client_id=slack.app.client_id,
            client_secret=slack.app.client_secret,
            public_url="http://to-be-known",
            api_url=slack.api_url,
            authorize_url=f"{slack.address}/oauth/v2/authorize",
        )
        probe = asyncio.get_running_loop()
        server = await probe.create_server(asyncio.Protocol, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
        address = f"http://127.0.0.1:{port}"
        platform = SlackPlatform(
            replace(settings, public_url=address),
            ledger,
            Backwards(),
            ledger,
            lambda: datetime.fromtimestamp(clock.now(), UTC),
            Counts(),
            guard(),
        )
        runner.app.add_routes(platform.routes())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        slack.app.request_url = f"{address}/slack/events"
        slack.app.redirect_urls = (f"{address}/slack/oauth",)
        serve = asyncio.create_task(platform.serve(desk))
        await asyncio.sleep(0)
        try:
            yield Town(slack, address, tern, gull, mara, ola, platform, ledger, desk)
        finally:
            serve.cancel()
            with suppress(asyncio.CancelledError):
                await serve
            await platform.close()
            await runner.cleanup()


async def test_two_workspaces_install_by_themselves_and_each_is_answered_with_its_own_token() -> None:
    async with town() as t:
        assert (await t.mara.install(f"{t.address}/slack/install")).status == 200
        assert (await t.ola.install(f"{t.address}/slack/install")).status == 200
        assert t.desk.workspaces == [("joined", t.tern.id), ("joined", t.gull.id)]
        assert sorted(await t.ledger.installations("slack")) == sorted([t.tern.id, t.gull.id])
        for user in (t.mara, t.ola):
            room = user.workspace.channel("news", user)
            await user.slash("/news", "ask who paid?", room)
            [answer] = await t.slack.until(partial(room.ephemerals, user))
            assert "Island ferry" in answer.readable or "island ferry" in answer.readable
            await t.platform.post(Place(Channel("slack", user.workspace.id, room.id)), part())
            assert len(room.messages()) == 1
        assert [actor.workspace for _, actor in t.desk.handled] == [t.tern.id, t.gull.id]
        assert t.desk.handled[0][0] == Command("ask", {"question": "who paid?"})


async def test_tokens_are_kept_as_ciphertext_alone() -> None:
    async with town() as t:
        await t.mara.install(f"{t.address}/slack/install")
        [sealed] = t.ledger.kept.values()
        assert t.tern.bot_token not in sealed
        assert t.tern.bot_token not in repr(t.platform)


async def test_an_uninstalled_workspace_loses_its_tokens_and_the_desk_is_told() -> None:
    async with town() as t:
        await t.mara.install(f"{t.address}/slack/install")
        await t.ola.install(f"{t.address}/slack/install")
        room = t.tern.channel("news", t.mara)
        await t.mara.uninstall()
        await t.slack.until(lambda: ("left at once", t.tern.id) in t.desk.workspaces)
        assert await t.ledger.installations("slack") == [t.gull.id]
        with pytest.raises(ChannelGone, match="not installed"):
            await t.platform.post(Place(Channel("slack", t.tern.id, room.id)), part())
        harbour = t.gull.channel("harbour", t.ola)
        await t.platform.post(Place(Channel("slack", t.gull.id, harbour.id)), part())


async def test_a_token_is_renewed_before_it_ends_and_a_second_process_finds_the_new_one() -> None:
    async with town(rotation=True) as t:
        await t.mara.install(f"{t.address}/slack/install")
        room = t.tern.channel("news", t.mara)
        place = Place(Channel("slack", t.tern.id, room.id))
        first = t.tern.bot_token
        await t.platform.post(place, part(key="one"))
        t.slack.clock.push(11 * 3600)
        await t.platform.post(place, part(key="two"))
        assert t.tern.bot_token != first
        t.slack.clock.push(3600)
        await t.platform.post(place, part(key="three"))
        assert len(room.messages()) == 3
        assert len([call for call in t.slack.calls if call.method == "oauth.v2.access"]) == 2


@pytest.mark.parametrize("wrong", ["signature", "age", "none"])
async def test_what_slack_did_not_sign_is_refused(wrong: str) -> None:
    async with town() as t:
        await t.mara.install(f"{t.address}/slack/install")
        body = f"command=%2Fnews&text=help&team_id={t.tern.id}&user_id=U1&channel_id=C1&trigger_id=1"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if wrong == "signature":
            headers |= signed("another secret", body)
        if wrong == "age":
            headers |= signed(t.slack.app.signing_secret, body, at=t.slack.clock.now() - 301)
        address = f"{t.address}/slack/events"
        async with (
            aiohttp.ClientSession() as session,
            session.post(address, data=body, headers=headers) as got,
        ):
            assert got.status == 401
        assert t.desk.handled == []


@pytest.mark.parametrize("stamp", ["nan", "inf", "-1", "1e9", "9" * 5_000, "\u0665"])
async def test_a_time_that_is_none_is_refused_and_no_fault_of_ours(
    stamp: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=0"}
    async with (
        town() as t,
        aiohttp.ClientSession() as session,
        session.post(f"{t.address}/slack/events", data="a=b", headers=headers) as got,
    ):
        assert got.status == 401
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("[" * 60_000, "application/json"),
        ("{", "application/json"),
        ("[]", "application/json"),
        ("null", "application/json"),
        ("{}", "application/json; charset=nope"),
        ("payload=" + "[" * 60_000, "application/x-www-form-urlencoded"),
        ("payload=[]", "application/x-www-form-urlencoded"),
    ],
)
@pytest.mark.parametrize("sign", [False, True])
async def test_a_body_that_cannot_be_read_is_refused_and_no_fault_of_ours(
    body: str, kind: str, sign: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async with town() as t, aiohttp.ClientSession() as session:
        headers = {"Content-Type": kind, **(signed(t.slack.app.signing_secret, body) if sign else {})}
        async with session.post(f"{t.address}/slack/events", data=body, headers=headers) as got:
            assert 400 <= got.status < 500
    assert "Traceback" not in caplog.text


async def test_slack_s_own_probe_of_the_address_is_answered() -> None:
    async with town() as t:
        assert await t.slack.http.verify()


async def test_a_state_that_is_not_ours_or_was_used_installs_nothing() -> None:
    async with town() as t, aiohttp.ClientSession() as session:
        for state in ("", "forged", Backwards().seal("slack-state.x.1")):
            back = f"{t.address}/slack/oauth?code=c&state={state}"
            cookie = {"Cookie": f"slack-app-oauth-state={state}"}
            async with session.get(back, headers=cookie) as answer:
                assert answer.status in (400, 401)
        assert t.ledger.kept == {}


async def test_before_it_serves_the_platform_asks_to_come_back() -> None:
    async with town() as t, aiohttp.ClientSession() as session:
        idle = SlackPlatform(
            SlackSettings(
                client_id="1", client_secret="2", signing_secret="3", public_url="http://127.0.0.1"
            ),
            t.ledger,
            Backwards(),
            t.ledger,
            lambda: datetime.now(UTC),  # noqa: TID251
            Counts(),
            guard(),
        )
        runner = web.AppRunner(web.Application(), access_log=None)
        runner.app.add_routes(idle.routes())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with session.get(f"{address}/slack/install") as answer:
            assert answer.status == 503
        await runner.cleanup()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (SlackSettings(), "ONRECORD_SLACK_BOT_TOKEN"),
        (SlackSettings(bot_token="xoxb-1"), "ONRECORD_SLACK_APP_TOKEN"),
        (SlackSettings(bot_token="xapp-1", app_token="xapp-1"), "starts with xoxb-"),
        (SlackSettings(client_id="1", signing_secret="s"), "ONRECORD_SLACK_CLIENT_SECRET"),
    ],
)
def test_settings_that_lead_nowhere_are_named_with_their_remedy(settings: SlackSettings, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        settings.check()
