"""What people can ask of the bot: the commands, read from a line, completed, explained by help."""

from bot.core.commands.arguments import Argument
from bot.core.commands.parse import Blank, bind, blank, complete, likeliest, mistakes, modal_of, parse
from bot.core.commands.plain import PlainTalk, plain_talk
from bot.core.commands.specs import (
    BY_NAME,
    COMMANDS,
    IMPORT_FEEDS,
    PREFIX,
    CommandSpec,
    changes,
    help_outline,
    local_names,
    refusal,
)
from bot.core.commands.time_zones import zone, zones

__all__ = [
    "BY_NAME",
    "COMMANDS",
    "IMPORT_FEEDS",
    "PREFIX",
    "Argument",
    "Blank",
    "CommandSpec",
    "PlainTalk",
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
    "plain_talk",
    "refusal",
    "zone",
    "zones",
]
