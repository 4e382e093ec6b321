"""Every door of the house, on one page.

A use case sees these and never what stands behind them. All are async, because the platforms'
libraries are. Each door raises errors of `bot.errors` only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import ParamSpec, Protocol, TypeVar

from bot.errors import ModelError
from bot.model import (
    Actor,
    AlertSettings,
    AnnotatedArticle,
    Article,
    Ceilings,
    Channel,
    ChannelPreferences,
    Command,
    Completion,
    Control,
    Delivery,
    Digest,
    Draft,
    Drafted,
    Edition,
    Feed,
    FeedStatus,
    Fetched,
    Filled,
    Filter,
    Harvest,
    HeldAlert,
    Hit,
    HubSubscription,
    Kept,
    Listed,
    Mistakes,
    Modal,
    Outline,
    Part,
    PendingEntry,
    Place,
    Quote,
    Replica,
    Reply,
    Report,
    Revision,
    SearchQuery,
    SeenEntry,
    Spend,
    Subscription,
    Talk,
    Topic,
    Validators,
    Watch,
    Work,
    WritingRequest,
)

Clock = Callable[[], datetime]
"""Gives the time now, with a time zone; made in app/ and nowhere else."""


class Fetcher(Protocol):
    """Gets bytes over HTTP within the caps, and only from addresses that may be connected to."""

    async def fetch(self, url: str, validators: Validators = ..., *, crawling: bool = False) -> Fetched:
        """The answer; raises a `FetchError`. One who is `crawling` has not been sent by a person."""


class Poster(Protocol):
    """Sends forms over HTTP, to addresses that may be connected to alone."""

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send it once; raises a `FetchError` where it is not taken."""


P = ParamSpec("P")
T = TypeVar("T")


