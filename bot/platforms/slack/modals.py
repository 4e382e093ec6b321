"""Modals and the Home tab as views, and what somebody filled in as values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from bot.core.outline import texts
from bot.core.outline.safe import cut, one_line, shown
from bot.model import Choice, Filled, Input, InputKind, Mistakes, Modal, Outline
from bot.platforms.slack import limits
from bot.platforms.slack.limits import Payload
from bot.platforms.slack.render import context, day_line, heading, section_blocks

VALUE = "value"
"""The action_id of every input's element: its block_id is the input's name."""


CHANNEL = "conversation"
"""How Slack names what is chosen in the Home tab: initial_conversation, selected_conversation."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a view was opened from: what a reply to it goes back to."""

    channel: str = ""
    thread: str = ""
    ref: str = ""  # of the modal
    home: bool = False  # opened from the Home tab

    def sealed(self) -> str:
        """As a view carries it; people cannot change it, and it holds no secret."""
        return json.dumps({key: value for key, value in asdict(self).items() if value})

    @staticmethod
    def of(view: Mapping[str, object]) -> Origin:
        """What a view carries."""
        return Origin(**json.loads(str(view.get("private_metadata") or "{}")))


def modal_view(modal: Modal, origin: Origin) -> Payload:
    """A modal with its inputs, filled with what is there now."""
    return {
        "type": "modal",
        "callback_id": modal.name,
        "private_metadata": origin.sealed(),
        "title": _label(modal.title, limits.VIEW_TITLE),
        "submit": _label(modal.submit, limits.VIEW_TITLE),
        "close": _label(texts.CANCEL, limits.VIEW_TITLE),
        "blocks": [*context(modal.lead), *map(_input, modal.inputs)],
    }


def reply_view(outline: Outline, origin: Origin) -> Payload:
    """A reply in a modal, for somebody who pressed a button where no message can stand."""
    return {
        "type": "modal",
        "private_metadata": origin.sealed(),
        "title": _label("On Record", limits.VIEW_TITLE),
        "close": _label(texts.CLOSE, limits.VIEW_TITLE),
        "blocks": _view_blocks(outline),
    }


def home_view(outline: Outline, origin: Origin) -> Payload:
    """The Home tab, for the channel that can be chosen in it."""
    blocks = [_channels(origin), *_view_blocks(outline, limits.VIEW_BLOCKS - 1)]
    return {"type": "home", "private_metadata": origin.sealed(), "blocks": blocks}


def _channels(origin: Origin) -> Payload:
    """The choice of a channel; direct messages with the app, where the tab begins, are none."""
    select: Payload = {
        "type": "conversations_select",
        "action_id": "home:channel",
        "placeholder": _label(texts.CHOOSE_CHANNEL, limits.BUTTON),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if origin.channel and not origin.channel.startswith("D"):
        select[f"initial_{CHANNEL}"] = origin.channel
    words = {"type": "plain_text", "text": texts.FOR_CHANNEL, "emoji": False}
    return {"type": "section", "text": words, "accessory": select}


def filled(view: Mapping[str, object]) -> Filled:
    """What somebody filled in, by input."""
    state = view.get("state")
    values = state.get("values", {}) if isinstance(state, dict) else {}
    given = {name: _value(elements.get(VALUE, {})) for name, elements in values.items()}
    return Filled(str(view.get("callback_id", "")), given, Origin.of(view).ref)


def errors(mistakes: Mistakes, view: Mapping[str, object]) -> dict[str, str]:
    """What is wrong, below the inputs that are in the view; what belongs to none is below the first."""
    names = list(filled(view).values)
    below: dict[str, str] = {}
    for name, sentence in mistakes.sentences.items():
        at = name if name in names else names[0]
        below[at] = " ".join(filter(None, (below.get(at), one_line(sentence))))
    return below


def _view_blocks(outline: Outline, most: int = limits.VIEW_BLOCKS) -> list[Payload]:
    """The outline as a view shows it: tables as lines, and a note where there is more than fits."""
    blocks = list(_everything(outline))
    if len(blocks) <= most:
        return blocks or context(texts.DONE)
    return [*blocks[: most - 1], *context(texts.CUT_HERE)]


def _everything(outline: Outline) -> Iterator[Payload]:
    yield from (*heading(outline.title), *day_line(outline.day), *context(outline.lead))
    for section in outline.sections:
        yield from section_blocks(section, tables=False)
    yield from context(outline.footer)


def _input(one: Input) -> Payload:
    block: Payload = {
        "type": "input",
        "block_id": one.name,
        "label": _label(one.label, limits.LABEL),
        "element": _choice(one) if one.choices else _typed(one),
        "optional": not one.required,
    }
    return block | {"hint": _label(one.hint, limits.LABEL)} if one.hint else block


def _typed(one: Input) -> Payload:
    longest = min(one.longest, limits.TYPED)
    element: Payload = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": one.kind is InputKind.TEXT,
        "max_length": longest,
    }
    value = shown(one.value)[:longest]
    return element | {"initial_value": value} if value else element


def _choice(one: Input) -> Payload:
    options = [_option(choice) for choice in one.choices]
    element: Payload = {"type": "static_select", "action_id": VALUE, "options": options}
    now = next((option for option in options if option["value"] == one.value), None)
    return element | {"initial_option": now} if now else element


def _option(choice: Choice) -> Payload:
    return {"text": _label(choice.label, limits.OPTION), "value": choice.value}


def _label(words: str, longest: int) -> Payload:
    return {"type": "plain_text", "text": cut(one_line(words), longest) or "–", "emoji": False}


def _value(element: Mapping[str, object]) -> str:
    option = element.get("selected_option")
    chosen = option.get("value") if isinstance(option, dict) else element.get("value")
    return str(chosen or "")
