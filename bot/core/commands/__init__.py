"""What people can ask of the bot: the commands, read from a line, completed, told as help."""

from bot.core.commands.complete import asks_for, complete
from bot.core.commands.parse import bind, parse
from bot.core.commands.specs import COMMANDS, PREFIX, Argument, CommandSpec
from bot.model import Outline, Section, Table

__all__ = [
    "COMMANDS",
    "PREFIX",
    "Argument",
    "CommandSpec",
    "asks_for",
    "bind",
    "complete",
    "help_outline",
    "parse",
]


def help_outline() -> Outline:
    """What `/help` answers: every command with what it does."""
    rows = tuple((spec.usage, spec.help) for spec in COMMANDS)
    return Outline(
        title="What I can do",
        sections=(Section((Table(("Type", "To get"), rows),)),),
        lead="Ask a question in plain words, or type one of these.",
    )
