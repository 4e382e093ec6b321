"""What chat platforms say around a reply: that it takes a while, how to share it, who may."""

from __future__ import annotations

ON_RECORD = "On Record"
ABOUT_US = "Digests of the news, answers with their places, and who said what"
THIS_CHANNEL = "This channel"
BRIEF_THIS = "Brief this"
NEXT_PAGE = "Next page"
PAGE_BEFORE = "Page before"
FILL_AGAIN = "Fill it in again"
NOT_SAVED = "Nothing was changed yet"
IN_THREAD = "It is in the thread of this message."
MAY_NOT_SHARE = "You may not write in this channel; ask somebody who may to share it."
SERVER_MANAGERS = "people with the permission Manage Server"
NAMED_MANAGERS = "those whom the configuration names"
ONLY_THREADS = "Only threads are read, and this is none."
CANNOT_READ = (
    "the bot is shown only its own and those that mention it; who runs it can let it read more "
    "(discord.read_threads)"
)
LONG_THREAD = "it is longer than the bot reads"
OLD_COMMAND = "This command is of an older On Record; Discord will show the new ones soon."
WORKING = "Working on it …"
SHARE = "Share in channel"
SHARED_ALREADY = "That is in the channel already."
SHOWN_ALREADY = "That is in the thread already."
GONE_ON = "There is more; share it in the channel to see all of it."
CUT_HERE = "There is more than fits here."
FAULT = "Something went wrong on our side; the log knows more under this id."
NOT_SERVING = "On Record is starting or stopping; try again in a moment."
TOO_LATE = "That took too long to open; press the button again."
CHOOSE = "Choose a channel"
FOR_CHANNEL = "What this channel gets:"
DONE = "Done"
CLOSE = "Close"
CANCEL = "Cancel"
NO_LINK = "There is no link in this message to brief."
SPEAKER_UNNAMED = "speaker not named"
ASK_ME = "Ask a question, or paste a link to an article."
PROMPTS = (
    ("Today’s stories", "/news digest"),
    ("Who said what", "/news quotes"),
    ("What I can do", "/news help"),
)
"""What can be asked without knowing anything: a label, and the line that it types."""

PROGRESS_AFTER = 2.0
"""Seconds after which somebody who waits is told that the work goes on."""


def managers(*kinds: str) -> str:
    """Who may change what a channel gets, as a refusal names them."""
    *first, last = kinds
    return f"{', '.join(first)} or {last}" if first else last


def not_whole(read: int, there: int | None, because: str) -> str:
    """Why a thread was not read to its end."""
    of_all = f" of {there}" if there else ""
    return f"Only {read}{of_all} messages of this thread were read: {because}."
