"""A Discord on loopback: HTTP API and gateway, which refuse what the real service refuses.

    async with Discord() as discord:
        metro = discord.guild("Metro")                        # the bot is in it
        news = metro.text_channel("news")
        ada = discord.person("Ada", metro, permissions=May.MANAGE_GUILD)
        ...                                                   # start the bot: discord.url, discord.token
        await discord.until(lambda: discord.gateway.connected)
        asked = ada.slash("news ask", {"question": "What of the bridge?"}, news)
        reply = await asked.reply()                           # the answer, once it no longer loads
        assert not reply.pings
        pressed = ada.press(reply, "More")                    # by label or custom_id; `pressed.replies`
        assert ada.sees(news) == [reply]                      # her view, ephemeral messages too

A command that takes a file: `ada.slash("news feeds import", {"file": Upload("a.opml", b"…")}, news)`; it is
fetched from below `discord.cdn_url`, and `discord.files.served` says what was.

More: `ada.autocomplete`, `.choose`, `.context_menu`, `.say`, `.modal()`, `.submit`; `channel.messages()`,
`channel.deny(bot, May.EMBED_LINKS)`; `guild.kick_bot()`, `.invite_bot()`, `.set_bot(permissions)`, `.go_dark()`, `.forum(name, tags)`;
`message.text`, `.links`, `.pings`, `.buttons`; `discord.faults.next(route, CUT_AFTER)`;
`discord.buckets.limit(route, 5, per=5)`; `discord.gateway.cut()`, `.invalidate()`, `.ask_reconnect()`,
`.fall_silent()`, `.worst_lateness`; `discord.commands.overwrites`; `discord.rest.journal`;
`discord.pass_time(900)`; `discord.mishaps = Mishaps(7, discord.world.clock.now)` lets one of five posts go
wrong (tests.fakes.mishaps); `discord.steps.watch` is told of each call as it comes, is done, is answered; `discord.application.privileged_intents` (none are switched on at first);
`interaction.answered_after`. Without a server, `judge(payload)` raises Refused or gives text, pings, links.

How a program is pointed here. discord.py builds every address from the class attribute
`discord.http.Route.BASE` (webhooks and interaction answers too) and finds the gateway through
GET /gateway/bot; only after an INVALID_SESSION that cannot be resumed, and with a fixed shard_count,
it goes to the class attribute `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY`. AutoShardedClient
without shard_count asks /gateway/bot first; Client never asks. So a platform with an option for the
address sets both once, before it logs in, and patches nothing:

    Route.BASE = address                                       # "http://127.0.0.1:…/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = URL(answer["url"])      # in setup_hook, from /gateway/bot

`pointed_at(discord)` does that for a test in this process and puts it back.
"""

from tests.fakes.discord.faults import (
    BAD_GATEWAY_AFTER,
    BROKEN_BEFORE,
    CUT_AFTER,
    CUT_BEFORE,
    Fault,
    limited,
    refuse,
    slow,
)
from tests.fakes.discord.files import Upload
from tests.fakes.discord.forms import Modal
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.library import pointed_at
from tests.fakes.discord.objects import Channel, Guild, Message
from tests.fakes.discord.payloads import judge
from tests.fakes.discord.people import Person
from tests.fakes.discord.permissions import ALL, MEMBER, May
from tests.fakes.discord.refusals import Refused
from tests.fakes.discord.server import Discord

__all__ = [
    "ALL",
    "BAD_GATEWAY_AFTER",
    "BROKEN_BEFORE",
    "CUT_AFTER",
    "CUT_BEFORE",
    "MEMBER",
    "Channel",
    "Discord",
    "Fault",
    "Guild",
    "Interaction",
    "May",
    "Message",
    "Modal",
    "Person",
    "Refused",
    "Upload",
    "judge",
    "limited",
    "pointed_at",
    "refuse",
    "slow",
]
