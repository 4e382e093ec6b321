"""Questions that nobody asks in earnest, for whatever must answer them within bounds."""

from __future__ import annotations

from bot.core.reading.text import STOP_WORDS

HOSTILE = (
    "",
    " \n\t ",
    "?" * 10_000,
    "a" * 10_000,
    "the " * 2_500,
    " ".join(f"word{number}" for number in range(1_500)),
    " ".join(sorted(STOP_WORDS)),
    '"ferry" AND NEAR(bridge, 3) OR text:* NOT ^harbour -"',
    "'; DROP TABLE articles; -- SELECT * FROM users WHERE 1=1",
    "🚢🌉" * 2_000,
    "水" * 5_000,
    "東京都で会議がある" * 500,
    "ที่ประชุมรัฐสภา" * 500,
    "اجتماع في القاهرة " * 500,
    "\u0301" * 10_000,
    "a.b-c'd&e" * 1_000,
    "\x00\ud800\uffff" * 3_000,
)
