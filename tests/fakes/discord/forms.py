"""A form that stands open before a person, and what the client sends when it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord import limits
from tests.fakes.discord.check_components import CHECKBOX, INPUT, LABEL, RADIOS, ROW, TEXT
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.objects import Channel
from tests.fakes.discord.options import Resolved

Json = dict[str, Any]


@dataclass(eq=False)
class Modal:
    interaction: Interaction
    body: Mapping[str, Any]

    @property
    def title(self) -> str:
        return str(self.body["title"])

    @property
    def fields(self) -> dict[str, Json]:
        """What it asks, by label."""
        return {label: held for label, held, _ in self._lines() if held}

    def _lines(self) -> list[tuple[str, Json, Json]]:
        """(label, what is asked, the line) of each; a text asks nothing."""
        lines = []
        for line in self.body["components"]:
            held = {} if line["type"] == TEXT else line.get("component") or line["components"][0]
            lines.append((line.get("label") or held.get("label", ""), held, line))
        return lines

    def filled(self, values: Mapping[str, Any], resolved: Resolved) -> Json:
        """The data of a submission; LookupError where the client would not let it go."""
        known = {name for label, held in self.fields.items() for name in (label, held["custom_id"])}
        if unknown := set(values) - known:
            raise LookupError(f"the form does not ask {sorted(unknown)}; it asks {sorted(self.fields)}")
        lines: list[Json] = []
        for label, held, line in self._lines():
            sent: Json = {"type": line["type"], "id": line.get("id", 0)}
            if held:
                given = values.get(label, values.get(held["custom_id"]))
                answer = _filled(held, given, self.interaction.channel, resolved)
                sent |= {"component": answer} if line["type"] == LABEL else {}
                sent |= {"components": [answer]} if line["type"] == ROW else {}
            lines.append(sent)
        return {"custom_id": self.body["custom_id"], "components": lines, "resolved": resolved.data}


def _filled(held: Json, given: Any, where: Channel, resolved: Resolved) -> Json:
    sent = {"type": held["type"], "id": held.get("id", 0), "custom_id": held["custom_id"]}
    if held["type"] == INPUT:
        return sent | {"value": _text(held, given)}
    if held["type"] == CHECKBOX:
        return sent | {"value": bool(held.get("default") if given is None else given)}
    if given is None:
        chosen = [one["value"] for one in held.get("options") or [] if one.get("default")]
        chosen += [one["id"] for one in held.get("default_values") or []]
    else:
        listed = list(given) if isinstance(given, list | tuple) else [given]
        chosen = [chosen_value(held, one, where, resolved) for one in listed]
    if held.get("required", True) and not chosen:
        raise LookupError(f"the form needs a choice for {held['custom_id']}")
    if held["type"] == RADIOS:
        return sent | {"value": chosen[0] if chosen else None}
    return sent | {"values": chosen}


def _text(held: Json, given: Any) -> str:
    text = held.get("value") or "" if given is None else str(given)
    least, most = held.get("min_length") or 0, held.get("max_length") or limits.TEXT_INPUT
    if (held.get("required", True) and not text) or (text and not least <= len(text) <= most):
        raise LookupError(f"the form does not take {text!r} for {held['custom_id']}")
    return text


def chosen_value(select: Mapping[str, Any], chosen: Any, where: Channel, resolved: Resolved) -> str:
    """An option's value by its label or value; of a channel, role or person the id."""
    if not isinstance(chosen, str):
        return resolved.add(chosen, where)
    options = select.get("options") or []
    for option in options:
        if chosen in (option["label"], option["value"]):
            return str(option["value"])
    raise LookupError(f"there is no option {chosen!r}; there are {[option['label'] for option in options]}")
