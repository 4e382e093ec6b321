"""Threads: what a mention wants there."""

from __future__ import annotations

from dataclasses import replace

from bot.core import commands, outline, threads
from bot.model import Actor, Reply
from bot.newsroom.desk.context import Context
from bot.newsroom.desk.reading import answer, briefing
from bot.newsroom.write import thread_summary
from bot.ports import ReadTalk


async def mentioned(context: Context, text: str, actor: Actor, read: ReadTalk) -> Reply:
    """What somebody wants who mentions the bot; the reply stands in the thread."""
    match threads.wanted(text, in_thread=actor.place.thread is not None):
        case threads.BriefLink(url):
            return await briefing(context, {"url": url}, actor)
        case threads.CatchUp(asked):
            return await _caught_up(context, asked, actor, read)
        case threads.AskWords(question):
            return replace(await answer(context, {"question": question}, actor), in_thread=True)
        case threads.AskHelp():
            return Reply(commands.help_outline(), in_thread=True)


async def _caught_up(context: Context, asked: bool, actor: Actor, read: ReadTalk) -> Reply:
    """What was said; a mention without words in a thread that opens with a link wants its briefing."""
    talk = await read()
    link = None if asked else threads.opening_link(talk)
    if link:
        return await briefing(context, {"url": link}, actor)
    summary = await thread_summary(context.writer, talk, actor.workspace)
    return Reply(outline.of_talk(talk, summary), in_thread=True)
