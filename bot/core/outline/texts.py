"""Every word that On Record itself says to people in a digest, a briefing, an answer or an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.core.reading.text import counted
from bot.core.translations import LANGUAGES
from bot.model import (
    LOCAL_WORKSPACE,
    Actor,
    AlertSettings,
    Change,
    Channel,
    ChannelPreferences,
    Correction,
    Days,
    Difference,
    Digest,
    DriftKind,
    FallbackReason,
    FeedState,
    FeedStatus,
    Filter,
    FilterKind,
    FolderOutcome,
    ImportedFolder,
    ImportOutcome,
    ImportReport,
    Kept,
    Kind,
    Late,
    Quiet,
    Replica,
    Status,
    StoryStatus,
    Subscription,
    TakenFeed,
    Watch,
    Work,
)
from bot.model.writing import NANOS

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
ADD_ORDER = "Add another"
ADD_FEED = "Add a feed"
IMPORT_FEEDS = "take the feeds of a list from another feed reader"
LIST_OF_FEEDS = "an OPML file of at most 1 MB; its folders become topics"
ADD_FILTER = "Leave something out"
MOST_NAMES = 12  # of topics, in one sentence
MOST_REASONS = 3  # for which pages of one feed could not be read, that are named
EXTRACTIVE = "Every sentence and quote is copied word for word; only the dates in [brackets] are added."
DRAFTED = "every quote is copied word for word from its article."
NO_STORIES = "No news since the last digest."
NOT_ANSWERED = "None of the articles I have read answers that."
NEAREST = "Nearest"
OTHER_ARTICLES = "from other articles than this thread’s"
HELLO = "Hello. Ask me about the news, or type help to see what I can do."
WELCOME = "You’re welcome."
NOTHING_TO_TELL = "no stories to tell; `onrecord gather` fetches, `onrecord feeds list` shows how feeds are"
NOTHING_READ = "I have read no articles yet; fetch some with: onrecord gather"
NO_WORDS = "Please include a name, place or event."
NO_QUOTES = "No quotes found."
NO_FEEDS = "No feeds yet. Add one with: /news feeds add URL"
NO_FEEDS_IN_SHELL = "No feeds yet. Add one: onrecord feeds add URL"
QUOTES = "In their words"
REPORTED = "As reported"
IN_BRIEF = "In brief"
REWORDED = "Worded differently:"
FAILED = "That did not work"
LEFT_OUT = "Left out"
NOTHING_LEFT_OUT = "Nothing was left out."
SOURCES = "From"
DIFFER = "Outlets differ"
LONGEST_REWORDED = 700  # characters of new words that are shown; no quote is cut
SOMEBODY = "Somebody"
OTHER_TOPICS = "not about the topics of this order"
ONLY_OTHERS = "outside what this channel’s filters let in"
_MUTED = "muted: "
SEE_FILTERS = "See its filters with: /news filters"
SEE_ORDER = "See what its order is about with: /news schedule"
IN_THE_FUTURE = "dated in the future"
LITTLE_REPORTED = "little reported: its headline was looked at, other articles were read"
CROWDED = "others of its outlet or its subject lead"
NO_NEWS = {
    Kind.ROUNDUP: "a roundup, not a story of its own",
    Kind.OPINION: "an opinion, and no story that it is about",
    Kind.LIST: "a list, not news",
    Kind.DEAL: "a deal, not news",
    Kind.GALLERY: "a gallery, not news",
    Kind.FEATURE: "a feature, not news",
}
NOTHING_TO_PRINT = "no sentence that can stand alone"
STATES = {
    FeedState.NEW: "not checked yet",
    FeedState.OK: "ok",
    FeedState.UNCHANGED: "ok, nothing new",
    FeedState.EMPTY: "empty",
    FeedState.BLOCKED: "blocked",
    FeedState.GONE: "gone",
    FeedState.BROKEN: "broken",
}
WELL = {FeedState.OK, FeedState.UNCHANGED, FeedState.EMPTY}
FEED_COLUMNS = ("Outlet", "Feed", "State", "Last check", "Note")
ALL_FEED_COLUMNS = (
    *("Outlet", "Feed", "State", "Last success"),
    *("Articles", "Entries", "Next look", "Note"),
)
IMPORT_COLUMNS = ("Outlet", "Feed", "What became of it")


FILTER_COLUMNS = ("Number", "What", "Kind", "Looks for")
TOPIC_COLUMNS = ("Topic", "Leads here", "Looks for")
NO_FILTERS = "Nothing is filtered here. Leave words out with: /news mute WORDS"
NO_TOPICS = "No topics yet. Make one with: /news topics add name:… words:…"
FOLLOW = "Let one lead here with: /news follow TOPIC"
FOLLOWED = "yes"
LEAVES_OUT = "leave out"
ONLY = "only"
WHY = "Why"
NEXT_DIGEST = "In the next digest"
DRY_RUN = "Dry run"


def headline(status: StoryStatus, headline: str, section: str = "") -> str:
    """A story's headline, after its section and how it stands to what was posted before."""
    standing = headline if status is StoryStatus.NEW else f"{status.value.capitalize()}: {headline}"
    return f"{section} · {standing}" if section else standing


def going_on(status: StoryStatus) -> tuple[str, ...]:
    """Why a story is posted again; nothing of a new one."""
    return () if status is StoryStatus.NEW else (f"{status.value} since it was posted here",)


def reported_by(outlets: int, texts: int) -> str:
    """How many outlets report a story, and that some run the same text."""
    if texts >= outlets:
        return f"Reported by {counted(outlets, 'outlet')}"
    said = counted(outlets, "outlet")
    if texts == 1:
        return f"{said}, {'both' if outlets == 2 else 'all'} running the same text"
    if outlets - texts == 1:
        return f"{said}, two running the same text"
    return f"{said}, running {texts:,} different texts"


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


def posted_on(day: date, today: date) -> str:
    """Why a story is left out that was posted on a day."""
    near = {0: "today", 1: "yesterday"}.get((today - day).days)
    return f"posted {near or f'on {day.day} {day:%B}'}"


