"""What people do with commands, buttons and modals, passed to the desk; each answered in time.

The one list of commands stands in Discord as the group `/news`. A name that is a command and a group
(`feeds`, `feeds add`) becomes `feeds list` there. Discord gives rights to a whole group and not to its
parts, so that everybody sees all of it and the desk refuses, by the rights that an interaction states.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.core.commands import (
    BY_NAME,
    COMMANDS,
    IMPORT_FEEDS,
    PREFIX,
    Argument,
    CommandSpec,
    bind,
    local_names,
    refusal,
)
from bot.core.outline import of_error, texts
from bot.core.outline.safe import cut, one_line
from bot.core.threads import link_in
from bot.errors import BotError, ConfigError, PlatformError
from bot.model import Control, Filled, Mistakes, Reply, digest_of
from bot.platforms.discord.files import Files
from bot.platforms.discord.limits import (
    CHOICE,
    CHOICES,
    CUSTOM_ID,
    DESCRIPTION,
    RESPONSE_DEADLINE,
    STRING_OPTION,
)
from bot.platforms.discord.messages import Threads
from bot.platforms.discord.modals import parse_modal, render_mistakes, render_modal, with_values
from bot.platforms.discord.render import CustomId, IdKind, custom_id, notice, parse_custom_id
from bot.platforms.discord.replies import Interaction, Replies
from bot.ports import Desk, Failures

log = logging.getLogger(__name__)

Payload = dict[str, Any]

MOST_KEPT = 500
"""What was filled in wrongly and what was shared, kept in memory for as many."""

COMMAND, PRESS, COMPLETE, SUBMIT = 2, 3, 4, 5
"""Types of interactions (Interactions/Receiving and Responding)."""

GROUP = PREFIX.removeprefix("/")
LIST = "list"
"""The name, within its group, of a command that others stand under."""

FILE = "file"
"""The option of the command that takes a file, which nobody can type."""

IMPORT_GROUP, IMPORT = IMPORT_FEEDS.split()
"""Its group, and its name within."""

SLASH, MESSAGE_MENU = 1, 3
SUBCOMMAND, SUBCOMMAND_GROUP, STRING, ATTACHMENT = 1, 2, 3, 11
"""Types of commands and of options (Interactions/Application Commands)."""

IN_GUILDS, WITH_THE_BOT, IN_PRIVATE_CHANNELS = 0, 1, 2
GUILD_INSTALL, USER_INSTALL = 0, 1
"""Where a command shows, and what the bot is installed to (Interactions/Application Commands)."""

DESCRIBED = (
    *("type", "name", "description", "options", "required", "choices", "value", "autocomplete"),
    *("max_length", "contexts", "integration_types", "name_localizations"),
)
"""What we say of a command; other fields are added by Discord."""

AS_IT_STANDS = frozenset({"name_localizations"})
"""Which of it is compared unchanged."""


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """What somebody typed: the command's name, what was filled in, and the option that is being typed."""

    name: str
    values: Mapping[str, str]
    focused: str = ""


