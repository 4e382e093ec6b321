"""The model's door against the stand-in: what comes through, and how each fault is told."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web

from bot.adapters.llm import OpenAiModel
from bot.errors import BadDraft, ModelDenied, ModelError, ModelFault, ModelRefused, ModelUnavailable
from bot.model import Draft, DraftBullet, Drafted, Form, WritingRequest
from tests.fakes.openai.forms import MODEL
from tests.fakes.openai.manners import BOTH, CHAT, MANNERS, Manners
from tests.fakes.openai.server import KEY, ModelServer, model_server
from tests.fakes.openai.translators import german, translating

MATERIAL = "Article\n[1] The ferry sails on Monday.\n[2] Repairs cost 2 million crowns."
REQUEST = WritingRequest(Form.BRIEFING, "briefing@1", "Write a briefing.", MATERIAL, 400)
WRITTEN = Draft(
    (DraftBullet("The ferry sails on Monday.", (1,)), DraftBullet("Repairs cost 2 million crowns.", (2,)))
)
TRANSLATED = Draft(
    tuple(DraftBullet(german(one.text), one.cites) for one in WRITTEN.bullets)
)  # each line under its number


AGREED = Draft((DraftBullet("yes", (1,)), DraftBullet("yes", (2,))))


async def write(
    server: ModelServer, request: WritingRequest = REQUEST, api: str = "auto", **more: Any
) -> Drafted:
    settings: dict[str, Any] = {"api": api, "timeout": 3.0} | more
    model = OpenAiModel(MODEL, server.url, KEY, **settings)
    try:
        return await model.write(request)
    finally:
        await model.close()


@pytest.mark.parametrize(("api", "path"), [("chat", "chat/completions"), ("responses", "responses")])
@pytest.mark.parametrize("form", Form)
async def test_a_draft_comes_with_the_tokens_that_the_server_counted(
    server: ModelServer, api: str, path: str, form: Form
) -> None:
    server.writer = translating
    request = WritingRequest(form, "any@1", REQUEST.instructions, MATERIAL, 400)
    drafted = await write(server, request, api)
    assert drafted.draft == {Form.TRANSLATION: TRANSLATED, Form.VERDICTS: AGREED}.get(form, WRITTEN)
    assert (drafted.usage.tokens_in, drafted.usage.tokens_out) == (server.tokens_in, server.tokens_out)
    assert drafted.usage.tokens_in > 0
    assert [entry.path for entry in server.journal] == [f"/v1/{path}"]


async def test_the_server_is_asked_to_keep_nothing(server: ModelServer) -> None:
    await write(server, api="responses")
    assert server.journal[0].body["store"] is False


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_the_model_has_no_tools_and_sees_no_key(server: ModelServer, api: str) -> None:
    await write(server, api=api)
    body = server.journal[0].body
    assert not body.keys() & {"tools", "functions", "tool_choice"}
    assert KEY not in json.dumps(body)


@pytest.mark.parametrize("fault", [400, 401, 403, 429, 500, "error"])
async def test_what_a_server_says_of_an_error_is_in_no_message_and_no_log(
    server: ModelServer, fault: str | int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "bot")
    server.always = fault
    with pytest.raises(ModelError) as caught:
        await write(server)
    assert "It failed." not in str(caught.value)
    assert "It failed." not in caplog.text


@pytest.mark.parametrize("body", [b'{"choices": ["' + b"x" * 5_000_000 + b'"]}', b"[" * 100_000, b"null"])
async def test_an_answer_that_is_far_too_long_or_nested_without_end_is_no_draft(body: bytes) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    model = OpenAiModel(MODEL, f"http://127.0.0.1:{runner.addresses[0][1]}/v1", KEY, api="chat", timeout=5.0)
    with pytest.raises(ModelError):
        await model.write(REQUEST)
    await model.close()
    await runner.cleanup()


ASKED_FOR = {
    "hosted API": "responses, held to the JSON schema",
    "Azure": "chat completions, held to the JSON schema",
    "Ollama": "chat completions, held to the JSON schema",
    "llama.cpp": "chat completions, held to the JSON schema",
    "vLLM": "responses, held to the JSON schema",
    "LM Studio": "chat completions, held to the JSON schema",
    "LiteLLM": "chat completions, asked for JSON in words",
    "OpenRouter": "chat completions, held to JSON, its schema told in words",
}


@pytest.mark.parametrize("name", MANNERS)
async def test_each_servers_manners_are_found_out_once_and_its_draft_is_read(name: str) -> None:
    async with model_server(ModelServer(manners=MANNERS[name])) as server:
        model = OpenAiModel(MODEL, server.url, KEY, reasoning_tokens=1000, reasoning_effort="low")
        first = await model.write(REQUEST)
        found_out = len(server.journal)
        second = await model.write(REQUEST)
        await model.close()
    assert first.draft == second.draft == WRITTEN
    assert len(server.journal) == found_out + 1
    assert str(model.manner) == ASKED_FOR[name]
    assert first.usage.estimated is not MANNERS[name].counts
    assert first.usage.tokens_in > 0 < first.usage.tokens_out


async def test_an_error_that_calls_itself_a_success_is_an_api_that_is_not_there() -> None:
    older = Manners("LM Studio of before", apis=CHAT, no_api="success")
    async with model_server(ModelServer(manners=older)) as server:
        model = OpenAiModel(MODEL, server.url, KEY)
        assert (await model.write(REQUEST)).draft == WRITTEN
        await model.close()
    assert model.way == "chat completions, held to the JSON schema"


@pytest.mark.parametrize("api", ["auto", "chat"])
async def test_a_schema_that_is_taken_and_not_heeded_is_told_in_words_and_for_good(api: Any) -> None:
    deaf = Manners("deaf", unheeded=BOTH)
    async with model_server(ModelServer(manners=deaf)) as server:
        model = OpenAiModel(MODEL, server.url, KEY, api=api)
        first = await model.write(REQUEST)
        found_out = len(server.journal)
        second = await model.write(REQUEST)
        await model.close()
    assert first.draft == second.draft == WRITTEN
    assert model.way == "chat completions, held to JSON, its schema told in words"
    assert found_out == {"auto": 3, "chat": 2}[api]
    assert len(server.journal) == found_out + 1
    assert first.usage.tokens_in + second.usage.tokens_in == server.tokens_in


@pytest.mark.parametrize("name", MANNERS)
async def test_each_servers_way_of_saying_that_it_has_no_such_model_is_understood(name: str) -> None:
    if MANNERS[name].any_model:
        return
    async with model_server(ModelServer(manners=MANNERS[name])) as server:
        model = OpenAiModel("another", server.url, KEY)
        with pytest.raises(ModelDenied, match="no such model") as raised:
            await model.write(REQUEST)
        await model.close()
    assert raised.value.fault is ModelFault.NO_SUCH_MODEL
    assert len(server.journal) <= 2


async def test_what_a_server_does_not_take_is_asked_for_again_the_next_day() -> None:
    async with model_server(ModelServer(manners=MANNERS["LiteLLM"])) as server:
        model = OpenAiModel(MODEL, server.url, KEY, remembers=0.0)
        await model.write(REQUEST)
        found_out = len(server.journal)
        await model.write(REQUEST)
        await model.close()
    assert len(server.journal) == 2 * found_out > 2


async def test_a_request_that_is_taken_in_no_form_is_denied_and_nothing_is_learned_from_it(
    server: ModelServer,
) -> None:
    server.always = 400
    model = OpenAiModel(MODEL, server.url, KEY)
    with pytest.raises(ModelDenied, match="in no form"):
        await model.write(REQUEST)
    asked = [(entry.path.removeprefix("/v1/"), *_kind(entry.body)) for entry in server.journal]
    server.always = None
    await model.write(REQUEST)
    await model.close()
    assert asked == [
        ("responses", "json_schema", "max_output_tokens"),
        ("chat/completions", "json_schema", "max_completion_tokens"),
        ("chat/completions", "json_object", "max_completion_tokens"),
        ("chat/completions", "text", "max_completion_tokens"),
        ("chat/completions", "json_schema", "max_tokens"),
        ("chat/completions", "json_object", "max_tokens"),
        ("chat/completions", "text", "max_tokens"),
    ]
    assert server.journal[-1].path == "/v1/responses"


def _kind(body: dict[str, Any]) -> tuple[str, str]:
    wanted = body.get("response_format") or body.get("text", {}).get("format") or {"type": "text"}
    return wanted["type"], next(name for name in body if name.startswith("max_"))


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_a_model_that_thinks_first_has_tokens_for_it(server: ModelServer, api: str) -> None:
    server.thinks = 2_000
    with pytest.raises(BadDraft, match=r"raise model\.reasoning_tokens") as raised:
        await write(server, api=api)
    assert raised.value.fault is ModelFault.CUT_SHORT
    drafted = await write(server, api=api, reasoning_tokens=2_500)
    assert drafted.draft == WRITTEN


@pytest.mark.parametrize(
    ("api", "named"), [("chat", {"reasoning_effort": "low"}), ("responses", {"reasoning": {"effort": "low"}})]
)
async def test_how_hard_to_think_is_said_where_the_config_names_it(
    server: ModelServer, api: str, named: dict[str, Any]
) -> None:
    await write(server, api=api, reasoning_effort="low")
    await write(server, api=api)
    assert [named.items() <= entry.body.items() for entry in server.journal] == [True, False]


@pytest.mark.parametrize(
    "around",
    [
        "<think>I could write {{}} or [1].</think>{}",
        "I could write {{}}.\n</think>\n\n{}\n",
        "```json\n{}\n```",
        "```\n{}\n```",
        "Sure! Here it is:\n{}\nI hope that helps {{you}}.",
        '{{"briefing": {}}}',
        "\n\n   {}",
    ],
)
async def test_what_stands_around_a_draft_is_left_out(around: str) -> None:
    draft = json.dumps({"headline": None, "bullets": [{"text": "The ferry </think> sails.", "cites": [1]}]})
    said = around.format(draft if "think" not in around else draft.replace("</think> ", ""))
    async with model_server(ModelServer(writer=lambda asked: said)) as server:
        drafted = await write(server)
    assert [bullet.cites for bullet in drafted.draft.bullets] == [(1,)]


async def test_responses_are_asked_for_first_and_chat_for_good_where_there_are_none() -> None:
    async with model_server(ModelServer(manners=MANNERS["llama.cpp"])) as server:
        model = OpenAiModel(MODEL, server.url, KEY)
        first, second = await model.write(REQUEST), await model.write(REQUEST)
        await model.close()
    assert first == second
    assert [entry.path for entry in server.journal] == ["/v1/chat/completions"] * 2


@pytest.mark.parametrize(
    "fault", ["rate-limited", "error", "cut", "malformed", "page", "reset", "empty", 503]
)
@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_what_may_pass_is_tried_again(server: ModelServer, api: str, fault: str | int) -> None:
    server.faults = [fault]
    drafted = await write(server, api=api)
    assert drafted.draft == WRITTEN
    assert len(server.journal) == 2
    lost = fault in ("cut", "malformed", "page", "reset", "empty")
    assert drafted.usage.lost == lost


@pytest.mark.parametrize("fault", ["rate-limited", "error", "cut", "malformed", "page", "reset", "empty"])
async def test_what_does_not_pass_is_unavailable_after_three_tries(server: ModelServer, fault: str) -> None:
    server.always = fault
    with pytest.raises(ModelUnavailable) as raised:
        await write(server)
    assert len(server.journal) == 3
    assert raised.value.lost == (0 if fault in ("rate-limited", "error") else 3)


async def test_a_wait_that_the_server_asks_for_is_kept(server: ModelServer) -> None:
    server.faults, server.retry_after = ["rate-limited"], 1
    started = time.monotonic()
    await write(server)
    assert time.monotonic() - started >= 1


async def test_a_wait_beyond_the_time_is_told_and_not_begun(server: ModelServer) -> None:
    then = datetime.now(UTC) + timedelta(minutes=10)  # noqa: TID251 - the server's clock
    server.always, server.retry_after = "rate-limited", format_datetime(then, usegmt=True)
    with pytest.raises(ModelUnavailable) as raised:
        await write(server)
    assert len(server.journal) == 1
    assert 500 < (raised.value.retry_after or 0) <= 600


async def test_a_slow_server_is_given_up_in_time_and_may_have_to_be_paid(server: ModelServer) -> None:
    server.always = "slow"
    with pytest.raises(ModelUnavailable) as raised:
        await write(server, timeout=0.3)
    assert raised.value.lost == len(server.journal) >= 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("refusal", ModelRefused),
        ("length", BadDraft),
        ("bad-json", BadDraft),
        ("wrong-schema", BadDraft),
        (402, ModelDenied),
        (403, ModelDenied),
    ],
)
@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_what_will_not_pass_is_told_at_once_with_what_it_cost(
    server: ModelServer, api: str, fault: str | int, error: type[ModelError]
) -> None:
    server.always = fault
    unheeded = fault in ("wrong-schema", "bad-json")
    with pytest.raises(error) as raised:
        await write(server, api=api)
    assert len(server.journal) == ({"auto": 3, "chat": 2, "responses": 2}[api] if unheeded else 1)
    assert (raised.value.tokens_in, raised.value.tokens_out) == (server.tokens_in, server.tokens_out)


async def test_a_wrong_key_or_model_names_the_setting_and_not_the_key(server: ModelServer) -> None:
    for name, key, said in ((MODEL, "sk-secret", "ONRECORD_MODEL_KEY"), ("other", KEY, r"model\.name")):
        model = OpenAiModel(name, server.url, key)
        with pytest.raises(ModelDenied, match=said) as raised:
            await model.write(REQUEST)
        assert key not in str(raised.value)
        await model.close()


async def test_nobody_at_the_address_is_unavailable_and_costs_nothing(server: ModelServer) -> None:
    model = OpenAiModel(MODEL, "http://127.0.0.1:9/v1", KEY, timeout=2)
    with pytest.raises(ModelUnavailable) as raised:
        await model.write(REQUEST)
    await model.close()
    assert raised.value.lost == 0


async def test_no_more_are_asked_for_at_once_than_allowed(server: ModelServer) -> None:
    server.hold = asyncio.Event()
    model = OpenAiModel(MODEL, server.url, KEY, at_once=2)
    asked = asyncio.gather(*(model.write(REQUEST) for _ in range(8)))
    while server.at_once < 2:
        await asyncio.sleep(0.01)
    server.hold.set()
    await asked
    await model.close()
    assert (len(server.journal), server.most_at_once) == (8, 2)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 300_000,
        "[" * 100_000,
        '{"headline": 7, "bullets": []}',
        '{"headline": null, "bullets": [{"text": "a", "cites": [1.5], "quotes": []}]}',
        '{"headline": null, "bullets": [{"text": "a", "cites": [true], "quotes": []}]}',
        '{"headline": null, "bullets": [7]}',
        "null",
        "",
    ],
)
async def test_what_a_server_sends_against_its_own_schema_is_a_bad_draft(text: str) -> None:
    async with model_server(ModelServer(writer=lambda asked: text)) as server:
        with pytest.raises(BadDraft):
            await write(server, WritingRequest(Form.BRIEFING, "p@1", "", "", 1_000_000))


async def test_no_more_bullets_are_read_than_a_briefing_could_have() -> None:
    many = [{"text": "a", "cites": [], "quotes": []}] * 1000
    async with model_server(ModelServer(writer=lambda asked: asked.draft(many))) as server:
        drafted = await write(server, WritingRequest(Form.BRIEFING, "p@1", "", "", 1_000_000))
    assert len(drafted.draft.bullets) == 12


async def test_the_network_guard_stops_a_model_that_is_not_on_loopback() -> None:
    model = OpenAiModel(MODEL, "http://192.0.2.1:80/v1", KEY, timeout=1)
    with pytest.raises(ExceptionGroup) as raised:
        await model.write(REQUEST)
    await model.close()
    assert raised.group_contains(AssertionError, match="only loopback is allowed")
