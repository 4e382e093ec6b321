"""What Slack shows of the sample news, for the golden files; run as a module, it writes them anew."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

from bot.core import outline
from bot.core.briefing.extractive import brief
from bot.core.commands import help_outline, modals
from bot.model import (
    Answer,
    Briefing,
    Control,
    Digest,
    Edition,
    Heading,
    Message,
    Outline,
    Paragraph,
    Said,
    Section,
    Span,
    Table,
    ThreadBullet,
)
from bot.platforms.slack.modals import Origin, home_view, modal_view, reply_view
from bot.platforms.slack.render import message, messages
from tests.fakes.desk import FERRY, NEWS, REGRET, RUIN, WAITED, bullet, passage
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, STRIKE, story

GOLDEN = Path(__file__).parent / "golden"
EDITION = Edition("morning", date(2026, 3, 2), time(8))


def _brief(*reads: Any) -> Briefing:
    found = brief(story(*reads))
    assert found is not None
    return found


def _digest(**own: Any) -> Outline:
    digest = Digest("d", EDITION, MORNING, (_brief(BRIDGE, BRIDGE_AGAIN), _brief(STRIKE)))
    return outline.of_digest(replace(digest, **own))


def _talk() -> Outline:
    link = "https://tern.slack.example/archives/C1/p1"
    ada = Message("1.1", "Ada", "I will ask the harbour council about the dock.", MORNING, link)
    return Outline(
        "What was said", (Section((Said(ada, Span(0, len(ada.text))),)),), footer="1 message was read."
    )


def _thread_summary() -> Outline:
    link = "https://tern.slack.example/archives/C1/p"
    ada = Message("1.1", "Ada", "I will ask the harbour council about the dock.", MORNING, f"{link}1")
    ben = Message("1.2", "Ben", "Thanks.", MORNING, f"{link}2")
    line = ThreadBullet(
        "Ada will “ask the harbour council”, for which Ben thanks.", (ada, ben), (Said(ada, Span(7, 30)),)
    )
    return Outline("What was said", (Section((line, ThreadBullet("Ben thanks.", (ben,)))),))


HOME = Outline(
    "On Record",
    (
        Section(
            (Heading("Digests"), Paragraph("Every day at 08:00 (Europe/Berlin), 6 stories.")),
            (
                Control("pause", "order-1", "Pause"),
                Control("schedule", "", "Change times", opens=True),
                Control("feed", "", "Add a feed", opens=True),
            ),
        ),
        Section(
            (
                Heading("Feeds"),
                Table(("Outlet", "State"), (("Harbour Post", "ok"), ("Valley Times", "unchanged"))),
            )
        ),
    ),
    lead="The next digest comes at 08:00.",
)

OUTLINES = {
    "digest": _digest(),
    "late_digest": _digest(late=True),
    "empty_day": _digest(briefings=()),
    "briefing": outline.of_briefing(_brief(BRIDGE, BRIDGE_AGAIN)),
    "more": outline.of_more(_brief(BRIDGE, BRIDGE_AGAIN)),
    "answer": outline.of_answer(
        Answer("When does the ferry sail again?", 0.9, (bullet(FERRY, "It sails again on Monday.", REGRET),))
    ),
    "no_answer": outline.of_answer(Answer("Who won the regatta?", 0.1)),
    "passage": passage(WAITED),
    "talk": _talk(),
    "thread_summary": _thread_summary(),
    "help": help_outline(),
    "error": outline.of_error("No such page.", "abc123"),
    "news": NEWS,
}

VIEWS = {
    "home": home_view(HOME, Origin("C1", home=True)),
    "window": reply_view(passage(RUIN), Origin("C1")),
    **{
        f"modal_{name}": modal_view(
            modals.asking(name, modals.scheduled(None, "Europe/Berlin") if name == "schedule" else {}),
            Origin("C1", "1.1"),
        )
        for name in sorted(modals.COMMAND_OF)
    },
    "modal_wrong": modal_view(modals.wrong(WAITED, "ferry:96:148"), Origin("C1", "", "ferry:96:148")),
}


def rendered() -> dict[str, Any]:
    """Every sample as it is sent, by name."""
    shown = {name: [message(piece) for piece in messages(one)] for name, one in OUTLINES.items()}
    return shown | VIEWS


if __name__ == "__main__":
    for name, payload in rendered().items():
        text = json.dumps(payload, ensure_ascii=False, indent=2)
        (GOLDEN / f"{name}.json").write_text(text + "\n", "utf-8")
