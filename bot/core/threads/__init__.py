"""Threads: what somebody wants who mentions the bot in one, and what people said in it."""

from bot.core.threads.talk import (
    AskHelp,
    AskWords,
    BriefLink,
    CatchUp,
    Wanted,
    excerpts,
    link_in,
    opening_link,
    people,
    wanted,
)

__all__ = [
    "AskHelp",
    "AskWords",
    "BriefLink",
    "CatchUp",
    "Wanted",
    "excerpts",
    "link_in",
    "opening_link",
    "people",
    "wanted",
]
