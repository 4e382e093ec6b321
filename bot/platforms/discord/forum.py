"""Posting to forums: a post a story, tagged by topic, looked for before each try because none has a nonce."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core import topics as core_topics
from bot.core.outline.texts import CONTINUED
from bot.errors import ChannelGone, NotAllowed, PlatformError
from bot.model import Article, Bullet, Channel, Heading, Outline, Part, Quote, Section, digest_of
from bot.platforms.discord.api import Api, Json, first_id
from bot.platforms.discord.errors import FormRefused, Missing
from bot.platforms.discord.escape import plain_name
from bot.platforms.discord.limits import ARCHIVE_AFTER, PAGE_SIZE, POST_TAGS, THREAD_NAME
from bot.platforms.discord.render import key_of, message, pages, plain, says, shape
from bot.platforms.discord.settings import DiscordSettings, Topics

log = logging.getLogger(__name__)

MESSAGE = "/channels/{channel_id}/messages/{message_id}"


class Forum:
    """Posts each story once."""

    def __init__(self, api: Api, settings: DiscordSettings, topics: Topics) -> None:
        self._api = api
        self._settings = settings
        self._topics = topics

    async def post(self, forum: Json, channel: Channel, part: Part) -> str:
        """Post the stories of a part that are not there yet, and give the id of the last one.

        The last carries the part's key: who finds it knows that those before it are there too.
        """
        made = list(stories(part))
        posted = await self._our_posts(forum, {name_of(one.outline) for one in made}, None)
        last = ""
        for one in made:
            last = posted.get(one.key) or await self._create(forum, channel, one)
        return last

    async def find(self, forum: Json, key: str, since: datetime) -> str | None:
        """The id of the post that carries this key, among the active and the archived since then."""
        return (await self._our_posts(forum, None, since)).get(key)

    async def edit(self, forum: Json, last: str, part: Part) -> None:
        """Replace the posts of a part's stories that say something else by now; the last is `last`."""
        made = list(stories(part))
        names = {name_of(one.outline) for one in made[:-1]}
        posted = {**(await self._our_posts(forum, names, None) if names else {}), part.key: last}
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

    async def _create(self, forum: Json, channel: Channel, story: Part) -> str:
        classic = self._settings.classic(forum.get("guild_id"))
        first, *rest = pages(story.outline)
        body: Json = {
            "name": name_of(story.outline),
            "auto_archive_duration": ARCHIVE_AFTER,
            "applied_tags": await self._tags(forum, channel, story.outline),
            "message": message(first, story.key, classic=classic),
        }
        path = "/channels/{channel_id}/threads"
        try:
            made = await self._api.post(path, body, once=True, channel_id=str(forum["id"]))
        except FormRefused as error:
            body["message"] = plain_instead(error, story, body["message"])
            made = await self._api.post(path, body, once=True, channel_id=str(forum["id"]))
        for number, page in enumerate(rest):
            more = message(page, classic=classic)
            await self._api.send_message(str(made["id"]), more, digest_of(story.key, str(number)))
        return str(made["id"])

    async def _our_posts(
        self, forum: Json, names: set[str] | None, since: datetime | None
    ) -> Mapping[str, str]:
        """Our posts since then by the key that each carries: those of these names, or all.

        The key of each costs a call: without either, a forum would cost more calls with every digest.
        """
        first = first_id(since) if since else 0
        found: dict[str, str] = {}
        me = await self._api.get("/users/@me")
        for thread in await self._threads(forum):
            ours = str(thread.get("owner_id")) == str(me["id"]) and int(thread["id"]) >= first
            if ours and (names is None or thread["name"] in names):
                key = await self._key(str(thread["id"]))
                found |= {key: str(thread["id"])} if key else {}
        return found

    async def _threads(self, forum: Json) -> list[Json]:
        active = await self._api.get("/guilds/{guild_id}/threads/active", guild_id=str(forum["guild_id"]))
        path = "/channels/{channel_id}/threads/archived/public"
        archived = await self._api.get(path, {"limit": PAGE_SIZE}, channel_id=str(forum["id"]))
        every = [*active["threads"], *archived["threads"]]
        return [one for one in every if str(one["parent_id"]) == str(forum["id"])]

    async def _key(self, thread: str) -> str | None:
        """What the first message of a post carries; its id is the thread's."""
        try:
            first = await self._api.get(MESSAGE, channel_id=thread, message_id=thread)
        except (Missing, ChannelGone):
            return None
        return key_of(first.get("components", ()))

    async def _tags(self, forum: Json, channel: Channel, outline: Outline) -> list[str]:
        """Tags that are called like a topic which the story is about."""
        known = {str(tag["name"]).casefold(): str(tag["id"]) for tag in forum.get("available_tags", ())}
        articles = list(articles_of(outline.sections))
        if not known or not articles:
            return []
        fitting = [
            known[topic.name.casefold()]
            for topic in await self._topics(channel)
            if topic.name.casefold() in known and any(core_topics.matches(topic, one) for one in articles)
        ]
        return fitting[:POST_TAGS]


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
