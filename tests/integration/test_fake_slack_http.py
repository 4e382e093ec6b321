"""The stand-in for Slack in HTTP mode: signed requests, retries, three seconds, and installing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import App, Channel, Clock, Slack, User, Workspace, lifecycle, serving
from tests.fakes.slack.limits import Refused
from tests.fakes.slack.oauth import consent

PATH = "/slack/events"


@dataclass
class Heard:
    """One request as the app got it."""

    headers: dict[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Bot:
    """The smallest app behind a request URL: answers in turn what it was told to, then 200."""

    heard: list[Heard] = field(default_factory=list)
    answers: list[web.Response | None] = field(default_factory=list)  # None never answers
    slack: Slack = field(init=False)
    team: Workspace = field(init=False)
    mara: User = field(init=False)
    news: Channel = field(init=False)
    url: str = ""

    async def serve(self, request: web.Request) -> web.Response:
        body = await request.text()
        self.heard.append(Heard(dict(request.headers), body))
        self.slack.tell()
        if self.heard[-1].headers["Content-Type"] == "application/json":
            said = self.heard[-1].json
            if said["type"] == "url_verification":
                return web.json_response({"challenge": said["challenge"]})
        answer = self.answers.pop(0) if self.answers else web.Response()
        if answer is None:
            await asyncio.Event().wait()
        assert answer
        return answer

    async def install_page(self, _request: web.Request) -> web.Response:
        redirect = urlencode({"redirect_uri": f"{self.url}/slack/oauth"})
        to = f"https://slack.com/oauth/v2/authorize?client_id=1000.2000&scope=chat:write,commands&state=s1&{redirect}"
        answer = web.Response(text=f'<a href="{to.replace("&", "&amp;")}">Add</a>', content_type="text/html")
        answer.set_cookie("state", "s1", secure=True, httponly=True)
        return answer

    async def oauth(self, request: web.Request) -> web.Response:
        assert request.cookies["state"] == request.query["state"]
        client = AsyncWebClient(base_url=self.slack.api_url, retry_handlers=[])
        found = await client.api_call(  # oauth_v2_access uses what aiohttp deprecates
            "oauth.v2.access",
            data={
                "client_id": "1000.2000",
                "client_secret": "client-secret",
                "code": request.query["code"],
                "redirect_uri": f"{self.url}/slack/oauth",
            },
        )
        return web.json_response(found.data)


@asynccontextmanager
async def behind_a_url(rotation: bool = False) -> AsyncIterator[Bot]:
    bot = Bot()
    site = web.Application()
    site.router.add_post(PATH, bot.serve)
    site.router.add_get("/slack/install", bot.install_page)
    site.router.add_get("/slack/oauth", bot.oauth)
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    app = App(
        socket_mode=False, request_url=bot.url + PATH, redirect_urls=(bot.url + "/slack",), rotation=rotation
    )
    try:
        async with serving(app, Clock(flowing=False)) as slack:
            bot.slack, bot.team = slack, slack.workspace("tern")
            bot.mara = bot.team.user("mara")
            bot.news = bot.team.channel("news", bot.mara)
            yield bot
    finally:
        await runner.cleanup()


async def test_a_request_url_is_verified_and_probed() -> None:
    async with behind_a_url() as bot:
        assert await bot.slack.http.verify()
        assert await bot.slack.http.probe() == 200
        assert bot.heard[-1].form["ssl_check"] == "1"


async def test_every_request_is_signed_over_its_very_bytes() -> None:
    async with behind_a_url() as bot:
        await bot.mara.slash("/news", "ask „wer zahlt?“ & why", bot.news)
        await bot.mara.shortcut("ask")
        bot.mara.open_home()
        await bot.slack.until(lambda: len(bot.heard) == 3)
        verifier = SignatureVerifier(bot.slack.app.signing_secret)
        assert all(verifier.is_valid_request(one.body, one.headers) for one in bot.heard)
        stranger = SignatureVerifier("another secret")
        assert not any(stranger.is_valid_request(one.body, one.headers) for one in bot.heard)


async def test_a_command_comes_as_a_form_and_an_interaction_as_its_payload() -> None:
    async with behind_a_url() as bot:
        bot.answers.append(web.json_response({"text": "One moment"}))
        await bot.mara.slash("/news", "ask who?", bot.news)
        fields = bot.heard[0].form
        assert (fields["command"], fields["text"], fields["team_id"]) == ("/news", "ask who?", bot.team.id)
        assert "thread_ts" not in fields
        assert [one.readable for one in bot.news.ephemerals(bot.mara)] == ["One moment"]
        await bot.mara.shortcut("ask")
        assert json.loads(bot.heard[1].form["payload"])["callback_id"] == "ask"


async def test_who_answers_late_wrongly_or_not_at_all_fails_before_the_users_eyes() -> None:
    async with behind_a_url() as bot:
        bot.answers += [None, web.Response(status=500)]
        typing = asyncio.create_task(bot.mara.slash("/news", "", bot.news))
        await bot.slack.until(lambda: bot.heard)
        bot.slack.clock.push(3)
        assert (await typing).error == "operation_timeout"
        assert (await bot.mara.slash("/news", "", bot.news)).error == "http_service_error"
        bot.slack.app.request_url = "http://127.0.0.1:9/"
        assert (await bot.mara.slash("/news", "", bot.news)).error == "dispatch_failed"


async def test_an_event_is_tried_at_once_after_a_minute_and_after_five() -> None:
    async with behind_a_url() as bot:
        bot.answers += [web.Response(status=500), None, web.Response(status=404), web.Response()]
        delivery = bot.mara.open_home()
        assert delivery
        await bot.slack.until(lambda: len(bot.heard) == 2)
        bot.slack.clock.push(3)
        await bot.slack.until(lambda: len(delivery.attempts) == 2)
        bot.slack.clock.push(60)
        await bot.slack.until(lambda: len(delivery.attempts) == 3)
        bot.slack.clock.push(300)
        await bot.slack.until(lambda: delivery.arrived)
        told = [
            (one.headers.get("X-Slack-Retry-Num"), one.headers.get("X-Slack-Retry-Reason"))
            for one in bot.heard
        ]
        assert told == [(None, None), ("1", "http_error"), ("2", "http_timeout"), ("3", "http_error")]
        assert len({one.json["event_id"] for one in bot.heard}) == 1


async def test_three_retries_are_all() -> None:
    async with behind_a_url() as bot:
        bot.slack.http.retries = (0.0, 0.0, 0.0)
        bot.answers += [web.Response(status=500) for _ in range(4)]
        delivery = bot.mara.open_home()
        assert delivery
        await bot.slack.until(lambda: len(delivery.attempts) == 4)
        assert not delivery.arrived


async def test_an_app_may_ask_for_no_more_tries() -> None:
    async with behind_a_url() as bot:
        bot.slack.http.retries = (0.0,)
        bot.answers.append(web.Response(status=500, headers={"x-slack-no-retry": "1"}))
        first = bot.mara.open_home()
        assert first
        await bot.slack.until(lambda: first.attempts)
        second = bot.mara.open_home()
        assert second
        await bot.slack.until(lambda: second.arrived)
        assert len(bot.heard) == 2


async def test_two_redirects_are_followed_and_a_third_is_not() -> None:
    async with behind_a_url() as bot:
        bot.slack.http.retries = ()
        again = {"Location": bot.url + PATH}
        bot.answers += [web.Response(status=307, headers=again) for _ in range(2)]
        first = bot.mara.open_home()
        assert first
        await bot.slack.until(lambda: first.arrived)
        bot.answers += [web.Response(status=307, headers=again) for _ in range(3)]
        second = bot.mara.open_home()
        assert second
        await bot.slack.until(lambda: second.attempts)
        assert second.attempts[0].failed == "too_many_redirects"


async def test_an_app_is_installed_into_two_workspaces_and_out_of_one() -> None:
    async with behind_a_url() as bot:
        gull = bot.slack.workspace("gull", installed=False)
        finn = gull.user("finn")
        assert (await finn.slash("/news", "", gull.channel("news", finn))).error == "invalid_command"
        page = await finn.install(bot.url + "/slack/install")
        granted = json.loads(page.text)
        assert (page.status, granted["team"]["id"]) == (200, gull.id)
        assert granted["scope"] == "chat:write,commands"
        assert granted["authed_user"] == {"id": finn.id}
        client = AsyncWebClient(granted["access_token"], base_url=bot.slack.api_url, retry_handlers=[])
        assert (await client.auth_test())["team_id"] == gull.id
        lifecycle.uninstall(gull)
        await bot.slack.until(lambda: len(bot.heard) == 2)
        assert {one.json["event"]["type"] for one in bot.heard} == {"tokens_revoked", "app_uninstalled"}
        with pytest.raises(SlackApiError, match="account_inactive"):
            await client.auth_test()
        again = json.loads((await finn.install(bot.url + "/slack/install")).text)
        assert again["access_token"] != granted["access_token"]
        new = AsyncWebClient(again["access_token"], base_url=bot.slack.api_url, retry_handlers=[])
        assert (await new.auth_test())["team_id"] == gull.id
        with pytest.raises(SlackApiError, match="account_inactive"):
            await client.auth_test()
        other = AsyncWebClient(bot.team.bot_token, base_url=bot.slack.api_url, retry_handlers=[])
        assert (await other.auth_test())["team_id"] == bot.team.id


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"client_id": "no"}, "invalid_client_id"),
        ({"redirect_uri": "http://127.0.0.1:9/elsewhere"}, "bad_redirect_uri"),
        ({"redirect_uri": "{url}/slackish"}, "bad_redirect_uri"),
        ({"redirect_uri": "{url}/slack#x"}, "bad_redirect_uri"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
async def test_consent_is_refused_to_what_the_app_is_not_registered_for(
    query: dict[str, str], error: str
) -> None:
    async with behind_a_url() as bot:
        right = {"client_id": "1000.2000", "scope": "chat:write", "redirect_uri": f"{bot.url}/slack"}
        assert consent(bot.mara, right).startswith(f"{bot.url}/slack?code=")
        wrong = right | {name: value.replace("{url}", bot.url) for name, value in query.items()}
        with pytest.raises(Refused, match=f"^{error}$"):
            consent(bot.mara, wrong)


async def access(bot: Bot, **more: str) -> dict[str, Any]:
    args = {"client_id": "1000.2000", "client_secret": "client-secret"} | more
    url = bot.slack.api_url + "oauth.v2.access"
    async with aiohttp.ClientSession() as session, session.post(url, data=args) as answer:
        return dict(await answer.json())


async def test_a_code_serves_once_for_ten_minutes_and_only_the_app() -> None:
    async with behind_a_url() as bot:
        asked = {"client_id": "1000.2000", "scope": "chat:write"}
        code = consent(bot.mara, asked).partition("code=")[2].partition("&")[0]
        assert (await access(bot, code=code, client_secret="no"))["error"] == "bad_client_secret"
        assert (await access(bot, code=code, redirect_uri=bot.url))["error"] == "bad_redirect_uri"
        assert (await access(bot, code=code))["ok"] is True
        assert (await access(bot, code=code))["error"] == "code_already_used"
        late = consent(bot.mara, asked).partition("code=")[2].partition("&")[0]
        bot.slack.clock.push(601)
        assert (await access(bot, code=late))["error"] == "invalid_code"


async def test_rotating_tokens_last_twelve_hours_and_two_of_them_live() -> None:
    async with behind_a_url(rotation=True) as bot:
        [first] = bot.team.tokens
        client = AsyncWebClient(first.value, base_url=bot.slack.api_url, retry_handlers=[])
        refresh = first.refresh
        assert refresh
        second = await access(bot, grant_type="refresh_token", refresh_token=refresh)
        assert second["expires_in"] == 43_200
        assert (await access(bot, grant_type="refresh_token", refresh_token=refresh))["error"] == (
            "invalid_refresh_token"
        )
        await client.auth_test()
        bot.slack.clock.push(43_200)
        with pytest.raises(SlackApiError, match="token_expired"):
            await client.auth_test()
        third = await access(bot, grant_type="refresh_token", refresh_token=second["refresh_token"])
        with pytest.raises(SlackApiError, match="token_revoked"):
            await client.auth_test()
        await AsyncWebClient(third["access_token"], base_url=bot.slack.api_url, retry_handlers=[]).auth_test()


async def test_a_real_browser_is_sent_on_from_the_consent_page() -> None:
    async with behind_a_url() as bot, aiohttp.ClientSession() as session:
        page = bot.slack.address + "/oauth/v2/authorize"
        asked = {"client_id": "1000.2000", "scope": "chat:write", "state": "s1", "user": bot.mara.id}
        async with session.get(page, params=asked, allow_redirects=False) as answer:
            assert answer.status == 302
            assert answer.headers["Location"].endswith("state=s1")
        async with session.get(page, params=asked | {"client_id": "no"}) as answer:
            assert (answer.status, await answer.text()) == (400, "Something went wrong: invalid_client_id")
