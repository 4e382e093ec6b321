"""How many independent voices tell a story: twins, one text at several addresses, are one."""

from __future__ import annotations

from bot.model import Story


def texts(story: Story) -> int:
    """How many different texts the story has."""
    return len({read.article.content for read in story.articles})


def voices(story: Story) -> int:
    """How many outlets tell it with a text of their own."""
    first_outlet = {read.article.content: read.article.outlet for read in reversed(story.articles)}
    return len(set(first_outlet.values()))
