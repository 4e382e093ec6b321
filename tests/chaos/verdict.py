"""Compares what must be in the channels with what is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
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


@dataclass
class Verdict:
    """The figures of a run, and what is wrong in sentences."""

    kills: int = 0
    deliveries: int = 0
    lost: int = 0
    doubled: int = 0
    late: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every edition is there once."""
        return not self.lost and not self.doubled

    def __str__(self) -> str:
        return f"kills={self.kills} deliveries={self.deliveries} lost={self.lost} doubled={self.doubled} late={self.late}"


async def judged(world: World, runs: Sequence[Run], kills: int, enough: float) -> Verdict:
    """The verdict over all channels."""
    verdict = Verdict(kills)
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
    store = await open_store(f"sqlite:///{world.database}")
    try:
        for room, digest_id in _rows(world, "SELECT room, digest FROM deliveries"):
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
    if not world.database.exists():
        return ["no database yet"]
    query = "SELECT room, state, tries, next_at, note FROM deliveries WHERE state IN ('planned', 'sending')"
    return [" ".join(map(str, row)) for row in _rows(world, query)]


def _rows(world: World, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(world.database, timeout=20)) as connection:
        return connection.execute(query).fetchall()
