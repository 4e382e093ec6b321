"""What a person does in the client: types a command, presses a button, fills a form, reads.

A person can do only what the client lets one do: a command that is not registered, a button that is
disabled, an option that is not offered raise LookupError.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.fakes.discord import limits, wire
from tests.fakes.discord.check_components import BUTTON, SELECT
from tests.fakes.discord.forms import Modal, chosen_value
from tests.fakes.discord.interactions import COMMAND, COMPLETE, COMPONENT, SUBMIT, Interaction, find_component
from tests.fakes.discord.objects import Channel, Message, User
from tests.fakes.discord.options import Resolved, command_data
from tests.fakes.discord.permissions import May, in_channel

if TYPE_CHECKING:
    from tests.fakes.discord.server import Discord


class Person(User):
    """A user of the service."""

    discord: Discord
    locale: str = "en-US"

    def say(self, channel: Channel, text: str, *, reply_to: Message | None = None) -> Message:
        needed = May.SEND_MESSAGES_IN_THREADS if channel.is_thread else May.SEND_MESSAGES
        self._need(channel, needed)
        return self.discord.world.add_message(channel, self, {"content": text}, reply_to=reply_to)

    def edit(self, message: Message, text: str) -> None:
        self.discord.world.edit_message(message, {"content": text})

    def delete(self, message: Message) -> None:
        self.discord.world.delete_message(message)

    def start_thread(self, message: Message, name: str) -> Channel:
        world = self.discord.world
        thread = world.add_thread(message.channel, name, self, 11, message)
        world.tell("thread_create", channel=thread)
        return thread

    def write_to_bot(self, text: str) -> Message:
        """A direct message."""
        world = self.discord.world
        return world.add_message(world.direct(self, world.bot), self, {"content": text})

    def sees(self, channel: Channel) -> list[Message]:
        """What stands there for this person, oldest first: also what is for no other, and what still loads."""
        if not self._may(channel) & May.READ_MESSAGE_HISTORY:
            return []
        return [one for _, one in sorted(channel.held.items()) if one.only_for in (None, self)]

    def slash(
        self, command: str, values: Mapping[str, Any] | None = None, channel: Channel | None = None
    ) -> Interaction:
        """Types a command, as in `slash("news ask", {"question": "…"}, channel)`; without a channel, to the bot."""
        channel = channel or self.discord.world.direct(self, self.discord.world.bot)
        data, resolved = self._typed(command, values or {}, channel)
        if resolved.data:
            data["resolved"] = resolved.data
        return self._act(COMMAND, channel, data)

    async def autocomplete(
        self,
        command: str,
        option: str,
        typed: str,
        channel: Channel,
        others: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """The choices offered while an option is typed; others may be filled in already."""
        data, _ = self._typed(command, {**(others or {}), option: typed}, channel, focused=option)
        asked = self._act(COMPLETE, channel, data)
        await self.discord.until(lambda: asked.choices is not None, limits.ANSWER_SECONDS + 1)
        return list(asked.choices or [])

    def context_menu(self, name: str, message: Message) -> Interaction:
        """Apps, then a command, in a message's menu."""
        command = self._command(name, 3, message.channel)
        told = wire.message(message, self.discord.world.bot)
        data = {
            "id": command["id"],
            "name": name,
            "type": 3,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): told}},
        }
        return self._act(COMMAND, message.channel, data)

    def press(self, message: Message, wanted: str) -> Interaction:
        """A button by its label or custom_id."""
        return self._use(message, self._usable(message, wanted, BUTTON), {})

    def choose(self, message: Message, wanted: str, *chosen: Any) -> Interaction:
        """Options of a select, by label or value; channels, roles or people of one that offers those."""
        select = self._usable(message, wanted, None)
        resolved = Resolved(self.discord)
        values = [chosen_value(select, one, message.channel, resolved) for one in chosen]
        if not select.get("min_values", 1) <= len(values) <= select.get("max_values", 1):
            raise LookupError(f"{wanted!r} takes another number of options")
        return self._use(
            message, select, {"values": values} | ({"resolved": resolved.data} if resolved.data else {})
        )

    def modal(self) -> Modal | None:
        """The form that opened last and has not been sent."""
        for one in reversed(self.discord.interactions.all):
            if one.user is self and one.modal is not None:
                return Modal(one, one.modal)
        return None

    def submit(self, modal: Modal, values: Mapping[str, Any] | None = None) -> Interaction:
        """Sends a form with values by label or custom_id; the rest goes as it was filled in."""
        opened = modal.interaction
        data = modal.filled(values or {}, Resolved(self.discord))
        opened.modal = None
        return self._act(SUBMIT, opened.channel, data, message=opened.message)

    def _usable(self, message: Message, wanted: str, kind: int | None) -> dict[str, Any]:
        if message not in self.sees(message.channel):
            raise LookupError("this person does not see the message")
        found = find_component(message, wanted)
        if (
            found.get("disabled")
            or not found.get("custom_id")
            or (found["type"] == BUTTON) != (kind == BUTTON)
        ):
            raise LookupError(f"{wanted!r} cannot be used: {found}")
        return found

    def _use(self, message: Message, component: Mapping[str, Any], more: dict[str, Any]) -> Interaction:
        data = {
            "custom_id": component["custom_id"],
            "component_type": component["type"],
            "id": component.get("id", 0),
            **more,
        }
        if component["type"] == SELECT:
            data.setdefault("values", [])
        return self._act(COMPONENT, message.channel, data, message=message)

    def _typed(
        self, command: str, values: Mapping[str, Any], channel: Channel, focused: str | None = None
    ) -> tuple[dict[str, Any], Resolved]:
        name, *path = command.split()
        resolved = Resolved(self.discord)
        registered = self._command(name, 1, channel)
        return command_data(registered, path, values, resolved, channel, focused), resolved

    def _command(self, name: str, kind: int, channel: Channel) -> dict[str, Any]:
        command = self.discord.commands.find(name, kind, channel.guild.id if channel.guild else 0)
        self._check_context(command, channel)
        needed = command["default_member_permissions"]
        may = self._may(channel)
        if (
            needed is not None
            and channel.guild
            and (not int(needed) or ~may & int(needed))
            and not may & May.ADMINISTRATOR
        ):
            raise LookupError(f"{self.name} is not shown {name!r}: it needs {needed}")
        if not may & May.USE_APPLICATION_COMMANDS:
            raise LookupError(f"{self.name} may use no commands there")
        return command

    def _check_context(self, command: Mapping[str, Any], channel: Channel) -> None:
        """Where a command is offered: by its contexts, and by how the app is installed."""
        contexts, installs = command["contexts"], command["integration_types"]
        if contexts is not None and (0 if channel.guild else 1) not in contexts:
            raise LookupError(f"{command['name']!r} is not offered there: its contexts are {contexts}")
        if channel.guild and not channel.guild.has_bot and 1 not in installs:
            raise LookupError(f"{command['name']!r} is only where the app is installed to the guild")

    def _act(self, kind: int, channel: Channel, data: dict[str, Any], **more: Any) -> Interaction:
        self._need(channel, May.VIEW_CHANNEL)
        return self.discord.interactions.make(kind, self, channel, data, locale=self.locale, **more)

    def _may(self, channel: Channel) -> May:
        return in_channel(self, channel)

    def _need(self, channel: Channel, needed: May) -> None:
        if not self._may(channel) & needed:
            raise LookupError(f"{self.name} may not do that in {channel.name!r}: {needed!r} is missing")
