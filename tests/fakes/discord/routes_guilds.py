"""The app itself, guilds, members, roles, direct messages (Discord docs, Resources/*)."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord import limits, permissions, wire
from tests.fakes.discord.refusals import refused
from tests.fakes.discord.rest import Call, Route


async def me(call: Call) -> Any:
    return wire.user(call.discord.world.bot) | {
        "verified": True,
        "mfa_enabled": False,
        "locale": "en-US",
        "email": None,
    }


async def application(call: Call) -> Any:
    bot = call.discord.world.bot
    return {
        "id": str(bot.id),
        "name": bot.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": wire.user(call.discord.application.owner),
        "team": None,
        "summary": "",
        "flags": call.discord.application.flags,
        "bot": wire.user(bot),
        "integration_types_config": {"0": {}, "1": {}},
        "approximate_guild_count": len(call.discord.world.guilds),
    }


async def gateway(call: Call) -> Any:
    discord = call.discord
    return {
        "url": discord.gateway_url,
        "shards": discord.shards,
        "session_start_limit": {
            "total": limits.IDENTIFIES,
            "remaining": limits.IDENTIFIES - discord.gateway.identifies,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        },
    }


async def guilds(call: Call) -> Any:
    bot = call.discord.world.bot
    return [
        {
            "id": str(one.id),
            "name": one.name,
            "icon": None,
            "owner": False,
            "permissions": str(int(permissions.in_guild(bot, one))),
            "features": [],
        }
        for one in call.discord.world.guilds.values()
        if bot.id in one.members
    ]


async def guild(call: Call) -> Any:
    found = call.guild()
    return wire.guild(found) | {
        "approximate_member_count": len(found.members),
        "approximate_presence_count": 0,
    }


async def leave(call: Call) -> Any:
    call.discord.world.bot_leaves(call.guild())


async def channels(call: Call) -> Any:
    return [wire.channel(one, call.discord.world.bot) for one in call.guild().channels.values()]


async def roles(call: Call) -> Any:
    return [wire.role(one) for one in call.guild().roles.values()]


async def member(call: Call) -> Any:
    found = call.guild().members.get(call.number("user_id"))
    if found is None:
        raise refused(10007)
    return wire.member(found)


async def own_member(call: Call) -> Any:
    return wire.member(call.guild().members[call.discord.world.bot.id])


async def members(call: Call) -> Any:
    if not call.discord.application.privileged_intents & 1 << 1:
        raise refused(50001)
    limit, after = int(call.query.get("limit", 1)), int(call.query.get("after", 0))
    found = [one for _, one in sorted(call.guild().members.items()) if one.user.id > after]
    return [wire.member(one) for one in found[:limit]]


async def user(call: Call) -> Any:
    found = call.discord.world.users.get(call.number("user_id"))
    if found is None:
        raise refused(10013)
    return wire.user(found)


async def direct(call: Call) -> Any:
    found = call.discord.world.users.get(int(call.body.get("recipient_id") or 0))
    if found is None or found.bot:
        raise refused(50033)
    world = call.discord.world
    return wire.channel(world.direct(world.bot, found), world.bot)


ROUTES = [
    Route("GET", "/users/@me", me),
    Route("GET", "/oauth2/applications/@me", application),
    Route("GET", "/applications/@me", application),
    Route("GET", "/gateway/bot", gateway),
    Route("GET", "/users/@me/guilds", guilds),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave),
    Route("POST", "/users/@me/channels", direct),
    Route("GET", "/users/{user_id}", user),
    Route("GET", "/guilds/{guild_id}", guild),
    Route("GET", "/guilds/{guild_id}/channels", channels),
    Route("GET", "/guilds/{guild_id}/roles", roles),
    Route("GET", "/guilds/{guild_id}/members", members),
    Route("GET", "/guilds/{guild_id}/members/@me", own_member),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", member),
]
