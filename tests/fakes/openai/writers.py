"""Writers behind the stand-in: one that is faithful to what it was given, and one that is slightly careless."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.fakes.openai.request import Asked, bullet

Writer = Callable[[Asked], Any]

BULLETS = 3
_PLACED = re.compile(r"\[q(\d+)\]")


def faithful(asked: Asked) -> Any:
    """The first sentences that stand alone, one a bullet, with the quotes that stand in them, and one more."""
    if asked.rejected:
        return asked.draft([_copied(*pair) for pair in list(asked.sentences.items())[: len(asked.rejected)]])
    plain = [pair for pair in asked.sentences.items() if not _PLACED.search(pair[1])] or [
        *asked.sentences.items()
    ]
    bullets = [_copied(*pair) for pair in plain[:BULLETS]]
    spoken = next((number for number, (speaker, _) in asked.quotes.items() if speaker), None)
    if spoken and bullets:
        bullets[-1]["quotes"].append(spoken)
    return asked.draft(bullets)


def careless(asked: Asked) -> Any:
    """As the faithful one, but its second bullet has a figure of its own; a repair is faithful."""
    draft = faithful(asked)
    if not asked.rejected and len(draft["bullets"]) > 1:
        draft["bullets"][1]["text"] = (
            f"In all {len(asked.material)} people were hurt there on Friday, it is said."
        )
    return draft


def stubborn(asked: Asked) -> Any:
    """As the careless one, but a repair is no better."""
    wrong = "In all 4,712 people were hurt there on Friday, it is said."
    if asked.rejected:
        return asked.draft([bullet(wrong, [1]) for _ in asked.rejected])
    draft = faithful(asked)
    draft["bullets"][-1] = bullet(wrong, [1])
    return draft


def unsupported(asked: Asked) -> Any:
    """A draft of one bullet that no article bears out, however often it is asked for."""
    return asked.draft([bullet("Boris Halvorsen won 4,712 votes there, it is said.", [1])])


def convinced(asked: Asked) -> Any:
    """A second reader to whom all is well."""
    return verdicts(dict.fromkeys(asked.sentences, "yes"))


def verdicts(said: dict[int, str]) -> dict[str, Any]:
    """Verdicts as the schema wants them."""
    return {"verdicts": [{"number": number, "text": verdict} for number, verdict in said.items()]}


def silent(asked: Asked) -> Any:
    """A draft without a bullet."""
    return asked.draft([])


def _copied(number: int, sentence: str) -> dict[str, Any]:
    return bullet(sentence, [number], [int(match[1]) for match in _PLACED.finditer(sentence)])