def too_old(window: timedelta) -> str:
    """Why an article is left out that was published before the days that an edition looks back on."""
    return f"published more than {_days(window)} ago"


def _days(window: timedelta) -> str:
    return {2: "two days", 7: "a week"}.get(window.days, f"{window.days} days")


def late(digest: Digest) -> str:
    """That an edition is late, and that it covers others that were missed; nothing of one on time."""
    if not digest.missed:
        return "Posted late." if digest.late else ""
    covers = f"overs {counted(digest.missed, 'edition')} missed before it too."
    return f"Posted late; it c{covers}" if digest.late else f"C{covers}"


def repeats(headline: str) -> str:
    """Why a story is left out whose event another one reports."""
    return f"of one event with: {headline}" if headline else "of one event with a story above"


def below_the_cut(outlets: int) -> str:
    """Why a story is left out that others outranked."""
    return "below the cut: one outlet" if outlets == 1 else f"below the cut: {counted(outlets, 'outlet')}"


def filtered(one: Filter) -> str:
    """Why a story is left out that a filter is against."""
    if one.only:
        return ONLY_OTHERS
    if one.kind is FilterKind.STORY:
        return f"{_MUTED}this story"
    return f"{_MUTED}{one.value}" if one.kind is FilterKind.WORDS else f"{_MUTED}{one.kind} {one.value}"


def everything_filtered(reasons: Mapping[str, int]) -> str:
    """That there is news, and that filters leave out all of it: how many stories, and for which reasons."""
    most = sorted(reasons.items(), key=lambda pair: -pair[1])
    said = [f"{number:,} {reason}" for reason, number in most[:MOST_REASONS]]
    if more := and_more(len(most) - MOST_REASONS):
        said.append(f"{more} reasons")
    count = counted(sum(reasons.values()), "story", "stories")
    see = [SEE_FILTERS] if reasons.keys() - {OTHER_TOPICS} else []
    see += [SEE_ORDER] if OTHER_TOPICS in reasons else []
    return f"Nothing passes what this channel filters: {count} left out ({'; '.join(said)}). {' '.join(see)}"


def is_filtered(reason: str) -> bool:
    """Whether a reason for which a story is left out is a filter, a mute or a bound of the channel's own."""
    return reason in (ONLY_OTHERS, OTHER_TOPICS) or reason.startswith(_MUTED)


def and_more(count: int) -> str:
    """How many are not shown; nothing where all are."""
    return f"and {count:,} more" if count > 0 else ""


def stands(headline: str, *reasons: str) -> str:
    """Why a story stands where it does, the reason that decides first."""
    return f"{headline} ({'; '.join(reasons)})"


def no_story(about: str) -> str:
    """What is said where there is nothing to explain."""
    return f"No story of the last two days holds “{about}”." if about else NO_STORIES


def would_be(stories: str, leaves_out: bool) -> str:
    """What the next digest would be, in a line that the list of what is left out may follow."""
    would = f"Today’s digest would be: {stories or 'nothing'}."
    return f"{would} {LEFT_OUT}:" if leaves_out else f"{would} {NOTHING_LEFT_OUT}"


def digest_title(digest: Digest) -> str:
    """The title of an edition: its local day and slot, or those at which an order's first is posted."""
    day = digest.opened or digest.edition.day
    at = digest.opened or digest.edition.slot
    return f"News for {day:%A}, {day.day} {day:%B %Y}, {at:%H:%M}"


def digest_lead(stories: int, outlets: int) -> str:
    """How much a digest holds."""
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


ILL_COLUMNS = ("Outlet", "State", "Last success", "Note")
EDITION_COLUMNS = ("Channel", "Next digest")
UNSENT_COLUMNS = ("Channel", "Edition", "State", "Tries", "Note")
NEXT_EDITIONS = "Next editions"
NOT_POSTED = "Not posted"
ALERTS, STOPPED = "alerts", "stopped"
ALL_POSTED = "Every digest that was due is posted."
STORE = "Kept"


def status(at: datetime) -> str:
    """Heads what is told of how On Record fares."""
    return f"On Record at {moment(at)}"


def whose_channel(channel: Channel) -> str:
    """A channel for whoever runs On Record: of which platform, and of which workspace but the local one."""
    whose = "" if channel.workspace == LOCAL_WORKSPACE else f" of {channel.workspace}"
    return f"{channel.platform} #{channel.name or channel.room}{whose}"


def database(size: int) -> str:
    """How large the database is, of so many bytes."""
    return f"The database has {size / 1_000_000:,.1f} MB." if size else "The database is in memory."


ONE_REPLICA = "Running"
REPLICA_COLUMNS = ("host", "version", "for", "heard of", "feeds checked", "Discord shards", "id")


def replica_row(replica: Replica) -> tuple[str, ...]:
    """One of those that work on the database."""
    return (
        replica.host,
        replica.version,
        _lasting(replica.age) or "under a minute",
        f"{replica.silent.total_seconds():.0f} s ago",
        f"{replica.feeds:,}",
        f"{replica.shards:,}",
        replica.id,
    )


_ONE = {"deliveries": "delivery"}


def held(counts: Mapping[str, int]) -> str:
    """How much is kept of each kind."""
    return ", ".join(counted(number, _ONE.get(kind, kind[:-1]), kind) for kind, number in counts.items())


def backlog(rest: Mapping[Work, int]) -> str:
    """What is still to be done for articles that are kept."""
    unindexed, unread = rest.get(Work.INDEX, 0), rest.get(Work.QUOTES, 0)
    if not unindexed and not unread:
        return "Nothing waits to be worked on."
    return f"{unindexed:,} articles wait to be found by a search, {unread:,} for their quotes."


def bill(status: Status) -> str:
    """What the language model cost today, all workspaces together."""
    if status.day_ceiling is None:
        return "No language model is used."
    nanos, calls = sum(one.nanos for one in status.spends), sum(one.calls for one in status.spends)
    spent, most = f"{nanos / NANOS:.4f}", f"{status.day_ceiling:g} {status.currency}"
    return f"The language model cost {spent} of {most} today, in {counted(calls, 'call')}."


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
    time = _lasting(now - then)
    return f"{time} ago" if time else "just now"


