"""The doctor asks a model one small question, and names what works and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.doctor import examine_model
from bot.config import Config, load
from tests.fakes.openai.forms import MODEL
from tests.fakes.openai.manners import MANNERS
from tests.fakes.openai.server import KEY, ModelServer, model_server
from tests.fakes.openai.writers import silent


def configured(folder: Path, server: ModelServer, key: str = KEY, name: str = MODEL) -> Config:
    file = folder / "onrecord.toml"
    file.write_text(
        f'database = "sqlite:///{folder / "onrecord.db"}"\n[model]\nname = "{name}"\nurl = "{server.url}"\n'
        f'timeout_seconds = 2\n[[model.prices]]\nmodel = "{name}"\ntokens_in = 1.0\ntokens_out = 4.0\n',
        "utf-8",
    )
    return load(file, {"ONRECORD_MODEL_KEY": key})


async def test_what_works_is_named_with_its_speed_and_price(server: ModelServer, tmp_path: Path) -> None:
    found = await examine_model(configured(tmp_path, server))
    assert [one.what.removeprefix("model ") for one in found if one.ok] == [
        "server",
        "key",
        "name",
        "api",
        "answer",
        "speed",
        "price",
    ]
    told = {one.what: one.says for one in found}
    assert told["model api"] == "responses, held to the JSON schema"
    assert told["model answer"] == "a draft of 1 bullet"
    assert "tokens in and" in told["model price"]
    assert "as the server counts" in told["model price"]
    assert "a story of 1,030 and 158 tokens: 0.0017" in told["model price"]
    assert len(server.journal) == 1


async def test_a_server_with_manners_of_its_own_is_described(tmp_path: Path) -> None:
    async with model_server(ModelServer(manners=MANNERS["LiteLLM"])) as server:
        told = {one.what: one.says for one in await examine_model(configured(tmp_path, server))}
    assert told["model api"] == "chat completions, asked for JSON in words"
    assert "by our estimate" in told["model price"]


@pytest.mark.parametrize(
    ("fault", "what", "says"),
    [
        ("error", "model server", "cannot answer now"),
        (402, "model key", "is empty"),
        (400, "model api", "in no form"),
        ("length", "model answer", "cut at its length"),
        ("refusal", "model answer", "will not write"),
    ],
)
async def test_what_does_not_work_is_named_after_what_does(
    server: ModelServer, tmp_path: Path, fault: str | int, what: str, says: str
) -> None:
    server.always = fault
    *passed, last = await examine_model(configured(tmp_path, server))
    assert all(one.ok for one in passed)
    assert (last.what, last.ok) == (what, False)
    assert says in last.says


async def test_a_wrong_key_or_name_is_named_and_the_key_is_not_shown(
    server: ModelServer, tmp_path: Path
) -> None:
    *_, key = await examine_model(configured(tmp_path, server, key="sk-secret"))
    assert (key.what, key.ok) == ("model key", False)
    assert "sk-secret" not in key.says
    *_, name = await examine_model(configured(tmp_path, server, name="other"))
    assert (name.what, name.ok) == ("model name", False)


async def test_an_answer_without_a_bullet_is_bad(tmp_path: Path) -> None:
    async with model_server(ModelServer(writer=silent)) as server:
        found = await examine_model(configured(tmp_path, server))
    assert [one.what for one in found if not one.ok] == ["model answer"]
