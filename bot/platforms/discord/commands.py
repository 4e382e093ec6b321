"""The one list of commands as Discord's application commands, and back to a command; pure.

All stand in the group `/news`. A name that is a command and a group (`feeds`, `feeds add`) becomes
`feeds list` there. Discord gives rights to a whole group and not to its parts, so that everybody sees
all of it and the desk refuses, by the rights that an interaction states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.commands import COMMANDS, PREFIX, Argument, CommandSpec, local_names
from bot.core.outline import texts
from bot.core.outline.safe import cut
from bot.platforms.discord.limits import CHOICE, CHOICES, DESCRIPTION, STRING_OPTION

Payload = dict[str, Any]

GROUP = PREFIX.removeprefix("/")
LIST = "list"
"""The name, within its group, of a command that others stand under."""

SLASH, ON_MESSAGE = 1, 3
SUB, SUBS, STRING = 1, 2, 3
"""Types of commands and of options (Interactions/Application Commands)."""

IN_SERVERS, WITH_THE_BOT, AMONG_PEOPLE = 0, 1, 2
FOR_A_SERVER, FOR_A_USER = 0, 1
"""Where a command shows, and what the bot is installed to (Interactions/Application Commands)."""

SAID = (
    *("type", "name", "description", "options", "required", "choices", "value", "autocomplete"),
    *("max_length", "contexts", "integration_types", "name_localizations"),
)
"""What a command says of itself; what stands there beyond it is Discord's."""

WHOLE = frozenset({"name_localizations"})
"""What of it is compared as it stands."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: the command's name, what was filled in, and the option that is being typed."""

    name: str
    values: Mapping[str, str]
    focused: str = ""


def payload(installs: Sequence[int] = (FOR_A_SERVER, FOR_A_USER)) -> list[Payload]:
    """All that is to be registered, for the ways of installing that the app allows."""
    outside = [WITH_THE_BOT, AMONG_PEOPLE] if FOR_A_USER in installs else []
    where: Payload = {"contexts": [IN_SERVERS, *outside], "integration_types": list(installs)}
    group: Payload = {
        "type": SLASH,
        "name": GROUP,
        "description": texts.ABOUT_US,
        "options": list(_tree(COMMANDS)),
    }
    menu: Payload = {"type": ON_MESSAGE, "name": texts.BRIEF_THIS}
    return [group | where, menu | where]


def differs(ours: Sequence[Payload], theirs: Iterable[Payload]) -> bool:
    """Whether what is registered is not what is to be."""
    return _by_name(ours) != _by_name(theirs)


def typed(data: Mapping[str, Any]) -> Typed:
    """What an interaction's data says."""
    names: list[str] = []
    options = data.get("options", ())
    while options and options[0]["type"] in (SUB, SUBS):
        names.append(options[0]["name"])
        options = options[0].get("options", ())
    if names[-1:] == [LIST]:
        names.pop()
    values = {str(one["name"]): str(one.get("value", "")) for one in options}
    focused = next((str(one["name"]) for one in options if one.get("focused")), "")
    return Typed(" ".join(names), values, focused)


def choices(values: Iterable[str]) -> list[Payload]:
    """The values that can be offered; one that is too long to come back whole is not."""
    fitting = [value for value in dict.fromkeys(values) if 1 <= len(value) <= CHOICE]
    return [{"name": value, "value": value} for value in fitting[:CHOICES]]


def _tree(specs: Sequence[CommandSpec]) -> Iterable[Payload]:
    groups = dict.fromkeys(spec.name.split()[0] for spec in specs)
    for name in groups:
        within = [spec for spec in specs if spec.name.split()[0] == name]
        if len(within) == 1:
            yield _command(within[0], name)
        else:
            subs = [_command(spec, spec.name.partition(" ")[2] or LIST) for spec in within]
            yield {"type": SUBS, **_named(name, within[0].help), "options": subs}


def _command(spec: CommandSpec, name: str) -> Payload:
    """Where a modal can ask for the arguments, none has to be typed."""
    required = [one for one in spec.arguments if one.required and not spec.modal]
    others = [one for one in spec.arguments if one not in required]
    options = [
        *(_option(one) | {"required": True} for one in required),
        *(_option(one) for one in others),
    ]
    return {"type": SUB, **_named(name, spec.help), "options": options}


def _option(argument: Argument) -> Payload:
    made: Payload = {"type": STRING, "name": argument.name, "description": _told(argument.help)}
    if argument.choices:
        made["choices"] = [{"name": one, "value": one} for one in argument.choices]
    elif argument.suggested:
        made["autocomplete"] = True
    else:
        made["max_length"] = STRING_OPTION
    return made


def _named(name: str, help_text: str) -> Payload:
    """A name with what it is elsewhere, and what it does."""
    named: Payload = {"name": name, "description": _told(help_text)}
    elsewhere = local_names(name)
    return named | {"name_localizations": elsewhere} if elsewhere else named


def _told(help_text: str) -> str:
    return cut(help_text[:1].upper() + help_text[1:], DESCRIPTION)


def _by_name(several: Iterable[Payload]) -> dict[tuple[int, str], object]:
    return {(one["type"], one["name"]): _plain(one) for one in several}


def _plain(one: object) -> object:
    """What we may say of a command or an option, without what is not set and what Discord adds."""
    if isinstance(one, list):
        return [_plain(each) for each in one]
    if isinstance(one, dict):
        plain = {key: one[key] if key in WHOLE else _plain(one[key]) for key in SAID if key in one}
        return {key: value for key, value in plain.items() if value not in (None, False, [], {}, "")}
    return one
