"""What Discord shows of the sample news, for the golden files; run as a module, it writes them anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.core.commands import modals
from bot.model import Mistakes
from bot.platforms.discord.actions import registered_commands
from bot.platforms.discord.modals import render_mistakes, render_modal
from bot.platforms.discord.render import button, custom_id, message, pages
from tests.fakes.desk import NEWS, WAITED
from tests.unit.slack.samples import HOME, OUTLINES

GOLDEN = Path(__file__).parent / "golden"

MODALS = {
    f"modal_{name}": render_modal(
        modals.asking(name, modals.scheduled(None, "Europe/Berlin") if name == "schedule" else {})
    )
    for name in sorted(modals.COMMAND_OF)
} | {"modal_wrong": render_modal(modals.wrong(WAITED, "ferry:96:148"))}

BELOW = (button(custom_id("page", "2", "0123456789ab"), "Next page"),)


def rendered() -> dict[str, Any]:
    """Every sample as it is sent, by name."""
    shown = {
        name: [
            message(page, "key-1" if name in ("digest", "late_digest", "empty_day") else "")
            for page in pages(one)
        ]
        for name, one in {**OUTLINES, "home": HOME}.items()
    }
    others = {
        "paged": [message(NEWS, below=BELOW)],
        "embed": [message(NEWS, "key-1", BELOW, classic=True)],
        "mistakes": [
            render_mistakes(Mistakes({"zone": "There is no time zone “Mars”."}), custom_id("refill", "7"))
        ],
    }
    return shown | others | MODALS | {"commands": registered_commands()}


if __name__ == "__main__":
    for name, one in rendered().items():
        text = json.dumps(one, ensure_ascii=False, indent=2)
        (GOLDEN / f"{name}.json").write_text(text + "\n", "utf-8")
