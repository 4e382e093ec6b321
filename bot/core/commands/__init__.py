"""What people can ask of the bot: the commands, read from a line, completed, told as help."""

from bot.core.commands.checks import mistakes, zones
from bot.core.commands.complete import Blank, blank, complete
from bot.core.commands.local import local_names
from bot.core.commands.parse import bind, modal_of, parse
from bot.core.commands.rights import changes, refusal
from bot.core.commands.specs import BY_NAME, COMMANDS, PREFIX, Argument, CommandSpec
from bot.core.commands.suggest import likeliest
from bot.model import Outline, Section, Table

__all__ = [
    "BY_NAME",
    "COMMANDS",
    "PREFIX",
    "Argument",
    "Blank",
    "CommandSpec",
    "bind",
    "blank",
    "changes",
    "complete",
    "help_outline",
    "likeliest",
    "local_names",
    "mistakes",
    "modal_of",
    "parse",
    "refusal",
    "zones",
]


def help_outline() -> Outline:
    """What `/news help` answers: every command with what it does."""
    rows = tuple((spec.usage, spec.help) for spec in COMMANDS)
    return Outline(
        title="What I can do",
        sections=(Section((Table(("Type", "To get"), rows),)),),
        lead="Ask a question in plain words, or type one of these.",
    )
