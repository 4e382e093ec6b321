"""What people say to a bot in plain words that is no question: hello, thanks, help, the news."""

from __future__ import annotations

import re
from enum import StrEnum


class PlainTalk(StrEnum):
    """What somebody wants who types no command."""

    HELP = "help"
    DIGEST = "digest"
    HELLO = "hello"
    THANKS = "thanks"


_FORMS = {
    PlainTalk.HELP: (
        r"/?help(?: me)?(?: out)?|(?:i )?need (?:some )?help|usage|(?:who|what) are you|what is this(?: bot)?"
        r"|what (?:can|do|does) (?:you|this bot|on record|this) do"
        r"|what can i (?:do|ask|type)(?: you)?(?: here)?"
        r"|how (?:do|does|can) (?:i use )?(?:this|it|you|this bot|the bot|on record)(?: work)?"
        r"|(?:show |list |what are )?(?:me )?(?:all )?(?:the |your )?commands(?: are there)?"
        r"|what commands (?:are there|do you have)"
    ),
    PlainTalk.DIGEST: (
        r"(?:the |today'?s |my )?(?:digest|briefing|headlines|news)|what happened today"
        r"|what(?:'?s| is) (?:the news|new|in the news|going on|happening)(?: today)?"
        r"|(?:any|(?:give|show|send)(?: me)? the) (?:news|digest|headlines)(?: today)?"
    ),
    PlainTalk.HELLO: r"(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening))(?: there| all)?",
    PlainTalk.THANKS: r"(?:many |ok |great )?(?:thanks|thank you|thx|cheers)(?: a lot| so much| very much)?",
}
_PATTERNS = {talk: re.compile(form) for talk, form in _FORMS.items()}


def plain_talk(text: str) -> PlainTalk | None:
    """What plain words ask for; None where they are a question on the news."""
    words = " ".join(text.lower().replace("’", "'").split()).strip(" .,!?")
    words = re.sub(r"^(?:please |can you |could you )+|,? please$", "", words)
    if not words:
        return PlainTalk.HELP if "?" in text else None
    return next((talk for talk, pattern in _PATTERNS.items() if pattern.fullmatch(words)), None)
