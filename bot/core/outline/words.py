"""Every word that On Record itself says to people in a digest, a briefing, an answer or an error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.text import counted
from bot.core.translations import LANGUAGES
from bot.model import Difference, DriftKind, Edition, FeedState, FeedStatus, Filter, FilterKind, Kept, Telling

CONTINUED = " (continued)"
MORE = "More"
WHERE = "Show me where"
ELSEWHERE = "Same quote elsewhere"
NOWHERE_ELSE = "No other outlet of this story prints these words."
WRONG = "Wrong quote or speaker"
MUTE_STORY = "Mute this story"
UNMUTE_STORY = "Unmute"
PAUSE = "Pause"
RESUME = "Resume"
SET_TIMES = "Set times"
CHANGE_TIMES = "Change times"
ADD_FEED = "Add a feed"
ADD_FILTER = "Leave something out"
EXTRACTIVE = (
    "Extractive: every sentence and quote is word for word in its article; dates in [brackets] are ours."
)
DRAFTED = "every quote is word for word in its article."
LATE = "Posted late."
NO_STORIES = "No news since the last digest."
NOT_ANSWERED = "The corpus does not say."
NO_QUOTES = "No quotes found."
NO_FEEDS = "No feeds yet. Add one with: feeds add URL"
QUOTES = "In their words"
REPORTED = "As reported"
REWORDED = "Worded differently:"
FAILED = "That did not work"
LEFT_OUT = "Left out"
NOTHING_LEFT_OUT = "Nothing was left out."
SOURCES = "From"
DIFFER = "Outlets differ"
SOMEBODY = "Somebody"
ONLY_OTHERS = "not among what this channel alone wants to hear"
CROWDED = "others of its outlet or its subject lead"
NOTHING_TO_PRINT = "no sentence that can stand alone"
STATES = {
    FeedState.NEW: "not checked yet",
    FeedState.OK: "ok",
    FeedState.UNCHANGED: "unchanged",
    FeedState.EMPTY: "empty",
    FeedState.BLOCKED: "blocked",
    FeedState.GONE: "gone",
    FeedState.BROKEN: "broken",
}
WELL = {FeedState.OK, FeedState.UNCHANGED, FeedState.EMPTY}
FEED_COLUMNS = ("Outlet", "Feed", "State", "Last check", "Note")


FILTER_COLUMNS = ("Number", "What", "Kind", "Looks for")
TOPIC_COLUMNS = ("Topic", "Leads here", "Looks for")
NO_FILTERS = "Nothing is filtered here. Leave words out with: mute WORDS"
NO_TOPICS = "No topics yet. Make one with: topics add NAME words:…"
FOLLOW = "Let one lead here with: follow TOPIC"
FOLLOWED = "yes"
LEAVES_OUT = "leave out"
ONLY = "only"
WHY = "Why"
TELLS = "The next digest tells"
DRY_RUN = "Dry run"


def headline(telling: Telling, headline: str) -> str:
    """A story's headline, after what the channel should know of a story that it was told before."""
    return headline if telling is Telling.NEW else f"{telling.value.capitalize()}: {headline}"


def since_told(telling: Telling) -> tuple[str, ...]:
    """Why a story is told that the channel was told before; nothing of a new one."""
    return () if telling is Telling.NEW else (f"{telling.value} since it was told here",)


def reported_by(outlets: int, texts: int) -> str:
    """How many report a story; how many texts where that says more."""
    told = f"Reported by {counted(outlets, 'outlet')}"
    return f"{told}, {counted(texts, 'text')}" if texts < outlets else told


def drift(kind: DriftKind, outlets: int) -> str:
    """How the outlets print one utterance."""
    if kind is DriftKind.REWORDED:
        return REWORDED
    manner = "alike" if kind is DriftKind.ALIKE else "at different lengths"
    return f"Quoted {manner} by {counted(outlets, 'outlet')}."


def differ(difference: Difference) -> str:
    """What outlets give differently, in one line, side by side."""
    sides = (f"{cite.article.outlet}: {cite.article.words(cite.span)}" for cite in difference.sides)
    return f"{DIFFER} – {'; '.join(sides)}"


def told_on(day: date, today: date) -> str:
    """Why a story is left out that the channel was told on a day."""
    near = {0: "today", 1: "yesterday"}.get((today - day).days)
    return f"told {near or f'on {day.day} {day:%B}'}"


