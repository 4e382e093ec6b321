"""What people said in a thread, and what comes of a reader's report, as neutral outlines."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.outline import drafting, texts
from bot.core.outline.texts import SOMEBODY
from bot.core.threads import excerpts, people
from bot.model import Link, Outline, Report, Said, Section, Talk, ThreadBullet, ThreadSummary

_NO_SUMMARY = ThreadSummary()


def of_talk(talk: Talk, summary: ThreadSummary = _NO_SUMMARY) -> Outline:
    """Who said what, in a model's words where some passed, each leading to its messages.

    What could not be read is said.
    """
    said = summary.bullets or excerpts(talk)
    kept = tuple(message for message in talk.messages if not message.ours)
    lead = texts.talk(len(kept), len(people(talk))) if said else texts.NOBODY_SAID
    unread = "" if talk.whole else talk.why_not or texts.NOT_ALL_READ
    return Outline(
        texts.TALK,
        _sections(said),
        lead=lead,
        footer=" ".join(filter(None, [*_written(summary, len(kept)), unread] if said else [unread])),
    )


def _written(summary: ThreadSummary, messages: int) -> list[str]:
    """Whose words the lines are, how the drafts fared, and whether all messages were looked at."""
    fared = drafting.fared([summary.tally] if summary.tally else [])
    if not summary.bullets:
        return [texts.THEIRS, fared]
    return [texts.thread_written_by(summary.writer), fared, texts.given(summary.given, messages)]


def messages_of(bullet: ThreadBullet) -> tuple[Link, ...]:
    """Its messages by their authors, each leading there."""
    return tuple(Link(message.author or SOMEBODY, message.url) for message in bullet.messages)


def of_thanks(report: Report) -> Outline:
    """That a report is in the error ledger; nothing that the reader claims is repeated."""
    return Outline(texts.THANKS, lead=texts.reported(report.id))


def _sections(said: Sequence[Said | ThreadBullet]) -> tuple[Section, ...]:
    return (Section(tuple(said)),) if said else ()
