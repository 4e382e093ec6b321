"""Compares what must be in the channels with what is there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.adapters.store import open_store
from bot.core.outline.pages import DigestPages
from bot.model import Digest
from bot.platforms.discord.forum import stories
from bot.platforms.discord.render import pages
from bot.platforms.slack.render import messages
from tests.chaos.expected import Run, must_be_there
from tests.chaos.history import Told, editions
from tests.chaos.world import Room, World

KEPT_WITHIN = 8.0
"""Seconds in which what the model answered is kept; or, where who asked is killed, is not."""


@dataclass
class Verdict:
    """The figures of a run, and what is wrong in sentences."""

    kills: int = 0
    deliveries: int = 0
    lost: int = 0
    doubled: int = 0
    late: int = 0
    calls: int = 0  # of the model
    paid_again: int = 0  # of them, though nobody died over the one before
    died_over: int = 0  # again, as who had asked before was killed over it
    questions: int = 0
    answered: int = 0
    answered_again: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every edition is there once."""
        return not (self.lost or self.doubled or self.paid_again or self.answered_again)

    def __str__(self) -> str:
        return (
            f"kills={self.kills} deliveries={self.deliveries} lost={self.lost} doubled={self.doubled}"
            f" late={self.late}\nmodel: calls={self.calls} paid again={self.paid_again}"
            f" again after a kill={self.died_over}\nquestions={self.questions} answered={self.answered}"
            f" answered again={self.answered_again}"
        )


async def judged(world: World, runs: Sequence[Run], killed: Sequence[float], enough: float) -> Verdict:
    """The verdict over all channels, all that the model was asked, and all that people asked."""
    verdict = Verdict(len(killed))
    _judge_calls(verdict, world, killed)
    _judge_answers(verdict, world)
    planned = await _planned(world)
    for room in world.rooms:
        told = editions(world, room)
        verdict.deliveries += len(told)
        there = {post.key for one in told.values() for post in one.posts}
        # an order's first digest, due at once, is that of the slot to come where one comes soon
        due = must_be_there([slot for slot in room.slots if slot >= runs[0].began], runs, enough)
        for slot in sorted(due - told.keys() - planned.get(room.id, {}).keys()):
            _lost(verdict, room, slot, "never planned")
        for slot, keys in sorted(planned.get(room.id, {}).items()):
            missing = keys - there
            if missing:
                _lost(verdict, room, slot, f"{len(missing)} of {len(keys)} parts are missing")
        for slot, one in sorted(told.items()):
            verdict.late += one.late
            if one.doubled:
                verdict.doubled += 1
                verdict.findings.append(f"doubled: {_named(room, slot)}: {_shown(one)}")
    return verdict


def _judge_calls(verdict: Verdict, world: World, killed: Sequence[float]) -> None:
    """Nobody asks the model for the same twice, unless who asked before was killed before it was kept."""
    before: dict[str, float] = {}
    for call in world.model.journal if world.model else ():
        verdict.calls += 1
        wanted = json.dumps(call.body, sort_keys=True)
        if (then := before.get(wanted)) is not None:
            excused = any(then <= kill <= then + KEPT_WITHIN for kill in killed)
            verdict.died_over += excused
            verdict.paid_again += not excused
            if not excused:
                verdict.findings.append(f"paid again after {call.at - then:.1f} s: {wanted[:200]}")
        before[wanted] = call.at


def _judge_answers(verdict: Verdict, world: World) -> None:
    """Nobody is answered the same twice."""
    for message in world.asked:
        answers = Counter(one.readable for one in message.channel.thread(message) if one.by_bot)
        verdict.questions += 1
        verdict.answered += bool(answers)
        if answers and max(answers.values()) > 1:
            verdict.answered_again += 1
            verdict.findings.append(f"answered again: {message.ts}: {dict(answers)}")


def _lost(verdict: Verdict, room: Room, slot: float, why: str) -> None:
    verdict.lost += 1
    verdict.findings.append(f"lost: {_named(room, slot)}: {why}")


def _named(room: Room, slot: float) -> str:
    return (
        f"{room.platform} {room.kind} {room.id}, edition of {datetime.fromtimestamp(slot, UTC):%d %B %H:%M}"
    )


def _shown(told: Told) -> str:
    return ", ".join(
        f"{post.key[:6]} at {datetime.fromtimestamp(post.at, UTC):%H:%M:%S}" for post in told.posts
    )


async def _planned(world: World) -> dict[str, dict[float, set[str]]]:
    """Room -> slot -> the keys of the parts of each edition that was planned."""
    kinds = {room.id: room.kind for room in world.rooms}
    found: dict[str, dict[float, set[str]]] = {}
    store = await open_store(world.url or f"sqlite:///{world.database}")
    try:
        for room, digest_id in world.rows("SELECT room, digest FROM deliveries"):
            digest = await store.digest(digest_id)
            if digest is not None and room in kinds:
                at = datetime.combine(digest.edition.day, digest.edition.slot, UTC).timestamp()
                found.setdefault(room, {})[at] = set(_keys(kinds[room], digest))
    finally:
        await store.close()
    return found


def _keys(kind: str, digest: Digest) -> list[str]:
    if kind == "channel":
        return [part.key for part in DigestPages("slack", messages).parts(digest)]
    whole = DigestPages("digest", pages).parts(digest)
    if kind == "forum":
        return [story.key for part in whole for story in stories(part)]
    return [part.key for part in whole]


def open_deliveries(world: World) -> list[str]:
    """What is still on its way: room, state, tries, next try, note."""
    if not world.is_begun:
        return ["no database yet"]
    if not world.rows("SELECT 1 FROM deliveries"):
        return ["nothing was planned yet"]
    query = "SELECT room, state, tries, next_at, note FROM deliveries WHERE state IN ('planned', 'sending')"
    return [" ".join(map(str, row)) for row in world.rows(query)]