def until(then: datetime | None, now: datetime) -> str:
    """In how long, to the minute, hour or day; "due now" where that is over, as it is without a moment."""
    if then is None or then <= now:
        return DUE_NOW
    return f"in {_lasting(then - now) or 'under a minute'}"


def _lasting(time: timedelta) -> str:
    """A time to the minute, hour or day; nothing of less than a minute."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return ""
    if minutes < 60:
        return counted(minutes, "minute")
    if minutes < 48 * 60:
        return counted(minutes // 60, "hour")
    return counted(minutes // (24 * 60), "day")


def indexing(articles: int) -> str:
    """That what an older version kept is made findable, from the newest on."""
    count = counted(articles, "article")
    return f"{count} of an older version to be indexed; searches miss the oldest until then"


def indexed(articles: int) -> str:
    """That searches find all again."""
    return f"done, {counted(articles, 'article')}"


def read_on(articles: int) -> str:
    """That quotes of an import were found that was broken off."""
    return f"quotes found in {counted(articles, 'article')} of an import"


def this_week(articles: int) -> str:
    """How many articles a feed brought in a week; said in full, as not every platform has columns."""
    return f"{articles:,} this week"


def with_text(share: float | None) -> str:
    """The part of a feed's entries that came with a text; nothing where it has none yet."""
    return "" if share is None else f"{share:.0%} with text"


def corrected(one: Correction, short: bool = False) -> str:
    """What a later version of its article makes of a quote, and on which day (UTC) that was read."""
    on = f"Corrected {day(one.article.captured)}:"
    now = one.now
    if one.change is Change.GONE or now is None:
        return f"{on} this quote is no longer in the article."
    if one.change is Change.SPEAKER:
        return f"{on} this quote is now attributed to {now.speaker}."
    if one.change is Change.RESTORED:
        return f"{on} the article has this quote again."
    if short or len(now.text) > LONGEST_REWORDED:
        return f"{on} this quote now has other words in the article."
    return f"{on} the article now reads “{now.text}”{'' if now.text[-1] in '.!?…' else '.'}"


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


WHY_NO_MODEL = {
    FallbackReason.NO_MODEL: "none is configured",
    FallbackReason.BUDGET: "its budget for today is spent",
    FallbackReason.KEY: "its server does not take the key",
    FallbackReason.NO_SUCH_MODEL: "its server has no such model",
    FallbackReason.NOT_TAKEN: "its server does not take the request",
    FallbackReason.NOT_PAID: "the account at its server is empty",
    FallbackReason.UNREACHABLE: "its server cannot be reached",
    FallbackReason.LATE: "it was too slow",
    FallbackReason.RATE_LIMITED: "its server asks for fewer requests",
    FallbackReason.BROKEN: "its server failed",
    FallbackReason.REFUSED: "it refused to write about this",
    FallbackReason.CUT_SHORT: "its answer was cut at its length",
    FallbackReason.NOT_JSON: "its answer was no JSON",
    FallbackReason.OTHER_SCHEMA: "its answer was JSON of another schema",
    FallbackReason.UNUSABLE: "nothing it wrote passed the checks",
    FallbackReason.LANGUAGE: "no draft is checked in the language of the articles",
    FallbackReason.UNAVAILABLE: "it failed",
}
"""Why a text was not written by the model, as a footer says it; the log and `/news why` say it whole."""


CLOSEST = "Closest in"
CHECKED = "Held against its sources"
BORNE_OUT, NOT_BORNE_OUT, LEFT_UNCHECKED = "✓", "✗", "–"


CHECKED_LANGUAGES = "English and German"

UNCHECKED = {
    "no sentence": "no whole sentence",
    "said of the text": "said of how it was written",
}
"""Why a line of a text is not checked, for people; others say it as they are."""


def checked(sentences: int, faulty: int, left: Mapping[str, int]) -> str:
    """How many sentences of a text were held against sources, how they fared, and how many were left why."""
    if not sentences and not left:
        return "There is no sentence to check."
    parts = [f"{counted(sentences, 'sentence')}, {faulty:,} with faults."] if sentences else []
    for why, number in left.items():
        parts.append(f"{counted(number, 'line')} not checked: {UNCHECKED.get(why, why)}.")
    if any(why not in UNCHECKED for why in left):
        parts.append(f"{CHECKED_LANGUAGES} are checked, one language a text.")
    return " ".join(parts)


def fault(kind: str, words: str, why: str) -> str:
    """What is wrong with a sentence: its kind, the words that are wrong, and why."""
    return f"{kind}, {words.strip('“”')}: {why}" if words else f"{kind}: {why}"


def model_trouble(at: datetime, reason: str) -> str:
    """What went wrong with the model last, where nothing went well since."""
    return f"Its last failure, at {at:%H:%M} UTC: {reason}."


def gathered(feeds: Sequence[FeedStatus], kept: Kept) -> str:
    """What a round of gathering brought."""
    well = sum(status.health.state in WELL for status in feeds)
    parts = [f"{counted(well, 'feed')} read", f"{counted(kept.new, 'new article')}"]
    if kept.changed:
        parts.append(counted(kept.changed, "changed article"))
    if well < len(feeds):
        parts.append(f"{counted(len(feeds) - well, 'feed')} in trouble")
    return ", ".join(parts) if feeds else "no feed was due"


def kept(one: Kept) -> str:
    """What an import brought."""
    copies, quotes = counted(one.twins, "copy", "copies"), counted(one.quotes, "quote")
    return f"imported: {one.new:,} new, {one.changed:,} changed, {copies}, {quotes}"


