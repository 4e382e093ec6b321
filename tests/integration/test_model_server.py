"""The stand-in itself, asked through the openai package as any program would ask it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI

from tests.fakes.openai import strict
from tests.fakes.openai.forms import MODEL
from tests.fakes.openai.manners import MANNERS
from tests.fakes.openai.server import KEY, ModelServer, model_server
from tests.fakes.openai.writers import silent

BULLET = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "cites": {"type": "array", "items": {"type": "integer"}},
        "quotes": {"type": "array", "items": {"type": "integer"}},
    },
    "required": ["text", "cites", "quotes"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"bullets": {"type": "array", "items": BULLET}},
    "required": ["bullets"],
    "additionalProperties": False,
}
MATERIAL = (
    "Article\n[1] The ferry sails on Monday.\n[2] Repairs cost 2 million.\n[3] [q1] said Ana Silva.\n\n"
    "Quotes\n[q1] Ana Silva, Mayor: Now we sail."
)
WANTED = {"name": "draft", "strict": True, "schema": SCHEMA}


@pytest.fixture
async def client(server: ModelServer) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key=KEY, base_url=server.url, max_retries=0, timeout=5) as made:
        yield made


async def chat(client: AsyncOpenAI, schema: dict[str, Any] = WANTED, **more: Any) -> Any:
    messages = [{"role": "system", "content": "Write."}, {"role": "user", "content": MATERIAL}]
    asked: Any = {"messages": messages, "response_format": {"type": "json_schema", "json_schema": schema}}
    return await client.chat.completions.create(model=MODEL, **asked, **more)


async def respond(client: AsyncOpenAI, **more: Any) -> Any:
    asked: Any = {"text": {"format": {"type": "json_schema", **WANTED}}}
    return await client.responses.create(model=MODEL, instructions="Write.", input=MATERIAL, **asked, **more)


async def test_both_apis_give_a_draft_of_the_numbered_sentences_and_count_tokens(
    server: ModelServer, client: AsyncOpenAI
) -> None:
    chatted, responded = await chat(client), await respond(client)
    drafts = [json.loads(chatted.choices[0].message.content), json.loads(responded.output_text)]
    assert drafts[0] == drafts[1]
    assert [(one["text"], one["cites"]) for one in drafts[0]["bullets"]] == [
        ("The ferry sails on Monday.", [1]),
        ("Repairs cost 2 million.", [2]),
    ]
    assert drafts[0]["bullets"][-1]["quotes"] == [1]
    assert chatted.usage.prompt_tokens == responded.usage.input_tokens == len("Write." + MATERIAL) // 4
    assert (server.tokens_in, len(server.journal)) == (2 * chatted.usage.prompt_tokens, 2)


async def test_both_apis_stream(client: AsyncOpenAI) -> None:
    pieces = [chunk.choices[0].delta.content or "" async for chunk in await chat(client, stream=True)]
    assert len(json.loads("".join(pieces))["bullets"]) == 2
    events = [event async for event in await respond(client, stream=True)]
    told = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert len(json.loads(told)["bullets"]) == 2
    assert events[-1].response.status == "completed"


async def test_a_stream_can_be_cut(server: ModelServer, client: AsyncOpenAI) -> None:
    server.always = "cut"
    with pytest.raises(openai.APIConnectionError):
        [chunk async for chunk in await chat(client, stream=True)]


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({**WANTED, "strict": False}, "strict"),
        ({**WANTED, "name": "a name"}, "name"),
        ({**WANTED, "schema": {**SCHEMA, "additionalProperties": True}}, "additionalProperties"),
        ({**WANTED, "schema": {**SCHEMA, "required": []}}, "required"),
        ({**WANTED, "schema": {**SCHEMA, "title": "Draft"}}, "title"),
    ],
)
async def test_a_schema_that_is_not_strict_is_refused(
    client: AsyncOpenAI, schema: dict[str, Any], said: str
) -> None:
    with pytest.raises(openai.BadRequestError, match=said):
        await chat(client, schema)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"bullets": None},
        {"bullets": [], "thoughts": ""},
        {"bullets": [{"text": "a", "cites": ["1"], "quotes": []}]},
        {"bullets": [{"text": "a", "cites": [True], "quotes": []}]},
    ],
)
def test_a_value_that_breaks_the_schema_is_found(value: Any) -> None:
    assert strict.fault(SCHEMA, value)
    assert strict.fault(SCHEMA, {"bullets": []}) is None


async def test_a_wrong_key_and_an_unknown_model_are_refused(server: ModelServer) -> None:
    async with AsyncOpenAI(api_key="another", base_url=server.url, max_retries=0) as stranger:
        with pytest.raises(openai.AuthenticationError):
            await chat(stranger)
    async with AsyncOpenAI(api_key=KEY, base_url=server.url, max_retries=0) as client:
        assert [model.id async for model in client.models.list()] == [MODEL]
        with pytest.raises(openai.NotFoundError):
            await client.responses.create(model="other", input="")


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        ("rate-limited", openai.RateLimitError),
        ("error", openai.InternalServerError),
        ("reset", openai.APIConnectionError),
        ("cut", openai.APIConnectionError),
        ("malformed", json.JSONDecodeError),
        (403, openai.PermissionDeniedError),
    ],
)
async def test_a_fault_comes_once_and_then_all_is_well(
    server: ModelServer, client: AsyncOpenAI, fault: str | int, raised: type[Exception]
) -> None:
    server.faults = [fault]
    with pytest.raises(raised):
        await chat(client)
    assert (await chat(client)).choices[0].finish_reason == "stop"


async def test_a_refusal_a_cut_for_length_and_a_wrong_schema_come_as_the_apis_say_them(
    server: ModelServer, client: AsyncOpenAI
) -> None:
    server.faults = ["refusal", "length", "wrong-schema", "bad-json"]
    assert (await chat(client)).choices[0].message.refusal
    assert (await respond(client)).incomplete_details.reason == "max_output_tokens"
    assert "thoughts" in (await chat(client)).choices[0].message.content
    with pytest.raises(json.JSONDecodeError):
        json.loads((await respond(client)).output_text)


async def test_the_writer_can_be_changed_and_a_server_may_have_one_api_alone() -> None:
    only_chat = ModelServer(writer=silent, manners=MANNERS["Ollama"])
    async with (
        model_server(only_chat) as server,
        AsyncOpenAI(api_key="any", base_url=server.url, max_retries=0) as client,
    ):
        assert json.loads((await chat(client)).choices[0].message.content) == {"bullets": []}
        with pytest.raises(openai.NotFoundError):
            await respond(client)
