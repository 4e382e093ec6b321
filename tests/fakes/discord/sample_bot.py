"""A small bot on discord.py, for trying the stand-in with the library itself."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.fakes.discord.server import Discord

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library's import of audioop, which it does not need
    import discord as library
    from discord import app_commands, ui

__all__ = ["Bot", "Story", "eventually", "library", "running"]


class Question(ui.Modal, title="Set the slot"):
    time: ui.TextInput[Question] = ui.TextInput(label="When", custom_id="when")

    async def on_submit(self, interaction: library.Interaction) -> None:
        await interaction.response.send_message(f"At {self.time.value}", ephemeral=True)


class More(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="More", custom_id="more:1")
    async def more(self, interaction: library.Interaction, button: ui.Button[More]) -> None:
        await interaction.response.edit_message(content="page two", view=self)

    @ui.button(label="Schedule", custom_id="schedule:1")
    async def schedule(self, interaction: library.Interaction, button: ui.Button[More]) -> None:
        await interaction.response.send_modal(Question())


class Story(ui.LayoutView):
    """A page of Components V2 with a button that a restart survives."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        button: ui.Button[Story] = ui.Button(label="Why", custom_id="why:1")
        button.callback = self.why  # type: ignore[method-assign]
        words: ui.TextDisplay[Story] = ui.TextDisplay("## The bridge\nIt is built.")
        self.add_item(ui.Container(ui.Section(words, accessory=button), ui.Separator()))
        choice: ui.Select[Story] = ui.Select(
            custom_id="topic:1", options=[library.SelectOption(label="Politics")]
        )
        choice.callback = self.follow  # type: ignore[method-assign]
        self.add_item(ui.ActionRow(choice))

    async def why(self, interaction: library.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        page: ui.LayoutView = ui.LayoutView()
        page.add_item(ui.TextDisplay("Because it is new."))
        await interaction.edit_original_response(view=page)

    async def follow(self, interaction: library.Interaction) -> None:
        assert interaction.data
        await interaction.response.send_message(f"Following {interaction.data['values']}", ephemeral=True)  # type: ignore[typeddict-item]


class Bot(library.AutoShardedClient):
    def __init__(self, intents: library.Intents | None = None, heartbeat_timeout: float = 60.0) -> None:
        plain = library.Intents(guilds=True, guild_messages=True, dm_messages=True)
        nobody = library.AllowedMentions.none()
        super().__init__(
            intents=intents or plain,
            allowed_mentions=nobody,
            guild_ready_timeout=0.1,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[library.Message] = []
        self.came: list[str] = []
        news = app_commands.Group(name="news", description="News")

        @news.command(name="ask", description="Ask the articles")
        async def ask(interaction: library.Interaction, question: str) -> None:
            await interaction.response.defer(thinking=True)
            await interaction.followup.send(f"You asked: {question}", view=More())

        @news.command(name="quotes", description="Who said what")
        async def quotes(interaction: library.Interaction, speaker: str) -> None:
            await interaction.response.send_message(f"{speaker} said", ephemeral=True)

        @quotes.autocomplete("speaker")
        async def complete(interaction: library.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{typed} Lind", value="lind")]

        @app_commands.context_menu(name="Brief this")
        async def brief(interaction: library.Interaction, message: library.Message) -> None:
            await interaction.response.send_message(f"Briefed: {message.content}")

        self.tree.add_command(news)
        self.tree.add_command(brief)

    async def setup_hook(self) -> None:
        self.add_view(More())
        self.add_view(Story())
        await self.tree.sync()

    async def on_message(self, message: library.Message) -> None:
        self.heard.append(message)

    async def on_guild_join(self, guild: library.Guild) -> None:
        self.came.append(f"joined {guild.name}")

    async def on_guild_remove(self, guild: library.Guild) -> None:
        self.came.append(f"left {guild.name}")


@asynccontextmanager
async def running(service: Discord, bot: Bot) -> AsyncIterator[Bot]:
    async with bot:
        task = asyncio.create_task(bot.start(service.token))
        connected = asyncio.create_task(service.until(lambda: service.gateway.connected))
        await asyncio.wait({task, connected}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        await connected
        await bot.wait_until_ready()
        yield bot
    await task


async def eventually(happened: Callable[[], object]) -> None:
    """For what only the client knows."""
    async with asyncio.timeout(60):
        while not happened():
            await asyncio.sleep(0.01)