ORDER = "Digests of this channel"
NO_ORDER = "No digests come here by themselves"
MAKE_ORDER = "Set times with: /news schedule set times:08:00"
REMOVED = "No digests come here by themselves any more"
PREFERENCES = "What this channel follows and filters"
EVERYTHING = "Everything: it follows no topic and filters nothing."
TALK = "What was said here"
THEIRS = "Each line is copied word for word from its message; nothing of it is kept."
NOBODY_SAID = "There is nothing here yet to sum up."
NOT_ALL_READ = "Not all of this thread could be read."
THANKS = "Thank you, this will be looked at"
CHOOSE = "Choose what is wrong."
STORY_MUTED = "This story is muted in this channel"
A_MUTED_STORY = "a muted story"
STORY_GONE = "This story is no longer kept."
ARTICLE_GONE = "This article is no longer kept."
OLD_BUTTON = "This button is from an older version of On Record and no longer works."
FORGOTTEN = "This answer is no longer kept; ask again."
OFFER_FORGOTTEN = "This offer is no longer kept; add the site again."
CONFIGURED = "The digests of this channel are set in the configuration file; change them there."
NEVER = "There is no day on which digests would come; change the days or the quiet time."
NOTHING_LATE = "Nothing is posted late."
BROKEN = "Something went wrong on our side; quote this id when you report it."


NOBODY_TRANSLATES = (
    "As no model is set up, they stay in the articles’ own language until one is (docs/model.md)."
)
PAUSED_NOW = "Digests are paused from now on."
ORDER_ENDED = "That order is ended; the others stay."


def home(channel: str) -> str:
    """The title of a channel's overview."""
    return f"On Record in {channel}" if channel else "On Record"


def order(one: Subscription, look_back: timedelta, outlets: Mapping[str, str]) -> str:
    """A standing order in a sentence, and in others what it asks for beside that.

    Its feeds are called by the `outlets` of their addresses.
    """
    times = [f"{slot:%H:%M}" for slot in sorted(one.slots)]
    stories = counted(one.size, "story", "stories")
    said = [f"{_on(one.days)} at {listed(times)} ({one.zone}), at most {stories} each."]
    if look_back.days == 7:
        said.append("Each looks back a week.")
    if one.quiet != Quiet():
        said.append(f"Quiet {_quiet(one.quiet)}.")
    if one.feeds:
        said.append(f"From {listed(list(dict.fromkeys(outlets.get(url, url) for url in one.feeds)))} alone.")
    if one.topics:
        said.append(f"About {listed(one.topics)} alone.")
    if one.late is Late.NONE:
        said.append(NOTHING_LATE)
    if one.language:
        said.append(into(one.language))
    return " ".join(said)


def listed(parts: Sequence[str]) -> str:
    """Some things in a row: "a, b and c"."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def _on(days: Days) -> str:
    """The days of an order: "Every day", "On weekdays", "On the 1st of each month"."""
    months = listed([MONTHS[month - 1] for month in days.months])
    on = []
    if days.month_days:
        numbers = listed([f"{day}{_ORDINALS.get(day, 'th')}" for day in days.month_days])
        on.append(f"on the {numbers} of {months or 'each month'}")
    if days.weekdays:
        on.append(f"on {_weekdays(days.weekdays)}" + (f" in {months}" if months else ""))
    said = " and ".join(on) or (f"every day in {months}" if months else "every day")
    return said[0].upper() + said[1:]


def _weekdays(numbers: Sequence[int]) -> str:
    known = {(0, 1, 2, 3, 4): "weekdays", (5, 6): "weekends"}
    return known.get(tuple(numbers)) or listed([WEEKDAYS[number] for number in numbers])


def _quiet(one: Quiet) -> str:
    """Quiet time: "22:00–07:00, on Sundays and on 25 December 2026"."""
    hours = [] if one.begin is None or one.end is None else [f"{one.begin:%H:%M}–{one.end:%H:%M}"]
    days = [f"on {_weekdays(one.weekdays)}"] if one.weekdays else []
    dates = [f"{date.day} {date:%B %Y}" for date in one.dates[:MOST_DATES]]
    if more := and_more(len(one.dates) - MOST_DATES):
        dates = [f"{', '.join(dates)} {more}"]
    return ", ".join([*hours, listed([*days, *([f"on {listed(dates)}"] if dates else [])])]).strip(", ")


MOST_DATES = 5
"""Quiet dates of an order that are shown."""


def numbered(number: int, label: str) -> str:
    """The heading of one of several orders."""
    return f"{number} · {label}" if label else f"{number}"


def which(orders: int, command: str) -> str:
    """That it is to be said which of several orders is meant."""
    return f"{orders} orders post here; say which by its number, for example: /news {command} 1"


def no_such_order(ref: str, orders: int) -> str:
    """That there is no order of this number or name."""
    those = f"{counted(orders, 'order')} with number and name"
    return f"There is no order “{ref}” here; /news schedule shows {those}."


def label_taken(label: str) -> str:
    """That an order of the channel is called so."""
    return f"An order of this channel is called “{label}” already; choose another name."


def no_such_feed(typed: str, near: str = "") -> str:
    """That an order can be of feeds alone that are taken, and which may be meant."""
    remedy = f"did you mean {near}?" if near else "/news feeds lists those that are."
    return f"No feed “{typed}” is taken here; {remedy}"


def no_such_topic(typed: str, near: str) -> str:
    """That there is no topic of this name."""
    remedy = f"did you mean {near}?" if near else "/news topics lists those there are."
    return f"There is no topic “{typed}”; {remedy}"


def into(language: str) -> str:
    """That a model translates."""
    return f"A model translates them into {LANGUAGES[language].name}; quotes stay as they are."


def coming(at: datetime) -> str:
    """When the next digest comes, as clocks there show it."""
    return f"The next one: {at:%A}, {moment(at)}."


def digests_now(one: Subscription, at: datetime, now: datetime, further: bool = False) -> str:
    """When digests come from now on, after a change; `at` is the next one, as clocks there show it."""
    on = "" if one.days == Days() else f" {_on(one.days)[0].lower()}{_on(one.days)[1:]}"
    times = listed([f"{slot:%H:%M}" for slot in sorted(one.slots)])
    name = f" ({one.label})" if one.label else ""
    come = f"{'Further digests' if further else 'Digests'} now come{on} at {times}, {one.zone}{name}"
    return f"{come}; the next one {near_day(at, now)} at {at:%H:%M}."


def first_stands_for(at: datetime) -> str:
    """That an order's first digest, which comes at once, is that of a slot which comes soon as well."""
    return f"The first comes at once, and is that of {at:%H:%M} too."


