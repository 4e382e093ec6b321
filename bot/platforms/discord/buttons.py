"""What stands in a custom_id, and what it means when it comes back: nothing else is kept of a button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.core.outline.safe import cut, one_line
from bot.model import Control
from bot.platforms.discord.limits import BUTTON, CUSTOM_ID, ROW

Payload = dict[str, Any]

PRESS, OPEN, HOME, SHARE, PAGE, REFILL, FILLED = "press", "open", "home", "share", "page", "refill", "modal"
GREY, BLUE = 2, 1


@dataclass(frozen=True, slots=True)
class Meant:
    """What a custom_id says: what is to be done, and to what."""

    what: str
    name: str
    ref: str


def custom_id(what: str, name: str = "", ref: str = "") -> str:
    """The custom_id that says so; it may be longer than Discord takes."""
    return f"{what}|{name}|{ref}"


def meant(given: str) -> Meant:
    """What a custom_id of ours says; what is not ours, or of an older On Record, says nothing."""
    what, _, rest = given.partition("|")
    name, _, ref = rest.partition("|")
    return Meant(what, name, ref)


def key_of(components: Iterable[Any]) -> str | None:
    """The key of the part that a message carries in one of its buttons."""
    for component in components:
        said = meant(str(component.get("custom_id", "")))
        if said.what == HOME:
            return said.ref
        held = [*component.get("components", ()), component.get("accessory")]
        if found := key_of(filter(None, held)):
            return found
    return None


def button(given: str, label: str, style: int = GREY, *, disabled: bool = False) -> Payload:
    """A button; its label is never empty."""
    shown = cut(one_line(label), BUTTON) or "…"
    made: Payload = {"type": 2, "style": style, "custom_id": given, "label": shown}
    return made | {"disabled": True} if disabled else made


def of_control(control: Control) -> Payload | None:
    """The button of a control; none where Discord has no room for what it says."""
    given = custom_id(OPEN if control.opens else PRESS, control.action, control.ref)
    return button(given, control.label) if len(given) <= CUSTOM_ID else None


def rows(buttons: Iterable[Payload]) -> list[Payload]:
    """Rows of buttons, five in each."""
    every = list(buttons)
    return [{"type": 1, "components": every[at : at + ROW]} for at in range(0, len(every), ROW)]
