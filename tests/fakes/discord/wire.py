"""How the service writes things as JSON (Discord docs, Resources/*)."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord import limits, permissions
from tests.fakes.discord.objects import DM, FORUM, Channel, Guild, Member, Message, Role, User

Json = dict[str, Any]


def user(one: User) -> Json:
    return {
        "id": str(one.id),
        "username": one.name.lower().replace(" ", "."),
        "global_name": None if one.bot else one.name,
        "discriminator": "0",
        "avatar": None,
        "bot": one.bot,
        "public_flags": 0,
        "flags": 0,
    }


def member(one: Member, *, with_user: bool = True) -> Json:
    written: Json = {
        "roles": [str(role) for role in one.roles],
        "joined_at": one.joined_at,
        "nick": None,
        "avatar": None,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    return written | ({"user": user(one.user)} if with_user else {})


def role(one: Role) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(int(one.permissions)),
        "mentionable": one.mentionable,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "position": 0 if one.name == "@everyone" else 1,
        "flags": 0,
    }


def channel(one: Channel, reader: User) -> Json:
    if one.type == DM:
        others = [user(who) for who in one.recipients if who is not reader]
        return {"id": str(one.id), "type": DM, "recipients": others, "last_message_id": None, "flags": 0}
    if one.is_thread:
        return thread(one, reader)
    assert one.guild is not None
    written: Json = {
        "id": str(one.id),
        "guild_id": str(one.guild.id),
        "type": one.type,
        "name": one.name,
        "position": list(one.guild.channels).index(one.id) if one.id in one.guild.channels else 0,
        "parent_id": None,
        "topic": one.topic,
        "nsfw": False,
        "flags": one.flags,
        "rate_limit_per_user": one.slowmode,
        "last_message_id": str(max(one.held)) if one.held else None,
        "permission_overwrites": [
            {
                "id": str(who),
                "type": 0 if who in one.guild.roles else 1,
                "allow": str(int(allow)),
                "deny": str(int(deny)),
            }
            for who, (allow, deny) in one.overwrites.items()
        ],
    }
    if one.type == FORUM:
        written["available_tags"] = [
            {
                "id": str(tag.id),
                "name": tag.name,
                "moderated": tag.moderated,
                "emoji_id": None,
                "emoji_name": None,
            }
            for tag in one.tags
        ]
        written |= {"default_reaction_emoji": None, "default_sort_order": None, "default_forum_layout": 0}
    return written


def thread(one: Channel, reader: User) -> Json:
    assert one.guild is not None
    assert one.parent is not None
    assert one.owner is not None
    written: Json = {
        "id": str(one.id),
        "guild_id": str(one.guild.id),
        "parent_id": str(one.parent.id),
        "owner_id": str(one.owner.id),
        "type": one.type,
        "name": one.name,
        "flags": one.flags,
        "rate_limit_per_user": one.slowmode,
        "last_message_id": str(max(one.held)) if one.held else None,
        "message_count": len(one.held),
        "total_message_sent": len(one.held),
        "member_count": len(one.thread_members),
        "applied_tags": [str(tag) for tag in one.applied_tags],
        "thread_metadata": {
            "archived": one.archived,
            "archive_timestamp": one.archived_at,
            "auto_archive_duration": one.archive_minutes,
            "locked": one.locked,
            "create_timestamp": one.created_at,
        },
    }
    if reader.id in one.thread_members:
        written["member"] = thread_member(one, reader.id)
    return written


def thread_member(one: Channel, user_id: int) -> Json:
    return {
        "id": str(one.id),
        "user_id": str(user_id),
        "join_timestamp": one.thread_members[user_id],
        "flags": 1,
    }


def guild(one: Guild) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(one.owner.id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [role(each) for each in one.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": ["COMMUNITY", "NEWS"],
        "mfa_level": 0,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "premium_tier": 0,
        "preferred_locale": one.locale,
        "nsfw_level": 0,
        "description": None,
    }


def guild_create(one: Guild, bot: User, threads: list[Channel]) -> Json:
    """What the gateway says of a guild: all channels, the threads that the bot may see, the bot itself."""
    return guild(one) | {
        "joined_at": one.members[bot.id].joined_at,
        "large": False,
        "unavailable": False,
        "member_count": len(one.members),
        "members": [member(one.members[bot.id])],
        "channels": [channel(each, bot) for each in one.channels.values()],
        "threads": [thread(each, bot) for each in threads if sees(bot, each)],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def sees(who: User, where: Channel) -> bool:
    return bool(permissions.in_channel(who, where) & permissions.May.VIEW_CHANNEL)


def message(one: Message, bot: User, *, content: bool = True, gateway: bool = False) -> Json:
    """A message as the app reads it; without message content intent the parts that carry text are empty."""
    pings = one.pings
    open_to_app = content or one.author is bot or one.channel.guild is None or bot.id in pings.users
    written: Json = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "type": one.type,
        "author": user(one.author),
        "timestamp": one.at,
        "edited_timestamp": one.edited_at,
        "tts": False,
        "pinned": False,
        "flags": one.flags,
        "mention_everyone": pings.everyone,
        "mentions": [user(who) for who in one_of_users(one, pings.users)],
        "mention_roles": [str(each) for each in sorted(pings.roles)],
        "mention_channels": [],
        "content": one.body["content"] if open_to_app else "",
        "embeds": [{"type": "rich", **each} for each in one.body["embeds"]] if open_to_app else [],
        "components": one.body["components"] if open_to_app else [],
        "attachments": one.body["attachments"] if open_to_app else [],
    }
    if one.nonce is not None:
        written["nonce"] = one.nonce
    if one.thread:
        written["thread"] = thread(one.thread, bot)
    if one.reply_to:
        written["message_reference"] = {
            "type": 0,
            "message_id": str(one.reply_to.id),
            "channel_id": str(one.channel.id),
        }
        written["referenced_message"] = (
            None if one.reply_to.deleted else message(one.reply_to, bot, content=content)
        )
    if one.interaction:
        written |= {
            "webhook_id": str(bot.id),
            "application_id": str(bot.id),
            "interaction_metadata": one.interaction.metadata(),
        }
    if gateway and one.channel.guild:
        written["guild_id"] = str(one.channel.guild.id)
        about = one.channel.guild.members.get(one.author.id)
        if about:
            written["member"] = member(about, with_user=False)
    return written


def one_of_users(one: Message, ids: frozenset[int]) -> list[User]:
    """The mentioned ones that exist there."""
    known = (
        {who.user.id: who.user for who in one.channel.guild.members.values()}
        if one.channel.guild
        else {who.id: who for who in one.channel.recipients}
    )
    return [known[each] for each in sorted(ids) if each in known]


def ephemeral(one: Message) -> bool:
    return bool(one.flags & limits.EPHEMERAL)
