"""What the client sends of a typed command: its options by path, and the things that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.fakes.discord import limits, wire
from tests.fakes.discord.files import Upload
from tests.fakes.discord.objects import Channel, Role, User
from tests.fakes.discord.permissions import in_channel

if TYPE_CHECKING:
    from tests.fakes.discord.server import Discord

Json = dict[str, Any]
SUB, GROUP, STRING, INTEGER, BOOLEAN, NUMBER, ATTACHMENT = 1, 2, 3, 4, 5, 10, 11


class Resolved:
    """Users, channels, roles and files that an interaction names, written beside it."""

    def __init__(self, discord: Discord) -> None:
        self._files = discord.files
        self._bot = discord.world.bot
        self.data: dict[str, Json] = {}

    def attach(self, upload: Upload) -> str:
        told = self._files.keep(upload)
        self.data.setdefault("attachments", {})[told["id"]] = told
        return str(told["id"])

    def add(self, thing: User | Channel | Role, where: Channel) -> str:
        if isinstance(thing, Channel):
            told = wire.channel(thing, self._bot) | {"permissions": str(int(in_channel(self._bot, thing)))}
            self.data.setdefault("channels", {})[str(thing.id)] = told
        elif isinstance(thing, Role):
            self.data.setdefault("roles", {})[str(thing.id)] = wire.role(thing)
        else:
            self.data.setdefault("users", {})[str(thing.id)] = wire.user(thing)
            member = where.guild.members.get(thing.id) if where.guild else None
            if member:
                told = wire.member(member, with_user=False) | {"permissions": "0"}
                self.data.setdefault("members", {})[str(thing.id)] = told
        return str(thing.id)


def command_data(
    command: Json,
    path: Sequence[str],
    values: Mapping[str, Any],
    resolved: Resolved,
    where: Channel,
    focused: str | None,
) -> Json:
    """Discord docs, Interactions/Receiving: Application Command Data."""
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    holder, node = data, command
    for name in path:
        node = _named(node, name)
        holder["options"] = [{"type": node["type"], "name": name}]
        holder = holder["options"][0]
    if any(one["type"] in (SUB, GROUP) for one in node.get("options") or []):
        raise LookupError(f"{command['name']!r} has sub-commands: {[one['name'] for one in node['options']]}")
    holder["options"] = [
        _given(_named(node, name), value, resolved, where, focused) for name, value in values.items()
    ]
    missing = [
        one["name"] for one in node.get("options") or [] if one.get("required") and one["name"] not in values
    ]
    if missing and focused is None:
        raise LookupError(f"the client asks for {missing} first")
    return data


def _named(node: Json, name: str) -> Json:
    for option in node.get("options") or []:
        if option["name"] == name:
            found: Json = option
            return found
    raise LookupError(
        f"{node['name']!r} has no {name!r}; it has {[one['name'] for one in node.get('options') or []]}"
    )


def _given(option: Json, value: Any, resolved: Resolved, where: Channel, focused: str | None) -> Json:
    """One option as it was typed; what is still being typed goes as it is."""
    sent: Json = {"type": option["type"], "name": option["name"]}
    if option["name"] == focused:
        if not option.get("autocomplete"):
            raise LookupError(f"{focused!r} is not completed")
        return sent | {"value": value, "focused": True}
    if option["type"] in (STRING, INTEGER, BOOLEAN, NUMBER):
        _check_typed(option, value)
        return sent | {"value": value}
    if isinstance(value, Upload) != (option["type"] == ATTACHMENT):
        raise LookupError(f"{option['name']!r} does not take {value!r}")
    if isinstance(value, Upload):
        return sent | {"value": resolved.attach(value)}
    return sent | {"value": resolved.add(value, where)}


def _check_typed(option: Json, value: Any) -> None:
    kinds: dict[int, Any] = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}
    fits = isinstance(value, kinds[option["type"]])
    choices = [choice["value"] for choice in option.get("choices") or []]
    if not fits or (choices and value not in choices):
        raise LookupError(f"{option['name']!r} takes {choices or 'another type'}, not {value!r}")
    if isinstance(value, str):
        least, most = option.get("min_length") or 0, option.get("max_length") or limits.STRING_OPTION
        if not least <= len(value) <= most:
            raise LookupError(f"{option['name']!r} takes {least} to {most} characters")
    elif option.get("min_value", value) > value or option.get("max_value", value) < value:
        raise LookupError(f"{option['name']!r} does not take {value!r}")
