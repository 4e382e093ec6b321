"""Posting to forums: a post a story, tagged by topic, looked for before each try because none has a nonce."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core import topics as core_topics
from bot.core.outline import texts
from bot.core.outline.texts import CONTINUED
from bot.errors import ChannelGone, NotAllowed, PlatformError
from bot.model import Article, Bullet, Channel, Heading, Outline, Part, Quote, Section, digest_of
from bot.platforms.discord.api import Api, Json, first_id, made_at
from bot.platforms.discord.errors import FormRefused, Missing
from bot.platforms.discord.escape import plain_name
from bot.platforms.discord.limits import ARCHIVE_AFTER, PAGE_SIZE, POST_TAGS, THREAD_NAME
from bot.platforms.discord.render import key_of, message, pages, plain, says, shape
from bot.platforms.discord.settings import DiscordSettings, Topics

log = logging.getLogger(__name__)

MESSAGE = "/channels/{channel_id}/messages/{message_id}"

REQUIRE_TAG = 1 << 4
"""Flag of a forum whose posts need a tag (Resources/Channel: Channel Flags)."""


class Forum:
    """Posts each story once."""

    def __init__(self, api: Api, settings: DiscordSettings, topics: Topics) -> None:
        self._api = api
        self._settings = settings
        self._topics = topics

    async def post(self, forum: Json, channel: Channel, part: Part, since: datetime | None) -> str:
        """Post the stories of a part that are not there yet, and give the id of the last one.

        The last carries the part's key. A failure after the first is unclear: some of the part stands there.
        """
        names = {name_of(one.outline) for one in stories(part)}
        return await self._post(forum, channel, part, await self._our_posts(forum, names, since))

    async def _post(self, forum: Json, channel: Channel, part: Part, posted: Mapping[str, str]) -> str:
        made = list(stories(part))
        tags = [await self._tags(forum, channel, one.outline) for one in made]  # before anything stands there
        last = ""
        for one, tagged in zip(made, tags, strict=True):
            try:
                if one.key in posted:
                    last = posted[one.key]
                    await self._complete(forum, last, one)
                else:
                    last = await self._create(forum, one, tagged)
            except PlatformError as error:
                error.unclear = error.unclear or bool(last)
                raise
        return last

    async def find(self, forum: Json, channel: Channel, part: Part, since: datetime) -> str | None:
        """The id of a part's last post, among the active and the archived since then; None of one unposted.

        Where some of the part is there the rest is posted: a post may miss its second message, too.
        """
        there = await self._our_posts(forum, {name_of(one.outline) for one in stories(part)}, since)
        if all(one.key not in there for one in stories(part)):
            return None
        return await self._post(forum, channel, part, there)

    async def edit(self, forum: Json, last: str, part: Part) -> None:
        """Replace the posts of a part's stories that say something else by now; the last is `last`."""
        made = list(stories(part))
        names = {name_of(one.outline) for one in made[:-1]}
        posted = {**(await self._our_posts(forum, names, made_at(last)) if names else {}), part.key: last}
        gone = [one for one in made if not await self._edit(forum, posted.get(one.key), one)]
        if gone:
            raise NotAllowed("Discord: a post of this digest was deleted")

    async def _edit(self, forum: Json, post: str | None, story: Part) -> bool:
        """Replace a story's post where it says something else; False when it was deleted."""
        if post is None:
            return False
        classic = self._settings.classic(forum.get("guild_id"))
        body = message(pages(story.outline)[0], story.key, classic=classic)
        try:
            if says(await self._api.get(MESSAGE, channel_id=post, message_id=post)) != says(body):
                await edit_message(self._api, str(forum["id"]), post, post, body)
        except (Missing, ChannelGone):
            return False
        return True

    async def _create(self, forum: Json, story: Part, tags: list[str]) -> str:
        classic = self._settings.classic(forum.get("guild_id"))
        first, *_ = pages(story.outline)
        body: Json = {
            "name": name_of(story.outline),
            "auto_archive_duration": ARCHIVE_AFTER,
            "applied_tags": tags,
            "message": message(first, story.key, classic=classic),
        }
        path = "/channels/{channel_id}/threads"
        try:
            made = await self._api.post(path, body, once=True, channel_id=str(forum["id"]))
        except FormRefused as error:
            body["message"] = plain_instead(error, story, body["message"])
            made = await self._api.post(path, body, once=True, channel_id=str(forum["id"]))
        await self._complete(forum, str(made["id"]), story)
        return str(made["id"])

    async def _complete(self, forum: Json, post: str, story: Part) -> None:
        """Add those messages of a story that its post does not have yet: most stories have one."""
        _, *rest = pages(story.outline)
        if not rest:
            return
        me = await self._api.get("/users/@me")
        path = "/channels/{channel_id}/messages"
        held = await self._api.get_list(path, {"limit": PAGE_SIZE, "after": post}, channel_id=post)
        there = sum(str(one["author"]["id"]) == str(me["id"]) for one in held)
        classic = self._settings.classic(forum.get("guild_id"))
        for number, page in list(enumerate(rest))[there:]:
            more = message(page, classic=classic)
            await self._api.send_message(post, more, digest_of(story.key, str(number)))

    async def _our_posts(self, forum: Json, names: set[str], since: datetime | None) -> Mapping[str, str]:
        """Our posts by the key that each carries: all since then, and older ones of these names.

        The key of each costs a call: of all, a forum would cost more calls with every digest.
        """
        first = first_id(since) if since else 0
        found: dict[str, str] = {}
        me = await self._api.get("/users/@me")
        for thread in await self._threads(forum, first):
            ours = str(thread.get("owner_id")) == str(me["id"])
            if ours and (int(thread["id"]) >= first or thread["name"] in names):
                key = await self._key(str(thread["id"]))
                found |= {key: str(thread["id"])} if key else {}
        return found

    async def _threads(self, forum: Json, first: int) -> list[Json]:
        """The active ones, and of the archived at least those of this id and later ones."""
        active = await self._api.get("/guilds/{guild_id}/threads/active", guild_id=str(forum["guild_id"]))
        found = {str(one["id"]): one for one in active["threads"]}
        path = "/channels/{channel_id}/threads/archived/public"
        params: Json = {"limit": PAGE_SIZE}
        while True:
            page = await self._api.get(path, params, channel_id=str(forum["id"]))
            fresh = {str(one["id"]): one for one in page["threads"]}
            stamps = [one["thread_metadata"]["archive_timestamp"] for one in page["threads"]]
            ended = not page.get("has_more") or fresh.keys() <= found.keys()
            found |= fresh
            oldest = min(map(datetime.fromisoformat, stamps), default=None)
            if ended or oldest is None or oldest < made_at(first):
                return [one for one in found.values() if str(one["parent_id"]) == str(forum["id"])]
            # some may have been archived in the same moment: what was seen already is seen again
            params["before"] = (oldest + timedelta(milliseconds=1)).isoformat()

    async def _key(self, thread: str) -> str | None:
        """What the first message of a post carries; its id is the thread's."""
        try:
            first = await self._api.get(MESSAGE, channel_id=thread, message_id=thread)
        except (Missing, ChannelGone):
            return None
        return key_of(first.get("components", ()))

    async def _tags(self, forum: Json, channel: Channel, outline: Outline) -> list[str]:
        """Tags that are called like a topic that the story is about; a general one where one is required."""
        known = usable_tags(forum)
        articles = list(articles_of(outline.sections))
        topics = await self._topics(channel) if known and articles else ()
        fitting = [
            known[topic.name.casefold()]
            for topic in topics
            if topic.name.casefold() in known and any(core_topics.matches(topic, one) for one in articles)
        ]
        if not fitting and needs_tag(forum):
            fitting = [general_tag(forum)]
        return fitting[:POST_TAGS]


