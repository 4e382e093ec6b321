"""Has the hubs that feeds name tell us of news (WebSub), where they can reach us.

What a hub sends is never taken for news: it makes its feed due, and the next round reads that as ever.
"""

from __future__ import annotations

import logging
import secrets as dice
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.feeds import hubs
from bot.errors import ConfigError, FetchError
from bot.model import HubSubscription
from bot.ports import Clock, Failures, HubStore, Meter, Poster, Secrets

log = logging.getLogger(__name__)

CALLBACK = "/websub/"
"""Where hubs reach us on the public listener; a subscription's token follows."""


@dataclass(frozen=True, slots=True)
class HubSubscriber:
    """Subscribes to feeds at their hubs, and takes what these send; `address` is where they reach us."""

    store: HubStore
    poster: Poster
    secrets: Secrets
    address: str
    clock: Clock
    meter: Meter
    failures: Failures

    async def tick(self) -> None:
        """Ask every hub that is to be asked now; one that refuses stops no other."""
        with self.failures.contain("websub", "asking hubs"):
            for one in await self.store.hub_subscriptions():
                if hubs.is_due(one, self.clock()):
                    with self.failures.contain("websub", one.feed.outlet):
                        await self._ask(one)

    async def subscription(self, token: str) -> HubSubscription | None:
        """The one whose hub reaches us with this token."""
        return await self.store.hub_subscription(token)

    async def verify(self, one: HubSubscription, asked: Mapping[str, str]) -> str | None:
        """What to answer a hub that makes sure that we asked, or says no; None where we did not."""
        mode, challenge = asked.get("hub.mode", ""), asked.get("hub.challenge", "")
        if asked.get("hub.topic") != one.hub.topic:
            return None
        if mode == "denied":
            log.warning("websub: %s: the hub %s will not tell us of news", one.feed.outlet, one.hub.url)
            await self.store.verify_hub(one.token, None, None)
            return ""
        if mode != "subscribe" or not challenge:
            return None
        now = self.clock()
        await self.store.verify_hub(one.token, now, now + hubs.lease(asked.get("hub.lease_seconds", "")))
        return challenge

    async def hear(self, one: HubSubscription, body: bytes, signature: str) -> None:
        """Make the feed due where its hub says that it has news, and signed that; else do nothing."""
        signed = hubs.is_signed(self._secret(one), body, signature)
        self.meter.count("hub_notices", signed=str(signed).lower())
        if signed:
            await self.store.tell_news(one.token, self.clock())
        else:
            log.info("websub: %s: a notice without its hub's signature is ignored", one.feed.outlet)

    async def _ask(self, one: HubSubscription) -> None:
        """Ask for the first time, or to go on; kept before it is sent, for the hub may answer meanwhile."""
        secret = self._secret(one)
        asked = replace(
            one,
            token=one.token or dice.token_urlsafe(32),
            sealed=self.secrets.seal(secret),
            asked_at=self.clock(),
        )
        if not await self.store.ask_hub(asked):
            return
        form = {
            "hub.mode": "subscribe",
            "hub.topic": one.hub.topic,
            "hub.callback": self.address.rstrip("/") + CALLBACK + asked.token,
            "hub.lease_seconds": f"{hubs.LEASE.total_seconds():.0f}",
            "hub.secret": secret,
        }
        try:
            await self.poster.post(one.hub.url, form)
        except FetchError as error:
            log.warning("websub: %s: its hub refuses, and is asked again later: %s", one.feed.outlet, error)

    def _secret(self, one: HubSubscription) -> str:
        """The secret that the hub signs with; a new one where there is none, or no key of ours opens it."""
        try:
            return self.secrets.open(one.sealed) if one.sealed else dice.token_urlsafe(32)
        except ConfigError:
            return dice.token_urlsafe(32)
