"""Modals: opened with what is there now, checked in place, done as their command or written to the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core import commands, outline
from bot.core.commands import modals, timetable
from bot.core.outline import texts
from bot.errors import BotError
from bot.model import Actor, Command, Fault, Filled, Mistakes, Modal, Reply, Report, digest_of
from bot.newsroom import orders
from bot.newsroom.desk.context import CommandHandler, Context, quote_of

LONGEST = 300
"""Characters of what a reader says is right."""


async def opened(context: Context, name: str, ref: str, actor: Actor) -> Modal:
    """The window of this name, filled."""
    if name == modals.WRONG:
        _, quote = await quote_of(context, ref, actor)
        return modals.wrong(quote, ref)
    if name not in modals.COMMAND_OF:
        raise BotError(texts.OLD_BUTTON)
    if name == "schedule":
        channel = actor.place.channel
        if not ref and not await orders.of_channel(context.store, channel):
            return modals.asking(name, modals.scheduled(None, actor.zone))
        order = await orders.chosen(context.store, channel, ref, "schedule set")
        return modals.asking(name, modals.scheduled(order, actor.zone), order.id)
    if name == "order":
        return modals.asking(name, modals.scheduled(None, actor.zone))
    return modals.asking(name, {})


async def submitted(
    context: Context, filled: Filled, actor: Actor, handlers: Mapping[str, CommandHandler]
) -> Reply | Mistakes:
    """What its command does, or what is wrong with it by input."""
    if filled.name == modals.WRONG:
        return await _reported(context, filled, actor)
    name = modals.COMMAND_OF.get(filled.name)
    if name is None:
        raise BotError(texts.OLD_BUTTON)
    mistakes = commands.mistakes(name, filled.values)
    if mistakes:
        return Mistakes(mistakes)
    values = {**filled.values, "order": filled.ref}
    if "times" in values:
        values["times"] = timetable.in_full(values["times"])
    command = commands.bind(name, values)
    try:
        return await handlers[name](context, command.args, actor)
    except BotError as error:
        return Mistakes({_blamed(command): str(error)})


def _blamed(command: Command) -> str:
    """The input that a use case refuses: what is looked for, rather than of which kind it is."""
    names = [argument.name for argument in commands.BY_NAME[command.name].arguments]
    return "value" if "value" in names else names[0]


async def _reported(context: Context, filled: Filled, actor: Actor) -> Reply | Mistakes:
    """Write it to the error ledger; what a reader claims is kept there and printed nowhere."""
    _, quote = await quote_of(context, filled.ref, actor)
    fault = filled.values.get("fault", "")
    if fault not in list(Fault):
        return Mistakes({"fault": texts.CHOOSE})
    claimed = " ".join(filled.values.get("claimed", "").split())[:LONGEST]
    note = filled.values.get("note", "").strip()[: modals.LONGEST_NOTE]
    report = Report(
        digest_of("report", actor.workspace, filled.ref, fault, claimed, note)[:12],
        actor.workspace,
        quote,
        Fault(fault),
        claimed,
        note,
        context.clock(),
    )
    await context.store.add_report(report)
    return Reply(outline.of_thanks(report))
