"""The Discord stand-in holds answers to interactions, forms and commands to their documented rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.discord import (
    Channel,
    Discord,
    Guild,
    Person,
)
from tests.fakes.discord.asking import Asking, at

V2 = 1 << 15
EPHEMERAL = 1 << 6
Json = dict[str, Any]


@pytest.fixture
async def ask(bot: Asking, service: Discord, news: Channel, ada: Person) -> Callable[[], Any]:
    """Registers a command; each call of what it gives makes an interaction."""
    command = {"name": "news", "description": "News"}
    await bot.register(command)
    return lambda: ada.slash("news", {}, news)


async def test_an_answer_comes_once_and_in_three_seconds(
    bot: Asking, service: Discord, ask: Callable[[], Any]
) -> None:
    asked = ask()
    assert await bot.answer(asked, 5) == (204, None)
    assert (await bot.answer(asked, 4, {"content": "again"}))[1]["code"] == 40060
    late = ask()
    service.pass_time(3.5)
    assert (await bot.answer(late, 5))[1]["code"] == 10062
    assert late.failed
    assert not asked.failed


async def test_who_sees_an_answer_is_fixed_when_it_is_deferred(
    bot: Asking, service: Discord, news: Channel, ada: Person, ask: Callable[[], Any]
) -> None:
    asked = ask()
    await bot.answer(asked, 5, {"flags": EPHEMERAL})
    assert [one.loading for one in ada.sees(news)] == [True]
    assert (
        await bot.follow(
            "PATCH",
            asked,
            {"flags": V2, "components": [{"type": 10, "content": "only you"}]},
            "/messages/@original",
        )
    )[0] == 200
    assert [one.text for one in ada.sees(news)] == ["only you"]
    assert service.person("Bea", news.guild or service.guild("none")).sees(news) == []
    aloud = ask()
    await bot.answer(aloud, 5)
    await bot.follow("POST", aloud, {"content": "aloud", "flags": EPHEMERAL})
    assert [one.text for one in news.messages()] == ["aloud"]


async def test_a_defer_says_nothing_but_who_sees_it(bot: Asking, ask: Callable[[], Any]) -> None:
    status, told = await bot.answer(ask(), 5, {"flags": V2})
    assert (status, at(told["errors"], "data.flags")) == (400, "MESSAGE_FLAGS_INVALID")


async def test_a_token_lives_fifteen_minutes(bot: Asking, service: Discord, ask: Callable[[], Any]) -> None:
    asked = ask()
    assert (await bot.follow("POST", asked, {"content": "too soon"}))[1]["code"] == 10015
    await bot.answer(asked, 4, {"content": "first"})
    assert (await bot.follow("POST", asked, {"content": "second"}))[0] == 200
    service.pass_time(15 * 60 + 1)
    assert (await bot.follow("POST", asked, {"content": "third"}))[1]["code"] == 50027


async def test_a_deferred_answer_can_be_taken_back(
    bot: Asking, news: Channel, ada: Person, ask: Callable[[], Any]
) -> None:
    asked = ask()
    await bot.answer(asked, 5)
    assert (await bot.follow("DELETE", asked, None, "/messages/@original"))[0] == 204
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
    bot: Asking, ada: Person, ask: Callable[[], Any], path: str, modal: Json
) -> None:
    status, told = await bot.answer(ask(), 9, {"custom_id": "form", **modal})
    assert (status, told["code"]) == (400, 50035)
    assert at(told["errors"]["data"], path)
    assert ada.modal() is None


async def test_a_user_installed_app_follows_up_five_times(
    bot: Asking, service: Discord, ada: Person, metro: Guild, news: Channel
) -> None:
    everywhere = {"name": "news", "description": "News", "integration_types": [0, 1]}
    await bot.register(everywhere)
    metro.kick_bot()
    asked = ada.slash("news", {}, news)
    assert asked.payload()["authorizing_integration_owners"] == {"1": str(ada.id)}
    await bot.answer(asked, 4, {"content": "first"})
    answers = [(await bot.follow("POST", asked, {"content": "more"}))[1] for _ in range(6)]
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
    "options.0.max_length": {
        "name": "news",
        "description": "x",
        "options": [{"name": "file", "description": "x", "type": 11, "max_length": 100}],
    },
    "name_localizations.de": {
        "name": "news",
        "description": "x",
        "name_localizations": {"de": "Nachrichten"},
    },
}


@pytest.mark.parametrize(("path", "command"), COMMANDS.items(), ids=COMMANDS)
async def test_a_command_beyond_a_limit_is_not_registered(
    bot: Asking, service: Discord, path: str, command: Json
) -> None:
    status, told = await bot.register(command)
    assert (status, told["code"]) == (400, 50035)
    assert at(told["errors"]["0"], path)
    assert service.commands.overwrites == []


async def test_a_command_of_more_than_8000_characters_is_refused(bot: Asking, service: Discord) -> None:
    choices = [
        {"name": f"{number:02}" + "n" * 98, "value": f"{number:02}" + "v" * 98} for number in range(25)
    ]
    options = [{"name": f"o{n}", "description": "d", "type": 3, "choices": choices} for n in range(2)]
    command = {"name": "news", "description": "x", "options": options}
    status, told = await bot.register(command)
    assert (status, at(told["errors"], "0")) == (400, "APPLICATION_COMMAND_TOO_LARGE")


async def test_two_hundred_commands_are_created_a_day(bot: Asking, service: Discord) -> None:
    path = f"/applications/{service.world.bot.id}/commands"
    service.buckets.limit("PUT /applications/{application_id}/commands", 1_000, per=1)
    for start in (0, 100):
        names = [{"name": f"n{number}", "description": "x"} for number in range(start, start + 100)]
        assert (await bot.ask("PUT", path, names))[0] == 200
    assert (await bot.ask("PUT", path, [{"name": "n150", "description": "x"}]))[0] == 200
    assert (await bot.ask("PUT", path, [{"name": "another", "description": "x"}]))[1]["code"] == 30034


async def test_autocomplete_offers_25(bot: Asking, service: Discord, ada: Person, news: Channel) -> None:
    option = {"name": "who", "description": "x", "type": 3, "autocomplete": True}
    command = {"name": "news", "description": "x", "options": [option]}
    await bot.register(command)
    choices = [{"name": str(n), "value": str(n)} for n in range(26)]
    asked = service.interactions.make(4, ada, news, {})
    status, told = await bot.answer(asked, 8, {"choices": choices})
    assert (status, at(told["errors"], "data.choices")) == (400, "BASE_TYPE_BAD_LENGTH")
    assert (await bot.answer(asked, 8, {"choices": choices[:25]}))[0] == 204