def needs_tag(forum: Json) -> bool:
    """Whether a forum takes no post without a tag."""
    return bool(int(forum.get("flags") or 0) & REQUIRE_TAG)


def usable_tags(forum: Json) -> Mapping[str, str]:
    """The ids of a forum's tags by name, but for those that are its moderators' alone."""
    tags = forum.get("available_tags", ())
    return {str(tag["name"]).casefold(): str(tag["id"]) for tag in tags if not tag.get("moderated")}


def general_tag(forum: Json) -> str:
    """The tag for a story that no topic fits; raises NotAllowed where the forum has none such."""
    known = usable_tags(forum)
    for name in texts.GENERAL_TAGS:
        if name in known:
            return known[name]
    raise NotAllowed(texts.tag_wanted(str(forum.get("name") or forum["id"])))


async def edit_message(api: Api, channel: str, room: str, message_id: str, body: Json) -> None:
    """Replace a message of our own; an archived thread is opened for it."""
    at = {"channel_id": room, "message_id": message_id}
    try:
        try:
            await api.patch(MESSAGE, body, **at)
        except Missing:
            raise
        except PlatformError:
            if room == channel:
                raise
            await api.patch("/channels/{channel_id}", {"archived": False}, channel_id=room)
            await api.patch(MESSAGE, body, **at)
    except Missing as error:
        raise NotAllowed("Discord: the message was deleted") from error


def plain_instead(error: FormRefused, part: Part, body: Json) -> Json:
    """What to send in place of a message whose form is refused."""
    log.warning("discord: %s; sent as plain text in place of %s", error, shape(body))
    return plain(part.outline, part.key)


def stories(part: Part) -> Iterator[Part]:
    """A part's stories, each with a key of its own; the last has the part's."""
    groups: list[list[Section]] = []
    for section in part.outline.sections:
        if groups and not _opens(section):
            groups[-1].append(section)
        else:
            groups.append([section])
    for number, group in enumerate(groups or [[]], start=1):
        key = part.key if number >= len(groups) else digest_of(part.key, str(number))
        yield Part(key, _alone(part.outline, group))


def name_of(outline: Outline) -> str:
    """The name of the post."""
    return plain_name(outline.title, THREAD_NAME)


def articles_of(sections: Sequence[Section]) -> Iterator[Article]:
    """The articles that a story cites and quotes."""
    for block in (block for section in sections for block in section.blocks):
        if isinstance(block, Bullet):
            yield from (cite.article for cite in block.cites)
        elif isinstance(block, Quote):
            yield block.article


def _opens(section: Section) -> bool:
    first = section.blocks[0] if section.blocks else None
    return isinstance(first, Heading) and not first.text.endswith(CONTINUED)


def _alone(outline: Outline, group: list[Section]) -> Outline:
    """A story by itself: its heading is the title, and the edition's title its lead."""
    first = group[0].blocks[0] if group and group[0].blocks else None
    if not isinstance(first, Heading):
        return replace(outline, sections=tuple(group))
    body = (replace(group[0], blocks=group[0].blocks[1:]), *group[1:])
    return Outline(first.text, body, lead=outline.title, footer=outline.footer)
