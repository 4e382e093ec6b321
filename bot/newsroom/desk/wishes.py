"""What was asked for, remembered under a short id, so that a button can have it again."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Actor, Command, Reply, digest_of
from bot.newsroom.desk.context import Context

REMEMBERED = frozenset({"ask", "brief", "digest", "quotes"})
"""The commands whose replies are long or worth showing to others."""

SHORT = 12
"""Hexadecimal digits of an id: it stands in buttons, beside what else they carry."""


async def remember(context: Context, command: Command, actor: Actor, reply: Reply) -> Reply:
    """The reply with the id under which the same can be had again, where it is worth it."""
    if reply.error or command.name not in REMEMBERED:
        return reply
    channel = actor.place.channel
    given = (part for pair in sorted(command.args.items()) for part in pair)
    wish = digest_of("wish", channel.platform, channel.workspace, channel.room, command.name, *given)[:SHORT]
    await context.store.put_wish(wish, command, actor.place, context.clock())
    return replace(reply, again=wish)