class Reading(Protocol):
    """Reads what strangers wrote, apart from the program, so that nothing in it can stop the program."""

    async def read(self, url: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work`, a function of a module, gives; raises what it raises, Unavailable at a limit.

        The limits of time and memory are each job's own: a wait for its turn does not count.
        """


class LeaseStore(Protocol):
    """The replicas on one store, and which of them does what for now, by the store's own clock."""

    async def take_lease(self, name: str, holder: str, seconds: float, *, shared: bool = False) -> bool:
        """Take it, or prolong one's own; False where another has it, or, of a shared one, waits for it."""

    async def let_go(self, names: Collection[str], holder: str, rest: float = 0.0) -> None:
        """Leave these to others, who may take them after so many seconds of rest."""

    async def renew_leases(self, holder: str, seconds: float) -> None:
        """Prolong all that it has to so many seconds from now."""

    async def announce(self, replica: str, host: str, version: str) -> None:
        """Note that it is alive and keeps what it has; forget those that have long been silent."""

    async def leave_others(self, replica: str) -> None:
        """Forget it, and leave to others all that it has."""

    async def replicas(self) -> list[Replica]:
        """Those that work on this database, or fell silent lately, the oldest first."""


class FeedStore(LeaseStore, Protocol):
    """Feeds, who takes them, how they are, and which replica looks at which."""

    async def take_feed(self, workspace: str, feed: Feed) -> bool:
        """Make a workspace take a feed, at this very address; False when it did already."""

    async def moves(self) -> Mapping[str, str]:
        """Old address -> where the feed lives now, of those that moved for good."""

    async def rename_feed(self, feed: Feed) -> None:
        """Call a known feed as this one is called; the articles that it brought keep the name of then."""

    async def drop_feed(self, workspace: str, feed_id: str) -> bool:
        """End it; False when it did not take it. What was gathered stays for others."""

    async def feeds(self, workspace: str | None = None, since: datetime | None = None) -> list[FeedStatus]:
        """The feeds that a workspace takes, or all that anyone takes, by outlet and address.

        With what each brings, counting articles from `since` on, where that is given.
        """

    async def pending(self, feed_id: str) -> Sequence[PendingEntry]:
        """Its entries whose pages could not be read, those that were given up among them."""

    async def forget_unread(self, before: datetime) -> int:
        """Drop entries that were given up, and had been tried since before then; says how many."""

    async def seen(self, feed_id: str) -> Mapping[str, SeenEntry]:
        """The feed's entries that were dealt with, by key."""

    async def gathered(self, ids: Collection[str]) -> Mapping[str, Article]:
        """Those of the articles that feeds brought, by id, whoever may see them."""

    async def claim_feeds(self, ids: Collection[str], replica: str, seconds: float) -> list[FeedStatus]:
        """Those of these feeds that a replica may check now, as they are: no other has them until then."""

    async def drop_claims(self, ids: Collection[str], replica: str) -> None:
        """Leave these feeds to others."""

    async def keep(self, harvests: Sequence[Harvest], replica: str = "") -> Kept:
        """Write all of it in one transaction; repeatable: what is there already stays.

        Of a replica, only what is of feeds that it still has; the claim on one ends with its last part.
        An article that names another as the version before it follows that one, whatever its address.
        """


class HubStore(Protocol):
    """The hubs that feeds name, and what was asked of them."""

    async def hub_subscriptions(self) -> list[HubSubscription]:
        """Of every feed that anyone takes and that names a hub."""

    async def hub_subscription(self, token: str) -> HubSubscription | None:
        """The one with this token; None where there is none, or nobody takes its feed any more."""

    async def ask_hub(self, asked: HubSubscription) -> bool:
        """Keep that it is asked; False, with nothing kept, where the feed names another hub by now."""

    async def verify_hub(self, token: str, now: datetime | None, until: datetime | None) -> None:
        """Keep that the hub made sure that we asked, and its lease; or that it tells us nothing."""

    async def tell_news(self, token: str, now: datetime) -> None:
        """Keep that the hub told of news."""


class ArticleStore(Protocol):
    """Articles, their quotes, and what readers say is wrong with these.

    A workspace sees an article only through a feed that it takes.
    """

    async def articles(self, ids: Collection[str], workspace: str) -> dict[str, AnnotatedArticle]:
        """Those of the articles that the workspace may see, by id."""

    async def between(
        self,
        workspace: str,
        since: datetime,
        until: datetime,
        captured: datetime | None = None,
        feeds: Collection[str] = (),
    ) -> list[AnnotatedArticle]:
        """The newest versions dated since <= … < until, oldest first.

        Older ones too where a feed brought them since `captured`, which an import does not.
        Those of some feeds alone where their addresses are given; none that a link in a chat alone led to.
        """

    async def listed_between(
        self,
        workspace: str,
        since: datetime,
        until: datetime,
        captured: datetime | None = None,
        feeds: Collection[str] = (),
    ) -> list[Listed]:
        """What `between` gives, without reading a text."""

    async def at(self, url: str, workspace: str) -> AnnotatedArticle | None:
        """The newest version of a canonical address."""

    async def import_articles(self, workspace: str, articles: Sequence[AnnotatedArticle]) -> Kept:
        """Keep articles that came from a file, each under its own id."""

    async def keep_linked(self, workspace: str, read: AnnotatedArticle) -> Kept:
        """Keep what a link in a chat led to: it is found, and told in no digest."""

    async def search(self, query: SearchQuery) -> list[Hit]:
        """Candidates by one BM25, best first, with the places of their words."""

    async def frequencies(self, terms: Collection[str], workspace: str) -> tuple[int, Mapping[str, int]]:
        """How many articles the workspace may see, and how many of them hold each term; estimates if many."""

    async def quotes(
        self,
        workspace: str,
        speaker: str = ...,
        about: str = ...,
        since: datetime | None = ...,
        limit: int = ...,
        until: datetime | None = ...,
    ) -> list[Quote]:
        """The quote book: speech with a speaker, newest first."""

    async def size(self) -> int:
        """Bytes of all that is kept, of all workspaces together; 0 where it is in memory."""

    async def counts(self) -> Mapping[str, int]:
        """Rows of each kind, of all workspaces together: for who runs On Record, never for a workspace."""

    async def add_report(self, report: Report) -> bool:
        """Write it down; False when it is there already."""

    async def reports(self, workspace: str | None = None) -> list[Report]:
        """Those of a workspace, or all, oldest first, their articles as they were."""


class ArchiveStore(Protocol):
    """What sites published before, and how far it was brought in."""

    async def archive(
        self, workspace: str, reads: Sequence[AnnotatedArticle], done: Sequence[SeenEntry]
    ) -> Kept:
        """Keep articles, and what was dealt with to find them, in one transaction."""

    async def archived(self, workspace: str, urls: Collection[str]) -> set[str]:
        """Those of these canonical addresses that were dealt with, or whose articles digests may tell."""


class UnfinishedStore(Protocol):
    """What is kept at once and worked on afterwards, by any process and in any number of goes."""

    async def import_unread(self, workspace: str, batch: Sequence[Article]) -> Kept:
        """Keep articles of a file for this workspace alone; they are found at once, their quotes later."""

    async def unfinished(self) -> Mapping[Work, int]:
        """For how many articles each work is still to be done."""

    async def index_some(self, most: int) -> int:
        """Make so many articles findable, the newest first; gives how many were."""

    async def unread(self, most: int, *, newest: bool) -> Mapping[int, Article]:
        """So many articles whose quotes are still to be found, by their numbers, from either end."""

    async def keep_read(self, reads: Mapping[int, AnnotatedArticle]) -> int:
        """Keep the quotes of such articles, unless another process did; gives how many were kept."""


class DeliveryStore(Protocol):
    """Standing orders, and the outbox that makes a restart neither repeat nor lose an edition."""

    async def put_subscription(self, subscription: Subscription) -> None:
        """Add it, or replace the one with its id."""

    async def drop_subscription(self, subscription_id: str) -> bool:
        """Remove it; False when there was none."""

    async def subscriptions(self, workspace: str | None = None) -> list[Subscription]:
        """The standing orders of a workspace, or of all that On Record has not left."""

    async def editions(self, orders: Collection[str], since: datetime) -> Mapping[str, set[Edition]]:
        """The editions of these orders that were planned since then; none of one without."""

    async def histories(self, orders: Collection[str], since: datetime) -> Mapping[str, tuple[str, ...]]:
        """What tells apart the digests that each was sent since then: equal where these say the same."""

    async def plan(self, delivery: Delivery, digest: Digest) -> bool:
        """Store digest and delivery together; False when that edition exists already."""

    async def plan_all(self, planned: Sequence[tuple[Delivery, Digest]], same_as: str = "") -> list[Delivery]:
        """Store digests that say the same, as the stored `same_as` does; the deliveries that were added."""

    async def unsent(self, most: int) -> list[Delivery]:
        """So many of those that are not posted, or not all of them: the newest first."""

    async def open_deliveries(self, now: datetime) -> list[Delivery]:
        """Planned or sending, due by now, and held by no sender."""

    async def claim(self, delivery_id: str, token: str, now: datetime) -> Delivery | None:
        """Take one of them to send it, for the time of a lease; None where another has it, or it is done."""

    async def delivery(self, delivery_id: str) -> Delivery | None:
        """One of them, however far it has come; None when it was never planned."""

    async def update_delivery(self, delivery: Delivery) -> bool:
        """Write how far it has come; False, with nothing written, for who no longer holds it."""

    async def digest(self, digest_id: str) -> Digest | None:
        """A digest as it was made, its articles as they were."""

    async def posting(self, digest_id: str) -> Digest | None:
        """A digest with what it posts alone; what it leaves out is not read."""

    async def digests(self, subscription_id: str, since: datetime) -> list[Digest]:
        """The digests of a subscription since then, newest first; nothing that was given up unposted."""

    async def posted(self, subscription_id: str, since: datetime) -> list[Digest]:
        """The same without what they left out."""

    async def considered(self, subscription_id: str, since: datetime) -> frozenset[str]:
        """The ids of the articles that these digests posted or left out."""


class CorrectionStore(Protocol):
    """What sent digests print quotes from, with its newer versions."""

    async def outdated(
        self, platforms: Collection[str], since: datetime, now: datetime, limit: int
    ) -> list[Delivery]:
        """Sent since then on these platforms, of articles with versions that they were not compared with."""

    async def claim_sent(self, delivery_id: str, token: str, now: datetime) -> Delivery | None:
        """Take a sent one to correct it, for the time of a lease; None where another has it."""

    async def revisions(self, delivery_id: str) -> list[Revision]:
        """Of its articles that quotes are printed from, those with a newer version or a correction."""

    async def keep_revisions(self, delivery: Delivery, revisions: Sequence[Revision]) -> bool:
        """Write what readers were shown; False, with nothing written, for who no longer holds it."""

    async def forget_quoted(self, before: datetime) -> int:
        """Drop what is kept to correct digests that were made before; how many articles of them."""


class AlertStore(Protocol):
    """What people watch for, and the alerts: held, then in messages of the same outbox as digests."""

    async def put_watch(self, watch: Watch) -> bool:
        """Keep it; False when it is there already."""

    async def drop_watch(self, watch_id: str) -> bool:
        """End it, with what it holds; False when there was none."""

    async def watches(self, workspace: str | None = None) -> list[Watch]:
        """Those of a workspace, or of all that On Record has not left, the oldest first."""

    async def watch(self, watch_id: str) -> Watch | None:
        """The one with this id, of whichever workspace."""

    async def alert_settings(self, channel: Channel) -> AlertSettings:
        """When and how often alerts come to a channel."""

    async def stopped_alerts(self) -> Mapping[Channel, str]:
        """The channels that alerts do not go to any more, of those not left, with why."""

    async def put_alert_settings(self, channel: Channel, settings: AlertSettings) -> None:
        """Replace them."""

    async def brought(self, most: int) -> list[int]:
        """The numbers of so many articles that are still to be held against watches, as they came."""

    async def seen_of(self, numbers: Collection[int], workspace: str) -> list[AnnotatedArticle]:
        """Those of the articles that a workspace may see, the newest version of each, as they came."""

    async def keep_alerts(self, numbers: Collection[int], found: Sequence[HeldAlert]) -> bool:
        """Keep what articles alert of, and that they were held against all; False where another did."""

    async def alerted(self, watch_id: str, since: datetime) -> list[HeldAlert]:
        """What alerted of a watch since then, oldest first; nothing that was given up unposted."""

    async def held_alerts(self) -> list[HeldAlert]:
        """What is in no message yet, oldest first."""

    async def alerts_in(self, delivery_id: str) -> list[HeldAlert]:
        """What is in a message, oldest first; nothing of a watch that has ended."""

    async def drop_alerts(self, held: Sequence[HeldAlert]) -> None:
        """Drop what is held and not to be told any more."""

    async def messages_sent(self, order: str, since: datetime, until: datetime) -> int | None:
        """The messages of an outbox that were posted meanwhile; None while one is on its way."""

    async def withdraw_alerts(self, delivery: Delivery) -> bool:
        """Hold again what is in a message of which nothing is posted; False where another has claimed it."""

    async def plan_alerts(self, delivery: Delivery, digest: Digest, held: Sequence[HeldAlert]) -> bool:
        """Store a message of held alerts with its delivery; False where one of them is not held any more."""

    async def forget_alerts(self, before: datetime) -> int:
        """Drop those from before, by which a story is known; how many."""


class ChannelStore(Protocol):
    """What belongs to channels: topics and filters, threads, saved commands, a hosted chat's messages."""

    async def topics(self, workspace: str) -> list[Topic]:
        """Those that its channels may follow, by name: its own before one of every workspace so named."""

    async def put_topic(self, workspace: str, topic: Topic) -> None:
        """Add it to a workspace's own, or replace the one with its name."""

    async def drop_topic(self, workspace: str, name: str) -> bool:
        """Remove one of a workspace's own, and end its following; False when there was none."""

    async def ship_topics(self, topics: Sequence[Topic]) -> None:
        """Make the topics of every workspace these."""

    async def follow(self, channel: Channel, topic: str) -> bool:
        """Make a channel follow a topic by name; False when it did already."""

    async def unfollow(self, channel: Channel, topic: str) -> bool:
        """End it; False when it did not follow it."""

    async def add_filter(self, channel: Channel, one: Filter) -> bool:
        """Add a filter to a channel's; False when it is there already."""

    async def drop_filter(self, channel: Channel, one: Filter) -> bool:
        """Remove it; False when there was none."""

    async def preferences(self, channel: Channel) -> ChannelPreferences:
        """The topics that a channel follows, by name, and its filters, oldest first."""

    async def preferences_in(self, workspace: str) -> Mapping[Channel, ChannelPreferences]:
        """The preferences of every channel there that has any."""

    async def put_thread(self, place: Place, articles: Collection[str], now: datetime) -> None:
        """Add articles to a thread's."""

    async def thread(self, place: Place) -> tuple[str, ...]:
        """The articles of a thread, oldest first; none when it is not ours."""

    async def put_saved_command(self, id_: str, command: Command, place: Place, now: datetime) -> None:
        """Keep a command under an id; the same id replaces it."""

    async def saved_command(self, id_: str, workspace: str) -> Command | None:
        """The command; None when it is forgotten, or of another workspace."""

    async def forget_saved_commands(self, before: datetime) -> int:
        """Drop those from before; how many."""

    async def add_message(
        self, place: Place, author: str, body: str, at: datetime, key: str | None = None
    ) -> str:
        """Keep a message (`body` is the platform's own JSON) and give its id; of a key, once a place."""

    async def edit_message(self, message_id: str, body: str) -> None:
        """Replace a message's body."""

    async def find_message(self, place: Place, key: str) -> str | None:
        """The id of the message that carries this key."""

    async def messages(self, place: Place, limit: int = ...) -> list[tuple[str, str, str, datetime, int]]:
        """(id, author, body, at, replies) of a channel's or a thread's newest, oldest first."""

    async def newest_message(self, platform: str) -> int:
        """The number of the last message that was kept on a hosted platform; 0 before the first."""

    async def messages_after(
        self, platform: str, number: int
    ) -> list[tuple[Place, tuple[str, str, str, datetime, int]]]:
        """Those that came after it, oldest first, each with its place."""


class PlatformStore(Protocol):
    """What the platforms report: events, installations, and the workspaces and channels that are gone."""

    async def first(self, event: str, now: datetime) -> bool:
        """Take an event by the platform's own id; False when it was taken before."""

    async def forget_events(self, before: datetime) -> int:
        """Drop those taken before; how many."""

    async def put_installation(self, platform: str, workspace: str, sealed: str, now: datetime) -> None:
        """Keep a workspace's tokens, in place of those before."""

    async def installation(self, platform: str, workspace: str) -> str | None:
        """The ciphertext; None where it is not installed."""

    async def installations(self, platform: str) -> list[str]:
        """The workspaces where it is installed."""

    async def drop_installation(self, platform: str, workspace: str) -> bool:
        """Forget the tokens; False when there were none."""

    async def leave(self, workspace: str, until: datetime) -> None:
        """Mark it as left: no digest goes there; what is its own is kept until then."""

    async def rejoin(self, workspace: str) -> None:
        """Take the mark away."""

    async def forget_left(self, now: datetime) -> list[str]:
        """Delete all that belongs to workspaces whose time is over; which they were."""

    async def drop_channel(self, channel: Channel) -> None:
        """Delete the orders, preferences and threads of a channel that is gone."""


class ModelStore(LeaseStore, Protocol):
    """What a model wrote, so that nothing is paid for twice, and what it cost."""

    async def kept_draft(self, key: str) -> Draft | None:
        """The draft of a request, empty where the model gave none; None when it was not asked for yet."""

    async def keep_draft(self, key: str, draft: Draft, now: datetime) -> None:
        """Keep it; what is there already stays."""

    async def keep_failure(self, key: str, error: ModelError, now: datetime) -> None:
        """Keep that the request was answered with no draft, in place of what was so before."""

    async def kept_failure(self, key: str, since: datetime) -> tuple[datetime, ModelError] | None:
        """When a request was last answered with no draft, and why, if that was since then."""

    async def forget_drafts(self, before: datetime) -> int:
        """Drop those kept before; how many."""

    async def reserve(self, spend: Spend, ceilings: Ceilings) -> bool:
        """Put down what a call may cost; False, with nothing put down, where it would pass a ceiling."""

    async def settle(self, correction: Spend) -> None:
        """Add the difference between what was put down and what it came to."""

    async def spent(self, day: date, workspace: str | None = None) -> list[Spend]:
        """What a workspace, or each, spent on a day, by workspace and model."""


class Store(
    FeedStore,
    HubStore,
    ArticleStore,
    ArchiveStore,
    UnfinishedStore,
    DeliveryStore,
    CorrectionStore,
    AlertStore,
    ChannelStore,
    PlatformStore,
    ModelStore,
    Protocol,
):
    """The whole store: one body of SQL over SQLite and PostgreSQL."""

    async def close(self) -> None:
        """Let go of the database."""


class LanguageModel(Protocol):
    """Any model that writes; what it gives is a draft, which nothing prints unchecked."""

    name: str

    @property
    def way(self) -> str:
        """How its server is asked, as far as that is found out."""

    def most(self, request: WritingRequest) -> tuple[int, int]:
        """The most tokens that one try may take, in and out."""

    async def write(self, request: WritingRequest) -> Drafted:
        """The draft with what it took; raises a `ModelError`."""

    async def close(self) -> None:
        """Let go of the connections."""


class Secrets(Protocol):
    """Turns tokens into ciphertext and back."""

    def seal(self, plain: str) -> str:
        """The ciphertext, under the newest key."""

    def open(self, sealed: str) -> str:
        """The text; raises ConfigError when no key of ours opens it."""


class Meter(Protocol):
    """Counts, so that a use case can count without knowing who reads."""

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to a counter."""

    def time(self, name: str, seconds: float, **labels: str) -> None:
        """Add one duration."""


@dataclass(slots=True)
class Contained:
    """How a guarded block ended: well, with an error of ours, or with a fault that the log has by its id."""

    error: Exception | None = None
    reference: str = ""  # the id; empty for errors of `bot.errors`, which say themselves what happened


class Failures(Protocol):
    """The one guard, so that nothing that fails stops its siblings."""

    def contain(self, use_case: str, what: str) -> AbstractContextManager[Contained, bool]:
        """A block whose exceptions are logged and counted, and end there; cancelling passes through."""


class Desk(Protocol):
    """Where what people ask goes in; a ten-line desk tests a platform."""

    async def handle(self, command: Command, actor: Actor) -> Reply:
        """Do what a command says; a failure is a reply with `error`, never an exception."""

    async def press(self, control: Control, actor: Actor) -> Reply:
        """Do what a button says."""

    async def complete(self, typed: str, actor: Actor) -> list[Completion]:
        """Ways to go on with what is typed so far."""

    async def suggest(self, command: str, argument: str, typed: str, actor: Actor) -> list[str]:
        """Values for one argument of a command, at most 25, the likeliest first."""

    async def modal(self, name: str, ref: str, actor: Actor) -> Modal | Reply:
        """The window of this name, filled with what is there now; a Reply says why there is none."""

    async def submit(self, filled: Filled, actor: Actor) -> Reply | Mistakes:
        """Do what was filled in, or say what is wrong with it by input."""

    async def mention(self, text: str, actor: Actor, read: ReadTalk) -> Reply:
        """Do what somebody wants who mentions the bot; `read` gives the thread, only if needed."""

    async def home(self, actor: Actor) -> Outline:
        """The channel's orders, feeds and their health, what is next, and buttons to change it."""

    async def import_feeds(self, opml: bytes, actor: Actor) -> Reply:
        """Take the feeds of an OPML file."""

    async def export_feeds(self, actor: Actor) -> str:
        """The workspace's feeds as OPML."""

    async def opened(self, place: Place, about: Collection[str]) -> None:
        """A thread was opened for a reply with `about`: follow-ups in it are about these articles."""

    async def joined(self, workspace: str) -> None:
        """The bot was added to a workspace, or came back to it."""

    async def left(self, workspace: str, grace: bool = True) -> None:
        """The bot was removed from a workspace: its own is deleted after the grace time, or at once."""

    async def left_channel(self, channel: Channel) -> None:
        """A channel is gone, or the bot was removed from it."""


class Platform(Protocol):
    """A place where people chat."""

    name: str

    def split(self, digest: Digest) -> Sequence[Part]:
        """The messages that a digest becomes within the platform's limits; pure."""

    def fits(self, outline: Outline) -> bool:
        """Whether it is one message within the platform's limits; pure."""

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        """Post once and return the message's id; never repeated by itself when the outcome is unclear.

        `since` is when the first try of this part began: what is more than one message is gone on with.
        """

    async def time(self) -> datetime:
        """A moment that has passed by the clock which stamps messages there: ours may be wrong by days."""

    async def find(self, place: Place, part: Part, since: datetime) -> str | None:
        """The id of the message that carries the part's key, if posted since then by the platform's clock.

        It looks some minutes further back, for what an earlier try of the same left there. Where only some
        of a part stands there that is more than one message, the rest is posted; None says that nothing does.
        """

    async def edit(self, place: Place, message_id: str, part: Part) -> None:
        """Replace a message of our own."""

    async def warn(self, channel: Channel, sentence: str) -> None:
        """Send it to somebody who manages the workspace, where the channel itself cannot be posted to."""

    async def serve(self, desk: Desk) -> None:
        """Pass what people ask to the desk until cancelled."""


ReadTalk = Callable[[], Awaitable[Talk]]
"""Reads the messages of the thread that a mention stands in, as they are now, but not the mention itself."""

ReadText = Callable[[Article], Awaitable[AnnotatedArticle]]
"""Finds the quotes of an article, off the event loop."""