def own_zone(zone: str) -> str:
    """That the clock of whoever changes an order is another than the order's, and what to type for it."""
    return f"For your own clock type: /news schedule set zone:{zone}"


def come_again(at: datetime, now: datetime) -> str:
    """That digests come again, and when the next one does."""
    return f"Digests come again; the next one {near_day(at, now)} at {at:%H:%M}."


def near_day(at: datetime, now: datetime) -> str:
    """A day to come, as one says it: "today", "tomorrow", "on Friday", "on 5 March"."""
    ahead = (at.date() - now.astimezone(at.tzinfo).date()).days
    if ahead < 2:
        return "tomorrow" if ahead else "today"
    return f"on {at:%A}" if ahead < 7 else f"on {at.day} {at:%B}"


def paused(reason: str) -> str:
    """That no digest comes, and why where On Record itself paused it."""
    return f"Paused: {reason}" if reason else "Paused: no digest comes until you resume them."


def preferences(one: ChannelPreferences) -> str:
    """How many topics and filters a channel has."""
    if not one.topics and not one.filters:
        return EVERYTHING
    topics = ", ".join(topic.name for topic in one.topics) or "no topic"
    return f"It follows {topics} and has {counted(len(one.filters), 'filter')}."


def changed_by(actor: Actor) -> str:
    """Who may change what the reader may not; empty where they may change all."""
    if actor.manages:
        return ""
    if actor.may_change():
        return f"Feeds and topics, which are all channels’, are changed by {actor.workspace_managers}."
    return f"Changes are made by {actor.managers}."


def talk(messages: int, authors: int) -> str:
    """How much a thread holds."""
    return f"From {counted(messages, 'message')} by {counted(authors, 'person', 'people')}."


def thread_written_by(writer: str) -> str:
    """Who summed up a thread, and that nobody can read it later."""
    return f"Written by {writer}; each line leads to the messages that it comes from; nothing of it is kept."


def given(some: int, messages: int) -> str:
    """That a model was not given all of a thread."""
    return "" if some >= messages else f"It was given {some:,} of {counted(messages, 'message')}."


def reported(report: str) -> str:
    """Where a report is kept."""
    return f"It is in the error ledger as {report}."


def stopped(channel: Channel, reason: str) -> str:
    """That a channel's digests were paused, why, and how they come again."""
    name = channel.name or channel.room
    why = reason.rstrip(". ")
    remedy = "Once that is mended, resume them with: /news schedule resume"
    return f"Digests for {name} are paused: {why}. {remedy}"


ON_RECORD = "On Record"
YOU = "You"
ABOUT_US = "Digests of the news, answers with their places, and who said what"
NOT_NAMED = (
    "The feed keeps its name: it is gathered once for all who take it, "
    "so only who runs On Record may name it otherwise."
)
FEEDS_FILE = "Feeds of On Record"
THIS_CHANNEL = "This channel"
BRIEF_THIS = "Brief this"
NEXT_PAGE = "Next page"
PAGE_BEFORE = "Page before"
FILL_AGAIN = "Fill it in again"
NOT_SAVED = "Nothing was changed yet"
IN_THREAD = "It is in the thread of this message."
MAY_NOT_SHARE = "You may not post in this channel; ask somebody who may to share it."
SERVER_MANAGERS = "people with the permission Manage Server"
NAMED_MANAGERS = "those whom the configuration names"
ONLY_THREADS = "This only works in a thread."
CANNOT_READ = (
    "the bot is shown only its own and those that mention it; who runs it can let it read more "
    "(discord.read_threads)"
)
LONG_THREAD = "it is longer than the bot reads"
OLD_COMMAND = "This command is from an older version of On Record; Discord will show the new ones soon."
WORKING = "Working on it …"
SHARE = "Share in channel"
TAKE_WITH = "Take one of them with its command:"
SHARED_ALREADY = "That is in the channel already."
SHOWN_ALREADY = "That is in the thread already."
GONE_ON = "There is more; share it in the channel to see all of it."
CUT_HERE = "There is more than fits here."
NOT_SERVING = "On Record is starting or stopping; try again in a moment."
NOT_OF_SLACK = "This is no request of Slack’s."
TOO_LATE = "That took too long to open; press the button again."
CHOOSE_CHANNEL = "Choose a channel"
FOR_CHANNEL = "What this channel gets:"
DONE = "Done"
CLOSE = "Close"
CANCEL = "Cancel"
NO_LINK = "There is no link in this message to brief."
SPEAKER_UNNAMED = "speaker not named"
NOT_INSTALLED = "On Record is not installed here any more; somebody who manages apps can install it again."
FEW_PAGES = "Slack lets this app read no more a minute"
MANY_PAGES = "it is too long to be read whole"
NO_PAGES = "Slack asks this app to wait a minute before it reads again"
WORKSPACE_ADMIN = "an admin of this workspace"
CHANNEL_MAKER = "whoever made this channel"
NAMED_IN_SETTINGS = "somebody named in On Record’s settings"
SIGN_IN = "Sign in first."
NO_METRICS = "Sign in first, or send the token of ONRECORD_METRICS_TOKEN as `Authorization: Bearer …`."
WRONG_PASSWORD = "That is not the password."  # noqa: S105 - says that it is wrong
FOREIGN_NAME = "The page does not answer to this name; web.names lists the names it answers to."
FOREIGN_PAGE = "Another page may not use this one."
PAGE_OUT_OF_DATE = "The page is out of date; reload it."
NO_SUCH_BUTTON = "There is no such button."
NO_SUCH_CHANNEL = "There is no such channel."
NO_SUCH_THREAD = "There is no such thread."
NOT_AN_OBJECT = "A JSON object is wanted."
NO_ARTICLE_TEXT = "the page holds no article, at most a notice (consent, robot check, subscription)"
NOT_ONE_ARTICLE = "the page holds no article; give the address of a single article"
READING_FAILED = "reading it failed"
ASK_ME = "Ask a question, or paste a link to an article."
PROMPTS = (
    ("Today’s stories", "/news digest"),
    ("Who said what", "/news quotes"),
    ("What I can do", "/news help"),
)
"""What can be asked without knowing anything: a label, and the line that it types."""

