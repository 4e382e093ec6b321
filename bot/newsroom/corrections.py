"""Corrects what was posted: where a newer version of an article changes a printed quote, the message says so.

For two weeks after a digest was made the newest versions of what it quotes are held against it. A message
whose quotes change is edited once for each change: a dated note below the quote, in the article's own new
words. A sent delivery is claimed for that as it was to be sent, and what readers were shown is kept with it,
so that neither a restart nor a second process edits a message again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.core.outline import corrections
from bot.core.outline.corrections import Corrections, key, noted, printed
from bot.core.reading.lexicon import Lexicon
from bot.errors import BotError, ChannelGone, MessageRefused, NotAllowed, PlatformError, RateLimited
from bot.model import Delivery, Part, Place, Revision
from bot.newsroom.deliver import FIRST_WAIT, MOST_TRIES, Claim, ClaimLost, backoff
from bot.ports import Clock, Failures, Meter, Platform, Store

log = logging.getLogger(__name__)

CORRECTED_FOR = timedelta(days=14)
"""How long after it was made a digest is corrected."""

MOST = 100
"""Digests that are looked at in one tick; the others are in the next."""

AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Corrector:
    """Edits what later versions of its articles correct."""

    store: Store
    platforms: Mapping[str, Platform]
    lexicons: Mapping[str, Lexicon]
    clock: Clock
    meter: Meter
    failures: Failures

    async def tick(self) -> None:
        """Look at the sent digests of articles that changed since, and edit the messages that it concerns."""
        now = self.clock()
        with self.failures.contain("correct", "what was posted"):
            found = await self.store.outdated(list(self.platforms), now - CORRECTED_FOR, now, MOST)
            queue = iter(found)
            await asyncio.gather(*(self._correct_some(queue) for _ in range(AT_ONCE)))

    async def _correct_some(self, queue: Iterator[Delivery]) -> None:
        for one in queue:
            with self.failures.contain("correct", f"delivery {one.id}"):
                await self._claim_and_correct(one)

    async def _claim_and_correct(self, found: Delivery) -> None:
        held = await self.store.claim_sent(found.id, secrets.token_hex(8), self.clock())
        if held is None:
            return
        claim, name = Claim(self.store, self.clock, held), held.channel.name or held.channel.room
        try:
            with self.failures.contain("correct", f"{name}, delivery {held.id}") as contained:
                await self._correct(claim)
            if contained.error:
                await self._put_back(claim, contained.error)
        except ClaimLost:
            log.info("correct: %s: another process has taken over", held.id)
        except asyncio.CancelledError:
            with suppress(BotError):
                await claim.release()
            raise

    async def _correct(self, claim: Claim) -> None:
        """Edit the messages whose notes change, and keep what they say; one that is gone stops no other."""
        delivery = claim.delivery
        digest = await self.store.digest(delivery.digest)
        revisions = await self.store.revisions(delivery.id)
        if digest is None or not revisions:
            await claim.release()
            return
        platform = self.platforms[delivery.channel.platform]
        parts = await asyncio.to_thread(platform.split, digest)
        shown = corrections.shown(revisions)
        wanted = await asyncio.to_thread(corrections.corrections_of, digest, parts, revisions, self.lexicons)
        failed: PlatformError | None = None
        for part, changed in _to_edit(parts, shown, wanted, platform):
            message = delivery.posted.get(part.key)
            if message is None:
                log.warning("correct: %s: it was posted in other parts than it has now", delivery.id)
                continue
            try:
                await self._edit(claim, platform, message, changed)
            except (ChannelGone, NotAllowed, MessageRefused) as error:
                failed = error
                continue
            places = set(map(key, printed(part.outline)))
            shown |= {place: one for place, one in wanted.items() if place in places}
            await self._keep(claim, revisions, shown)
        if failed:
            raise failed
        await self._keep(claim, revisions, wanted, compared=True)
        await claim.release(next_at=None, note="")

    async def _edit(self, claim: Claim, platform: Platform, message: str, part: Part) -> None:
        first = next(iter(claim.delivery.posted.values()))
        place = Place(claim.delivery.channel, None if message == first else first)
        await claim.during(lambda: platform.edit(place, message, part))
        log.info("correct: %s, delivery %s: edited", claim.delivery.channel.name, claim.delivery.id)
        self.meter.count("corrections")

    async def _keep(
        self, claim: Claim, revisions: Sequence[Revision], shown: Corrections, compared: bool = False
    ) -> None:
        kept = [
            Revision(
                one.printed,
                one.newest,
                tuple(each for each in shown.values() if each.quote.article.id == one.printed),
                compared,
            )
            for one in revisions
        ]
        if not await self.store.keep_revisions(claim.delivery, kept):
            raise ClaimLost(f"another process has {claim.delivery.id}")

    async def _put_back(self, claim: Claim, error: Exception) -> None:
        """Try again later, or leave the message as it is: what is refused is asked once more."""
        before = claim.delivery
        tries, note = before.tries + 1 if before.next_at else 1, str(error) or type(error).__name__
        refused = isinstance(error, (ChannelGone, NotAllowed))
        if isinstance(error, MessageRefused) or (refused and before.note == note) or tries >= MOST_TRIES:
            log.warning("correct: %s: left as it is: %s", before.id, note)
            revisions = await self.store.revisions(before.id)
            await self._keep(claim, revisions, corrections.shown(revisions), compared=True)
            await claim.release(next_at=None, note="")
            return
        wait = FIRST_WAIT if refused else backoff(tries)
        if isinstance(error, RateLimited):
            wait = timedelta(seconds=error.wait)
        await claim.release(tries=tries, next_at=self.clock() + wait, note=note)


def _to_edit(
    parts: Sequence[Part], shown: Corrections, wanted: Corrections, platform: Platform
) -> list[tuple[Part, Part]]:
    """The parts whose notes are to change, as they were posted and as they are to be.

    A message is never cut for a note: where none fits, it stays as it is.
    """
    found: list[tuple[Part, Part]] = []
    for part in parts:
        after = noted(part, wanted, platform.fits)
        if after is None:
            log.warning("correct: there is no room for a note in the message with the key %s", part.key)
        elif after != noted(part, shown, platform.fits):
            found.append((part, after))
    return found
