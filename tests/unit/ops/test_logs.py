from __future__ import annotations

import json

import pytest

from bot.ops.logs import HIDDEN, redacted


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "headers: {'Authorization': 'Bearer abcdefgh12345'}",
            f"headers: {{'Authorization': 'Bearer {HIDDEN}'}}",
        ),
        ("token xoxb-12345-67890-abcdef is gone", f"token {HIDDEN} is gone"),
        ("refresh xoxe.xoxb-1-abcdefghij", f"refresh {HIDDEN}"),
        (
            "wss://wss.slack.com/link/?ticket=abc-1&app_id=A1",
            f"wss://wss.slack.com/link/?ticket={HIDDEN}&app_id=A1",
        ),
        (
            "POST https://discord.com/api/v10/webhooks/12/aW50ZXJhY3Rpb24/messages/@original",
            f"POST https://discord.com/api/v10/webhooks/{HIDDEN}/messages/@original",
        ),
        ("https://hooks.slack.com/actions/T1/2/x", f"https://hooks.slack.com/{HIDDEN}"),
        (
            "gather: https://me:pass@news.example/feed: 404",
            f"gather: https://{HIDDEN}@news.example/feed: 404",
        ),
        ("gather: https://news.example/a@b: 404", "gather: https://news.example/a@b: 404"),
        ("a plain line of 3 feeds", "a plain line of 3 feeds"),
    ],
)
def test_what_looks_like_a_secret_is_not_logged(line: str, shown: str) -> None:
    assert redacted(line) == shown


def test_a_known_secret_is_not_logged_however_it_is_written() -> None:
    secret = 'her"ring\\27'
    line = f"failed with {secret}"
    assert redacted(line, [secret]) == f"failed with {HIDDEN}"
    assert secret not in json.loads(redacted(json.dumps({"event": line}), [secret]))["event"]
