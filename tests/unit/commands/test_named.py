"""The commands that sentences for people name can be typed as they stand there."""

import re
from inspect import getsource

import pytest

from bot.core.commands import COMMANDS, timetable
from bot.core.outline import texts

SAID = getsource(texts) + getsource(timetable)
TYPED = [spec.typed for spec in COMMANDS]


@pytest.mark.parametrize("line", re.findall(r"with: ([^\s{\"][^\"]*)", SAID))
def test_what_is_to_be_typed_is_a_whole_command(line: str) -> None:
    assert line.startswith(("/news ", "onrecord "))


@pytest.mark.parametrize("words", re.findall(r"/news ((?:[a-z]+\b(?!:) ?)+)", SAID))
def test_every_command_that_is_named_exists(words: str) -> None:
    assert any(f"/news {words} ".startswith(f"{typed} ") for typed in TYPED)
