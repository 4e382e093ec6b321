"""The Discord stand-in takes messages within the documented limits and refuses them by field beyond."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.discord import (
    Channel,
)
from tests.fakes.discord.asking import Asking, at

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


@pytest.mark.parametrize("body", TAKEN.values(), ids=TAKEN)
async def test_what_is_within_the_limits_is_taken(bot: Asking, news: Channel, body: Json) -> None:
    status, told = await bot.post(news, body)
    assert (status, told.get("errors")) == (200, None)
    assert len(news.messages()) == 1


@pytest.mark.parametrize(
    ("path", "body"), [*REFUSED.items(), *REFUSED_AGAIN.values()], ids=[*REFUSED, *REFUSED_AGAIN]
)
async def test_what_is_beyond_a_limit_is_refused_by_its_field(
    bot: Asking, news: Channel, path: str, body: Json
) -> None:
    status, told = await bot.post(news, body)
    assert (status, told["code"]) == (400, 50035)
    assert at(told["errors"], path)
    assert not news.messages()


@pytest.mark.parametrize("body", [{}, {"content": "  "}, {"embeds": []}, {"flags": 4}])
async def test_an_empty_message_is_refused(bot: Asking, news: Channel, body: Json) -> None:
    assert (await bot.post(news, body))[1]["code"] == 50006


@pytest.mark.parametrize("body", [[], "text", {"content": ["x"]}, {"content": "x", "components": ["x"]}])
async def test_a_body_of_another_shape_is_refused(bot: Asking, news: Channel, body: Any) -> None:
    assert (await bot.post(news, body))[1]["code"] == 50035


async def test_an_edit_to_v2_says_that_the_old_parts_go(bot: Asking, news: Channel) -> None:
    _, made = await bot.post(news, {"content": "old", "embeds": [{"title": "old"}]})
    path = f"/channels/{news.id}/messages/{made['id']}"
    assert (await bot.ask("PATCH", path, v2(text())))[0] == 400
    assert (await bot.ask("PATCH", path, v2(text(), content=None, embeds=[])))[0] == 200
    assert (await bot.ask("PATCH", path, {"content": "back"}))[0] == 400
    assert news.messages()[0].text == "words"