class Actions:
    """Each is answered at once, and worked on afterwards."""

    def __init__(
        self, desk: Desk, replies: Replies, threads: Threads, files: Files, failures: Failures
    ) -> None:
        self._desk = desk
        self._files = files
        self._replies = replies
        self._threads = threads
        self._failures = failures
        self._filled: OrderedDict[str, Mapping[str, str]] = OrderedDict()
        self._shared: deque[str] = deque(maxlen=MOST_KEPT)

    async def handle(self, kind: int, interaction: Interaction) -> None:
        """Do what an interaction asks for; one that another process answered, or that is too old, is left."""
        handlers = {
            COMMAND: self._command,
            PRESS: self._press,
            COMPLETE: self._complete,
            SUBMIT: self._submit,
        }
        handler = handlers.get(kind)
        if handler is None:
            return
        with self._failures.contain("discord", f"interaction {interaction.id}") as outcome:
            await handler(interaction)
        if outcome.error is None or isinstance(outcome.error, PlatformError):
            return
        sentence = texts.BROKEN if outcome.reference else str(outcome.error)
        with suppress(BotError):  # somebody waits for an answer
            failed = self._replies.render(interaction, of_error(sentence, outcome.reference))
            await self._replies.edit(interaction, failed)

    async def _command(self, interaction: Interaction) -> None:
        if interaction.data.get("type") == MESSAGE_MENU:
            await self._brief_message(interaction)
            return
        typed = parse_command(interaction.data)
        if typed.name == IMPORT_FEEDS:
            await self._import(interaction, typed)
            return
        spec = BY_NAME.get(typed.name)
        if spec is None:
            await self._replies.respond(interaction, notice(texts.OLD_COMMAND))
        elif spec.modal and not any(typed.values.values()):
            await self._open(interaction, spec.modal, "")
        else:
            public = _is_public(spec, interaction)
            await self._replies.defer(interaction, ephemeral=not public)
            reply = await self._reply_to(interaction, typed)
            await self._replies.send(interaction, reply, share=not public)

    async def _reply_to(self, interaction: Interaction, typed: TypedCommand) -> Reply:
        try:
            command = bind(typed.name, typed.values)
        except ConfigError as error:
            return Reply(of_error(str(error), ""), error=True)
        return await self._desk.handle(command, interaction.actor)

    async def _import(self, interaction: Interaction, typed: TypedCommand) -> None:
        """Take the feeds of a file, which is not even fetched for who may not."""
        await self._replies.defer(interaction)
        if said := refusal(typed.name, interaction.actor):
            await self._replies.send(interaction, Reply(of_error(said, ""), error=True))
            return
        opml = await self._files.read(interaction.data["resolved"]["attachments"][typed.values[FILE]])
        reply = await self._desk.import_feeds(opml, interaction.actor)
        await self._replies.send(interaction, reply)

    async def _brief_message(self, interaction: Interaction) -> None:
        """The briefing of the article that a message links to, in the thread of that message."""
        target = str(interaction.data["target_id"])
        link = link_in(str(interaction.data["resolved"]["messages"][target].get("content", "")))
        if link is None:
            await self._replies.respond(interaction, notice(texts.NO_LINK))
            return
        await self._replies.defer(interaction)
        reply = await self._reply_to(interaction, TypedCommand("brief", {"url": link}))
        if reply.error or interaction.guild is None or not interaction.may_write:
            await self._replies.send(interaction, reply)
            return
        try:
            place = await self._threads.open(interaction.actor.place, target, reply.outline)
            await self._threads.send(place, reply.outline, interaction.id)
        except PlatformError as error:
            log.info("discord: not in a thread: %s", error)
            await self._replies.send(interaction, reply)
            return
        await self._desk.opened(place, reply.about)
        await self._replies.edit(interaction, notice(texts.IN_THREAD))

    async def _complete(self, interaction: Interaction) -> None:
        typed = parse_command(interaction.data)
        argument, value = typed.focused, typed.values[typed.focused]
        try:
            suggesting = self._desk.suggest(typed.name, argument, value, interaction.actor)
            values = await asyncio.wait_for(suggesting, RESPONSE_DEADLINE)
        except TimeoutError:
            values = []
        await self._replies.suggest(interaction, choice_payloads(values))

    async def _press(self, interaction: Interaction) -> None:
        pressed = parse_custom_id(str(interaction.data["custom_id"]))
        match pressed.kind:
            case IdKind.PRESS:
                await self._replies.defer(interaction)
                reply = await self._desk.press(Control(pressed.name, pressed.ref, ""), interaction.actor)
                await self._replies.send(interaction, reply)
            case IdKind.OPEN:
                await self._open(interaction, pressed.name, pressed.ref)
            case IdKind.REFILL:
                token, _, name = pressed.name.partition(".")
                await self._open(interaction, name, pressed.ref, self._filled.get(token, {}))
            case IdKind.HOME:
                await self._replies.defer(interaction)
                await self._replies.send(interaction, Reply(await self._desk.home(interaction.actor)))
            case IdKind.PAGE:
                await self._turn_page(interaction, pressed)
            case IdKind.SHARE:
                await self._share(interaction, pressed.ref)
            case _:
                await self._replies.respond(interaction, notice(texts.OLD_BUTTON))

    async def _turn_page(self, interaction: Interaction, pressed: CustomId) -> None:
        """Another page: in its place where only the actor sees it, else beside what all see."""
        if interaction.ephemeral:
            await self._replies.defer_update(interaction)
        else:
            await self._replies.defer(interaction)
        reply = await self._desk.press(Control("page", pressed.ref, ""), interaction.actor)
        page = int(pressed.name) if pressed.name.isdecimal() else 0
        await self._replies.send(interaction, reply, page)

    async def _share(self, interaction: Interaction, again: str) -> None:
        """What the actor alone saw, for all; once, however often it is pressed."""
        if not interaction.may_write:
            await self._replies.respond(interaction, notice(texts.MAY_NOT_SHARE))
            return
        if interaction.message in self._shared:
            await self._replies.respond(interaction, notice(texts.SHARED_ALREADY))
            return
        self._shared.append(interaction.message)
        await self._replies.defer_update(interaction)
        reply = await self._desk.press(Control("share", again, ""), interaction.actor)
        if not reply.error:
            message_id = await self._replies.share(interaction, reply)
            await self._open_thread(interaction, reply, message_id)
        await self._replies.send(interaction, reply, share=False)

    async def _open_thread(self, interaction: Interaction, reply: Reply, message_id: str) -> None:
        """A thread below what was shared, where the reply is one to talk about."""
        place = interaction.actor.place
        if not reply.in_thread or interaction.guild is None or place.thread is not None:
            return
        try:
            place = await self._threads.open(place, message_id, reply.outline)
        except PlatformError as error:
            log.info("discord: no thread below what was shared: %s", error)
            return
        await self._desk.opened(place, reply.about)

    async def _open(
        self, interaction: Interaction, name: str, ref: str, filled: Mapping[str, str] | None = None
    ) -> None:
        """Open a modal; Discord waits three seconds for it and lets nobody ask for more."""
        try:
            modal = await asyncio.wait_for(self._desk.modal(name, ref, interaction.actor), RESPONSE_DEADLINE)
        except TimeoutError:
            await self._replies.respond(interaction, notice(texts.TOO_LATE))
            return
        if isinstance(modal, Reply):
            refused = self._replies.render(interaction, modal.outline)
            await self._replies.respond(interaction, refused)
        else:
            await self._replies.open_modal(interaction, render_modal(with_values(modal, filled or {})))

    async def _submit(self, interaction: Interaction) -> None:
        await self._replies.defer(interaction)
        filled = parse_modal(interaction.data)
        done = await self._desk.submit(filled, interaction.actor)
        if isinstance(done, Mistakes):
            mistakes = render_mistakes(done, self._keep_filled(interaction, filled))
            await self._replies.edit(interaction, mistakes)
        else:
            await self._replies.send(interaction, done)

    def _keep_filled(self, interaction: Interaction, filled: Filled) -> str:
        """The custom_id that opens the modal again with what was typed; after a restart, without it."""
        token = digest_of("filled", interaction.id)[:8]
        self._filled[token] = filled.values
        while len(self._filled) > MOST_KEPT:
            self._filled.popitem(last=False)
        again = custom_id(IdKind.REFILL, f"{token}.{filled.name}", filled.ref)
        return again if len(again) <= CUSTOM_ID else ""


