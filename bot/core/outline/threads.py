"""What people said in a thread, and what comes of a reader's report, as neutral outlines."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.outline import phrases
from bot.core.outline.words import SOMEBODY
from bot.core.threads import people, told
from bot.model import Link, Outline, Report, Said, Section, Talk, Told


def of_talk(talk: Talk) -> Outline:
    """Who said what, each leading to its message; what could not be read is said."""
    said = told(talk)
    kept = tuple(message for message in talk.messages if not message.ours)
    lead = phrases.talk(len(kept), len(people(talk))) if said else phrases.NOBODY_SAID
    unread = "" if talk.whole else talk.why_not or phrases.NOT_ALL_READ
    return Outline(
        phrases.TALK,
        _sections(said),
        lead=lead,
        footer=" ".join(filter(None, [phrases.THEIRS if said else "", unread])),
    )


def messages_of(told: Told) -> tuple[Link, ...]:
    """Its messages by their authors, each leading there."""
    return tuple(Link(message.author or SOMEBODY, message.url) for message in told.messages)


def of_thanks(report: Report) -> Outline:
    """That a report is in the error ledger; nothing that the reader claims is repeated."""
    return Outline(phrases.THANKS, lead=phrases.reported(report.id))


def _sections(said: Sequence[Said]) -> tuple[Section, ...]:
    return (Section(tuple(said)),) if said else ()
