"""What the doctor says of a Discord on loopback."""

from __future__ import annotations

from bot.model import Channel, Finding
from bot.platforms.discord import DiscordSettings
from bot.platforms.discord.doctor import examine
from tests.fakes.discord import Discord, Guild, May, limited, pointed_at


async def look(discord: Discord, *channels: Channel, **settings: object) -> dict[str, Finding]:
    given = DiscordSettings(**{"token": discord.token, "api_url": discord.url, **settings})  # type: ignore[arg-type]
    with pointed_at(discord):
        return {found.what: found for found in await examine(given, channels)}


def channel(guild: Guild, room: object, name: str = "") -> Channel:
    return Channel("discord", str(guild.id), str(room), name)


async def test_what_is_well_is_said_and_the_invitation_asks_for_the_least() -> None:
    async with Discord() as discord:
        guild = discord.guild("Metro")
        news = guild.text_channel("news")
        found = await look(discord, channel(guild, news.id))
        assert all(one.ok for one in found.values())
        assert found["discord servers"].says == "Metro"
        least = (
            May.VIEW_CHANNEL
            | May.SEND_MESSAGES
            | May.READ_MESSAGE_HISTORY
            | May.CREATE_PUBLIC_THREADS
            | May.SEND_MESSAGES_IN_THREADS
        )
        link = found["discord invitation"].says
        assert link.endswith(f"&scope=bot+applications.commands&permissions={int(least)}")
        assert f"client_id={discord.world.bot.id}" in link
        assert discord.gateway.identifies == 0


async def test_what_is_missing_in_a_channel_is_named_with_where_to_allow_it() -> None:
    async with Discord() as discord:
        guild = discord.guild("Metro")
        news, forum = guild.text_channel("news"), guild.forum("stories")
        news.deny(discord.world.bot, May.SEND_MESSAGES | May.CREATE_PUBLIC_THREADS)
        forum.deny(discord.world.bot, May.CREATE_PUBLIC_THREADS)
        found = await look(
            discord, channel(guild, news.id), channel(guild, forum.id), channel(guild, 1, "gone")
        )
        says = found[f"discord channel {news.id}"].says
        assert says.startswith("Send Messages, Create Public Threads missing; allow it under #news")
        assert found[f"discord channel {forum.id}"].ok
        assert not found["discord channel gone"].ok


async def test_embeds_need_one_permission_more() -> None:
    async with Discord() as discord:
        guild = discord.guild("Metro")
        news = guild.text_channel("news")
        news.deny(discord.world.bot, May.EMBED_LINKS)
        found = await look(discord, channel(guild, news.id), embeds=frozenset({"*"}))
        assert "Embed Links missing" in found[f"discord channel {news.id}"].says


async def test_an_intent_that_is_off_is_named_with_where_to_switch_it_on() -> None:
    async with Discord() as discord:
        discord.guild("Metro")
        assert (
            "Privileged Gateway Intents"
            in (await look(discord, read_threads=True))["discord message content"].says
        )
        discord.application.privileged_intents = 1 << 15
        assert (await look(discord, read_threads=True))["discord message content"].ok


async def test_a_token_that_is_missing_or_wrong_is_told_with_its_remedy() -> None:
    async with Discord() as discord:
        assert "ONRECORD_DISCORD_TOKEN" in (await look(discord, token=""))["discord"].says
        assert "Reset Token" in (await look(discord, token="wrong"))["discord token"].says
        discord.faults.next("GET /users/@me", limited(1, via=False))
        assert not (await look(discord))["discord token"].ok


async def test_a_bot_that_is_in_no_server_is_told_how_to_get_into_one() -> None:
    async with Discord() as discord:
        found = await look(discord, home="42")
        assert "invitation" in found["discord servers"].says
        assert "discord.home" in found["discord home"].says


async def test_a_forum_that_requires_a_tag_which_it_has_not_is_named_with_what_to_do() -> None:
    async with Discord() as discord:
        guild = discord.guild("Metro")
        rooms = {
            name: guild.forum(name, tags, require_tag=True) for name, tags in (("a", []), ("b", ["News"]))
        }
        found = await look(discord, *(channel(guild, room.id, name) for name, room in rooms.items()))
        assert "add one called News" in found["discord channel a"].says
        assert found["discord channel b"].ok
