"""Application commands, global and a guild's (Discord docs, Interactions/Application Commands)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord import limits
from tests.fakes.discord.check_commands import check_command, check_commands
from tests.fakes.discord.refusals import Form, refused
from tests.fakes.discord.rest import Call, Route

Scope = int | None  # a guild's id, or None for everywhere
Json = dict[str, Any]


@dataclass
class Commands:
    """What is registered, and how often it was written: so a test can ask whether it was needless."""

    by_scope: dict[Scope, dict[int, Json]] = field(default_factory=dict)
    overwrites: list[tuple[Scope, list[str]]] = field(
        default_factory=list
    )  # each bulk overwrite, and its names
    created: dict[Scope, int] = field(default_factory=dict)  # today

    def find(self, name: str, kind: int, guild_id: int) -> Json:
        for scope in (guild_id, None):
            for one in self.by_scope.get(scope, {}).values():
                if (one["name"], one["type"]) == (name, kind):
                    return one
        known = sorted(one["name"] for scope in self.by_scope.values() for one in scope.values())
        raise LookupError(f"there is no command {name!r}; there are {known}")


def _scope(call: Call) -> Scope:
    if call.number("application_id") != call.discord.world.bot.id:
        raise refused(50001)
    return call.guild().id if "guild_id" in call.path else None


def _written(call: Call, scope: Scope, given: Json, command_id: int) -> Json:
    defaults: Json = {
        "type": 1,
        "description": "",
        "options": [],
        "default_member_permissions": None,
        "nsfw": False,
        "name_localizations": None,
        "description_localizations": None,
        "integration_types": [0],
        "contexts": None,
    }
    ours = {
        "id": str(command_id),
        "application_id": call.path["application_id"],
        "version": str(call.discord.world.ids.new()),
    }
    if scope is not None:
        ours["guild_id"] = str(scope)
    return defaults | given | ours


def _create(call: Call, scope: Scope, given: Json) -> Json:
    """A new one, unless one of its name and kind is there: that is replaced and does not count."""
    held = call.discord.commands.by_scope.setdefault(scope, {})
    for command_id, one in held.items():
        if (one["name"], one["type"]) == (given["name"], given.get("type", 1)):
            held[command_id] = _written(call, scope, given, command_id)
            return held[command_id]
    created = call.discord.commands.created
    if created.get(scope, 0) >= limits.COMMAND_CREATES:
        raise refused(30034)
    created[scope] = created.get(scope, 0) + 1
    command_id = call.discord.world.ids.new()
    held[command_id] = _written(call, scope, given, command_id)
    return held[command_id]


async def several(call: Call) -> Any:
    return list(call.discord.commands.by_scope.get(_scope(call), {}).values())


async def overwrite(call: Call) -> Any:
    scope = _scope(call)
    if not isinstance(call.body, list):
        form = Form()
        form.fail((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        form.done()
    check_commands(call.body)
    written = [_create(call, scope, one) for one in call.body]
    call.discord.commands.by_scope[scope] = {int(one["id"]): one for one in written}
    call.discord.commands.overwrites.append((scope, [one["name"] for one in written]))
    return written


async def create(call: Call) -> Any:
    scope = _scope(call)
    check_command(call.body)
    held = call.discord.commands.by_scope.get(scope, {}).values()
    kind = call.body.get("type", 1)
    same = [one for one in held if one["type"] == kind and one["name"] != call.body["name"]]
    if len(same) >= limits.COMMANDS[kind]:
        form = Form()
        form.fail(
            (),
            "APPLICATION_COMMANDS_MAX",
            f"Maximum number of application commands reached ({limits.COMMANDS[kind]})",
        )
        form.done()
    return _create(call, scope, call.body)


def _one(call: Call, scope: Scope) -> Json:
    found = call.discord.commands.by_scope.get(scope, {}).get(call.number("command_id"))
    if found is None:
        raise refused(10063)
    return found


async def get(call: Call) -> Any:
    return _one(call, _scope(call))


async def edit(call: Call) -> Any:
    scope = _scope(call)
    found = _one(call, scope)
    changed = found | call.body
    check_command(changed)
    call.discord.commands.by_scope[scope][int(found["id"])] = changed
    return changed


async def delete(call: Call) -> Any:
    scope = _scope(call)
    del call.discord.commands.by_scope[scope][int(_one(call, scope)["id"])]


ROUTES = [
    Route(method, at + end, handler)
    for at in (
        "/applications/{application_id}/commands",
        "/applications/{application_id}/guilds/{guild_id}/commands",
    )
    for method, end, handler in (
        ("GET", "", several),
        ("PUT", "", overwrite),
        ("POST", "", create),
        ("GET", "/{command_id}", get),
        ("PATCH", "/{command_id}", edit),
        ("DELETE", "/{command_id}", delete),
    )
]