def _is_public(spec: CommandSpec, interaction: Interaction) -> bool:
    """A briefing that is asked for in a thread is for all who talk there."""
    in_thread = interaction.actor.place.thread is not None
    return spec.name == "brief" and in_thread and interaction.may_write


def registered_commands(installs: Sequence[int] = (GUILD_INSTALL, USER_INSTALL)) -> list[Payload]:
    """All that is to be registered, for the ways of installing that the app allows."""
    outside = [WITH_THE_BOT, IN_PRIVATE_CHANNELS] if USER_INSTALL in installs else []
    where: Payload = {"contexts": [IN_GUILDS, *outside], "integration_types": list(installs)}
    group: Payload = {
        "type": SLASH,
        "name": GROUP,
        "description": texts.ABOUT_US,
        "options": list(_command_tree(COMMANDS)),
    }
    menu: Payload = {"type": MESSAGE_MENU, "name": texts.BRIEF_THIS}
    return [group | where, menu | where]


def differs(ours: Sequence[Payload], theirs: Iterable[Payload]) -> bool:
    """Whether what is registered is not what is to be."""
    return _by_name(ours) != _by_name(theirs)


def parse_command(data: Mapping[str, Any]) -> TypedCommand:
    """What an interaction's data says."""
    names: list[str] = []
    options = data.get("options", ())
    while options and options[0]["type"] in (SUBCOMMAND, SUBCOMMAND_GROUP):
        names.append(options[0]["name"])
        options = options[0].get("options", ())
    if names[-1:] == [LIST]:
        names.pop()
    values = {str(one["name"]): str(one.get("value", "")) for one in options}
    focused = next((str(one["name"]) for one in options if one.get("focused")), "")
    return TypedCommand(" ".join(names), values, focused)


