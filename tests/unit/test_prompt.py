from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from bot.core.prompt import Prompt
from bot.errors import ConfigError

ROOT = Path(__file__).parents[2]

SOURCE = '+++\nid = "hello"\nversion = 2\nslots = ["name"]\n+++\nHello $name, that is $$1.\n'


def test_slots_are_filled_and_the_name_tells_the_version() -> None:
    prompt = Prompt.parse("hello.md", SOURCE)
    assert prompt.name == "hello@2"
    assert prompt.fill({"name": "Ada"}) == "Hello Ada, that is $1."


@pytest.mark.parametrize("values", [{}, {"name": "a", "other": "b"}])
def test_missing_or_unknown_slot_is_an_error(values: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="hello@2: wants the slots"):
        Prompt.parse("hello.md", SOURCE).fill(values)


@pytest.mark.parametrize(
    "source",
    [
        "no front matter",
        SOURCE.replace("version = 2\n", ""),
        SOURCE.replace("$name", "$nome"),
        "+++\n=\n+++\n",
    ],
)
def test_unusable_file_is_named(source: str) -> None:
    with pytest.raises(ConfigError, match=r"hello\.md"):
        Prompt.parse("hello.md", source)


def test_changed_wording_has_a_new_version() -> None:
    lock = tomllib.loads((ROOT / "prompts" / "lock.toml").read_text("utf-8"))
    for file in sorted((ROOT / "prompts").glob("*.md")):
        prompt = Prompt.parse(file.name, file.read_text("utf-8"))
        held = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        assert lock.get(prompt.name) == held, (
            f"{file.name} changed: raise its version, write {prompt.name} = {held}"
        )
