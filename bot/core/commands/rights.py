"""Who may do what: reading is for all, changes are for those whom the platform names."""

from __future__ import annotations

from bot.core.commands.specs import COMMANDS
from bot.model import Actor

CHANGING = frozenset(
    {
        *(spec.name for spec in COMMANDS if spec.changes),
        *("mute", "unmute", "pause", "resume"),  # buttons
    }
)
"""The commands and buttons that change what a channel or its workspace gets."""


def changes(name: str) -> bool:
    """Whether this command or button changes anything, and so is no mere reading."""
    return name in CHANGING


def refusal(name: str, actor: Actor) -> str:
    """One sentence that says who can do this, to somebody who may not; empty when they may.

    The name is that of a command or a button; a modal does the same as its command.
    """
    if actor.manages or not changes(name):
        return ""
    return f"This is for {actor.managers} to change; everything that only reads is for you too."
