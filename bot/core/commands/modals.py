"""The windows in which a platform asks for the arguments of a command, filled with what is there now."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.commands.arguments import ORIGINAL, USUAL_STORIES, Argument
from bot.core.commands.specs import BY_NAME, COMMANDS
from bot.core.commands.timetable import NO_QUIET, Timetable, typed, typed_quiet
from bot.model import Choice, Days, Fault, Input, InputKind, Modal, Quote, Subscription

COMMAND_OF = {spec.modal: spec.name for spec in COMMANDS if spec.modal}
"""The command that each modal does, by the modal's name."""

WRONG = "wrong"
"""The modal that does none: it writes to the error ledger."""

LONGEST_NOTE = 1_000
"""Characters of a reader's note."""


def command_of(modal: str) -> str:
    """The command that a modal does; its own name where it does none."""
    return COMMAND_OF.get(modal, modal)


def asking(name: str, now: Mapping[str, str], ref: str = "") -> Modal:
    """The window that asks for a command's arguments, with the values that hold now, of what it changes."""
    spec = BY_NAME[COMMAND_OF[name]]
    inputs = tuple(_input(argument, now.get(argument.name, "")) for argument in spec.arguments[:5])
    return Modal(name, spec.title, inputs, ref=ref)


def scheduled(order: Subscription | None, zone: str | None) -> dict[str, str]:
    """The values of "schedule set" as they hold now: the order's, or what a new one would have."""
    if order is None:
        return {
            "times": "08:00",
            "zone": zone or "UTC",
            "size": str(USUAL_STORIES),
            "language": ORIGINAL,
            "quiet": NO_QUIET,
        }
    times = typed(Timetable(order.slots, None if order.days == Days() else order.days))
    return {
        "times": times if times.startswith("cron") else times.replace(",", ", "),
        "zone": order.zone,
        "size": str(order.size),
        "language": order.language or ORIGINAL,
        "quiet": typed_quiet(order.quiet),
    }


def wrong(quote: Quote, ref: str) -> Modal:
    """The window that asks what is wrong with a quote."""
    faults = (
        Choice(Fault.SPEAKER.value, "Somebody else said it"),
        Choice(Fault.QUOTE.value, "The words are wrong"),
    )
    return Modal(
        WRONG,
        "What is wrong here?",
        (
            Input("fault", "What is wrong", InputKind.CHOICE, Fault.SPEAKER.value, choices=faults),
            Input("claimed", "Who said it, or what was said", required=False),
            Input("note", "Anything else", InputKind.TEXT, required=False, longest=LONGEST_NOTE),
        ),
        submit="Send",
        ref=ref,
        lead=f"“{quote.text}” – {quote.speaker or 'speaker not named'}, {quote.article.outlet}",
    )


def _input(argument: Argument, value: str) -> Input:
    return Input(
        argument.name,
        argument.label or argument.name.capitalize(),
        InputKind.CHOICE if argument.options else argument.kind,
        value or next(iter(argument.choices), ""),
        hint=argument.help[:1].upper() + argument.help[1:],
        required=argument.required or argument.wanted,
        choices=argument.options,
    )