PROGRESS_AFTER = 2.0
"""Seconds after which somebody who waits is shown that the work goes on."""


GENERAL_TAGS = ("on record", "news", "general", "other")
"""Names of a forum's tags, in lower case, that say nothing wrong of a story; the first there is taken."""


def tag_wanted(forum: str) -> str:
    """That a forum takes no post without a tag, and has none for a story that no topic fits."""
    return (
        f"#{forum} wants a tag on every post, and none fits: under #{forum}, Edit Channel, Tags add one "
        "called News that is not for moderators alone, or no longer require tags"
    )


def managers(*kinds: str) -> str:
    """Who may change what a channel gets, as a refusal names them."""
    *first, last = kinds
    return f"{', '.join(first)} or {last}" if first else last


def not_whole(read: int, there: int | None, because: str) -> str:
    """Why a thread was not read to its end."""
    of_all = f" of {there}" if there else ""
    return f"Only {read}{of_all} messages of this thread were read: {because}."


def failed(reference: str) -> str:
    """That something went wrong on our side, with the id that the log has."""
    return f"{FAILED} (error {reference})."


def message_too_long(most: int) -> str:
    """That what was typed on the page is too long."""
    return f"That is too long; {most:,} characters are the most."


def unknown_proxy(address: str) -> str:
    """That requests are passed on by somebody whose word for whom is not taken."""
    return (
        f"{address} passes requests on; if it is your reverse proxy, name it in web.trusted_proxies: until "
        "then all whom it serves count as one where passwords are wrong"
    )


def wrong_passwords(seconds: int) -> str:
    """That after many wrong passwords the next one has to wait."""
    return f"Too many wrong passwords; wait {seconds} s."


def quote_book(asked: Sequence[str]) -> str:
    """The title of the quotes that somebody asked for: "Quotes: speaker Powell, since May"."""
    return f"Quotes: {', '.join(asked)}" if asked else "Quotes"


def no_briefing(url: str) -> str:
    """That an article holds nothing to print."""
    return f"{url}: the page holds no sentences that can be printed as a briefing"


def reading_failed(reference: str) -> str:
    """That a feed could not be read through a fault of our own, with the id that the log has."""
    return f"{READING_FAILED} (error {reference})"


def no_feed_found(tried: Sequence[str]) -> str:
    """That a site has no feed, and where it was looked for."""
    where = f", and there is none at {', '.join(tried)}" if tried else ""
    return f"this page names no feed{where}; look for an RSS or Atom address on the site"


def named_feeds_fail(named: int, failure: str) -> str:
    """That none of the feeds that a page names can be read, and why not the first."""
    which = "the feed that this page names" if named == 1 else f"none of the {named} feeds of this page"
    return f"{which} {'cannot' if named == 1 else 'can'} be read: {failure}"


def newest_entry(at: datetime | None, now: datetime) -> str:
    """When a feed last had something."""
    return f"newest {ago(at, now)}" if at else "without dates"


def rate(a_week: float | None) -> str:
    """How much a feed brings; nothing where that is not known."""
    if a_week is None:
        return ""
    return f"{a_week:,.0f} entries a week" if a_week >= 1.5 else "about one entry a week or fewer"


def barren_sitemaps(sitemaps: int) -> str:
    """That a site has index upon index of sitemaps and no page in them."""
    return f"{sitemaps} sitemaps in a row list no page; name one that does, as /robots.txt may"


def no_such_pick(pick: int, feeds: int) -> str:
    """That a site has no feed of this number."""
    return f"There is no feed number {pick}: this site has {counted(feeds, 'feed')}."


def several_feeds(feeds: int, may_have_more: bool) -> str:
    """That it is to be said which feed of a site is meant."""
    if may_have_more:
        return f"These are the first {feeds} feeds of this site. Which do you want? Add others by address."
    return f"This site has {counted(feeds, 'feed')}; none is taken yet. Which one do you want?"


def take_this(number: int) -> str:
    """The label of the button that takes one of several feeds."""
    return f"Take {number}"


def taken_feed(taken: TakenFeed, outlet: str) -> str:
    """What became of a feed that somebody takes."""
    if taken.was:
        return renamed(taken.was, taken.feed.outlet)
    if outlet and taken.feed.outlet != outlet:
        return NOT_NAMED
    return feed_taken(taken.feed.outlet) if taken.new else taken_before(taken.feed.outlet)


def feed_taken(outlet: str) -> str:
    """That a feed is taken from now on."""
    return f"{outlet} is taken; its articles follow in a minute or two."


def taken_before(outlet: str) -> str:
    """That a feed was taken already."""
    return f"This feed is taken already, as {outlet}."


def renamed(was: str, outlet: str) -> str:
    """That a feed has another name, and that what it brought before has not."""
    return f"{was} is now called {outlet}; articles gathered before keep the old name."


def several_of(outlet: str, urls: Sequence[str]) -> str:
    """That an outlet has several feeds."""
    return f"{counted(len(urls), 'feed')} of {outlet} are taken; name one by its address: {', '.join(urls)}"


def imported(report: ImportReport) -> str:
    """What became of a list of feeds."""
    counts = [f"{report.of(outcome):,} {outcome.value}" for outcome in ImportOutcome if report.of(outcome)]
    return f"{counted(len(report.feeds), 'feed')} in the file: {listed(counts)}"


def folders(became: Sequence[ImportedFolder]) -> list[str]:
    """What became of the folders of a list of feeds; nothing where all stays as it was."""
    made, grew, left = (
        [folder for folder in became if folder.outcome is outcome]
        for outcome in (FolderOutcome.MADE, FolderOutcome.GREW, FolderOutcome.LEFT)
    )
    said = []
    if made:
        said.append(f"Topics made of folders: {_names(made)}. {FOLLOW}.")
    if grew:
        said.append(f"Topics with more outlets: {_names(grew)}.")
    said += [f"The folder “{one.name}” changed no topic: {one.note}" for one in left[:MOST_NAMES]]
    if more := and_more(len(left) - MOST_NAMES):
        said.append(f"… {more}.")
    return said