def below_the_cut(outlets: int) -> str:
    """Why a story is left out that others outranked."""
    return "below the cut: one outlet" if outlets == 1 else f"below the cut: {counted(outlets, 'outlet')}"


def filtered(one: Filter) -> str:
    """Why a story is left out that a filter is against."""
    if one.only:
        return ONLY_OTHERS
    if one.kind is FilterKind.STORY:
        return "muted: this story"
    return f"muted: {one.value}" if one.kind is FilterKind.WORDS else f"muted: {one.kind} {one.value}"


def and_more(count: int) -> str:
    """How many are not shown; nothing where all are."""
    return f"and {count:,} more" if count > 0 else ""


def stands(headline: str, *reasons: str) -> str:
    """Why a story stands where it does, the reason that decides first."""
    return f"{headline} ({'; '.join(reasons)})"


def no_story(about: str) -> str:
    """What is said where there is nothing to explain."""
    return f"No story of the last two days holds “{about}”." if about else NO_STORIES


def would_be(told: str, leaves_out: bool) -> str:
    """What the next digest would be, in a line that the list of what is left out may follow."""
    would = f"Today’s digest would be: {told or 'nothing'}."
    return f"{would} {LEFT_OUT}:" if leaves_out else f"{would} {NOTHING_LEFT_OUT}"


def digest_title(edition: Edition) -> str:
    """The title of an edition, by its local day and slot."""
    return f"News for {edition.day:%A}, {edition.day.day} {edition.day:%B %Y}, {edition.slot:%H:%M}"


def digest_lead(stories: int, outlets: int) -> str:
    """How much a digest tells."""
    return f"{counted(stories, 'story', 'stories')} from {counted(outlets, 'outlet')}."


def speaker(name: str, role: str | None) -> str:
    """The heading of a page of the quote book."""
    return f"{name}, {role}" if role else name


def also(names: Sequence[str]) -> str:
    """The other forms of a speaker's name."""
    return f"Also as {', '.join(names)}."


def day(at: datetime) -> str:
    """A day as it is printed: "22 November 2026"."""
    return f"{at.day} {at:%B %Y}"


def moment(at: datetime) -> str:
    """A moment as it is printed: "22 November 2026, 08:00 UTC"."""
    return f"{at.day} {at:%B %Y, %H:%M} {at.tzname() or ''}".rstrip()


def captured(at: datetime) -> str:
    """When a page was read."""
    return f"Captured {moment(at)}."


def ago(then: datetime | None, now: datetime) -> str:
    """How long ago, to the minute, hour or day; "never" without a moment."""
    if then is None:
        return "never"
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{counted(minutes, 'minute')} ago"
    if minutes < 48 * 60:
        return f"{counted(minutes // 60, 'hour')} ago"
    return f"{counted(minutes // (24 * 60), 'day')} ago"


def where(speaker: str | None) -> str:
    """The label of the button that leads to a quote's sentence."""
    return f"{WHERE}: {speaker.split()[-1]}" if speaker else WHERE


def elsewhere(speaker: str | None) -> str:
    """The title over what outlets make of one utterance."""
    return f"In the words of {speaker}" if speaker else "The same words elsewhere"


def error_id(reference: str) -> str:
    """The line by which a report of an error is found in the logs."""
    return f"Error {reference}" if reference else ""


def translated_from(languages: Sequence[str]) -> str:
    """The label of what a machine translated."""
    names = " and ".join(LANGUAGES[code].name for code in dict.fromkeys(languages))
    return f"Translated by machine from {names}; quotes are in the original."


def written_by(writer: str) -> str:
    """How a text was written, and how it was checked."""
    return EXTRACTIVE if writer == "extractive" else f"Written by {writer}; {DRAFTED}"


def gathered(feeds: Sequence[FeedStatus], kept: Kept) -> str:
    """What a round of gathering brought."""
    well = sum(status.health.state in WELL for status in feeds)
    parts = [f"{counted(well, 'feed')} read", f"{counted(kept.new, 'new article')}"]
    if kept.changed:
        parts.append(counted(kept.changed, "changed article"))
    if well < len(feeds):
        parts.append(f"{counted(len(feeds) - well, 'feed')} in trouble")
    return ", ".join(parts) if feeds else "no feed was due"
