from __future__ import annotations

import pytest

from bot.cli import hoisted


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["ask", "who"], ["ask", "who"]),
        (["ask", "--database", "x", "who"], ["--database", "x", "ask", "who"]),
        (
            ["ask", "--config=a.toml", "who", "--database=x"],
            ["--config=a.toml", "--database=x", "ask", "who"],
        ),
        (["search", "--", "--database", "x"], ["search", "--", "--database", "x"]),
        (["gather", "--database"], ["--database", "gather"]),
        (["run", "--once", "--max-spend", "0.05"], ["--max-spend", "0.05", "run", "--once"]),
    ],
)
def test_options_of_every_command_may_stand_anywhere(typed: list[str], read: list[str]) -> None:
    assert hoisted(typed) == read