def _names(became: Sequence[ImportedFolder]) -> str:
    names = [one.name for one in became[:MOST_NAMES]]
    more = and_more(len(became) - MOST_NAMES)
    return f"{', '.join(names)} {more}" if more else listed(names)


def topic_of_more(topic: str) -> str:
    """That a topic looks for more than outlets, and so is not for a folder to change."""
    return f"the topic {topic} looks for more than outlets, and stays as it is."


def file_too_large(most: int) -> str:
    """That a file is larger than what is taken."""
    return f"The file is too large; {most / 1_000_000:g} MB are the most."


FILE_ELSEWHERE = "The file is not where the chat keeps files, so it is not fetched."


def file_not_read(platform: str, reason: str) -> str:
    """That a file that somebody handed in cannot be had from where a chat keeps it, and why."""
    return f"The file cannot be had from {platform}: {reason}"


def may_read_no_files(scope: str) -> str:
    """That Slack lets this app read no files, and who can change it."""
    return (
        f"To read a file I need the scope {scope}, which this installation has not; whoever looks after the "
        "app adds it under OAuth & Permissions and installs the app again."
    )


def feeds_of(file: str) -> str:
    """What a person is shown to have said who handed in a list of feeds."""
    return f"Take the feeds of {file}"


DUE_NOW = "due now"
NO_LINK_OR_TEXT = "its feed gives neither a link nor its text"


def feed_note(status: FeedStatus) -> str:
    """What to know of a feed, and of its pages that could not be read; empty where all is well."""
    waiting = sum(each.pages for each in status.unread if not each.reason)
    parts = [status.health.note, f"{counted(waiting, 'page')} still to be read" if waiting else ""]
    for ended, what in ((False, "could not be read"), (True, "given up")):
        alike = [each for each in status.unread if each.reason and (each.next_at is None) is ended]
        if not alike:
            continue
        reasons = [f"{each.reason} ({each.pages})" if len(alike) > 1 else each.reason for each in alike]
        more = and_more(len(reasons) - MOST_REASONS)
        left = f", {more} reasons" if more else ""
        pages = counted(sum(each.pages for each in alike), "page")
        again = "" if ended else "; trying again"
        parts.append(f"{pages} {what}: {', '.join(reasons[:MOST_REASONS])}{left}{again}")
    return "; ".join(filter(None, parts))


def feed_not_taken(typed: str, near: str = "") -> str:
    """That a feed cannot be removed that was not taken, and which may be meant."""
    remedy = f"did you mean {near}?" if near else "the list of feeds shows those that are"
    return f"{typed}: this feed is not taken here; {remedy}"


def feed_dropped(outlet: str) -> str:
    """That a feed is taken no more."""
    return f"{outlet} is no longer taken; what it brought before stays."


