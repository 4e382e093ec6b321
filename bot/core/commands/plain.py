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
    PlainTalk.HELP: r"/?help(?: me)?|what can you do|how do(?:es)? (?:this|you) work|commands",
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
    return next((talk for talk, pattern in _PATTERNS.items() if pattern.fullmatch(words)), None)
