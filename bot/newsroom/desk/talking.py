"""Threads: what a mention wants there."""

from __future__ import annotations

from dataclasses import replace

from bot.core import commands, outline, threads
from bot.model import Asker, Reply
from bot.newsroom.desk.means import Means
from bot.newsroom.desk.reading import answer, briefing
from bot.newsroom.retell import retell
from bot.ports import ReadTalk


async def mentioned(means: Means, text: str, asker: Asker, read: ReadTalk) -> Reply:
    """What somebody wants who mentions the bot; the reply stands in the thread."""
    match threads.wanted(text, in_thread=asker.place.thread is not None):
        case threads.BriefLink(url):
            return await briefing(means, {"url": url}, asker)
        case threads.CatchUp(asked):
            return await _caught_up(means, asked, asker, read)
        case threads.AskWords(question):
            return replace(await answer(means, {"question": question}, asker), in_thread=True)
        case threads.AskHelp():
            return Reply(commands.help_outline(), in_thread=True)


async def _caught_up(means: Means, asked: bool, asker: Asker, read: ReadTalk) -> Reply:
    """What was said; a mention without words in a thread that opens with a link wants its briefing."""
    talk = await read()
    link = None if asked else threads.opening_link(talk)
    if link:
        return await briefing(means, {"url": link}, asker)
    retold = await retell(means.writer, talk, asker.workspace)
    return Reply(outline.of_talk(talk, retold), in_thread=True)