def looked_lately(wait: timedelta) -> str:
    """That all feeds were looked at a moment ago, and when that can be had again."""
    minutes = counted(max(1, -int(-wait.total_seconds() // 60)), "minute")
    return f"The feeds here were looked at a moment ago; that can be had again in {minutes}."


def filter_made(one: Filter) -> str:
    """What a new filter does."""
    sought = _sought(one)
    return f"From now on {sought} alone comes here." if one.only else f"Left out here from now on: {sought}."


def filter_ended(one: Filter) -> str:
    """That a filter is no more."""
    sought = _sought(one)
    return f"No longer let in alone here: {sought}." if one.only else f"No longer left out here: {sought}."


def _sought(one: Filter) -> str:
    if one.kind is FilterKind.STORY:
        return A_MUTED_STORY
    return f"“{one.value}”" if one.kind is FilterKind.WORDS else f"{one.kind} “{one.value}”"


def words_of_outlet(outlet: str) -> str:
    """That what was muted are words, which are an outlet's name too."""
    return f"These are words wherever they stand; for the outlet itself type: /news mute outlet:{outlet}"


def no_such_outlet(typed: str, near: Sequence[str], known: Sequence[str]) -> str:
    """That no outlet is called so, and which may be meant."""
    if near:
        return f"No outlet here is called “{typed}”; did you mean {' or '.join(near)}? Nothing was changed."
    names = ", ".join(known[:MOST_NAMES]) + (" and more" if len(known) > MOST_NAMES else "")
    there = f"there are {names}" if known else "no feed is taken yet"
    return f"No outlet here is called “{typed}”; {there}. Nothing was changed."


def leads_now(topic: str) -> str:
    """That a channel follows a topic."""
    return f"{topic} leads in this channel now."


def leads_no_more(topic: str) -> str:
    """That a channel follows a topic no more."""
    return f"{topic} no longer leads in this channel."


def topic_made(topic: str) -> str:
    """That a workspace has a topic of its own, and how it comes to lead."""
    return f"The topic {topic} is kept; let it lead here with: /news follow {topic}"


def topic_ended(topic: str) -> str:
    """That a topic of a workspace's own is no more."""
    return f"The topic {topic} is ended."


def filter_there(one: Filter) -> str:
    """That a channel has this filter."""
    return f"The filter {one.kind} “{one.value}” is there already."


def no_such_filter(number: int, filters: int) -> str:
    """That there is no filter of this number."""
    return f"There is no filter {number}; this channel has {counted(filters, 'filter')}."


def not_muted(what: str, near: str = "") -> str:
    """That what is to be let in again was not left out, and what may be meant."""
    remedy = f"did you mean {near}?" if near else "/news filters shows what is."
    return f"“{what}” is not muted in this channel; {remedy}"


def follows_already(topic: str) -> str:
    """That a channel follows this topic."""
    return f"This channel follows {topic} already."


def not_followed(name: str) -> str:
    """That a channel does not follow this topic."""
    return f"This channel does not follow “{name}”; /news topics shows what it follows."


def not_own_topic(name: str) -> str:
    """That only a workspace's own topics can be removed."""
    return f"“{name}” is no topic of your own; what ships with On Record stays."


def empty_topic(name: str) -> str:
    """That a topic must look for something."""
    return f"Say what {name} looks for, for example: /news topics add name:{name} words:port, quay"


def term_too_long(term: str, longest: int) -> str:
    """That a topic's name, or what it looks for, is too long."""
    return f"“{term[:longest]}…” is longer than {longest} characters."


def no_word_in(term: str) -> str:
    """That a topic cannot look for this."""
    return f"“{term}” holds no word to look for."


def too_many_terms(terms: int, most: int) -> str:
    """That a topic looks for too much."""
    return f"A topic looks for {most} things at most; this one has {terms}."


def full(whose: str, things: str) -> str:
    """That a channel or workspace can have no more of something."""
    return f"This {whose} has {things}, the most there can be; remove one first."


def unknown_topic(name: str, near: str, known: Sequence[str]) -> str:
    """That there is no topic of this name to follow, and which one may be meant."""
    names = ", ".join(known[:MOST_NAMES]) + (" and more" if len(known) > MOST_NAMES else "")
    remedy = f"did you mean {near}?" if near else f"there are {names}."
    return f"There is no topic “{name}”; {remedy}"


def about(subject: str) -> str:
    """What an answer in a thread is about."""
    return f"about: {subject}" if subject else ""


def leaves_thread(subject: str) -> str:
    """That an answer leaves the subject of its thread."""
    return f"elsewhere: not about {subject}" if subject else "elsewhere"


def on_day(day: date) -> str:
    """The day above what it brought."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


def no_day(given: str) -> str:
    """An operator whose value is no day, and what to write."""
    name = given.partition(":")[0]
    return f'{given}: no day; write {name}:2026-08-01, {name}:yesterday, {name}:monday or {name}:"1 August"'


def skipped(lines: int) -> str:
    """How many lines of a file held no article."""
    return f"left out: {counted(lines, 'line')} that cannot be read; mend them and import it again"


def unsaid(sides: Sequence[str]) -> str:
    """Of which of two sides nothing was found."""
    return f"I have nothing on {' or '.join(sides)}." if sides else ""


def read_as(meant: Sequence[tuple[str, str]]) -> str:
    """How words that no article holds were read."""
    return ", ".join(f"{typed} read as {word}" for typed, word in meant)


def nearest(count: int, newest: date, subject: str) -> str:
    """What is offered where no article answers."""
    on = f" on {subject}" if subject else " that come near"
    articles = "one article" if count == 1 else f"{count} articles"
    says = "it does not say" if count == 1 else "none of them says"
    return f"I have {articles}{on}, the newest of {newest:%A, %-d %B}; {says}."


# --- watches and alerts ---------------------------------------------------------------------------

NO_WATCHES = "Nothing is watched here. Watch for something with: /news watch speaker:… about:…"
WATCH_COLUMNS = ("Number", "What", "Alerts")
ALERTS_CHANNEL, ALERTS_YOU = "this channel", "you alone"
WATCH_WHAT = "Say what to watch for: speaker:…, topic:…, or a “phrase”."
ABOUT_WHOM = "about: goes with speaker:, for what somebody says; watch for words with a “phrase”."
SETTLE_WHAT = "Say what to change: quiet:22:00-07:00, hourly:2, or zone:Europe/Berlin."
NO_FEWER = "There is one message an hour at most already; stop the watch, or set quiet hours for it."
FEWER = "Fewer"
UNWATCH = "Stop"
NOT_YOURS = "This alerts somebody else, who alone can change it."
ALERTS_SET = "How alerts come"
WATCH_GONE = "This watch has ended already."
DIRECT_MESSAGES = "your direct messages"
ALERTS_AT_ONCE = "What fits comes within minutes of its article, each story once, and again when it develops."


def watched(watch: Watch) -> str:
    """What is watched for: "Jerome Powell on rates", "the topic Energy", "“port strike”"."""
    speaker = f"{watch.speaker} on {watch.about}" if watch.about else watch.speaker
    topic = watch.topic and f"the topic {watch.topic}"
    phrase = watch.phrase and f"“{watch.phrase}”"
    return listed([part for part in (speaker, topic, phrase) if part])


def you_watch(watch: Watch) -> str:
    """Why an alert comes."""
    return f"You watch {watched(watch)}."


def alert_title(headline: str, alerts: int) -> str:
    """The title of a message of alerts: the headline of its only one, or how many there are."""
    return f"Alert: {headline}" if alerts == 1 else counted(alerts, "alert")


def alerts_lead(alerts: int) -> str:
    """That a message gathers what waited; nothing of a single alert."""
    return "" if alerts == 1 else "Gathered while it was quiet, or there were many."


def watching(watch: Watch) -> str:
    """That it is watched for from now on."""
    return f"Watching {watched(watch)}"


def watch_ended(watch: Watch) -> str:
    """That it is not any more."""
    return f"No more alerts of {watched(watch)}"


def watched_already(watch: Watch) -> str:
    """That it is watched for there."""
    return f"{watched(watch)[:1].upper()}{watched(watch)[1:]} is watched for already; /news watch shows it."


def counted_watches(count: int) -> str:
    """How many watches."""
    return counted(count, "watch", "watches")


def no_such_watch(number: int, count: int) -> str:
    """That there is no watch of this number."""
    return f"There is no watch {number}; /news watch shows {counted_watches(count)} with their numbers."


def alerts_come(settings: AlertSettings) -> str:
    """When and how often alerts come."""
    said = f"At most {counted(settings.hourly, 'message')} an hour, the rest in one."
    if settings.quiet != Quiet():
        said += f" Quiet {_quiet(settings.quiet)} ({settings.zone}); what comes then waits."
    if settings.stopped_for:
        said += f" Stopped: {settings.stopped_for}"
    return said


def alerts_stopped(channel: Channel, reason: str) -> str:
    """That no alerts come to a channel any more, to somebody who can mend it."""
    stop = f"Alerts no longer go to {channel.name or channel.room}: {reason}".removesuffix(".")
    return f"{stop}. What alerts is kept for a week; to have it, type there: /news watch set hourly:4"
