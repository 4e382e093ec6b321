"""The doctor for Slack before the stand-in, and the manifest: what it asks for is what is used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from bot.core.outline import texts
from bot.model import LOCAL_WORKSPACE, Channel, Finding
from bot.platforms.slack import SlackSettings
from bot.platforms.slack.doctor import examine
from bot.platforms.slack.events import BRIEF_THIS, CHANNEL_ENDS
from bot.platforms.slack.settings import SCOPES
from tests.fakes.bot_on_slack import listening
from tests.fakes.platform_store import MemoryPlatformStore
from tests.fakes.slack import App, Slack, serving

MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "config" / "slack-manifest.yaml").read_text("utf-8"))


def settings(slack: Slack, token: str) -> SlackSettings:
    return SlackSettings(token, slack.app.app_token, api_url=slack.api_url)


async def look(given: SlackSettings, *rooms: str) -> dict[str, Finding]:
    ledger = MemoryPlatformStore()
    channels = [Channel("slack", LOCAL_WORKSPACE, room, "news") for room in rooms]
    found = await examine(given, ledger, None, lambda: datetime.now(UTC), channels)  # noqa: TID251
    return {one.what: one for one in found}


async def test_all_is_well() -> None:
    async with serving() as slack:
        team = slack.workspace("tern")
        room = team.channel("news", team.user("mara"))
        found = await look(settings(slack, team.bot_token), room.id)
        assert [one for one in found.values() if not one.ok] == []
        assert list(found) == [
            "slack",
            "slack app token",
            "slack workspace",
            "slack workspace scopes",
            "slack channel news",
        ]


async def test_a_talk_with_the_app_that_gets_digests_is_no_channel_to_be_invited_to() -> None:
    async with serving(App(scopes=frozenset(SCOPES))) as slack:
        team = slack.workspace("tern")
        found = await look(settings(slack, team.bot_token), team.user("mara").talk.id)
        assert found["slack channel news"].ok


async def test_each_fault_is_named_with_its_remedy() -> None:
    scopes = frozenset(SCOPES) - {"users:read", "im:history"}
    async with serving(App(scopes=scopes)) as slack:
        team = slack.workspace("tern")
        mara = team.user("mara")
        away, old = team.channel("away", mara, bot=False), team.channel("old", mara, archived=True)
        given = settings(slack, team.bot_token)
        found = await look(replace(given, app_token="xapp-wrong"), away.id)
        assert "App-Level Tokens" in found["slack app token"].says
        assert found["slack workspace scopes"].says.startswith(
            "im:history, users:read missing; add them under"
        )
        assert "/invite @On Record in #away" in found["slack channel news"].says
        assert "archived" in (await look(given, old.id))["slack channel news"].says
        revoked = await look(replace(given, bot_token="xoxb-gone"))
        assert "install the app again" in revoked["slack workspace"].says
        assert "ONRECORD_SLACK_BOT_TOKEN" in (await look(SlackSettings()))["slack"].says


def test_the_manifest_asks_for_what_is_used_and_says_why() -> None:
    assert MANIFEST["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    heard = {"app_home_opened", "app_mention", "app_uninstalled", "assistant_thread_started", "message.im"}
    assert events == heard | set(CHANNEL_ENDS) | {"member_left_channel", "tokens_revoked"}
    assert [one["callback_id"] for one in MANIFEST["features"]["shortcuts"]] == [BRIEF_THIS]
    text = (Path(__file__).parents[2] / "config" / "slack-manifest.yaml").read_text("utf-8")
    for scope in SCOPES:
        assert f"- {scope} # " in text, f"{scope} is not explained"


async def test_what_the_manifest_asks_for_is_enough() -> None:
    async with listening(app=App.of_manifest(MANIFEST)) as s:
        await s.mara.slash("/news", "ask who paid?", s.news)
        [answer] = await s.slack.until(lambda: s.news.ephemerals(s.mara))
        await s.mara.press(answer, texts.SHARE)
        first = await s.noel.post(s.news, "the dock is dry")
        await s.mara.mention(s.news, "", thread=first)
        await s.slack.until(lambda: [one for one in s.news.replies(first.ts) if one.by_bot])
        s.mara.open_home()
        await s.slack.until(lambda: s.mara.home)
        s.mara.open_assistant()
        await s.slack.until(lambda: s.mara.talk.prompts)
        few = s.team.channel("few", s.noel, s.mara, private=True, group_talk=True)
        said = await s.mara.post(few, "the dock is dry")
        await s.noel.mention(few, "", thread=said)
        await s.slack.until(lambda: [one for one in few.replies(said.ts) if one.by_bot])
        assert s.desk.mentioned[-1][1].may_change(), "who began a group message has it"
        asked = await s.mara.say("who paid?")
        await s.slack.until(
            lambda: [one for one in s.mara.talk.messages() if one.by_bot and one.ts > asked.ts]
        )
        refused = [call.answer for call in s.slack.calls if call.answer.get("error") == "missing_scope"]
        assert refused == []
