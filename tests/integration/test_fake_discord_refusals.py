"""The Discord stand-in refuses what the service refuses, with its codes; driven by plain requests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest

from tests.fakes.discord import ALL, MEMBER, Discord, May, Person
from tests.fakes.discord.things import Channel, Guild

V2 = 1 << 15
EPHEMERAL = 1 << 6
Json = dict[str, Any]


def text(content: str = "words") -> Json:
    return {"type": 10, "content": content}


def button(**more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "More", "custom_id": "more", **more}


def row(*held: Json) -> Json:
    return {"type": 1, "components": list(held)}


def select(count: int, **more: Any) -> Json:
    options = [{"label": f"option {number}", "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "select", "options": options, **more}


def section(*held: Json, accessory: Json | None = None) -> Json:
    return {"type": 9, "components": list(held), "accessory": accessory or button()}


def v2(*held: Json, **more: Any) -> Json:
    return {"flags": V2, "components": list(held), **more}


class Client:
    """Asks as the bot does, and gives status and body."""

    def __init__(self, service: Discord, session: aiohttp.ClientSession) -> None:
        self.service = service
        self._session = session
        self.headers: Any = {}

    async def ask(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        headers = more.pop("headers", {"Authorization": f"Bot {self.service.token}"})
        async with self._session.request(
            method, self.service.url + path, json=body, headers=headers, **more
        ) as answer:
            self.headers = answer.headers
            return answer.status, await answer.json() if answer.status != 204 else None

    async def post(self, channel: Channel, body: Any) -> tuple[int, Any]:
        return await self.ask("POST", f"/channels/{channel.id}/messages", body)

    async def answer(self, interaction: Any, kind: int, data: Json | None = None) -> tuple[int, Any]:
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        return await self.ask("POST", path, {"type": kind, "data": data or {}})

    async def follow(self, method: str, interaction: Any, body: Any, end: str = "") -> tuple[int, Any]:
        path = f"/webhooks/{self.service.world.bot.id}/{interaction.token}{end}"
        return await self.ask(method, path, body, headers={})


@pytest.fixture
async def service() -> AsyncIterator[Discord]:
    async with Discord() as service:
        yield service


@pytest.fixture
async def client(service: Discord) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(service, session)


@pytest.fixture
def metro(service: Discord) -> Guild:
    return service.guild("Metro")


@pytest.fixture
def news(metro: Guild) -> Channel:
    return metro.text_channel("news")


@pytest.fixture
def ada(service: Discord, metro: Guild) -> Person:
    return service.person("Ada", metro, permissions=ALL)


@pytest.fixture
async def ask(client: Client, service: Discord, news: Channel, ada: Person) -> Callable[[], Any]:
    """Registers a command; each call of what it gives makes an interaction."""
    command = {"name": "news", "description": "News"}
    await client.ask("PUT", f"/applications/{service.world.bot.id}/commands", [command])
    return lambda: ada.slash("news", {}, news)


TAKEN = {
    "2,000 characters": {"content": "x" * 2_000},
    "6,000 characters in embeds": {"embeds": [{"description": "x" * 3_000}] * 2},
    "five rows of five": {
        "content": "x",
        "components": [row(*(button(custom_id=f"{a}{b}") for b in range(5))) for a in range(5)],
    },
    "a select": {"content": "x", "components": [row(select(25))]},
    "forty components": v2({"type": 17, "components": [text()] * 39}),
    "a long text": v2(text("x" * 4_000)),
    "a section": v2(section(text(), text(), text())),
    "a link": v2(row({"type": 2, "style": 5, "label": "Read", "url": "https://example.org/a"})),
    "nobody pinged": {"content": "@everyone", "allowed_mentions": {"parse": []}},
}

REFUSED = {
    "content": {"content": "x" * 2_001},
    "embeds": {"embeds": [{"description": "x" * 3_000}, {"description": "x" * 3_001}]},
    "embeds.0.title": {"embeds": [{"title": "x" * 257}]},
    "embeds.0.description": {"embeds": [{"description": "x" * 4_097}]},
    "embeds.0.fields": {"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]},
    "embeds.0.fields.0.value": {"embeds": [{"fields": [{"name": "a", "value": "x" * 1_025}]}]},
    "embeds.0.footer.text": {"embeds": [{"title": "a", "footer": {"text": "x" * 2_049}}]},
    "embeds.0.url": {"embeds": [{"title": "a", "url": "javascript:alert(1)"}]},
    "nonce": {"content": "x", "nonce": "x" * 26},
    "components": {"content": "x", "components": [row(button())] * 6},
    "components.0.components": {
        "content": "x",
        "components": [row(*(button(custom_id=str(n)) for n in range(6)))],
    },
    "components.0.components.0.label": {"content": "x", "components": [row(button(label="x" * 81))]},
    "components.0.components.0.custom_id": {"content": "x", "components": [row(button(custom_id="x" * 101))]},
    "components.0.components.0.options": {"content": "x", "components": [row(select(26))]},
    "components.0.components.0.placeholder": {
        "content": "x",
        "components": [row(select(2, placeholder="x" * 151))],
    },
    "components.0.type": {"content": "x", "components": [text()]},
    "components.0.content": v2(text("x" * 4_001)),
    "components.0.components.0.type": v2({"type": 17, "components": [{"type": 17, "components": [text()]}]}),
    "components.0.accessory": v2({"type": 9, "components": [text()]}),
    "allowed_mentions": {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    "allowed_mentions.users": {"content": "x", "allowed_mentions": {"users": [str(n) for n in range(101)]}},
    "flags": {"content": "x", "flags": EPHEMERAL},
}

REFUSED_AGAIN = {
    "41 components": ("components", v2({"type": 17, "components": [text()] * 40})),
    "a text of nothing": ("components.0.content", v2(text(""))),
    "four texts in a section": ("components.0.components", v2(section(*[text()] * 4))),
    "a custom_id twice": ("components", v2(row(button()), row(button()))),
    "content beside V2": ("content", v2(text(), content="x")),
    "embeds beside V2": ("embeds", v2(text(), embeds=[{"title": "x"}])),
    "two selects in a row": (
        "components.0.components",
        {"content": "x", "components": [row(select(1), select(1))]},
    ),
}


def at(errors: Json, path: str) -> Any:
    for part in path.split("."):
        errors = errors[part]
    return errors["_errors"][0]["code"]


@pytest.mark.parametrize("body", TAKEN.values(), ids=TAKEN)
async def test_what_is_within_the_limits_is_taken(client: Client, news: Channel, body: Json) -> None:
    status, told = await client.post(news, body)
    assert (status, told.get("errors")) == (200, None)
    assert len(news.messages()) == 1


@pytest.mark.parametrize(
    ("path", "body"), [*REFUSED.items(), *REFUSED_AGAIN.values()], ids=[*REFUSED, *REFUSED_AGAIN]
)
async def test_what_is_beyond_a_limit_is_refused_by_its_field(
    client: Client, news: Channel, path: str, body: Json
) -> None:
    status, told = await client.post(news, body)
    assert (status, told["code"]) == (400, 50035)
    assert at(told["errors"], path)
    assert not news.messages()


@pytest.mark.parametrize("body", [{}, {"content": "  "}, {"embeds": []}, {"flags": 4}])
async def test_an_empty_message_is_refused(client: Client, news: Channel, body: Json) -> None:
    assert (await client.post(news, body))[1]["code"] == 50006


@pytest.mark.parametrize(
    ("denied", "body", "code"),
    [
        (May.VIEW_CHANNEL, {"content": "x"}, 50001),
        (May.SEND_MESSAGES, {"content": "x"}, 50013),
        (May.EMBED_LINKS, {"embeds": [{"title": "x"}]}, 50013),
    ],
)
async def test_what_the_bot_may_not_do_is_refused(
    client: Client, service: Discord, news: Channel, denied: May, body: Json, code: int
) -> None:
    news.deny(service.world.bot, denied)
    assert await client.post(news, body) == (403, {"message": at_code(code), "code": code})


def at_code(code: int) -> str:
    return {50001: "Missing Access", 50013: "Missing Permissions"}[code]


async def test_history_is_empty_without_the_permission_to_read_it(
    client: Client, service: Discord, news: Channel, ada: Person
) -> None:
    said = ada.say(news, "here")
    assert len((await client.ask("GET", f"/channels/{news.id}/messages"))[1]) == 1
    news.deny(service.world.bot, May.READ_MESSAGE_HISTORY)
    assert await client.ask("GET", f"/channels/{news.id}/messages") == (200, [])
    assert (await client.ask("GET", f"/channels/{news.id}/messages/{said.id}"))[1]["code"] == 50013


async def test_lists_are_newest_first_and_cut(client: Client, news: Channel) -> None:
    made = [(await client.post(news, {"content": str(number)}))[1]["id"] for number in range(5)]

    async def listed(query: str) -> list[str]:
        found = (await client.ask("GET", f"/channels/{news.id}/messages{query}"))[1]
        return [one["content"] for one in found]

    assert await listed("?limit=2") == ["4", "3"]
    assert await listed(f"?before={made[2]}") == ["1", "0"]
    assert await listed(f"?after={made[2]}&limit=1") == ["3"]
    assert await listed(f"?around={made[2]}&limit=3") == ["3", "2", "1"]
    assert (await client.ask("GET", f"/channels/{news.id}/messages?limit=101"))[0] == 400


async def test_an_edit_to_v2_says_that_the_old_parts_go(client: Client, news: Channel) -> None:
    _, made = await client.post(news, {"content": "old", "embeds": [{"title": "old"}]})
    path = f"/channels/{news.id}/messages/{made['id']}"
    assert (await client.ask("PATCH", path, v2(text())))[0] == 400
    assert (await client.ask("PATCH", path, v2(text(), content=None, embeds=[])))[0] == 200
    assert (await client.ask("PATCH", path, {"content": "back"}))[0] == 400
    assert news.messages()[0].text == "words"


async def test_only_own_messages_are_edited_and_others_are_deleted_by_permission(
    client: Client, metro: Guild, news: Channel, ada: Person
) -> None:
    path = f"/channels/{news.id}/messages/{ada.say(news, 'mine').id}"
    assert (await client.ask("PATCH", path, {"content": "yours"}))[1]["code"] == 50005
    assert (await client.ask("DELETE", path))[1]["code"] == 50013
    metro.set_bot(MEMBER | May.MANAGE_MESSAGES)
    assert (await client.ask("DELETE", path))[0] == 204
    assert (await client.ask("GET", path))[1]["code"] == 10008


async def test_an_answer_comes_once_and_in_three_seconds(
    client: Client, service: Discord, ask: Callable[[], Any]
) -> None:
    asked = ask()
    assert await client.answer(asked, 5) == (204, None)
    assert (await client.answer(asked, 4, {"content": "again"}))[1]["code"] == 40060
    late = ask()
    service.pass_time(3.5)
    assert (await client.answer(late, 5))[1]["code"] == 10062
    assert late.failed
    assert not asked.failed


async def test_who_sees_an_answer_is_fixed_when_it_is_deferred(
    client: Client, service: Discord, news: Channel, ada: Person, ask: Callable[[], Any]
) -> None:
    asked = ask()
    await client.answer(asked, 5, {"flags": EPHEMERAL})
    assert [one.loading for one in ada.sees(news)] == [True]
    assert (await client.follow("PATCH", asked, v2(text("only you")), "/messages/@original"))[0] == 200
    assert [one.text for one in ada.sees(news)] == ["only you"]
    assert service.person("Bea", news.guild or service.guild("none")).sees(news) == []
    aloud = ask()
    await client.answer(aloud, 5)
    await client.follow("POST", aloud, {"content": "aloud", "flags": EPHEMERAL})
    assert [one.text for one in news.messages()] == ["aloud"]


async def test_a_defer_says_nothing_but_who_sees_it(client: Client, ask: Callable[[], Any]) -> None:
    status, told = await client.answer(ask(), 5, {"flags": V2})
    assert (status, at(told["errors"], "data.flags")) == (400, "MESSAGE_FLAGS_INVALID")


async def test_a_token_lives_fifteen_minutes(
    client: Client, service: Discord, ask: Callable[[], Any]
) -> None:
    asked = ask()
    assert (await client.follow("POST", asked, {"content": "too soon"}))[1]["code"] == 10015
    await client.answer(asked, 4, {"content": "first"})
    assert (await client.follow("POST", asked, {"content": "second"}))[0] == 200
    service.pass_time(15 * 60 + 1)
    assert (await client.follow("POST", asked, {"content": "third"}))[1]["code"] == 50027


async def test_a_deferred_answer_can_be_taken_back(
    client: Client, news: Channel, ada: Person, ask: Callable[[], Any]
) -> None:
    asked = ask()
    await client.answer(asked, 5)
    assert (await client.follow("DELETE", asked, None, "/messages/@original"))[0] == 204
    assert ada.sees(news) == []


MODALS = {
    "title": {"title": "x" * 46, "components": [{"type": 10, "content": "x"}]},
    "components": {"title": "x", "components": [{"type": 10, "content": "x"}] * 6},
    "components.0.label": {
        "title": "x",
        "components": [
            {"type": 18, "label": "x" * 46, "component": {"type": 4, "custom_id": "a", "style": 1}}
        ],
    },
    "components.0.component.value": {
        "title": "x",
        "components": [
            {
                "type": 18,
                "label": "x",
                "component": {"type": 4, "custom_id": "a", "style": 2, "value": "x" * 4_001},
            }
        ],
    },
}


@pytest.mark.parametrize(("path", "modal"), MODALS.items(), ids=MODALS)
async def test_a_form_beyond_a_limit_does_not_open(
    client: Client, ada: Person, ask: Callable[[], Any], path: str, modal: Json
) -> None:
    status, told = await client.answer(ask(), 9, {"custom_id": "form", **modal})
    assert (status, told["code"]) == (400, 50035)
    assert at(told["errors"]["data"], path)
    assert ada.modal() is None


async def test_a_user_installed_app_follows_up_five_times(
    client: Client, service: Discord, ada: Person, metro: Guild, news: Channel
) -> None:
    everywhere = {"name": "news", "description": "News", "integration_types": [0, 1]}
    await client.ask("PUT", f"/applications/{service.world.bot.id}/commands", [everywhere])
    metro.kick_bot()
    asked = ada.slash("news", {}, news)
    assert asked.payload()["authorizing_integration_owners"] == {"1": str(ada.id)}
    await client.answer(asked, 4, {"content": "first"})
    answers = [(await client.follow("POST", asked, {"content": "more"}))[1] for _ in range(6)]
    assert [one.get("code") for one in answers] == [None] * 5 + [40094]


COMMANDS = {
    "name": {"name": "News", "description": "x"},
    "description": {"name": "news", "description": "x" * 101},
    "options": {
        "name": "news",
        "description": "x",
        "options": [{"name": f"o{n}", "description": "x", "type": 3} for n in range(26)],
    },
    "options.0.choices": {
        "name": "news",
        "description": "x",
        "options": [
            {"name": "o", "description": "x", "type": 3, "choices": [{"name": "a", "value": "b"}] * 26}
        ],
    },
    "name_localizations.de": {
        "name": "news",
        "description": "x",
        "name_localizations": {"de": "Nachrichten"},
    },
}


@pytest.mark.parametrize(("path", "command"), COMMANDS.items(), ids=COMMANDS)
async def test_a_command_beyond_a_limit_is_not_registered(
    client: Client, service: Discord, path: str, command: Json
) -> None:
    status, told = await client.ask("PUT", f"/applications/{service.world.bot.id}/commands", [command])
    assert (status, told["code"]) == (400, 50035)
    assert at(told["errors"]["0"], path)
    assert service.commands.overwrites == []


async def test_a_command_of_more_than_8000_characters_is_refused(client: Client, service: Discord) -> None:
    choices = [
        {"name": f"{number:02}" + "n" * 98, "value": f"{number:02}" + "v" * 98} for number in range(25)
    ]
    options = [{"name": f"o{n}", "description": "d", "type": 3, "choices": choices} for n in range(2)]
    command = {"name": "news", "description": "x", "options": options}
    status, told = await client.ask("PUT", f"/applications/{service.world.bot.id}/commands", [command])
    assert (status, at(told["errors"], "0")) == (400, "APPLICATION_COMMAND_TOO_LARGE")


async def test_two_hundred_commands_are_created_a_day(client: Client, service: Discord) -> None:
    path = f"/applications/{service.world.bot.id}/commands"
    service.buckets.limit("PUT /applications/{application_id}/commands", 1_000, per=1)
    for start in (0, 100):
        names = [{"name": f"n{number}", "description": "x"} for number in range(start, start + 100)]
        assert (await client.ask("PUT", path, names))[0] == 200
    assert (await client.ask("PUT", path, [{"name": "n150", "description": "x"}]))[0] == 200
    assert (await client.ask("PUT", path, [{"name": "another", "description": "x"}]))[1]["code"] == 30034


async def test_autocomplete_offers_25(client: Client, service: Discord, ada: Person, news: Channel) -> None:
    option = {"name": "who", "description": "x", "type": 3, "autocomplete": True}
    command = {"name": "news", "description": "x", "options": [option]}
    await client.ask("PUT", f"/applications/{service.world.bot.id}/commands", [command])
    choices = [{"name": str(n), "value": str(n)} for n in range(26)]
    asked = service.interactions.make(4, ada, news, {})
    status, told = await client.answer(asked, 8, {"choices": choices})
    assert (status, at(told["errors"], "data.choices")) == (400, "BASE_TYPE_BAD_LENGTH")
    assert (await client.answer(asked, 8, {"choices": choices[:25]}))[0] == 204


async def test_a_locked_thread_takes_no_message(
    client: Client, service: Discord, metro: Guild, news: Channel, ada: Person
) -> None:
    thread = ada.start_thread(ada.say(news, "The vote"), "The vote")
    assert (await client.post(thread, {"content": "x"}))[0] == 200
    thread.archive(locked=True)
    assert (await client.post(thread, {"content": "x"}))[1]["code"] == 160005
    sent = thread.messages()[0]
    path = f"/channels/{thread.id}/messages/{sent.id}"
    assert (await client.ask("PATCH", path, {"content": "y"}))[1]["code"] == 50083
    thread.delete()
    assert (await client.post(thread, {"content": "x"}))[1]["code"] == 10003


async def test_a_thread_name_has_100_characters(client: Client, news: Channel) -> None:
    status, told = await client.ask("POST", f"/channels/{news.id}/threads", {"name": "x" * 101, "type": 11})
    assert (status, at(told["errors"], "name")) == (400, "BASE_TYPE_BAD_LENGTH")


async def test_a_forum_takes_posts_and_no_messages(client: Client, metro: Guild) -> None:
    forum = metro.forum("stories", ["politics"])
    assert (await client.post(forum, {"content": "x"}))[1]["code"] == 50008
    post = {"name": "The bridge", "message": {"content": "x" * 2_001}}
    status, told = await client.ask("POST", f"/channels/{forum.id}/threads", post)
    assert (status, at(told["errors"], "message.content")) == (400, "BASE_TYPE_BAD_LENGTH")
    tagged = {"name": "The bridge", "message": {"content": "x"}, "applied_tags": ["1"]}
    status, told = await client.ask("POST", f"/channels/{forum.id}/threads", tagged)
    assert (status, at(told["errors"], "applied_tags.0")) == (400, "CHANNEL_TAG_UNKNOWN")


async def test_a_wrong_token_and_a_wrong_content_type_are_refused(
    client: Client, service: Discord, news: Channel
) -> None:
    assert (await client.ask("GET", "/users/@me", headers={"Authorization": "Bot other"}))[0] == 401
    assert service.rest.invalid == 1
    path = f"{service.url}/channels/{news.id}/messages"
    headers = {"Authorization": f"Bot {service.token}", "Content-Type": "text/plain"}
    async with aiohttp.ClientSession() as session, session.post(path, data="{}", headers=headers) as answer:
        assert (await answer.json())["code"] == 50035


async def test_a_full_bucket_holds_back_with_its_headers(
    client: Client, service: Discord, news: Channel
) -> None:
    service.buckets.limit("POST /channels/{channel_id}/messages", 1, per=60)
    assert (await client.post(news, {"content": "x"}))[0] == 200
    assert client.headers["X-RateLimit-Remaining"] == "0"
    status, told = await client.post(news, {"content": "y"})
    assert status == 429
    assert 0 < told["retry_after"] <= 60
    assert told["global"] is False
    assert client.headers["Via"]
    assert client.headers["X-RateLimit-Scope"] == "user"
    assert int(client.headers["Retry-After"]) >= told["retry_after"]


async def test_fifty_requests_a_second_are_the_most(client: Client, service: Discord) -> None:
    service.buckets.limit("GET /users/@me", 1_000, per=1)
    answers = [await client.ask("GET", "/users/@me") for _ in range(60)]
    refusals = [told for status, told in answers if status == 429]
    assert refusals
    assert all(told["global"] for told in refusals)


async def test_a_message_to_somebody_who_takes_none_is_refused(
    client: Client, service: Discord, ada: Person
) -> None:
    _, channel = await client.ask("POST", "/users/@me/channels", {"recipient_id": str(ada.id)})
    ada.takes_messages = False
    told = (await client.ask("POST", f"/channels/{channel['id']}/messages", {"content": "x"}))[1]
    assert told["code"] == 50007
