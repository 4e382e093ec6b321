"""A payload judged without a server: whether it is taken, whom it pings, what one can click in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord.check_message import check_new
from tests.fakes.discord.mentions import Link, Pings, links_of, pings_in, texts
from tests.fakes.discord.objects import body_of


@dataclass(frozen=True)
class Judged:
    text: str
    pings: Pings
    links: list[Link]


def judge(payload: Mapping[str, Any], *, answers: bool = False) -> Judged:
    """Raises Refused where the service would; `answers`: it is an interaction's answer."""
    check_new(payload, may_be_ephemeral=answers)
    body = body_of(dict(payload))
    default = ["users"] if answers else ["users", "roles", "everyone"]
    pings = pings_in(body, payload.get("allowed_mentions"), default)
    return Judged("\n".join(texts(body)), pings, links_of(body))