def choice_payloads(values: Iterable[str]) -> list[Payload]:
    """The values that can be offered; one that is too long to come back whole is not."""
    fitting = [value for value in dict.fromkeys(values) if 1 <= len(value) <= CHOICE]
    return [{"name": one_line(value) or "–", "value": value} for value in fitting[:CHOICES]]


def _command_tree(specs: Sequence[CommandSpec]) -> Iterable[Payload]:
    groups = dict.fromkeys(spec.name.split()[0] for spec in specs)
    for name in groups:
        within = [spec for spec in specs if spec.name.split()[0] == name]
        if len(within) == 1:
            yield _subcommand(within[0], name)
        else:
            subs = [_subcommand(spec, spec.name.partition(" ")[2] or LIST) for spec in within]
            if name == IMPORT_GROUP:
                subs.append(_import_command())
            yield {"type": SUBCOMMAND_GROUP, **_named(name, within[0].help), "options": subs}


def _subcommand(spec: CommandSpec, name: str) -> Payload:
    """Where a modal can ask for the arguments, none has to be typed."""
    required = [one for one in spec.arguments if one.required and not spec.modal]
    others = [one for one in spec.arguments if one not in required]
    options = [
        *(_option(one) | {"required": True} for one in required),
        *(_option(one) for one in others),
    ]
    return {"type": SUBCOMMAND, **_named(name, spec.help), "options": options}


def _import_command() -> Payload:
    file = {"type": ATTACHMENT, **_named(FILE, texts.LIST_OF_FEEDS), "required": True}
    return {"type": SUBCOMMAND, **_named(IMPORT, texts.IMPORT_FEEDS), "options": [file]}


def _option(argument: Argument) -> Payload:
    made: Payload = {"type": STRING, "name": argument.name, "description": _description(argument.help)}
    if argument.choices:
        made["choices"] = [{"name": one, "value": one} for one in argument.choices]
    elif argument.suggested:
        made["autocomplete"] = True
    else:
        made["max_length"] = STRING_OPTION
    return made


def _named(name: str, help_text: str) -> Payload:
    """A name with what it is elsewhere, and what it does."""
    named: Payload = {"name": name, "description": _description(help_text)}
    elsewhere = local_names(name)
    return named | {"name_localizations": elsewhere} if elsewhere else named


def _description(help_text: str) -> str:
    return cut(help_text[:1].upper() + help_text[1:], DESCRIPTION)


def _by_name(several: Iterable[Payload]) -> dict[tuple[int, str], object]:
    return {(one["type"], one["name"]): _comparable(one) for one in several}


def _comparable(one: object) -> object:
    """What we may say of a command or an option, without what is not set and what Discord adds."""
    if isinstance(one, list):
        return [_comparable(each) for each in one]
    if isinstance(one, dict):
        ours = (key for key in DESCRIBED if key in one)
        kept = {key: one[key] if key in AS_IT_STANDS else _comparable(one[key]) for key in ours}
        return {key: value for key, value in kept.items() if value not in (None, False, [], {}, "")}
    return one
